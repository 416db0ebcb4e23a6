"""A learned opinion about danger, for the sentences no rule foresaw: a linear reader of characters.

The weights stand in tables/danger_weights.json; `python -m bot.law.fitting` makes them again from the
phrasings in tables/danger_lines.yml. Nothing is stored, nothing is decided here: see bot.law.screening.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.law.rows import rows, table, text

#: A long story is read in windows of these widths (characters).
WIDTHS = (40, 20)
#: Only so much of one message is weighed, so that the longest costs a few milliseconds.
READ_CHARS = 1200
#: The sign for a look-alike that was taken out (打电话, 跳楼价).
BLANK = "Z"

_CLAUSE = re.compile(r"[，,、~。!?;…\n]+")
_SILENT = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十百两几]+")
_SIGN = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the weights say of a message."""

    score: float  #: above 0: danger; the further from 0, the surer
    window: str  #: where it was heard, bare: personal data, never to be logged


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear function for danger, and one for each kind of it."""

    bias: float
    danger: Mapping[str, float]
    kinds: tuple[str, ...]
    biases: tuple[float, ...]
    kind: Mapping[str, tuple[float, ...]]  #: feature -> one weight per kind


@cache
def _notions() -> tuple[re.Pattern[str], Mapping[str, str]]:
    signs = {
        word: text(row, "sign")
        for row in rows(table("danger_words"), "notions")
        for word in text(row, "words").split()
    }
    longest_first = sorted(signs, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), signs


@cache
def weights() -> Weights:
    """The shipped weights; read once."""
    loaded = json.loads(files("bot.law").joinpath("tables", "danger_weights.json").read_text("utf-8"))
    return Weights(
        loaded["bias"],
        loaded["danger"],
        tuple(loaded["kinds"]),
        tuple(loaded["biases"]),
        {feature: tuple(row) for feature, row in loaded["kind"].items()},
    )


def bare(words: str) -> str:
    """Only what is weighed: letters without marks, numbers as #, look-alikes (□) as a sign."""
    return _NUMBER.sub("#", _SILENT.sub("", words.lower().replace("□", "囗"))).replace("囗", BLANK)


def features(piece: str) -> set[str]:
    """Characters and pairs of a bare piece, and runs of up to three that hold a notion.

    A notion is a capital letter: 他现在又打我 gives 现在, 打我 … and, with T a third person, N now, H a blow,
    M the speaker: TN, NH, HM, TNN …
    """
    found = {*piece, *(piece[start : start + 2] for start in range(len(piece) - 1))}
    pattern, signs = _notions()
    folded = pattern.sub(lambda match: signs[match[0]], piece)
    for size in (1, 2, 3):
        runs = (folded[start : start + size] for start in range(len(folded) - size + 1))
        found.update(run for run in runs if _SIGN.search(run))
    return found


def pieces(words: str) -> Iterator[str]:
    """The windows of a text, bare, between ^ and $; a short one is its own only window.

    A window begins with a clause and takes the next ones in as far as they fit; what was spoken without a
    stop is cut into halves that overlap.
    """
    clauses = [clause for clause in map(bare, _CLAUSE.split(words[:READ_CHARS])) if clause]
    whole = "".join(clauses)
    if len(whole) <= WIDTHS[0]:
        yield f"^{whole}$"
        return
    found = dict.fromkeys(window for width in WIDTHS for window in _windows(clauses, width))
    yield from (f"^{window}$" for window in found)


def _windows(clauses: Sequence[str], width: int) -> Iterator[str]:
    for number, first in enumerate(clauses):
        window = first
        for clause in clauses[number + 1 :]:
            if len(window) + len(clause) > width:
                break
            window += clause
        if len(window) <= width:
            yield window
        else:
            starts = range(0, len(window) - width // 2, width // 2)
            yield from (window[start : start + width] for start in starts)


def score(piece: str, known: Weights) -> float:
    """How much one window speaks for danger; 0 is as likely as not among hard cases."""
    found = [known.danger[feature] for feature in features(piece) if feature in known.danger]
    # fsum: the sum of floats must not hang on the order of a set, which differs from process to process.
    return known.bias + math.fsum(found) / math.sqrt(len(found) or 1)


def opinion(words: str) -> Opinion:
    """The opinion of the most alarming window of a text whose look-alikes are blanked (□)."""
    known = weights()
    worst, piece = max((score(piece, known), piece) for piece in pieces(words))
    return Opinion(worst, piece)


def kind(piece: str) -> str:
    """The id of the flag whose safety words fit a window best, if it is danger."""
    known = weights()
    found = [known.kind[feature] for feature in features(piece) if feature in known.kind]
    scale = 1 / math.sqrt(len(found) or 1)
    sums = [math.fsum(row[number] for row in found) for number in range(len(known.kinds))]
    totals = [base + scale * total for base, total in zip(known.biases, sums, strict=True)]
    return known.kinds[totals.index(max(totals))]
