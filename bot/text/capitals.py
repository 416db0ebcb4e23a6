"""Sums in writing: 35,000元 for people, 叁万伍仟元整 for papers. Sums are whole fen."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_BIG = ("", "万", "亿", "万亿")


def format_yuan(fen: int) -> str:
    """Return 35,000元 or 35,000.50元 for a sum in fen."""
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{yuan:,}.{rest:02d}元" if rest else f"{sign}{yuan:,}元"


def _four(value: int) -> str:
    """Return up to four digits in capitals, one 零 for any run of zeros inside."""
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + _SMALL[power]
            gap = False
        else:
            gap = True
    return out


def _whole(yuan: int) -> str:
    out, gap = "", False
    for index in range(len(_BIG) - 1, -1, -1):
        part = yuan // 10_000**index % 10_000
        if not part:
            gap = True
            continue
        out += ("零" if out and (gap or part < 1000) else "") + _four(part) + _BIG[index]
        gap = False
    return out


def in_capitals(fen: int) -> str:
    """Return the sum in capital numerals (大写金额): 壹万陆仟肆佰零玖元零贰分.

    `fen` is 0 … 10^17. Raises ValueError outside of that. Source:
    支付结算办法附一（票据和结算凭证大写金额的写法）.
    """
    if not 0 <= fen <= 10**17:
        raise ValueError("sum out of range")
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    out = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not cent:
        return f"{out or '零元'}整"
    if jiao:
        out += f"{_DIGITS[jiao]}角"
    elif out:
        out += "零"
    return f"{out}{_DIGITS[cent]}分" if cent else f"{out}整"
