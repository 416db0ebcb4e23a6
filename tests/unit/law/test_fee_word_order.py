"""多少 behind a sum asks how much; the 多 is no part of the sum."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.court_costs import court_fee
from bot.text.reading import Context


@pytest.mark.parametrize(
    ("words", "fee"),
    [
        ("诉讼费12万多少", "2,700元"),
        ("起诉费十万块钱多少", "2,300元"),
        ("受理费两万元多少", "300元"),
        ("立案费 50000 多少", "1,050元"),
        ("打官司的费用8万多少", "1,800元"),
    ],
)
def test_the_fee_of_a_sum_before_how_much_is_reckoned(words: str, fee: str) -> None:
    found = court_fee(words, Context(date(2026, 11, 22)))
    assert found is not None
    assert found.values["fee"] == fee


def test_of_more_than_a_sum_both_ends_are_reckoned() -> None:
    found = court_fee("诉讼费12万多要交多少", Context(date(2026, 11, 22)))
    assert found is not None
    assert (found.key, found.values["fee"]) == ("fee_range_result", "2,700元到2,900元")
