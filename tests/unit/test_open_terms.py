"""A loan told to run about so long falls due that day after a yes; a mere span is asked about again."""

from __future__ import annotations

import pytest

from flows.engine import Answer
from tests.pure_talk import PureTalk
from tests.unit.test_torn_sums import at


def lent_in_may() -> PureTalk:
    """A talk that asks when the loan of 2026-05-01 was to be paid back."""
    lent = Answer({"start": "2026-05-01", "end": "2026-05-01", "granularity": "day", "lunar": False}, "")
    return PureTalk("private_lending", {**at("private_lending", "due_on").form.answers, "lent_on": lent})


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("大概一年", "2027年5月1日"),
        ("借期快一年", "2027年5月1日"),
        ("半年左右", "2026年11月1日"),
        ("仨月", "2026年8月1日"),
        ("小俩月", "2026年7月1日"),
    ],
)
def test_a_term_of_about_so_long_is_due_after_a_yes(said: str, due: str) -> None:
    talk = lent_in_may()
    talk.says(said)
    assert due in talk.text()
    assert "due_on" not in talk.form.answers
    talk.says("对")
    assert talk.form.answers["due_on"].shown == due


@pytest.mark.parametrize("said", ["十天半个月", "小半年", "三五个月"])
def test_a_span_is_no_due_day(said: str) -> None:
    talk = lent_in_may()
    talk.says(said)
    assert "due_on" not in talk.form.answers
    assert talk.session.asking is None
