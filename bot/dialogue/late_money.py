"""Questions about money that is paid late or in parts: goods, 工程款, a daily penalty, a judgment, 分期."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Reckoned
from bot.law import interest
from bot.law.calendar import add_months, chinese
from bot.law.instalments import Interest, instalments
from bot.law.money import UNCONFIRMED, Result, plain, yuan
from bot.text import rates
from bot.text.reading import Context

_GOODS = re.compile(r"货款|货钱|料钱|料款|买卖")
_WORKS = re.compile(r"工程款|装修款|施工费")
_LATE = re.compile(r"逾期|违约|损失|利息|拖|欠|晚给|没给")
_DAILY = re.compile(r"万分之|千分之|每天.{0,6}[%％]|日息|滞纳金|违约金")
_JUDGED = re.compile(
    r"加倍|迟延(?:履行|利息)|延迟履行|(?:判|调解书|裁决)[^。]{0,20}(?:不还|没还|不给|没给|拖|逾期|到期)"
)
_EXTRA = re.compile(r"利息|履行金")
_NO_RATE = re.compile(
    r"(?:没有?|未|不)(?:写|说|约定?|定|讲|谈)[^，。,]{0,3}(?:利息|利率)|无息|没(?:有)?利息|利息没(?:写|说|约定)"
)
_LPR = re.compile(r"(?i:lpr)|贷款市场报价利率")
_PARTS = re.compile(rf"分({named.NUMBER})\s*(?:期|次)|分({named.NUMBER})个月|({named.NUMBER})期")


def goods(text: str, context: Context) -> Reckoned | None:
    """货款8万从2024年3月1日拖到9月1日，逾期损失多少. Source: 买卖解释第18条."""
    if not (_GOODS.search(text) and _LATE.search(text)) or _DAILY.search(text):
        return None
    asked = _owed(text, context)
    if asked is None:
        return None
    sum_fen, (since, until) = asked
    low = interest.late_payment(sum_fen, since, until)
    high = interest.late_payment(sum_fen, since, until, plus=Decimal("1.5"))
    steps = (*low.steps, "加计三成到五成，由法院看情况定；合同写了违约金的按合同")
    shown = f"{low.shown}至{high.shown}"
    return _told("没约定违约金的逾期付款损失", shown, steps, low, topic="", flow="sale_contract")


def works(text: str, context: Context) -> Reckoned | None:
    """工程款50万欠了一年，利息多少. Source: 建工解释第26条、第27条."""
    if not (_WORKS.search(text) and _LATE.search(text)) or _DAILY.search(text):
        return None
    asked = _owed(text, context)
    if asked is None:
        return None
    result = interest.construction(asked[0], *asked[1])
    return _told("没约定利率的欠付工程款利息", result.shown, result.steps, result, flow="construction")


def daily(text: str, context: Context) -> Reckoned | None:
    """物业费3000，每天万分之五，拖了364天违约金多少. Source: 民法典第585条."""
    if not _DAILY.search(text) or not named.HOW_MUCH.search(text) or _JUDGED.search(text):
        return None
    found = rates.find(text, context)
    said = found[0].value if len(found) == 1 else None
    if not isinstance(said, dict) or said.get("per") != "day":
        return None
    asked = _owed(text, context)
    if asked is None:
        return None
    result = interest.daily_penalty(asked[0], Decimal(str(said["percent"])) * 100, *asked[1])
    return _told("按约定算的违约金", result.shown, result.steps, result)


def judged(text: str, context: Context) -> Reckoned | None:
    """判决还10万，从2025年3月10日拖到9月10日，加倍利息多少. Source: 民诉法第264条."""
    asked = _owed(text, context) if _JUDGED.search(text) and _EXTRA.search(text) else None
    if asked is None:
        return None
    result = interest.late_performance(asked[0], *asked[1])
    return _told("逾期履行判决的加倍利息", result.shown, result.steps, result)


def unagreed(text: str, context: Context) -> Reckoned | None:
    """5万约定2024年6月1日还，没写利息，逾期利息多少: by the LPR of that day. Source: 民间借贷规定第28条."""
    if not _NO_RATE.search(text) or not re.search(r"逾期|到期|晚还|不还|没还|拖", text):
        return None
    asked = _owed(text, context) if re.search(r"利息|损失", text) else None
    if asked is None:
        return None
    result = interest.overdue(asked[0], *asked[1])
    what = "没约定利息的借款，借期里没有利息；到期不还的，逾期的利息"
    return _told(
        what, result.shown, result.steps, result, topic="lending_no_interest", flow="private_lending"
    )


def lpr(text: str, context: Context) -> Reckoned | None:
    """现在LPR是多少, 四倍是多少. Source: 民间借贷规定第25条."""
    if not _LPR.search(text) or not re.search(r"多少|几", text) or named.one_sum(text, context):
        return None
    base = interest.lpr(min(context.today, interest.known_until()))
    values = {
        "lpr": plain(base.rate),
        "on": chinese(base.since),
        "cap": plain(base.rate * 4),
        "until": chinese(interest.known_until()),
    }
    formula = f"{plain(base.rate)}%×4＝{plain(base.rate * 4)}%"
    cited = ("民间借贷规定25", "民间借贷规定28")
    return Reckoned("lpr_result", values, formula, cited, "lending_interest_cap", "", UNCONFIRMED)


def paid_in_parts(text: str, context: Context) -> Reckoned | None:
    """5万分10期，每期还多少. Source: 民法典第189条."""
    found = _PARTS.search(text)
    said = named.one_sum(named.parts(text), context) if found else None
    count = named.number(next(filter(None, found.groups()))) if found else None
    if said is None or count is None or not re.search(r"每|一期|一个?月|怎么还|多少|咋还", text):
        return None
    agreed = named.one_rate(text, context)
    terms = Interest(agreed[0], context.today) if agreed else None
    plan = instalments(said[0], int(count), add_months(context.today, 1), interest=terms)
    first = plan.rows[0]
    steps = (f"从下个月的今天（{chinese(first.due)}）开始、每月一期", *plan.result.steps)
    return _told(f"{yuan(said[0])}分{count}期，每期", yuan(first.total_fen), steps, plan.result)


def _owed(text: str, context: Context) -> tuple[int, tuple[date, date]] | None:
    """The one sum and the stretch of time of a question that asks how much."""
    if not named.HOW_MUCH.search(text):
        return None
    said = named.one_sum(text, context)
    days = named.stretch(text, context)
    return (said[0], days) if said and days else None


def _told(
    what: str, shown: str, steps: tuple[str, ...], result: Result, *, topic: str = "", flow: str = ""
) -> Reckoned:
    values = {"what": what, "result": shown, "steps": "；".join(steps)}
    note = named.note_of(result)
    return Reckoned("reckon_result", values, result.formula, result.citations, topic, flow, note)
