"""Interest told as a sum where the rate of a loan is asked: reckoned on what was lent, kept after a yes."""

from __future__ import annotations

import pytest

from flows.engine import Answer
from tests.pure_talk import PureTalk
from tests.unit.test_torn_sums import at


@pytest.mark.parametrize(
    ("lent", "said", "kept"),
    [
        (10_000, "每月200块利息", "月利率2%（年利率24%）"),
        (50_000, "一年给我5000利息", "年利率10%"),
        (30_000, "利息一个月300", "月利率1%（年利率12%）"),
    ],
)
def test_a_sum_of_interest_is_kept_as_a_rate_after_a_yes(lent: int, said: str, kept: str) -> None:
    before = at("private_lending", "rate").form.answers
    fen = lent * 100
    talk = PureTalk("private_lending", {**before, "principal": Answer({"low_fen": fen, "high_fen": fen}, "")})
    talk.says(said)
    assert kept in talk.text()
    assert "rate" not in talk.form.answers
    talk.says("对")
    assert talk.form.answers["rate"].shown == kept


def test_without_what_was_lent_it_is_said_back_and_asked_again() -> None:
    talk = at("private_lending", "rate")
    talk.says("每月200块利息")
    assert "每月200元利息" in talk.text()
    assert "rate" not in talk.form.answers
    talk.says("一万块一个月200")
    talk.says("对")
    assert talk.form.answers["rate"].shown == "月利率2%（年利率24%）"
