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
        ("我是欠人家钱的，想分几次还", "borrower"),
        ("俺家确实欠着老刘两万", "borrower"),
        ("借条上没写日期怎么办", ""),
        ("我欠他钱，他也欠我钱", ""),
        ("去年三月我借给我表弟高磊八万块钱，说好年底还，到现在一分没还", "lender"),
        ("我借给我大姐五万，到期没还", "lender"),
        ("前年我借给我姐夫三万，他不认账", "lender"),
        ("我把八万块钱借给我表弟高磊，他没还", "lender"),
        ("借给我同学两万，一直拖着", "lender"),
        ("去年借给我们村的老李三万", "lender"),
        ("我欠我表弟高磊八万块", "borrower"),
        ("我欠我姐五万", "borrower"),
        ("我朋友借给我五万现在催我还", "borrower"),
        ("我哥借给我三万", "borrower"),
        ("他借给我们三万", "borrower"),
        ("老板借给我姐夫三万", ""),
        ("他欠我弟五万", ""),
    ],
)
def test_who_owes_whom(text: str, side: str) -> None:
    assert "".join(fact.role for fact in find_side(text)) == side
