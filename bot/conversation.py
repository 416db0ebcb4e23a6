"""One turn from message to reply: load, decide, do, save. The only writer of sessions beside the desk.

Nothing is locked: the session is stored by compare-and-set, and a turn that lost the race is decided
again on the newer session. Effects are marked done by message id, so a repeated turn repeats nothing.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from bot import casework
from bot.dialogue import after, turn
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Effect, Session
from bot.dialogue.talk import Outcome, Talk
from bot.errors import Conflict, RecordsDown, SessionsDown
from bot.model import Author, Duty, Incoming, Kind, Line, Reply, Say, TurnSeen
from bot.ports import Blobs, ChatStatus, Clock, Records, Sessions, Tx, Understander
from bot.transcript import Transcript, amend, lines_of, load
from flows.engine import Json

TRIES = 8
CODE_S = 600
#: Effects on Redis alone; they are done outside the SQL transaction.
CODES = frozenset({"code", "join"})
_KINDS = {Kind.IMAGE: "［图片］", Kind.VOICE: "［语音］", Kind.VIDEO: "［视频］", Kind.FILE: "［文件］"}
_KINDS |= {Kind.LOCATION: "［位置］", Kind.LINK: "［链接］"}


#: Told of every turn; writes the log line and the metrics.
Observe = Callable[[TurnSeen], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conversation works with."""

    sessions: Sessions
    records: Records
    understander: Understander
    knowledge: Callable[[], Knowledge]
    clock: Clock
    duty: Callable[[], Duty]
    link: Callable[[str, str, str], str]
    blobs: Blobs
    observe: Observe


class Conversation:
    """Implements ports.Chat."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.transcript = Transcript(parts.sessions, parts.records)
        self._turns: dict[str, asyncio.Lock] = {}

    async def converse(self, incoming: Incoming) -> Reply:
        """Answer one message; the same message id again gets the same reply.

        Redis down: a sentence that asks to send again, and nothing is acknowledged.
        """
        started = time.perf_counter()
        sid = self.parts.sessions.sid(incoming.channel, incoming.user)
        outcome: Outcome | None = None
        try:
            async with self._in_order(sid):
                reply, outcome = await self._turn(sid, incoming)
        except (SessionsDown, Conflict):
            reply = Reply((Say(self.parts.knowledge().words["busy"]),))
        self.parts.observe(_seen(incoming, sid, outcome, time.perf_counter() - started))
        return reply

    @asynccontextmanager
    async def _in_order(self, sid: str) -> AsyncIterator[None]:
        """Messages of one person one after the other inside this process; spares lost races."""
        lock = self._turns.setdefault(sid, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            if not lock.locked():
                self._turns.pop(sid, None)

    async def _turn(self, sid: str, incoming: Incoming) -> tuple[Reply, Outcome | None]:
        for _ in range(TRIES):
            version, session = await load(self.parts.sessions, sid)
            if session.same_as:
                sid = session.same_as
                continue
            seen = next((s for s in session.ring if s.message_id == incoming.message_id), None)
            if seen:
                return seen.reply or Reply(silent=True), None
            session = replace(session, channel=incoming.channel.value, user=incoming.user)
            if session.mode == "human" and incoming.kind is not Kind.GONE:
                reply, outcome = Reply(silent=True), await self._held(sid, session, incoming)
            else:
                outcome = await self._decide(sid, session, incoming)
                reply = Reply(outcome.says)
            if not await self._save(sid, version, incoming, outcome, reply):
                continue
            if outcome.session.same_as:
                return await self._welcome_over(outcome.session.same_as, incoming, reply), outcome
            return reply, outcome
        raise Conflict

    async def _welcome_over(self, sid: str, incoming: Incoming, reply: Reply) -> Reply:
        """The first reply of a joined conversation: its open question, as for somebody coming back."""
        hello = replace(incoming, kind=Kind.HELLO, text="", payload="")
        there, _ = await self._turn(sid, hello)
        return Reply((*reply.says, *there.says))

    async def _decide(self, sid: str, session: Session, incoming: Incoming) -> Outcome:
        """Dialogue, effects, and what is said after them."""
        knowledge = self.parts.knowledge()
        outcome = turn.hear(session, incoming, knowledge)
        if outcome is None:
            meaning = await self.parts.understander.understand(incoming.text)
            outcome = turn.hear_understood(session, incoming, knowledge, meaning)
        if not outcome.effects and not outcome.then:
            return outcome
        results, session = await self._effects(sid, outcome, incoming)
        talk = Talk(session, incoming, knowledge)
        world = after.World(self.parts.duty(), self.parts.link)
        return after.finish(talk, outcome, results or {}, world)

    async def _held(self, sid: str, session: Session, incoming: Incoming) -> Outcome:
        """A person holds the chat: the bot is silent, but files are kept and danger is still flagged."""
        effects: list[Effect] = []
        knowledge = self.parts.knowledge()
        if incoming.media and not incoming.media.refused:
            m = incoming.media
            data: dict[str, Json] = {"blob": m.blob, "name": m.name, "content_type": m.content_type}
            effects.append(Effect("evidence", {**data, "size": m.size, "sha256": m.sha256, "item": ""}))
        if any(a.urgent for a in knowledge.alarms(incoming.text)):
            effects.append(Effect("handoff", {"reason": "危险", "urgent": True}))
        outcome = Outcome(session, (), tuple(effects), "", "human")
        if effects:
            _, session = await self._effects(sid, outcome, incoming)
        return replace(outcome, session=session, effects=())

    async def _effects(
        self, sid: str, outcome: Outcome, incoming: Incoming
    ) -> tuple[dict[str, Any] | None, Session]:
        """Do the effects; (None, session with the effects waiting in it) when SQL is down."""
        results: dict[str, Any] = {}
        for effect in outcome.effects:
            if effect.kind in CODES:
                results |= await self._code(sid, effect.data)
        rest = tuple(effect for effect in outcome.effects if effect.kind not in CODES)
        session = outcome.session
        if not rest:
            return results, session
        try:
            job = self._job(sid, session, incoming.text)
            results |= await casework.apply(self.parts.records, job, incoming.message_id, rest)
        except RecordsDown:
            await self.parts.sessions.mark_pending(sid)
            return None, replace(session, pending=(*session.pending, (incoming.message_id, rest)))
        if "forgotten" in results:
            await self.parts.sessions.flushed(sid, session.n)
            results["lines"] = session.n
        for blob in results.get("blobs", ()):
            await self.parts.blobs.remove(str(blob))
        return results, session

    def _job(self, sid: str, session: Session, text: str) -> Callable[[Tx], casework.Job]:
        knowledge, at = self.parts.knowledge(), self.parts.clock.now()
        return lambda tx: casework.Job(tx, sid, session, knowledge, at, text)

    async def _code(self, sid: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Give out a resume code, or take one and join that conversation."""
        sessions = self.parts.sessions
        if "code" in data:
            return {"joined": await sessions.take_code(str(data["code"]))}
        if not await sessions.allow(f"code:{sid}", limit=5, per_s=CODE_S):
            return {"code": ""}
        code = f"{secrets.randbelow(10**8):08d}"
        return {"code": code if await sessions.put_code(code, sid, CODE_S) else ""}

    async def _save(self, sid: str, version: int, incoming: Incoming, outcome: Outcome, reply: Reply) -> bool:
        """Store session and transcript lines in one step; then wake whoever watches."""
        session, now = outcome.session, self.parts.clock.now()
        spoke = incoming.kind not in {Kind.HELLO, Kind.GONE}
        said = [_citizen_line(incoming, session.n + 1)] if spoke else []
        lines = [*said, *lines_of(reply, session.n + len(said) + 1, now, incoming.channel.value)]
        stored = replace(
            session,
            n=session.n + len(lines),
            heard=session.n + 1,
            heard_at=incoming.at.isoformat(),
            ring=session.remember(incoming.message_id, reply),
        )
        if not await self.parts.sessions.save(sid, expect=version, data=stored.to_json(), lines=lines):
            return False
        if stored.mode != "bot" or outcome.verdict == "submit":
            await self._watched(sid, stored)
        return True

    async def _watched(self, sid: str, session: Session) -> None:
        """Somebody may be reading along: durable transcript, and a wake-up for the desk."""
        try:
            await self.transcript.archive(sid)
        except RecordsDown:
            await self.parts.sessions.mark_pending(sid)
        await self.parts.sessions.wake("desk", session.handoff)

    # -- what the chat page needs ----------------------------------------------------------------------------

    async def canonical(self, channel: str, user: str) -> str:
        """The sid this person's conversation is kept under."""
        sid = self.parts.sessions.sid(channel, user)
        _, session = await load(self.parts.sessions, sid)
        return session.same_as or sid

    async def history(self, sid: str, after: int = 0) -> list[Line]:
        """Transcript lines with n > after; what Redis has when SQL is down."""
        try:
            return await self.transcript.history(sid, after)
        except RecordsDown:
            return await self.parts.sessions.lines(sid, after)

    async def status(self, sid: str) -> ChatStatus:
        """Who is talking with the citizen now."""
        _, session = await load(self.parts.sessions, sid)
        ahead = 0
        if session.mode == "waiting" and session.handoff:
            try:
                async with self.parts.records.begin() as tx:
                    ahead = await tx.handoffs.ahead(session.handoff)
            except RecordsDown:
                ahead = 0
        return ChatStatus(session.mode, session.mediator, ahead)

    async def seen(self, sid: str, upto: int) -> None:
        """The page showed every line up to n."""
        async with self.parts.records.begin() as tx:
            await tx.outbox.seen(sid, upto, self.parts.clock.now())

    # -- effects that waited ---------------------------------------------------------------------------------

    async def settle(self) -> int:
        """Do effects that SQL did not take earlier; called every few seconds. Returns how many turns."""
        settled = 0
        for sid in await self.parts.sessions.pending():
            settled += await self._settle(sid)
        return settled

    async def _settle(self, sid: str) -> int:
        _, session = await load(self.parts.sessions, sid)
        at = self.parts.clock.now()
        says: list[Say] = []
        for turn_id, effects in session.pending:
            job = self._job(sid, session, "")
            try:
                results = await casework.apply(self.parts.records, job, turn_id, effects)
            except RecordsDown:
                return 0
            says += after.late(self.parts.knowledge(), results)
        done = len(session.pending)

        def change(newer: Session) -> tuple[Session, list[Line]]:
            lines = lines_of(Reply(tuple(says)), newer.n + 1, at, newer.channel)
            return replace(newer, pending=newer.pending[done:], n=newer.n + len(lines)), lines

        if done:
            await amend(self.parts.sessions, sid, change)
        await self.transcript.archive(sid)
        await self.parts.sessions.clear_pending(sid)
        return done


def _seen(incoming: Incoming, sid: str, outcome: Outcome | None, seconds: float) -> TurnSeen:
    form = outcome.session.form if outcome else None
    return TurnSeen(
        channel=incoming.channel,
        kind=incoming.kind,
        sid=sid,
        verdict=(outcome.verdict or "none") if outcome else "repeat",
        flow=f"{form.flow}@{form.rev}" if form else "",
        step=form.trail[-1] if form and form.trail else "",
        seconds=seconds,
    )


def _citizen_line(incoming: Incoming, n: int) -> Line:
    text = incoming.text or _KINDS.get(incoming.kind, "")
    return Line(
        n,
        incoming.at,
        Author.CITIZEN,
        text,
        kind=incoming.kind.value,
        channel=incoming.channel.value,
        message_id=incoming.message_id,
        media=incoming.media,
    )
