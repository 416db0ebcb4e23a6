"""Values that can hardly be meant are asked back before they are kept; who insists is heard (待核实)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.dialogue import asking, lists
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.talk import Talk
from bot.law import plausible
from bot.law.plausible import Asked, Doubt
from bot.model import Button
from flows.engine import Answer, Json
from flows.schema import Flow, Step

#: `Answer.by` of a value the person stands by; it is not confirmed by handing the case in.
INSISTED = "insisted"
#: Reasons named in one question.
MOST = 2


def doubts(
    k: Knowledge, flow: Flow, answers: Mapping[str, Answer], step: Step, value: Answer, *, today: date
) -> list[Doubt]:
    """What is odd about a value beside the other answers and was not odd about the one that stands there."""
    if not value.known or step.scope or step.options:
        return []
    columns = (
        {key: column.read for key, column in lists.columns(step).items()} if lists.holds_rows(step) else {}
    )
    found = []
    for one in (answers.get(step.id), value):
        others = {**answers, step.id: one} if one else {**answers}
        asked = Asked(step.id, step.read, one.shown if one else "", columns)
        found.append(plausible.doubts(asked, k.facts(flow, others), today) if one and one.known else [])
    before = {doubt.key for doubt in found[0]}
    return [doubt for doubt in found[1] if doubt.key not in before]


def impossible(found: Sequence[Doubt]) -> bool:
    """Whether one of the doubts is of what cannot be so; a yes keeps no such value."""
    return any(one.never for one in found)


def reasons(found: Sequence[Doubt]) -> str:
    """Why a value is asked back, in one line."""
    return "；".join(doubt.say for doubt in found[:MOST])


def ask(talk: Talk, step: Step, value: Answer, *, insisted: bool = False) -> bool:
    """Ask back what is odd before it is kept; True when a question was put.

    What cannot be so is asked for again, also from who insists.
    """
    found = doubts(talk.k, talk.flow, talk.answers(), step, value, today=talk.k.today)
    if impossible(found):
        talk.say("odd_never", label=step.label, reason=reasons(found))
        asking.ask(talk)
        talk.verdict = "odd"
        return True
    if insisted or not found:
        return False
    buttons = (Button(talk.words("odd_yes"), "yes"), Button(talk.words("odd_no"), "no"))
    data: dict[str, Json] = {"step": step.id, "answer": value.packed()}
    asking.open_question(talk, "odd", "odd", buttons, data=data, label=step.label, reason=reasons(found))
    talk.verdict = "odd"
    return True


def stood_by(value: Answer) -> Answer:
    """The value as the person insists on it: kept, and to be verified."""
    return replace(value, by=INSISTED, confirmed=False)
