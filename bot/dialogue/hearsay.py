"""Words of another at a question (他说没有借条): read back before they are kept, never taken as own."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import answering, asking, choosing, correcting, reported, telling
from bot.dialogue.talk import DUE, Talk
from bot.model import Button
from bot.text import hearsay
from bot.text.reading import Reading
from flows.engine import Answer, Json
from flows.schema import Step

#: A longer message is a story; `telling` asks about what others say in it.
LONG = 60
#: A promise is a fact, whoever tells of it: 他说年底还.
_PROMISED = frozenset({DUE, "date:demanded"})
#: 是 says that the words are right; where it is an option too, it is heard so all the same.
_NODS = frozenset({"是", "是的", "对", "对的", "不是", "不对"})


def listen(talk: Talk) -> bool:
    """What another says is read back, what the writer adds is the answer; True when decided."""
    step = talk.step
    if step is None or talk.session.asking or talk.session.paused or talk.incoming.payload:
        return False
    if len(talk.text) > LONG or not hearsay.reported(talk.text) or reported.may_answer(step):
        return False
    if answering.looks_like_question(step, talk.text) or choosing.option_said(talk, step, talk.text):
        return False
    if telling.is_story(talk, step) or telling.belongs_elsewhere(talk, step):
        return False
    own = answering.read(talk, step, hearsay.own_words(talk.text))
    if isinstance(own, Answer):
        answering.accept(talk, step, own)
    elif isinstance(own, Reading):
        answering.confirm(talk, step, own)
    else:
        return _ask(talk, step)
    return True


def _ask(talk: Talk, step: Step) -> bool:
    """Ask whether the writer says the same; False where the words of the other hold no answer."""
    value = _value(talk, step, talk.text) or _value(talk, step, hearsay.says(talk.text))
    if value is None or (value.known and _PROMISED & step.facts.keys()):
        return False
    buttons = (Button(talk.words("hearsay_yes"), "yes"), Button(talk.words("hearsay_no"), "no"))
    data: dict[str, Json] = {"step": step.id, "answer": value.packed()}
    shown = asking.display(step, value)
    asking.open_question(talk, "hearsay", "hearsay", buttons, data=data, label=step.label, shown=shown)
    talk.verdict = "hearsay"
    return True


def _value(talk: Talk, step: Step, words: str) -> Answer | None:
    result = answering.read(talk, step, words) if words else None
    if isinstance(result, Reading):
        return answering.answer_of(talk, result)
    return result if isinstance(result, Answer) else None


def answered(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    """Take yes and no, or an answer of the writer's own in their place: 没有, 其实就还了五千.

    The words of another, said again, have the question put again. False for anything else.
    """
    step = next((s for s in talk.flow.steps if s.id == open_["step"]), None)
    packed = open_["answer"]
    if step is None or not isinstance(packed, list):
        talk.change(asking=None)
        return False
    own = None if talk.incoming.payload else _own(talk, step)
    if own is not None:
        talk.change(asking=None)
        answering.accept(talk, step, own)
    elif payload == "yes":
        talk.change(asking=None)
        answering.accept(talk, step, Answer.unpacked(packed))
    elif payload == "no":
        talk.say("confirm_retry")
        correcting.reopen(talk, step.id)
    elif hearsay.reported(talk.text):
        asking.ask(talk)
    else:
        return False
    talk.verdict = "hearsay"
    return True


def _own(talk: Talk, step: Step) -> Answer | None:
    """An answer in words of the writer's own; a bare 是 or 不对 speaks of what was read back."""
    if talk.text.strip("。！!，, ") in _NODS or answering.looks_like_question(step, talk.text):
        return None
    said = choosing.option_said(talk, step, talk.text)
    if said or step.options:
        return said
    told = answering.read(talk, step, hearsay.own_words(talk.text))
    found = isinstance(told, Answer) and (told.known or told.shown == step.unknown)
    return told if isinstance(told, Answer) and found else None
