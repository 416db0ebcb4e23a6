"""Several sums owed at once, kept with what each is for: 欠租4500，电费300 are two rows."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.knowledge import Told
from bot.dialogue.talk import Talk
from bot.text import cells, fee_items
from bot.text.cells import Row
from bot.text.fee_items import Item
from bot.text.reading import Reading, flat
from flows.engine import Answer, Json
from flows.schema import Step

#: The columns a row is kept in, and the fact such sums are told by.
_WHAT, _AMOUNT, _OWED = "what", "amount", "amount:fee_owed"
#: A fact at this confidence is what the words tell.
_SURE = 0.6


def find(found: Sequence[Told], text: str) -> list[Item]:
    """The sums of a story that are owed together; [] where there are not several."""
    sums = [
        fee_items.Sum(fact.role, fen, fact.start, fact.end)
        for fact in found
        if fact.type == "amount" and isinstance(fen := flat(fact.value).get("low_fen"), int)
    ]
    return fee_items.find(text, [*sums, *fee_items.small(text, sums)])


def takes(step: Step) -> bool:
    """Whether the answer may be several sums with what each is for."""
    return _OWED in step.facts and {_WHAT, _AMOUNT} <= step.columns.keys()


def told(step: Step, items: Sequence[Item], found: Sequence[Told], line: int) -> Answer | None:
    """The answer made of these sums; None where there are none, or the step takes none."""
    if not items or not takes(step):
        return None
    sums = {fact.start: fact.value for fact in found if fact.type == "amount"}
    rows = [_row(step, item, sums.get(item.start)) for item in items]
    value: dict[str, Json] = {"rows": [*rows], "total_fen": cells.total_fen(step.columns, rows)}
    shown = cells.shown(step.columns, rows)
    return Answer(value, shown, line, items[0].start, items[-1].end, "told", confirmed=False)


def read(talk: Talk, step: Step, text: str) -> Reading | None:
    """The words as an answer of several sums, where the step takes them: 欠租三个月共4500，电费300."""
    if not takes(step):
        return None
    found = [fact for fact in talk.facts(text, step) if fact.confidence >= _SURE]
    several = told(step, find(found, text), found, talk.line)
    if several is None:
        return None
    return Reading("rows", several.value, several.shown, several.start, several.end, exact=True)


def _row(step: Step, item: Item, value: Json) -> Row:
    sum_: Json = value or {"low_fen": item.fen, "high_fen": item.fen}
    known: dict[str, Json] = {_WHAT: item.name or None, _AMOUNT: sum_}
    return [known.get(key) for key in step.columns]


def left(found: Sequence[Told], items: Sequence[Item], text: str) -> list[Told]:
    """The facts without fees that were paid already, and without parts of a debt that sound like a rent."""
    parts = {item.start for item in items}
    return [
        fact
        for fact in found
        if not (
            fact.type == "amount"
            and (
                (fact.role == "fee_owed" and fee_items.paid(text, fact.end))
                or (fact.role == "rent" and fact.start in parts)
            )
        )
    ]
