"""Cases filed together, and what a mediator ticks on a case: values and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GroupTally:
    """Cases filed together, as a row of the queue tells of them."""

    count: int
    total_fen: int  #: what all of them ask for together


@dataclass(frozen=True, slots=True)
class Tick:
    """One entry of a case's checklist as it was touched last."""

    item: str
    done: bool
    account: str  #: account id
    at: datetime


class TickRows(Protocol):
    """Checklists of cases."""

    async def of(self, case_id: str) -> list[Tick]:
        """The newest state of every entry that was ever touched."""
        ...

    async def put(self, case_id: str, one: Tick) -> None:
        """Tick or take back."""
        ...
