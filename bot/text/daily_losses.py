"""Heads of damages told as so much a day and so many days: 护工二十天每天150, 营养费一天50共60天. Pure.

Source: 人损解释7 to 11 (误工费, 护理费, 住院伙食补助费, 营养费 by the day).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text import amounts, durations
from bot.text.capitals import format_yuan
from bot.text.losses import Head
from bot.text.reading import Context, Reading, flat

#: name on the paper -> how people say it where they tell days
_HEADS = {
    "误工费": r"误工费?|没上班|没干活|耽误(?:的)?工|歇工|停工|歇了|休养了",
    "护理费": r"(?:请|雇|找)(?:了)?(?:个|一个|两个)?(?:护工|护理|陪护|保姆|人(?:护理|照顾|伺候|陪护))"
    r"|护理(?:费用?)?|陪护费?|护工费?|陪床费?",
    "营养费": r"营养(?:费用?|品)?",
    "住院伙食补助费": r"(?:住院)?伙食(?:补助|补贴)?费?",
    "交通费": r"(?:交通|打车|来回路)费?|路费",
}
#: their words tell the wage and the days in hospital too, so they are heard on
_HEARD_ON = frozenset({"误工费", "住院伙食补助费"})
_NUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]{1,6})"
_LONG = r"(?:\d{1,4}|[一二两三四五六七八九十百半]{1,4})\s?个?半?(?:天|日|周|星期|礼拜|月)"
_WORDS = (
    r"(?:[，,、\s]|费用?|花|要|给|付|按|算|是|的|了|一共|总共|共|大概|大约"
    r"|干|住|陪|请|护理|照顾|工资|挣|误工|补|都|吃|歇|休息|院)*"
)


def _each(n: int) -> str:
    """Pay before or behind its unit: 一天150, 150一天."""
    money, ends = r"(?:元|块钱?)?", r"(?![\d.万千百个天日月])"
    if n % 2 == 0:
        return rf"(?:每|一|1|按)个?(?P<u{n}>天|日|月){_WORDS}(?P<n{n}>{_NUM}){money}{ends}"
    return rf"(?P<n{n}>{_NUM}){money}(?:每|一|1|/)个?(?P<u{n}>天|日|月)"


@dataclass(frozen=True, slots=True)
class Daily(Head):
    """A head with how it was worked out: 150元×20天."""

    formula: str = ""


@cache
def _pattern() -> re.Pattern[str]:
    heads = "|".join(f"(?P<h{n}>{words})" for n, words in enumerate(_HEADS.values()))
    return re.compile(
        rf"(?:{heads}){_WORDS}(?:"
        rf"(?P<l0>{_LONG}){_WORDS}{_each(0)}|(?P<l1>{_LONG}){_WORDS}{_each(1)}"
        rf"|{_each(2)}{_WORDS}(?P<l2>{_LONG})|{_each(3)}{_WORDS}(?P<l3>{_LONG}))"
    )


def find(text: str, context: Context) -> list[Daily]:
    """Return the heads of a text that are told by days (or months) and pay, worked out, in order."""
    out = []
    for match in _pattern().finditer(text):
        way = next(n for n in range(4) if match[f"l{n}"])
        fen, times = _fen(match[f"n{way}"], context), _times(match[f"l{way}"], match[f"u{way}"], context)
        if fen and times:
            name = next(name for n, name in enumerate(_HEADS) if match[f"h{n}"])
            unit = "个月" if match[f"u{way}"] == "月" else "天"
            formula = f"{format_yuan(fen)}×{times:g}{unit}"
            total = round(fen * times)
            out.append(Daily(name, total, *match.span(), reckoned=name in _HEARD_ON, formula=formula))
    return out


def _fen(said: str, context: Context) -> int | None:
    found = amounts.read(f"{said}元", context)
    value = flat(found.value) if isinstance(found, Reading) else {}
    low = value.get("low_fen")
    return low if isinstance(low, int) and low == value.get("high_fen") and low > 0 else None


def _times(said: str, unit: str, context: Context) -> float | None:
    """How many units a stretch holds; months by the calendar's thirty days."""
    found = durations.read(said.replace("半月", "月半"), context)
    days = flat(found.value).get("high_days") if isinstance(found, Reading) else None
    if not isinstance(days, int):
        return None
    return days / 30 if unit == "月" else float(days)
