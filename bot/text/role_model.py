"""A learned opinion on what part a value plays, beside the rules; the two together say how sure a part is.

A multinomial logistic regression over the words about a value (role_weights.json, fitted by
tests/unit/text/fit_roles.py on labelled stories). Its chances are multiplied with the word of the rule; a
fact is kept without asking where the chance of its part reaches what parts of its kind need to be right in
nineteen cases of twenty, by an estimate over stories that the fit had not seen.
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
#: how sure a rule is whose word counts twice: 押金三千, 月租1350
PLAIN = 0.89
#: confidence of a fact to be read back, between DOUBTFUL and SURE of bot.dialogue.telling
ASKED = 0.5
#: least confidence of a kept fact
SURE = 0.75


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear function for each part; `trust` is what the word of a rule adds (log odds).

    `safe`: the chance from which on a part is kept without asking, by part; the empty part stands for all
    others.
    """

    roles: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    sharpness: float
    trust: float
    silence: float
    safe: Mapping[str, float]


def table(row: Mapping[str, Any]) -> Weights:
    """Return the weights of one type of fact from a row of role_weights.json."""
    weights = {name: tuple(values) for name, values in row["weights"].items()}
    sharpness, trust, silence = row["mix"]
    return Weights(tuple(row["roles"]), tuple(row["bias"]), weights, sharpness, trust, silence, row["safe"])


@cache
def tables() -> Mapping[str, Weights]:
    """Return the weights of each type of fact."""
    raw = json.loads(files("bot.text").joinpath("role_weights.json").read_text(encoding="utf-8"))
    return {kind: table(row) for kind, row in raw.items()}


def chances(known: Weights, rule: str, found: Mapping[str, float], sure: float = 0.0) -> dict[str, float]:
    """Return the chance of each part by the words and by what the rule says (empty: none)."""
    held = [(row, value) for name, value in found.items() if (row := known.weights.get(name)) is not None]
    values = [value for _, value in held]
    columns = zip(*(row for row, _ in held), strict=True) if held else ((),) * len(known.roles)
    scores = [
        start + sum(map(mul, column, values)) for start, column in zip(known.bias, columns, strict=True)
    ]
    told = known.trust * (2 if sure >= PLAIN else 1) if rule else known.silence
    mixed = [
        known.sharpness * score + (told if role == rule else 0.0)
        for role, score in zip(known.roles, scores, strict=True)
    ]
    return dict(zip(known.roles, softmax(mixed), strict=True))


def softmax(scores: list[float]) -> list[float]:
    """Return the chances of log odds."""
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def settle(kind: str, rule: str, found: Mapping[str, float], sure: float) -> tuple[str, float]:
    """Return the likeliest part and its confidence: kept, to be read back, or none."""
    known = tables()[kind]
    if rule and rule not in known.roles:
        return rule, ASKED
    by_role = chances(known, rule, found, sure)
    role, certain = part(kind, by_role)
    if not role and rule and by_role[rule] >= DOUBTED:
        return rule, ASKED
    return role, certain


def part(kind: str, by_role: Mapping[str, float]) -> tuple[str, float]:
    """Return the likeliest part of some chances and its confidence: kept, to be read back, or none."""
    safe = tables()[kind].safe
    best = max((role for role in by_role if role), key=by_role.__getitem__)
    chance = by_role[best]
    if chance >= safe.get(best, safe[""]):
        return best, max(round(chance, 2), SURE)
    return (best, ASKED) if chance >= LIKELY else ("", 1.0 - chance)
