"""How real questions are scored: on stored answers here; on the questions themselves where they are."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlu import floors, judgement, measure, models, questions
from nlu.measure import Column
from nlu.parse import ranking
from nlu.questions import Answered, Question
from tests.conftest_nlu import ROOT, environment

#: Labelled questions of real people; they are not in the repository.
REAL = Path(os.environ.get("BOT_QUESTIONS") or ROOT.parent / "shared" / "eval" / "questions.jsonl")


def row(label: str, *ranked: str, also: Sequence[str] = (), sure: float = 0.8) -> Answered:
    return Answered(label, frozenset(also), ranked, sure, 0.9)


ROWS = (
    row("divorce", "divorce", "land"),
    row("divorce", "land", "divorce", also=["land"]),
    row("land", "divorce", "ip", "land", sure=0.3),
    row("land", "divorce", "ip", "divorce", "land", sure=0.3),
)


def test_strict_takes_the_label_lenient_what_may_be_defended() -> None:
    assert (questions.share(ROWS, lenient=False), questions.share(ROWS, lenient=True)) == (0.25, 0.5)
    assert (questions.share(ROWS, 3, lenient=False), questions.share(ROWS, 3, lenient=True)) == (0.75, 0.75)


def test_each_label_has_its_precision_and_recall() -> None:
    rows = {one.label: one for one in questions.per_label(ROWS, ["divorce", "land", "credit_card"])}
    assert rows["divorce"].strict == (pytest.approx(1 / 3), 0.5)
    assert rows["divorce"].lenient == (pytest.approx(1 / 3), 1.0)
    assert rows["land"].strict == (0.0, 0.0)
    assert rows["land"].lenient == (1.0, 0.0)
    assert (rows["credit_card"].count, rows["credit_card"].strict) == (0, (None, None))


def test_confidence_is_measured_among_labels_alone() -> None:
    found = ranking({"faq/fee": 0.6, "dispute/divorce": 0.3, "door/criminal": 0.1}, "model")
    answer = questions.answered(Question("x", "divorce", frozenset()), found)
    assert answer.ranked == ("divorce", "criminal")
    assert (round(answer.sure, 3), round(answer.in_scope, 3)) == (0.75, 1.0)


def test_calibration_on_real_questions_is_strict_or_lenient() -> None:
    numbers = questions.measured(ROWS)
    # .8 of two answers, .3 of two: strictly one of the first is right, leniently both
    assert numbers["real_strict_calibration"] == pytest.approx((2 * 0.3 + 2 * 0.3) / 4)
    assert numbers["real_calibration"] == pytest.approx((2 * 0.2 + 2 * 0.3) / 4)


def page_of(rows: Sequence[Answered]) -> str:
    columns = [
        Column("模型", "model", tuple(rows), (row("unclear", "land", sure=0.4),), 1.5),
        Column("关键词", "keywords", tuple(rows), (), 2.5),
    ]
    return "\n".join(measure.page(columns, ["divorce", "land", "credit_card"]))


def test_the_page_has_every_label_every_confusion_and_both_calibrations() -> None:
    text = page_of(ROWS)
    assert text.startswith("4 个问题；严格")
    assert "✗ 真实问题，第一个就对（宽松）" in text
    assert "   0     —     —         —         —  credit_card" in text
    assert "   2  0.33  0.50      0.33      1.00  divorce" in text
    assert "   1  说不清是哪一类的" in text
    assert "   2  land → divorce" in text
    assert "divorce → land" not in text  # it may be defended
    assert text.count("平均相差") == 2


def test_a_file_of_questions_is_read_and_scored_by_floors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "q.jsonl"
    rows = [
        {"text": "我要和老公离婚", "label": "divorce", "also": None},
        {"question": "怎么了", "label": "unclear"},
        {"text": "老公要和我离婚怎么办", "label": "land", "also": ["neighbor"]},
    ]
    file.write_text("\n\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    assert measure.main(["--questions", str(file), "--keywords", "--json"]) == 1
    said = capsys.readouterr().out
    assert json.loads(said)["关键词"]["real_top1"] == 0.5
    assert "低于底线" in said
    assert "老公" not in said


@pytest.mark.parametrize(("metric", "least"), [("real_top1", 0.72), ("real_top3", 0.90)])
def test_the_targets_of_the_product_are_floors(metric: str, least: float) -> None:
    (found,) = [one for one in floors.metrics() if one.id == metric]
    assert found.floor("model") > least
    assert judgement.below({metric: found.floor("model") - 0.001}, "model") == [found]


@pytest.mark.nlu
def test_real_questions_are_understood_as_well_as_the_floors_ask(nlu_python: Path, trained: Path) -> None:
    if not REAL.is_file():
        pytest.skip(
            f"no {REAL}: real questions are kept outside the repository (or name them: BOT_QUESTIONS)"
        )
    argv = [str(nlu_python), "-m", "nlu.measure", "--questions", str(REAL), "--json"]
    done = subprocess.run(
        [*argv, "--model", str(models.current(trained))],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert json.loads(done.stdout)["below"] == []


def test_keywords_understand_real_questions_as_well_as_the_floors_ask() -> None:
    if not REAL.is_file():
        pytest.skip(
            f"no {REAL}: real questions are kept outside the repository (or name them: BOT_QUESTIONS)"
        )
    assert measure.main(["--questions", str(REAL), "--keywords", "--json"]) == 0
