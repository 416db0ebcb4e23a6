"""The durable transcript, and the desk's private notes in a table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.model import Account, Line
from bot.store.lines import body_json, line_of
from bot.store.rows import Rows
from bot.store.tables import case_file, handoff, message, note, outbox


class SqlMessages(Rows):
    """`ports.MessageRows`."""

    async def add(self, sid: str, lines: Sequence[Line]) -> None:
        """Insert lines; a line (sid, n) already there is left as it is."""
        rows = [
            {
                "sid": sid,
                "n": line.n,
                "at": line.at,
                "author": line.author.value,
                "kind": line.kind,
                "channel": line.channel,
                "body": self._cells.seal(body_json(line), "message", sid, line.n),
            }
            for line in lines
        ]
        if rows:
            await self._conn.execute(self._insert(message).on_conflict_do_nothing(), rows)

    async def of(self, sid: str, after: int = 0, most: int = 500) -> list[Line]:
        """Lines with n > after, in order."""
        where = (message.c.sid == sid) & (message.c.n > after)
        statement = select(message).where(where).order_by(message.c.n).limit(most)
        return [
            line_of(
                {"n": row.n, "at": row.at, "a": row.author, "k": row.kind, "ch": row.channel},
                self._cells.open(row.body, "message", sid, row.n),
            )
            for row in (await self._conn.execute(statement)).all()
        ]

    async def note(self, sid: str, account: Account, text: str, at: datetime) -> None:
        """A private note (仅内部可见)."""
        body = self._cells.seal({"name": account.name, "text": text}, "note", sid, account.id)
        await self._conn.execute(insert(note).values(sid=sid, account_id=account.id, at=at, body=body))

    async def notes(self, sid: str) -> list[tuple[datetime, str, str]]:
        """(at, author name, text), oldest first."""
        statement = select(note).where(note.c.sid == sid).order_by(note.c.at, note.c.id)
        rows = (await self._conn.execute(statement)).all()
        bodies = [self._cells.open(row.body, "note", sid, row.account_id) for row in rows]
        return [(row.at, body["name"], body["text"]) for row, body in zip(rows, bodies, strict=True)]

    async def forget(self, sid: str) -> None:
        """Delete what was said by and to a citizen without a submitted case (个保法47).

        Lines, notes and outgoing messages go; handoffs stay for the count, without name and words.
        """
        cases = select(case_file.c.id).where(case_file.c.sid == sid).limit(1)
        if (await self._conn.execute(cases)).first() is not None:
            return
        for table in (message, note, outbox):
            await self._conn.execute(delete(table).where(table.c.sid == sid))
        blank = {"name": None, "last_line": None, "callback": None, "note": None}
        await self._conn.execute(update(handoff).where(handoff.c.sid == sid).values(**blank))
