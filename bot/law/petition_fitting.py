"""Fit the weights of bot.law.petition_opinion.

`python -m bot.law.petition_fitting > bot/law/tables/petition_weights.json` reads the lines of
tables/petition_lines.yml and fits one function for each kind against all others (bot.law.fitting). It takes a
while, so the weights are shipped.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Sequence

from bot.law.fitting import Example, Line, descend
from bot.law.opinion import features
from bot.law.petition_opinion import NOTIONS, Weights, whole
from bot.law.rows import Row, section, table, text

#: Cost of a mistake, and of one on an ordinary phrasing that comes near; there are many, and none is a wish.
COST, NEAR_COST = 5.0, 0.3
PASSES = 30
#: A feature counts from this many lines on.
SEEN = 1
#: Weights are kept to so many digits; rows of smaller ones are left out.
DIGITS = 2
#: The heading of the ordinary phrasings that come near, and what they are.
NEAR, CALM = "near", "none"


def lines(data: Row) -> list[Line]:
    """All phrasings of a table with `lines`, each heading one text with a line per phrasing."""
    part = section(data, "lines")
    found = [Line(words, heading) for heading in part for words in text(part, heading).splitlines()]
    # Neighbours in the file are alike; descent goes faster when they are mixed, always in the same way.
    return sorted(found, key=lambda line: (zlib.crc32(line.words.encode()), line.words))


def fit(data: Sequence[Line]) -> Weights:
    """The weights of a set of lines; equal lines give equal weights."""
    told = [features(whole(line.words), NOTIONS) for line in data]
    seen = Counter(feature for found in told for feature in found)
    known = frozenset(feature for feature, count in seen.items() if count >= SEEN)
    kept = [tuple(sorted(found & known)) for found in told]
    kinds = tuple(sorted({line.kind for line in data} - {NEAR}))
    fitted = [_one(data, kept, kind) for kind in kinds]
    rows = {
        feature: tuple(round(row.get(feature, 0.0), DIGITS) for row, _ in fitted) for feature in sorted(known)
    }
    return Weights(
        kinds,
        tuple(base for _, base in fitted),
        {feature: row for feature, row in rows.items() if any(row)},
    )


def _one(data: Sequence[Line], kept: Sequence[tuple[str, ...]], kind: str) -> tuple[dict[str, float], float]:
    examples = [
        Example(found, kind in _meant(line), NEAR_COST if line.kind == NEAR else COST)
        for line, found in zip(data, kept, strict=True)
    ]
    return descend(examples, PASSES)


def _meant(line: Line) -> frozenset[str]:
    return frozenset({CALM if line.kind == NEAR else line.kind})


def as_json(fitted: Weights) -> str:
    """The weights as the file keeps them."""
    rows = {"kinds": fitted.kinds, "biases": fitted.biases, "weights": fitted.weights}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_json(fit(lines(table("petition_lines")))))
