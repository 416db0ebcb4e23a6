"""Earlier askers get the answer, once: what happens after a question asked in vain has found its answer.

Runs every few seconds in every worker. Everything it goes by stands in SQL, so a worker may die at any
point: a person is taken with a lease, the words are put into the conversation under a message id of their
own, then the person is marked told. Whoever takes the person again finds the words there and only marks.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot import faq_check, training
from bot.casework import QUESTION_CHARS
from bot.content import Content, Item
from bot.dialogue import danger
from bot.dialogue.session import Session
from bot.errors import BotError, StaleState, Unavailable
from bot.model import Author, Channel, Delivery, Line, Parcel, Reply, Say, Unmatched
from bot.ports import Asked, Clock, Owed, Rating, Records, Sessions, Settled, Tx, Understander
from bot.rehearsal import Rehearsal
from bot.text.mask import mask_text
from bot.transcript import Transcript, amend, lines_of
from flows.questions import Entry

log = structlog.get_logger()

LEASE: Final = timedelta(minutes=2)
#: A person is with the citizen, or there was danger: looked at again after this.
LATER: Final = timedelta(minutes=5)
#: An answer that could not be brought in this time is not news any more.
STALE: Final = timedelta(days=7)
#: WeChat's window for messages after the citizen's own. Source: 客服接口-发消息, 48 小时.
WINDOW: Final = timedelta(hours=48)
MARGIN: Final = timedelta(minutes=10)
TRIED_AT_ONCE: Final = 20
QUOTED_CHARS: Final = 20
#: How far back the question of a rated answer, and words already brought, are looked for.
LINES_BACK: Final = 200
HOPS: Final = 3
MARK: Final = "asked:"  #: message ids of what is brought begin so


class _NotNow(BotError):
    """Somebody else is speaking."""


class _Unreachable(BotError):
    """No channel leads to this person any more."""


class FollowUp:
    """The use case; `once` is called again and again."""

    def __init__(
        self,
        content: Content,
        records: Records,
        sessions: Sessions,
        understander: Understander,
        clock: Clock,
    ) -> None:
        self._content = content
        self._records = records
        self._sessions = sessions
        self._clock = clock
        self._transcript = Transcript(sessions, records)
        self._rehearsal = Rehearsal(content.knowledge, understander, clock)
        self._faq: Mapping[str, Entry] = {}
        self._stamp = ""

    async def once(self) -> int:
        """Do what there is to do; gives how many people were told. Raises Unavailable; nothing is lost."""
        await self._look_up_ratings()
        await self._see_what_is_live()
        await self._try_open_ones()
        async with self._records.begin() as tx:
            owed = await tx.askers.take(self._clock.now(), lease=LEASE)
        told = 0
        for one in owed:
            try:
                told += await self._bring(one)
            except Unavailable:
                raise
            except BotError as exc:  # of this person alone; taken again when the lease ends
                log.error("cannot follow up", action="follow_up", error=type(exc).__name__)
        return told

    # -- answers rated 没用 ------------------------------------------------------------------------------

    async def _look_up_ratings(self) -> None:
        async with self._records.begin() as tx:
            ratings = await tx.askers.ratings()
        for one in ratings:
            found = await self._question(one)
            async with self._records.begin() as tx:
                if await tx.askers.rated(one.id) and found is not None:
                    by = Asked(one.sid, found.n, one.at)
                    text = mask_text(found.text)[:QUESTION_CHARS]
                    await tx.unmatched.add(text, one.at, by, rejected=one.entry)

    async def _question(self, rating: Rating) -> Line | None:
        """The citizen's line that the rated answer answered; None where it is gone or was only a tap."""
        lines = await self._transcript.history(rating.sid, max(0, rating.line - LINES_BACK))
        before = [line for line in lines if line.n <= rating.line]
        at = next((i for i in range(len(before) - 1, -1, -1) if _answers(before[i], rating.entry)), 0)
        for i in range(at - 1, -1, -1):
            line = before[i]
            if line.author is not Author.CITIZEN or line.kind != "text":
                continue
            # the title of a button is no wording of the citizen's: what led to the button is
            if not any(button.title == line.text for said in before[:i] for button in said.buttons):
                return line
        return None

    # -- what is answered now ----------------------------------------------------------------------------

    async def _see_what_is_live(self) -> None:
        """Questions that were settled: owed when the answer is live, open again when it was taken off."""
        async with self._records.begin() as tx:
            waiting = await tx.unmatched.waiting()
        if not waiting:
            return
        items = {item.entry.id: item for item in await self._content.items()}
        live, now = self._content.knowledge().faq, self._clock.now()
        async with self._records.begin() as tx:
            for one in waiting:
                if _holds(live.get(one.entry), one):
                    await tx.unmatched.live(one.id, now)
                elif not _is_coming(items.get(one.entry), one):
                    await tx.unmatched.reopen([one.id])

    async def _try_open_ones(self) -> None:
        """Ask the bot itself: what it now answers surely needs nobody any more."""
        stamp = await self._known()
        async with self._records.begin() as tx:
            untried = await tx.unmatched.untried(stamp, TRIED_AT_ONCE)
        for one in untried:
            found = await self._rehearsal.ask(one.text)
            if found.source == "keywords" and self._content.trainer is not None:
                return  # the model is away; its answer counts, not the fallback's
            entry = _only_answer(found.says)
            async with self._records.begin() as tx:
                if entry and entry != one.rejected:
                    await self._settle_by_itself(tx, one, entry)
                else:
                    await tx.unmatched.tried(one.id, stamp)

    async def _settle_by_itself(self, tx: Tx, one: Unmatched, entry: str) -> None:
        if (await tx.unmatched.get(one.id)).state != "open":
            return  # an admin was faster
        now = self._clock.now()
        await tx.unmatched.settle(one.id, Settled("answered", "", "", now, entry))
        await tx.unmatched.live(one.id, now)
        await tx.audit.add("system", "unmatched_answered", entry, {}, now)

    async def _known(self) -> str:
        """What the live FAQ teaches, as one short text: another one means trying the open questions anew."""
        faq = self._content.knowledge().faq
        if faq is not self._faq:
            self._stamp, self._faq = await asyncio.to_thread(_stamp, faq), faq
        return self._stamp

    # -- bringing the answer -----------------------------------------------------------------------------

    async def _bring(self, owed: Owed) -> bool:
        """Say it in the conversation and mark it; False where it is not the time, or too late."""
        now = self._clock.now()
        entry = self._content.knowledge().faq.get(owed.entry)
        try:
            if entry is None or not entry.in_force(self._clock.today()):
                raise _NotNow
            sid, session, says = await self._say(owed, entry)
        except _NotNow:
            late = now - owed.live_at > STALE
            async with self._records.begin() as tx:
                if late:
                    await tx.askers.done(owed, "missed")
                else:
                    await tx.askers.later(owed, now + LATER)
            return False
        except _Unreachable:
            async with self._records.begin() as tx:
                await tx.askers.done(owed, "missed")
            return False
        await self._mark(owed, sid, session, says)
        return True

    async def _say(self, owed: Owed, entry: Entry) -> tuple[str, Session, tuple[Say, ...]]:
        """(where, session, words) with the words in the transcript, put there now or by an earlier try."""
        sid, session = await self._place(owed.sid)
        now, marks = self._clock.now(), [_mark_of(key, owed.who) for key in owed.questions]
        said = self._says(owed, entry, session)
        lines = await self._transcript.history(sid, max(0, session.n - LINES_BACK))
        if any(line.message_id in marks for line in lines):
            return sid, session, said

        def tell(newer: Session) -> tuple[Session, Sequence[Line]]:
            _check_reach(newer, now)
            first, *rest = lines_of(Reply(said), newer.n + 1, now, newer.channel)
            told = [replace(first, message_id=marks[0]), *rest]
            topic = newer.topic if newer.form else entry.id
            return replace(newer, n=newer.n + len(told), topic=topic), told

        return sid, await amend(self._sessions, sid, tell), said

    def _says(self, owed: Owed, entry: Entry, session: Session) -> tuple[Say, ...]:
        """What they had asked, then the answer as anybody gets it; no way out of an intake is offered."""
        text = owed.text
        short = text if len(text) <= QUOTED_CHARS else f"{text[:QUOTED_CHARS]}……"
        intro = self._content.knowledge().words["asked_before"].format(question=short)
        answer = self._rehearsal.answer(entry)
        if session.form is not None:
            answer = tuple(replace(say, buttons=()) for say in answer)
        return Say(intro), *answer

    async def _place(self, sid: str) -> tuple[str, Session]:
        """The conversation as it is kept now, following a joined one; raises _Unreachable."""
        for _ in range(HOPS):
            try:
                stored = await self._sessions.load(sid)
            except StaleState as exc:
                raise _Unreachable from exc
            if stored is None:
                raise _Unreachable
            session = Session.from_json(stored.data)
            if not session.same_as:
                return sid, session
            sid = session.same_as
        raise _Unreachable

    async def _mark(self, owed: Owed, sid: str, session: Session, says: Sequence[Say]) -> None:
        """Marked told and, for WeChat, put into the outbox, in one transaction; the parcel's id is fixed."""
        now, parcel = self._clock.now(), None
        if session.channel == Channel.WECHAT:
            parcel = self._parcel(owed, sid, session, Reply(tuple(says)).plain())
        async with self._records.begin() as tx:
            if await tx.askers.done(owed, "told"):
                await tx.audit.add("system", "asker_told", owed.entry, {}, now)
                if parcel:
                    await tx.outbox.put(parcel)
        if parcel:
            await self._sessions.wake("outbox")
        if session.mode != "bot" or session.cases:
            await self._transcript.archive(sid)

    def _parcel(self, owed: Owed, sid: str, session: Session, text: str) -> Parcel:
        digest = hashlib.sha256(_mark_of(owed.questions[0], owed.who).encode()).hexdigest()[:32]
        return Parcel(
            id=f"w{digest}",  # the bot's own word: it leaves the last message of a window to a person
            sid=sid,
            channel=Channel.WECHAT,
            to=session.user,
            n=session.n,
            body=text,
            state=Delivery.QUEUED,
            due_at=self._clock.now(),
            window=session.heard,
            heard_at=datetime.fromisoformat(session.heard_at),
        )


def _check_reach(session: Session, now: datetime) -> None:
    """Raises _NotNow while a person or danger has the word, _Unreachable where no channel leads there."""
    if session.mode == "human":
        raise _NotNow
    if session.danger_at:
        since = now - datetime.fromisoformat(session.danger_at)
        if since < danger.WATCH or session.mode != "bot":
            raise _NotNow
    if session.channel == Channel.WEB:
        return
    heard = datetime.fromisoformat(session.heard_at) if session.heard_at else None
    open_ = heard is not None and now < heard + WINDOW - MARGIN
    if session.channel != Channel.WECHAT or not session.user or not open_:
        raise _Unreachable


def _answers(line: Line, entry: str) -> bool:
    card = line.card or {}
    return line.author is Author.BOT and card.get("kind") == "faq" and card.get("id") == entry


def _only_answer(says: Sequence[Say]) -> str:
    """The FAQ id of the answer, where the bot gives just one."""
    found = [str(say.card.data["id"]) for say in says if say.card and say.card.kind == "faq"]
    return found[0] if len(found) == 1 else ""


def _holds(entry: Entry | None, question: Unmatched) -> bool:
    """Whether this version of the entry answers the question."""
    if entry is None or question.state != "variant":
        return entry is not None
    mark = faq_check.same(question.words)
    return any(faq_check.same(one) == mark for one in faq_check.phrasings(entry))


def _is_coming(item: Item | None, question: Unmatched) -> bool:
    """Whether a draft still holds the answer, or it is live and only not shown today."""
    return item is not None and item.state != "retired" and _holds(item.newest, question)


def _stamp(faq: Mapping[str, Entry]) -> str:
    marks = "\n".join(f"{key} {training.fingerprint(entry)}" for key, entry in sorted(faq.items()))
    return hashlib.sha256(marks.encode()).hexdigest()


def _mark_of(question: str, who: str) -> str:
    return f"{MARK}{question}:{who[:16]}"
