"""A learned opinion on what part a value plays, beside the rules; the two together say how sure a part is.

A multinomial logistic regression over the characters about a value (role_weights.json, fitted by
tests/unit/text/fit_roles.py on labelled stories).
Its chances are multiplied with the word of the rule; a fact is
kept without asking where the two agree.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.text.fact_roles import Around

#: types of facts whose part is settled here
TYPES = ("amount", "date", "duration")
_BEFORE, _AFTER, _BESIDE = 12, 10, 12
#: weight of one, two and three characters; of those right beside the value; of the clauses about its own
_GRAMS, _NEXT, _CLAUSE, _SAID = (0.7, 1.0, 0.8), 1.5, 0.2, 0.5
#: a chance from here on is kept without asking, below it read back first; a silent rule needs LIKELY
SAFE, LIKELY = 0.85, 0.5
#: confidence of a fact to be read back, between DOUBTFUL and SURE of bot.dialogue.telling
ASKED = 0.5
_DIGITS = frozenset("0123456789零〇一二三四五六七八九两")


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear function for each part; `trust` is what the word of a rule adds (log odds)."""

    roles: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    sharpness: float
    trust: float
    silence: float


@cache
def _tables() -> Mapping[str, Weights]:
    raw = json.loads(files("bot.text").joinpath("role_weights.json").read_text(encoding="utf-8"))
    return {
        kind: Weights(
            tuple(row["roles"]),
            tuple(row["bias"]),
            {name: tuple(values) for name, values in row["weights"].items()},
            *row["mix"],
        )
        for kind, row in raw.items()
    }


def _zone(gap: int) -> str:
    return "0" if gap == 0 else "1" if gap <= 3 else "2"


def features(about: Around, topic: str, place: int, count: int) -> dict[str, float]:
    """Return what is looked at: characters about the value, its own, the kind of dispute, its place.

    `place` of `count`: the number of the value among those of its type, from 0.
    """
    found: dict[str, float] = {f"t:{topic}": 1.0}
    before, after = about.before[-_BEFORE:], about.after[:_AFTER]
    for size, weight in enumerate(_GRAMS, 1):
        for at in range(len(before) - size + 1):
            gap = len(before) - at - size
            found[f"b{_zone(gap)}:{before[at : at + size]}"] = weight * (1.0 if gap else _NEXT)
        for at in range(len(after) - size + 1):
            found[f"a{_zone(at)}:{after[at : at + size]}"] = weight * (1.0 if at else _NEXT)
    for name, words in (("e", about.earlier[-_BESIDE:]), ("l", about.later[:_BESIDE])):
        for at in range(len(words) - 1):
            found[f"{name}:{words[at : at + 2]}"] = _CLAUSE
    for size in (1, 2):
        for at in range(len(about.said) - size + 1):
            gram = about.said[at : at + size]
            if _DIGITS.isdisjoint(gram):
                found[f"s:{gram}"] = _SAID
    for name, told in (("first", place == 0), ("last", place == count - 1), ("lone", count == 1)):
        found[name] = float(told)
    return found


def chances(table: Weights, found: Mapping[str, float]) -> list[float]:
    """Return the chance of each part; they add up to 1."""
    scores = list(table.bias)
    for name, value in found.items():
        row = table.weights.get(name)
        if row is not None:
            scores = [score + value * weight for score, weight in zip(scores, row, strict=True)]
    return softmax(scores)


def softmax(scores: list[float]) -> list[float]:
    """Return the chances of log odds."""
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def settle(kind: str, rule: str, found: Mapping[str, float]) -> tuple[str, float]:
    """Return the likeliest part and its chance, from the words and from what the rule says (empty: none)."""
    table = _tables()[kind]
    scores = [
        table.sharpness * math.log(max(chance, 1e-6))
        + ((table.trust if role else table.silence) if role == rule else 0.0)
        for role, chance in zip(table.roles, chances(table, found), strict=True)
    ]
    if rule not in table.roles:
        return rule, 0.5
    mixed = softmax(scores)
    best = max(range(len(mixed)), key=mixed.__getitem__)
    return table.roles[best], round(mixed[best], 2)


def scaled(chance: float) -> float:
    """Return the confidence that stands for a chance: below SAFE it is one that is read back first."""
    return chance if chance >= SAFE else ASKED
