"""Questions asked in vain: how often, and what became of them. Who asked stands in `askers`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, case, func, select, update

from bot.errors import NotFound
from bot.model import Unmatched
from bot.ports import Asked, Settled
from bot.store.askers import SqlAskers
from bot.store.rows import Rows
from bot.store.tables import unmatched

#: A question somebody settled, or that settled itself; asked in vain once more it is open again.
ANSWERED: Final = ("variant", "new", "answered")
_BLANK: Final = {
    "state": "open",
    "entry": "",
    "words": None,
    "batch": "",
    "settled_by": "",
    "settled_at": None,
    "live_at": None,
    "checked": "",
}


class SqlUnmatched(Rows):
    """`ports.UnmatchedRows`."""

    async def add(self, text: str, at: datetime, by: Asked | None = None, *, rejected: str = "") -> None:
        """Insert or count up; punctuation, spaces and width make no difference."""
        key = self._cells.lookup("unmatched", text)
        row_id = await self._id(key)
        askers = SqlAskers(self._conn, self._cells)
        if row_id is None or by is None or not await askers.is_known(row_id, by):
            row_id = await self._count(key, text, at)
        if by is not None:
            await askers.add(row_id, by)
        if rejected:
            row = update(unmatched).where(unmatched.c.id == row_id)
            await self._conn.execute(row.values(rejected=rejected, state=_reopened()))

    async def listing(self, state: str = "open", most: int = 200) -> list[Unmatched]:
        """Most asked first, then the newest."""
        order = (unmatched.c.asked.desc(), unmatched.c.last_at.desc(), unmatched.c.id)
        return await self._found(unmatched.c.state == state, order, most)

    async def tally(self) -> tuple[int, int]:
        """(open questions, how often they were asked)."""
        count = select(func.count(), func.coalesce(func.sum(unmatched.c.asked), 0))
        row = (await self._conn.execute(count.where(unmatched.c.state == "open"))).one()
        return int(row[0]), int(row[1])

    async def get(self, unmatched_id: str) -> Unmatched:
        """Raises NotFound."""
        found = await self._found(unmatched.c.id == unmatched_id)
        if not found:
            raise NotFound(f"no unmatched question {unmatched_id}")
        return found[0]

    async def settle(self, unmatched_id: str, settled: Settled) -> None:
        """Raises NotFound."""
        words = self._cells.text(settled.words, "unmatched.words", unmatched_id)
        values = {
            "state": settled.state,
            "entry": settled.entry,
            "words": words,
            "batch": settled.batch,
            "settled_by": settled.by,
            "settled_at": settled.at,
            "live_at": None,
        }
        statement = update(unmatched).where(unmatched.c.id == unmatched_id).values(**values)
        if not await self._changed(statement):
            raise NotFound(f"no unmatched question {unmatched_id}")

    async def of_batch(self, batch: str) -> list[Unmatched]:
        """What one action settled and nobody was told of yet."""
        return await self._found((unmatched.c.batch == batch) & unmatched.c.live_at.is_(None))

    async def last_batch(self, account_id: str, since: datetime) -> str:
        """The newest action of that account that can be undone, else an empty text."""
        mine = (unmatched.c.settled_by == account_id) & (unmatched.c.settled_at > since)
        where = mine & unmatched.c.live_at.is_(None) & (unmatched.c.batch != "")
        newest = select(unmatched.c.batch).where(where).order_by(unmatched.c.settled_at.desc()).limit(1)
        return (await self._conn.execute(newest)).scalar_one_or_none() or ""

    async def reopen(self, ids: Sequence[str]) -> None:
        """Back on the list, as if nobody had settled them."""
        await self._conn.execute(update(unmatched).where(unmatched.c.id.in_(ids)).values(**_BLANK))

    async def waiting(self) -> list[Unmatched]:
        """Settled with an answer that is not live yet."""
        where = unmatched.c.state.in_(ANSWERED) & unmatched.c.live_at.is_(None) & (unmatched.c.entry != "")
        return await self._found(where)

    async def untried(self, stamp: str, most: int) -> list[Unmatched]:
        """Open ones that the FAQ of this stamp was not tried on, most asked first."""
        where = (unmatched.c.state == "open") & (unmatched.c.checked != stamp)
        return await self._found(where, (unmatched.c.asked.desc(), unmatched.c.id), most)

    async def tried(self, unmatched_id: str, stamp: str) -> None:
        """The FAQ of this stamp does not surely answer it."""
        row = update(unmatched).where(unmatched.c.id == unmatched_id)
        await self._conn.execute(row.values(checked=stamp))

    async def live(self, unmatched_id: str, at: datetime) -> None:
        """Its answer is live: whoever asked is owed it."""
        row = (unmatched.c.id == unmatched_id) & unmatched.c.live_at.is_(None)
        if await self._changed(update(unmatched).where(row).values(live_at=at)):
            await SqlAskers(self._conn, self._cells).owe(unmatched_id, at)

    async def _id(self, key: str) -> str | None:
        row = await self._conn.execute(select(unmatched.c.id).where(unmatched.c.text_key == key))
        return row.scalar_one_or_none()

    async def _count(self, key: str, text: str, at: datetime) -> str:
        row_id = uuid4().hex
        statement = self._insert(unmatched).values(
            id=row_id,
            text_key=key,
            text=self._cells.seal(text, "unmatched", row_id),
            asked=1,
            first_at=at,
            last_at=at,
            state="open",
        )
        again = {"asked": unmatched.c.asked + 1, "last_at": at, "state": _reopened()}
        counted = statement.on_conflict_do_update(index_elements=["text_key"], set_=again)
        found = await self._conn.execute(counted.returning(unmatched.c.id))
        return str(found.scalar_one())

    async def _found(
        self, where: ColumnElement[bool], order: Sequence[Any] = (), most: int | None = None
    ) -> list[Unmatched]:
        statement = select(unmatched).where(where).order_by(*(order or (unmatched.c.id,))).limit(most)
        return [self._question(row) for row in (await self._conn.execute(statement)).all()]

    def _question(self, row: Row[Any]) -> Unmatched:
        return Unmatched(
            id=row.id,
            text=self._cells.open(row.text, "unmatched", row.id),
            count=row.asked,
            first_at=row.first_at,
            last_at=row.last_at,
            state=row.state,
            rejected=row.rejected,
            entry=row.entry,
            words=self._cells.open(row.words, "unmatched.words", row.id),
        )


def _reopened() -> ColumnElement[str]:
    """Asked in vain although its answer is live: it was not the answer."""
    failed = unmatched.c.state.in_(ANSWERED) & unmatched.c.live_at.is_not(None)
    return case((failed, "open"), else_=unmatched.c.state)
