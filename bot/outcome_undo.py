"""撤回结果: an outcome set by mistake is taken back with a reason, as long as no paper went out on it.

The talk is in the mediator's hands again, the case in mediation. Who had heard that it was over hears that
this was a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.brief import bundle_of, case_of
from bot.case_steps import CASE_STATUS
from bot.dialogue.session import Session
from bot.errors import Conflict, Refused
from bot.handoff import DELIVERED, OUTCOMES, Desk
from bot.model import (
    Account,
    Author,
    CaseFile,
    CaseStatus,
    Channel,
    Delivery,
    Handoff,
    HandoffState,
    Line,
    Outcome,
)
from bot.ports import Tx
from bot.transcript import amend, load
from flows.papers import PAPERS

WHY_CHARS: Final = 200
NOTE: Final = "撤回结果“{outcome}”：{why}"
NONE: Final = "这次对话没有可以撤回的结果。"
TABLE: Final = "这件是批量登记的，结果请在“金融批量”的看板里改。"
AGAIN: Final = "当事人后来又找过人，请在新的那一件里接着办。"
SENT: Final = "已经按“转立案”把立案材料发给了当事人，不能撤回。要改，请和当事人联系。"
FETCHED: Final = "按这个结果出的文书已经有人下载，不能撤回。要改，请和当事人联系。"
MOVED: Final = "案件后来又有变化，这个结果不能撤回。"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The use cases; that the account may see the handoff is checked before."""

    desk: Desk

    async def obstacle(self, handoff: Handoff) -> str:
        """Why the outcome cannot be taken back, in a sentence; empty where it can."""
        if handoff.state is not HandoffState.CLOSED or not handoff.outcome:
            return NONE
        if handoff.channel is Channel.TABLE:
            return TABLE
        _, session = await load(self.desk.sessions, handoff.sid)
        async with self.desk.records.begin() as tx:
            return await _obstacle(tx, handoff, session)

    async def undo(self, handoff: Handoff, account: Account, why: str) -> Handoff:
        """Take it back; raises Refused without a reason, or with what stands in the way."""
        why = why.strip()
        if not why:
            raise Refused("请写一句为什么撤回，例如：点错了，其实还在谈。")
        if len(why) > WHY_CHARS:
            raise Refused(f"理由最多{WHY_CHARS}个字。")
        if obstacle := await self.obstacle(handoff):
            raise Refused(obstacle)
        told = await self._told(handoff)
        try:
            after = await self._open_again(handoff, account, why)
        except Conflict as exc:
            raise Refused("刚才有人改了这一件，请刷新看一眼再撤回。") from exc
        await amend(self.desk.sessions, handoff.sid, lambda session: _held(session, after))
        if told:
            words = self.desk.knowledge().words["outcome_taken_back"]
            outcome = OUTCOMES[Outcome(handoff.outcome)]
            await self.desk.tell(handoff.sid, words.format(outcome=outcome, name=after.claimed_name))
        await self.desk.sessions.wake("desk", handoff.id)
        return after

    async def _open_again(self, handoff: Handoff, account: Account, why: str) -> Handoff:
        now, outcome = self.desk.clock.now(), OUTCOMES[Outcome(handoff.outcome)]
        _, session = await load(self.desk.sessions, handoff.sid)
        async with self.desk.records.begin() as tx:
            holder = await tx.accounts.get(handoff.claimed_by)
            after = await tx.handoffs.reopen(handoff, holder if holder.active else account)
            for case in await _decided(tx, handoff, session):
                bare = replace(
                    case, status=CaseStatus.IN_MEDIATION, outcome="", outcome_note="", closed_at=None
                )
                await tx.cases.update(bare, expect=case.rev)
            old = f"（原来的说明：{handoff.note}）" if handoff.note else ""
            await tx.messages.note(handoff.sid, account, NOTE.format(outcome=outcome, why=why) + old, now)
            await tx.audit.add(account.id, "outcome_back", handoff.id, {"outcome": handoff.outcome}, now)
        return after

    async def _told(self, handoff: Handoff) -> bool:
        """Whether the word that it is over went out to the citizen, and was not refused on the way.

        Nothing is sent to who reads the transcript itself: the word stands there, and so will the other one.
        """
        words = self.desk.knowledge().words["human_closed"]
        said = words.format(outcome=OUTCOMES[Outcome(handoff.outcome)])
        lines = await self.desk.transcript.history(handoff.sid)
        numbers = {one.n for one in lines if _tells(one, said, handoff.closed_at)}
        _, session = await load(self.desk.sessions, handoff.sid)
        if session.channel not in DELIVERED:
            return bool(numbers)
        async with self.desk.records.begin() as tx:
            parcels = await tx.outbox.of(handoff.sid)
        # what was asked again after it went out with it, under the number of the last line
        return any(
            one.n >= min(numbers, default=one.n + 1)
            and one.body.startswith(said)
            and one.state is not Delivery.FAILED
            for one in parcels
        )


def _tells(line: Line, said: str, since: datetime | None) -> bool:
    return line.author is Author.SYSTEM and line.text.startswith(said) and (since is None or line.at >= since)


def _held(session: Session, handoff: Handoff) -> tuple[Session, Sequence[Line]]:
    return replace(session, mode="human", handoff=handoff.id, mediator=handoff.claimed_name), ()


async def _obstacle(tx: Tx, handoff: Handoff, session: Session) -> str:
    if await tx.handoffs.open_of(handoff.sid) is not None:
        return AGAIN
    own = case_of(handoff, session, await tx.cases.of(handoff.sid))
    if handoff.outcome == Outcome.TO_FILE and bundle_of(handoff.sid, session, own):
        return SENT
    cases = await _decided(tx, handoff, session)
    status = CASE_STATUS.get(Outcome(handoff.outcome))
    elsewhere = own is not None and bool(status) and own.outcome not in {"", handoff.outcome}
    if elsewhere or any(case.status is not status for case in cases):
        return MOVED
    since = handoff.closed_at or handoff.requested_at
    trail = await tx.audit.of([case.id for case in cases], since)
    return FETCHED if any(_rests_on_outcome(event.action, event.data) for event in trail) else ""


async def _decided(tx: Tx, handoff: Handoff, session: Session) -> list[CaseFile]:
    """The cases this outcome was written to."""
    own = case_of(handoff, session, await tx.cases.of(handoff.sid))
    if own is None:
        return []
    together = await tx.cases.members(own.group) or [own]
    return [case for case in together if case.outcome == handoff.outcome]


def _rests_on_outcome(action: str, data: Mapping[str, object]) -> bool:
    """Whether a download holds a paper that there is only with some outcome (flows/papers.py)."""
    paper = PAPERS.get(str(data.get("paper", "")))
    return action == "bundle" or (action == "paper" and paper is not None and bool(paper.only))
