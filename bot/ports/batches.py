"""Batches of loans (金融批量) as the use cases see them: a table, its rows, the stages of its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.model import CaseStatus
from flows.engine import Json


class BatchState(StrEnum):
    """Life of a batch."""

    CHECKED = "checked"  #: read and checked, nobody has confirmed it
    RUNNING = "running"  #: confirmed; rows become cases, some may still be waiting
    DONE = "done"  #: every good row is a case


class RowState(StrEnum):
    """What became of a row."""

    BAD = "bad"  #: has faults
    GOOD = "good"  #: may become a case
    TAKEN = "taken"  #: its contract is a case already, of this or another batch
    FILED = "filed"  #: is a case


class Stage(StrEnum):
    """保、调、立、审、执: where a case of a batch is."""

    PRESERVE = "preserve"  #: 诉前保全
    MEDIATE = "mediate"  #: 调解
    FILE = "file"  #: 立案
    TRY = "try"  #: 审理
    ENFORCE = "enforce"  #: 执行


@dataclass(frozen=True, slots=True)
class Batch:
    """One uploaded table. Who uploaded it and admins see it, nobody else."""

    id: str
    owner: str  #: account id
    kind: str  #: loan | card
    state: BatchState
    name: str  #: of the file
    titles: tuple[str, ...]  #: the heading row as it was
    created_at: datetime
    mediates: bool = True  #: the institution wants mediation first
    confirmed_at: datetime | None = None
    touched_at: datetime | None = None  #: when the last portion was filed
    rev: int = 1


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row. `cells` as uploaded, `values` as read, `faults` as `bot.law.loans.Fault` in JSON."""

    batch: str
    n: int  #: number in the file, from 1
    state: RowState
    cells: Sequence[Json] = ()
    values: Mapping[str, Json] = field(default_factory=dict)
    faults: Sequence[Mapping[str, Json]] = ()
    notes: Sequence[str] = ()  #: for the desk only
    identity: str = ""  #: lender and contract number, empty where unread; stored as a keyed hash
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one case of a batch stands."""

    batch: str
    n: int
    case_id: str
    number: str
    status: CaseStatus
    stage: Stage
    stage_at: datetime
    values: Mapping[str, Json]
    applied_at: datetime | None = None  #: 诉前保全 was asked for
    measured_on: date | None = None  #: the court took the measures
    rev: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a case on the board."""

    at: datetime
    account: str  #: account id
    kind: str  #: stage | outcome | measures
    before: str
    after: str
    note: str = ""


class BatchRows(Protocol):
    """Batches with their rows."""

    async def add(self, batch: Batch, rows: Sequence[BatchRow]) -> None:
        """Store; everything personal sealed, the contract as a keyed hash."""
        ...

    async def get(self, batch_id: str) -> Batch:
        """Raises NotFound."""
        ...

    async def listing(self, owner: str = "", most: int = 100) -> list[Batch]:
        """Newest first; all without an owner."""
        ...

    async def names(self, ids: Sequence[str]) -> dict[str, str]:
        """File names of those of `ids` that are batches."""
        ...

    async def counts(self, batch_ids: Sequence[str]) -> dict[str, dict[RowState, int]]:
        """How many rows of each batch are in which state."""
        ...

    async def rows(
        self, batch_id: str, states: Sequence[RowState], *, after: int = 0, most: int = 5000
    ) -> list[BatchRow]:
        """Rows with n > after, in order."""
        ...

    async def held(self, identities: Sequence[str]) -> dict[str, str]:
        """Contracts that are a case already, not withdrawn, referred or closed: identity -> case id."""
        ...

    async def hold(self, identity: str, case_id: str, batch_id: str, at: datetime) -> bool:
        """Take a contract for a case; False where another case has it. Decided by one row of the database."""
        ...

    async def lock(self, batch_id: str, at: datetime) -> Batch:
        """The batch, kept from everybody else until the transaction ends; raises NotFound."""
        ...

    async def file(self, row: BatchRow, state: RowState, case_id: str, stage: Stage, at: datetime) -> None:
        """The row became a case, or is one of another batch."""
        ...

    async def confirm(self, batch: Batch, mediates: bool, at: datetime) -> Batch:
        """CHECKED -> RUNNING; raises Conflict unless it is at `batch.rev`."""
        ...

    async def finish(self, batch_id: str) -> None:
        """RUNNING -> DONE."""
        ...

    async def drop(self, batch_id: str) -> None:
        """Delete a batch nobody confirmed, with its rows."""
        ...

    async def stalled(self, before: datetime) -> list[str]:
        """Ids of running batches whose last portion was filed before then."""
        ...

    async def standings(
        self, batch_id: str, *, rows: Sequence[int] = (), after: int = 0, most: int = 5000
    ) -> list[Standing]:
        """Its cases in order of the table; only these rows where `rows` are given."""
        ...

    async def move(self, standing: Standing, *, at: datetime) -> None:
        """Write stage and clocks by rev; raises Conflict."""
        ...

    async def note(self, standing: Standing, step: Step) -> None:
        """Append to the history of a row."""
        ...

    async def history(self, batch_id: str, n: int) -> list[Step]:
        """Oldest first."""
        ...
