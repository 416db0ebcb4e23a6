"""年底 and 三个月内 as the day a loan is to be paid back: counted from the day it was lent."""

from __future__ import annotations

import pytest

from tests.flow_answers import day
from tests.pure_talk import PureTalk


def asked_when_due(lent: str) -> PureTalk:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱", "五万", lent, "现金", "有")
    assert talk.step is not None
    assert talk.step.id == "due_on"
    return talk


@pytest.mark.parametrize(
    ("lent", "said", "end"),
    [
        ("2026年3月1日", "年底还", "2026-12-31"),
        ("2026年3月1日", "说好年底还清", "2026-12-31"),
        ("2024年3月1日", "年底", "2024-12-31"),
        ("2024年3月1日", "去年年底", "2025-12-31"),
        ("2024年3月1日", "2025年年底还", "2025-12-31"),
        ("不记得了", "年底还", "2026-12-31"),
    ],
)
def test_the_end_of_the_year_is_the_next_after_the_loan(lent: str, said: str, end: str) -> None:
    talk = asked_when_due(lent)
    talk.says(said)
    if talk.session.asking:
        talk.says("对")
    value = talk.form.answers["due_on"].value
    assert isinstance(value, dict)
    assert value["end"] == end


def test_a_term_counts_from_the_day_of_the_loan() -> None:
    talk = asked_when_due("2024年3月1日")
    talk.says("三个月内")
    if talk.session.asking:
        talk.says("对")
    value = talk.form.answers["due_on"].value
    assert isinstance(value, dict)
    assert value["end"] == day("2024-06-01")["end"]
