"""What a piece of small talk has to say to be answered as one: the rows of small_talk.yml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flows.schema import read_yaml

_FILE = Path(__file__).with_name("small_talk.yml")


def says(kind: str, text: str) -> bool:
    """Whether `text` says what small talk of a kind (bye, thanks, complaint) says.

    Other kinds need no words.
    """
    if kind not in (rows := _rows()):
        return True
    words, unless = rows[kind]
    tight = "".join(text.split())
    return words.search(tight) is not None and unless.search(tight) is None


@cache
def _rows() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Kind -> (words, unless). Raises KeyError or re.error for a row that is not whole."""
    data = read_yaml(_FILE)
    return {
        kind: (_any(row["words"]), _any(row["unless"])) for kind, row in data.items() if kind != "__line__"
    }


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
