"""月息2分合法吗: a rate against what courts protect by the day of the contract, or for which days it holds.

From 2020-08-20 on four times the LPR of the contract's day; a contract from before has two stretches.
Source: 民间借贷规定第25条、第31条，民法典第680条. The rules stand in bot/law/tables/lending.yml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.dialogue import numbers_said as named
from bot.dialogue.limit_days import Told, told_days
from bot.dialogue.numbers_said import Reckoned
from bot.law import interest
from bot.law.answers import Span
from bot.law.calendar import chinese
from bot.law.money import UNCONFIRMED, plain
from bot.law.rate_cap import cap_from, old_rule
from bot.text.reading import Context

#: Only what is lent has a rate that the cap judges: 违约金30%, 首付30% have none.
_LENDING = re.compile(r"利|息|借|贷|年化")
BANKS = re.compile(r"银行|网贷|小贷|信用卡|消费金融|花呗|借呗|平台|公积金|房贷|车贷")
#: Parts a day may play in the story that are not the contract.
_NOT_MADE = frozenset({"due", "demanded"})
_NOT_MADE_WORDS = re.compile(r"^[底初末]?(?:之?前|以前)?(?:就|应该?|要|该)*(?:还|到期|起诉|立案|告)")
_CITED = ("民间借贷规定25", "民法典680")
_BOTH = ("民间借贷规定31", *_CITED)


def legal_rate(text: str, context: Context) -> Reckoned | None:
    """月息2分合法吗, 2019年借的月息3分合法吗: the yearly rate against the cap of the contract's day."""
    if not named.LEGAL.search(text) or BANKS.search(text) or not _LENDING.search(text):
        return None
    said, days = named.one_rate(text, context), _contract(told_days(text, context))
    if said is None or len(days) > 1:
        return None
    values = {
        "rate": said[1].shown,
        "yearly": plain(said[0]),
        "turn": chinese(cap_from()),
        "eve": chinese(cap_from() - timedelta(1)),
        "old": plain(old_rule().protected),
        "void": plain(old_rule().void_above),
        "known": chinese(interest.known_until()),
    }
    if not days:
        return _undated(said[0], values, context.today)
    made, values["made"] = days[0].span, days[0].shown
    if made.start > context.today:
        return None
    if made.end < cap_from():
        return _early(said[0], values, made, context.today)
    if made.start < cap_from():
        return _straddling(said[0], values, made, context.today)
    return _dated(said[0], values, made)


def _contract(told: Sequence[Told]) -> list[Told]:
    """The days on which the money may have been lent: the one said to be, else any that is no other day."""
    lent = [one for one in told if one.role == "lent"]
    return lent or [
        one for one in told if one.role not in _NOT_MADE and not _NOT_MADE_WORDS.search(one.after)
    ]


def _caps(made: Span) -> tuple[Decimal, Decimal, bool]:
    """(lowest, highest cap of a contract of those days, all confirmed?), for days in the table."""
    found = interest.lprs(made.start, made.end)
    caps = [one.rate * 4 for one in found]
    return min(caps), max(caps), all(one.confirmed for one in found)


def _over(rate: Decimal, cap: Decimal) -> str:
    return plain(max(rate - cap, Decimal(0)))


def _of(base: interest.Lpr, rate: Decimal) -> dict[str, str]:
    cap = base.rate * 4
    return {
        "lpr": plain(base.rate),
        "on": chinese(base.since),
        "cap": plain(cap),
        "over": _over(rate, cap),
    }


def _told(
    key: str,
    values: Mapping[str, str],
    formula: str,
    note: str,
    parts: Mapping[str, str],
    cited: tuple[str, ...] = _CITED,
) -> Reckoned:
    return Reckoned(key, values, formula, cited, "lending_interest_cap", "private_lending", note, parts)


def _dated(rate: Decimal, values: Mapping[str, str], made: Span) -> Reckoned:
    """Lent on a day, in a month or a year from 2020-08-20 on."""
    newest = interest.known_until()
    start = min(made.start, newest)
    base = interest.lpr(start)
    low, high, confirmed = _caps(Span(start, min(made.end, newest)))
    known = made.end <= newest
    note = "" if confirmed and known else UNCONFIRMED
    time = "rate_time_contract" if known else "rate_time_unknown"
    values = {**values, **_of(base, rate)}
    if low == high:
        key = "rate_over" if rate > high else "rate_within"
        return _told(key, values, _formula(base), note, {"time": time})
    values |= {"low": plain(low), "high": plain(high), "over": _over(rate, high)}
    key = "rate_over_span" if rate > high else "rate_within_span" if rate <= low else "rate_between"
    values |= {"time": ""} if known else {}
    parts = {} if known else {"time": time}
    return _told(key, values, "借钱那天的一年期贷款市场报价利率×4", note, parts)


def _formula(base: interest.Lpr) -> str:
    return f"{plain(base.rate)}%×4={plain(base.rate * 4)}%"


def _undated(rate: Decimal, values: Mapping[str, str], today: date) -> Reckoned:
    """No day was told: by the newest rate, and for which days that holds."""
    newest = interest.known_until()
    base = interest.lpr(min(today, newest))
    low, high, _ = _caps(Span(cap_from(), min(today, newest)))
    values = {**values, **_of(base, rate), "low": plain(low), "high": plain(high)}
    parts = {"held": "rate_held_until" if today > newest else "rate_held", "time": "rate_time_none"}
    key = "rate_over" if rate > base.rate * 4 else "rate_within"
    return _told(key, values, _formula(base), UNCONFIRMED, parts, _BOTH)


def _stretches(rate: Decimal, base: interest.Lpr) -> dict[str, str]:
    """The blanks of the two stretches of a contract from before 2020-08-20."""
    old = old_rule()
    before = "rate_old_between" if rate > old.protected else "rate_old_within"
    if rate > old.void_above:
        before = "rate_old_void"
    return {"before": before, "after": "rate_new_over" if rate > base.rate * 4 else "rate_new_within"}


def _early(rate: Decimal, values: Mapping[str, str], made: Span, today: date) -> Reckoned:
    """Lent before 2020-08-20: two stretches, the second by the newest rate in the table."""
    base = interest.lpr(min(today, interest.known_until()))
    parts = {**_stretches(rate, base), "stretches": "rate_stretches"}
    values = {**values, **_of(base, rate), "since": chinese(old_rule().since), "oldest": ""}
    if made.start < old_rule().since:
        values.pop("oldest")
        parts["oldest"] = "rate_oldest"
    return _told("rate_early", values, _two(values), UNCONFIRMED, parts, _BOTH)


def _straddling(rate: Decimal, values: Mapping[str, str], made: Span, today: date) -> Reckoned:
    """Lent in a year or month in which the rule changed: both."""
    newest = min(today, interest.known_until())
    base = interest.lpr(newest)
    low, high, _ = _caps(Span(cap_from(), min(made.end, newest)))
    own = "rate_own_within" if rate <= low else "rate_own_between"
    if rate > high:
        own = "rate_own_over"
    parts = {
        **_stretches(rate, base),
        "stretches": "rate_stretches",
        "own": own,
        "range": "rate_range" if low < high else "rate_one",
    }
    values = {**values, **_of(base, rate), "low": plain(low), "high": plain(high)}
    return _told("rate_straddling", values, _two(values), UNCONFIRMED, parts, _BOTH)


def _two(values: Mapping[str, str]) -> str:
    return f"{values['eve']}以前{values['old']}%；以后{values['lpr']}%×4={values['cap']}%"
