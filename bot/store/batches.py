"""Batches of loans (金融批量) with their rows, and the stages of the cases made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import Row, Select, delete, func, insert, select, update

from bot.errors import Conflict, NotFound
from bot.model import CaseStatus
from bot.ports import Batch, BatchRow, BatchState, RowState, Stage, Standing, Step
from bot.store.batch_tables import batch, batch_row, batch_step, loan_contract
from bot.store.rows import Rows
from bot.store.tables import case_file
from flows.engine import Json

#: A contract whose case ended so may be handed in again.
ENDED: Final = (CaseStatus.WITHDRAWN.value, CaseStatus.REFERRED.value, CaseStatus.CLOSED.value)
#: Rows written, or hashes looked up, by one statement: far below what either database takes.
AT_ONCE: Final = 200


class SqlBatches(Rows):
    """`ports.BatchRows`."""

    async def add(self, one: Batch, rows: Sequence[BatchRow]) -> None:
        """Store; everything personal sealed, the contract as a keyed hash."""
        body = self._cells.seal({"name": one.name, "titles": list(one.titles)}, "batch", "body", one.id)
        await self._conn.execute(
            insert(batch).values(
                id=one.id,
                owner=one.owner,
                kind=one.kind,
                state=one.state.value,
                body=body,
                mediates=one.mediates,
                created_at=one.created_at,
                confirmed_at=one.confirmed_at,
                touched_at=one.touched_at,
                rev=one.rev,
            )
        )
        for some in _portions(rows):
            await self._conn.execute(insert(batch_row), [self._row(row) for row in some])

    async def get(self, batch_id: str) -> Batch:
        """Raises NotFound."""
        row = (await self._conn.execute(select(batch).where(batch.c.id == batch_id))).first()
        if row is None:
            raise NotFound(f"no batch {batch_id}")
        return self._batch(row)

    async def listing(self, owner: str = "", most: int = 100) -> list[Batch]:
        """Newest first; all without an owner."""
        statement = select(batch).order_by(batch.c.created_at.desc(), batch.c.id.desc()).limit(most)
        if owner:
            statement = statement.where(batch.c.owner == owner)
        return [self._batch(row) for row in (await self._conn.execute(statement)).all()]

    async def names(self, ids: Sequence[str]) -> dict[str, str]:
        """File names of those of `ids` that are batches."""
        found = (await self._conn.execute(select(batch).where(batch.c.id.in_(ids)))).all()
        return {one.id: one.name for one in map(self._batch, found)}

    async def counts(self, batch_ids: Sequence[str]) -> dict[str, dict[RowState, int]]:
        """How many rows of each batch are in which state."""
        found: dict[str, dict[RowState, int]] = {one: dict.fromkeys(RowState, 0) for one in batch_ids}
        columns = (batch_row.c.batch_id, batch_row.c.state)
        statement = select(*columns, func.count()).where(batch_row.c.batch_id.in_(batch_ids))
        for batch_id, state, number in (await self._conn.execute(statement.group_by(*columns))).all():
            found[batch_id][RowState(state)] = number
        return found

    async def rows(
        self, batch_id: str, states: Sequence[RowState], *, after: int = 0, most: int = 5000
    ) -> list[BatchRow]:
        """Rows with n > after, in order."""
        wanted = [state.value for state in states]
        where = (batch_row.c.batch_id == batch_id) & batch_row.c.state.in_(wanted) & (batch_row.c.n > after)
        statement = select(batch_row).where(where).order_by(batch_row.c.n).limit(most)
        return [self._opened(row) for row in (await self._conn.execute(statement)).all()]

    async def held(self, identities: Sequence[str]) -> dict[str, str]:
        """Contracts that are a case already: identity -> case id."""
        by_key = {self._key(identity): identity for identity in identities}
        found: dict[str, str] = {}
        for keys in _portions(list(by_key)):
            statement = (
                select(loan_contract.c.contract_key, loan_contract.c.case_id)
                .join(case_file, case_file.c.id == loan_contract.c.case_id)
                .where(loan_contract.c.contract_key.in_(keys) & case_file.c.status.not_in(ENDED))
            )
            rows = (await self._conn.execute(statement)).all()
            found |= {by_key[key]: case_id for key, case_id in rows}
        return found

    async def hold(self, identity: str, case_id: str, batch_id: str, at: datetime) -> bool:
        """Take a contract for a case; False where another case has it."""
        key = self._key(identity)
        values = {"contract_key": key, "case_id": case_id, "batch_id": batch_id, "at": at}
        if await self._changed(self._insert(loan_contract).values(**values).on_conflict_do_nothing()):
            return True
        over = select(case_file.c.id).where(case_file.c.status.in_(ENDED))
        where = (loan_contract.c.contract_key == key) & loan_contract.c.case_id.in_(over)
        return await self._changed(update(loan_contract).where(where).values(**values)) > 0

    async def lock(self, batch_id: str, at: datetime) -> Batch:
        """The batch, kept from everybody else until the transaction ends: the UPDATE holds its row."""
        values = {"touched_at": at, "rev": batch.c.rev + 1}
        if not await self._changed(update(batch).where(batch.c.id == batch_id).values(**values)):
            raise NotFound(f"no batch {batch_id}")
        return await self.get(batch_id)

    async def file(self, row: BatchRow, state: RowState, case_id: str, stage: Stage, at: datetime) -> None:
        """The row became a case, or is one of another batch."""
        values = {"state": state.value, "case_id": case_id, "stage": stage.value, "stage_at": at}
        where = (batch_row.c.batch_id == row.batch) & (batch_row.c.n == row.n)
        good = where & (batch_row.c.state == RowState.GOOD.value)
        if not await self._changed(update(batch_row).where(good).values(**values, rev=batch_row.c.rev + 1)):
            raise Conflict(f"row {row.n} is no longer waiting")

    async def confirm(self, one: Batch, mediates: bool, at: datetime) -> Batch:
        """CHECKED -> RUNNING; raises Conflict unless it is at its rev."""
        where = (batch.c.id == one.id) & (batch.c.rev == one.rev)
        where &= batch.c.state == BatchState.CHECKED.value
        values = {
            "state": BatchState.RUNNING.value,
            "mediates": mediates,
            "confirmed_at": at,
            "touched_at": at,
            "rev": one.rev + 1,
        }
        if not await self._changed(update(batch).where(where).values(**values)):
            raise Conflict(f"batch {one.id} is no longer at rev {one.rev}")
        return await self.get(one.id)

    async def finish(self, batch_id: str) -> None:
        """RUNNING -> DONE."""
        where = (batch.c.id == batch_id) & (batch.c.state == BatchState.RUNNING.value)
        values = {"state": BatchState.DONE.value, "rev": batch.c.rev + 1}
        await self._conn.execute(update(batch).where(where).values(**values))

    async def drop(self, batch_id: str) -> None:
        """Delete a batch nobody confirmed, with its rows; raises NotFound."""
        where = (batch.c.id == batch_id) & (batch.c.state == BatchState.CHECKED.value)
        if not await self._changed(delete(batch).where(where)):
            raise NotFound(f"no unconfirmed batch {batch_id}")

    async def stalled(self, before: datetime) -> list[str]:
        """Ids of running batches whose last portion was filed before then."""
        where = (batch.c.state == BatchState.RUNNING.value) & (batch.c.touched_at < before)
        return list((await self._conn.execute(select(batch.c.id).where(where))).scalars())

    async def standings(
        self, batch_id: str, *, rows: Sequence[int] = (), after: int = 0, most: int = 5000
    ) -> list[Standing]:
        """Its cases in order of the table; only these rows where `rows` are given."""
        where = (batch_row.c.batch_id == batch_id) & (batch_row.c.n > after)
        if rows:
            where &= batch_row.c.n.in_(rows)
        statement = _filed().where(where).order_by(batch_row.c.n).limit(most)
        return [self._standing(row) for row in (await self._conn.execute(statement)).all()]

    async def move(self, standing: Standing, *, at: datetime) -> None:
        """Write stage and clocks by rev; raises Conflict."""
        day = standing.measured_on
        values = {
            "stage": standing.stage.value,
            "stage_at": at,
            "applied_at": standing.applied_at,
            "measured_on": datetime.combine(day, time(), UTC) if day else None,
            "rev": standing.rev + 1,
        }
        where = (batch_row.c.batch_id == standing.batch) & (batch_row.c.n == standing.n)
        where &= batch_row.c.rev == standing.rev
        if not await self._changed(update(batch_row).where(where).values(**values)):
            raise Conflict(f"row {standing.n} is no longer at rev {standing.rev}")

    async def note(self, standing: Standing, step: Step) -> None:
        """Append to the history of a row."""
        body = self._cells.seal({"note": step.note}, "batch_step", "body", standing.batch, standing.n)
        values = {"at": step.at, "account_id": step.account, "kind": step.kind, "body": body}
        values |= {"batch_id": standing.batch, "n": standing.n, "before": step.before, "after": step.after}
        await self._conn.execute(insert(batch_step).values(**values))

    async def history(self, batch_id: str, n: int) -> list[Step]:
        """Oldest first."""
        where = (batch_step.c.batch_id == batch_id) & (batch_step.c.n == n)
        rows = (await self._conn.execute(select(batch_step).where(where).order_by(batch_step.c.id))).all()
        place = ("batch_step", "body", batch_id, n)
        return [
            Step(r.at, r.account_id, r.kind, r.before, r.after, self._cells.open(r.body, *place)["note"])
            for r in rows
        ]

    def _key(self, identity: str) -> str:
        return self._cells.digest("loan", identity)

    def _row(self, row: BatchRow) -> dict[str, Any]:
        body: dict[str, Json] = {
            "cells": list(row.cells),
            "values": dict(row.values),
            "faults": [dict(fault) for fault in row.faults],
            "notes": list(row.notes),
            "identity": row.identity,
        }
        return {
            "batch_id": row.batch,
            "n": row.n,
            "state": row.state.value,
            "body": self._cells.seal(body, "batch_row", "body", row.batch, row.n),
            "case_id": row.case_id,
            "stage": "",
            "rev": 1,
        }

    def _opened(self, row: Row[Any]) -> BatchRow:
        body = self._cells.open(row.body, "batch_row", "body", row.batch_id, row.n)
        return BatchRow(row.batch_id, row.n, RowState(row.state), case_id=row.case_id, **body)

    def _standing(self, row: Row[Any]) -> Standing:
        day: date | None = row.measured_on.date() if row.measured_on else None
        return Standing(
            row.batch_id,
            row.n,
            row.case_id,
            row.number,
            CaseStatus(row.status),
            Stage(row.stage),
            row.stage_at,
            self._cells.open(row.body, "batch_row", "body", row.batch_id, row.n)["values"],
            row.applied_at,
            day,
            row.rev,
        )

    def _batch(self, row: Row[Any]) -> Batch:
        body = self._cells.open(row.body, "batch", "body", row.id)
        return Batch(
            id=row.id,
            owner=row.owner,
            kind=row.kind,
            state=BatchState(row.state),
            name=body["name"],
            titles=tuple(body["titles"]),
            created_at=row.created_at,
            mediates=row.mediates,
            confirmed_at=row.confirmed_at,
            touched_at=row.touched_at,
            rev=row.rev,
        )


def _filed() -> Select[Any]:
    """Rows that are cases, with what the case itself says."""
    statement = select(batch_row, case_file.c.number, case_file.c.status)
    joined = statement.join(case_file, case_file.c.id == batch_row.c.case_id)
    return joined.where(batch_row.c.state == RowState.FILED.value)


def _portions(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (things[at : at + AT_ONCE] for at in range(0, len(things), AT_ONCE))
