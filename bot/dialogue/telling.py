"""Keep what a story tells: facts go to the questions they answer, the doubtful ones are read back once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.dialogue import (
    asking,
    clauses,
    damages,
    denied,
    fee_rows,
    headcount,
    insurer,
    joint,
    lists,
    loose_due,
    losses,
    lunar,
    odd,
    pasted,
    reported,
    side,
    wedding,
    whole_address,
)
from bot.dialogue.knowledge import Told
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import losses as heads_of
from bot.text import owed_periods, party_kinds, payments, promised
from bot.text.owed_periods import Owed
from flows import engine
from flows.engine import Answer, Form, Json
from flows.schema import Flow, Step

#: Facts at this confidence are kept (marked as not yet confirmed); from `DOUBTFUL` on they are asked about.
SURE, DOUBTFUL = 0.6, 0.4
#: A text with this many characters and facts is a story, not a short answer.
STORY_CHARS, STORY_FACTS = 18, 2
#: What was lent; a sum that was paid back (还了三千) is never it.
PRINCIPAL = "amount:principal"
#: What a sum or a day in these parts of a story is, no other question asks for.
PLAIN_ROLES = {"amount": frozenset({"medical", "wage_monthly"}), "date": frozenset({"due", "demanded"})}
#: Several sums in this part are bills of one sum: 门诊1350.5，住院8600.
BILL_ROLES = frozenset({"medical"})
_REFUSES = re.compile(
    r"(?:不|别|拒绝)(?:想|愿意?|同意|要)?(?:再)?调解"
    r"|(?:要|想|就)?直接(?:去法院)?(?:告|起诉|立案|打官司)"
)
#: 对方不愿意调解 says nothing about the teller.
_THEY = re.compile(r"(?:对方|人家|他们?|她们?|老板|公司|被告)[^，。,；\s]{0,3}$")
#: 不是不想调解 refuses nothing, nor does 谁说不调解.
_NOT_SO = re.compile(r"(?:不是|不会|不能|没有?|并非|谁说|别)(?:说|真|都|就|我)*$")


def tell(talk: Talk, story: str = "", line: int = 0) -> bool:
    """Fill unanswered questions with what the words say; True when something was read.

    `story` was said in transcript line `line`; without it the words are this message's. Nothing set before
    is replaced. What was filled is read back together, marked as not yet confirmed until the review.
    """
    text = story or talk.text
    form = talk.session.form
    if form is None or not text:
        return False
    table = pasted.find(talk, text, line)
    words = table.rest if table else text
    heads = losses.heads(talk, words) if losses.asked(talk) else []
    words = heads_of.without(words, heads)
    _hear_refusal(talk, words)
    form = talk.session.form or form
    found = insurer.left_out(talk, talk.facts(words), words)
    facts = _by_step(talk, [f for f in found if f.confidence >= SURE], words, line)
    facts |= clauses.said(talk.flow, words, line or talk.line, facts.keys())
    facts |= clauses.named(talk.flow, words, line or talk.line, facts.keys())
    facts |= joint.answers(talk.flow, words, line or talk.line, talk.context())
    facts = {**side.answers(talk.flow, words, line or talk.line), **facts}
    doubtful = _by_step(talk, [f for f in found if DOUBTFUL <= f.confidence < SURE], words, line)
    if table:
        facts, doubtful = {**table.placed(facts), **table.answers}, table.placed(doubtful)
    facts = {**_kinds(talk.flow, facts), **losses.stay(talk, words, line), **facts}
    if (step := losses.asked(talk)) and heads:
        facts[step.id] = replace(
            losses.told(talk, step, heads, None), source=line or talk.line, by="told", confirmed=False
        )
    facts = {**denied.told(talk, words, line), **facts, **wedding.told(talk, words, line)}
    facts = {**whole_address.kept(talk, facts, words), **damages.told(talk, words, line)}
    facts = _unblanked(talk, facts, text, words) if not table else facts
    facts, others = reported.parted(talk.flow, words, facts)
    sure, strange = _sorted(talk, facts)
    filled, taken = engine.fill(talk.flow, form, sure)
    if taken:
        talk.change(form=filled, misses=0)
        say_taken(talk, taken)
        loose_due.remember(talk, taken, words)
        pasted.open_doubted(talk, taken)
        for step in talk.flow.steps:
            if step.id in taken:
                lunar.read_back(talk, step, taken[step.id], text)
    doubtful |= strange | others
    return _ask_back(talk, doubtful, words) or bool(taken)


def _unblanked(talk: Talk, facts: Mapping[str, Answer], text: str, words: str) -> dict[str, Answer]:
    """A story keeps the words that were heard apart and blanked out: 误工费3000."""
    said = talk.incoming.text.strip() if text == talk.text else text
    if len(said) != len(words):
        return dict(facts)
    free = {step.id for step in talk.flow.steps if step.read == "text"}
    return {
        key: replace(one, value=whole, shown=whole)
        if key in free
        and one.value == words[one.start : one.end].strip()
        and (whole := said[one.start : one.end].strip())
        else one
        for key, one in facts.items()
    }


def _sorted(talk: Talk, told: Mapping[str, Answer]) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """What a story tells, and what of it can hardly be meant beside the rest; that is asked about."""
    form = talk.session.form
    sure: dict[str, Answer] = {}
    strange: dict[str, Answer] = {}
    for step in talk.flow.steps:
        value = told.get(step.id)
        if value is None or form is None:
            continue
        beside = {**sure, **form.answers}
        doubt = odd.doubts(talk.k, talk.flow, beside, step, value, today=talk.k.today)
        old = form.answers.get(step.id)
        new = old is None or engine.left_open(step, old, told)
        (strange if doubt and new else sure)[step.id] = value
    return sure, strange


def _kinds(flow: Flow, facts: Mapping[str, Answer]) -> dict[str, Answer]:
    """Who is told as 鑫达建筑公司 is a firm: the question about the kind of party is answered too."""
    found: dict[str, Answer] = {}
    for step in flow.steps:
        name = facts.get(f"{step.id.removesuffix('_kind')}_name") if step.id.endswith("_kind") else None
        kind = party_kinds.kind_of(str(name.value)) if name and name.known else ""
        if name and kind in step.options and step.id not in facts:
            found[step.id] = replace(name, value=kind, shown=step.options[kind].label)
    return found


def differs(talk: Talk) -> bool:
    """Say of what is told anew in another way (2021年3月借的) how to change it; True when there was any.

    Nothing is changed by it: only whoever says that it was wrong takes something back.
    """
    form = talk.session.form
    if form is None:
        return False
    told = _by_step(talk, [f for f in talk.facts(talk.text) if f.confidence >= SURE], talk.text, talk.line)
    said = False
    for step in talk.flow.steps:
        old, new = form.answers.get(step.id), told.get(step.id)
        if not old or not new or not new.known or step.options or step.read == "text":
            continue
        if old.value != new.value:
            key = "told_differs_rows" if lists.listed(step, new) else "told_differs"
            now = asking.display(step, old)
            talk.say(key, label=step.label, old=now, new=asking.display(step, new))
            said = True
    return said


def say_taken(talk: Talk, taken: Mapping[str, Answer]) -> None:
    """Read back what was kept, with how to correct it."""
    steps = [step for step in talk.flow.steps if step.id in taken]
    label = next((step.label for step in steps if not step.options), steps[0].label)
    talk.say("told", rows=_rows(steps, taken), label=label)


def _rows(steps: Sequence[Step], answers: Mapping[str, Answer]) -> str:
    lines = []
    for step in steps:
        lines.append(f"{step.label}：{asking.display(step, answers[step.id])}")
        if not lists.doubted(step, answers[step.id]):  # that one is shown again with what is in doubt
            lines += asking.inner(step, answers[step.id])
    return "\n".join(lines)


def _ask_back(talk: Talk, doubtful: Mapping[str, Answer], text: str) -> bool:
    """Doubtful facts are asked about together, in one question, before the form goes on."""
    form = talk.session.form
    owed = owed_periods.find(text, talk.context())
    open_ = {s.id for s in engine.steps(talk.flow, form)} if form else set()
    # a product waits for its step like any told fact (`engine.fill`), so it is asked about now
    open_ |= {key for key, value in doubtful.items() if _product(owed, value)}
    answers = form.answers if form else {}
    answered = {
        s.id for s in talk.flow.steps if s.id in answers and not engine.left_open(s, answers[s.id], doubtful)
    }
    steps = [step for step in talk.flow.steps if step.id in doubtful.keys() & open_ - answered]
    if not steps or talk.session.asking:
        return False
    buttons = (Button(talk.words("unsure_yes"), "yes"), Button(talk.words("unsure_no"), "no"))
    packed: dict[str, Json] = {step.id: doubtful[step.id].packed() for step in steps}
    data: dict[str, Json] = {"facts": packed}
    rows = "\n".join(
        _rows([step], doubtful) + _product(owed, doubtful[step.id]) + _why(talk, step, doubtful[step.id])
        for step in steps
    )
    asking.prepare(talk, "unsure", "unsure", buttons, data=data, rows=rows)
    return True


def _product(owed: Owed | None, value: Answer) -> str:
    """How a sum came about that nobody wrote: （2800×3）."""
    fen = value.value.get("low_fen") if isinstance(value.value, dict) else None
    return f"（{owed.formula}）" if owed and owed.fen == fen else ""


def _why(talk: Talk, step: Step, value: Answer) -> str:
    found = odd.doubts(talk.k, talk.flow, talk.answers(), step, value, today=talk.k.today)
    return f"（{odd.reasons(found)}）" if found else ""


def confirmed(talk: Talk, packed: Mapping[str, Json]) -> None:
    """The doubtful facts are right: they count like any answer of the person."""
    form = talk.session.form
    if form is None:
        return
    facts = {}
    for step in talk.flow.steps:
        row = packed.get(step.id)
        if isinstance(row, list):
            value = replace(Answer.unpacked(row), confirmed=True)
            strange = odd.doubts(talk.k, talk.flow, talk.answers(), step, value, today=talk.k.today)
            if odd.impossible(strange):
                talk.say("odd_never", label=step.label, reason=odd.reasons(strange))
                continue
            facts[step.id] = odd.stood_by(value) if strange else value
    filled, _ = engine.fill(talk.flow, form, facts)
    talk.change(form=filled, misses=0)


def is_story(talk: Talk, step: Step | None) -> bool:
    """Whether a long text tells more than one thing, so that no single reader may take or refuse it."""
    if len(talk.text) < STORY_CHARS or (step is not None and step.read == "text"):
        return False
    found = talk.facts(talk.text, step)
    return sum(f.confidence >= SURE and bool(f.role) for f in found) >= STORY_FACTS


def states_a_debt(talk: Talk) -> bool:
    """王强欠我500元不还: a sum with its part in a story is a legal matter, however the model sees it."""
    found = talk.facts(talk.text)
    return any(f.type == "amount" and f.role and f.confidence >= DOUBTFUL for f in found)


def belongs_elsewhere(talk: Talk, step: Step) -> bool:
    """Whether the values of a message answer another open question: a wage told where bills are asked, the
    day of a promise (年底还我) where that of the loan is.
    """
    form = talk.session.form
    if step.read not in PLAIN_ROLES or form is None:
        return False
    found = [fact for fact in talk.facts(talk.text, step) if fact.type == step.read]
    open_ = {spec for one in talk.flow.steps if one.id not in form.answers for spec in one.facts}
    return bool(found) and all(
        fact.confidence >= SURE
        and fact.role in PLAIN_ROLES[step.read]
        and f"{step.read}:{fact.role}" in open_ - step.facts.keys()
        for fact in found
    )


def answers_open(talk: Talk) -> bool:
    """Whether a message tells a sum that an open question of this intake asks for."""
    form = talk.session.form
    if form is None:
        return False
    open_ = {spec for one in talk.flow.steps if one.id not in form.answers for spec in one.facts}
    found = [fact for fact in talk.facts(talk.text) if fact.type == "amount"]
    return any(fact.confidence >= SURE and f"amount:{fact.role}" in open_ for fact in found)


def moved(old: Flow, form: Form, new: Flow) -> dict[str, Answer]:
    """Answers of one flow that answer questions of another: the same fact, or the same shared question."""
    answered = [step for step in old.steps if step.id in form.answers]
    said = {(spec, step.read): step.id for step in answered for spec, key in step.facts.items() if not key}
    shared = {(step.id, step.ask): step.id for step in answered if form.answers[step.id].by == "asked"}
    out: dict[str, Answer] = {}
    for step in new.steps:
        known = (said[spec, step.read] for spec in step.facts if (spec, step.read) in said)
        source = next(known, None) or shared.get((step.id, step.ask))
        if source:
            out[step.id] = form.answers[source]
    return out


def _hear_refusal(talk: Talk, text: str) -> None:
    """我不调解，我要直接告他: said in a story it counts, and is recorded as the refusal it is (民诉法125)."""
    step = next((s for s in talk.flow.steps if s.scope == "mediation"), None)
    form = talk.session.form
    before = [text[: found.start()] for found in _REFUSES.finditer(text)]
    mine = any(not _THEY.search(one) and not _NOT_SO.search(one) for one in before)
    if step is None or form is None or step.id in form.answers or not mine:
        return
    talk.put(step, Answer("no", step.options["no"].label, talk.line, 0, len(text)))
    talk.say("refused_noted")


def _by_step(talk: Talk, found: Sequence[Told], text: str, line: int) -> dict[str, Answer]:
    """Facts by the step they answer: the surest one of each; several pieces of evidence are joined."""
    answers: dict[str, Answer] = {}
    line = line or talk.line
    owed = fee_rows.find(found, text) if any(map(fee_rows.takes, talk.flow.steps)) else []
    sums, found = found, fee_rows.left(found, owed, text)
    for step in talk.flow.steps:
        if several := fee_rows.told(step, owed, sums, line):
            answers[step.id] = several
            continue
        fitting = [(f, key) for spec, key in step.facts.items() for f in found if _is(f, spec)]
        if PRINCIPAL in step.facts and lists.REPAID not in step.facts:
            fitting = [pair for pair in fitting if not payments.says_paid(text, pair[0].start)]
        if lists.REPAID in step.facts:
            fitting = [pair for pair in fitting if not promised.at(text, pair[0].start)]
        if lists.is_list(step) and step.columns:
            told = lists.told(step, _sums(fitting), text, talk.context(step))
            if told:
                start = min((f.start for f, _ in fitting), default=0)
                end = max((f.end for f, _ in fitting), default=len(text))
                answers[step.id] = replace(told, source=line, start=start, end=end)
            continue
        if not fitting:
            continue
        if step.read == "text":
            shown = "、".join(dict.fromkeys(f.shown for f, _ in fitting))
            first = fitting[0][0]
            answers[step.id] = Answer(shown, shown, line, first.start, first.end, "told", confirmed=False)
            continue
        fact, key = max(fitting, key=lambda pair: pair[0].confidence)
        bills = lists.may_split(step) and len({f.start for f, _ in fitting if f.role in BILL_ROLES}) > 1
        told = lists.told(step, _sums(fitting), text, talk.context(step)) if bills and not key else None
        if told:
            answers[step.id] = replace(told, source=line, start=fact.start, end=fact.end)
            continue
        if no_interest(step, fact.value):
            answers[step.id] = Answer(None, step.unknown, line, fact.start, fact.end, "told", confirmed=False)
            continue
        value = key or fact.value
        count = fact.value if fact.type == "count" and isinstance(fact.value, int) else None
        shown = headcount.shown(step, step.options[key].label, count) if key else fact.shown
        answers[step.id] = Answer(value, shown, line, fact.start, fact.end, "told", confirmed=False)
    return answers


def _sums(fitting: Sequence[tuple[Told, str]]) -> list[Json]:
    return [*{f.start: f.value for f, key in fitting if not key}.values()]


def no_interest(step: Step, value: Json) -> bool:
    """没要利息: a rate of nothing is the same as none agreed, and never a claim of nothing."""
    percent = value.get("percent") if isinstance(value, dict) else None
    return step.read == "rate" and bool(step.unknown) and str(percent) == "0"


def _is(fact: Told, spec: str) -> bool:
    kind, _, role = spec.partition(":")
    return fact.type == kind and (
        role in {"*", fact.role} or (kind == "evidence" and str(fact.value) == role)
    )
