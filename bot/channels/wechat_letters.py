"""What WeChat citizens are still owed, as rows of the outbox: parts of answers, and turns not answered yet.

Ids are made from the message they answer, so the same answer put twice is one row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.channels.wechat_message import Fields
from bot.errors import StaleState
from bot.model import Channel, Delivery, Incoming, Parcel
from bot.ports import Clock, Records, Sessions

#: Customer-service messages after a citizen's words, and the window. Source: 客服接口-发消息, 下发条数限制.
QUOTA, WINDOW_S = 5, 48 * 3600
#: After a tap, a scan or following the account only three are allowed.
QUOTA_EVENT: Final = 3
PARKED_S: Final = 30 * 86_400  # as long as a session lives
#: The worker that acknowledged a slow turn gets this long to answer it before another one may.
OWED_AFTER: Final = timedelta(seconds=30)

ANSWER: Final = "w"  #: first letter of the ids of the bot's own answers (others are plain hex)
OWED: Final = "o"  #: the same for turns not answered yet
_HOPS: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is kept, and the quota window that is open now."""

    sid: str
    n: int  #: number of the last transcript line
    window: int  #: number of the line that opened the window
    heard_at: datetime | None


def is_answer(parcel: Parcel) -> bool:
    """Whether the bot itself said it (a person's words may use the last message of a window)."""
    return parcel.id.startswith(ANSWER)


def is_owed(parcel: Parcel) -> bool:
    """Whether the row is a push that was acknowledged but not answered yet."""
    return parcel.id.startswith(OWED)


def quota_key(sid: str, window: int) -> str:
    """Counter of what was sent in a window; the desk shows what is left."""
    return f"sent:{sid}:{window}"


def parked_key(sessions: Sessions, user: str) -> str:
    """Counter of rows that wait until this person writes again."""
    return f"parked:{sessions.sid(Channel.WECHAT, user)}"


async def place(sessions: Sessions, sid: str) -> Place | None:
    """The conversation behind a sid, following a joined one; None where nothing is kept (any more)."""
    for _ in range(_HOPS):
        try:
            stored = await sessions.load(sid)
        except StaleState:
            return None
        if stored is None:
            return None
        onward = stored.data.get("same_as")
        if not isinstance(onward, str) or not onward:
            return _place(sid, stored.data)
        sid = onward
    return None


def _place(sid: str, data: Mapping[str, Any]) -> Place | None:
    """A message on the web opens no window of WeChat."""
    if data.get("channel") != Channel.WECHAT:
        return None
    heard_at = data.get("heard_at")
    at = datetime.fromisoformat(heard_at) if heard_at else None
    return Place(sid, int(data.get("n", 0)), int(data.get("heard", 0)), at)


@dataclass(frozen=True, slots=True)
class Letters:
    """Puts rows into the outbox."""

    sessions: Sessions
    records: Records
    clock: Clock

    async def put(self, incoming: Incoming, parts: Sequence[str], *, first: int = 0, paid: str = "") -> None:
        """Queue `parts[first:]` as the answer to `incoming`; settles the owed row `paid` with them.

        Raises RecordsDown or SessionsDown; then nothing was queued.
        """
        own = self.sessions.sid(Channel.WECHAT, incoming.user)
        at = await place(self.sessions, own) or Place(own, 0, 0, incoming.at)
        # parts after a passive reply must not overtake it on the way
        start = self.clock.now() + timedelta(seconds=1 if first else 0)
        async with self.records.begin() as tx:
            for i, text in list(enumerate(parts))[first:]:
                await tx.outbox.put(
                    Parcel(
                        id=f"{ANSWER}{_digest(own, incoming.message_id)}{i:02d}",
                        sid=at.sid,
                        channel=Channel.WECHAT,
                        to=incoming.user,
                        n=max(at.n, 1),
                        body=text,
                        state=Delivery.QUEUED,
                        due_at=start + timedelta(milliseconds=i),
                        window=at.window,
                        heard_at=at.heard_at,
                    )
                )
            if paid:
                await tx.outbox.sent(paid, self.clock.now())
        await self.sessions.wake("outbox")

    def owed_id(self, incoming: Incoming) -> str:
        """Id of the row for a turn that is not answered yet."""
        return f"{OWED}{_digest(self.sessions.sid(Channel.WECHAT, incoming.user), incoming.message_id)}"

    async def owe(self, incoming: Incoming, fields: Fields) -> None:
        """Remember a push that is about to be acknowledged without an answer: it survives a kill -9."""
        parcel = Parcel(
            id=self.owed_id(incoming),
            sid=self.sessions.sid(Channel.WECHAT, incoming.user),
            channel=Channel.WECHAT,
            to=incoming.user,
            n=0,
            body=json.dumps(dict(fields), ensure_ascii=False),
            state=Delivery.QUEUED,
            due_at=self.clock.now() + OWED_AFTER,
            heard_at=incoming.at,
        )
        async with self.records.begin() as tx:
            await tx.outbox.put(parcel)

    async def reopened(self, sid: str) -> int:
        """The citizen wrote again: rows that waited for that are due now. Returns how many."""
        now = self.clock.now()
        async with self.records.begin() as tx:
            rows = [row for row in await tx.outbox.of(sid) if row.due_at > now and _waits(row)]
            for row in rows:
                await tx.outbox.retry(row.id, now, row.error)
        if rows:
            await self.sessions.wake("outbox")
        return len(rows)


def _waits(row: Parcel) -> bool:
    return row.state is Delivery.QUEUED and row.channel is Channel.WECHAT


def _digest(sid: str, message_id: str) -> str:
    return hashlib.sha256(f"{sid}/{message_id}".encode()).hexdigest()[:32]
