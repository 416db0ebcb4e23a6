"""A correction that names no field: 五万五 我刚才说错了 goes to the last sum that was told, or asks which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import answering, asking, list_rows, lists
from bot.dialogue.talk import Talk
from bot.dialogue.telling import SURE
from bot.model import Button
from bot.text import dates
from bot.text.name_ends import person_at
from bot.text.reading import Reading, is_question, left_over
from flows import engine
from flows.engine import Answer, Form
from flows.schema import Step

_BEFORE = "刚才|刚刚|方才|前面|上面|之前|那会儿?|先前"
_SAYS = "说|写|填|打|讲|报|输|记|弄|搞|答|念|算"
#: The person says to have made a slip: what is corrected was said before, not what is asked now.
_SLIP = re.compile(
    rf"(?:(?:对不起|不好意思|抱歉|哎呀?|不对|不是|我|俺|是|就|,|，|\s)*(?:{_BEFORE})*(?:我|那个|那句|的|给)*"
    rf"(?:(?:{_SAYS})(?:得|的)?(?:有点|全|都)?(?:错|岔|反|差|串)(?:了|啦|的)*|口误|手误|(?:{_SAYS})的?不对)了?(?:数|钱数|话|字)?)"
)
_LEAD = re.compile(
    r"^(?:[\s,，。.;；:：!！]|应该?是|应当是|其实|而是|改成|改为|更正为|是|就|得|我)+|[\s,，。.;；:：!！]+$"
)
#: 其实, 不对, 错了错了 at the head: what follows is not what was told, where it cannot be what is asked
_TURNS = re.compile(
    rf"^(?:[\s,，。.、！!]|哎呀?|啊|哦|噢|嗯|等等|等下|对了|我|那个?|这个?)*"
    rf"(?:其实|实际上?|准确地?说|应该(?:是|写)|应当是|更正|(?:{_BEFORE})?(?:那个?|的|说的|写的|填的)*"
    r"(?:钱数|数|数字|金额|日子|日期|时间|名字)?(?:不对|不是(?=[\s,，。、！!是应其])|错了?|错啦|有误)(?:[,，。.、！!\s])*)+(?![吗么嘛?？])"
)
#: whose or what slip it is, where it is not the teller's
_OTHERS = re.compile(r"他|她|对方|人家|老板|公司|条|合同|协议|证|判决|单")
_PAID = re.compile(r"(?:他|她|对方|人家|又|已经|都)(?:就|也|只)?(?:给我)?还(?:了|过|给)")
#: a longer message tells a story or a list
LONG = 80
#: so many words may stand beside the value
_SPARE = 4
#: readers in the order in which their values are told apart
_KINDS = ("id_number", "phone", "rate", "date", "duration", "amount", "name", "party")


def slipped(text: str) -> bool:
    """Whether the words say that something was said wrongly before: 我刚才说错了, 写错了, 口误."""
    return len(text) <= LONG and _SLIP.search(text) is not None and not by_others(text)


def by_others(text: str) -> bool:
    """Whether the slip is somebody else's, or stands on paper: 他把借条写错了."""
    found = _SLIP.search(text) if len(text) <= LONG else None
    return found is not None and _OTHERS.search(text[max(0, found.start() - 8) : found.start()]) is not None


def value_said(text: str) -> str:
    """Return the words of a correction without the slip itself: 五万五 of 五万五 我刚才说错了."""
    rest = _TURNS.sub("", _SLIP.sub(" ", text))
    for _ in range(2):
        rest = _LEAD.sub("", rest.strip())
    return rest


def turned(talk: Talk) -> bool:
    """Whether the words take something back, 其实是6万, that cannot be the answer to what is asked.

    Where a choice is asked a sum or a day is none; where a sum is asked it may be, and is heard so.
    """
    found, step = _TURNS.match(talk.text), talk.step
    if found is None or len(talk.text) > LONG or step is None or step.read in answering.WHOLE:
        return False
    words = value_said(talk.text)
    if not words or (step.options and answering.read(talk, step, words) is not None):
        return False
    return bool(step.options) or not _reads_as(talk, step.read, step, words)


def correct(talk: Talk) -> bool:
    """Put the value in place of the last one of its kind, or ask which it is for; True when decided."""
    form = talk.session.form
    found = fits(talk) if form and not talk.session.asking else []
    if form is None or not found:
        return False
    words = value_said(talk.text)
    told = {step_id: _told_at(form, step_id) for step_id in form.answers}
    last = max(found, key=lambda step: told[step.id])
    if len(found) == 1 or told[last.id] == max(told.values()):
        return put(talk, last, words)
    buttons = [Button(step.label, f"edit:{step.id}") for step in found]
    asking.open_question(talk, "which", "correct_which", buttons, data={"words": words}, said=words)
    talk.verdict = "edit"
    return True


def _told_at(form: Form, step_id: str) -> tuple[int, int]:
    """When an answer was told: the line, and within it the place in the order of questions."""
    return form.answers[step_id].source, form.trail.index(step_id) if step_id in form.trail else -1


def fits(talk: Talk) -> list[Step]:
    """The answered steps that a slip may be meant for; empty for words that own up to none."""
    if talk.session.form is None or is_question(talk.text) or by_others(talk.text):
        return []
    if not slipped(talk.text) and not turned(talk):
        return []
    words = value_said(talk.text)
    return _by_role(talk, words) or ([] if of_another(talk, words) else _by_kind(talk, words))


def put(talk: Talk, step: Step, words: str) -> bool:
    """The new value of a known step, said with the old one; False where the words hold none."""
    if lists.listed(step, talk.answers().get(step.id)):
        return _put_row(talk, step, words)
    result = answering.read(talk, step, words)
    if isinstance(result, Answer) and result.known:
        talk.change(asking=None)
        answering.accept(talk, step, replace(result, source=talk.line))
    elif isinstance(result, Reading):
        answering.confirm(talk, step, result)
    else:
        return False
    talk.verdict = "correct"
    return True


def _put_row(talk: Talk, step: Step, words: str) -> bool:
    """The value for the only row of a list; of several the row is asked."""
    talk.change(asking=None)
    talk.verdict = "correct"
    if len(list_rows.known(talk, step)[1]) == 1:
        list_rows.change(talk, step, 0, words)
    elif talk.session.form is not None:
        talk.say("rows_which", measure=lists.measure(step))
        talk.change(form=engine.reopen(talk.session.form, step.id))
        asking.ask(talk)
    return True


def _open_to_it(talk: Talk) -> Sequence[Step]:
    """The answered steps that hold a value."""
    answers = talk.answers()
    known = [s for s in engine.active(talk.flow, answers) if s.id in answers and answers[s.id].known]
    return [step for step in known if not step.options]


def _by_role(talk: Talk, words: str) -> list[Step]:
    """借的是五万五: the part that the words say the value plays."""
    told = {f"{fact.type}:{fact.role}" for fact in talk.facts(words) if fact.role and fact.confidence >= SURE}
    return [step for step in _open_to_it(talk) if told & step.facts.keys() and _reads(talk, step, words)]


def of_another(talk: Talk, words: str) -> bool:
    """他还了我三万, where nothing was said of payments: what was lent is not the value that is meant."""
    told = {f"{fact.type}:{fact.role}" for fact in talk.facts(words) if fact.role and fact.confidence >= SURE}
    told |= {lists.REPAID} if _PAID.search(words) else set()
    known = {spec for step in _open_to_it(talk) for spec in step.facts}
    return any(told & step.facts.keys() and not step.facts.keys() & known for step in talk.flow.steps)


def _by_kind(talk: Talk, words: str) -> list[Step]:
    for kind in _KINDS:
        found = [step for step in _open_to_it(talk) if _kind(step) == kind and _reads(talk, step, words)]
        if found:
            return found
    return []


def _kind(step: Step) -> str:
    """What a value of the step is; a list with sums is known by them."""
    return "amount" if any(column.read == "amount" for column in step.columns.values()) else step.read


def _reads(talk: Talk, step: Step, words: str) -> bool:
    listed = lists.listed(step, talk.answers().get(step.id))
    return _reads_as(talk, _kind(step) if listed else step.read, step, words)


def _reads_as(talk: Talk, kind: str, step: Step, words: str) -> bool:
    context = talk.context(step)
    if kind == "date" and not dates.find(words, context):
        return False  # 五 alone is no day here
    if kind in {"name", "party"} and person_at(words, 0) != len(words):
        return False
    reading = talk.k.readers[kind](words, context)
    if not isinstance(reading, Reading):
        return False
    return len(left_over(words, [(reading.start, reading.end)])) <= _SPARE
