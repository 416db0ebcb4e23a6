"""矿区: what a case of the mining area is about, and the court's own method to tick off (tables/mining.yml).

What 「一分两步三解」 means is the court's to say: the table is a template it fills, nothing here invents it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.law.lanes import told
from bot.law.rows import rows, section, table, text, texts
from flows.engine import Answer

#: Parts of the method in their order, with their names and how many entries each has.
PARTS = {"split": ("分", 1), "steps": ("步", 2), "ways": ("解", 3)}
LANE = "mining"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the method that a mediator ticks."""

    id: str
    part: str  #: split | steps | ways
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Method:
    """The court's method. `filled`: the court has written its own words; else only the places are kept."""

    title: str
    filled: bool
    items: tuple[Item, ...]


@cache
def method() -> Method:
    """The method as the table has it.

    Raises:
        ValueError: not one split, two steps and three ways, or two entries with one id.
    """
    found = section(table("mining"), "method")
    items: list[Item] = []
    for part, (_, count) in PARTS.items():
        inside = rows(found, part)
        if len(inside) != count:
            raise ValueError(f"mining.yml: {part}: {len(inside)} entries, not {count}")
        items += [Item(text(one, "id"), part, text(one, "title"), text(one, "text")) for one in inside]
    if len({one.id for one in items}) != len(items):
        raise ValueError("mining.yml: an id stands twice")
    return Method(text(found, "title"), found.get("filled") is True, tuple(items))


def topic(flow: str, answers: Mapping[str, Answer]) -> str:
    """What a case of the mining area is about (工伤, 征拆 …), empty where nothing fits.

    A name says nothing about it: 某某运输公司 may owe wages.
    """
    words = told({field: one for field, one in answers.items() if not field.endswith("_name")})
    fitting = (
        text(row, "title")
        for row in rows(table("mining"), "topics")
        if flow in texts(row, "flows") or re.search("|".join(texts(row, "words")), words)
    )
    return next(fitting, "")
