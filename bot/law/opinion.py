"""A learned opinion about danger, for the sentences no rule foresaw: a linear reader of characters.

The weights stand in tables/danger_weights.json; `python -m bot.law.fitting` makes them again from the
phrasings in tables/danger_lines.yml. Nothing is stored, nothing is decided here: see bot.law.screening.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise, repeat
from operator import add

from bot.law.rows import rows, table, text

#: A long story is read in windows of these widths (characters).
WIDTHS = (40, 20)
#: From so many bare characters on a text is a story and weighed as one: it has many windows, and the most
#: alarming of many is so by chance. Weights fitted for that would drown short cries for help.
STORY_CHARS = 80
#: Of a longer message the first and the last half of this are weighed, so that the cost is bounded.
READ_CHARS = 10_000
#: So many windows of a text are weighed exactly, the most alarming ones.
LIKELY = 32
#: The table of the notions of danger; bot.law.petition_opinion has its own.
NOTIONS = "danger_words"
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
    """One linear function for danger, one for danger in a window of a story, and one for each kind of it."""

    bias: float
    danger: Mapping[str, float]
    story_bias: float
    story: Mapping[str, float]
    kinds: tuple[str, ...]
    biases: tuple[float, ...]
    kind: Mapping[str, tuple[float, ...]]  #: feature -> one weight per kind


@cache
def _notions(name: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    signs = {
        word: text(row, "sign") for row in rows(table(name), "notions") for word in text(row, "words").split()
    }
    return re.compile(_any_of(signs)), signs


def _any_of(words: Iterable[str]) -> str:
    """One expression for many words, longest first; sorted by first character, which is much quicker."""
    endings: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        endings.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in endings.items())
    return f"(?=[{re.escape(''.join(endings))}])(?:{branches})"


@cache
def weights() -> Weights:
    """The shipped weights; read once."""
    loaded = json.loads(files("bot.law").joinpath("tables", "danger_weights.json").read_text("utf-8"))
    return Weights(
        loaded["bias"],
        loaded["danger"],
        loaded["story_bias"],
        loaded["story"],
        tuple(loaded["kinds"]),
        tuple(loaded["biases"]),
        {feature: tuple(row) for feature, row in loaded["kind"].items()},
    )


def bare(words: str) -> str:
    """Only what is weighed: letters without marks, numbers as #, look-alikes (□) as a sign."""
    return _NUMBER.sub("#", _SILENT.sub("", words.lower().replace("□", "囗"))).replace("囗", BLANK)


def features(piece: str, notions: str = NOTIONS) -> set[str]:
    """Characters and pairs of a bare piece, and runs of up to three that hold a notion.

    A notion is a capital letter: 他现在又打我 gives 现在, 打我 … and, with T a third person, N now, H a blow,
    M the speaker: TN, NH, HM, TNN … `notions` is the table that lists them.
    """
    found = {*piece, *(piece[start : start + 2] for start in range(len(piece) - 1))}
    pattern, signs = _notions(notions)
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
    clauses = _clauses(words)
    whole = "".join(clauses)
    if len(whole) <= WIDTHS[0]:
        yield f"^{whole}$"
        return
    yield from dict.fromkeys(f"^{whole[start:end]}$" for start, end in _windows(clauses))


def _clauses(words: str) -> list[str]:
    if len(words) > READ_CHARS:
        words = f"{words[: READ_CHARS // 2]}。{words[-READ_CHARS // 2 :]}"
    return [clause for clause in map(bare, _CLAUSE.split(words)) if clause]


def _windows(clauses: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each window begins and ends in the clauses put together."""
    stops = [0, *accumulate(map(len, clauses))]
    yield from dict.fromkeys(window for width in WIDTHS for window in _of_width(stops, width))


def _of_width(stops: Sequence[int], width: int) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(stops):
        if end - start > width:
            yield from ((at, min(at + width, end)) for at in range(start, end - width // 2, width // 2))
            continue
        yield start, stops[bisect_right(stops, start + width) - 1]


def score(piece: str, known: Weights, *, story: bool = False) -> float:
    """How much one window speaks for danger; 0 is as likely as not among hard cases."""
    weighed, bias = (known.story, known.story_bias) if story else (known.danger, known.bias)
    found = [weighed[feature] for feature in features(piece) if feature in weighed]
    # fsum: the sum of floats must not hang on the order of a set, which differs from process to process.
    return bias + math.fsum(found) / math.sqrt(len(found) or 1)


def opinion(words: str) -> Opinion:
    """The opinion of the most alarming window of a text whose look-alikes are blanked (□)."""
    known = weights()
    clauses = _clauses(words)
    whole = "".join(clauses)
    if len(whole) <= WIDTHS[0]:
        return Opinion(score(f"^{whole}$", known), f"^{whole}$")
    story = len(whole) > STORY_CHARS
    looked_at = _likely(whole, list(_windows(clauses)), known.story if story else known.danger)
    worst, piece = max((score(piece, known, story=story), piece) for piece in looked_at)
    return Opinion(worst, piece)


def _likely(whole: str, windows: Sequence[tuple[int, int]], weighed: Mapping[str, float]) -> list[str]:
    """The windows of a long text that seem most alarming by a sum that is quicker than `score`.

    It counts a feature as often as it stands there, so one pass over the text tells it for every window.
    """
    if len(windows) > LIKELY:
        sums = _sums(whole, weighed)

        def seems(window: tuple[int, int]) -> float:
            start, end = window
            return (sums[end] - sums[start]) / math.sqrt(end - start)

        windows = sorted(windows, key=seems, reverse=True)[:LIKELY]
    return [f"^{whole[start:end]}$" for start, end in windows]


def _sums(whole: str, weighed: Mapping[str, float]) -> list[float]:
    """The weights of all features that begin before each place of a text, added up."""

    def told(features_there: Iterable[str]) -> Iterator[float]:
        return map(weighed.get, features_there, repeat(0.0))

    found = list(map(add, told(whole), told(map(add, whole, f"{whole[1:]}$"))))
    folded, places = _folded(whole)
    twos = list(map(add, folded, f"{folded[1:]}$"))
    threes = map(add, twos, f"{folded[2:]}$$")
    for at, more in zip(places, map(add, map(add, told(folded), told(twos)), told(threes)), strict=True):
        found[at] += more
    return list(accumulate(found, initial=0.0))


def _folded(whole: str) -> tuple[str, list[int]]:
    """The text with notions as signs, and where in the text each of its characters begins."""
    pattern, signs = _notions(NOTIONS)
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in pattern.finditer(whole):
        parts += (whole[at : match.start()], signs[match[0]])
        places += range(at, match.start() + 1)
        at = match.end()
    return "".join([*parts, whole[at:]]), [*places, *range(at, len(whole))]


def kind(piece: str) -> str:
    """The id of the flag whose safety words fit a window best, if it is danger."""
    known = weights()
    found = [known.kind[feature] for feature in features(piece) if feature in known.kind]
    scale = 1 / math.sqrt(len(found) or 1)
    sums = [math.fsum(row[number] for row in found) for number in range(len(known.kinds))]
    totals = [base + scale * total for base, total in zip(known.biases, sums, strict=True)]
    return known.kinds[totals.index(max(totals))]
