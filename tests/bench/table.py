"""Rows of the benchmark: a measured value, the floor of the same run, the target, and whether it is met."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

REMARK = """Other frameworks on the same machine earlier, a 15-question form with state in Redis.
NOT measured in this run: Rasa 3.6 server (keywords) 25 ms CPU a turn, with DIET 33-46 ms, growing with the
conversation to 489 ms at turns 151-200; aiogram 3 2.7 ms; botbuilder-python 3.5 ms."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    value: float | None  #: None = not measured, `note` says why
    unit: str
    floor: float | None = None  #: what `value` is divided by for the comparison with `target`
    target: float | None = None  #: largest allowed ratio, or value where there is no floor
    at_least: bool = False  #: the target is a smallest value
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Value by floor; None where one of them is missing."""
        return self.value / self.floor if self.value is not None and self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target or a measurement."""
        judged = self.ratio if self.floor is not None else self.value
        if judged is None or self.target is None:
            return None
        return judged >= self.target if self.at_least else judged <= self.target

    def to_json(self) -> dict[str, Any]:
        """All fields with ratio and verdict."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}


def render(rows: Sequence[Row]) -> str:
    """The table as text."""
    head = ["measured", "value", "floor", "ratio", "target", "", "note"]
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(_width(line[i]) for line in cells) for i in range(len(head))]
    lines = ["  ".join(_pad(text, width) for text, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines)


def _cells(row: Row) -> list[str]:
    value = "-" if row.value is None else f"{row.value:.4g} {row.unit}"
    floor = "" if row.floor is None else f"{row.floor:.4g}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}x"
    sign = ">=" if row.at_least else "<="
    target = "" if row.target is None else f"{sign} {row.target:g}"
    verdict = {True: "ok", False: "MISSED", None: ""}[row.met]
    return [row.name, value, floor, ratio, target, verdict, row.note]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
