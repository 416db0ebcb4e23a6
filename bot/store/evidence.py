"""Rows of uploaded evidence (证据); the bytes are in `blobs`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.errors import NotFound
from bot.model import Evidence, Media, Uploader
from bot.store.rows import Rows
from bot.store.tables import evidence as pieces
from flows.engine import Json


class SqlEvidence(Rows):
    """`ports.EvidenceRows`."""

    async def add(self, evidence: Evidence) -> None:
        """Store the row; the same id again changes nothing."""
        media = evidence.media
        statement = self._insert(pieces).values(
            id=evidence.id,
            sid=evidence.sid,
            item=evidence.item,
            blob=media.blob,
            thumb=evidence.thumb,
            content_type=media.content_type,
            size=media.size,
            sha256=media.sha256,
            body=self._body(evidence),
            at=evidence.at,
            piece=evidence.piece,
            page=evidence.page,
            turns=evidence.turns,
            uploader=evidence.by.value,
            pages=media.pages,
            seconds=media.seconds,
            marks=media.marks,
        )
        await self._conn.execute(statement.on_conflict_do_nothing(index_elements=["id"]))

    async def of(self, sid: str) -> list[Evidence]:
        """Oldest first."""
        statement = select(pieces).where(pieces.c.sid == sid).order_by(pieces.c.at, pieces.c.id)
        return [self._piece(row) for row in (await self._conn.execute(statement)).all()]

    async def get(self, evidence_id: str) -> Evidence:
        """Raises NotFound."""
        row = (await self._conn.execute(select(pieces).where(pieces.c.id == evidence_id))).first()
        if row is None:
            raise NotFound(f"no evidence {evidence_id}")
        return self._piece(row)

    async def place(self, evidence: Evidence) -> None:
        """Write item, piece, page, quarter turns and what it proves; raises NotFound."""
        where = (pieces.c.id == evidence.id) & (pieces.c.sid == evidence.sid)
        statement = (
            update(pieces)
            .where(where)
            .values(
                item=evidence.item,
                piece=evidence.piece,
                page=evidence.page,
                turns=evidence.turns % 4,
                body=self._body(evidence),
            )
        )
        if not await self._changed(statement):
            raise NotFound(f"no evidence {evidence.id} of this citizen")

    async def remove(self, sid: str, evidence_id: str) -> Evidence:
        """Delete the row of this citizen and return it; raises NotFound."""
        piece = await self.get(evidence_id)
        where = (pieces.c.id == evidence_id) & (pieces.c.sid == sid)
        if not await self._changed(delete(pieces).where(where)):
            raise NotFound(f"no evidence {evidence_id} of this citizen")
        return piece

    def _body(self, evidence: Evidence) -> bytes:
        private: dict[str, Json] = {"name": evidence.media.name, "refused": evidence.media.refused}
        if evidence.proves:
            private["proves"] = evidence.proves
        return self._cells.seal(private, "evidence", evidence.id)

    def _piece(self, row: Row[Any]) -> Evidence:
        body = self._cells.open(row.body, "evidence", row.id)
        media = Media(
            blob=row.blob,
            name=body["name"],
            content_type=row.content_type,
            size=row.size,
            sha256=row.sha256,
            refused=body["refused"],
            pages=row.pages,
            seconds=row.seconds,
            marks=row.marks,
        )
        return Evidence(
            id=row.id,
            sid=row.sid,
            item=row.item,
            media=media,
            thumb=row.thumb,
            at=row.at,
            piece=row.piece,
            page=row.page,
            turns=row.turns,
            by=Uploader(row.uploader),
            proves=body.get("proves", ""),
        )
