from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
WORDS = yaml.safe_load((ROOT / "flows" / "words.yml").read_text(encoding="utf-8"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").glob("**/*.py"))
#: The law's own tables have words of their own.
SPOKEN = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "bot").glob("**/*.py") if path.parent.name != "law"
)
USED = set(re.findall(r'(?:\.say|\.words)\(\s*"([a-z_]+)"', SPOKEN)) | set(
    re.findall(r'words\["([a-z_]+)"\]', SPOKEN)
)


def test_every_text_the_code_says_exists() -> None:
    assert sorted(USED - set(WORDS)) == []


def test_every_text_is_said_somewhere() -> None:
    assert [key for key in WORDS if f'"{key}"' not in CODE] == []


def test_texts_fit_a_bubble_and_do_not_shout() -> None:
    for key, text in WORDS.items():
        assert len(text) <= 300, key
        assert "！" not in text, key
        assert not re.search(r"[\U0001F300-\U0001FAFF]", text), key
