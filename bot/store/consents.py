"""Consents, one row each, never overwritten (个保法14、15)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from bot.model import Consent
from bot.store.rows import Rows
from bot.store.tables import consent as consents


class SqlConsents(Rows):
    """`ports.ConsentRows`."""

    async def add(self, sid: str, consent: Consent) -> None:
        """Append."""
        statement = insert(consents).values(
            sid=sid,
            scope=consent.scope,
            answer=consent.answer,
            raw=self._cells.seal(consent.raw, "consent", sid, consent.scope),
            text_version=consent.text_version,
            text_sha256=consent.text_sha256,
            answered_at=consent.answered_at,
        )
        await self._conn.execute(statement)

    async def of(self, sid: str) -> list[Consent]:
        """All, oldest first; a withdrawal stands in the list as an answer "no" with an empty `raw`."""
        statement = select(consents).where(consents.c.sid == sid).order_by(consents.c.id)
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
            (consents.c.sid == sid)
            & (consents.c.scope == scope)
            & consents.c.answer.is_(True)
            & consents.c.withdrawn_at.is_(None)
        )
        await self._conn.execute(update(consents).where(where).values(withdrawn_at=at))
