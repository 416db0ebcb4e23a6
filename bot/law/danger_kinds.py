"""Kinds of danger in the order in which the desk helps (tables/danger_kinds.yml). Pure."""

from __future__ import annotations

from functools import cache

from bot.law.rows import rows, table, text, texts


@cache
def _kinds() -> dict[str, tuple[int, str]]:
    """Flag -> (place from 0, words of its mark)."""
    listed = enumerate(rows(table("danger_kinds"), "kinds"))
    return {flag: (place, text(row, "chip")) for place, row in listed for flag in texts(row, "flags")}


def flags() -> tuple[str, ...]:
    """Every flag of the table, the gravest first."""
    return tuple(_kinds())


def place(flag: str) -> int:
    """Where a flag stands among the kinds, the gravest 0; one that is not known comes last."""
    kinds = _kinds()
    return kinds[flag][0] if flag in kinds else len(rows(table("danger_kinds"), "kinds"))


def chip(flag: str) -> str:
    """自伤, 暴力, 儿童 …; empty for a flag that is not known."""
    return _kinds().get(flag, (0, ""))[1]
