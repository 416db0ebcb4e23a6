"""Which side of a suit the writer is on, by the words for it; threats and questions are no suit."""

from __future__ import annotations

import pytest

from bot.text import suit


@pytest.mark.parametrize(
    "text",
    [
        "我是被告",
        "我成了这个案子的被告",
        "我们公司是被申请人",
        "被告是我",
        "我被人起诉了",
        "被人告了",
        "租客起诉我，让我退押金",
        "开店的房东起诉我家，要收铺面",
        "供料的把我告了",
        "对方起诉了我",
        "收到传票，原来是前妻告我",
        "法院的传票上写着王某起诉我",
        "法院通知我应诉",
        "去年亲戚告我欠他钱",
        "员工去劳动局申请仲裁了",
        "保安到仲裁院告我们公司",
        "收到仲裁委寄的应诉通知书",
    ],
)
def test_who_is_sued(text: str) -> None:
    found = suit.find(text)
    assert found is not None
    assert found.side == suit.RESPONDENT
    assert text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "我是原告",
        "我作为申请人",
        "原告是我",
        "我已经到法院把他告了",
        "我起诉了房东",
        "我去年起诉他了",
        "是我起诉的",
    ],
)
def test_who_sues(text: str) -> None:
    found = suit.find(text)
    assert found is not None
    assert found.side == suit.CLAIMANT


@pytest.mark.parametrize(
    "text",
    [
        "他扬言要告我",
        "他说告我",
        "他能起诉我吗",
        "他会不会告我",
        "如果房东起诉我怎么办",
        "我不怕他告我",
        "我被告知要搬走",
        "被告是我哥",
        "他告我我也反诉他",
        "我把他告了，他又把我告了",
        "我想去仲裁",
        "老板让我们去仲裁",
        "他们说让我去仲裁",
        "工友们去仲裁都赢了",
        "我告诉他了",
        "他把押金给我了",
    ],
)
def test_no_suit_or_both(text: str) -> None:
    assert suit.find(text) is None
