"""Questions about overtime, leave that was not taken, and the grant for a work injury."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Reckoned
from bot.law import injury, labour
from bot.law.labour import Overtime
from bot.law.money import Result
from bot.text.reading import Context

_OVERTIME = re.compile(r"加班|加点")
_HOLIDAY = re.compile(r"法定|节假日|国庆|春节|过年|五一|劳动节|元旦|清明|端午|中秋")
_REST_DAY = re.compile(r"周末|休息日|双休|周六|周日|星期[六日天]|礼拜[六日天]")
_HOURS = "小时|钟头"
_EACH_DAY = re.compile(rf"(?:每天|每日|天天|一天|每晚)[^，。,\d]{{0,8}}?({named.NUMBER})\s*个?(?:{_HOURS})")
_EACH_WEEK = re.compile(
    r"(?:每|一)个?(?:周(?!末)|星期(?![六日天])|礼拜(?![六日天])|月[^，。,]{0,3}加班)|每个?(?:周末|周[六日]|星期[六日天])"
)
_LEAVE = re.compile(r"年(?:休)?假")
_NOT_TAKEN = re.compile(r"没有?休|未休|不让休|没给休|没用")
_GRADE = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})级")


def overtime(text: str, context: Context) -> Reckoned | None:
    """月薪6525，平时加班20小时加班费多少. Source: 劳动法第44条."""
    if not _OVERTIME.search(text) or not named.HOW_MUCH.search(text):
        return None
    kind = (
        Overtime.HOLIDAY
        if _HOLIDAY.search(text)
        else Overtime.REST_DAY
        if _REST_DAY.search(text)
        else Overtime.WEEKDAY
    )
    hours, days = _extra(text)
    wage = named.wage(text, context)
    if kind is not Overtime.WEEKDAY and hours is not None:
        days = hours / Decimal(8)
    amount = hours if kind is Overtime.WEEKDAY else days
    if wage is None or amount is None:
        return None
    result = labour.overtime(wage[0], kind, amount)
    return _told("加班费", result, "labor_dispute")


def _extra(text: str) -> tuple[Decimal | None, Decimal | None]:
    """(hours, days) of extra work; 每天2小时，加了20天 is 40 hours, 每周3小时 does not say how many."""
    if _EACH_WEEK.search(text):
        return None, None
    daily = _EACH_DAY.search(text)
    if daily is None:
        return named.count(text, _HOURS), named.count(text, "天")
    each, rest = named.number(daily[1]), text[: daily.start()] + "，" + text[daily.end() :]
    days = named.count(rest, "天")
    return (each * days if each and days else None), None


def leave(text: str, context: Context) -> Reckoned | None:
    """月薪6525，5天年假没休赔多少. Source: 年休假条例第5条."""
    if not (_LEAVE.search(text) and _NOT_TAKEN.search(text) and named.HOW_MUCH.search(text)):
        return None
    days, wage = named.count(text, "天"), named.wage(text, context)
    if days is None or wage is None or days != days.to_integral_value():
        return None
    return _told("没休的年假，除正常工资外另付", labour.unused_leave(wage[0], int(days)), "labor_dispute")


def work_injury(text: str, context: Context) -> Reckoned | None:
    """工伤九级月薪5000赔多少. Source: 工伤保险条例第35条至第37条."""
    if "工伤" not in text or not named.HOW_MUCH.search(text):
        return None
    grade, wage = _GRADE.search(text), named.wage(text, context)
    level = named.number(grade[1]) if grade else None
    if level is None or wage is None:
        return None
    return _told(f"工伤{level}级的一次性伤残补助金", injury.work_grant(wage[0], int(level)), "work_injury")


def _told(what: str, result: Result, flow: str) -> Reckoned:
    steps = "；".join((result.formula, *result.steps))
    values = {"what": what, "result": result.shown, "steps": steps}
    note = named.note_of(result)
    return Reckoned("reckon_result", values, result.formula, result.citations, "", flow, note)
