"""Interest told as a sum: 每月200块利息, 一万块一个月200; with what was lent it is a rate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.text import amounts
from bot.text.capitals import format_yuan
from bot.text.normalise import Normal, normalise
from bot.text.rates import shown_of
from bot.text.reading import Context, Reading, Refusal, flat

_PER = {"月": "month", "年": "year", "天": "day", "日": "day"}
_PER_CN = {"month": "每月", "year": "每年", "day": "每天"}
#: digits of a percentage behind the point
_PLACES = Decimal("0.0001")
#: a rate above this is a slip: what was lent was read wrong
_MOST = Decimal(1000)

_DIGITS = "零一二两三四五六七八九十百千俩仨廿"
_NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|[{_DIGITS}]+)[万千百wWkK]?[{_DIGITS}\d]*"
_YUAN = "(?:元|块)?钱?"
_GIVES = r"(?:他|她|我|给|付|交|收|要|是|得|算|的|就|利息|息|钱|[\s,:])*"


@dataclass(frozen=True, slots=True)
class InterestSum:
    """A sum of interest for a day, month or year, in fen; `base_fen` is what it is reckoned on, if told."""

    fen: int
    per: str
    base_fen: int | None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    base = (
        rf"(?:每|按)?(?<![\d.,])(?P<base>{_NUMBER}(?!个?[月年天日\d])|万(?=元)){_YUAN}(?:的本金|本金)?[\s,]*"
    )
    amount = rf"(?P<sum>{_NUMBER}){_YUAN}"
    time = "(?:每|一|按|1)?个?(?P<per>月|年|天|日)"
    return (
        re.compile(rf"(?:{base})?{time}{_GIVES}{amount}(?![\d万千百%分厘点个倍])"),
        re.compile(
            rf"(?P<base>(?!))?(?<![\d.,]){amount}(?:的?利息)?\s?(?:/|每|一)个?(?P<per>月|年|天|日)(?![前后内底初])"
        ),
    )


def find(text: str, context: Context) -> InterestSum | None:
    """Return the interest a text tells as a sum for a time; None where it says nothing of interest."""
    plain = normalise(text).text
    for form in _forms():
        match = form.search(plain)
        if match is None or not ("息" in plain or match["base"]):
            continue
        fen, base = _fen(match["sum"], context), _fen(match["base"], context) if match["base"] else None
        if fen and (base is None or base > fen):
            return InterestSum(fen, _PER[match["per"]], base)
    return None


def _fen(said: str, context: Context) -> int | None:
    found = amounts.read("一万元" if said == "万" else f"{said}元", context)
    low = flat(found.value).get("low_fen") if isinstance(found, Reading) and found.exact else None
    return low if isinstance(low, int) else None


def read(text: str, context: Context, lent_fen: int | None) -> Reading | Refusal | None:
    """Read 每月200块利息 as a rate on what was lent (in fen), asked back; a Refusal where that is unknown."""
    told = find(text, context)
    if told is None:
        return None
    said = f"{_PER_CN[told.per]}{format_yuan(told.fen)}利息"
    base = told.base_fen or lent_fen
    if not base:
        return Refusal(
            f"听到的是{said}，是多少本金的？请连本金一起写，例如：一万块一个月200；写利率也行，例如：月息2分。"
        )
    percent = (Decimal(told.fen) * 100 / base).quantize(_PLACES)
    if not 0 < percent <= _MOST:
        return None
    number = format(percent.normalize(), "f")
    shown = shown_of(percent, told.per)
    confirm = f"本金{format_yuan(base)}、{said}，算下来是{shown}，对吗？"
    normal: Normal = normalise(text)
    start, end = normal.span(0, len(normal.text))
    return Reading("rate", {"percent": number, "per": told.per}, shown, start, end, False, confirm, 0.8)
