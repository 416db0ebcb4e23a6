"""Delivers what the outbox holds for WeChat citizens, within the quota Tencent allows.

At least once: a row is taken with a lease, sent, then marked. A worker killed between sending and marking
leaves a row that is sent once more when its lease ends; nothing else is ever sent twice, because a send
that may have arrived is only repeated when Tencent did not answer at all. Web rows are not taken here:
the open page fetches them.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

import structlog

from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_codes import Action, action_of, sentence_of
from bot.channels.wechat_letters import (
    PARKED_S,
    QUOTA,
    WINDOW_S,
    Letters,
    Place,
    is_answer,
    is_owed,
    parked_key,
    place,
    quota_key,
)
from bot.channels.wechat_text import PART_BYTES
from bot.errors import Unavailable, WeChatError
from bot.model import Channel, Delivery, Parcel
from bot.ports import Clock, Records, Sessions

POLL_S: Final = 2.0
CLOSE_S: Final = 5.0
LEASE: Final = timedelta(seconds=90)
BATCH: Final = 10
#: A batch is not begun on after half its lease, so that no other worker has it as well.
WORK_S: Final = LEASE.total_seconds() / 2
MARK_AGAIN_S: Final = (0.1, 0.5, 2.0, 5.0, 10.0)

BACKOFF_S: Final = (5, 30, 120, 600, 3600)
ALERT_S: Final = 600  # an administrator has to act first
GIVE_UP: Final = 30  # tries
LOOK_AGAIN_S: Final = 6 * 3600  # parked rows are due at once when the citizen writes; this is a safety net

SILENT: Final = "微信没有响应，稍后自动再发。"
GAVE_UP: Final = "试了很多次都没有发出，请改用电话联系。"
NEVER_BACK: Final = "当事人30天没有再来消息，这条没有送达，请改用电话联系。"
NO_DOOR: Final = "公众号回复没有开通，这条没有送达。"
#: Added to the last message a window allows.
LAST: Final = "（微信限制了连续消息的条数，请您随便回复一句，才能接着收到。）"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What became of a message."""

    state: str  #: sent | retry | parked | failed
    reason: str = ""
    wait_s: int = 0


_SENT: Final = _Verdict("sent")
_CLOSED_NOW: Final = _Verdict("parked", sentence_of(WeChatError(45015)))
_FULL_NOW: Final = _Verdict("parked", sentence_of(WeChatError(45047)))


@dataclass(slots=True)
class _Window:
    """What may still be sent to a person now."""

    sid: str
    number: int
    open_until: datetime | None

    @property
    def key(self) -> str:
        return quota_key(self.sid, self.number)


class Outbox:
    """The worker. `run` never returns; several processes may run one each."""

    def __init__(
        self,
        records: Records,
        sessions: Sessions,
        *,
        api: WeChatApi,
        clock: Clock,
        note: Callable[[str], None] = lambda _: None,
        owed: Callable[[Parcel], Awaitable[None]] | None = None,
    ) -> None:
        self._records = records
        self._sessions = sessions
        self._api = api
        self._clock = clock
        self._note = note
        self._owed = owed
        self._letters = Letters(sessions, records, clock)
        self._woken = asyncio.Event()
        self._log = structlog.get_logger("outbox")

    async def run(self) -> None:
        """Deliver until cancelled: when woken, else every two seconds.

        Cancelled in the middle of a batch it gets 5 seconds to finish: a message that was sent and not
        marked would be sent again.
        """
        ear = asyncio.create_task(self._listen())
        try:
            while True:
                self._woken.clear()
                handled = 0
                with contextlib.suppress(Unavailable):
                    handled = await self._whole_batch()
                if handled < BATCH:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), POLL_S)
        finally:
            ear.cancel()
            await asyncio.gather(ear, return_exceptions=True)

    async def _whole_batch(self) -> int:
        batch = asyncio.create_task(self.once())
        try:
            return await asyncio.shield(batch)
        except asyncio.CancelledError:
            await asyncio.wait({batch}, timeout=CLOSE_S)
            batch.cancel()
            await asyncio.gather(batch, return_exceptions=True)
            raise

    async def once(self) -> int:
        """Take what is due and deliver it; returns how many rows were taken. Raises RecordsDown."""
        async with self._records.begin() as tx:
            taken = await tx.outbox.take(self._clock.now(), lease=LEASE, most=BATCH)
        ends = time.monotonic() + WORK_S
        rows = sorted(taken, key=lambda row: (row.to, *_order(row)))
        people = [list(group) for _, group in groupby(rows, key=lambda row: (row.to, row.sid))]
        await asyncio.gather(*(self._safely(group, ends) for group in people))
        return len(taken)

    async def send(self, user: str, text: str) -> None:
        """Send at once and count it; for answers while the database is down. Trouble is only counted."""
        try:
            at = await place(self._sessions, self._sessions.sid(Channel.WECHAT, user))
            if at is not None:
                await self._sessions.count(quota_key(at.sid, at.window), WINDOW_S)
            await self._api.send_text(user, text)
        except (Unavailable, WeChatError):
            self._note("failed")
        else:
            self._note("sent")

    async def reopened(self, sid: str, window: int = 0) -> int:
        """The citizen wrote again (`window` = number of that line): rows that waited are due now."""
        return await self._letters.reopened(sid)

    async def _listen(self) -> None:
        async for _ in self._sessions.listen("outbox"):
            self._woken.set()

    # -- one person ------------------------------------------------------------------------------------------

    async def _safely(self, rows: Sequence[Parcel], ends: float) -> None:
        """One person's trouble must not stop the others: whatever happens is logged and tried again."""
        try:
            await self._person(rows, ends)
        except Unavailable:
            await self._settle(rows, _Verdict("retry", SILENT))
        except Exception as exc:  # noqa: BLE001 - the edge of a row: an unforeseen fault is logged by name
            self._log.error("outbox", sid=rows[0].sid[:8], error=type(exc).__name__)
            await self._settle(rows, _Verdict("retry", "系统出错，稍后自动再发。"))

    async def _person(self, rows: Sequence[Parcel], ends: float) -> None:
        for row in (one for one in rows if is_owed(one)):
            await self._answer(row)
        letters = [row for row in rows if not is_owed(row)]
        if not letters:
            return
        earlier = await self._earlier(letters[0])
        if earlier is not None:
            wait_s = max(1, round((earlier.due_at - self._clock.now()).total_seconds()))
            await self._settle(letters, _Verdict("retry", earlier.error, wait_s))
            return
        window = await self._window(letters[0])
        held: _Verdict | None = None
        full: set[bool] = set()  # whose share of the window is used up: the bot's, a person's
        for group in await self._grouped(letters, window):
            if time.monotonic() > ends:
                return  # the lease ends by itself and the rest is taken again
            # what comes after a message that waits must not overtake it
            verdict = held or (_FULL_NOW if is_answer(group[0]) in full else await self._send(group, window))
            await self._settle(group, verdict)
            if verdict.state == "retry":
                held = verdict
            elif verdict.state == "parked":
                full.add(is_answer(group[0]))

    async def _answer(self, row: Parcel) -> None:
        """A push acknowledged by a worker that is gone."""
        if self._owed is None:
            await self._settle([row], _Verdict("failed", NO_DOOR))
            return
        await self._owed(row)
        self._note("resumed")

    async def _earlier(self, row: Parcel) -> Parcel | None:
        """A row of the same person that is said before this one and still waits.

        What is left of a long answer of the bot does not keep a mediator's words back.
        """
        async with self._records.begin() as tx:
            rows = await tx.outbox.of(row.sid)
        waiting = [
            one
            for one in rows
            if one.state is Delivery.QUEUED
            and one.channel is Channel.WECHAT
            and one.due_at > self._clock.now()
            and _order(one) < _order(row)
            and (is_answer(row) or not is_answer(one))
        ]
        return min(waiting, key=_order, default=None)

    async def _window(self, row: Parcel) -> _Window:
        """The window as it is now; what the row knew of it where the talk is no longer kept."""
        now = await place(self._sessions, row.sid) or Place(row.sid, row.n, row.window, row.heard_at)
        until = now.heard_at + timedelta(seconds=WINDOW_S) if now.heard_at else None
        return _Window(now.sid, now.window, until)

    async def _grouped(self, rows: Sequence[Parcel], window: _Window) -> list[list[Parcel]]:
        """Every row a message of its own; joined where the window has no room for that."""
        used = await self._sessions.count(window.key, WINDOW_S, by=0)
        if len(rows) <= _limit(rows[0]) - used:
            return [[row] for row in rows]
        groups: list[list[Parcel]] = []
        for row in rows:
            if groups and is_answer(row) == is_answer(groups[-1][0]) and _fits([*groups[-1], row]):
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups

    async def _send(self, rows: Sequence[Parcel], window: _Window) -> _Verdict:
        """One message within the quota."""
        if window.open_until is None or window.open_until <= self._clock.now():
            return _CLOSED_NOW
        used = await self._sessions.count(window.key, WINDOW_S)
        if used > _limit(rows[0]):
            await self._sessions.count(window.key, WINDOW_S, by=-1)
            return _FULL_NOW
        text = _joined(rows)
        if used == QUOTA and len((text + LAST).encode()) < PART_BYTES:
            text += "\n" + LAST
        try:
            await self._api.send_text(rows[0].to, text)
        except WeChatError as exc:
            return await self._refused(exc, window)
        except Unavailable:
            return _Verdict("retry", SILENT)
        return _SENT

    async def _refused(self, error: WeChatError, window: _Window) -> _Verdict:
        """What a code asks for; a refused message does not count, a full window is full."""
        action, reason = action_of(error), sentence_of(error)
        used = await self._sessions.count(window.key, WINDOW_S, by=-1)
        if action is Action.QUOTA and used < QUOTA:
            await self._sessions.count(window.key, WINDOW_S, by=QUOTA - used)
        if action in {Action.QUOTA, Action.CLOSED}:
            return _Verdict("parked", reason)
        if action is Action.ALERT:
            self._note("alert")
            return _Verdict("retry", reason, ALERT_S)
        if action in {Action.RETRY, Action.REFRESH}:
            return _Verdict("retry", reason, BACKOFF_S[-1] if error.code == 45009 else 0)
        return _Verdict("failed", reason)

    # -- marking ---------------------------------------------------------------------------------------------

    async def _settle(self, rows: Iterable[Parcel], verdict: _Verdict) -> None:
        """Write down what became of the rows; tried a few times, because unmarked means sent again."""
        left = list(rows)
        for pause_s in (*MARK_AGAIN_S, None):
            try:
                await self._mark(left, verdict)
                break
            except Unavailable:
                if pause_s is None:
                    return  # the lease ends and they are taken again
                await asyncio.sleep(pause_s)
        for row in left:
            self._note(verdict.state)
            if verdict.state == "parked":
                with contextlib.suppress(Unavailable):
                    await self._sessions.count(parked_key(self._sessions, row.to), PARKED_S)

    async def _mark(self, rows: Sequence[Parcel], verdict: _Verdict) -> None:
        now = self._clock.now()
        async with self._records.begin() as tx:
            for row in rows:
                last = _last_word(row, verdict, now)
                if last.state == "sent":
                    await tx.outbox.sent(row.id, now)
                elif last.state == "failed":
                    await tx.outbox.failed(row.id, last.reason)
                else:
                    await tx.outbox.retry(row.id, now + timedelta(seconds=_wait_s(row, last)), last.reason)


def _last_word(row: Parcel, verdict: _Verdict, now: datetime) -> _Verdict:
    """Nothing is tried for ever."""
    if verdict.state == "retry" and row.tries >= GIVE_UP:
        return replace(verdict, state="failed", reason=f"{verdict.reason}{GAVE_UP}")
    is_old = row.heard_at is not None and now - row.heard_at > timedelta(seconds=PARKED_S)
    if verdict.state == "parked" and (is_old or row.tries * LOOK_AGAIN_S > PARKED_S):
        return replace(verdict, state="failed", reason=NEVER_BACK)
    return verdict


def _wait_s(row: Parcel, verdict: _Verdict) -> int:
    if verdict.state == "parked":
        return LOOK_AGAIN_S
    return verdict.wait_s or BACKOFF_S[min(row.tries, len(BACKOFF_S) - 1)]


def _limit(row: Parcel) -> int:
    """The bot's own answers leave one message of the window to a person's word: 调解员来了."""
    return QUOTA - 1 if is_answer(row) else QUOTA


def _order(row: Parcel) -> tuple[str, int, str]:
    return row.sid, row.n, row.id


def _joined(rows: Sequence[Parcel]) -> str:
    return "\n\n".join(row.body for row in rows)


def _fits(rows: Sequence[Parcel]) -> bool:
    return len(_joined(rows).encode()) <= PART_BYTES - len(LAST.encode()) - 1
