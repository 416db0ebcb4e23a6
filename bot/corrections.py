"""A submitted case is corrected at the desk: the old value stays in the notes, and the citizen is told.

Source: 个保法46 (the person may have wrong data put right).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import row_reading, together
from bot.brief import case_of
from bot.dialogue.session import Session
from bot.errors import NotFound, Refused
from bot.field_reading import Wish
from bot.handoff import NO_FORM, Desk
from bot.job import named
from bot.model import Account, CaseFile, CaseStatus, Handoff
from bot.transcript import amend, load
from flows.engine import Answer, Form

#: Cases whose answers still change something.
OPEN = frozenset({CaseStatus.SUBMITTED, CaseStatus.IN_MEDIATION, CaseStatus.TO_FILE})

EACH_ITS_OWN = (
    "这些人已经各有一件案件，名单只能一行一行改。要加人，请他本人来申请；要去掉谁，请在那一件里记结果。"
)


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
    part: str = ""  #: which row of a list; `before` and `shown` are then of that row
    shown: str = ""


async def preview(desk: Desk, handoff: Handoff, wish: Wish) -> Change:
    """What `wish` would do; nothing is kept. Raises Refused, NotFound."""
    case = await case_at(desk, handoff)
    if case is not None:
        return _change(desk, case, wish)
    k = desk.knowledge()
    _, session = await load(desk.sessions, handoff.sid)
    if session.form is None:
        raise NotFound(NO_FORM)
    typed = row_reading.read(k, session, wish, desk.clock.now())
    step, old = k.flow(session.form.flow, session.form.rev).step(wish.field), session.form.answers
    shown = typed.shown or typed.answer.shown
    told = k.words["desk_changed"].format(rows=f"{step.label}{typed.part} {shown}")
    names = (step.label, *step.aka)
    before = typed.before or _before(old.get(wish.field))
    return Change(step.label, names, before, typed.answer, told, False, typed.doubt, typed.part, shown)


def _change(desk: Desk, case: CaseFile, wish: Wish) -> Change:
    if case.status not in OPEN:
        raise Refused("案件已经结束，登记的内容不能再改。")
    if case.group and wish.field == together.TABLE and wish.what != "row":
        raise Refused(EACH_ITS_OWN)
    k = desk.knowledge()
    draft = Session(form=Form(case.flow, case.flow_rev, dict(case.answers)))
    typed = row_reading.read(k, draft, wish, desk.clock.now())
    step = k.flow(case.flow, case.flow_rev).step(wish.field)
    shown = typed.shown or typed.answer.shown
    told = k.words["case_corrected" if typed.answer.known else "case_corrected_blank"].format(
        number=case.number, label=f"{step.label}{typed.part}", shown=shown
    )
    before, names = typed.before or _before(case.answers.get(wish.field)), (step.label, *step.aka)
    return Change(step.label, names, before, typed.answer, told, True, typed.doubt, typed.part, shown)


async def correct(desk: Desk, handoff: Handoff, case: CaseFile, account: Account, wish: Wish) -> str:
    """Set one answer or one row of a list; gives how it is shown.

    Of people who filed together everybody's case gets the list, and whose row it is gets what is theirs.
    Raises Refused for a closed case or words that are no value, Conflict when somebody was faster.
    """
    one, now = _change(desk, case, wish), desk.clock.now()
    answers: Mapping[str, Answer] = {**case.answers, wish.field: one.answer}
    async with desk.records.begin() as tx:
        if case.group and wish.field == together.TABLE:
            members = await tx.cases.members(case.group)
            for member in together.with_row(members, case.answers, one.answer, wish.row):
                await tx.cases.update(_checked(desk, member), expect=member.rev)
                if member.id == case.id:
                    answers = member.answers
        else:
            await tx.cases.update(_checked(desk, replace(case, answers=answers)), expect=case.rev)
        noted = f"更正“{one.label}”{one.part}：{one.before} → {one.shown}"
        await tx.messages.note(handoff.sid, account, noted, now)
        await tx.handoffs.touch(handoff.sid, name=named(answers))
        await tx.audit.add(account.id, "correct", case.id, wish.audited(), now)
    await amend(desk.sessions, handoff.sid, lambda session: (_settled(session, one.names), ()))
    await desk.tell(handoff.sid, one.told)
    return one.shown


def _checked(desk: Desk, case: CaseFile) -> CaseFile:
    """The case with the checks of the law made again."""
    k = desk.knowledge()
    return replace(case, findings=tuple(k.findings(k.flow(case.flow, case.flow_rev), case.answers)))


def _before(old: Answer | None) -> str:
    return old.shown if old else "没有填"


def _settled(session: Session, names: Sequence[str]) -> Session:
    """The session without the wish that was carried out: the one that names the field, or the only one."""
    left = [one for one in session.wanted if not any(name in one for name in names)]
    return replace(session, wanted=() if len(session.wanted) == 1 else tuple(left))
