"""`python -m nlu.measure --questions FILE`: score labelled questions of real people; prints numbers only.

The file has one JSON object a line: `text` (or `question`), `label`, and `also`, a list of labels that may
be defended too. Questions labelled `unclear` are counted apart. Measure here, never tune to single lines.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu import dataset, floors, judgement, models, questions, report
from nlu.archive import Reader, reader
from nlu.dataset import kind
from nlu.keywords import Keywords
from nlu.questions import UNCLEAR, Answered, Question

#: Values of `in_scope` on the curve.
CURVE = (0.3, 0.5, 0.65, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Column:
    """One way to understand, measured."""

    name: str
    which: str  #: whose floors it must reach: `model` or `keywords`
    rows: tuple[Answered, ...]  #: without the unclear ones
    unclear: tuple[Answered, ...]
    ms: float  #: time for a question

    def numbers(self) -> dict[str, float]:
        """By the ids of nlu/floors.yml."""
        return questions.measured(self.rows)


def main(argv: Sequence[str] | None = None) -> int:
    """0: at or above the floors; 1: below one. The first column is what the tables are about."""
    options = _options(argv)
    asked = questions.load(options.questions)
    examples = dataset.load().examples()
    found = [column(*way, asked) for way in _ways(options, examples)]
    missed = [
        f"{one.name} {reason}" for one in found[:1] for reason in judgement.reasons(one.numbers(), one.which)
    ]
    if options.json:
        print(json.dumps({one.name: one.numbers() for one in found} | {"below": missed}, ensure_ascii=False))
    else:
        labels = [name.partition("/")[2] for name in examples if kind(name) == "matter"]
        print("\n".join(page(found, labels)))
    return 1 if missed else 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.measure", description="用带标注的真实问题打分")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=None, help="默认是正在使用的模型")
    parser.add_argument("--keywords", action="store_true", help="只检验关键词后备")
    parser.add_argument("--json", action="store_true", help="只输出指标")
    return parser.parse_args(argv)


def _ways(
    options: argparse.Namespace, examples: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, Reader]]:
    """The model asked for, the live one where it is another, the keywords."""
    live = models.current(models.folder())
    if not options.keywords:
        if (path := options.model or live) is not None:
            yield "模型", "model", reader(path)
        if live is not None and path is not None and live.resolve() != path.resolve():
            yield "正在用", "model", reader(live)
    yield "关键词", "keywords", Keywords(examples).understand


def column(name: str, which: str, understand: Reader, asked: Sequence[Question]) -> Column:
    """Understand every question."""
    began = time.perf_counter()
    rows = [questions.answered(one, understand(one.text)) for one in asked]
    spent = (time.perf_counter() - began) / max(len(asked), 1) * 1000
    clear = tuple(row for row in rows if row.label != UNCLEAR)
    return Column(name, which, clear, tuple(row for row in rows if row.label == UNCLEAR), spent)


def page(columns: Sequence[Column], labels: Sequence[str]) -> Iterator[str]:
    """Numbers of all, then labels, confusions, curve and calibration of the first."""
    first = columns[0]
    yield f"{len(first.rows)} 个问题；严格：只认标注的类别，宽松：说得通的别的类别也算对"
    yield from _table(columns)
    yield from _labels(first, labels)
    yield from _confusions(first)
    yield "门槛 in_scope   留下的问题"
    yield from (
        f"       {at:.2f}          {kept:6.1%}" for at, kept in questions.passed(first.rows, CURVE).items()
    )
    yield ""
    for title, lenient in (("严格", False), ("宽松", True)):
        cells = questions.calibration(first.rows, lenient=lenient)
        yield f"说的把握  真的对（{title}）  句数    平均相差 {report.calibration_error(cells):.3f}"
        yield from (f"    {sure:.2f}    {right:.2f}         {count:4d}" for sure, right, count in cells)


def _table(columns: Sequence[Column]) -> Iterator[str]:
    yield "          " + "".join(f"{one.name:>8}" for one in columns) + "     底线  指标"
    numbers = [one.numbers() for one in columns]
    for metric in floors.metrics():
        if metric.id in numbers[0]:
            floor = metric.floor(columns[0].which)
            values = "".join(f"{metric.shown(row[metric.id]):>11}" for row in numbers)
            limit = f"{'≤' if metric.lower else '≥'} {metric.shown(floor):>6}"
            missed = "" if metric.reached(numbers[0][metric.id], floor) else "✗ "
            yield f"          {values}  {limit}  {missed}{metric.name}"
    yield "毫秒/句   " + "".join(f"{one.ms:>11.2f}" for one in columns)
    yield ""


def _labels(column: Column, labels: Sequence[str]) -> Iterator[str]:
    yield "句数  精确  召回  宽松精确  宽松召回  类别（全部）"
    for row in questions.per_label(column.rows, labels):
        exact, found, loose, met = (
            "—" if one is None else f"{one:.2f}" for one in (*row.strict, *row.lenient)
        )
        yield f"{row.count:4d}  {exact:>4}  {found:>4}  {loose:>8}  {met:>8}  {row.label}"
    count = len(column.unclear)
    sure = sum(row.sure for row in column.unclear) / count if count else 0.0
    yield f"{count:4d}  说不清是哪一类的（{UNCLEAR}），不计分；平均把握 {sure:.2f}"
    yield ""


def _confusions(column: Column) -> Iterator[str]:
    yield "混淆（宽松也不对的；应该是 → 当成了，全部）"
    for right, taken, count in questions.confusions(column.rows):
        yield f"{count:4d}  {right} → {taken}"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
