"""登记我这边的情况: the intake of who was sued, with the side known from the start."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import asking, intake, telling
from bot.dialogue.talk import Talk
from bot.model import Button
from flows import engine
from flows.engine import Answer, Form, Json
from flows.schema import Flow, Step

#: How flows name the side that is sued, in the question `side`.
SIDES = ("respondent", "borrower")
#: Key of what was told, in `Session.began`, and how many messages are kept of it.
TOLD, MOST_TOLD = "told", 6


def register(talk: Talk) -> None:
    """What the other side sues for is asked first; an open intake goes on, from this side."""
    form = talk.session.form
    if form is not None:
        step, side = _sued_side(talk.flow)
        if step and step.id not in form.answers:
            talk.put(step, Answer(side, step.options[side].label, talk.line))
        talk.change(paused=False)
        asking.ask(talk)
        return
    popular = [label for label in talk.k.labels.values() if label.popular]
    buttons = [Button(label.title, f"sued:{label.id}") for label in popular]
    talk.say("own_side", [*buttons, *talk.command_buttons("human")])
    talk.verdict = "menu"


def remember(talk: Talk) -> None:
    """What was told before an intake is open is kept for it, message by message."""
    if talk.session.form is None:
        told = told_before(talk.session.began)
        asked = talk.session.asking or {}
        if asked.get("kind") == "triage":  # a story whose kind of dispute was still asked
            told.append((int(str(asked.get("line", 0))), str(asked.get("story", ""))))
        rows: list[Json] = [[line, text] for line, text in [*told, (talk.line, talk.text)]]
        talk.change(began={"story": talk.text, "line": talk.line, "others": [], TOLD: rows[-MOST_TOLD:]})


def told_before(began: Mapping[str, Json] | None) -> list[tuple[int, str]]:
    """(transcript line, words) of what who is sued told so far."""
    rows = (began or {}).get(TOLD)
    found = [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    return [(int(str(line)), str(text)) for line, text in found]


def _sued_side(flow: Flow) -> tuple[Step | None, str]:
    """The question for the side, and how the flow names the one that is sued."""
    step = next((one for one in flow.steps if one.id == "side"), None)
    side = next((key for key in SIDES if step and key in step.options), "")
    return (step, side) if side else (None, "")


def begin(talk: Talk, label_id: str) -> bool:
    """Start the intake of a dispute from the side that is sued; False for a dispute that does not exist.

    What was told before it fills its questions.
    """
    label = talk.k.labels.get(label_id)
    flow = talk.k.flows.get(label.flow) if label else None
    if label is None or flow is None:
        return False
    told = told_before(talk.session.began)
    new = talk.session.form is None
    step, side = _sued_side(flow)
    if new:
        form = Form(flow.id, flow.rev)
        talk.change(form=form, began=None)
        if step:
            answer = Answer(side, step.options[side].label, talk.line)
            talk.change(form=engine.put(form, step.id, answer))
    for line, text in told[:-1] if new else ():
        telling.tell(talk, text, line)
    line, story = told[-1] if new and told else (0, "")
    return intake.begin(talk, label_id, story, line=line)
