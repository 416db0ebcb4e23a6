"""A promise of money is no payment; what happened stays, whenever it was."""

from __future__ import annotations

import pytest

from bot.text import promised


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("还了三千，以后再还两千", "还了三千"),
        ("他说年底再还五千", ""),
        ("上个月还了三千，过两天再给一千", "上个月还了三千"),
        ("还过5000，其余的秋后给", "还过5000"),
        ("转了8000，打算下周再打两千", "转了8000"),
        ("等卖了羊再还一万", ""),
        ("我想要回三万", ""),
        ("我要他还两万五", ""),
        ("还了八千，还要一万二", "还了八千"),
        ("答应还我两万，只还了五千", "只还了五千"),
        ("说好年底还清，年底还了一万", "年底还了一万"),
        ("一共还了8000，往后每月还500", "一共还了8000"),
    ],
)
def test_only_what_was_paid_is_left(text: str, left: str) -> None:
    rest = promised.without(text)
    assert len(rest) == len(text)
    assert rest.strip("，") == left


@pytest.mark.parametrize(
    "text",
    [
        "后来又还两千",
        "要回来三千了",
        "去年年底还五千",
        "过年还了一万",
        "年前给我3000",
        "3月还5千，4月还3千",
        "2025年3月还2000，5月又还1500",
        "他先还3000，然后还2000",
        "过完年给了我两千",
        "下个月的租金提前还了1000",
    ],
)
def test_what_was_paid_stays(text: str) -> None:
    assert promised.without(text) == text


def test_a_place_in_a_promise() -> None:
    text = "还了三千，下个月再还两千"
    assert promised.at(text, text.index("两千"))
    assert not promised.at(text, text.index("三千"))
