"""The columns of a table of loans (金融批量): the names a heading is known by, the words for faults.

Everything a person reads stands in `loan_columns.yml`; this module finds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from bot.text.normalise import normalise

#: A row with fewer known headings than this is no heading row.
FEWEST = 4
#: Units a heading may name, as the factor from the cell to yuan.
_UNITS = {"元": 1, "人民币元": 1, "人民币": 1, "万元": 10_000, "万": 10_000}


@dataclass(frozen=True, slots=True)
class Column:
    """One known column. `read` names the reader of its cells, `need` the kinds of table that must have it."""

    id: str
    label: str
    names: frozenset[str]
    read: str
    need: frozenset[str]
    example: str
    explain: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table: the title people choose by, and the flow its rows become cases of."""

    id: str
    title: str
    flow: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong with a cell and how to mend it; both may hold blanks such as {label}."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Book:
    """The whole of `loan_columns.yml`."""

    kinds: Mapping[str, Kind]
    columns: Mapping[str, Column]
    faults: Mapping[str, Words]
    notes: Mapping[str, str]
    consents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a known column stands in the table: place in the row from 0, unit of its amounts in yuan."""

    at: int
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Headings:
    """What a heading row says. `unknown` are headings nobody reads; their cells are kept as they are."""

    places: Mapping[str, Place]
    titles: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    twice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: column id -> headings that claim it

    def missing(self, kind: str) -> tuple[str, ...]:
        """Labels of the columns this kind of table cannot do without and does not have."""
        return tuple(c.label for c in book().columns.values() if kind in c.need and c.id not in self.places)


@cache
def book() -> Book:
    """The packaged words; read once."""
    raw = yaml.safe_load(files("bot.text").joinpath("loan_columns.yml").read_text(encoding="utf-8"))
    columns = {
        one["id"]: Column(
            id=one["id"],
            label=one["label"],
            names=frozenset(map(folded, (one["label"], *one["names"]))),
            read=one["read"],
            need=frozenset(one.get("need", ())),
            example=str(one["example"]),
            explain=one["explain"],
        )
        for one in raw["columns"]
    }
    kinds = {key: Kind(key, **row) for key, row in raw["kinds"].items()}
    faults = {key: Words(**row) for key, row in raw["faults"].items()}
    return Book(kinds, columns, faults, raw["notes"], raw["consents"])


def folded(heading: str) -> str:
    """A heading without spaces, marks and what stands in brackets."""
    flat = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", normalise(heading).text)
    return re.sub(r"[\W_]+", "", flat)


def factor(heading: str) -> int:
    """How many yuan one unit of the column is, by the brackets of its heading; 1 where none is named."""
    flat = normalise(heading).text
    named = re.findall(r"[(\[]\s*(?:单位\s*[:：]?\s*)?([^)\]]*?)\s*[)\]]", flat)
    return next((_UNITS[unit] for unit in named if unit in _UNITS), 1)


def headings(titles: Sequence[str]) -> Headings:
    """Recognise a heading row; nothing is guessed beyond the names in the book."""
    by_name = {name: column.id for column in book().columns.values() for name in column.names}
    claims: dict[str, list[int]] = {}
    unknown = []
    for at, title in enumerate(titles):
        found = by_name.get(folded(title))
        if found:
            claims.setdefault(found, []).append(at)
        elif title.strip():
            unknown.append(title.strip())
    places = {key: Place(ats[0], factor(titles[ats[0]])) for key, ats in claims.items()}
    twice = {key: tuple(titles[at].strip() for at in ats) for key, ats in claims.items() if len(ats) > 1}
    return Headings(places, tuple(title.strip() for title in titles), tuple(unknown), twice)


def is_heading_row(titles: Sequence[str]) -> bool:
    """Whether a row names enough known columns to be the heading."""
    return len(headings(titles).places) >= FEWEST
