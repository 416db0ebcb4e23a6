"""Who asks for the police and cannot speak, or whose telephone is read: 他在看我手机, 帮我打110.

Words only (tables/cannot_speak.yml). 打110没人管 and 聋哑人怎么报警 are questions.
Source: 人民调解法第25条 (who sees a danger tells the police).
"""

from __future__ import annotations

import re
from functools import cache

from bot.law.rows import Row, rows, table, texts

#: A longer message tells a story; the other signs and the opinion hear that.
MOST_CHARS = 60


def seen(tidy: str) -> str:
    """The words that show it in a text without spaces; empty where nothing does."""
    alone, together, never = _patterns()
    if len(tidy) > MOST_CHARS or never.search(tidy):
        return ""
    if found := alone.search(tidy):
        return found[0]
    for first, second in together:
        if (found := first.search(tidy)) and second.search(tidy):
            return found[0]
    return ""


def sign() -> Row:
    """What is said and to whom: `flag`, `say`, `handed`, `hotlines`."""
    return table("cannot_speak")


@cache
def _patterns() -> tuple[
    re.Pattern[str], tuple[tuple[re.Pattern[str], re.Pattern[str]], ...], re.Pattern[str]
]:
    data = table("cannot_speak")
    pairs = tuple((_any(row, "first"), _any(row, "second")) for row in rows(data, "together"))
    return _any(data, "alone"), pairs, _any(data, "never")


def _any(row: Row, key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in texts(row, key)))
