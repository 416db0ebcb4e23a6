"""Messages that must reach citizens; workers take rows by compare-and-set with a lease."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, or_, select, update

from bot.model import Channel, Delivery, Parcel
from bot.store.rows import Rows
from bot.store.tables import outbox

MAX_ERROR = 200  # characters kept of a refusal


class SqlOutbox(Rows):
    """`ports.OutboxRows`."""

    async def put(self, parcel: Parcel) -> None:
        """Insert; the same id again changes nothing."""
        statement = self._insert(outbox).values(
            id=parcel.id,
            sid=parcel.sid,
            channel=parcel.channel.value,
            n=parcel.n,
            body=self._cells.seal({"to": parcel.to, "body": parcel.body}, "outbox", parcel.id),
            state=parcel.state.value,
            due_at=parcel.due_at,
            tries=parcel.tries,
            error=parcel.error[:MAX_ERROR],
            window=parcel.window,
            heard_at=parcel.heard_at,
        )
        await self._conn.execute(statement.on_conflict_do_nothing(index_elements=["id"]))

    async def take(self, now: datetime, *, lease: timedelta, most: int = 20) -> list[Parcel]:
        """Due queued rows not taken by another worker, marked taken until now+lease, oldest first.

        Web rows are never taken: the open page fetches them and `seen` settles them. A row waits while
        an earlier one of the same citizen is in another worker's hands, so that the order is kept.
        """
        earlier = outbox.alias("earlier")
        in_hand = exists().where(
            (earlier.c.sid == outbox.c.sid)
            & (earlier.c.n < outbox.c.n)
            & (earlier.c.state == Delivery.QUEUED.value)
            & (earlier.c.taken_until > now)
        )
        free = _free(now)
        statement = (
            select(outbox)
            .where(free & ~in_hand & (outbox.c.channel != Channel.WEB.value))
            .order_by(outbox.c.due_at, outbox.c.sid, outbox.c.n)
            .limit(most)
            .with_for_update(skip_locked=True, of=outbox)
        )
        taken = []
        for row in (await self._conn.execute(statement)).all():
            claim = update(outbox).where((outbox.c.id == row.id) & free).values(taken_until=now + lease)
            if await self._changed(claim):
                taken.append(self._parcel(row))
        return taken

    async def sent(self, parcel_id: str, at: datetime) -> None:
        """Delivered."""
        await self._settle(parcel_id, state=Delivery.SENT.value, sent_at=at, error="")

    async def retry(self, parcel_id: str, due_at: datetime, error: str) -> None:
        """Try again later, tries+1."""
        await self._settle(parcel_id, due_at=due_at, tries=outbox.c.tries + 1, error=error[:MAX_ERROR])

    async def failed(self, parcel_id: str, error: str) -> None:
        """Given up; the desk shows why."""
        await self._settle(parcel_id, state=Delivery.FAILED.value, error=error[:MAX_ERROR])

    async def of(self, sid: str, after: int = 0) -> list[Parcel]:
        """Rows of a citizen with n > after, in order."""
        where = (outbox.c.sid == sid) & (outbox.c.n > after)
        statement = select(outbox).where(where).order_by(outbox.c.n, outbox.c.id)
        return [self._parcel(row) for row in (await self._conn.execute(statement)).all()]

    async def undelivered(self) -> int:
        """How many were given up."""
        where = outbox.c.state == Delivery.FAILED.value
        found = await self._conn.execute(select(func.count()).select_from(outbox).where(where))
        return int(found.scalar_one())

    async def seen(self, sid: str, upto: int, at: datetime) -> None:
        """The open page showed every line up to n: web parcels become sent."""
        where = (
            (outbox.c.sid == sid)
            & (outbox.c.n <= upto)
            & (outbox.c.channel == Channel.WEB.value)
            & (outbox.c.state == Delivery.QUEUED.value)
        )
        await self._conn.execute(update(outbox).where(where).values(state=Delivery.SENT.value, sent_at=at))

    async def _settle(self, parcel_id: str, **values: Any) -> None:
        statement = update(outbox).where(outbox.c.id == parcel_id).values(taken_until=None, **values)
        await self._conn.execute(statement)

    def _parcel(self, row: Row[Any]) -> Parcel:
        body = self._cells.open(row.body, "outbox", row.id)
        return Parcel(
            id=row.id,
            sid=row.sid,
            channel=Channel(row.channel),
            to=body["to"],
            n=row.n,
            body=body["body"],
            state=Delivery(row.state),
            due_at=row.due_at,
            tries=row.tries,
            error=row.error,
            window=row.window,
            heard_at=row.heard_at,
        )


def _free(now: datetime) -> ColumnElement[bool]:
    return (
        (outbox.c.state == Delivery.QUEUED.value)
        & (outbox.c.due_at <= now)
        & or_(outbox.c.taken_until.is_(None), outbox.c.taken_until <= now)
    )
