"""What a mediator does with a citizen who waits: see the brief, take over, write, give back, close.

Taking over writes SQL first (one winner), then the session by compare-and-set: a bot turn that was
under way loses the race and is decided again in silence, so no bot words follow the takeover.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot import closing, row_reading
from bot.brief import UNSAID, Brief, bundle_of, case_of, checklist, facts_of, gaps, subject, wants_to_file
from bot.case_steps import advance, settle
from bot.closing import RETURNED, Ending
from bot.dialogue import asking
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.errors import Forbidden, NotFound, Refused
from bot.field_reading import Wish
from bot.job import show_name
from bot.model import (
    Account,
    Author,
    Channel,
    Delivery,
    Handoff,
    HandoffState,
    Incoming,
    Kind,
    Line,
    Outcome,
    Parcel,
    Reply,
)
from bot.ports import Clock, GroupTally, Records, Sessions, Slip
from bot.transcript import Transcript, add_line, amend, lines_of, load
from flows import engine

#: WeChat sends per citizen message (domain.md §6.5), and the window they may be sent in.
QUOTA, WINDOW_S = 5, 48 * 3600
REPLY_CHARS = 1000
#: Channels that lines are brought to; who uses another one reads the transcript.
DELIVERED = frozenset({Channel.WECHAT, Channel.WEB})
NO_FORM = "没有正在登记的内容。"
#: What each of several people who file together asks for (flows/disputes/wage_claim.yml).
GROUP_SUM = "wage_owed"

OUTCOMES = {
    Outcome.ANSWERED: "咨询已解答",
    Outcome.AGREED: "达成调解协议",
    Outcome.TO_FILE: "转立案",
    Outcome.REFERRED: "转其他部门",
    Outcome.WITHDRAWN: "申请人撤回",
    Outcome.UNREACHABLE: "联系不上",
    Outcome.REFUSED: "一方不愿调解",
    Outcome.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """The use cases of the desk (调解员工作台)."""

    sessions: Sessions
    records: Records
    knowledge: Callable[[], Knowledge]
    clock: Clock

    @property
    def transcript(self) -> Transcript:
        """Lines of conversations, SQL and Redis together."""
        return Transcript(self.sessions, self.records)

    async def queue(self, *, states: Sequence[HandoffState], account: str = "") -> list[Handoff]:
        """Who waits (danger first, then by lane and time), or whom an account holds."""
        async with self.records.begin() as tx:
            return await tx.handoffs.listing(states=states, account=account, on=self.clock.today())

    async def heard(self, account: Account) -> dict[str, int]:
        """Handoff id -> messages of the citizen since the take-over, of those the account holds."""
        async with self.records.begin() as tx:
            return await tx.handoffs.heard(account.id)

    async def groups(self, rows: Sequence[Handoff]) -> dict[str, GroupTally]:
        """Case id -> how many filed together and what they ask for together."""
        async with self.records.begin() as tx:
            return await tx.cases.tallies([one.case_id for one in rows if one.case_id], GROUP_SUM)

    async def slips(self, rows: Sequence[Handoff], fields: Sequence[str]) -> dict[str, Slip]:
        """Case id -> number, sums and time limit of what was handed in."""
        async with self.records.begin() as tx:
            return await tx.cases.slips([one.case_id for one in rows if one.case_id], fields)

    async def claim(self, handoff_id: str, account: Account) -> Handoff:
        """Take over; raises AlreadyClaimed with the name of who has it. The citizen is told who came."""
        now = self.clock.now()
        async with self.records.begin() as tx:
            handoff = await tx.handoffs.claim(handoff_id, account, now)
            if handoff.case_id:
                await advance(tx, handoff.case_id)
            await tx.audit.add(account.id, "claim", handoff.id, {}, now)
        text = self.knowledge().words["human_joined"].format(name=account.name)

        def take(session: Session) -> tuple[Session, Sequence[Line]]:
            if session.mode == "human" and session.handoff == handoff.id:
                return session, ()
            session = replace(session, mode="human", handoff=handoff.id, mediator=account.name)
            session, line = add_line(session, now, Author.SYSTEM, text)
            return session, (line,)

        session = await amend(self.sessions, handoff.sid, take)
        await self._deliver(handoff.sid, session, text)
        await self.transcript.archive(handoff.sid)
        await self.sessions.wake("desk", handoff.id)
        return handoff

    async def write(self, handoff_id: str, account: Account, text: str, key: str = "") -> Line:
        """Words of the mediator to the citizen; only the holder may. `key` makes a repeated post harmless."""
        words = text.strip()
        if not words:
            raise Refused("请先写内容。")
        if len(words) > REPLY_CHARS:
            raise Refused(f"一条最多{REPLY_CHARS}个字，请分成几条发。")
        handoff = await self._held(handoff_id, account)
        if handoff.channel is Channel.TABLE:
            raise Refused("这件是批量登记的，没有和当事人的对话，请打电话联系。")
        now, said = self.clock.now(), Line(0, self.clock.now(), Author.MEDIATOR, words)

        def speak(session: Session) -> tuple[Session, Sequence[Line]]:
            nonlocal said
            if session.mode != "human":
                raise Forbidden("对话已经交回机器人。")
            session, said = add_line(session, now, Author.MEDIATOR, words, account.name)
            said = replace(said, message_id=key)
            return session, (said,)

        if key and (before := [x for x in await self.transcript.history(handoff.sid) if x.message_id == key]):
            return before[0]
        session = await amend(self.sessions, handoff.sid, speak)
        await self._deliver(handoff.sid, session, words, said.n)
        await self.transcript.archive(handoff.sid)
        return said

    async def _deliver(self, sid: str, session: Session, text: str, n: int = 0) -> None:
        """Put the line into the outbox of the channel the citizen used last."""
        if session.channel not in DELIVERED or not session.user:
            return
        parcel = Parcel(
            id=uuid.uuid4().hex,
            sid=sid,
            channel=Channel(session.channel),
            to=session.user,
            n=n or session.n,
            body=text,
            state=Delivery.QUEUED,
            due_at=self.clock.now(),
            window=session.heard,
            heard_at=datetime.fromisoformat(session.heard_at) if session.heard_at else None,
        )
        async with self.records.begin() as tx:
            await tx.outbox.put(parcel)
        await self.sessions.wake("outbox")

    async def tell(self, sid: str, text: str) -> None:
        """A line of the system to the citizen, whoever holds the chat."""
        now = self.clock.now()

        def say(session: Session) -> tuple[Session, Sequence[Line]]:
            session, line = add_line(session, now, Author.SYSTEM, text)
            return session, (line,)

        await self._deliver(sid, await amend(self.sessions, sid, say), text)
        await self.transcript.archive(sid)

    async def give_back(self, handoff_id: str, account: Account, note: str = "") -> Handoff:
        """交回机器人: the bot asks on; who handed in a case, or wants a call or a correction, waits again."""
        handoff = await self._end(handoff_id, account, RETURNED, note)
        _, session = await load(self.sessions, handoff.sid)
        if handoff.case_id or handoff.callback or session.wanted:
            await self._again(handoff, "调解员退回")
        return handoff

    async def close(
        self,
        handoff_id: str,
        account: Account,
        outcome: Outcome,
        note: str = "",
        *,
        more: str = "",
        settled: str = "",
    ) -> Handoff:
        """End with an outcome (在线调解规则25); 其他 and a call for help need a note on what was done.

        `more` is told the citizen as well; `settled` (done | declined): what became of the corrections the
        citizen asked for. Raises Refused where something is missing.
        """
        async with self.records.begin() as tx:
            handoff = await tx.handoffs.get(handoff_id)
        _, session = await load(self.sessions, handoff.sid)
        closing.check(handoff, session, outcome, note, settled)
        end = Ending(HandoffState.CLOSED, outcome.value, more, settled)
        return await self._end(handoff_id, account, end, note)

    async def _end(self, handoff_id: str, account: Account, end: Ending, note: str) -> Handoff:
        now, k, state, outcome = self.clock.now(), self.knowledge(), end.state, end.outcome
        async with self.records.begin() as tx:
            handoff = await tx.handoffs.end(handoff_id, account, state, at=now, outcome=outcome, note=note)
            if outcome and handoff.case_id:
                await settle(tx, handoff.case_id, Outcome(outcome), note)
            await tx.audit.add(account.id, state.value, handoff.id, {"outcome": outcome}, now)

        said: list[Line] = []

        def release(session: Session) -> tuple[Session, Sequence[Line]]:
            nonlocal said
            # nobody has to call back any more; any other open question stands
            still_open = None if _wants_callback(session) else session.asking
            session = replace(
                session, mode="bot", handoff="", mediator="", misses=0, paused=False, asking=still_open
            )
            if state is HandoffState.CLOSED:
                text = k.words["human_closed"].format(outcome=OUTCOMES[Outcome(outcome)])
                session, corrections = closing.settle(k, session, end.settled)
                text = "\n".join(part for part in (text, corrections, end.more) if part)
            else:
                text = k.words["returned"]
            if session.changed:
                text += "\n" + k.words["desk_changed"].format(rows="、".join(session.changed))
                session = replace(session, changed=())
            session, line = add_line(session, now, Author.SYSTEM, text)
            session, said = self._ask_again(session, k, now, line)
            return session, said

        session = await amend(self.sessions, handoff.sid, release)
        await self._deliver(handoff.sid, session, "\n\n".join(line.text for line in said))
        await self.transcript.archive(handoff.sid)
        await self.sessions.wake("desk", handoff.id)
        return handoff

    def _ask_again(
        self, session: Session, k: Knowledge, now: datetime, line: Line
    ) -> tuple[Session, list[Line]]:
        """The open question once more, exactly as it stood."""
        talk = Talk(session, _nothing(session, now), k)
        asking.ask(talk)
        asked = lines_of(Reply(talk.outcome().says), line.n + 1, now, session.channel)
        return replace(talk.session, n=line.n + len(asked)), [line, *asked]

    async def put_back(self, holder: Account, by: Account) -> int:
        """Whoever `holder` was talking with waits again, is told so, and is not forgotten; gives how many.

        For an account that is switched off. The bot helps meanwhile.
        """
        held = await self.queue(states=[HandoffState.CLAIMED], account=holder.id)
        for handoff in held:
            await self._end(handoff.id, by, RETURNED, "账号停用")
            await self._again(handoff, "原调解员不在岗")
        await self.sessions.wake("desk")
        return len(held)

    async def _again(self, handoff: Handoff, reason: str) -> None:
        nobody = replace(handoff, claimed_by="", claimed_name="", claimed_at=None, closed_at=None)
        again = replace(nobody, id=uuid.uuid4().hex, state=HandoffState.WAITING, reason=reason, note="")
        async with self.records.begin() as tx:
            await tx.handoffs.open(again)
        await amend(self.sessions, handoff.sid, partial(_waiting, again.id))

    async def note(self, sid: str, account: Account, text: str) -> None:
        """仅内部可见: kept in a table that no channel reads."""
        if not text.strip():
            raise Refused("请先写内容。")
        async with self.records.begin() as tx:
            await tx.messages.note(sid, account, text.strip()[:2000], self.clock.now())

    async def edit(self, handoff_id: str, account: Account, wish: Wish) -> str:
        """Set a field, or a row of a list, for the citizen; read as theirs. Returns how it is shown.

        Raises Refused with the reader's sentence when the words are no value for it.
        """
        handoff = await self._held(handoff_id, account)
        k, shown, noted = self.knowledge(), "", ""

        def put(session: Session) -> tuple[Session, Sequence[Line]]:
            nonlocal shown, noted
            if session.form is None:
                raise NotFound(NO_FORM)
            typed = row_reading.read(k, session, wish, self.clock.now())
            shown = typed.shown or typed.answer.shown
            label = k.flow(session.form.flow, session.form.rev).step(wish.field).label
            said = (*session.changed, f"{label}{typed.part} {shown}")
            if typed.part:
                noted = f"更正“{label}”{typed.part}：{typed.before} → {shown}"
            return replace(session, form=engine.put(session.form, wish.field, typed.answer), changed=said), ()

        session = await amend(self.sessions, handoff.sid, put)
        await show_name(self.records, handoff.sid, session)
        async with self.records.begin() as tx:
            if noted:
                await tx.messages.note(handoff.sid, account, noted, self.clock.now())
            await tx.audit.add(account.id, "edit", handoff.id, wish.audited(), self.clock.now())
        return shown

    async def _held(self, handoff_id: str, account: Account) -> Handoff:
        async with self.records.begin() as tx:
            handoff = await tx.handoffs.get(handoff_id)
        if handoff.state is not HandoffState.CLAIMED:
            raise Forbidden("请先接手，再发消息。")
        if handoff.claimed_by != account.id:
            raise Forbidden(f"这位当事人由{handoff.claimed_name}在办，别人不能插话。")
        return handoff

    async def brief(self, handoff_id: str, account: Account) -> Brief:
        """Everything known, each value with its source message; reading it is logged."""
        async with self.records.begin() as tx:
            handoff = await tx.handoffs.get(handoff_id)
            cases = await tx.cases.of(handoff.sid)
            evidence = await tx.evidence.of(handoff.sid)
            consents = await tx.consents.of(handoff.sid)
            notes = await tx.messages.notes(handoff.sid)
            await tx.audit.add(account.id, "read_brief", handoff.id, {}, self.clock.now())
        version, session = await load(self.sessions, handoff.sid)
        case = case_of(handoff, session, cases)
        k = self.knowledge()
        flow, answers = subject(k, session, case)
        quota, ends = await self._quota(handoff.sid, session)
        return Brief(
            handoff=handoff,
            case=case,
            title=case.title if case else (flow.title if flow else UNSAID),
            facts=tuple(facts_of(flow, answers)) if flow else (),
            gaps=tuple(gaps(flow, answers)) if flow else (),
            findings=case.findings if case else tuple(k.findings(flow, answers) if flow else ()),
            evidence=tuple(evidence),
            checklist=tuple(checklist(flow, answers, evidence)) if flow else (),
            consents=tuple(consents),
            notes=tuple(notes),
            cases=tuple(cases),
            quota=quota,
            window_ends=ends,
            rev=version,
            wants_to_file=wants_to_file(case, consents),
            bundle=bundle_of(handoff.sid, session, case),
            wanted=session.wanted,
        )

    async def _quota(self, sid: str, session: Session) -> tuple[int | None, datetime | None]:
        if session.channel != Channel.WECHAT or not session.heard_at:
            return None, None
        used = await self.sessions.count(f"sent:{sid}:{session.heard}", WINDOW_S, by=0)
        heard = datetime.fromisoformat(session.heard_at)
        ends = datetime.fromtimestamp(heard.timestamp() + WINDOW_S, tz=heard.tzinfo)
        return (max(0, QUOTA - used) if ends > self.clock.now() else 0), ends


def _wants_callback(session: Session) -> bool:
    return session.asking is not None and session.asking.get("kind") == "callback"


def _waiting(handoff_id: str, session: Session) -> tuple[Session, Sequence[Line]]:
    return replace(session, mode="waiting", handoff=handoff_id), ()


def _nothing(session: Session, now: datetime) -> Incoming:
    return Incoming(Channel(session.channel or "web"), session.user, "", Kind.HELLO, now)
