"""Words of a story by what they tell of the values beside them (role_words.yml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each kind of word with the pattern of its spellings."""
    rows = yaml.safe_load(files("bot.text").joinpath("role_words.yml").read_text(encoding="utf-8"))
    return tuple((str(name), re.compile(words)) for name, words in rows.items())
