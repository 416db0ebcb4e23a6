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
        if texts(row, "words")
    )


@dataclass(frozen=True, slots=True)
class _Stage:
    of: str
    id: str
    words: re.Pattern[str]
    alone: bool


@cache
def _stages() -> tuple[_Stage, ...]:
    return tuple(
        _Stage(
            text(row, "of"),
            text(row, "id"),
            re.compile("|".join(f"(?:{words})" for words in texts(row, "stage"))),
            row.get("alone") is True,
        )
        for row in rows(table("doors"), "doors")
        if texts(row, "stage")
    )


def stage(door_id: str, words: str, *, alone: bool = False) -> str:
    """The narrower door of the stage a complaint speaks of, "" where no row fits.

    `alone`: nothing but these words says that it is a complaint; fewer rows are sure enough of that.
    Example: court_petition, 判决不服 -> court_judgment; 法官拖着不判 -> court_slow.
    """
    tight = "".join(words.split())
    fitting = (one for one in _stages() if one.of == door_id and (one.alone or not alone))
    return next((one.id for one in fitting if one.words.search(tight)), "")


def heard(words: str) -> list[Door]:
    """Doors that a sentence points at: a first guess, to be put as a question."""
    tight = "".join(words.split())
    return [door(door_id) for door_id, pattern in _words() if pattern.search(tight)]
