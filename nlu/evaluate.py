"""`python -m nlu.evaluate`: one page about a model on held-out phrasings, and whether to publish it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nlu import dataset, floors, judgement, models, report
from nlu.archive import judge, reader
from nlu.dataset import Line, kind
from nlu.judgement import Loss, Verdict
from nlu.keywords import Keywords
from nlu.report import Judged

#: FAQ intents and confusions shown without `--all`; the page must stay a page.
SHOWN = 15
EXAMPLES = 3
#: Values of `in_scope` on the curve.
CURVE = (0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def main(argv: Sequence[str] | None = None) -> int:
    """0: may be published; 1: below a floor of nlu/floors.yml, worse than the live model, or no model."""
    options = _options(argv)
    lines = dataset.held_out().lines
    path = options.model or models.current(models.folder())
    which = "keywords" if options.keywords else "model"
    if which == "keywords":
        judged = judge(Keywords(dataset.load().examples()).understand, lines)
    elif path is None:
        print("没有模型，请先运行 python -m nlu.train", file=sys.stderr)
        return 1
    else:
        judged = judge(reader(path), lines)
    live = _live(options.against, lines)
    numbers, others = judgement.measured(judged), judgement.measured(live) if live else None
    verdict = judgement.verdict(numbers, which, others)
    if options.json:
        missed = [one.id for one in judgement.below(numbers, which)]
        print(json.dumps({**numbers, "below": missed, "live": others, "publish": verdict.publish}))
    else:
        print("\n".join(page(judged, which, verdict, live, shown=None if options.all else SHOWN)))
    return 0 if verdict.publish else 1


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluate", description="用没训练过的句子检验模型")
    parser.add_argument("--model", type=Path, default=None, help="默认是正在使用的模型")
    parser.add_argument("--against", default="", help="和它比较：live（正在使用的模型）或模型文件")
    parser.add_argument("--keywords", action="store_true", help="检验关键词后备，不检验模型")
    parser.add_argument("--all", action="store_true", help="所有问答、所有混淆和它们的句子")
    parser.add_argument("--json", action="store_true", help="只输出指标")
    return parser.parse_args(argv)


def _live(against: str, lines: Sequence[Line]) -> list[Judged]:
    """What the model to compare with understands; empty where there is none, or none that can be read."""
    path = models.current(models.folder()) if against == "live" else Path(against) if against else None
    if path is None:
        return []
    try:
        return judge(reader(path), lines)
    except (OSError, KeyError, ValueError, TypeError) as fault:
        print(
            f"{path.name} 读不出来，可能是旧版本训练的，没有比较（{type(fault).__name__}）", file=sys.stderr
        )
        return []


def page(
    judged: Sequence[Judged],
    which: str,
    verdict: Verdict,
    live: Sequence[Judged] = (),
    *,
    shown: int | None = SHOWN,
) -> Iterator[str]:
    """Everything worth knowing, in Chinese, for whoever publishes or writes phrasings.

    Of long lists the first `shown` rows, and how many are left out.
    """
    yield f"结论：{verdict.sentence}"
    yield ""
    yield from _table(judgement.measured(judged), which, judgement.measured(live) if live else {})
    if live:
        yield from _lost(judgement.losses(judged, live), shown)
    yield from _gate(judged)
    yield from _intents(judged, shown)
    yield from _confusions(judged, shown)
    yield from _calibration(judged)
    yield f"共检验 {len(judged)} 句，都没有训练过。精确：说是它的里面真是它的；召回：真是它的里面认出来的。"


def _table(numbers: Mapping[str, float], which: str, others: Mapping[str, float]) -> Iterator[str]:
    signs = {1: "变好", 0: "持平", -1: "变差"}
    yield "数值      底线        " + ("正在用    " if others else "") + "指标"
    for one in (one for one in floors.metrics() if one.id in numbers):
        value, floor = numbers[one.id], one.floor(which)
        row = f"{one.shown(value):>8}  {'≤' if one.lower else '≥'} {one.shown(floor):>7}"
        if others:
            row += f"  {one.shown(others[one.id]):>7} {signs[one.gain(value, others[one.id])]}"
        yield row + f"  {'' if one.reached(value, floor) else '✗ '}{one.name}"
    yield ""


def _lost(losses: Sequence[Loss], shown: int | None) -> Iterator[str]:
    yield "和正在用的模型比，认出来变少的意图（召回 之前 → 现在：原来对、现在错的句子）"
    rows = [
        f"  {loss.intent}  {loss.before:.2f} → {loss.after:.2f}：{_some(loss.texts, shown)}"
        for loss in losses
    ]
    yield from _cut(rows, shown)
    yield "" if losses else "  没有\n"


def _gate(judged: Sequence[Judged]) -> Iterator[str]:
    gate = report.gate(judged)
    yield "门槛 in_scope   留下的法律问题   误放的闲话"
    for point in report.curve(judged, CURVE):
        yield f"       {point.threshold:.2f}           {point.kept:6.1%}       {point.passed:6.1%}"
    yield f"留下 {report.KEPT_SHARE:.0%} 的法律问题时门槛是 {gate.threshold:.3f}"
    yield from (f"  闲话却给了肯定的法律答案：{line.text}" for line in gate.confident)
    yield ""


def _intents(judged: Sequence[Judged], shown: int | None) -> Iterator[str]:
    """Kinds of matter and small talk whole; the FAQ, which is long, the worst first."""
    whole: list[str] = []
    faq: list[str] = []
    for intent, (count, exact, recall) in report.per_intent(judged).items():
        row = f"{count:4d}  {exact:.2f}  {recall:.2f}  {intent}"
        (faq if kind(intent) == "faq" else whole).append(row)
    yield "句数  精确  召回  纠纷类型和闲话（全部，最差的在前）"
    yield from whole
    yield ""
    yield f"句数  精确  召回  常见问题（{len(faq)} 条，最差的在前）"
    yield from _cut(faq, shown)
    yield ""


def _confusions(judged: Sequence[Judged], shown: int | None) -> Iterator[str]:
    found = report.confusions(judged)
    yield f"混淆（应该是 → 当成了；{len(found)} 种，最多的在前）"
    rows = [f"  {one.right} → {one.taken}（{len(one.texts)}）：{_some(one.texts, shown)}" for one in found]
    yield from _cut(rows, shown)
    yield ""


def _cut(rows: Sequence[str], shown: int | None) -> Iterator[str]:
    """The first rows, and how many there are beside: nothing is left out in silence."""
    yield from rows[:shown]
    if shown is not None and len(rows) > shown:
        yield f"  另有 {len(rows) - shown} 行，用 --all 全部列出"


def _some(texts: Sequence[str], shown: int | None) -> str:
    return "；".join(texts if shown is None else texts[:EXAMPLES])


def _calibration(judged: Sequence[Judged]) -> Iterator[str]:
    cells = report.calibration(judged)
    yield f"说的把握  真的对  句数    平均相差 {report.calibration_error(cells):.3f}"
    for sure, right, count in cells:
        yield f"    {sure:.2f}    {right:.2f}  {count:4d}"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
