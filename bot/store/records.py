"""The SQL database behind `ports.Records`: one transaction with all row classes in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import ports
from bot.errors import RecordsDown
from bot.store.accounts import SqlAccounts
from bot.store.askers import SqlAskers
from bot.store.audit import SqlAudit
from bot.store.batches import SqlBatches
from bot.store.cases import SqlCases
from bot.store.cells import Cells
from bot.store.consents import SqlConsents
from bot.store.effects import SqlEffects
from bot.store.engine import LIMIT_S, is_down, make_engine
from bot.store.evidence import SqlEvidence
from bot.store.handoffs import SqlHandoffs
from bot.store.messages import SqlMessages
from bot.store.migrate import at_head
from bot.store.outbox import SqlOutbox
from bot.store.retention import expire
from bot.store.revisions import SqlRevisions
from bot.store.ticks import SqlTicks
from bot.store.unmatched import SqlUnmatched
from bot.store.vault import Vault

COURT_CODE: Final = "内0622"  # of the shipped court, in case numbers


class SqlTx:
    """`ports.Tx`: everything one transaction can touch."""

    def __init__(self, conn: AsyncConnection, cells: Cells, court_code: str) -> None:
        self.cases: ports.CaseRows = SqlCases(conn, cells, court_code)
        self.consents: ports.ConsentRows = SqlConsents(conn, cells)
        self.evidence: ports.EvidenceRows = SqlEvidence(conn, cells)
        self.messages: ports.MessageRows = SqlMessages(conn, cells)
        self.handoffs: ports.HandoffRows = SqlHandoffs(conn, cells)
        self.outbox: ports.OutboxRows = SqlOutbox(conn, cells)
        self.accounts: ports.AccountRows = SqlAccounts(conn, cells)
        self.revisions: ports.RevisionRows = SqlRevisions(conn, cells)
        self.unmatched: ports.UnmatchedRows = SqlUnmatched(conn, cells)
        self.askers: ports.AskerRows = SqlAskers(conn, cells)
        self.ticks: ports.TickRows = SqlTicks(conn, cells)
        self.batches: ports.BatchRows = SqlBatches(conn, cells)
        self.effects: ports.EffectRows = SqlEffects(conn, cells)
        self.conn = conn
        self._trail = SqlAudit(conn, cells)
        self.audit: ports.AuditRows = self._trail

    async def finish(self) -> None:
        """What is left to write before the commit."""
        await self._trail.flush()


class SqlRecords:
    """`ports.Records` on SQLite (WAL) or PostgreSQL. Migrate first (`migrate.upgrade`), close at the end."""

    def __init__(
        self, url: str, vault: Vault, *, court_code: str = COURT_CODE, limit_s: float = LIMIT_S
    ) -> None:
        self._engine = make_engine(url, limit_s=limit_s)
        self._reader = self._engine.execution_options(read_only=True)
        self._cells = Cells(vault)
        self._court_code = court_code
        self._limit_s = limit_s
        # SQLite has one writer; queueing here is fair and quiet, its own waiting is a poll
        self._writer = asyncio.Lock() if self._engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlTx]:
        """Commit at the end, roll back on any exception; raises RecordsDown when locked or down."""
        try:
            async with AsyncExitStack() as stack:
                tx = SqlTx(await self._enter(stack), self._cells, self._court_code)
                yield tx
                await tx.finish()
        except (SQLAlchemyError, TimeoutError) as exc:
            if is_down(exc):
                raise RecordsDown from exc
            raise

    async def expire(self, before: datetime) -> list[str]:
        """Delete what may no longer be kept, see `retention`; returns the blob keys to remove."""
        async with self.begin() as tx:
            return await expire(tx.conn, before)

    async def healthy(self) -> bool:
        """Answers and is migrated to the newest revision."""
        try:
            async with asyncio.timeout(self._limit_s), self._reader.connect() as conn:
                return await conn.run_sync(at_head)
        except (SQLAlchemyError, OSError):
            return False

    async def aclose(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def _enter(self, stack: AsyncExitStack) -> AsyncConnection:
        try:
            async with asyncio.timeout(self._limit_s):
                if self._writer is not None:
                    await stack.enter_async_context(self._writer)
                return await stack.enter_async_context(self._engine.begin())
        except OSError as exc:
            raise RecordsDown from exc
