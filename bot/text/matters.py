"""Two matters in one message: 他欠我钱还打我 is a loan and a beating. By words alone (matters.yml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

_ME = "(?:我|俺|咱)(?:们|家)?"
#: Told together these are one matter.
_TOGETHER = (
    {"divorce", "custody_support", "betrothal_property", "personal_injury", "reputation_privacy"},
    {"work_injury", "personal_injury", "traffic_accident", "reputation_privacy"},
    {"betrothal_property", "custody_support"},
    {"sale_contract", "private_lending"},
    {"wage_claim", "private_lending"},
)
#: What is denied or only threatened, and the other's complaint.
_NOT_SO = re.compile(r"没(?:有)?(?:再)?(?:打|骂|砸|欠)|(?:说要|威胁|扬言|要|想)(?:打|揍|砸|骂)|不是(?:打|骂)")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows = yaml.safe_load(files("bot.text").joinpath("matters.yml").read_text(encoding="utf-8"))
    return {str(name): re.compile(str(words).replace("<me>", _ME)) for name, words in rows.items()}


def find(text: str) -> list[str]:
    """The two matters of a message, the one told first before the other; empty for one, none, or many."""
    if _NOT_SO.search(text):
        return []
    found = [(match.start(), name) for name, words in _patterns().items() if (match := words.search(text))]
    names = [name for _, name in sorted(found)]
    together = any(len(group & set(names)) > 1 for group in _TOGETHER)
    return names if len(names) == 2 and not together else []


def told(text: str) -> bool:
    """Whether the text tells of any matter at all."""
    return any(words.search(text) for words in _patterns().values())
