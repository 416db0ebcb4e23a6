from __future__ import annotations

import pytest

from nlu import report
from nlu.dataset import Line
from nlu.parse import ranking
from nlu.report import Judged


def judged(intent: str, text: str = "甲", **scores: float) -> Judged:
    named = {("out_of_scope" if n == "idle" else n.replace("_", "/", 1)): v for n, v in scores.items()}
    return Judged(Line(text, intent, "x.yml"), ranking(named, "model"))


def test_a_matter_is_judged_among_matters_whatever_faq_is_likelier() -> None:
    row = judged("dispute/divorce", faq_how=0.7, dispute_divorce=0.2, door_criminal=0.1)
    assert row.within(1)
    assert not judged("dispute/divorce", faq_how=0.7, dispute_divorce=0.1, door_criminal=0.2).within(1)


def test_talk_is_judged_among_everything() -> None:
    assert not judged("chat/greet", chat_greet=0.4, faq_fee=0.6).within(1)
    assert judged("chat/greet", chat_greet=0.4, faq_fee=0.6).within(2)


def test_precision_and_recall() -> None:
    rows = [
        judged("dispute/a", dispute_a=0.9, dispute_b=0.1),
        judged("dispute/a", dispute_a=0.1, dispute_b=0.9),
        judged("dispute/b", dispute_a=0.1, dispute_b=0.9),
    ]
    assert report.per_intent(rows) == {"dispute/a": (2, 1.0, 0.5), "dispute/b": (1, 0.5, 1.0)}


def test_confusions_name_their_sentences() -> None:
    rows = [
        judged("dispute/a", "一", dispute_a=0.1, dispute_b=0.9),
        judged("dispute/a", "二", dispute_a=0.1, dispute_b=0.9),
        judged("dispute/b", "三", dispute_a=0.9, dispute_b=0.1),
    ]
    assert [(row.right, row.taken, row.texts) for row in report.confusions(rows)] == [
        ("dispute/a", "dispute/b", ("一", "二")),
        ("dispute/b", "dispute/a", ("三",)),
    ]


def test_gate() -> None:
    legal = [judged("dispute/a", dispute_a=share, idle=1 - share) for share in (0.9, 0.8, 0.6)]
    idle = [
        judged("out_of_scope", f"{n}", dispute_a=share, idle=1 - share) for n, share in enumerate((0.1, 0.7))
    ]
    found = report.gate([*legal, *idle])
    assert found.auroc == pytest.approx(5 / 6)
    assert (found.threshold, found.false_answers) == (pytest.approx(0.6), 0.5)
    assert [line.text for line in found.confident] == ["1"]


def test_calibration() -> None:
    rows = [judged("dispute/a", dispute_a=0.8, dispute_b=0.2)] * 3 + [
        judged("dispute/b", dispute_a=0.8, dispute_b=0.2)
    ]
    ((sure, right, count),) = report.calibration(rows)
    assert (round(sure, 3), right, count) == (0.8, 0.75, 4)
    assert report.calibration_error([(0.8, 0.75, 4)]) == pytest.approx(0.05)


def test_curve() -> None:
    legal = [judged("dispute/a", dispute_a=share, idle=1 - share) for share in (0.9, 0.8, 0.6, 0.4)]
    idle = [judged("out_of_scope", dispute_a=share, idle=1 - share) for share in (0.1, 0.7)]
    assert report.curve([*legal, *idle], (0.5, 0.75)) == [
        report.Point(0.5, 0.75, 0.5),
        report.Point(0.75, 0.5, 0.0),
    ]
