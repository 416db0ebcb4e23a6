"""A learned opinion on what part a value plays, with the rules among what it looks at.

Multinomial logistic regressions (role_weights.json, fitted by tests/unit/text/fit_roles.py on labelled
stories). The first look at a value sees the words about it; the second (second_look.py) sees what the first
made of it and of everything else in the story. A fact is kept without asking where the chance of its part
reaches what makes nineteen of twenty right, by an estimate over stories that the fit had not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Any

#: a part with at least this chance is read back first; below it nothing is said of the part
LIKELY = 0.4
#: a part that a rule tells is read back down to this chance
DOUBTED = 0.2
#: confidence of a fact to be read back, between DOUBTFUL and SURE of bot.dialogue.telling
ASKED = 0.5
#: least confidence of a kept fact
SURE = 0.75


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear function for each part."""

    roles: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of both looks by type of fact, those that tell who writes, and when a fact is kept.

    `safe`: the chance from which on, by type and part; the empty part stands for all others.
    """

    first: Mapping[str, Weights]
    again: Mapping[str, Weights]
    teller: Weights
    safe: Mapping[str, Mapping[str, float]]


def table(row: Mapping[str, Any]) -> Weights:
    """Return the weights of one row of role_weights.json."""
    weights = {name: tuple(values) for name, values in row["weights"].items()}
    return Weights(tuple(row["roles"]), tuple(row["bias"]), weights)


def model_of(raw: Mapping[str, Any]) -> Model:
    """Return the model of the content of role_weights.json."""
    first, again = ({kind: table(row) for kind, row in raw[look].items()} for look in ("first", "again"))
    return Model(first, again, table(raw["teller"]), raw["safe"])


@cache
def model() -> Model:
    """Return the fitted model."""
    return model_of(json.loads(files("bot.text").joinpath("role_weights.json").read_text(encoding="utf-8")))


def chances(known: Weights, found: Mapping[str, float]) -> dict[str, float]:
    """Return the chance of each part; the empty part is that of no part at all."""
    held = [(row, value) for name, value in found.items() if (row := known.weights.get(name)) is not None]
    values = [value for _, value in held]
    columns = zip(*(row for row, _ in held), strict=True) if held else ((),) * len(known.roles)
    scores = [
        start + sum(map(mul, column, values)) for start, column in zip(known.bias, columns, strict=True)
    ]
    return dict(zip(known.roles, softmax(scores), strict=True))


def softmax(scores: list[float]) -> list[float]:
    """Return the chances of log odds."""
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def settle(kind: str, rule: str, by_role: Mapping[str, float]) -> tuple[str, float]:
    """Return the likeliest part and its confidence: kept, to be read back, or none."""
    if rule and rule not in by_role:
        return rule, ASKED
    role, certain = part(kind, by_role)
    if not role and rule and by_role[rule] >= DOUBTED:
        return rule, ASKED
    return role, certain


def part(kind: str, by_role: Mapping[str, float]) -> tuple[str, float]:
    """Return the likeliest part of some chances and its confidence: kept, to be read back, or none."""
    safe = model().safe[kind]
    best = max((role for role in by_role if role), key=by_role.__getitem__)
    chance = by_role[best]
    if chance >= safe.get(best, safe[""]):
        return best, max(round(chance, 2), SURE)
    return (best, ASKED) if chance >= LIKELY else ("", 1.0 - chance)
