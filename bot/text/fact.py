"""A fact of a story, and how readings become facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.reading import Json, Reading


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; `start:end` is its span in the story, `value` has the shape the reader of its type gives."""

    type: (
        str  #: amount | date | duration | rate | person | org | place | phone | id | plate | count | evidence
    )
    value: Json
    role: str  #: principal, lent, respondent, workers …; empty where unsure
    text: str
    start: int
    end: int
    confidence: float
    shown: str


def free(reading: Reading, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a reading overlaps nothing taken before."""
    return all(reading.end <= start or end <= reading.start for start, end in taken)


def kept(readings: Sequence[Reading], taken: list[tuple[int, int]]) -> list[Reading]:
    """Return the readings that overlap nothing taken before, and take their places."""
    out: list[Reading] = []
    for reading in readings:
        if free(reading, taken):
            out.append(reading)
            taken.append((reading.start, reading.end))
    return out


def made(reading: Reading, role: str = "", sure: float = 1.0, kind: str = "") -> Fact:
    """Return a reading as a fact; `sure` lowers its confidence."""
    confidence = round(reading.confidence * sure, 2)
    return Fact(
        kind or reading.kind, reading.value, role, "", reading.start, reading.end, confidence, reading.shown
    )
