"""登记我这边的情况: the intake of who was sued, or who owes, with the side known from the start."""

from __future__ import annotations

import re

from bot.dialogue import asking, intake, telling, told_before
from bot.dialogue import side as side_of
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text.reading import is_question
from bot.text.sides import find_side
from flows import engine
from flows.engine import Answer, Form
from flows.schema import Flow, Step

LOAN = "private_lending"
#: What is owed to others than who lent it, or by a card, is another matter.
_NO_LOAN = re.compile(
    r"银行|信用社|信用卡|网贷|贷款|花呗|借呗|平台|工资|工钱|薪|物业|房租|租金|货款|料款|饲料|工程|运费|医[药疗]|彩礼|赡养|抚养|税"
    r"|担保|赔|违约|公司|离婚|工人|罚"
)
_MINE = re.compile(
    "(?:其实|但是|可是|可)?(?:我|俺|咱)(?:们|家)?(?:其实|根本|一共|总共|就|只|才|是|没|不|已经|都)*(?:欠|差|交|还)(?!我|俺)"
)
_WISHES = re.compile(r"登记|调解|商量|谈一?谈|谈谈|分期|慢慢还|分几?次|缓一?缓|宽限")


def register(talk: Talk) -> None:
    """What the other side sues for is asked first; an open intake goes on, from this side."""
    form = talk.session.form
    if form is not None:
        step, side = _sued_side(talk.flow)
        if step and step.id not in form.answers:
            talk.put(step, Answer(side, step.options[side].label, talk.line))
        _put_sued(talk)
        talk.change(paused=False)
        asking.ask(talk)
        return
    known = told_before.kind(talk.session.began)
    if known and begin(talk, known):
        return
    popular = [label for label in talk.k.labels.values() if label.popular]
    buttons = [Button(label.title, f"sued:{label.id}") for label in popular]
    talk.say("own_side", [*buttons, *talk.command_buttons("human")])
    talk.verdict = "menu"


def moves(talk: Talk) -> bool:
    """Whether the open intake is for one side alone, and the words tell the other: of wages, 工人告我."""
    form, typed = talk.session.form, not talk.incoming.payload
    return typed and form is not None and side_of.registers(form.flow, talk.text) != form.flow


def move(talk: Talk) -> bool:
    """Ask whether to go on from the other side, with what was told; False where nothing moves."""
    form = talk.session.form
    if form is None or not moves(talk):
        return False
    return intake.switch(talk, side_of.registers(form.flow, talk.text), talk.text, mistake=True)


def kind_named(talk: Talk, text: str) -> str:
    """The kind of dispute whose own words stand in the text: 房租, 物业费; "" for none or several."""
    flows = ((label.id, talk.k.flows.get(label.flow)) for label in talk.k.labels.values())
    named = {name for name, flow in flows if flow and flow.id == name and any(w in text for w in flow.words)}
    return named.pop() if len(named) == 1 else ""


def told(talk: Talk) -> bool:
    """Begin the intake of who owes: with more about what was told before, or with a debt to a person.

    我就欠四个月, after 房东告我不交房租, goes on with the tenancy; 我欠老赵六万，想调解 is a loan.
    """
    if talk.session.form is not None or is_question(talk.text):
        return False
    known = told_before.kind(talk.session.began)
    kind = known if known and says_how_much(talk.text) else LOAN if _owes(talk) else ""
    if kind:
        told_before.remember(talk, kind)
    return bool(kind) and begin(talk, kind)


def _owes(talk: Talk) -> bool:
    if _NO_LOAN.search(talk.text) or [one.role for one in find_side(talk.text)] != ["borrower"]:
        return False
    sums = [one for one in talk.facts(talk.text) if one.type == "amount" and one.confidence >= telling.SURE]
    return bool(sums or _WISHES.search(talk.text))


def says_how_much(text: str) -> bool:
    """Whether the one who owes says what is owed, or that it was paid: 我就欠四个月，不是六个月."""
    return _MINE.match(text) is not None and not is_question(text)


def _sued_side(flow: Flow, other: str = "") -> tuple[Step | None, str]:
    """The question for the side, and how the flow names the one that is sued; `other`: known beforehand."""
    step = next((one for one in flow.steps if one.id == side_of.STEP), None)
    side = next((key for key in (other, *side_of.SIDES) if step and key in step.options), "")
    return (step, side) if side else (None, "")


def _put_sued(talk: Talk) -> None:
    """Where the side does not tell who is sued (a tenant, an employer), that too is known."""
    step = next((one for one in talk.flow.steps if one.id == side_of.SUED_STEP), None)
    form = talk.session.form
    if step and form and step.id not in form.answers:
        answer = Answer("respondent", step.options["respondent"].label, talk.line)
        talk.change(form=engine.put(form, step.id, answer))


def begin(talk: Talk, label_id: str) -> bool:
    """Start the intake of a dispute from the side that is sued; False for a dispute that does not exist.

    What was told before it fills its questions.
    """
    label_id, other = side_of.OTHERS.get(label_id, (label_id, ""))
    label = talk.k.labels.get(label_id)
    flow = talk.k.flows.get(label.flow) if label else None
    if label is None or flow is None:
        return False
    told = told_before.rows(talk.session.began)
    new = talk.session.form is None
    step, side = _sued_side(flow, other)
    if new:
        form = Form(flow.id, flow.rev)
        talk.change(form=form, began=None)
        if step and not any(side_of.answers(flow, text, line) for line, text in told):
            answer = Answer(side, step.options[side].label, talk.line)
            talk.change(form=engine.put(form, step.id, answer))
        _put_sued(talk)
    for line, text in told[:-1] if new else ():
        telling.tell(talk, text, line)
    line, story = told[-1] if new and told else (0, "")
    return intake.begin(talk, label_id, story, line=line)
