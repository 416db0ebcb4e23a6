"""Change an earlier answer: in free words (金额写错了，是6万), from the list, or by 返回.

Later answers are kept.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import answering, asking, old_and_new, taken_back
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text.mask import mask_text
from bot.text.reading import Reading, Refusal, is_correction, is_question
from flows import engine
from flows.engine import Answer
from flows.schema import Step

_EDIT = re.compile(
    r"^(?:我要|我想|帮我)?(?:修改|改一下|改下|更改|改)第?\s*([0-9一二三四五六七八九十]{1,3})[项条个]?$"
)
_EDIT_NAME = re.compile(r"^(?:我要|我想|帮我)?(?:修改|改一下|改下|更改|改)(?P<name>.{1,12})$")
#: After submission only plain words: 不是 alone may begin any sentence.
_TAKES_BACK = re.compile(
    r"错了|写错|说错|填错|打错|应该是|更正|改成|改为|^(?:我要|我想|帮我)?(?:修改|更改|改一下|改下)"
)
#: 是2500不是2000: the new value stands before the old one.
_THIS_NOT_THAT = re.compile(r"(?<![不就])是([^是，,。]{1,20}?)[，, ]?(?:而)?不是")
_NOT_THIS = re.compile(r"不是.{1,15}?[，,、 ]?(?:是|而是|应该是)")
#: Of all that was read back something is wrong, and not what.
_WRONG = re.compile(
    r"(?:我|看着|看了|感觉|觉得|好像|这里|这个|上面|里面|里头|有(?:的|些|点|一|两|几|个|地方|[处项条])*|哪里|哪儿|地方|内容|[,，\s])*"
    r"(?:(?:不太?|不大|不怎么|不全)(?:对劲?|准确?)|(?:写|记|填|弄|搞)?错|写?得?不对|有(?:点|些)?(?:问题|毛病|出入|误))"
    r"(?:的|了|呀|啊|呢|吧|地方)*[。！!]*"
)
#: No new value of these stands behind 不是; a consent is given or refused in its own words only.
_NO_VALUE = frozenset({"text", "short_text", "address", "consent"})
#: Buttons that fit a phone screen without scrolling for ever.
CHOICES = 20
#: Of a correction that waits for the desk: how much is kept, and how many.
SAID_CHARS, MOST_WANTED = 80, 5


def correction(talk: Talk) -> bool:
    """Free words that correct an answer; True when the turn is decided."""
    if talk.session.form is None:
        return _after_submission(talk)
    number = _EDIT.match(talk.text)
    if number:
        return edit_number(talk, _number(number[1]))
    if told := old_and_new.find(talk):
        return change(talk, *told)
    step = corrected(talk)
    if step is None:
        return taken_back.correct(talk) or _something_wrong(talk)
    return change(talk, step, _value_for(talk, step))


def _something_wrong(talk: Talk) -> bool:
    """看着不对, 有几处写错了, said of the review: which answer is asked."""
    if talk.step is not None or is_question(talk.text) or not _WRONG.fullmatch(talk.text.strip()):
        return False
    return choose(talk)


def _value_for(talk: Talk, step: Step) -> str:
    """The words of a correction that hold the new value: behind 是, behind the name, or beside 说错了."""
    said = [_new_part(talk.text), _after_name(talk.text, step)]
    if taken_back.slipped(talk.text):
        rest = taken_back.value_said(talk.text)
        for name in (step.label, *step.aka):
            rest = rest.replace(name, "")
        said.append(taken_back.value_said(rest))
    read = (words for words in said if words and answering.read(talk, step, words) is not None)
    return next(read, "") or next(filter(None, said), "")


def _after_submission(talk: Talk) -> bool:
    """金额写错了，应该是6万, when the case is handed in: it reaches a person, nothing changes by itself."""
    if not talk.session.cases or is_question(talk.text) or not _TAKES_BACK.search(talk.text):
        return False
    talk.effect("handoff", reason="要求更正登记内容", urgent=False, flag="")
    said = mask_text(talk.text[:SAID_CHARS])
    talk.change(wanted=(*(one for one in talk.session.wanted if one != said), said)[-MOST_WANTED:])
    talk.say("correction_passed", said=said)
    talk.verdict = "correction"
    return True


def stale(talk: Talk) -> bool:
    """A button under an intake that is handed in or gone: what can be done instead."""
    if talk.session.form is not None:
        return False
    talk.say(
        "edit_submitted" if talk.session.cases else "nothing_open", talk.command_buttons("status", "menu")
    )
    talk.verdict = "stale"
    return True


def corrected(talk: Talk) -> Step | None:
    """The answered step that free words correct; None for words that correct nothing."""
    return meant(talk) if is_correction(talk.text) or _EDIT_NAME.match(talk.text) else None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    digits = "零一二三四五六七八九"
    tens, _, ones = text.partition("十")
    if "十" not in text:
        return digits.find(text)
    return (digits.find(tens) if tens else 1) * 10 + (digits.find(ones) if ones else 0)


def meant(talk: Talk) -> Step | None:
    """Which answered step the words name; the longest name wins, so that 对方电话 beats 电话.

    A fact that waits for its step was read back too, so it can be corrected as well.
    """
    named = called(talk)
    if named:
        return named[0]
    if taken_back.slipped(talk.text) or taken_back.by_others(talk.text):
        return None  # what was said wrongly stands nowhere in the words: its kind tells
    return _by_value(talk) if is_correction(talk.text) else None


def called(talk: Talk) -> tuple[Step, str] | None:
    """The answered step the words call by a name, and that name."""
    answered = talk.session.form.answers if talk.session.form else {}
    named = [
        (step, name)
        for step in talk.flow.steps
        if step.id in answered
        for name in (step.label, *step.aka)
        if name in talk.text
    ]
    return max(named, key=lambda pair: len(pair[1]), default=None)


def names_another(talk: Talk, step: Step) -> bool:
    """Whether the words correct another answer than the one being confirmed."""
    other = meant(talk) if is_correction(talk.text) else None
    if other is None and taken_back.slipped(talk.text):
        return step.id not in {one.id for one in taken_back.fits(talk)} and bool(taken_back.fits(talk))
    return other is not None and other.id != step.id


def _by_value(talk: Talk) -> Step | None:
    """不是五万是六万: no field is named, so it is the one whose old value stands in the text."""
    answered = talk.answers()
    new = _new_part(talk.text)
    old = talk.text[: len(talk.text) - len(new)]
    fits = []
    for step in talk.flow.steps:
        if step.id in answered and not step.options and step.read not in {"text", "short_text"}:
            reading = talk.k.readers[step.read](old, talk.context(step)) if old else None
            if isinstance(reading, Reading) and reading.value == answered[step.id].value:
                fits.append(step)
    if len(fits) == 1:
        return fits[0]
    if taken_back.of_another(talk, new):
        return None
    last = talk.session.form.trail[-1:] if talk.session.form else ()
    recent = [
        step
        for step in talk.flow.steps
        if step.id in last
        and step.id in answered
        and step.read not in {"text", "short_text", "address", "consent"}
    ]
    fresh = (
        [s for s in recent if isinstance(talk.k.readers[s.read](new, talk.context(s)), Reading)]
        if new
        else []
    )
    return fresh[0] if fresh else None


def _after_name(text: str, step: Step) -> str:
    """改一下 还了八千: what follows the name of the field."""
    names = sorted((n for n in (step.label, *step.aka) if n in text), key=len)
    return text.partition(names[-1])[2].strip(" ，,。") if names else ""


def _new_part(text: str) -> str:
    """What comes after 应该是/改成/是 …, which is where the new value stands."""
    turned = _THIS_NOT_THAT.search(text)
    if turned:
        return turned[1].strip(" ，,。")
    best = ""
    for mark in ("应该是", "应当是", "改成", "改为", "更正为", "而是", "其实是", "是", "，", ","):
        at = text.rfind(mark)
        if at >= 0:
            tail = text[at + len(mark) :].strip(" ，,。")
            if tail and (not best or mark not in {"是", "，", ","}):
                best = tail
                break
    return best


def change(talk: Talk, step: Step, words: str) -> bool:
    """Put the new value, or open the step again when the words hold none."""
    result = answering.read(talk, step, words) if words else None
    if isinstance(result, Answer) and result.known:
        form = talk.session.form
        if form is None:
            return False
        old = form.answers[step.id]
        if result.value == old.value:
            talk.say("same", label=step.label, shown=asking.display(step, old))
            asking.ask(talk)
        else:
            place = talk.text.rfind(words)
            answering.accept(talk, step, replace(result, start=place, end=place + len(words)))
        talk.verdict = "correct"
        return True
    if isinstance(result, Reading):
        answering.confirm(talk, step, result)
        return True
    if isinstance(result, Refusal):
        talk.say("evidence_refused", reason=result.sentence)
    elif result is None and _new_part(talk.text) and not is_question(talk.text):
        talk.say("change_unread", label=step.label)
    return reopen(talk, step.id)


def reopen(talk: Talk, step_id: str) -> bool:
    """修改: ask a step again; its old answer stays until a new one comes."""
    form = talk.session.form
    if form is None:
        return False
    if step_id in {s.id for s in engine.active(talk.flow, form.answers)}:
        form = engine.reopen(form, step_id)
    elif step_id in form.answers:
        form = engine.forget(form, step_id)  # it waits for its step, which will ask
    else:
        return False
    talk.change(form=form, asking=None, paused=False, misses=0)
    asking.ask(talk)
    talk.verdict = "edit"
    return True


def edit_number(talk: Talk, number: int) -> bool:
    """修改3: the third row of the review."""
    for n, step, _ in asking.rows(talk):
        if n == number:
            return reopen(talk, step.id)
    return choose(talk)


def choose(talk: Talk) -> bool:
    """Offer the answered steps to pick from."""
    if talk.session.cases and stale(talk):
        return True
    listed = asking.rows(talk) if talk.session.form else []
    if not listed:
        talk.say("nothing_open" if talk.session.form is None else "edit_unknown")
        asking.ask(talk)
        return True
    buttons = [Button(f"{n} {step.label}", f"edit:{step.id}") for n, step, _ in listed[-CHOICES:]]
    asking.open_question(talk, "edit", "edit_which", buttons, data={})
    talk.verdict = "edit"
    return True


def undo(talk: Talk) -> None:
    """撤销: the answer that was changed last is again what it was."""
    change_, form = talk.session.undo or {}, talk.session.form
    step_id, was = str(change_.get("step")), change_.get("was")
    now = form.answers.get(step_id) if form and form.flow == change_.get("flow") else None
    if form is None or now is None or not isinstance(was, list) or now.packed() != change_.get("now"):
        talk.say("rows_undo_none")
    else:
        step, old = talk.flow.step(step_id), Answer.unpacked(was)
        talk.put(step, old)
        talk.say("undone", label=step.label, shown=asking.display(step, old))
    talk.change(undo=None, paused=False)
    asking.ask(talk)


def back(talk: Talk) -> None:
    """返回: one step back; nothing said is lost."""
    form = talk.session.form
    if form is None:
        talk.say("nothing_open")
        return
    walked = engine.back(talk.flow, form)
    if walked == form:
        talk.say("back_first")
    talk.change(form=walked, asking=None, paused=False, misses=0)
    asking.ask(talk)
