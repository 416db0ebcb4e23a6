"""Who asked in vain, so that they get the answer later: ciphertext and a keyed hash, never shown to staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Row, delete, insert, select, update

from bot.ports import Asked, Owed, Rating
from bot.store.rows import Rows
from bot.store.tables import asker, rating, unmatched

KEPT: Final = 50  #: newest askers of a question that are remembered


class SqlAskers(Rows):
    """`ports.AskerRows`."""

    async def is_known(self, unmatched_id: str, by: Asked) -> bool:
        """Whether this very line is counted already."""
        who = self._who(by.sid)
        row = (asker.c.unmatched_id == unmatched_id) & (asker.c.who_key == who)
        sealed = (await self._conn.execute(select(asker.c.body).where(row))).scalar_one_or_none()
        if sealed is None or not by.line:
            return False
        return bool(self._cells.open(sealed, "asker", unmatched_id, who)["line"] == by.line)

    async def add(self, unmatched_id: str, by: Asked) -> None:
        """Remember who asked, the newest `KEPT` of a question; asking again makes the answer due again."""
        who = self._who(by.sid)
        body = self._cells.seal({"sid": by.sid, "line": by.line}, "asker", unmatched_id, who)
        values = {"body": body, "at": by.at, "state": "asked", "due_at": None}
        statement = self._insert(asker).values(unmatched_id=unmatched_id, who_key=who, **values)
        keys = ["unmatched_id", "who_key"]
        await self._conn.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
        mine = asker.c.unmatched_id == unmatched_id
        newest = select(asker.c.who_key).where(mine).order_by(asker.c.at.desc(), asker.c.who_key).limit(KEPT)
        await self._conn.execute(delete(asker).where(mine & asker.c.who_key.not_in(newest)))

    async def by_question(self) -> dict[str, frozenset[str]]:
        """Question -> keyed hashes of who asked it, for all open ones: only to be counted."""
        whose = select(asker.c.unmatched_id, asker.c.who_key).select_from(asker.join(unmatched))
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in (await self._conn.execute(whose.where(unmatched.c.state == "open"))).all():
            found[row.unmatched_id].add(row.who_key)
        return {key: frozenset(who) for key, who in found.items()}

    async def owe(self, unmatched_id: str, at: datetime) -> None:
        """Everybody who asked and was not told is to get the answer from now on."""
        waiting = (asker.c.unmatched_id == unmatched_id) & (asker.c.state == "asked")
        await self._conn.execute(update(asker).where(waiting).values(state="owed", due_at=at))

    async def take(self, now: datetime, *, lease: timedelta, most: int = 20) -> list[Owed]:
        """People whose answer is due, not taken by another worker; nobody else takes them until now+lease.

        All questions of one person that one entry answers come as one.
        """
        due = (asker.c.state == "owed") & (asker.c.due_at <= now)
        people = (
            select(asker.c.who_key, unmatched.c.entry)
            .select_from(asker.join(unmatched))
            .where(due)
            .group_by(asker.c.who_key, unmatched.c.entry)
            .order_by(asker.c.who_key, unmatched.c.entry)
            .limit(most)
        )
        taken = []
        for person in (await self._conn.execute(people)).all():
            rows = await self._due_of(person.who_key, person.entry, now)
            keys = [row.unmatched_id for row in rows]
            mine = due & (asker.c.who_key == person.who_key) & asker.c.unmatched_id.in_(keys)
            taking = update(asker).where(mine).values(due_at=now + lease)
            if keys and await self._changed(taking) == len(keys):
                taken.append(self._owed(rows))
        return taken

    async def done(self, owed: Owed, state: str) -> bool:
        """told | missed. False where the person has asked to be forgotten meanwhile."""
        mine = (asker.c.who_key == owed.who) & asker.c.unmatched_id.in_(owed.questions)
        return bool(await self._changed(update(asker).where(mine).values(state=state, due_at=None)))

    async def later(self, owed: Owed, due_at: datetime) -> None:
        """Not now."""
        mine = (asker.c.who_key == owed.who) & asker.c.unmatched_id.in_(owed.questions)
        await self._conn.execute(update(asker).where(mine & (asker.c.state == "owed")).values(due_at=due_at))

    async def forget(self, sid: str) -> None:
        """Delete every trace of who this person is (个保法47)."""
        for table in (asker, rating):
            await self._conn.execute(delete(table).where(table.c.who_key == self._who(sid)))

    async def rate(self, by: Asked, entry: str) -> None:
        """An answer was rated 没用; what the question was is looked up later (see `ratings`)."""
        row_id = uuid4().hex
        body = self._cells.seal({"sid": by.sid, "line": by.line, "entry": entry}, "rating", row_id)
        row = insert(rating).values(id=row_id, who_key=self._who(by.sid), body=body, at=by.at)
        await self._conn.execute(row)

    async def ratings(self, most: int = 20) -> list[Rating]:
        """Those not looked into yet, oldest first."""
        statement = select(rating).order_by(rating.c.at, rating.c.id).limit(most)
        rows = (await self._conn.execute(statement)).all()
        bodies = [self._cells.open(row.body, "rating", row.id) for row in rows]
        return [
            Rating(row.id, body["sid"], body["entry"], body["line"], row.at)
            for row, body in zip(rows, bodies, strict=True)
        ]

    async def rated(self, rating_id: str) -> bool:
        """It was looked into; False where another worker was faster."""
        return bool(await self._changed(delete(rating).where(rating.c.id == rating_id)))

    async def _due_of(self, who: str, entry: str, now: datetime) -> Sequence[Row[Any]]:
        mine = (asker.c.who_key == who) & (unmatched.c.entry == entry)
        due = (asker.c.state == "owed") & (asker.c.due_at <= now)
        columns = (asker, unmatched.c.entry, unmatched.c.text, unmatched.c.live_at)
        newest_first = (asker.c.at.desc(), asker.c.unmatched_id)
        rows = select(*columns).select_from(asker.join(unmatched)).where(mine & due).order_by(*newest_first)
        return (await self._conn.execute(rows.with_for_update(skip_locked=True, of=asker))).all()

    def _owed(self, rows: Sequence[Row[Any]]) -> Owed:
        newest = rows[0]
        body = self._cells.open(newest.body, "asker", newest.unmatched_id, newest.who_key)
        return Owed(
            who=newest.who_key,
            sid=body["sid"],
            entry=newest.entry,
            questions=tuple(row.unmatched_id for row in rows),
            text=self._cells.open(newest.text, "unmatched", newest.unmatched_id),
            live_at=newest.live_at,
        )

    def _who(self, sid: str) -> str:
        return self._cells.digest("asker", sid)
