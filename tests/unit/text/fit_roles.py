"""Fit bot/text/role_weights.json: `PYTHONPATH=.:tests/unit/text python tests/unit/text/fit_roles.py`.

Stochastic descent (AdaGrad) of a multinomial logistic regression over the open stories and the stories of
`stories_more.yml`; no chance, no dependency, some seconds. `stories_closed.yml` is not read. MIX was set by
hand, not fitted.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import test_stories as labels

from bot.text import role_model
from bot.text.facts import candidates
from bot.text.reading import Context

PASSES, RATE, RIDGE, SEEN, DIGITS, LEAST = 60, 0.3, 0.1, 2, 2, 0.03
#: sharpness, trust in a rule's part, trust in a rule's silence
MIX = {"amount": (0.9, 1.5, 0.3), "date": (0.9, 1.5, 0.3), "duration": (0.9, 1.5, 0.3)}

Example = tuple[dict[str, float], str]


def examples(halves: tuple[str, ...]) -> dict[str, list[tuple[str, Example, str]]]:
    """By type of fact: number of the story, (features, labelled part), part by the rules."""
    found: dict[str, list[tuple[str, Example, str]]] = defaultdict(list)
    for half in halves:
        for story in labels.stories(half):
            text = story["text"]
            for fact, seen in candidates(text, Context(date.fromisoformat(str(story["today"])))):
                said = [row for row in story["facts"] if row["type"] == fact.type and stands(fact, row, text)]
                roles = [row.get("role") or "" for row in said]
                truth = fact.role if fact.role in roles else roles[0] if roles else ""
                found[fact.type].append((str(story["id"]), (seen, truth), fact.role))
    return found


def stands(fact: labels.Fact, row: labels.Story, text: str) -> bool:
    """Tell whether a found value is the labelled one, whatever its part."""
    starts = [found.start() for found in re.finditer(re.escape(str(row["said"])), text)]
    over = any(fact.start < at + len(str(row["said"])) and at < fact.end for at in starts)
    return over and labels.SAME[fact.type](fact.value, row["value"])


def fit(data: list[Example], mix: tuple[float, float, float]) -> dict[str, object]:
    """Return a table as role_model reads it."""
    often = Counter(name for seen, _ in data for name in seen)
    roles = sorted({role for _, role in data} | {""})
    rows = {name: [0.0] * len(roles) for name, count in often.items() if count >= SEEN}
    bias = [0.0] * len(roles)
    past = {name: [1e-3] * len(roles) for name in rows}
    past_bias = [1e-3] * len(roles)
    for _ in range(PASSES):
        for seen, truth in data:
            kept = [(name, value) for name, value in seen.items() if name in rows]
            scores = list(bias)
            for name, value in kept:
                scores = [score + value * weight for score, weight in zip(scores, rows[name], strict=True)]
            wrong = [p - (role == truth) for p, role in zip(role_model.softmax(scores), roles, strict=True)]
            for name, value in [*kept, ("", 1.0)]:
                row, old = (rows[name], past[name]) if name else (bias, past_bias)
                for at, error in enumerate(wrong):
                    slope = error * value + (RIDGE * row[at] / often[name] if name else 0.0)
                    old[at] += slope * slope
                    row[at] -= RATE * slope / old[at] ** 0.5
    weights = {n: [round(w, DIGITS) for w in row] for n, row in sorted(rows.items())}
    return {
        "roles": roles,
        "bias": [round(weight, DIGITS) for weight in bias],
        "mix": mix,
        "weights": {n: row for n, row in weights.items() if max(map(abs, row)) >= LEAST},
    }


def main() -> None:
    tables = {
        kind: fit([example for _, example, _ in rows], MIX[kind])
        for kind, rows in sorted(examples(("open", "more")).items())
    }
    path = Path(role_model.__file__).with_name("role_weights.json")
    path.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
