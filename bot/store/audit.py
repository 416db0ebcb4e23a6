"""Who did what: append-only, each row's hash covers the row and the hash before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import AuditEvent, check_aware
from bot.ports import AuditFilter
from bot.store.cells import Cells
from bot.store.rows import Rows
from bot.store.tables import event, event_head
from flows.engine import Json


class SqlAudit(Rows):
    """`ports.AuditRows`. Rows are written at the end of the transaction, see `flush`."""

    def __init__(self, conn: AsyncConnection, cells: Cells) -> None:
        super().__init__(conn, cells)
        self._waiting: list[AuditEvent] = []

    async def add(
        self, actor: str, action: str, subject: str, data: Mapping[str, Json], at: datetime
    ) -> None:
        """Append; never a name, phone, id or message text in `data`."""
        self._waiting.append(AuditEvent(0, check_aware(at), actor, action, subject, dict(data)))

    async def flush(self) -> None:
        """Write what waits. The head row is the last lock a transaction takes: nobody deadlocks on it."""
        if not self._waiting:
            return
        start = {"id": 1, "n": 0, "hash": ""}
        await self._conn.execute(self._insert(event_head).values(**start).on_conflict_do_nothing())
        head = (await self._conn.execute(select(event_head).with_for_update())).one()
        n, digest = head.n, head.hash
        rows = []
        for one in self._waiting:
            n += 1
            fresh = replace(one, n=n)
            digest = _digest(fresh, digest)
            rows.append({**_row(fresh), "hash": digest})
        await self._conn.execute(insert(event), rows)
        await self._conn.execute(update(event_head).values(n=n, hash=digest))
        self._waiting.clear()

    async def listing(
        self, *, before: int = 0, most: int = 100, only: AuditFilter | None = None
    ) -> list[AuditEvent]:
        """Newest first; `before` is the n to continue from."""
        await self.flush()
        statement = select(event).order_by(event.c.n.desc()).limit(most)
        if before:
            statement = statement.where(event.c.n < before)
        if only:
            statement = statement.where(*_narrowed(only))
        return [_event(row) for row in (await self._conn.execute(statement)).all()]

    async def of(self, subjects: Sequence[str], since: datetime) -> list[AuditEvent]:
        """What was done with these since then, oldest first."""
        await self.flush()
        statement = select(event).where(event.c.subject.in_(subjects) & (event.c.at >= since))
        return [_event(row) for row in (await self._conn.execute(statement.order_by(event.c.n))).all()]

    async def verify(self) -> int:
        """0 when the chain holds, else the n of the first broken row; rows cut off at the end count too."""
        await self.flush()
        n, digest = 0, ""
        async with self._conn.stream(select(event).order_by(event.c.n)) as rows:
            async for row in rows:
                n += 1
                digest = _digest(_event(row), digest)
                if row.n != n or row.hash != digest:
                    return n
        head = (await self._conn.execute(select(event_head))).first()
        kept = (head.n, head.hash) if head is not None else (0, "")
        return 0 if kept == (n, digest) else n + 1


def _narrowed(only: AuditFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if only.actor:
        wanted.append(event.c.actor == only.actor)
    if only.actions:
        wanted.append(event.c.action.in_(only.actions))
    if only.since:
        wanted.append(event.c.at >= only.since)
    if only.until:
        wanted.append(event.c.at < only.until)
    return wanted


def _row(one: AuditEvent) -> dict[str, Any]:
    return {
        "n": one.n,
        "at": one.at,
        "actor": one.actor,
        "action": one.action,
        "subject": one.subject,
        "data": _canonical(one.data),
    }


def _event(row: Row[Any]) -> AuditEvent:
    return AuditEvent(row.n, row.at, row.actor, row.action, row.subject, orjson.loads(row.data), row.hash)


def _canonical(data: Mapping[str, Json]) -> str:
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()


def _digest(one: AuditEvent, before: str) -> str:
    at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [before, one.n, at, one.actor, one.action, one.subject, _canonical(one.data)]
    return sha256(orjson.dumps(parts)).hexdigest()
