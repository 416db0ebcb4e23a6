from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlu import evaluate, floors, judgement, models, questions
from nlu.dataset import Line
from nlu.parse import ranking
from nlu.report import Judged
from tests.conftest_nlu import ROOT, environment

LINES = (
    Line("离了怎么办", "dispute/a", "x"),
    Line("离了找谁", "dispute/a", "x"),
    Line("交多少钱", "faq/b", "x"),
    Line("你好", "chat/greet", "x"),
    Line("今天天气", "out_of_scope", "x"),
)


def judged(*taken: str, sure: float = 0.9) -> list[Judged]:
    """Each line taken for an intent; the rest of the confidence goes to `out_of_scope`."""
    rows = zip(LINES, taken, strict=True)
    return [Judged(line, ranking({"out_of_scope": 1 - sure, name: sure}, "model")) for line, name in rows]


RIGHT = [line.intent for line in LINES]


def numbers(**changed: float) -> dict[str, float]:
    """Each metric at its floor, some changed."""
    return {one.id: one.floor("model") for one in floors.metrics()} | changed


def test_every_metric_is_measured_and_named() -> None:
    held_out = set(judgement.measured(judged(*RIGHT)))
    assert held_out == {one.id for one in floors.metrics() if not one.id.startswith("real_")}
    assert held_out | set(questions.measured(())) == {one.id for one in floors.metrics()}
    assert len({one.name for one in floors.metrics()}) == len(floors.metrics())


def test_at_the_floor_is_enough_below_is_not() -> None:
    assert judgement.below(numbers(), "model") == []
    missed = judgement.below(numbers(auroc=0.5, confident=99), "model")
    assert [one.id for one in missed] == ["auroc", "confident"]


def test_the_verdict_names_what_is_below_its_floor() -> None:
    found = judgement.verdict(numbers(matter_top1=0.5), "model")
    assert not found.publish
    (missed,) = judgement.below(numbers(matter_top1=0.5), "model")
    floor = missed.shown(missed.floor("model"))
    assert found.sentence == f"不要发布，因为「纠纷类型，第一个就对」是 50.0%，低于底线 {floor}。"


def test_the_verdict_names_what_got_worse() -> None:
    found = judgement.verdict(numbers(), "model", numbers(faq_top1=0.99))
    assert not found.publish
    assert "「常见问题，第一个就对」比正在用的模型差：99.0% 变成" in found.sentence


def test_what_chance_explains_is_no_reason() -> None:
    found = judgement.verdict(numbers(), "model", numbers(faq_top1=numbers()["faq_top1"] + 0.009, auroc=0.5))
    assert found.publish
    assert found.sentence.endswith("变好的有 1 项。")


@pytest.mark.parametrize("which", floors.WHICH)
@pytest.mark.parametrize("one", floors.metrics(), ids=lambda one: one.id)
def test_a_model_a_hair_below_any_floor_is_refused(one: floors.Metric, which: str) -> None:
    hair = 1 if one.unit == "lines" else 0.001
    whole = {metric.id: metric.floor(which) for metric in floors.metrics()}
    assert judgement.verdict(whole, which).publish
    whole[one.id] += hair if one.lower else -hair
    assert [one.name in reason for reason in judgement.reasons(whole, which)] == [True]


def test_nothing_is_published_on_floors_that_were_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "faults", lambda: ["「某指标」的底线放松了：90.0% 变成 80.0%（model）"])
    found = judgement.verdict(numbers(), "model")
    assert not found.publish
    assert "底线放松了" in found.sentence


def test_losses_are_of_intents_that_lost_more_than_they_won() -> None:
    live = judged(*RIGHT)
    new = judged("dispute/c", "dispute/c", "faq/b", "out_of_scope", "out_of_scope")
    found = judgement.losses(new, live)
    assert [(loss.intent, loss.before, loss.after) for loss in found] == [
        ("dispute/a", 1.0, 0.0),
        ("chat/greet", 1.0, 0.0),
    ]
    assert found[0].texts == ("离了怎么办", "离了找谁")
    swapped = judged("dispute/a", "dispute/c", *RIGHT[2:]), judged("dispute/c", "dispute/a", *RIGHT[2:])
    assert judgement.losses(*swapped) == []


def whole(new: Sequence[Judged], live: Sequence[Judged] = ()) -> str:
    verdict = judgement.verdict(judgement.measured(new), "model")
    return "\n".join(evaluate.page(new, "model", verdict, live))


def test_the_page_begins_with_the_verdict_and_shows_sentences() -> None:
    bad = judged("dispute/c", "dispute/a", "faq/b", "chat/greet", "dispute/a")
    text = whole(bad, judged(*RIGHT))
    assert text.startswith("结论：不要发布")
    assert "dispute/a → dispute/c（1）：离了怎么办" in text
    assert "闲话却给了肯定的法律答案：今天天气" in text
    assert "dispute/a  1.00 → 0.50：离了怎么办" in text
    assert "正在用" not in whole(bad).replace("比正在用", "")


def many(count: int) -> list[Judged]:
    """Matters and FAQ intents of one line each, all taken for the first of their kind."""
    lines = [Line(f"句{n}", f"{group}/{n:02d}", "x") for n in range(count) for group in ("dispute", "faq")]
    rows = [*lines, Line("今天天气", "out_of_scope", "x")]
    taken = [f"{line.intent.partition('/')[0]}/00" for line in lines] + ["out_of_scope"]
    return [
        Judged(line, ranking({"chat/x": 0.1, name: 0.9}, "model"))
        for line, name in zip(rows, taken, strict=True)
    ]


def test_every_label_stands_on_the_page_and_what_is_cut_is_counted() -> None:
    new = many(40)
    verdict = judgement.verdict(judgement.measured(new), "model")
    page = list(evaluate.page(new, "model", verdict))
    assert all(any(row.endswith(f"  dispute/{n:02d}") for row in page) for n in range(40))
    assert sum("  faq/" in row and "→" not in row for row in page) == evaluate.SHOWN
    cut = [row for row in page if "另有" in row]
    assert cut == ["  另有 25 行，用 --all 全部列出", "  另有 63 行，用 --all 全部列出"]
    assert any(row.startswith("说的把握") and "平均相差" in row for row in page)
    whole_page = list(evaluate.page(new, "model", verdict, shown=None))
    assert all(any(row.endswith(f"  faq/{n:02d}") for row in whole_page) for n in range(40))
    assert not any("另有" in row for row in whole_page)
    assert sum("→" in row for row in whole_page) == 1 + 78  # the heading, and every confusion


def test_an_intent_nobody_asked_for_but_was_answered_is_on_the_page() -> None:
    assert "   0  0.00  0.00  dispute/c" in whole(judged("dispute/c", *RIGHT[1:])).splitlines()


@pytest.mark.nlu
def test_a_model_that_cannot_be_read_is_not_compared(nlu_python: Path, trained: Path, tmp_path: Path) -> None:
    model = models.current(trained)
    gone = tmp_path / "gone.tar.gz"
    argv = [str(nlu_python), "-m", "nlu.evaluate", "--json", "--model", str(model), "--against", str(gone)]
    done = subprocess.run(
        argv, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert "gone.tar.gz 读不出来" in done.stderr
    assert json.loads(done.stdout)["live"] is None
