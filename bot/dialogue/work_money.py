"""Questions about overtime, leave that was not taken, and the grant for a work injury."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

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
_NOT_TAKEN = re.compile(r"(?:没|未|不)[有让给能]{0,2}休|没用|不给[^，。,]{0,2}年|没给|没[有]?年")
_HOW_LONG = re.compile(r"几天|多少天|多久|几号")
_YEARS_SERVED = re.compile(
    rf"(?:工龄|上班|工作|干|做)[了有满快已经]{{0,3}}\s*({named.NUMBER})\s*年(?!\d|[初底半])"
)
_SERVED = re.compile(r"干|工作|上班|工龄|入职|做|来")
#: Kind of dispute (flows/labels.yml) that pay and leave belong to.
FLOW = "labor_dispute"
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
    """月薪6525，5天年假没休赔多少, or the days that are due. Source: 年假条例第3条、第5条."""
    if not _LEAVE.search(text):
        return None
    days, wage, due = named.count(text, "天"), named.wage(text, context), _leave_due(text, context)
    if _NOT_TAKEN.search(text) and named.HOW_MUCH.search(text) and wage is not None:
        if days is not None and days == days.to_integral_value():
            return _told("没休的年假，除正常工资外另付", labour.unused_leave(wage[0], int(days)), FLOW)
        if days is None and due and due[1]:
            what = f"工作满{due[0]}年，年假每年{due[1]}天，一年都没休的，除正常工资外另付"
            return _told(what, labour.unused_leave(wage[0], due[1]), FLOW, "年假条例3")
    if days is None and due and _HOW_LONG.search(text):
        values = {"years": str(due[0]), "days": str(due[1])}
        key = "leave_days" if due[1] else "leave_none"
        return Reckoned(key, values, "满1年5天，满10年10天，满20年15天", ("年假条例3",), "", FLOW)
    return None


def _leave_due(text: str, context: Context) -> tuple[int, int] | None:
    """(whole years worked, days of leave a year), where the years are told."""
    told = _YEARS_SERVED.search(text)
    if told and (count := named.number(told[1])) is not None:
        return int(count), labour.leave_days(int(count))
    worked = named.worked(text, context) if _SERVED.search(text) else None
    if worked is None:
        return None
    years = relativedelta(worked.end + timedelta(1), worked.start).years
    return years, labour.leave_days(years)


def work_injury(text: str, context: Context) -> Reckoned | None:
    """工伤九级月薪5000赔多少. Source: 工伤保险条例第35条至第37条."""
    if "工伤" not in text or not named.HOW_MUCH.search(text):
        return None
    grade, wage = _GRADE.search(text), named.wage(text, context)
    level = named.number(grade[1]) if grade else None
    if level is None or wage is None:
        return None
    return _told(f"工伤{level}级的一次性伤残补助金", injury.work_grant(wage[0], int(level)), "work_injury")


def _told(what: str, result: Result, flow: str, *more: str) -> Reckoned:
    steps = "；".join((result.formula, *result.steps))
    values = {"what": what, "result": result.shown, "steps": steps}
    note = named.note_of(result)
    return Reckoned("reckon_result", values, result.formula, (*more, *result.citations), "", flow, note)
