"""Whether a model may go live: its numbers against nlu/floors.yml and against those of the live model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu import report
from nlu.report import Judged

FLOORS = Path(__file__).with_name("floors.yml")
#: `Metric.floors` are of one of these.
WHICH = ("model", "keywords")


@dataclass(frozen=True, slots=True)
class Metric:
    """A number about a model, what it is called, and what it must reach."""

    id: str
    name: str  #: for whoever publishes, in Chinese
    unit: str  #: `share` (0..1) or `lines`
    lower: bool  #: whether less is better: a ceiling in place of a floor
    margin: float  #: what chance alone may move it
    floors: Mapping[str, Mapping[date, float]]  #: of `model` and `keywords`, by the day each came into force

    def floor(self, which: str) -> float:
        """The one in force."""
        rows = self.floors[which]
        return rows[max(rows)]

    def reached(self, value: float, floor: float) -> bool:
        """Whether the value is at or on the good side of the floor."""
        return value <= floor if self.lower else value >= floor

    def gain(self, new: float, old: float) -> int:
        """1 better, -1 worse, 0 where chance alone explains the difference."""
        step = (old - new) if self.lower else (new - old)
        return 0 if abs(step) <= self.margin else (1 if step > 0 else -1)

    def shown(self, value: float) -> str:
        """The value as it is written on the page."""
        return f"{value:.0f} 句" if self.unit == "lines" else f"{value:.1%}"


@cache
def metrics() -> tuple[Metric, ...]:
    """All metrics of nlu/floors.yml, in its order."""
    rows: Mapping[str, Mapping[str, Any]] = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    return tuple(
        Metric(
            key,
            row["name"],
            row.get("unit", "share"),
            row.get("better") == "lower",
            float(row["margin"]),
            {which: {day: float(value) for day, value in row[which].items()} for which in WHICH},
        )
        for key, row in rows.items()
    )


def measured(judged: Sequence[Judged]) -> dict[str, float]:
    """The value of every metric."""
    matter, faq = (report.of_kind(judged, group) for group in ("matter", "faq"))
    gate = report.gate(judged)
    return {
        "matter_top1": report.share(matter),
        "matter_top3": report.share(matter, 3),
        "faq_top1": report.share(faq),
        "faq_top3": report.share(faq, 3),
        "talk_top1": report.share(report.of_kind(judged, "talk")),
        "auroc": gate.auroc,
        "false_answers": gate.false_answers,
        "confident": float(len(gate.confident)),
        "calibration_error": report.calibration_error(report.calibration(judged)),
    }


def below(numbers: Mapping[str, float], which: str) -> list[Metric]:
    """Metrics that miss their floor."""
    return [one for one in metrics() if not one.reached(numbers[one.id], one.floor(which))]


@dataclass(frozen=True, slots=True)
class Loss:
    """An intent that is recognised less often than by the live model."""

    intent: str
    before: float  #: recall
    after: float
    texts: tuple[str, ...]  #: phrasings the live model took right and this one does not


def losses(new: Sequence[Judged], live: Sequence[Judged]) -> list[Loss]:
    """Intents that lost, those that lost the most phrasings first; both judged on the same lines."""
    asked = Counter(row.line.intent for row in new)
    before, after = (Counter(row.line.intent for row in rows if row.within(1)) for rows in (live, new))
    gone: dict[str, list[str]] = {}
    for now, then in zip(new, live, strict=True):
        if then.within(1) and not now.within(1):
            gone.setdefault(now.line.intent, []).append(now.line.text)
    found = [
        Loss(intent, before[intent] / asked[intent], after[intent] / asked[intent], tuple(texts))
        for intent, texts in gone.items()
        if after[intent] < before[intent]
    ]
    return sorted(found, key=lambda loss: ((loss.after - loss.before) * asked[loss.intent], loss.intent))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to publish, and why, in one Chinese sentence."""

    publish: bool
    sentence: str


def verdict(numbers: Mapping[str, float], which: str, live: Mapping[str, float] | None = None) -> Verdict:
    """Judge the numbers; `live`: those of the model in use, on the same phrasings."""
    reasons = [
        f"「{one.name}」是 {one.shown(numbers[one.id])}，"
        f"{'高' if one.lower else '低'}于底线 {one.shown(one.floor(which))}"
        for one in below(numbers, which)
    ]
    compared = (
        [(one, one.gain(numbers[one.id], live[one.id]), live[one.id]) for one in metrics()] if live else []
    )
    reasons += [
        f"「{one.name}」比正在用的模型差：{one.shown(before)} 变成 {one.shown(numbers[one.id])}"
        for one, gain, before in compared
        if gain < 0
    ]
    if reasons:
        return Verdict(False, f"不要发布，因为{'；'.join(reasons)}。")
    better = sum(gain > 0 for _, gain, _ in compared)
    more = f"，和正在用的模型比没有变差的，变好的有 {better} 项" if live else ""
    return Verdict(True, f"可以发布，因为 {len(metrics())} 项指标都达到底线{more}。")
