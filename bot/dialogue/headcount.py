"""How many people claim together, beside the list of them: 我们5个工人 with three rows is pointed out."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import lists
from bot.dialogue.talk import Talk
from bot.text import row_totals
from bot.text.reading import flat
from flows.engine import Answer
from flows.schema import Step

#: the fact that several people claim together
PEOPLE = "count:workers"


def shown(step: Step, label: str, count: int | None) -> str:
    """The label of an answer such as 几个人一起, with the number of people where it was told."""
    return f"{label}（{count}人）" if count and PEOPLE in step.facts else label


def remember(talk: Talk, count: int) -> None:
    """How many people there are, told before their list is sent: it stands beside the answer 几个人一起."""
    form = talk.session.form
    for step in talk.flow.steps:
        old = form.answers.get(step.id) if form else None
        if form is not None and PEOPLE in step.facts and old is not None:
            option = step.options.get(str(old.value))
            label = option.label if option else old.shown
            told = replace(old, shown=shown(step, label, count))
            talk.change(form=replace(form, answers={**form.answers, step.id: told}))


def remembered(talk: Talk) -> int | None:
    """The number of people told with 几个人一起, None where none was."""
    answers = talk.answers()
    told = [answers[s.id].shown for s in talk.flow.steps if PEOPLE in s.facts and s.id in answers]
    found = re.search(r"（(\d{1,3})人）$", told[0]) if told else None
    return int(found[1]) if found else None


def checked(talk: Talk, step: Step, value: Answer, text: str) -> Answer:
    """A table as it is first kept: with the number of people told, where it has another number of rows."""
    if step.read != "table" or not lists.rows(step, value):
        return value
    count = row_totals.people(text)
    return lists.with_count(step, value, value, count if count is not None else remembered(talk))


def differs(value: Answer) -> bool:
    """Whether a list has another number of rows than was told."""
    return value.known and lists.COUNTED in flat(value.value)
