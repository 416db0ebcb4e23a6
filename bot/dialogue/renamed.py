"""A name that was written wrongly is put right at the person who bears it, and told of nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import asking
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import renamed
from bot.text.renamed import Renamed
from flows.engine import Answer, Json
from flows.schema import Step

_NAMES = frozenset({"name", "party"})
#: Whose name the words speak of -> how the steps that ask for it begin.
_STEPS = {"me": "applicant", "other": "respondent", "guarantor": "guarantor"}


def correct(talk: Talk) -> bool:
    """Put the right name in the place of the wrong one, or ask whose it is; True when decided."""
    form = talk.session.form
    if form is None or talk.session.asking or talk.incoming.payload:
        return False
    told = renamed.read(talk.text)
    known = [
        s for s in talk.flow.steps if s.read in _NAMES and s.id in form.answers and form.answers[s.id].known
    ]
    found = _meant(talk, known, told) if told else []
    if told is None or not found:
        return False
    if len(found) == 1:
        put(talk, found[0], told.new)
        return True
    buttons = [Button(step.label, f"edit:{step.id}") for step in found]
    data: dict[str, Json] = {"words": told.new}
    asking.open_question(talk, "which", "correct_which", buttons, data=data, said=told.new)
    talk.verdict = "edit"
    return True


def _meant(talk: Talk, known: Sequence[Step], told: Renamed) -> list[Step]:
    """The steps whose name may be meant, one where the words tell it."""
    now = {step.id: str(value.value) for step in known if (value := _answer(talk, step))}
    same = [step for step in known if told.old and told.old in now[step.id]]
    if told.old and not same:
        return []  # 是王强不是李四: of people who were not named
    whose = [step for step in known if told.whose and step.id.startswith(_STEPS[told.whose])]
    near = [step for step in known if renamed.alike(now[step.id], told.new)]
    for some in (same, whose, near):
        if len(some) == 1:
            return some
    return [] if told.whose and not whose else list(same or known)


def _answer(talk: Talk, step: Step) -> Answer | None:
    return talk.session.form.answers.get(step.id) if talk.session.form else None


def put(talk: Talk, step: Step, name: str) -> None:
    """The new name, said with the old one."""
    old = _answer(talk, step)
    start = talk.text.rfind(name)
    new = Answer(name, name, talk.line, max(start, 0), max(start, 0) + len(name))
    if old and old.value == name:
        talk.say("same", label=step.label, shown=asking.display(step, old))
    else:
        talk.put(step, new)
        shown = asking.display(step, old) if old else ""
        talk.say("changed", label=step.label, old=shown, new=asking.display(step, new))
    asking.ask(talk)
    talk.verdict = "correct"
