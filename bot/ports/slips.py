"""What a row of the queue and of the audit tells of a case, without opening the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Slip:
    """A case in short."""

    number: str  #: （2026）内0622诉前调1号
    sums: Mapping[str, int]  #: field -> what is asked for there, fen; of a vague sum the upper end
    until: date | None  #: the first limit that the law checks found to run, None where none is known
