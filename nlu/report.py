"""How good a model is, from its answers to held-out phrasings; pure arithmetic, shared by all who judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.dataset import Line, kind
from nlu.parse import OUT_OF_SCOPE, Ranked, Understanding

#: A legal answer at this confidence is given without asking back; on idle talk that must not happen.
CONFIDENT = 0.6
#: Share of legal questions that must pass the gate when false answers are counted.
KEPT_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Judged:
    """A held-out phrasing and what was understood."""

    line: Line
    found: Understanding

    def ranked(self) -> tuple[Ranked, ...]:
        """The ranking its kind of question is answered from, with full names."""
        group = kind(self.line.intent)
        if group == "talk":
            return self.found.ranked
        return tuple(row for row in self.found.ranked if kind(row.name) == group)

    def within(self, places: int) -> bool:
        """Whether the right intent is among the first `places`."""
        return any(row.name == self.line.intent for row in self.ranked()[:places])

    @property
    def answer(self) -> str:
        """The first of that ranking."""
        ranked = self.ranked()
        return ranked[0].name if ranked else OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class Gate:
    """How well the summed probability of legal intents tells legal questions from talk."""

    auroc: float
    threshold: float  #: `in_scope` that `KEPT_SHARE` of the legal phrasings reach
    false_answers: float  #: share of out-of-scope phrasings that reach it too
    confident: tuple[Line, ...]  #: out-of-scope phrasings with a legal answer above `CONFIDENT`


@dataclass(frozen=True, slots=True)
class Confusion:
    """Phrasings of one intent that were taken for another."""

    right: str
    taken: str
    texts: tuple[str, ...]


def share(judged: Iterable[Judged], places: int = 1) -> float:
    """Share of phrasings whose right intent is within the first `places`; 0 for none."""
    hits = [row.within(places) for row in judged]
    return sum(hits) / len(hits) if hits else 0.0


def of_kind(judged: Iterable[Judged], group: str) -> list[Judged]:
    """Those of one kind (`matter`, `faq`, `talk`)."""
    return [row for row in judged if kind(row.line.intent) == group]


def per_intent(judged: Sequence[Judged]) -> dict[str, tuple[int, float, float]]:
    """Intent -> (number, precision, recall), the worst recall first; every intent that was asked or answered.

    Where nothing of an intent was asked its recall is 0, where it was never answered its precision is.
    """
    asked = Counter(row.line.intent for row in judged)
    given = Counter(row.answer for row in judged)
    right = Counter(row.line.intent for row in judged if row.within(1))
    rows = {
        intent: (asked[intent], right[intent] / (given[intent] or 1), right[intent] / (asked[intent] or 1))
        for intent in asked | given
    }
    return dict(sorted(rows.items(), key=lambda row: (row[1][2], row[1][1], row[0])))


def confusions(judged: Iterable[Judged]) -> list[Confusion]:
    """What is taken for what, most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in judged:
        if not row.within(1):
            found.setdefault((row.line.intent, row.answer), []).append(row.line.text)
    rows = [Confusion(right, taken, tuple(texts)) for (right, taken), texts in found.items()]
    return sorted(rows, key=lambda row: (-len(row.texts), row.right, row.taken))


def gate(judged: Sequence[Judged]) -> Gate:
    """Legal phrasings against `out_of_scope` ones; both must be there."""
    legal = sorted(row.found.in_scope for row in judged if kind(row.line.intent) != "talk")
    idle = [row for row in judged if row.line.intent == OUT_OF_SCOPE]
    threshold = legal[int((1 - KEPT_SHARE) * len(legal))]
    return Gate(
        auroc=_auroc(legal, [row.found.in_scope for row in idle]),
        threshold=threshold,
        false_answers=sum(row.found.in_scope >= threshold for row in idle) / len(idle),
        confident=confident(idle),
    )


def confident(judged: Iterable[Judged]) -> tuple[Line, ...]:
    """Idle phrasings that would get a legal answer without being asked back."""
    return tuple(
        row.line
        for row in judged
        if row.line.intent == OUT_OF_SCOPE
        and kind(row.found.top.name) != "talk"
        and row.found.top.confidence >= CONFIDENT
    )


def first_right(judged: Sequence[Judged]) -> float:
    """Share of phrasings whose first answer of all kinds is right; 0 for none."""
    return sum(row.found.top.name == row.line.intent for row in judged) / len(judged) if judged else 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold of `in_scope` does."""

    threshold: float
    kept: float  #: share of legal phrasings that reach it
    passed: float  #: share of out-of-scope phrasings that reach it


def curve(judged: Sequence[Judged], thresholds: Iterable[float]) -> list[Point]:
    """Legal phrasings kept and idle ones let through, threshold by threshold; both must be there."""
    legal = [row.found.in_scope for row in judged if kind(row.line.intent) != "talk"]
    idle = [row.found.in_scope for row in judged if row.line.intent == OUT_OF_SCOPE]
    return [
        Point(at, *(sum(value >= at for value in values) / len(values) for values in (legal, idle)))
        for at in thresholds
    ]


def _auroc(high: Sequence[float], low: Sequence[float]) -> float:
    """Chance that one of `high` is above one of `low`; ties count half."""
    wins = sum((one > other) + (one == other) / 2 for one in high for other in low)
    return wins / (len(high) * len(low))


def calibration(judged: Iterable[Judged], bins: int = 10) -> list[tuple[float, float, int]]:
    """Per tenth of confidence: mean confidence of the top answer, share that is right, number."""
    return cells(((row.found.top.confidence, row.found.top.name == row.line.intent) for row in judged), bins)


def cells(answers: Iterable[tuple[float, bool]], bins: int = 10) -> list[tuple[float, float, int]]:
    """(confidence, whether right) of each answer -> for each bin that has any: means of both, number."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for sure, right in answers:
        rows[min(int(sure * bins), bins - 1)].append((sure, right))
    return [
        (sum(sure for sure, _ in cell) / len(cell), sum(ok for _, ok in cell) / len(cell), len(cell))
        for cell in rows
        if cell
    ]


def calibration_error(cells: Sequence[tuple[float, float, int]]) -> float:
    """Mean distance between confidence and share of right answers (expected calibration error)."""
    total = sum(count for _, _, count in cells)
    return sum(abs(sure - right) * count for sure, right, count in cells) / total if total else 0.0
