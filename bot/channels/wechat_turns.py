"""Turns under way: every copy of a push waits for the same one; a slow one is acknowledged and sent later.

Tencent sends a push again when it got no answer in 5 s, three times in all. Exactly one way carries the
answer: the reply to a copy, or, once a copy was acknowledged without it, the outbox.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog

from bot.channels import wechat_text
from bot.channels.wechat_letters import (
    PARKED_S,
    QUOTA,
    QUOTA_EVENT,
    WINDOW_S,
    Letters,
    parked_key,
    place,
    quota_key,
)
from bot.channels.wechat_message import Fields, Heard, read
from bot.errors import Unavailable
from bot.model import Channel, Incoming, Kind, Parcel
from bot.ports import Converse, MediaFetcher

KEEP_S: Final = 60.0  # finished turns are kept this long where a copy must not do the work again
MOST: Final = 2000  # turns at once; more are refused and pushed again by Tencent
SAVE_S: Final = 0.6  # what remains of the 5 s for remembering what is owed
CLOSE_S: Final = 5.0
RETRY_AGE_S: Final = 4  # a push this old may be a copy another worker promised to answer
SEND_AGAIN_S: Final = (0.5, 2.0, 5.0)

FAULT: Final = "系统出了点问题，这条没有办成。请过一会儿再发一次；急事请打12368。"

Parts = tuple[str, ...]


class TooBusy(Unavailable):
    """More turns at once than this process takes; Tencent pushes again."""


@dataclass(slots=True)
class _Turn:
    task: asyncio.Task[Parts]
    late: bool = False  #: acknowledged without an answer; the outbox carries it


@dataclass(frozen=True, slots=True)
class Means:
    """What turns work with."""

    converse: Converse
    letters: Letters
    media: MediaFetcher | None = None
    #: sends at once, without the outbox; used only while the database is down
    send: Callable[[str, str], Coroutine[Any, Any, None]] | None = None
    note: Callable[[str], None] = lambda _: None


class Turns:
    """All turns of this process."""

    def __init__(self, means: Means) -> None:
        self._m = means
        self._sessions = means.letters.sessions
        self._turns: dict[tuple[str, str], _Turn] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._log = structlog.get_logger("wechat")

    async def answer(self, heard: Heard, fields: Fields, until: float) -> str:
        """The passive reply, or '' to acknowledge only. `until`: `time.monotonic()` to be done by.

        Raises TooBusy.
        """
        turn = self._turn(heard)
        await asyncio.wait({turn.task}, timeout=max(0.0, until - time.monotonic()))
        if turn.late:
            return ""
        if not turn.task.done():
            turn.late = True
            self._m.note("late")
            await self._promise(heard, fields, turn)
            return ""
        if turn.task.exception() is not None:
            return FAULT
        parts = turn.task.result()
        if not parts or await self._is_promised(heard):
            return ""
        if len(parts) > 1:
            rest = self._spawn(self._deliver(heard.incoming, parts, first=1))
            await asyncio.wait({rest}, timeout=max(SAVE_S, until - time.monotonic()))
        return parts[0]

    async def resume(self, parcel: Parcel) -> None:
        """Answer a push that was acknowledged by a worker that is gone; called by the outbox.

        The conversation's own memory makes it the same answer where the turn was already done.
        """
        fields = json.loads(parcel.body)
        heard = read(fields, parcel.heard_at or self._m.letters.clock.now())
        if heard is None:
            parts: Parts = ()
            incoming = Incoming(Channel.WECHAT, parcel.to, "", Kind.TEXT, self._m.letters.clock.now())
        else:
            incoming = heard.incoming
            running = self._turns.get((incoming.user, incoming.message_id))
            parts = await asyncio.shield(running.task) if running else await self._work(heard)
        await self._m.letters.put(incoming, parts, paid=parcel.id)

    async def close(self, limit_s: float = CLOSE_S) -> None:
        """Wait for what is under way; what is not done by then is owed in the database."""
        running = {turn.task for turn in self._turns.values()} | self._tasks
        if running:
            await asyncio.wait(running, timeout=limit_s)
        left = [task for task in {*running, *self._tasks} if not task.done()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._turns.clear()

    # -- one turn --------------------------------------------------------------------------------------------

    def _turn(self, heard: Heard) -> _Turn:
        key = (heard.incoming.user, heard.incoming.message_id)
        turn = self._turns.get(key)
        if turn is None:
            if len(self._turns) >= MOST:
                raise TooBusy
            turn = self._turns[key] = _Turn(asyncio.create_task(self._work(heard)))
            turn.task.add_done_callback(lambda _: self._over(key, turn, has_file=bool(heard.media_id)))
        return turn

    def _over(self, key: tuple[str, str], turn: _Turn, *, has_file: bool) -> None:
        """Forget a finished turn; one with a file or a promise is kept until no copy can come."""
        if not turn.task.cancelled() and (fault := turn.task.exception()):
            self._log.error("turn", channel="wechat", error=type(fault).__name__)
            self._m.note("fault")
        elif turn.late or has_file:
            turn.task.get_loop().call_later(KEEP_S, self._turns.pop, key, None)
            return
        self._turns.pop(key, None)

    async def _work(self, heard: Heard) -> Parts:
        incoming = heard.incoming
        if heard.media_id and self._m.media is not None:
            incoming = replace(incoming, media=await self._m.media.fetch(heard.media_id))
        waiting = asyncio.create_task(self._parked(incoming.user))
        reply = await self._m.converse(incoming)
        if heard.is_event:
            await self._smaller_window(incoming.user)
        if await waiting:
            self._spawn(self._reopen(incoming.user))
        return wechat_text.parts(reply)

    async def _parked(self, user: str) -> int:
        """How many rows wait for this person to write; asked in the same breath as the session."""
        try:
            return await self._sessions.count(parked_key(self._sessions, user), PARKED_S, by=0)
        except Unavailable:
            return 0

    async def _reopen(self, user: str) -> None:
        try:
            waiting = await self._parked(user)
            at = await place(self._sessions, self._sessions.sid(Channel.WECHAT, user))
            if at is not None:
                await self._m.letters.reopened(at.sid)
            await self._sessions.count(parked_key(self._sessions, user), PARKED_S, by=-waiting or 0)
        except Unavailable:
            return  # the outbox looks again by itself

    async def _smaller_window(self, user: str) -> None:
        """After a tap or a scan fewer messages are allowed: the difference counts as used."""
        try:
            at = await place(self._sessions, self._sessions.sid(Channel.WECHAT, user))
            if at is not None:
                key = quota_key(at.sid, at.window)
                if not await self._sessions.count(key, WINDOW_S, by=0):
                    await self._sessions.count(key, WINDOW_S, by=QUOTA - QUOTA_EVENT)
        except Unavailable:
            return

    # -- later -----------------------------------------------------------------------------------------------

    async def _promise(self, heard: Heard, fields: Fields, turn: _Turn) -> None:
        """Remember that the answer is owed, then let it be delivered when it is there."""
        saved = self._spawn(self._save(heard, fields))
        await asyncio.wait({saved}, timeout=SAVE_S)
        self._spawn(self._later(heard, turn, saved))

    async def _save(self, heard: Heard, fields: Fields) -> bool:
        try:
            await self._sessions.count(self._promised_key(heard.incoming), int(KEEP_S))
            await self._m.letters.owe(heard.incoming, fields)
        except Unavailable:
            return False
        return True

    async def _later(self, heard: Heard, turn: _Turn, saved: asyncio.Task[bool]) -> None:
        await asyncio.wait({turn.task, saved}, return_when=asyncio.ALL_COMPLETED)
        if turn.task.cancelled() or turn.task.exception() is not None:
            return  # the outbox tries the turn again
        paid = self._m.letters.owed_id(heard.incoming) if saved.result() else ""
        await self._deliver(heard.incoming, turn.task.result(), paid=paid)

    async def _deliver(self, incoming: Incoming, parts: Parts, *, first: int = 0, paid: str = "") -> None:
        """Queue; while the database is down and nothing is owed there, send directly."""
        for pause_s in (*SEND_AGAIN_S, 0):
            try:
                await self._m.letters.put(incoming, parts, first=first, paid=paid)
            except Unavailable:
                await asyncio.sleep(pause_s)
            else:
                return
        if paid or self._m.send is None:
            return
        for text in parts[first:]:
            await self._m.send(incoming.user, text)

    async def _is_promised(self, heard: Heard) -> bool:
        """Whether another worker acknowledged an earlier copy and sends the answer itself."""
        age_s = self._m.letters.clock.now().timestamp() - heard.sent_at
        if 0 <= age_s < RETRY_AGE_S:
            return False
        try:
            return bool(await self._sessions.count(self._promised_key(heard.incoming), int(KEEP_S), by=0))
        except Unavailable:
            return False

    def _promised_key(self, incoming: Incoming) -> str:
        return f"late:{self._sessions.sid(Channel.WECHAT, incoming.user)}:{incoming.message_id}"

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """A background task nobody waits for is kept from the garbage collector."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
