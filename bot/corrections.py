"""A submitted case is corrected at the desk: the old value stays in the notes, and the citizen is told.

Source: 个保法46 (the person may have wrong data put right).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.brief import case_of
from bot.dialogue.session import Session
from bot.errors import Refused
from bot.field_reading import read_field
from bot.handoff import Desk
from bot.model import Account, CaseFile, CaseStatus, Handoff
from bot.transcript import amend, load
from flows.engine import Answer, Form

#: Cases whose answers still change something.
OPEN = frozenset({CaseStatus.SUBMITTED, CaseStatus.IN_MEDIATION, CaseStatus.TO_FILE})


async def case_at(desk: Desk, handoff: Handoff) -> CaseFile | None:
    """The submitted case a talk is about, None while the answers are still a draft."""
    async with desk.records.begin() as tx:
        cases = await tx.cases.of(handoff.sid)
    _, session = await load(desk.sessions, handoff.sid)
    return case_of(handoff, session, cases)


async def correct(
    desk: Desk, handoff: Handoff, case: CaseFile, account: Account, change: tuple[str, str]
) -> str:
    """Set one answer, `change` being (field, words); gives how it is shown.

    Raises Refused for a closed case or words that are no value, Conflict when somebody was faster.
    """
    field, words = change
    if case.status not in OPEN:
        raise Refused("案件已经结束，登记的内容不能再改。")
    k, now = desk.knowledge(), desk.clock.now()
    flow = k.flow(case.flow, case.flow_rev)
    draft = Session(form=Form(case.flow, case.flow_rev, dict(case.answers)))
    answer = read_field(k, draft, field, words, now)
    answers: Mapping[str, Answer] = {**case.answers, field: answer}
    label, old = flow.step(field).label, case.answers.get(field)
    before = old.shown if old else "没有填"
    fresh = replace(case, answers=answers, findings=tuple(k.findings(flow, answers)))
    async with desk.records.begin() as tx:
        await tx.cases.update(fresh, expect=case.rev)
        await tx.messages.note(handoff.sid, account, f"更正“{label}”：{before} → {answer.shown}", now)
        await tx.audit.add(account.id, "correct", case.id, {"field": field}, now)
    names = (label, *flow.step(field).aka)
    await amend(desk.sessions, handoff.sid, lambda session: (_settled(session, names), ()))
    await desk.tell(
        handoff.sid, k.words["case_corrected"].format(number=case.number, label=label, shown=answer.shown)
    )
    return answer.shown


def _settled(session: Session, names: Sequence[str]) -> Session:
    """The session without the wish that was carried out: the one that names the field, or the only one."""
    left = [one for one in session.wanted if not any(name in one for name in names)]
    return replace(session, wanted=() if len(session.wanted) == 1 else tuple(left))
