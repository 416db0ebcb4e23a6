"""What the role model looks at: the words about a value, the value itself, the values beside it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.text.fact_roles import Around, around
from bot.text.reading import Json, flat
from bot.text.role_words import patterns
from bot.text.topics import Topic

#: types of facts whose part the model settles
TYPES = ("amount", "date", "duration")
_ENDS = frozenset(",。;!?\n…")
_BEFORE, _AFTER = 12, 10
#: weight of one, two and three characters; of those right beside the value; of its own
_GRAMS, _NEXT, _SAID = (0.7, 1.0, 0.8), 1.5, 0.5
#: weight of a kind of word with the kind of dispute; anywhere in the story; of a neighbour
_CROSS, _ANYWHERE, _NEIGHBOUR = 0.7, 0.4, 0.7
_DIGITS = frozenset("0123456789零〇一二三四五六七八九两")
#: sums of a story that are tried as sum and difference of two others
_SUMS = 12
#: weight of the word of a rule, and of one that is plain: 押金三千, 月租1350
_RULE, _PLAINLY, _PLAIN = 2.0, 3.0, 0.89

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a story: type, value, span, its part by the rules and how sure these are."""

    type: str
    value: Json
    start: int
    end: int
    rule: str = ""
    sure: float = 0.0

    @property
    def size(self) -> int:
        """The sum in fen, the first day as an ordinal number."""
        held = flat(self.value)
        if self.type == "amount":
            return int(str(held["low_fen"]))
        return date.fromisoformat(str(held["start"])).toordinal()


@dataclass(frozen=True, slots=True)
class Page:
    """A story: its words by kind in order of place, and where its clauses end."""

    text: str
    topic: Topic
    marks: tuple[tuple[int, int, str], ...]
    starts: tuple[int, ...]
    cuts: tuple[int, ...]


def page_of(text: str, topic: Topic) -> Page:
    """Return a story with its telling words."""
    found = sorted((m.start(), m.end(), name) for name, shapes in patterns() for m in shapes.finditer(text))
    cuts = (-1, *(at for at, char in enumerate(text) if char in _ENDS), len(text))
    return Page(text, topic, tuple(found), tuple(start for start, _, _ in found), cuts)


def features(text: str, values: Sequence[Value], topic: Topic, today: date) -> list[Features]:
    """Return what is looked at for each value of TYPES, nothing for others; `values` in order of place."""
    page = page_of(text, topic)
    told = {f"T:{name}": _ANYWHERE for name in {name for _, _, name in page.marks}}
    total = Counter(value.type for value in values)
    number = Counter[str]()
    alike = {kind: [one for one in values if one.type == kind] for kind in ("amount", "date")}
    out: list[Features] = []
    for at, value in enumerate(values):
        found: Features = {}
        if value.type in TYPES:
            found = {f"t:{topic}": 1.0, **told}
            characters(found, around(text, value.start, value.end))
            words(found, page, value.start, value.end)
            _beside(found, page, values, at)
            _by_rules(found, values, at)
            _own(found, value, today)
            if value.rule:
                found[f"R:{value.rule}"] = _PLAINLY if value.sure >= _PLAIN else _RULE
            place, count = number[value.type], total[value.type]
            found["first"], found["last"] = float(place == 0), float(place == count - 1)
            found["lone"] = float(count == 1)
            if value.type in alike:
                _compared(found, alike[value.type], place)
            number[value.type] += 1
        out.append(found)
    return out


def _zone(gap: int) -> str:
    return "0" if gap == 0 else "1" if gap <= 3 else "2"


def characters(found: Features, about: Around) -> None:
    """Add the characters about a value, by how near they are."""
    before, after = about.before[-_BEFORE:], about.after[:_AFTER]
    for size, weight in enumerate(_GRAMS, 1):
        for at in range(len(before) - size + 1):
            gap = len(before) - at - size
            found[f"b{_zone(gap)}:{before[at : at + size]}"] = weight * (1.0 if gap else _NEXT)
        for at in range(len(after) - size + 1):
            found[f"a{_zone(at)}:{after[at : at + size]}"] = weight * (1.0 if at else _NEXT)
    for size in (1, 2):
        for at in range(len(about.said) - size + 1):
            gram = about.said[at : at + size]
            if _DIGITS.isdisjoint(gram):
                found[f"s:{gram}"] = _SAID


def words(found: Features, page: Page, begin: int, close: int) -> None:
    """Kinds of words by where they stand: right beside the value, in its clause, in those about it."""
    here = bisect_left(page.cuts, begin) - 1
    past = bisect_left(page.cuts, close)
    first, stop = page.cuts[here] + 1, page.cuts[past]
    earlier, sooner = (page.cuts[max(here - back, 0)] + 1 for back in (1, 2))
    later = page.cuts[min(past + 1, len(page.cuts) - 1)]
    near = {"B": (99, ""), "A": (99, "")}
    kinds: set[str] = set()
    low, high = bisect_left(page.starts, sooner), bisect_left(page.starts, later)
    for start, end, name in page.marks[low:high]:
        if end <= begin:
            if start < first:
                found[f"{'P' if start >= earlier else 'PP'}:{name}"] = 1.0
                continue
            side, gap = "B", begin - end
        elif start >= close:
            if end > stop:
                found[f"N:{name}"] = 1.0
                continue
            side, gap = "A", start - close
        else:
            continue
        found[f"{side}{0 if gap <= 1 else 1 if gap <= 5 else 2}:{name}"] = 1.0
        found[f"{side}:{name}"] = found[f"C:{name}"] = 1.0
        kinds.add(name)
        near[side] = min(near[side], (gap, name)) if side == "A" else _closer(near[side], gap, name)
    for side, (_, name) in near.items():
        if name:
            found[f"near{side}:{name}"] = 1.0
        found[f"near{side}t:{name}:{page.topic}"] = _CROSS
    for name in kinds:
        found[f"Ct:{name}:{page.topic}"] = _CROSS
    for side, gap in (("b", begin - first), ("a", stop - close)):
        found[f"gap{side}:{0 if gap == 0 else 1 if gap <= 2 else 2}"] = _NEIGHBOUR


def _closer(best: tuple[int, str], gap: int, name: str) -> tuple[int, str]:
    return (gap, name) if gap < best[0] else best


def _beside(found: Features, page: Page, values: Sequence[Value], at: int) -> None:
    """The type of the values before and behind, and whether they stand in the same clause."""
    value = values[at]
    if at and values[at - 1].end <= value.start:
        between = page.text[values[at - 1].end : value.start]
        found[f"pv:{values[at - 1].type}:{_apart(between)}"] = _NEIGHBOUR
    if at + 1 == len(values):
        found["nv:none"] = _NEIGHBOUR
    else:
        between = page.text[value.end : values[at + 1].start]
        found[f"nv:{values[at + 1].type}:{_apart(between)}"] = _NEIGHBOUR


def _by_rules(found: Features, values: Sequence[Value], at: int) -> None:
    """What the rules say of the other values: the last and the next of each type, any, those equal to it."""
    own = values[at]
    for type_ in TYPES:
        for mark, way in (("rp", reversed(values[:at])), ("rn", values[at + 1 :])):
            rule = next((one.rule for one in way if one.type == type_), "no")
            found[f"{mark}{type_}:{rule}"] = _NEIGHBOUR
    for one in values:
        if one is not own and one.type in TYPES:
            found[f"ro{one.type}:{one.rule}"] = _NEIGHBOUR
            if one.type == own.type and one.value == own.value:
                found[f"req:{one.rule}"] = _NEIGHBOUR


def _apart(between: str) -> str:
    ends = sum(char in _ENDS for char in between)
    return "same" if not ends else "next" if ends == 1 else "far"


def _own(found: Features, value: Value, today: date) -> None:
    """The size of a sum or a length, how exact a day is and how it lies to today."""
    held = flat(value.value)
    if value.type == "amount":
        found[f"v:{int(math.log10(max(value.size / 100, 1)) * 2)}"] = 1.0
    elif value.type == "duration":
        days = float(str(held["high_days"]))
        limits = ((28, "d"), (180, "m"), (360, "h"), (380, "y"))
        found[f"v:{next((name for most, name in limits if days < most), 'yy')}"] = 1.0
    else:
        day = str(held["start"])
        found[f"g:{held['granularity']}"] = 1.0
        when = (
            "ahead"
            if day > today.isoformat()
            else "now"
            if day[:7] == today.isoformat()[:7]
            else "year"
            if day[:4] == str(today.year)
            else "past"
        )
        found[f"v:{when}"] = 1.0


def _compared(found: Features, alike: Sequence[Value], place: int) -> None:
    """How a sum or day compares with the others of its type: first, last, least, the rest of two."""
    sizes = sorted({one.size for one in alike})
    own = alike[place].size
    if len(sizes) > 1:
        found["least"], found["most"] = float(own == sizes[0]), float(own == sizes[-1])
    if place:
        last = alike[place - 1].size
        found["lt" if own < last else "gt" if own > last else "eq"] = _NEIGHBOUR
    if alike[place].type != "amount" or len(sizes) > _SUMS:
        return
    for one in sizes:
        if one != own and own - one in sizes and own - one not in (own, one):
            found["sum"] = 1.0
        if one != own and own + one in sizes:
            found["rest"] = 1.0
