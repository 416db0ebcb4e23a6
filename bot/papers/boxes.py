"""Boxes to tick: a choice prints everything that could be said, so that a clerk sees what was asked."""

from __future__ import annotations

from bot.papers.values import MISSING, UNSURE, printed
from flows.engine import Answer
from flows.schema import Step

TICKED, EMPTY = "☑", "☐"
#: How an answer reads that was skipped (flows/commands.yml) or fits no option: nothing a court is told.
LEFT_OPEN = frozenset({"跳过", "选项里没有"})


def boxes(*labels: str, ticked: str = "") -> str:
    """☑有　☐没有; without `ticked` all are open for the pen."""
    return "　".join(f"{TICKED if label == ticked else EMPTY}{label}" for label in labels)


def choice(step: Step, answer: Answer | None) -> str:
    """All options of a step with the one that was chosen; what was said instead stands behind them."""
    chosen = step.options.get(str(answer.value)) if answer else None
    row = boxes(*(o.label for o in step.options.values()), ticked=chosen.label if chosen else "")
    if answer is None:
        return f"{row}（{MISSING}）"
    if chosen is None:
        left_open = not answer.known and answer.shown in LEFT_OPEN
        row = f"{row}（{MISSING if left_open else printed(answer.shown) or MISSING}）"
    return row if answer.confirmed else row + UNSURE
