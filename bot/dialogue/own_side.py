"""登记我这边的情况: the intake of who was sued, with the side known from the start."""

from __future__ import annotations

from bot.dialogue import asking, intake
from bot.dialogue.talk import Talk
from bot.model import Button
from flows import engine
from flows.engine import Answer, Form

#: How flows name the side that is sued, in the question `side`.
SIDES = ("respondent", "borrower")


def register(talk: Talk) -> None:
    """What the other side sues for is asked first; an open intake goes on."""
    if talk.session.form is not None:
        talk.change(paused=False)
        asking.ask(talk)
        return
    popular = [label for label in talk.k.labels.values() if label.popular]
    buttons = [Button(label.title, f"sued:{label.id}") for label in popular]
    talk.say("own_side", [*buttons, *talk.command_buttons("human")])
    talk.verdict = "menu"


def begin(talk: Talk, label_id: str) -> bool:
    """Start the intake of a dispute from the side that is sued; False for a dispute that does not exist."""
    label = talk.k.labels.get(label_id)
    flow = talk.k.flows.get(label.flow) if label else None
    if label is None or flow is None:
        return False
    step = next((one for one in flow.steps if one.id == "side"), None)
    side = next((key for key in SIDES if step and key in step.options), "")
    if talk.session.form is None and step and side:
        form = Form(flow.id, flow.rev)
        answer = Answer(side, step.options[side].label, talk.line)
        talk.change(form=engine.put(form, step.id, answer))
    return intake.begin(talk, label_id)
