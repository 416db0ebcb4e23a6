"""The signs of danger as expressions, read from the tables red_flags*.yml. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.law.rows import Row, rows, section, table, text, texts
from bot.law.sieve import needed_by

#: The tables of signs, in the order in which they are looked for.
TABLES = ("red_flags_harm", "red_flags_needs")
#: The table of grave harm just done.
GRAVE = "red_flags_grave"

_NOTHING = re.compile(r"(?!)")
_PART = re.compile(r"<([a-z]+)>")


@dataclass(frozen=True, slots=True)
class Aim:
    """Somebody else does what the sign is about: another flag is meant, gently where it is `calm`."""

    flag: str
    calm: bool
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """A row of the tables with its lists as expressions."""

    row: Row
    sure: re.Pattern[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    soft: re.Pattern[str]
    first: re.Pattern[str]
    never: re.Pattern[str]
    grave: re.Pattern[str]
    aims: tuple[Aim, ...]
    doer: re.Pattern[str]
    present: re.Pattern[str]
    calm: re.Pattern[str]
    shows: frozenset[str] | None  #: a sentence without any of these shows nothing; None: look always

    def on(self, key: str) -> bool:
        """Whether a switch of the row is on."""
        return bool(self.row.get(key))


@dataclass(frozen=True, slots=True)
class Marks:
    """What calms a sign, or keeps it from being calmed."""

    blank: re.Pattern[str]
    past: re.Pattern[str]
    present: re.Pattern[str]
    suppose: re.Pattern[str]
    abstract: re.Pattern[str]
    money: re.Pattern[str]
    death: re.Pattern[str]
    treated: re.Pattern[str]


def flag_rows() -> list[Row]:
    """The rows of all signs."""
    return [row for name in TABLES for row in rows(table(name), "flags")]


@cache
def signs() -> tuple[Sign, ...]:
    """Every sign, read once."""
    return tuple(map(_sign, flag_rows()))


def sign_of(flag: str) -> Sign:
    """The sign of a flag."""
    return next(sign for sign in signs() if text(sign.row, "id") == flag)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined) if joined else _NOTHING


def _sign(row: Row) -> Sign:
    lists = [texts(row, name) for name in ("sure", "strong", "weak", "soft", "soft_first")]
    grave = tuple(_grave_patterns(text(row, "id")))
    shows = needed_by(one for patterns in (*lists, grave) for one in patterns)
    sure, strong, weak, soft, first = map(_any, lists)
    never, doer, now, calm = (_any(texts(row, name)) for name in ("never", "doer", "present", "calm"))
    aims = tuple(
        Aim(text(aim, "flag"), bool(aim.get("calm")), _any(texts(aim, "words")))
        for aim in rows(row, "instead")
    )
    return Sign(row, sure, strong, weak, soft, first, never, _any(grave), aims, doer, now, calm, shows)


def _aim(row: Row) -> Aim:
    return Aim(text(row, "flag"), bool(row.get("calm")), _any(texts(row, "words")))


def _grave_patterns(flag: str) -> Iterator[str]:
    """The patterns of red_flags_grave.yml for a flag, with its parts (<who>, <wound>) put in."""
    data = table(GRAVE)
    parts = section(data, "parts")
    for row in rows(data, "grave"):
        if text(row, "flag") == flag:
            for pattern in texts(row, "patterns"):
                yield _PART.sub(lambda part: text(parts, part[1]), pattern)


@cache
def grave_calm() -> tuple[re.Pattern[str], frozenset[str]]:
    """What no grave harm is (a dream, a film), and the flags that a claim for damages calms too."""
    data = table(GRAVE)
    money = frozenset(text(row, "flag") for row in rows(data, "grave") if row.get("money"))
    return _any(texts(data, "calm")), money


@cache
def marks() -> Marks:
    """The lists of red_flags.yml, read once."""
    names = ("blank", "past", "present", "suppose", "abstract", "money", "death", "treated")
    return Marks(*(_any(texts(table("red_flags"), name)) for name in names))
