"""A person is wanted, and something is asked or told beside it: both are answered."""

from __future__ import annotations

from bot.dialogue import answering, giving, intake, meant, steering, telling, told_before
from bot.dialogue.queries import Heard
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import person_wish
from flows.engine import Answer


def told(talk: Talk) -> str:
    """What is asked or told beside the wish for a person; "" for the wish alone, or none."""
    return "" if talk.incoming.payload else person_wish.without(talk.text)


def take(talk: Talk, heard: Heard) -> bool:
    """Answer the question, keep the story, and call a person; False where none is wanted beside it."""
    rest = told(talk)
    if not rest:
        return False
    talk.text = rest
    entry = meant.asked_beside(talk, heard)
    kept = talk.session.form is not None and (_answered(talk, rest) or telling.tell(talk, rest, talk.line))
    if entry:
        giving.answer_question(talk, entry)
    if talk.session.form is None:
        _keep(talk, heard, entry.next.removeprefix(intake.FLOW) if entry else "", answered=entry is not None)
    elif not entry and not kept:
        talk.say("beside_person_kept")
    steering.human(talk)
    talk.verdict = "human"
    return True


def _answered(talk: Talk, rest: str) -> bool:
    """三万，转人工: the open question is answered too."""
    step = talk.step
    if step is None or step.scope or talk.session.asking:
        return False  # what a consent is given to is asked by itself
    said = answering.read(talk, step, rest)
    if isinstance(said, Answer):
        talk.put(step, said)
    return isinstance(said, Answer)


def _keep(talk: Talk, heard: Heard, label: str, *, answered: bool) -> None:
    """The story, for the intake it may begin; which one is said where the words are sure."""
    top = heard.whole.top
    if not answered and top.name.startswith("dispute/") and top.confidence >= talk.k.limits.dispute:
        label = top.name.removeprefix("dispute/")
        button = Button(talk.words("register_now"), f"{intake.FLOW}{label}")
        talk.say("beside_person", [button], title=talk.k.labels[label].title)
    elif not answered:
        talk.say("beside_person_kept")
    if label in talk.k.labels:
        told_before.remember(talk, answered=label)
