"""A learned opinion about petitions, for what no rule foresaw: one linear function for each kind of wish.

It reads the characters and notions of a message as bot.law.opinion does for danger. The weights stand in
tables/petition_weights.json; `python -m bot.law.petition_fitting` makes them again from the lines in
tables/petition_lines.yml. Nothing is stored, nothing is decided here: see bot.law.petition.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.law.opinion import bare, features

#: The table of the notions of petitions.
NOTIONS = "petition_words"
#: A longer message is weighed as a whole and in windows of this width (characters), begun half a width apart.
WIDTH = 40
#: How much the window that speaks most for a kind counts beside the whole.
WINDOW_SHARE = 0.5

_CLAUSE = re.compile(r"[，,、~。!?;:…\s]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear function for each kind."""

    kinds: tuple[str, ...]
    biases: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]  #: feature -> one weight per kind


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the weights say of a message, for each kind; above 0 it is one rather than all others."""

    scores: Mapping[str, float]  #: of the whole, and of its windows a share
    peaks: Mapping[
        str, float
    ]  #: of the window that speaks most for a kind; a short message is its own window


@cache
def weights() -> Weights:
    """The shipped weights; read once."""
    loaded = json.loads(files("bot.law").joinpath("tables", "petition_weights.json").read_text("utf-8"))
    return Weights(
        tuple(loaded["kinds"]),
        tuple(loaded["biases"]),
        {feature: tuple(row) for feature, row in loaded["weights"].items()},
    )


def whole(words: str) -> str:
    """All of a message, bare, between ^ and $."""
    return f"^{bare(words)}$"


def opinion(words: str) -> Opinion:
    """How much a message speaks for each kind.

    Example: 判得不公，我要告到自治区 -> scores {"court_petition": 0.8, "petition": -0.7, …}.
    """
    known = weights()
    all_of_it = _scores(whole(words), known)
    windows = [_scores(window, known) for window in _windows(words)] or [all_of_it]
    peaks = [max(column) for column in zip(*windows, strict=True)]
    mixed = [
        (score + WINDOW_SHARE * peak) / (1 + WINDOW_SHARE)
        for score, peak in zip(all_of_it, peaks, strict=True)
    ]
    return Opinion(dict(zip(known.kinds, mixed, strict=True)), dict(zip(known.kinds, peaks, strict=True)))


def _windows(words: str) -> Iterator[str]:
    """Windows of a long message; they begin with a clause where there are clauses."""
    clauses = [part for clause in _CLAUSE.split(words) for part in _parts(bare(clause))]
    if sum(map(len, clauses)) <= WIDTH:
        return
    begun = -WIDTH
    at = 0
    for number, clause in enumerate(clauses):
        if at - begun >= WIDTH // 2:
            begun = at
            yield f"^{_filled(clauses[number:])}$"
        at += len(clause)


def _parts(clause: str) -> Iterator[str]:
    """A clause; what was spoken without a stop in parts of half a width."""
    step = WIDTH // 2
    return (clause[start : start + step] for start in range(0, len(clause), step))


def _filled(clauses: Sequence[str]) -> str:
    window = ""
    for clause in clauses:
        if window and len(window) + len(clause) > WIDTH:
            break
        window += clause
    return window


def _scores(piece: str, known: Weights) -> list[float]:
    rows = [row for feature in features(piece, NOTIONS) if (row := known.weights.get(feature))]
    if not rows:
        return list(known.biases)
    scale = 1 / math.sqrt(len(rows))
    # fsum: the sum of floats must not hang on the order of a set, which differs from process to process.
    return [
        base + scale * math.fsum(column)
        for base, column in zip(known.biases, zip(*rows, strict=True), strict=True)
    ]
