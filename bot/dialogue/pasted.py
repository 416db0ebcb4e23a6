"""A list of workers pasted among other words: it is kept at once, and never asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialogue import headcount, lists
from bot.dialogue.talk import Talk
from bot.text import loose_roster, workers
from bot.text.loose_roster import ME
from bot.text.reading import Reading
from flows import engine
from flows.engine import Answer
from flows.schema import Step


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a message holds beside its table."""

    answers: Mapping[str, Answer]  #: the table by its step, and what opens that step: how_many = many
    rest: str  #: the message without the table
    start: int  #: where the table was cut out
    length: int  #: how many characters were cut out

    def placed(self, facts: Mapping[str, Answer]) -> dict[str, Answer]:
        """Facts of `rest` with their places in the whole message."""
        return {key: self._placed(answer) for key, answer in facts.items()}

    def _placed(self, answer: Answer) -> Answer:
        by = self.length if answer.start >= self.start else 0
        return replace(answer, start=answer.start + by, end=answer.end + by)


def find(talk: Talk, text: str, line: int) -> Pasted | None:
    """The table of workers in a message of transcript line `line` (0 = this one), where the flow has one."""
    step = next((one for one in talk.flow.steps if one.read == "table"), None)
    found = workers.pasted(text, talk.context(step)) or _loose(talk, text) if step else None
    if step is None or found is None:
        return None
    said = line or talk.line
    whole = Answer(found.value, found.shown, said, found.start, found.end, "told", confirmed=False)
    answers = {step.id: headcount.checked(talk, step, whole, text)}
    for key, want in step.when.items():
        opener = next((one for one in talk.flow.steps if one.id == key), None)
        if opener and isinstance(want, str) and want in opener.options:
            label = opener.options[want].label
            answers[key] = Answer(want, label, said, found.start, found.end, "told", confirmed=False)
    rest = text[: found.start] + text[found.end :]
    return Pasted(answers, rest, found.start, found.end - found.start)


def _loose(talk: Talk, text: str) -> Reading | None:
    """Several workers told in loose words, each with a sum: 刘军七千、王五五千，还有我自己六千."""
    found = loose_roster.find(text, talk.context())
    alone = found and found.whole(text) and found.workers[0].reckoned and found.workers[0].name != ME
    whole = found and (len(found.workers) > 1 or alone) and all(one.fen for one in found.workers)
    return found.reading() if found and whole else None


def _open(step: Step, value: Answer) -> bool:
    return bool(lists.doubted(step, value)) or (step.read == "table" and headcount.differs(value))


def open_doubted(talk: Talk, taken: Mapping[str, Answer]) -> None:
    """A table with a row in doubt, or another number of people than was told, stays open:
    the row is shown and can be put right in words.
    """
    form = talk.session.form
    for step in talk.flow.steps:
        if form and step.id in taken and _open(step, taken[step.id]):
            talk.change(form=engine.reopen(form, step.id))
