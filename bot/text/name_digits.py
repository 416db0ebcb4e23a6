"""Digits that end a name: 张三五万 is fifty thousand of 张三, not thirty to fifty thousand."""

from __future__ import annotations

import re
from functools import cache

from bot.text.names import lexicon

#: surnames that are everyday words before a number as well: 周五, 押金五万, 还剩余五千, 付三千
_WORDS = (
    "丁万于付仝任何余党全关冀包华单卫卓史古夏宁安宗官尚左巩平应房支文方施易明时景曲曾木来柏江"
    "池汤沙洪海温游烧班田甘申畅白石程符简管米费计路车迟金钟钱铁银阳项顾颜饶高向周段毕连元水权"
)
_DIGITS = "一二三四五六七八九十"
#: what may stand before a name that a sum follows: the start, a mark, 借给, 欠, 向, 叫 …
_PLACE = (
    r"(?:^|[^\u4e00-\u9fff]|[给向跟和与同找问从对把被让替是叫欠借告为由名头友弟哥姐事学人方板有]"
    r"|[万千百元块]|[给欠借还付告转发][了过])"
)
_UNITS = "百佰千仟万亿kKwW元块圆角毛"


@cache
def _named() -> re.Pattern[str]:
    surnames = "".join(sorted(lexicon().surnames - lexicon().rare - set(_WORDS)))
    return re.compile(rf"{_PLACE}(?:[{surnames}][小老阿]?|(?<=[叫给是])[钱周高])$")


def ends_name(text: str, at: int) -> bool:
    """Tell whether the digit at `at` is the end of a name such as 张三, 李四, 王小五 and no part of a sum.

    张三千 stays three thousand, 老王五万 fifty thousand: there the name ends before the digit.
    """
    if at >= len(text) or text[at] not in _DIGITS:
        return False
    before = text[max(0, at - 4) : at]
    return _named().search(before) is not None and text[at + 1 : at + 2] not in set(_UNITS)


def is_doubtful(text: str, at: int) -> bool:
    """Tell whether a sum at `at` could begin with the last digit of a name: 王五|十万 or 王|五十万."""
    return text.startswith("十", at) and at > 0 and ends_name(text, at - 1)
