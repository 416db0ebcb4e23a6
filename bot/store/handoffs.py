"""Who waits for a person, who has whom (转人工)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, func, select, update

from bot.errors import AlreadyClaimed, Conflict, Forbidden, NotFound
from bot.law import lanes
from bot.model import Account, Author, Channel, Handoff, HandoffState, Role
from bot.store import alarms
from bot.store.rows import Rows
from bot.store.tables import handoff as handoffs
from bot.store.tables import message

OPEN: Final = (HandoffState.WAITING.value, HandoffState.CLAIMED.value)
MOST_LISTED: Final = 500  # of each listing; the newest are kept

_PLAIN: Final = tuple(
    "id sid case_id reason urgent title requested_at due_at "
    "claimed_by claimed_at closed_at outcome rev danger".split()
)
_SEALED: Final = ("name", "last_line", "note", "callback", "claimed_name", "alarm", "calmed")


class SqlHandoffs(Rows):
    """`ports.HandoffRows`."""

    async def open(self, handoff: Handoff) -> Handoff:
        """Insert, or return the one already open for this citizen, made urgent and given lanes if asked."""
        statement = self._insert(handoffs).values(**self._row(handoff)).on_conflict_do_nothing()
        if await self._changed(statement):
            return handoff
        existing = await self.open_of(handoff.sid)
        if existing is None:
            return await self.get(handoff.id)  # a replayed turn whose handoff has ended since
        return await self._raise(existing, handoff)

    async def _raise(self, existing: Handoff, asked: Handoff) -> Handoff:
        """A second request never lowers what the first one had: urgency, lanes and the earlier call stay.

        Who asked for a person first and handed in a case afterwards waits with that case. A new sign of
        danger takes back that there is none.
        """
        known = lanes.ordered((*existing.lanes, *asked.lanes))
        due = min((one for one in (existing.due_at, asked.due_at) if one), default=None)
        urgent = existing.urgent or asked.urgent
        case_id, title = existing.case_id, existing.title
        if asked.case_id and not case_id:
            case_id, title = asked.case_id, asked.title
        name = asked.name or existing.name
        (danger, alarm), *lesser = alarms.heard(existing, asked) or [("", "")]
        calmed = "" if asked.urgent else existing.calmed
        fresh = replace(
            existing,
            urgent=urgent,
            lanes=known,
            due_at=due,
            case_id=case_id,
            title=title,
            name=name,
            danger=danger,
            alarm=alarm,
            lesser=tuple(lesser),
            calmed=calmed,
        )
        if fresh == existing:
            return existing
        values = {
            "urgent": urgent,
            "lanes": " ".join(known),
            "due_at": due,
            "case_id": case_id,
            "title": title,
            "danger": danger,
            "name": self._cells.text(name, "handoff", "name", existing.id),
            "alarm": self._cells.text(alarms.joined(alarm, fresh.lesser), "handoff", "alarm", existing.id),
            "calmed": self._cells.text(calmed, "handoff", "calmed", existing.id),
        }
        await self._conn.execute(
            update(handoffs).where(handoffs.c.id == existing.id).values(**values, rev=handoffs.c.rev + 1)
        )
        return await self.get(existing.id)

    async def get(self, handoff_id: str) -> Handoff:
        """Raises NotFound."""
        row = (await self._conn.execute(select(handoffs).where(handoffs.c.id == handoff_id))).first()
        if row is None:
            raise NotFound(f"no handoff {handoff_id}")
        return self._handoff(row)

    async def of(self, sids: Sequence[str]) -> list[Handoff]:
        """All handoffs of these citizens, whatever became of them."""
        if not sids:
            return []
        found = (await self._conn.execute(select(handoffs).where(handoffs.c.sid.in_(sids)))).all()
        return [self._handoff(row) for row in found]

    async def open_of(self, sid: str) -> Handoff | None:
        """The waiting or claimed handoff of a citizen."""
        statement = select(handoffs).where((handoffs.c.sid == sid) & handoffs.c.state.in_(OPEN))
        row = (await self._conn.execute(statement)).first()
        return None if row is None else self._handoff(row)

    async def listing(
        self, *, states: Sequence[HandoffState], account: str = "", on: date | None = None
    ) -> list[Handoff]:
        """In the order of the queue on a day; `account` keeps what that account holds or held."""
        statement = select(handoffs).where(handoffs.c.state.in_([state.value for state in states]))
        if account:
            statement = statement.where(handoffs.c.claimed_by == account)
        statement = statement.order_by(handoffs.c.requested_at.desc(), handoffs.c.id.desc()).limit(
            MOST_LISTED
        )
        found = [self._handoff(row) for row in (await self._conn.execute(statement)).all()]
        return sorted(found, key=lambda one: _place(one, on))

    async def claim(self, handoff_id: str, account: Account, at: datetime) -> Handoff:
        """Atomic: the UPDATE finds the row waiting for one claimer only."""
        where = (handoffs.c.id == handoff_id) & (handoffs.c.state == HandoffState.WAITING.value)
        values = {
            "state": HandoffState.CLAIMED.value,
            "claimed_by": account.id,
            "claimed_name": self._cells.text(account.name, "handoff", "claimed_name", handoff_id),
            "claimed_at": at,
            "rev": handoffs.c.rev + 1,
        }
        won = await self._changed(update(handoffs).where(where).values(**values))
        now = await self.get(handoff_id)
        if won or (now.state is HandoffState.CLAIMED and now.claimed_by == account.id):
            return now
        if now.state is HandoffState.CLAIMED:
            raise AlreadyClaimed(now.claimed_name)
        raise Conflict(f"handoff {handoff_id} is {now.state}")

    async def end(
        self,
        handoff_id: str,
        account: Account,
        state: HandoffState,
        *,
        at: datetime,
        outcome: str = "",
        note: str = "",
    ) -> Handoff:
        """RETURNED or CLOSED; only the holder or an admin, else Forbidden; Conflict when already ended."""
        before = await self.get(handoff_id)
        if account.role is not Role.ADMIN and before.claimed_by != account.id:
            raise Forbidden
        where = (handoffs.c.id == handoff_id) & (handoffs.c.rev == before.rev) & handoffs.c.state.in_(OPEN)
        values = {
            "state": state.value,
            "closed_at": at,
            "outcome": outcome,
            "note": self._cells.text(note, "handoff", "note", handoff_id),
            "rev": handoffs.c.rev + 1,
        }
        if not await self._changed(update(handoffs).where(where).values(**values)):
            raise Conflict(f"handoff {handoff_id} has changed")
        return await self.get(handoff_id)

    async def reopen(self, before: Handoff, holder: Account) -> Handoff:
        """A closed one in the hands of `holder` again; Conflict when it has changed or another is open."""
        where = (
            (handoffs.c.id == before.id)
            & (handoffs.c.rev == before.rev)
            & (handoffs.c.state == HandoffState.CLOSED.value)
        )
        values = {
            "state": HandoffState.CLAIMED.value,
            "claimed_by": holder.id,
            "claimed_name": self._cells.text(holder.name, "handoff", "claimed_name", before.id),
            "closed_at": None,
            "outcome": "",
            "note": None,
            "rev": handoffs.c.rev + 1,
        }
        if await self.open_of(before.sid) or not await self._changed(
            update(handoffs).where(where).values(**values)
        ):
            raise Conflict(f"handoff {before.id} has changed")
        return await self.get(before.id)

    async def pass_on(self, before: Handoff, to: Account) -> Handoff:
        """One that is held goes to another account, held since the same moment; Conflict when it changed."""
        where = (
            (handoffs.c.id == before.id)
            & (handoffs.c.rev == before.rev)
            & (handoffs.c.state == HandoffState.CLAIMED.value)
        )
        values = {
            "claimed_by": to.id,
            "claimed_name": self._cells.text(to.name, "handoff", "claimed_name", before.id),
            "rev": handoffs.c.rev + 1,
        }
        if not await self._changed(update(handoffs).where(where).values(**values)):
            raise Conflict(f"handoff {before.id} has changed")
        return await self.get(before.id)

    async def mark(self, before: Handoff, *, urgent: bool, calmed: str) -> Handoff:
        """Set or lift the urgency of one that is held; Conflict when it has changed meanwhile."""
        where = (
            (handoffs.c.id == before.id)
            & (handoffs.c.rev == before.rev)
            & (handoffs.c.state == HandoffState.CLAIMED.value)
        )
        values = {
            "urgent": urgent,
            "calmed": self._cells.text(calmed, "handoff", "calmed", before.id),
            "rev": handoffs.c.rev + 1,
        }
        if not await self._changed(update(handoffs).where(where).values(**values)):
            raise Conflict(f"handoff {before.id} has changed")
        return await self.get(before.id)

    async def touch(self, sid: str, *, last_line: str = "", title: str = "", name: str = "") -> None:
        """Refresh what lists show; what is empty stays. A mediator cannot collide with it, so rev stays."""
        before = await self.open_of(sid)
        given = {"last_line": last_line, "title": title, "name": name}
        fresh = {key: text for key, text in given.items() if text and text != getattr(before, key, "")}
        if before is None or not fresh:
            return
        values = {
            key: self._cells.text(text, "handoff", key, before.id) if key in _SEALED else text
            for key, text in fresh.items()
        }
        await self._conn.execute(update(handoffs).where(handoffs.c.id == before.id).values(**values))

    async def leave(self, handoff_id: str, at: datetime) -> bool:
        """Out of the queue by the citizen's own wish; False where somebody has it already."""
        where = (handoffs.c.id == handoff_id) & (handoffs.c.state == HandoffState.WAITING.value)
        values = {"state": HandoffState.RETURNED.value, "closed_at": at, "rev": handoffs.c.rev + 1}
        return bool(await self._changed(update(handoffs).where(where).values(**values)))

    async def wish(self, handoff_id: str, callback: str) -> None:
        """Keep the citizen's wish for a call back; raises NotFound."""
        sealed = self._cells.text(callback, "handoff", "callback", handoff_id)
        if not await self._changed(
            update(handoffs).where(handoffs.c.id == handoff_id).values(callback=sealed)
        ):
            raise NotFound(f"no handoff {handoff_id}")

    async def labels(self, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """(masked name, what it is about) of those of `ids` that are handoffs."""
        columns = (handoffs.c.id, handoffs.c.name, handoffs.c.title)
        found = (await self._conn.execute(select(*columns).where(handoffs.c.id.in_(ids)))).all()
        return {row.id: (self._cells.open(row.name, "handoff", "name", row.id), row.title) for row in found}

    async def heard(self, account: str) -> dict[str, int]:
        """Handoff id -> messages of the citizen since the take-over, of those this account holds."""
        said = (
            (message.c.sid == handoffs.c.sid)
            & (message.c.author == Author.CITIZEN.value)
            & (message.c.at > handoffs.c.claimed_at)
        )
        mine = (handoffs.c.claimed_by == account) & (handoffs.c.state == HandoffState.CLAIMED.value)
        counted = select(handoffs.c.id, func.count().label("said")).join(message, said).where(mine)
        found = (await self._conn.execute(counted.group_by(handoffs.c.id))).all()
        return {row.id: int(row.said) for row in found}

    async def waiting(self) -> int:
        """How many wait for a person."""
        where = handoffs.c.state == HandoffState.WAITING.value
        counted = select(func.count()).select_from(handoffs).where(where)
        return int((await self._conn.execute(counted)).scalar_one())

    async def ahead(self, handoff_id: str, on: date | None = None) -> int:
        """How many wait before this one on a day."""
        mine = _place(await self.get(handoff_id), on)
        columns = (
            handoffs.c.id,
            handoffs.c.urgent,
            handoffs.c.lanes,
            handoffs.c.due_at,
            handoffs.c.requested_at,
            handoffs.c.danger,
        )
        where = (handoffs.c.state == HandoffState.WAITING.value) & (handoffs.c.id != handoff_id)
        waiting = (await self._conn.execute(select(*columns).where(where))).all()
        return sum(_place(one, on) < mine for one in waiting)

    def _row(self, one: Handoff) -> dict[str, Any]:
        plain = {name: getattr(one, name) for name in _PLAIN}
        sealed = {name: self._cells.text(getattr(one, name), "handoff", name, one.id) for name in _SEALED}
        own = {"state": one.state.value, "channel": one.channel.value, "lanes": " ".join(one.lanes)}
        sealed["alarm"] = self._cells.text(alarms.joined(one.alarm, one.lesser), "handoff", "alarm", one.id)
        return {**plain, **sealed, **own}

    def _handoff(self, row: Row[Any]) -> Handoff:
        values = dict(row._mapping)
        for name in _SEALED:
            values[name] = self._cells.open(values[name], "handoff", name, row.id)
        values["alarm"], values["lesser"] = alarms.parted(values["alarm"])
        values["state"] = HandoffState(row.state)
        values["channel"] = Channel(row.channel)
        values["lanes"] = tuple(row.lanes.split())
        return Handoff(**values)


def _place(one: Any, on: date | None) -> lanes.Key:
    """Where it stands in the queue; without a day, as outside every season."""
    ids = one.lanes.split() if isinstance(one.lanes, str) else one.lanes
    danger = one.danger if one.urgent else None
    return lanes.place(ids, one.due_at, one.requested_at, one.id, danger=danger, on=on)
