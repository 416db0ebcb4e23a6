from __future__ import annotations

import pytest

from bot.text.sides import find_side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("张三2023年5月1日借我5万元，约定年底还", "lender"),
        ("我借给他三万一直不还", "lender"),
        ("他跟我借了两万", "lender"),
        ("邻居欠我八千块", "lender"),
        ("我跟朋友借了五万还不上了", "borrower"),
        ("我欠他三万，他天天催我还", "borrower"),
        ("老板借给我两万，让我打了欠条", "borrower"),
        ("借条上没写日期怎么办", ""),
        ("我欠他钱，他也欠我钱", ""),
    ],
)
def test_who_owes_whom(text: str, side: str) -> None:
    assert "".join(fact.role for fact in find_side(text)) == side
