"""抚养费: what a parent who does not live with the child usually pays. Amounts in fen.

Source: 婚姻解释一第49条、第50条、第53条，民法典第1067条、第1085条.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.law.money import Refusal, Result, check_positive, fen_of, yuan

#: Share of the monthly income for one child, and the usual most for several (婚姻解释一49).
LOW_PERCENT, HIGH_PERCENT, MOST_PERCENT = 20, 30, 50

#: More children than this were misread.
MOST_CHILDREN = 12


def child_support(income_fen: int, children: int = 1, *, yearly: bool = False) -> Result:
    """Usual monthly support as a range; `yearly` for somebody without a fixed wage (income of the year).

    One child 20 to 30 percent; two or more may be higher but usually not over 50.
    Example: 6,000 a month, one child -> 1,200 to 1,800; 8,000, two children -> up to 4,000.
    Raises Refusal for no child or a negative income.
    """
    check_positive(income_fen, "收入")
    if children < 1:
        raise Refusal("至少有一个孩子才需要算抚养费，请再看一下。")
    if children > MOST_CHILDREN:
        raise Refusal("孩子的个数太多了，请再看一下是不是写错了。")
    monthly = Decimal(income_fen) / 12 if yearly else Decimal(income_fen)
    most = HIGH_PERCENT if children == 1 else MOST_PERCENT
    low, high = fen_of(monthly * LOW_PERCENT / 100), fen_of(monthly * most / 100)
    steps = [f"每月收入按{yuan(fen_of(monthly))}算"]
    if yearly:
        steps.insert(0, f"没有固定收入，按全年{yuan(income_fen)}÷12")
    steps.append(f"{children}个孩子，一般是月收入的{LOW_PERCENT}%到{most}%")
    if children > 1:
        steps.append("两个以上孩子的可以适当提高，一般不超过一半")
    steps.append("一般给到十八周岁，还要看孩子的实际需要和当地生活水平")
    result = Result(
        low,
        f"月收入×{LOW_PERCENT}%至{most}%",
        tuple(steps),
        ("婚姻解释一49", "婚姻解释一53", "民法典1085"),
        provisional=True,
    )
    return replace(result, high_fen=high)
