"""The second look at a story: what the first made of a value, of its neighbours and of all others.

A sum of 5,000 is what was paid back where 20,000 was lent and 15,000 is asked for; who is whose opponent
hangs on who writes. The words about one value say neither.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.text.role_features import Features

#: types whose values are compared by size or day, and told apart by the one before and behind
_ORDERED = ("amount", "date")
#: least and most chance that counts; log odds are told in thirds
_LEAST, _SCALE = 1e-3, 3.0


@dataclass(frozen=True, slots=True)
class Told:
    """A value or name after the first look; `size` orders sums and days, None for others.

    Two of a type with the same non-empty `name` are one person; all of a type have chances of the same parts.
    """

    type: str
    start: int
    end: int
    chances: Mapping[str, float]
    size: int | None = None
    name: str = ""


def odds(chance: float) -> float:
    """Return the log odds of a chance, scaled."""
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held)) / _SCALE


def features(told: Sequence[Told], sued: float, owes: bool) -> list[Features]:
    """Return what the second look sees of each; `told` in order of place.

    sued: chance that the writer is the one sued; owes: the rules say so.
    """
    groups: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        groups[one.type].append(one)
    out = [_of(one, groups, odds(sued), owes) for one in told]
    for type_ in _ORDERED:
        _neighbours(out, told, type_)
    return out


def _of(one: Told, groups: Mapping[str, Sequence[Told]], sued: float, owes: bool) -> Features:
    """Who writes, the chances of one, and the best chance of each part among the others."""
    found = dict(zip(_keys("own", tuple(one.chances)), map(odds, one.chances.values()), strict=True))
    found |= {"sued": sued, "owes": float(owes)}
    for type_, group in groups.items():
        others = group
        if type_ == one.type:
            others = [o for o in group if o is not one and not (one.name and o.name == one.name)]
        _best(found, f"any:{type_}", others)
    if one.size is not None:
        alike = [other for other in groups[one.type] if other is not one and other.size is not None]
        for mark, sign in (("lt", -1), ("eq", 0), ("gt", 1)):
            _best(found, mark, [other for other in alike if _sign(one.size - (other.size or 0)) == sign])
    return found


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


@cache
def _keys(mark: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{mark}:{role}" for role in roles)


def _best(found: Features, mark: str, others: Sequence[Told]) -> None:
    if not others:
        return
    rows: Iterable[float] = others[0].chances.values()
    if len(others) > 1:
        rows = map(max, *(other.chances.values() for other in others))
    best = dict(zip(_keys(mark, tuple(others[0].chances)), rows, strict=True))
    best.pop(f"{mark}:", None)
    found |= best


def _neighbours(out: Sequence[Features], told: Sequence[Told], type_: str) -> None:
    """Add the chances of the last and of the next of a type to each."""
    for side, order in (("prev", range(len(told))), ("next", range(len(told) - 1, -1, -1))):
        beside: Mapping[str, float] = {}
        for at in order:
            out[at].update(zip(_keys(f"{side}:{type_}", tuple(beside)), beside.values(), strict=True))
            if told[at].type == type_:
                beside = told[at].chances
