"""From when which cap holds for the interest of loans between people (tables/lending.yml). Pure.

Source: 民间借贷规定第25条、第31条.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law.rows import day, section, table, text


@dataclass(frozen=True, slots=True)
class OldRule:
    """The rule before four times the LPR, percent a year; `since`: the first day it held."""

    since: date
    protected: Decimal
    void_above: Decimal


def cap_from() -> date:
    """The day from which a contract is under four times the LPR of its own day; raises KeyError."""
    return _from("new")


def old_rule() -> OldRule:
    """What held up to the day before; raises KeyError where the table has none."""
    row = section(table("lending"), "old")
    return OldRule(_from("old"), Decimal(text(row, "protected")), Decimal(text(row, "void_above")))


def _from(key: str) -> date:
    found = day(section(table("lending"), key), "from")
    if found is None:
        raise KeyError(key)
    return found
