"""Other doors than mediation (行政、刑事、执行、仲裁 …): a suggestion with office, papers and number."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from bot.law.rows import Row, rows, table, text, texts


@dataclass(frozen=True, slots=True)
class Door:
    """Where to go instead, or as well. The citizen can always stay."""

    id: str
    title: str
    say: str
    office: str
    hotlines: tuple[str, ...]
    bring: tuple[str, ...]
    citations: tuple[str, ...]
    flow: str = "general"  #: what is registered for who goes on all the same
    lane: str = ""  #: green lane of who is handed to a person here


def _door(row: Row) -> Door:
    return Door(
        id=text(row, "id"),
        title=text(row, "title"),
        say=text(row, "say"),
        office=text(row, "office"),
        hotlines=texts(row, "hotlines"),
        bring=texts(row, "bring"),
        citations=texts(row, "citations"),
        flow=text(row, "flow", "general"),
        lane=text(row, "lane"),
    )


def door(door_id: str) -> Door:
    """One door by its id; raises KeyError."""
    for row in rows(table("doors"), "doors"):
        if text(row, "id") == door_id:
            return _door(row)
    raise KeyError(door_id)


def doors(facts: Collection[str]) -> list[Door]:
    """Doors that open to any of the facts (against_government, judged_unpaid, arbitration_clause …)."""
    return [_door(row) for row in rows(table("doors"), "doors") if set(texts(row, "facts")) & set(facts)]


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (text(row, "id"), re.compile("|".join(f"(?:{words})" for words in texts(row, "words"))))
        for row in rows(table("doors"), "doors")
    )


def heard(words: str) -> list[Door]:
    """Doors that a sentence points at: a first guess, to be put as a question."""
    tight = "".join(words.split())
    return [door(door_id) for door_id, pattern in _words() if pattern.search(tight)]
