"""Consents, one row each, never overwritten (个保法14、15)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from bot.model import Consent
from bot.store.rows import Rows
from bot.store.tables import consent


class SqlConsents(Rows):
    """`ports.ConsentRows`."""

    async def add(self, sid: str, given: Consent) -> None:
        """Append."""
        statement = insert(consent).values(
            sid=sid,
            scope=given.scope,
            answer=given.answer,
            raw=self._cells.seal(given.raw, "consent", sid, given.scope),
            text_version=given.text_version,
            text_sha256=given.text_sha256,
            answered_at=given.answered_at,
        )
        await self._conn.execute(statement)

    async def of(self, sid: str) -> list[Consent]:
        """All, oldest first; a withdrawal stands in the list as an answer "no" with an empty `raw`."""
        statement = select(consent).where(consent.c.sid == sid).order_by(consent.c.id)
        found = []
        for row in (await self._conn.execute(statement)).all():
            raw = self._cells.open(row.raw, "consent", sid, row.scope)
            text = {"text_version": row.text_version, "text_sha256": row.text_sha256}
            found.append(Consent(row.scope, row.answer, raw, answered_at=row.answered_at, **text))
            if row.withdrawn_at is not None:
                found.append(Consent(row.scope, False, "", answered_at=row.withdrawn_at, **text))
        return sorted(found, key=lambda one: one.answered_at)

    async def withdraw(self, sid: str, scope: str, at: datetime) -> None:
        """Mark the open consent of that scope as withdrawn; without one nothing changes."""
        where = (
            (consent.c.sid == sid)
            & (consent.c.scope == scope)
            & consent.c.answer.is_(True)
            & consent.c.withdrawn_at.is_(None)
        )
        await self._conn.execute(update(consent).where(where).values(withdrawn_at=at))
