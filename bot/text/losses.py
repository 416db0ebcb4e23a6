"""Named heads of damages with their sums: 误工费3000，护理费2000. Medical bills are no part of it. Pure.

Source: 民法典1179, 1183, 人损解释6 to 13 (the heads and what they are called).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text import amounts, durations
from bot.text.reading import Context, Reading, flat

#: name on the paper -> how people say it
_HEADS = {
    "误工费": r"误工(?:费用?|损失|的钱|工资)?|耽误(?:的)?工(?:钱|资)",
    "护理费": r"护理(?:费用?|的钱)?|陪护费?|护工费?|陪床费?",
    "营养费": r"营养(?:费用?|品)?",
    "住院伙食补助费": r"(?:住院)?伙食(?:补助|补贴)?费?",
    "交通费": r"(?:看病)?(?:交通|打车|来回路)费?|路费",
    "精神损害抚慰金": r"精神(?:损害|损失)?(?:抚慰金|赔偿金?|费)",
    "鉴定费": r"鉴定费",
    "后续治疗费": r"后续(?:治疗)?费|后期治疗费|二次手术费?",
    "残疾辅助器具费": r"(?:残疾)?辅助器具费?|轮椅费?|拐杖费?",
}


@dataclass(frozen=True, slots=True)
class Head:
    """One head of damages as it was told; `start:end` is its place in the text."""

    name: str
    fen: int
    start: int
    end: int
    reckoned: bool = False  #: worked out of what was told; its words tell more than the head


@cache
def _pattern() -> re.Pattern[str]:
    heads = "|".join(f"(?P<h{n}>{words})" for n, words in enumerate(_HEADS.values()))
    between = r"(?:错了|不对|不是)?[,，:： ]?(?:一共|总共|大概|大约|应该|差不多|是|要|花|算|约|有|写|了|共)*"
    # 护理费我媳妇护理的2000: whose it is; what was paid of it, and what is said of a day, is not its sum
    between += r"(?:[^0-9０-９，,。；;、？?给付垫赔天日月周年一二两三四五六七八九十百千万]{0,8}的)?"
    number = r"[0-9０-９]+(?:[.,，][0-9０-９]+)*\s?[万千百]?[0-9０-９]*|[一二两三四五六七八九十百千万]{2,8}"
    unit = r"(?:元|块钱?)?(?![0-9０-９.万千百]|\s?个?(?:天|日|月|周|年|级|人|次|小时))"
    return re.compile(rf"(?:{heads}){between}(?P<sum>(?:{number}){unit})")


def find(text: str, context: Context) -> list[Head]:
    """Return the heads of a text in order; 误工60天 and 护理一天150 name no sum of a head."""
    out = []
    for match in _pattern().finditer(text):
        reading = amounts.read(match["sum"], context)
        value = flat(reading.value) if isinstance(reading, Reading) else {}
        low = value.get("low_fen")
        if isinstance(low, int) and low == value.get("high_fen") and low > 0:
            name = next(name for n, name in enumerate(_HEADS) if match[f"h{n}"])
            out.append(Head(name, low, match.start(), match.end()))
    return out


@cache
def _off_work() -> re.Pattern[str]:
    """Days without work; 误工费一个月4000 tells the pay."""
    number = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+|半)"
    pay = r"\s?(?:\d{3,}|[一二两三四五六七八九几]+[千万百]|挣|能|给|开|工资)"
    return re.compile(
        r"(?:误工|休息|休养|歇|没上班|没干活|干不了活|耽误)[^，,。；;0-9]{0,6}?"
        rf"(?P<long>{number}\s?个?半?(?:天|周|星期|礼拜|月|年))(?!{pay})"
    )


def off_work(text: str, context: Context) -> tuple[int, tuple[int, int]] | None:
    """Return the days without work that a text tells, and where: 误工三个月 is 90, 误工两个半月 75."""
    found = _off_work().search(text)
    reading = durations.read(found["long"].replace("半月", "月半"), context) if found else None
    days = flat(reading.value).get("high_days") if isinstance(reading, Reading) else None
    return (days, found.span()) if found and isinstance(days, int) else None


def without(text: str, heads: list[Head]) -> str:
    """Return the text with the heads that were named blanked out, every other character in its place."""
    for head in (one for one in heads if not one.reckoned):
        text = text[: head.start] + "，" * (head.end - head.start) + text[head.end :]
    return text
