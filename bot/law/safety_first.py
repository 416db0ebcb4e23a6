"""What comes before the safety words of a flag, and for whom they are (tables/safety_first.yml). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.law.rows import Row, rows, table, text, texts


@dataclass(frozen=True, slots=True)
class Words:
    """Words for some flags where a message tells more."""

    flags: frozenset[str]
    when: re.Pattern[str]
    unless: re.Pattern[str]
    say: str
    hotline: str

    def fits(self, flag: str, said: str) -> bool:
        """Whether it is said beside this flag."""
        return flag in self.flags and self.when.search(said) is not None and not self.unless.search(said)


@cache
def _rows(name: str) -> tuple[Words, ...]:
    return tuple(map(_row, rows(table("safety_first"), name)))


def _row(row: Row) -> Words:
    when, unless = re.compile(text(row, "when")), re.compile(text(row, "unless", r"(?!)"))
    return Words(frozenset(texts(row, "flags")), when, unless, text(row, "say"), text(row, "hotline"))


def before(flag: str, said: str) -> tuple[str, str] | None:
    """(words, number) that cannot wait: somebody bleeds, has swallowed poison, stands on a roof.

    `said`: sentences ended by 。, small letters.
    Example: ("self_harm", 我喝了农药) -> (马上打120…, 120); ("self_harm", 想喝农药) -> None.
    """
    found = next((row for row in _rows("first") if row.fits(flag, said)), None)
    return (found.say, found.hotline) if found else None


def for_another(flag: str, said: str) -> tuple[str, str] | None:
    """(words, number) for who tells of somebody else: 我闺女被女婿打; None where the writer suffers too."""
    found = next((row for row in _rows("others") if row.fits(flag, said)), None)
    return (found.say, found.hotline) if found else None
