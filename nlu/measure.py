"""`python -m nlu.measure --questions FILE`: score labelled questions of real people; prints numbers only.

The file has one JSON object a line: `text` (or `question`), `label`, and `also`, a list of labels that may
be defended too. Questions labelled `unclear` are left out. Measure here, never tune to single lines.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlu import dataset, models
from nlu.archive import Reader, reader
from nlu.keywords import Keywords


def main(argv: Sequence[str] | None = None) -> int:
    """Print strict and lenient top-1 and top-3 of the model and of the keywords."""
    parser = argparse.ArgumentParser(prog="python -m nlu.measure", description="用带标注的真实问题打分")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=None)
    options = parser.parse_args(argv)
    rows = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines() if line]
    asked = [row for row in rows if row["label"] != "unclear"]
    path = options.model or models.current(models.folder())
    print(f"{len(asked)} 个问题    严格前1  前3    宽松前1  前3    毫秒/句")
    if path is not None:
        _print("模型", reader(path), asked)
    _print("关键词", Keywords(dataset.load().examples()).understand, asked)
    return 0


def _print(name: str, understand: Reader, asked: Sequence[Mapping[str, Any]]) -> None:
    began = time.perf_counter()
    found = [
        [row.name for row in understand(row.get("text") or row["question"]).labels()[:3]] for row in asked
    ]
    spent = (time.perf_counter() - began) / len(asked) * 1000
    numbers = [_share(found, [{row["label"]} for row in asked], places) for places in (1, 3)]
    allowed = [{row["label"], *row.get("also", ())} for row in asked]
    numbers += [_share(found, allowed, places) for places in (1, 3)]
    print(f"{name:8}" + "".join(f"{number:8.3f}" for number in numbers) + f"{spent:9.2f}")


def _share(found: Sequence[Sequence[str]], allowed: Sequence[set[str]], places: int) -> float:
    hits = [not right.isdisjoint(ranked[:places]) for ranked, right in zip(found, allowed, strict=True)]
    return sum(hits) / len(hits)


if __name__ == "__main__":
    sys.exit(main())
