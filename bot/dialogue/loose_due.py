"""约定年底还, told before the day of the loan: read from that day once it is known, and asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue.talk import DUE, LENT, Talk
from bot.text.reading import Reading
from flows.engine import Answer
from flows.schema import Step

#: A day that says its year counts from nothing.
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][零〇九][零〇一二三四五六七八九]{2}年|[今去前本]年")


def remember(talk: Talk, taken: Mapping[str, Answer], words: str) -> None:
    """Keep the words of a due day without a year, where the day of the loan is not known yet."""
    answers = talk.session.form.answers if talk.session.form else {}
    lent = any(LENT in step.facts and step.id in answers for step in talk.flow.steps)
    for step in talk.flow.steps:
        told = taken.get(step.id) if DUE in step.facts and step.read == "date" and not lent else None
        said = words[told.start : told.end] if told and told.known else ""
        if said and not _YEAR.search(said):
            talk.change(loosely={"step": step.id, "words": said})


def again(talk: Talk, answered: Step) -> tuple[Step, Reading] | None:
    """The due day as it reads now that the day of the loan is known; None where it stays as it was kept."""
    loosely = talk.session.loosely
    if not loosely or LENT not in answered.facts:
        return None
    talk.change(loosely=None)
    step = next((one for one in talk.flow.steps if one.id == loosely["step"]), None)
    now = talk.session.form.answers.get(step.id) if step and talk.session.form else None
    if step is None or now is None or now.by != "told" or now.confirmed:
        return None
    reading = talk.k.readers[step.read](str(loosely["words"]), talk.context(step))
    return (step, reading) if isinstance(reading, Reading) and reading.value != now.value else None
