"""A submitted case is corrected at the desk: the old value stays in the notes, and the citizen is told.

Source: 个保法46 (the person may have wrong data put right).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.brief import case_of
from bot.dialogue.session import Session
from bot.errors import NotFound, Refused
from bot.field_reading import read_field
from bot.handoff import NO_FORM, Desk
from bot.job import named
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


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction would keep, and what the citizen is told of it."""

    label: str
    names: tuple[str, ...]  #: what people call the field
    before: str
    answer: Answer
    told: str  #: the whole sentence
    at_once: bool  #: False: told when the talk goes back to the bot, or ends
    doubt: str = ""  #: what is not certain about the value, in a question


async def preview(desk: Desk, handoff: Handoff, change: tuple[str, str]) -> Change:
    """What `change`, (field, words), would do; nothing is kept. Raises Refused, NotFound."""
    case = await case_at(desk, handoff)
    if case is not None:
        return _change(desk, case, change)
    (field, words), k = change, desk.knowledge()
    _, session = await load(desk.sessions, handoff.sid)
    if session.form is None:
        raise NotFound(NO_FORM)
    typed = read_field(k, session, field, words, desk.clock.now())
    step, old = k.flow(session.form.flow, session.form.rev).step(field), session.form.answers.get(field)
    told = k.words["desk_changed"].format(rows=f"{step.label} {typed.answer.shown}")
    names = (step.label, *step.aka)
    return Change(step.label, names, _before(old), typed.answer, told, at_once=False, doubt=typed.doubt)


def _change(desk: Desk, case: CaseFile, change: tuple[str, str]) -> Change:
    field, words = change
    if case.status not in OPEN:
        raise Refused("案件已经结束，登记的内容不能再改。")
    k = desk.knowledge()
    draft = Session(form=Form(case.flow, case.flow_rev, dict(case.answers)))
    typed = read_field(k, draft, field, words, desk.clock.now())
    step = k.flow(case.flow, case.flow_rev).step(field)
    told = k.words["case_corrected" if typed.answer.known else "case_corrected_blank"].format(
        number=case.number, label=step.label, shown=typed.answer.shown
    )
    before = _before(case.answers.get(field))
    return Change(
        step.label, (step.label, *step.aka), before, typed.answer, told, at_once=True, doubt=typed.doubt
    )


async def correct(
    desk: Desk, handoff: Handoff, case: CaseFile, account: Account, change: tuple[str, str]
) -> str:
    """Set one answer, `change` being (field, words); gives how it is shown.

    Raises Refused for a closed case or words that are no value, Conflict when somebody was faster.
    """
    field, _ = change
    one, k, now = _change(desk, case, change), desk.knowledge(), desk.clock.now()
    answers: Mapping[str, Answer] = {**case.answers, field: one.answer}
    findings = k.findings(k.flow(case.flow, case.flow_rev), answers)
    fresh = replace(case, answers=answers, findings=tuple(findings))
    async with desk.records.begin() as tx:
        await tx.cases.update(fresh, expect=case.rev)
        noted = f"更正“{one.label}”：{one.before} → {one.answer.shown}"
        await tx.messages.note(handoff.sid, account, noted, now)
        await tx.handoffs.touch(handoff.sid, name=named(answers))
        await tx.audit.add(account.id, "correct", case.id, {"field": field}, now)
    await amend(desk.sessions, handoff.sid, lambda session: (_settled(session, one.names), ()))
    await desk.tell(handoff.sid, one.told)
    return one.answer.shown


def _before(old: Answer | None) -> str:
    return old.shown if old else "没有填"


def _settled(session: Session, names: Sequence[str]) -> Session:
    """The session without the wish that was carried out: the one that names the field, or the only one."""
    left = [one for one in session.wanted if not any(name in one for name in names)]
    return replace(session, wanted=() if len(session.wanted) == 1 else tuple(left))
