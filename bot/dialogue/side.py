"""The side of the teller, told beside the matter: 房东把我告了 answers 您是租房子的，还是房东. Pure."""

from __future__ import annotations

from bot.text import side_told
from flows.engine import Answer
from flows.schema import Flow, Step

#: The question for the side, in every flow that has two of them.
STEP = "side"


def answers(flow: Flow, text: str, line: int) -> dict[str, Answer]:
    """The side a story tells, for the step that asks for it."""
    step = next((one for one in flow.steps if one.id == STEP), None)
    found = _told(flow, step, text, line) if step else None
    return {STEP: found} if found else {}


def chosen(flow: Flow, step: Step, text: str, line: int) -> Answer | None:
    """The side, where it is asked for and told in other words than those of an option."""
    return _told(flow, step, text, line, by="asked") if step.id == STEP else None


def _told(flow: Flow, step: Step, text: str, line: int, *, by: str = "told") -> Answer | None:
    found = side_told.find(flow.id, text)
    if found is None or found[0] not in step.options:
        return None
    key, start, end = found
    return Answer(key, step.options[key].label, line, start, end, by, confirmed=by == "asked")
