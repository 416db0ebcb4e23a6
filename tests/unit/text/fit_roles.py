"""Fit bot/text/role_weights.json: `PYTHONPATH=.:tests/unit/text python tests/unit/text/fit_roles.py`.

Stochastic descent (AdaGrad) of a multinomial logistic regression over the stories for developing; no chance,
no dependency, a minute. The stories of `stories_unseen*.yml` are not read. MIX and SAFE were set by hand from
what `--folds` prints: in five rounds each fifth of the stories is read by weights fitted on the others.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import test_stories as labels

from bot.text import role_model
from bot.text.facts import candidates, name_candidates
from bot.text.parties import Candidate
from bot.text.reading import Context

HALVES = (
    "open",
    "more",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
)
FOLDS = 5
PASSES, RATE, RIDGE, SEEN, DIGITS, LEAST, STILL = 20, 0.3, 1.5, 2, 2, 0.03, 0.01
#: sharpness, trust in a rule's part, trust in a rule's silence
MIX = {
    "amount": (0.9, 1.0, 0.0),
    "date": (1.0, 0.7, 0.0),
    "duration": (0.8, 2.0, 0.3),
    "person": (1.0, 0.0, 0.0),
    "org": (1.0, 0.0, 0.0),
}
#: the chance from which on a part is kept without asking; the empty part stands for the others
SAFE: dict[str, dict[str, float]] = {
    "amount": {
        "": 0.9, "claim": 0.93, "principal": 0.95, "price": 0.95, "repaid": 0.92, "compensation": 0.94,
        "deposit": 0.6, "rent": 0.75, "interest": 0.7, "medical": 0.94, "wage_monthly": 0.65,
        "fee_owed": 0.97,
    },
    "date": {
        "": 0.88, "lent": 0.9, "due": 0.88, "demanded": 0.92, "signed": 0.92, "left": 0.93, "happened": 0.9,
        "owed_from": 0.7, "owed_to": 0.75, "married": 0.78,
    },
    "duration": {"": 0.75, "owed": 0.9, "worked": 0.6},
    "person": {"": 0.95, "guarantor": 0.7},
    "org": {"": 0.9, "applicant": 0.7},
}  # fmt: skip

Seen = dict[str, float]
#: number of the story with its file, what is looked at, labelled part, part by the rules
Example = tuple[str, Seen, str, str]


@cache
def examples(half: str) -> dict[str, list[Example]]:
    """Examples of a file by type of fact."""
    found: dict[str, list[Example]] = defaultdict(list)
    for story in labels.stories(half):
        text = story["text"]
        for fact, seen in candidates(text, Context(date.fromisoformat(str(story["today"])))):
            said = [row for row in story["facts"] if row["type"] == fact.type and stands(fact, row, text)]
            roles = [row.get("role") or "" for row in said]
            truth = fact.role if fact.role in roles else roles[0] if roles else ""
            found[fact.type].append((f"{half}/{story['id']}", seen, truth, fact.role))
        for name, one in _names(text, str(story["today"])):
            said = [
                row
                for row in story["facts"]
                if row["type"] == one.type and labels.same_name(name, row["value"])
            ]
            truth = said[0]["role"] if said else ""
            found[one.type].append((f"{half}/{story['id']}", one.features, truth, ""))
    return found


def _names(text: str, today: str) -> list[tuple[str, Candidate]]:
    """What may be a name in a story, each spelling once: all its places are looked at together."""
    found = name_candidates(text, Context(date.fromisoformat(today)))
    once = {(one.type, name): one for one, name in reversed(found)}
    return [(name, one) for (_, name), one in once.items()]


def stands(fact: labels.Fact, row: labels.Story, text: str) -> bool:
    """Tell whether a found value is the labelled one, whatever its part."""
    starts = [found.start() for found in re.finditer(re.escape(str(row["said"])), text)]
    over = any(fact.start < at + len(str(row["said"])) and at < fact.end for at in starts)
    return over and labels.SAME[fact.type](fact.value, row["value"])


def fold(half: str, number: object) -> int:
    """The fifth that a story belongs to."""
    return zlib.crc32(f"{half}/{number}".encode()) % FOLDS


def fit(kind: str, data: list[Example]) -> dict[str, object]:
    """Return a table as role_model reads it."""
    often = Counter(name for _, seen, _, _ in data for name in seen)
    names = {name: at for at, name in enumerate(sorted(n for n, count in often.items() if count >= SEEN))}
    roles = sorted({truth for *_, truth, _ in data} | {""})
    pull = [RIDGE / often[name] for name in names]
    rows = [[0.0] * len(names) for _ in roles]
    past = [[1e-3] * len(names) for _ in roles]
    bias, past_bias = [0.0] * len(roles), [1e-3] * len(roles)
    packed = [
        (
            [(names[name], value) for name, value in seen.items() if name in names and value],
            roles.index(truth),
        )
        for _, seen, truth, _ in data
    ]
    for _ in range(PASSES):
        for kept, truth in packed:
            scores = [
                start + sum([value * row[at] for at, value in kept])
                for start, row in zip(bias, rows, strict=True)
            ]
            for role, chance in enumerate(role_model.softmax(scores)):
                error = chance - (role == truth)
                if abs(error) < STILL:
                    continue
                row, old = rows[role], past[role]
                for at, value in kept:
                    slope = error * value + pull[at] * row[at]
                    old[at] += slope * slope
                    row[at] -= RATE * slope / old[at] ** 0.5
                past_bias[role] += error * error
                bias[role] -= RATE * error / past_bias[role] ** 0.5
    weights = {name: [round(row[at], DIGITS) for row in rows] for name, at in names.items()}
    return {
        "roles": roles,
        "bias": [round(weight, DIGITS) for weight in bias],
        "mix": MIX[kind],
        "safe": SAFE[kind],
        "weights": {name: row for name, row in weights.items() if max(map(abs, row)) >= LEAST},
    }


def tables(wanted: Callable[[str], bool]) -> dict[str, dict[str, object]]:
    """Fit each type of fact on the stories whose name `file/number` is wanted."""
    data: dict[str, list[Example]] = defaultdict(list)
    for half in HALVES:
        for kind, rows in examples(half).items():
            data[kind] += [row for row in rows if wanted(row[0])]
    return {kind: fit(kind, rows) for kind, rows in sorted(data.items())}


@contextmanager
def read_with(rows: dict[str, dict[str, object]]) -> Iterator[None]:
    """Let stories be read with these weights instead of the fitted ones."""
    kept, told = role_model.tables, {kind: role_model.table(row) for kind, row in rows.items()}
    role_model.tables = lambda: told  # type: ignore[assignment]
    try:
        yield
    finally:
        role_model.tables = kept


def by_folds(least: tuple[float, ...]) -> dict[str, list[labels.Score]]:
    """Score each file with weights that have not seen the story read, one score for each least confidence."""
    out = {half: [labels.Score() for _ in least] for half in HALVES}
    for number in range(FOLDS):
        with read_with(tables(lambda name, number=number: fold(*name.split("/")) != number)):
            for half in HALVES:
                rows = [story for story in labels.stories(half) if fold(half, story["id"]) == number]
                for score, one in zip(out[half], least, strict=True):
                    score.add(labels.scored(rows, one))
    return out


def main() -> None:
    if "--folds" in sys.argv:
        everything = [labels.Score(), labels.Score()]
        for half, scores in by_folds((labels.SURE, labels.DOUBTFUL)).items():
            for total, score in zip(everything, scores, strict=True):
                total.add(score)
            sys.stdout.write(f"{half}: kept {scores[0].short()}; kept or asked {scores[1].short()}\n")
        sys.stdout.write(everything[0].table("all, kept"))
        sys.stdout.write(f"kept or asked {everything[1].short()}\n")
        return
    path = Path(role_model.__file__).with_name("role_weights.json")
    fitted = tables(lambda name: True)
    path.write_text(json.dumps(fitted, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
