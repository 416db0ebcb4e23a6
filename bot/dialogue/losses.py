"""误工费、护理费、营养费 told at any moment go to the question about them; what else was said is heard on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.dialogue import asking, lists
from bot.dialogue.talk import Talk
from bot.law import injury
from bot.text import cells, daily_losses, losses
from bot.text.cells import Row
from bot.text.daily_losses import Daily
from bot.text.losses import Head
from bot.text.reading import Reading, flat, is_question
from flows.engine import Answer
from flows.schema import Step

STEP: Final = "other_losses"
STAY: Final = "hospital_days"
INCOME: Final = "income"
LOST: Final = "误工费"
#: A fact of a story that is surer than this counts.
SURE: Final = 0.5
_STAY: Final = re.compile(
    r"住(?:了)?(?:医)?(?:院)?(?:一共|总共|共)?(?:住)?(?:了)?\s?(?P<long>(?:\d+|[一二两三四五六七八九十]+)\s?个?半?(?:天|周|星期|月))"
    r"(?=[的院了，,。；;、花 ]|$)"
)
#: What is left of a message is heard when it holds a number or as many words.
LEFT: Final = 6
_WORDS: Final = re.compile(r"[^，,。；;、：:\s]")


def asked(talk: Talk) -> Step | None:
    """The question about the other heads of damages, where the open flow has one."""
    return next((step for step in talk.flow.steps if step.id == STEP), None) if talk.session.form else None


def heads(talk: Talk, text: str) -> list[Head]:
    """The heads a text names, and the 误工费 that its days without work and a monthly wage come to."""
    found = _with_daily(losses.find(text, talk.context()), daily_losses.find(text, talk.context()))
    off = losses.off_work(text, talk.context())
    monthly = _monthly(talk, text) if off else None
    if off and monthly and all(head.name != LOST for head in found):
        days, (start, end) = off
        found.append(Head(LOST, injury.lost_income(monthly, days).amount_fen, start, end, reckoned=True))
    return sorted(found, key=lambda head: head.start)


def _with_daily(named: Sequence[Head], daily: Sequence[Daily]) -> list[Head]:
    """Heads told with a sum, and those worked out of pay and days; 护理费150一天，二十天 is 3000, not 150."""
    apart = [one for one in named if not any(two.start < one.end and one.start < two.end for two in daily)]
    return [*apart, *(two for two in daily if all(one.name != two.name for one in apart))]


def _monthly(talk: Talk, text: str) -> int | None:
    """Monthly pay in fen: what the words say, else what the form holds."""
    told = [f.value for f in talk.facts(text) if f.role == "wage_monthly" and f.confidence >= SURE]
    income = talk.answers().get(INCOME)
    value = flat(told[0] if told else income.value if income else None)
    high = value.get("high_fen")
    return high if isinstance(high, int) and high == value.get("low_fen") and high > 0 else None


def told(talk: Talk, step: Step, heads: Sequence[Head], before: Answer | None) -> Answer:
    """The answer with these heads; one told again takes the place of what stood there."""
    found: dict[str, Row] = {str(row[0]): row for row in lists.rows(step, before)}
    for head in heads:
        found[head.name] = [head.name, {"low_fen": head.fen, "high_fen": head.fen}]
    rows = [*found.values()]
    total = cells.total_fen(step.columns, rows)
    return Answer({"rows": [*rows], "total_fen": total}, cells.shown(step.columns, rows), talk.line)


def stay(talk: Talk, text: str, line: int) -> dict[str, Answer]:
    """住了12天院 in a story answers the question about the days in hospital."""
    step = next((one for one in talk.flow.steps if one.id == STAY), None)
    found = _STAY.search(text) if step else None
    reading = talk.k.readers["duration"](found["long"], talk.context()) if found else None
    if found is None or not isinstance(reading, Reading) or reading.confirm:
        return {}
    place = (line or talk.line, *found.span("long"), "told", False)
    return {STAY: Answer(reading.value, reading.shown, *place)}


def take(talk: Talk) -> bool:
    """Keep the heads a message names; True when it says nothing else. The rest stays in `talk.text`."""
    step = asked(talk)
    if step is None or talk.session.asking or is_question(talk.text):
        return False
    found = heads(talk, talk.text)
    if not found:
        return False
    form = talk.session.form
    before = form.answers.get(STEP) if form else None
    answer = replace(told(talk, step, found, before), start=found[0].start, end=found[-1].end)
    if step != talk.step:
        answer = replace(answer, by="told", confirmed=False)
    talk.put(step, answer)
    talk.say("losses_kept", rows="\n".join(lists.lines(step, answer)))
    for head in found:
        if isinstance(head, Daily):
            talk.say("losses_daily", name=head.name, formula=head.formula)
    if any(head.reckoned and head.name == LOST for head in found):
        talk.say("losses_reckoned")
    rest = losses.without(talk.text, found)
    if re.search(r"\d", rest) or len(_WORDS.findall(rest)) >= LEFT:
        talk.text = rest
        return False
    asking.ask(talk)
    talk.verdict = "facts"
    return True
