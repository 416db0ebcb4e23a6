"""Dates with neither year nor month: 10号, 初五, 月底, 上半年, 九几年."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from bot.text.date_model import Found, Moment, When, add_months, day, month_end, nearest, real
from bot.text.date_parts import DAY_NUMBER, no_such
from bot.text.date_periods import period, third
from bot.text.numbers import small


@cache
def _bare_day() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<d>{DAY_NUMBER})\s?[号日](?!\s?(?:楼|院|店|门|线|机|矿|地|车|人|房|路|井|码|桩|库|厅|文|宿|公|工|元|仓|窗|大|馆|桥|本|报|常|期|子|用))"
    )


def bare_day(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 10号 and 二十号: the nearest month as the direction says."""
    match = _bare_day().match(text, at)
    if match is None:
        return None
    before = text[at - 1] if at else ""
    if before and (before in "第路街巷楼栋区#-年月" or (before.isascii() and before.isalnum())):
        return None
    number = small(match["d"]) or 0
    if not 1 <= number <= 31:
        return (no_such(match[0]), match.end()) if moment.alone else None
    base = moment.base
    step = -1 if moment.direction == "past" else 1
    for shift in range(13):
        first = add_months(base.replace(day=1), step * shift)
        found = real(first.year, first.month, number)
        if found and (found <= base if step < 0 else found >= base):
            return replace(day(found), yearless=True), match.end()
    return None


@cache
def _decade() -> re.Pattern[str]:
    return re.compile(
        r"(?:19|20)?(?P<a>\d)0年代|(?P<c>[五六七八九])[十零]年代|(?:19|20)?(?P<d>[\d零一七八九])几年(?!前|了|级)"
    )


def decade(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 八十年代, 90年代, 九几年 as ten years; asked."""
    match = _decade().match(text, at)
    if match is None:
        return None
    tens = small(match["a"] or match["c"] or match["d"]) or 0
    if tens in (3, 4, 5) and match["d"]:
        return None
    first = (2000 if tens * 10 <= moment.today.year % 100 else 1900) + tens * 10
    return When(date(first, 1, 1), date(first + 9, 12, 31), "range", exact=False), match.end()


@cache
def _this_month() -> re.Pattern[str]:
    return re.compile(
        r"(?P<third>月初(?![一二三四五六七八九十])|月中|月底|月末|(?<!个)(?:月尾|月头(?=$|\W|上|就|没|给|还)))|(?P<end>年底|年末|年尾)"
        r"|(?P<start>年初|(?<![这些多几个整好头的\d一二两三四五六七八九十])年头(?:上|(?=$|\W)))|(?P<mid>(?<![\d一二两三四五六七八九十几去今前明后每当])年中(?=$|\W|的|就|还|给|借|那))|(?P<half>[上下])半年|第?(?P<q>[一二三四])季度"
    )


@cache
def _promised() -> re.Pattern[str]:
    """What behind 年底 says that it was meant to come: 年底还, 年底前一定付清; not 年底还没给, 年底还了."""
    return re.compile(
        r"(?:的?时候)?(?:以?前|之前|到期|就|再|才|会|能|要|得|必须|一定|保证|肯定|全部?|一次性?|都|给我|把钱|[\s,])*"
        r"(?:(?:还清|还完|还钱|还款|还我|归还|偿还|还上|还齐|还本|还(?![没不了过在是有欠差剩])|给(?![了过])|付(?![了过])"
        r"|结(?![了过婚束])|清(?!楚)|兑现|到期|交(?![了过])|发(?![了过生现])|退(?![了过]))(?!了|过|的)|以?前$)"
    )


@cache
def _overdue() -> re.Pattern[str]:
    return re.compile(
        r"[没不]+(?:有|肯|见|再|给|能)?(?:还|给|付|结|清|兑现|发|退)|(?:到|至)(?:现在|今|目前|期)|现在|一直|拖|赖|过(?:了)?期"
        r"|逾期|后来|结果|又|可是|但"
    )


def _coming(text: str, match: re.Match[str], moment: Moment) -> bool:
    """Whether 年底 is the coming one: a promise, and no word that it has passed."""
    promised = moment.anchor is None and _promised().match(text, match.end())
    return bool(promised) and _overdue().search(text, match.end()) is None


def part_of_now(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 月底, 年底, 上半年, 一季度 without a year or month."""
    match = _this_month().match(text, at)
    if match is None:
        return None
    base = moment.base
    if match["third"]:
        word = match["third"].replace("月尾", "月底").replace("月头", "月初")
        return third(base.year, base.month, word), match.end()
    if match["q"] or match["half"]:
        return period(text, at, moment, base.year)
    key, last = (12, 12) if match["end"] else (6, 7) if match["mid"] else (1, 2)

    def make(year: int) -> When:
        return When(date(year, key, 1), month_end(year, last), "range", exact=False)

    if match["end"] and _coming(text, match, moment):
        moment = replace(moment, direction="future")
    found_year = nearest(moment, make)
    return (found_year, match.end()) if found_year else None


@cache
def _stuck_to_sum() -> re.Pattern[str]:
    """A year written onto a sum without a comma: 借了8000|2024年3月."""
    return re.compile(r"(?<![\d.])\d{3,7}(?:19|20)\d{2}年$")


def inside_number(text: str, at: int) -> bool:
    """Tell whether a digit goes on a number, a phone or a version, so that no date begins there."""
    before = text[at - 1] if at else ""
    if text[at].isdigit() and text[at].isascii():
        if _stuck_to_sum().search(text, max(0, at - 8), at + 5) and text[at : at + 2] in ("19", "20"):
            return False
        return bool(before) and before.isascii() and (before.isalnum() or before in "./-_@") and before != "-"
    return False


@cache
def _a_month() -> re.Pattern[str]:
    return re.compile(r"[\d元块钱百千万]\s?一月(?!份|底|初|中|[一二三四五六七八九十\d]+[日号])")


def is_price(text: str, start: int, end: int) -> bool:
    """房租1200一月: the 一月 behind a sum is "a month", not January."""
    return start > 0 and text[start:end] == "一月" and _a_month().match(text, start - 1) is not None
