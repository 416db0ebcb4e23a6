"""Fit the weights of bot.law.opinion: `python -m bot.law.fitting > bot/law/tables/danger_weights.json`.

A linear support vector machine over tables/danger_lines.yml, by coordinate descent in the dual (Hsieh et al.,
ICML 2008): no dependency, no chance. It takes some seconds, so the weights are shipped. The opinion on
petitions is fitted in the same way: see bot.law.petition_fitting.
"""

from __future__ import annotations

import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.law.opinion import Weights, bare, features, pieces
from bot.law.rows import Row, section, table, text
from bot.law.screening import plain

#: Cost of a mistake on a line of danger and on a calm one; missing a danger is worse.
DANGER_COST, CALM_COST, KIND_COST = 5.0, 5.0, 4.0
PASSES = 50
#: The heading of what sounded most alarming in calm stories.
STORIES = "stories"
#: A feature counts from this many lines on; one line's own words prove nothing.
SEEN, SEEN_OF_KIND = 1, 3
#: Weights are kept to so many digits; smaller ones are left out.
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A phrasing, plain, and the kind of danger in it (empty: none)."""

    words: str
    kind: str
    story: bool = False  #: a stretch of a calm story, only for the weights of stories


@dataclass(frozen=True, slots=True)
class Example:
    """What is weighed of a text, and the side it belongs to."""

    features: tuple[str, ...]
    is_danger: bool  #: or whatever the function is to tell
    cost: float


def lines(data: Row) -> list[Line]:
    """All phrasings of a table with `danger` and `calm`, each heading one text with a line per phrasing."""
    found = [
        Line(plain(words), heading if part == "danger" else "", heading == STORIES)
        for part in ("danger", "calm")
        for heading in section(data, part)
        for words in text(section(data, part), heading).splitlines()
    ]
    # Neighbours in the file are alike; descent goes faster when they are mixed, always in the same way.
    return sorted(found, key=lambda line: (zlib.crc32(line.words.encode()), line.words))


def fit(data: Sequence[Line]) -> Weights:
    """The weights of a set of lines; equal lines give equal weights."""
    urgent = [line for line in data if line.kind]
    (danger, bias), (story, story_bias) = (
        _danger([line for line in data if stories or not line.story]) for stories in (False, True)
    )
    telling = _often((line.words for line in urgent), SEEN_OF_KIND)
    kinds = tuple(sorted({line.kind for line in urgent}))
    fitted = [descend([_one(line, kind, telling) for line in urgent]) for kind in kinds]
    rows = {feature: tuple(row.get(feature, 0.0) for row, _ in fitted) for feature in sorted(telling)}
    return Weights(
        bias,
        danger,
        story_bias,
        story,
        kinds,
        tuple(base for _, base in fitted),
        {feature: row for feature, row in rows.items() if any(row)},
    )


def _danger(data: Sequence[Line]) -> tuple[dict[str, float], float]:
    known = _often((line.words for line in data), SEEN)
    return descend([example for line in data for example in _examples(line, known)])


def _whole(words: str) -> str:
    return f"^{bare(words)}$"


def _often(texts: Iterable[str], least: int) -> frozenset[str]:
    seen = Counter(feature for words in texts for feature in features(_whole(words)))
    return frozenset(feature for feature, count in seen.items() if count >= least)


def _examples(line: Line, known: frozenset[str]) -> list[Example]:
    """A line of danger as a whole, for nobody knows which window holds it; of a calm line every window."""
    if line.kind:
        return [_example(_whole(line.words), known, True, DANGER_COST)]
    return [_example(piece, known, False, CALM_COST) for piece in pieces(line.words)]


def _one(line: Line, kind: str, known: frozenset[str]) -> Example:
    return _example(_whole(line.words), known, line.kind == kind, KIND_COST)


def _example(piece: str, known: frozenset[str], is_danger: bool, cost: float) -> Example:
    return Example(tuple(sorted(features(piece) & known)), is_danger, cost)


def descend(examples: Sequence[Example], passes: int = PASSES) -> tuple[dict[str, float], float]:
    """Minimise ½|w|² + Σ cost · max(0, 1 - y(w·x + b))² over the dual; x has length 1."""
    number_of: dict[str, int] = {}
    held = [[number_of.setdefault(one, len(number_of)) for one in example.features] for example in examples]
    found = [0.0] * len(number_of)
    bias = 0.0
    duals = [0.0] * len(examples)
    for _ in range(passes):
        for number, (example, places) in enumerate(zip(examples, held, strict=True)):
            sign = 1.0 if example.is_danger else -1.0
            scale = 1 / math.sqrt(len(places) or 1)
            ridge = 0.5 / example.cost
            margin = sum(map(found.__getitem__, places)) * scale + bias
            gradient = sign * margin - 1 + ridge * duals[number]
            dual = max(duals[number] - gradient / (2 + ridge), 0.0)
            step, duals[number] = (dual - duals[number]) * sign, dual
            if step:
                bias += step
                change = step * scale
                for place in places:
                    found[place] += change
    short = {feature: round(found[place], DIGITS) for feature, place in number_of.items()}
    return {feature: short[feature] for feature in sorted(short) if short[feature]}, round(bias, DIGITS)


def as_json(fitted: Weights) -> str:
    """The weights as the file keeps them."""
    rows: Mapping[str, object] = {
        "bias": fitted.bias,
        "kinds": fitted.kinds,
        "biases": fitted.biases,
        "danger": fitted.danger,
        "story_bias": fitted.story_bias,
        "story": fitted.story,
        "kind": fitted.kind,
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_json(fit(lines(table("danger_lines")))))
