"""How well labelled questions of real people are understood: arithmetic on labels, never a sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu import report
from nlu.parse import Understanding

#: Label of questions that say too little for anybody to tell.
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the label people gave it, and others that may be defended."""

    text: str
    label: str
    also: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's labels, and what was understood."""

    label: str
    also: frozenset[str]
    ranked: tuple[str, ...]  #: labels, best first
    sure: float  #: share of the first among all labels
    in_scope: float

    def right(self, places: int = 1, *, lenient: bool) -> bool:
        """Whether an allowed label is among the first `places`; strictly, only `label` is."""
        allowed = {self.label, *self.also} if lenient else {self.label}
        return not allowed.isdisjoint(self.ranked[:places])


#: Precision and recall; None where nothing was answered or asked.
Rates = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One label: how many questions have it, and precision and recall of the first answer."""

    label: str
    count: int
    strict: Rates
    lenient: Rates


def load(path: Path) -> list[Question]:
    """One JSON object a line: `text` (or `question`), `label`, and a list `also` where there is one."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Question(row.get("text") or row["question"], row["label"], frozenset(row.get("also") or ()))
        for row in rows
    ]


def answered(question: Question, found: Understanding) -> Answered:
    """What is understood, without the words."""
    labels = found.labels()
    total = sum(row.confidence for row in labels)
    ranked = tuple(row.name for row in labels)
    return Answered(
        question.label,
        question.also,
        ranked,
        labels[0].confidence / total if total else 0.0,
        found.in_scope,
    )


def share(rows: Sequence[Answered], places: int = 1, *, lenient: bool) -> float:
    """Share of the questions that are right."""
    return sum(row.right(places, lenient=lenient) for row in rows) / len(rows) if rows else 0.0


def measured(rows: Sequence[Answered]) -> dict[str, float]:
    """The metrics of nlu/floors.yml that are about real questions."""
    return {
        "real_top1": share(rows, lenient=True),
        "real_top3": share(rows, 3, lenient=True),
        "real_strict_top1": share(rows, lenient=False),
        "real_strict_top3": share(rows, 3, lenient=False),
        "real_calibration": report.calibration_error(calibration(rows, lenient=True)),
        "real_strict_calibration": report.calibration_error(calibration(rows, lenient=False)),
    }


def calibration(rows: Iterable[Answered], *, lenient: bool) -> list[tuple[float, float, int]]:
    """Per tenth of `sure`: its mean, share that is right, number.

    Where several labels may be defended their probability is shared out among them, as it should be: taken
    leniently such answers look less sure than right, taken strictly surer than right.
    """
    return report.cells((row.sure, row.right(lenient=lenient)) for row in rows)


def per_label(rows: Sequence[Answered], labels: Iterable[str]) -> list[Row]:
    """Every one of `labels`, also those nobody asked about, and every one that occurs; most asked first."""
    asked = Counter(row.label for row in rows)
    given = Counter(row.ranked[0] for row in rows if row.ranked)
    found = []
    for label in {*labels, *asked, *given}:
        strict, lenient = (
            (_part(rows, label, given[label], lenient=way), _recall(rows, label, asked[label], lenient=way))
            for way in (False, True)
        )
        found.append(Row(label, asked[label], strict, lenient))
    return sorted(found, key=lambda row: (-row.count, row.label))


def _part(rows: Sequence[Answered], label: str, given: int, *, lenient: bool) -> float | None:
    hits = sum(row.right(lenient=lenient) for row in rows if row.ranked[:1] == (label,))
    return hits / given if given else None


def _recall(rows: Sequence[Answered], label: str, asked: int, *, lenient: bool) -> float | None:
    hits = sum(row.right(lenient=lenient) for row in rows if row.label == label)
    return hits / asked if asked else None


def confusions(rows: Iterable[Answered]) -> list[tuple[str, str, int]]:
    """(label, taken for, number) of answers nobody defends, most frequent first."""
    found = Counter((row.label, row.ranked[0]) for row in rows if row.ranked and not row.right(lenient=True))
    return sorted(((*pair, count) for pair, count in found.items()), key=lambda one: (-one[2], one))


def passed(rows: Sequence[Answered], thresholds: Iterable[float]) -> Mapping[float, float]:
    """Share of the questions at or above each threshold of `in_scope`."""
    return {at: sum(row.in_scope >= at for row in rows) / len(rows) for at in thresholds}
