"""`python -m nlu.evaluate`: one page about a model on held-out phrasings; exit code 1 below the floors."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from nlu import dataset, models, report
from nlu.archive import judge, reader
from nlu.keywords import Keywords
from nlu.report import Judged

FLOORS = Path(__file__).with_name("floors.yml")
#: Intents and confusions shown; the page must stay a page.
SHOWN = 15
EXAMPLES = 3


def main(argv: Sequence[str] | None = None) -> int:
    """0 at or above every floor of nlu/floors.yml, 1 below one or without a model."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluate", description="用没训练过的句子检验模型")
    parser.add_argument("--model", type=Path, default=None, help="默认是正在使用的模型")
    parser.add_argument("--keywords", action="store_true", help="检验关键词后备，不检验模型")
    parser.add_argument("--json", action="store_true", help="只输出指标")
    options = parser.parse_args(argv)
    path = options.model or models.current(models.folder())
    if path is None and not options.keywords:
        print("没有模型，请先运行 python -m nlu.train", file=sys.stderr)
        return 1
    understand = (
        Keywords(dataset.load().examples()).understand if path is None or options.keywords else reader(path)
    )
    judged = judge(understand, dataset.held_out().lines)
    numbers = metrics(judged)
    wanted = floors("keywords" if options.keywords else "model")
    missed = below(numbers, wanted)
    if options.json:
        print(json.dumps({**numbers, "below": missed}, ensure_ascii=False))
    else:
        print(page(judged, numbers, wanted))
    return 1 if missed else 0


def metrics(judged: Sequence[Judged]) -> dict[str, float]:
    """The numbers that have floors; `false_answers`, `confident` and `calibration_error` are ceilings."""
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


CEILINGS = frozenset({"false_answers", "confident", "calibration_error"})


def floors(which: str) -> dict[str, float]:
    """Floors (and ceilings) of `model` or `keywords` from nlu/floors.yml."""
    return {
        name: float(value)
        for name, value in yaml.safe_load(FLOORS.read_text(encoding="utf-8"))[which].items()
    }


def below(numbers: Mapping[str, float], wanted: Mapping[str, float]) -> list[str]:
    """Names of the metrics that are worse than wanted."""
    return [
        name
        for name, floor in wanted.items()
        if (numbers[name] > floor if name in CEILINGS else numbers[name] < floor)
    ]


def page(judged: Sequence[Judged], numbers: Mapping[str, float], wanted: Mapping[str, float]) -> str:
    """Everything worth knowing, in Chinese, for whoever writes phrasings."""
    rows = [f"检验 {len(judged)} 句", "", "指标                 数值    底线"]
    for name, value in numbers.items():
        sign = "≤" if name in CEILINGS else "≥"
        rows.append(
            f"{name:20} {value:6.3f}  {sign} {wanted[name]:.3f}"
            if name in wanted
            else f"{name:20} {value:6.3f}"
        )
    gate = report.gate(judged)
    rows += ["", f"门槛 in_scope ≥ {gate.threshold:.3f} 时，保留 {report.KEPT_SHARE:.0%} 的法律问题"]
    rows += [f"  闲话却给了肯定的法律答案：{line.text}" for line in gate.confident]
    rows += ["", "最差的意图             句数  精确  召回"]
    worst = list(report.per_intent(judged).items())[:SHOWN]
    rows += [f"{intent:24} {count:3d}  {exact:.2f}  {recall:.2f}" for intent, (count, exact, recall) in worst]
    rows += ["", "最多的混淆"]
    for row in report.confusions(judged)[:SHOWN]:
        rows.append(f"{row.right} → {row.taken}（{len(row.texts)}）：" + "；".join(row.texts[:EXAMPLES]))
    rows += ["", "把握  正确率  句数"]
    rows += [f"{sure:.2f}  {right:.2f}  {count:5d}" for sure, right, count in report.calibration(judged)]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
