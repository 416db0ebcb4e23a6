"""One turn from message to reply: load, decide, do, save. The only writer of sessions beside the desk.

Nothing is locked: the session is stored by compare-and-set, and a turn that lost the race is decided
again on the newer session. A turn that touches SQL is stored as `begun` first: from then on it is decided,
and whoever comes next (the same message again, another one, `settle`) finishes it. Its effects are marked
done by message id, so finishing twice repeats nothing.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot import casework, resume, understanding
from bot.dialogue import after, held, turn
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Begun, Session
from bot.dialogue.talk import Outcome, Talk
from bot.errors import BotError, Conflict, RecordsDown, SessionsDown, StaleState, Unavailable
from bot.job import Job, show_name
from bot.model import Author, Channel, Delivery, Duty, Incoming, Kind, Line, Parcel, Reply, Say, TurnSeen
from bot.ports import Blobs, ChatStatus, Clock, Records, Sessions, Tx, Understander
from bot.text.dialect import standard
from bot.text.normalise import clean
from bot.transcript import Transcript, add_line, amend, lines_of, load

log = structlog.get_logger()

TRIES = 8
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
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def converse(self, incoming: Incoming) -> Reply:
        """Answer one message; the same message id again gets the same reply.

        Redis down, or a session that cannot be read: a sentence that asks to send again; nothing changes.
        Whatever the channel, the words are cleaned here: what is decided on is what the transcript shows.
        """
        started = time.perf_counter()
        incoming = replace(incoming, text=clean(incoming.text))
        sid = self.parts.sessions.sid(incoming.channel, incoming.user)
        outcome: Outcome | None = None
        try:
            # messages of one person one after the other inside this process; spares lost races
            async with self._turns.setdefault(sid, asyncio.Lock()):
                reply, outcome = await self._turn(sid, incoming)
        except (SessionsDown, Conflict, StaleState):
            reply = Reply((Say(self.parts.knowledge().words["busy"]),))
        self.parts.observe(_seen(incoming, sid, outcome, time.perf_counter() - started))
        return reply

    async def _turn(self, sid: str, incoming: Incoming) -> tuple[Reply, Outcome | None]:
        for _ in range(TRIES):
            version, session = await load(self.parts.sessions, sid)
            if session.same_as:
                sid = session.same_as
                continue
            seen = next((s for s in session.ring if s.message_id == incoming.message_id), None)
            if seen:
                return seen.reply or Reply(silent=True), None
            begun = session.begun
            if begun is None:
                session = replace(session, channel=incoming.channel.value, user=incoming.user)
                outcome = await self._decide(session, incoming)
                begun = Begun(incoming, outcome.effects, outcome.says, outcome.then, outcome.verdict)
                session = outcome.session
                if any(effect.kind not in CODES for effect in begun.effects):
                    if not await self._store(sid, version, replace(session, begun=begun)):
                        continue
                    version += 1
            done = await self._finish(sid, version, session, begun)
            if done and begun.incoming.message_id == incoming.message_id:
                return await self._joined(incoming, *done)
        raise Conflict

    async def _decide(self, session: Session, incoming: Incoming) -> Outcome:
        """The dialogue's part: what is said and what must happen; it reads 额 as 我."""
        incoming = replace(incoming, text=standard(incoming.text))
        knowledge = self.parts.knowledge()
        if session.mode == "human" and incoming.kind is not Kind.GONE:
            return held.hear(session, incoming, knowledge)
        outcome = turn.hear(session, incoming, knowledge)
        if outcome is None:
            heard = await understanding.hear(self.parts.understander, session, incoming, knowledge)
            outcome = turn.hear_understood(session, incoming, knowledge, heard)
        return outcome

    async def _finish(
        self, sid: str, version: int, session: Session, begun: Begun
    ) -> tuple[Reply, Outcome] | None:
        """Effects, what is said after them, and saving; None when somebody else came first."""
        bare = replace(session, begun=None)
        outcome = Outcome(bare, begun.says, begun.effects, begun.then, begun.verdict)
        try:
            if begun.effects or begun.then:
                outcome = await self._carry_out(sid, outcome, begun.incoming)
        except Conflict:  # the same effects were done elsewhere at this very moment
            return None
        if session.mode == "human" and begun.verdict != "human":
            # taken over between the decision and now: what was decided is done, in silence but for danger
            outcome = replace(outcome, says=outcome.says[: begun.verdict == "danger"])
        reply = Reply(outcome.says, silent=outcome.session.mode == "human" and not outcome.says)
        if await self._save(sid, version, begun.incoming, outcome, reply):
            return reply, outcome
        return None

    async def _carry_out(self, sid: str, outcome: Outcome, incoming: Incoming) -> Outcome:
        results, session = await self._effects(sid, outcome, incoming)
        talk = Talk(session, incoming, self.parts.knowledge())
        world = after.World(self.parts.duty(), self.parts.link)
        return after.finish(talk, outcome, results or {}, world)

    async def _joined(
        self, incoming: Incoming, reply: Reply, outcome: Outcome
    ) -> tuple[Reply, Outcome | None]:
        """After a resume code: with the open question there, as for somebody coming back."""
        if not outcome.session.same_as:
            return reply, outcome
        now, words = self.parts.clock.now(), self.parts.knowledge().words["device_joined"]

        def tell(session: Session) -> tuple[Session, list[Line]]:
            session, line = add_line(session, now, Author.SYSTEM, words)
            return session, [line]

        await amend(self.parts.sessions, outcome.session.same_as, tell)
        hello = replace(incoming, kind=Kind.HELLO, text="", payload="")
        there, _ = await self._turn(outcome.session.same_as, hello)
        return Reply((*reply.says, *there.says)), outcome

    async def _effects(
        self, sid: str, outcome: Outcome, incoming: Incoming
    ) -> tuple[dict[str, Any] | None, Session]:
        """Do the effects; (None, session with the effects waiting in it) when SQL is down."""
        results: dict[str, Any] = {}
        for effect in outcome.effects:
            if effect.kind in CODES:
                results |= await self._code(sid, incoming.origin, effect.data)
        rest = tuple(effect for effect in outcome.effects if effect.kind not in CODES)
        session = outcome.session
        if not rest:
            return results, session
        try:
            job = self._job(sid, session, incoming.text)
            results |= await casework.apply(self.parts.records, job, incoming.message_id, rest)
        except RecordsDown:
            return None, replace(session, pending=(*session.pending, (incoming.message_id, rest)))
        if "forgotten" in results:
            await self.parts.sessions.flushed(sid, session.n)
            results["lines"] = session.n
        for blob in results.get("blobs", ()):
            await self.parts.blobs.remove(str(blob))
        return results, session

    def _job(self, sid: str, session: Session, text: str) -> Callable[[Tx], Job]:
        knowledge, at = self.parts.knowledge(), self.parts.clock.now()
        return lambda tx: Job(tx, sid, session, knowledge, at, text)

    async def _code(self, sid: str, origin: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give out a resume code, or take one and join that conversation."""
        if "code" in data:
            return await resume.take(self.parts.sessions, sid, origin, str(data["code"]))
        return await resume.give(self.parts.sessions, sid)

    async def _save(self, sid: str, version: int, incoming: Incoming, outcome: Outcome, reply: Reply) -> bool:
        """Store session and transcript lines in one step; then wake whoever watches."""
        session, now = outcome.session, self.parts.clock.now()
        spoke = incoming.kind not in {Kind.HELLO, Kind.GONE}
        heard = replace(incoming, media=outcome.media or incoming.media)
        said = [_citizen_line(heard, session)] if spoke else []
        lines = [*said, *lines_of(reply, session.n + len(said) + 1, now, incoming.channel.value)]
        stored = replace(
            session,
            n=session.n + len(lines),
            heard=session.n + 1,
            heard_at=incoming.at.isoformat(),
            ring=session.remember(incoming.message_id, reply),
        )
        if not await self._store(sid, version, stored, lines):
            return False
        if stored.mode != "bot" or outcome.verdict == "submit":
            await self._watched(sid, stored)
        return True

    async def _store(self, sid: str, version: int, session: Session, lines: Sequence[Line] = ()) -> bool:
        """Compare-and-set; a session with something left to do is marked, so that `settle` finds it."""
        saving = self.parts.sessions.save(sid, expect=version, data=session.to_json(), lines=lines)
        if not session.begun and not session.pending:
            return await saving
        _, saved = await asyncio.gather(self.parts.sessions.mark_pending(sid), saving)
        return saved

    async def _watched(self, sid: str, session: Session) -> None:
        """Somebody may be reading along: durable transcript, the name, and a wake-up for the desk."""
        try:
            await self.transcript.archive(sid)
            await show_name(self.parts.records, sid, session)
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
                    ahead = await tx.handoffs.ahead(session.handoff, self.parts.clock.today())
            except RecordsDown:
                ahead = 0
        return ChatStatus(session.mode, session.mediator, ahead)

    async def seen(self, sid: str, upto: int) -> None:
        """The page showed every line up to n."""
        async with self.parts.records.begin() as tx:
            await tx.outbox.seen(sid, upto, self.parts.clock.now())

    # -- effects that waited ---------------------------------------------------------------------------------

    async def settle(self) -> int:
        """Finish what was begun by a worker that is gone, and do effects that SQL did not take earlier.

        Called every few seconds; returns how many turns. One that cannot be done does not stop the others.
        """
        settled = 0
        for sid in await self.parts.sessions.pending():
            try:
                settled += await self._settle(sid)
            except Unavailable:
                return settled
            except BotError as exc:
                log.error("cannot settle", action="settle", sid=sid[:8], error=type(exc).__name__)
                await self.parts.sessions.mark_pending(sid)  # to the end of the queue
        return settled

    async def _settle(self, sid: str) -> int:
        version, session = await load(self.parts.sessions, sid)
        settled = 0
        if session.begun:
            begun = session.begun
            done = await self._finish(sid, version, session, begun)
            if done:
                settled += 1
                await self._bring(sid, done[0].says)
            _, session = await load(self.parts.sessions, sid)
        if session.pending:
            session = await self._catch_up(sid, session)
            settled += 1
        if session.mode != "bot" or session.cases:
            await self.transcript.archive(sid)
        await self.parts.sessions.clear_pending(sid)
        _, session = await load(self.parts.sessions, sid)
        if session.begun or session.pending:  # came while we were at it
            await self.parts.sessions.mark_pending(sid)
        return settled

    async def _catch_up(self, sid: str, session: Session) -> Session:
        """Do the effects that wait, in their order, and tell the citizen. Raises RecordsDown."""
        at, knowledge = self.parts.clock.now(), self.parts.knowledge()
        done: list[Mapping[str, Any]] = []
        for turn_id, effects in session.pending:
            job = self._job(sid, session, "")
            done.append(await casework.apply(self.parts.records, job, turn_id, effects))
        says = [say for results in done for say in after.late(knowledge, results)]
        first = {turn_id for turn_id, _ in session.pending}

        def change(newer: Session) -> tuple[Session, list[Line]]:
            left = tuple(waiting for waiting in newer.pending if waiting[0] not in first)
            lines = lines_of(Reply(tuple(says)), newer.n + 1, at, newer.channel) if newer.pending else []
            newer = after.caught_up(newer, done) if newer.pending else newer
            return replace(newer, pending=left, n=newer.n + len(lines)), lines

        changed = await amend(self.parts.sessions, sid, change)
        await self._bring(sid, says)
        await self._watched(sid, changed)
        return changed

    async def _bring(self, sid: str, says: Sequence[Say]) -> None:
        """What is said outside a turn: an open page fetches it, WeChat gets it through the outbox."""
        _, session = await load(self.parts.sessions, sid)
        await self.parts.sessions.wake(f"chat:{sid}", str(session.n))
        text = Reply(tuple(says)).plain()
        if session.channel != Channel.WECHAT or not session.user or not text:
            return
        parcel = Parcel(
            id=uuid.uuid4().hex,
            sid=sid,
            channel=Channel.WECHAT,
            to=session.user,
            n=session.n,
            body=text,
            state=Delivery.QUEUED,
            due_at=self.parts.clock.now(),
            window=session.heard,
            heard_at=datetime.fromisoformat(session.heard_at) if session.heard_at else None,
        )
        async with self.parts.records.begin() as tx:
            await tx.outbox.put(parcel)
        await self.parts.sessions.wake("outbox")


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


def _citizen_line(incoming: Incoming, session: Session) -> Line:
    """What the citizen said; a caller that sends a button's payload as text tapped what stood on it."""
    n, typed = session.n + 1, incoming.text
    if incoming.payload and typed == incoming.payload:
        typed = session.title_of(incoming.payload) or "［点了按钮］"
    text = typed or _KINDS.get(incoming.kind, "")
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
