"""不是三千，是五千: two values of one kind, the first of which was told before, correct what was told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue import asking, correcting, list_rows, lists
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import row_words
from bot.text.reading import Reading, flat, is_question, left_over
from flows.engine import Answer, Json
from flows.schema import Step

#: Longer words tell more than one correction.
LONG = 40
#: So many words may stand beside a value: 还了, 借给他.
_SPARE = 4
_LEAD = r"(?:[\s,，。.、！!]|哎呀?|啊|哦|噢|嗯|不对|错了|我说错了|说错了|那个?|这个?|钱数?|金额|日子|是)*"
_PAIR = re.compile(
    rf"^{_LEAD}(?<!是)不是(?P<old>[^，,。;；、]{{1,16}}?)[\s，,。;；、]*(?:(?:而|应该|应当|其实)?是|得?改成)(?P<new>[^，,。;；]{{1,16}})[。.！!]*$"
)
_TURNED = re.compile(
    r"^[\s,，]*(?:(?:应该|应当|其实)?是)?(?P<new>[^是，,。;；]{1,16}?)[\s，,。;；、]*(?:而|，)?不是(?P<old>[^，,。;；]{1,16}?)[。.！!]*$"
)
#: Readers by which a value is known, in the order in which they are told apart.
_KINDS = ("phone", "date", "amount")
_NO_YEAR = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")


@dataclass(frozen=True, slots=True)
class Pair:
    """`kind` phone | date | amount; the words of the denied value and of the one that holds."""

    kind: str
    old: str
    new: str
    value: Json  #: what `old` reads as


def pair(talk: Talk) -> Pair | None:
    """The two values of one kind that the whole message sets against each other."""
    found = _PAIR.match(talk.text) or _TURNED.match(talk.text)
    if found is None or len(talk.text) > LONG or is_question(talk.text):
        return None
    old, new = found["old"].strip(), found["new"].strip(" 的啊呀吧了")
    for kind in _KINDS:
        value = _value(talk, kind, old)
        if value is not None and _value(talk, kind, new) is not None:
            return Pair(kind, old, new, value)
    return None


def _value(talk: Talk, kind: str, words: str) -> Json:
    reading = talk.k.readers[kind](words, talk.context())
    if not isinstance(reading, Reading) or reading.confirm:
        return None
    return reading.value if len(left_over(words, [(reading.start, reading.end)])) <= _SPARE else None


def correct(talk: Talk) -> bool:
    """Put the new value where the old one was told, or ask which is meant; True when decided."""
    if talk.session.form is None or talk.session.asking or talk.incoming.payload:
        return False
    told = pair(talk)
    if told is None:
        return False
    kept = [step for step in talk.flow.steps if _holds(talk, step, told.kind)]
    same = [step for step in kept if _is(talk, step, told)]
    if len(same) > 1:
        same = _by_role(talk, same, told) or same
    if len(same) == 1:
        return _change(talk, same[0], told)
    asked = talk.step is not None and _kind(talk.step) == told.kind
    if not same and (asked or not kept or correcting.corrected(talk)):
        return False  # at a question for such a value it answers that one
    _ask_which(talk, same or kept, told)
    return True


def _kind(step: Step) -> str:
    if any(column.read == "amount" for column in step.columns.values()):
        return "amount"
    return step.read


def _holds(talk: Talk, step: Step, kind: str) -> bool:
    now = talk.answers().get(step.id)
    return now is not None and now.known and not step.options and _kind(step) == kind


def _is(talk: Talk, step: Step, told: Pair) -> bool:
    now = talk.answers()[step.id]
    if lists.listed(step, now):
        return bool(_rows(talk, step, told)) or flat(now.value).get("total_fen") == flat(told.value).get(
            "low_fen"
        )
    if told.kind == "date":
        value = _value(talk, "date", _in_year(told.old, now))
        return _within(flat(now.value), flat(value))
    return now.value == told.value


def _within(day: dict[str, Json], span: dict[str, Json]) -> bool:
    """2023年5月1日 is what 不是2023年 denies."""
    dates = (span.get("start"), day.get("start"), day.get("end"), span.get("end"))
    if not all(isinstance(one, str) for one in dates):
        return False
    texts = [str(one) for one in dates]
    return texts == sorted(texts)


def _rows(talk: Talk, step: Step, told: Pair) -> list[int]:
    _, rows = list_rows.known(talk, step)
    return row_words.named(told.old, rows, list_rows.context(talk, step))


def _by_role(talk: Talk, steps: list[Step], told: Pair) -> list[Step]:
    """不是还了三万: of several equal sums the one that the verb names."""
    roles = {f"{f.type}:{f.role}" for said in (told.old, told.new) for f in talk.facts(said) if f.role}
    return [step for step in steps if roles & step.facts.keys()]


def _change(talk: Talk, step: Step, told: Pair) -> bool:
    now = talk.answers()[step.id]
    if not lists.listed(step, now):
        return correcting.change(talk, step, _dated(told, now))
    found = _rows(talk, step, told)
    _, rows = list_rows.known(talk, step)
    if len(found) == 1 or len(rows) == 1:
        list_rows.change(talk, step, found[0] if len(found) == 1 else 0, told.new)
    else:
        talk.say("rows_which", measure=lists.measure(step))
        correcting.reopen(talk, step.id)
    talk.verdict = "correct"
    return True


def _dated(told: Pair, now: Answer) -> str:
    """The new words; what of a day they do not name stays: its year, or its month and day."""
    if told.kind != "date":
        return told.new
    old, new = _YEAR.fullmatch(told.old), _YEAR.fullmatch(told.new)
    if old and new and now.shown.startswith(f"{old[1]}年"):
        return now.shown.replace(old[1], new[1], 1)
    return _in_year(told.new, now)


def _in_year(words: str, now: Answer) -> str:
    """5月1号 in the year of the day that was told."""
    start = flat(now.value).get("start")
    return f"{start[:4]}年{words}" if isinstance(start, str) and _NO_YEAR.match(words) else words


def _ask_which(talk: Talk, steps: list[Step], told: Pair) -> None:
    buttons = [Button(step.label, f"edit:{step.id}") for step in steps[: correcting.CHOICES]]
    data: dict[str, Json] = {"words": told.new}
    asking.open_question(talk, "which", "correct_which", buttons, data=data, said=told.new)
    talk.verdict = "edit"
