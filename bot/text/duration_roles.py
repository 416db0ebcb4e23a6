"""Which part a stretch of time plays in a story: how long it is owed, was worked or was agreed."""

from __future__ import annotations

import re
from functools import cache

from bot.text.fact_roles import Around
from bot.text.topics import Topic, fits

Told = tuple[str, float]
_NONE: Told = ("", 0.55)
_PAY = "工资|工钱|薪水|物业费|房租|租金|取暖费|暖气费|抚养费|赡养费|劳务费|货款|利息|提成|钱|租"


@cache
def _each() -> re.Pattern[str]:
    """一个月4500, 一年一交: so much for each, not how long."""
    return re.compile(
        r"\s?(?:给|挣|开|发|交|付|还|要|工资|底薪|房租|租金|利息|保底|能|是|就|才|大概|差不多|平均"
        r"|说好|[一两三四五六七八九\d])"
    )


@cache
def _unpaid_behind() -> re.Pattern[str]:
    return re.compile(
        rf"多?(?:的)?(?:{_PAY})?(?:了)?(?:都|就|也|一直|一分|还|全|他|老板|公司|,)*(?:没有?(?:给|发"
        rf"|交|结|还|付|开)|不(?:给|发|交|结|还|付)|未(?:付|发|结)|欠着|拖着|说(?:公司)?没钱)"
    )


@cache
def _owed_ahead() -> re.Pattern[str]:
    return re.compile(
        r"(?:欠|拖|压|差|扣|催|等|要|躲|断供|断|逾期|过去|过期|到期|完工?|(?<!没)交工|结束|没(?:发"
        r"|给|交|还))(?:了|我|他|我们|着|过|下|薪|工资|物业费|房租|租金|钱|都|已经|有|快|整整|将近"
        r"|近|又|这|就)*$"
    )


@cache
def _agreed_ahead() -> re.Pattern[str]:
    return re.compile(
        r"(?:借期|期限|租期|借款期|合同期|工期|质保期?|保修期?|试用期|服务期|约定|合同|为期|说好|"
        r"讲好|定的|签|续签?|承包|租|借|说(?:是)?|办(?:的|了)|报(?:的|了))(?:了|是|为|的|我|他|用|"
        r"期|签了|签|说|定|按|了个|满|:)*$"
    )


@cache
def _agreed_behind() -> re.Pattern[str]:
    return re.compile(
        r"(?:以?内|之内|后|以后)?(?:就|再|一定|全部|本息|本利|连本带利|一起)*(?:还(?!没|不|是|有|欠|在)|归还|到期|结清|"
        r"付清|打款|打过来|交货|完工|交房|过户|发货)|(?:的)?(?:卡|合同|租期|期限|工期|试用期)"
    )


@cache
def _work_ahead() -> re.Pattern[str]:
    return re.compile(
        r"(?:干|工作|上班|上|打工|做|待|服务|伺候(?:老人)?|照顾[^,]{0,4}|看门|看工地|当[^,]{0,4}|"
        r"开车|跑车|带娃)(?:了|过|满|有|快|活|到|整整|将近|一共|总共)*$"
    )


def duration_role(about: Around, kind: Topic) -> Told:
    """Return role (owed, worked, term or none of these) and confidence of a stretch of time."""
    role, sure = _told(about, kind)
    return (role, sure) if fits(kind, role) else _NONE


def _told(about: Around, kind: Topic) -> Told:
    if re.match(r"[一1](?!共)", about.said) and len(about.said) <= 4 and _each().match(about.after):
        agreed = re.search(r"期限|租期|为期|借期|约定|签了?$|合同$|了$", about.before)
        if not agreed or re.match(r"\s?[一两三四五六七八九\d]|交", about.after):
            return _NONE
    if re.search(
        r"住院?了?$|歇了?$|误了?$|养了?$|处了?$|用了?$|开了$|听了?$|认识了?$|结婚了?$|分居了?$|怀孕|提前$|躺了?$|只?交了$|到期$",
        about.before,
    ):
        return _NONE
    if _unpaid_behind().match(about.after) and kind not in ("injury", "sale"):
        return "owed", 0.85
    if (
        re.match(rf"的?(?:{_PAY})", about.after)
        and not re.search(r"补偿|赔偿?|押|退|交了?$", about.before)
        and re.search(r"欠|拖|差|压|扣|没", about.before + about.after[:10])
    ):
        return "owed", 0.85
    if _work_ahead().search(about.before):
        return "worked", 0.9
    if _owed_ahead().search(about.before):
        return "owed", 0.8
    if _agreed_behind().match(about.after) or _agreed_ahead().search(about.before):
        return "term", 0.85
    return _by_kind(kind, about)


def _by_kind(kind: str, about: Around) -> Told:
    if kind == "wage" and re.search(r"(?:最后|后头|后面|后来)的?$", about.before):
        return "owed", 0.75
    if (
        kind == "wage"
        and re.search(r"[^欠拖没等过]了$", about.before)
        and not re.search(r"给了$", about.before)
    ):
        return "worked", 0.7
    passed = re.match(r"多?了?(?:$|,|没|还|不|也|就|都|一分|人)", about.after) is not None
    if (
        passed
        and kind in ("loan", "wage", "sale", "work", "fee", "lease")
        and re.search(r"欠|借|拿|拖|都(?:快|已经)?$|过了?$|这都?$", about.before)
    ):
        return "owed", 0.7
    return _NONE
