"""Whether a model may go live: its numbers against nlu/floors.yml and against those of the live model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu import floors, report
from nlu.floors import Metric, metrics
from nlu.report import Judged


def measured(judged: Sequence[Judged]) -> dict[str, float]:
    """The value of every metric that is about held-out phrasings."""
    matter, faq = (report.of_kind(judged, group) for group in ("matter", "faq"))
    gate = report.gate(judged)
    return first_answers(judged) | {
        "matter_top1": report.share(matter),
        "matter_top3": report.share(matter, 3),
        "faq_top1": report.share(faq),
        "faq_top3": report.share(faq, 3),
        "auroc": gate.auroc,
        "false_answers": gate.false_answers,
    }


def first_answers(judged: Sequence[Judged]) -> dict[str, float]:
    """Those metrics that need no more than the first answer: all that Rasa tells of a model not yet live."""
    return {
        "all_top1": report.first_right(judged),
        "talk_top1": report.share(report.of_kind(judged, "talk")),
        "confident": float(len(report.confident(judged))),
        "calibration_error": report.calibration_error(report.calibration(judged)),
    }


def below(numbers: Mapping[str, float], which: str) -> list[Metric]:
    """Metrics among `numbers` that miss their floor."""
    return [one for one in _of(numbers) if not one.reached(numbers[one.id], one.floor(which))]


def _of(numbers: Mapping[str, float]) -> list[Metric]:
    """Some are measured on held-out phrasings, some on real questions (nlu.questions)."""
    return [one for one in metrics() if one.id in numbers]


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
    if found := reasons(numbers, which, live):
        return Verdict(False, f"不要发布，因为{'；'.join(found)}。")
    compared = [one.gain(numbers[one.id], live[one.id]) for one in _of(numbers)] if live else []
    better = sum(gain > 0 for gain in compared)
    more = f"，和正在用的模型比没有变差的，变好的有 {better} 项" if live else ""
    return Verdict(True, f"可以发布，因为 {len(numbers)} 项指标都达到底线{more}。")


def reasons(
    numbers: Mapping[str, float], which: str, live: Mapping[str, float] | None = None
) -> tuple[str, ...]:
    """Why a model may not go live, in Chinese: weakened floors, missed ones, what is worse than `live`."""
    return (*short(numbers, which), *worse(numbers, live))


def short(numbers: Mapping[str, float], which: str) -> tuple[str, ...]:
    """Which floors were weakened or missed: what was measured, and what is needed."""
    missed = (
        f"「{one.name}」是 {one.shown(numbers[one.id], one.floor(which))}，"
        f"{'高' if one.lower else '低'}于底线 {one.shown(one.floor(which))}"
        for one in below(numbers, which)
    )
    return (*floors.faults(), *missed)


def worse(numbers: Mapping[str, float], live: Mapping[str, float] | None) -> tuple[str, ...]:
    """In what the live model is better."""
    return tuple(
        f"「{one.name}」比正在用的模型差：{one.shown(live[one.id])} 变成 {one.shown(numbers[one.id])}"
        for one in (_of(numbers) if live else ())
        if live and one.gain(numbers[one.id], live[one.id]) < 0
    )
