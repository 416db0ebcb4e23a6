"""Questions with a value in them: each function reads one kind and hands it to a calculator of bot.law.

A reader gives None for a question that is not its own, or whose numbers do not say enough; then the FAQ
answers in general. Nothing here asks back and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from bot.law import answers, fees, interest, labour, support
from bot.law.calendar import MissingYear, chinese
from bot.law.limitation import limitation
from bot.law.money import UNCONFIRMED, Refusal, Result, plain, yuan
from bot.text import amounts, dates, durations, rates
from bot.text.numbers import small
from bot.text.reading import Context, Reading, flat


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A question worked out: `key` of flows/words.yml with its values, the way of reckoning, the articles."""

    key: str
    values: Mapping[str, str]
    formula: str
    citations: tuple[str, ...]
    topic: str = ""  #: FAQ entry that speaks of the same matter
    flow: str = ""  #: kind of dispute (flows/labels.yml) this could become
    note: str = ""  #: that a number behind it is not confirmed


Calculator = Callable[[str, Context], Reckoned | None]

_HOW_MUCH = re.compile(r"多少|几块|怎么算|咋算|怎么赔|咋赔|赔几|补几|该赔|能赔|该补|能补|给几|怎么收|咋收|花")
_FEE = re.compile(
    r"诉讼费|受理费|立案费|起诉费|(?:起诉|打官司|官司|告他?|案子).{0,8}(?:多少钱|多少费|花多少|交多少|几块钱|要多少)"
)
_OTHER_FEES = (
    (re.compile(r"保全"), fees.preservation_fee, "诉讼费办法14"),
    (re.compile(r"支付令"), fees.payment_order_fee, "诉讼费办法14"),
    (re.compile(r"执行"), fees.enforcement_fee, "诉讼费办法14"),
)
_LEGAL = re.compile(
    r"合法|违法|犯法|高利贷|受.{0,4}保护|支持|认不认|认吗|认可|有效|超.{0,3}(?:没|标|限|规定|了吗|过)|过高|太高|高不高|算高"
)
_BANKS = re.compile(r"银行|网贷|小贷|信用卡|消费金融|花呗|借呗|平台|公积金|房贷|车贷")
_LATE = re.compile(
    r"时效|过期|过了期|过没过|作废|(?:还能|能不能|还可以|可不可以|还来得及|晚不晚|来得及).{0,6}"
    r"(?:告|起诉|要|追|打官司|立案|吗)?"
)
_OWES = re.compile(r"借|欠|货款|工程款|租金|房租|担保|赔")
_OWN_DEBT = re.compile(
    r"我[^，。,]{0,16}(?:欠|借)了?(?:人家|别人|他|她|朋友|亲戚|老板|公司|房东|银行|钱|款)"
    r"|我[^，。,]{0,16}(?:向|跟|和|从|问|管|找)[^，。,]{1,8}借|我是借款人|我借的(?!给)|债主|债权人"
    r"|(?:老公|老婆|丈夫|妻子|媳妇|儿子|女儿|我爸|我妈|家人)[^，。,]{0,10}(?:欠|借)(?!给)|替[^，。,]{1,6}问"
    r"|(?:告|起诉|找)我|要我还|让我还|我(?:还)?用还|我不还|信用卡|网贷"
)
_LABOUR = re.compile(r"工资|欠薪|劳动|辞退|开除|社保|加班|仲裁")
_HURT = re.compile(r"工伤|撞|打伤|受伤|医院|医疗")
_DISMISSED = re.compile(r"辞退|开除|裁|解雇|解除|不要我|不让我干|劝退|经济补偿|[Nn]\+1")
_UNLAWFUL = re.compile(r"违法|无故|没理由|没有理由|平白|2[Nn]")
_BARE = re.compile(r"(?<![\d年月.\-－负])(\d{3,9})(?![\d年月号.%％万千百亿])")
_MONTHLY = re.compile(
    r"(?:一个?月|每个?月|月薪|月工资|工资)(?:是|大概|差不多|能|给|挣|开|发)*([0-9０-９一二三四五六七八九十百千万两.,]{2,10}块?元?)"
)
_SUPPORT = re.compile(r"抚养费|抚养金|生活费")
_CHILDREN = re.compile(r"([一二两三四五俩仨1-5])个?(?:孩子|娃|小孩|子女|儿子|女儿|闺女)")
_UNSIGNED = re.compile(r"(?:没|没有|不|未|没给|不给)签.{0,6}合同|双倍工资|二倍工资|两倍工资")
_TOLD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def calculate(text: str, context: Context) -> Reckoned | None:
    """The first calculator that can work out what the text asks; None when none can."""
    for calculator in CALCULATORS:
        try:
            found = calculator(text, context)
        except (Refusal, MissingYear):
            continue  # the table does not reach that far: the FAQ says what holds in general
        if found:
            return found
    return None


# ---- what stands in a question ------------------------------------------------------------------------


def _sum(text: str, context: Context) -> tuple[int, str] | None:
    """(fen, as said) when exactly one exact sum stands in the text."""
    found = amounts.find(text, context)
    if len(found) != 1:
        return None
    value = flat(found[0].value)
    low, high = value.get("low_fen"), value.get("high_fen")
    return (low, found[0].shown) if isinstance(low, int) and low == high and low > 0 else None


def _bare_sum(text: str) -> tuple[int, str] | None:
    """起诉35000要多少诉讼费: the one number of a question about a fee is yuan."""
    found = _BARE.findall(text)
    return (int(found[0]) * 100, yuan(int(found[0]) * 100)) if len(found) == 1 else None


def _wage(text: str, context: Context) -> tuple[int, str] | None:
    """Monthly pay: what is said of a month, even as a bare number (一个月6500), else the only sum."""
    for said in _MONTHLY.finditer(text):
        reading = amounts.read(said[1], context)
        low = flat(reading.value).get("low_fen") if isinstance(reading, Reading) else None
        if isinstance(reading, Reading) and isinstance(low, int) and low > 0:
            return low, reading.shown
    return _sum(text, context)


def _span(text: str, context: Context) -> relativedelta | None:
    """The one stretch of time in the text; the month of 一个月6500 is none."""
    found = durations.find(_MONTHLY.sub("，", text), context)
    match = _TOLD.fullmatch(str(flat(found[0].value).get("iso", ""))) if len(found) == 1 else None
    if match is None:
        return None
    years, months, days = (int(part or 0) for part in match.groups())
    return relativedelta(years=years, months=months, days=days)


def _rate(text: str, context: Context) -> tuple[Decimal, Reading] | None:
    """(percent a year, reading) of the one rate in the text."""
    found = rates.find(text, context)
    if len(found) != 1:
        return None
    yearly = answers.rate({"rate": found[0].value})
    return (yearly, found[0]) if yearly is not None and yearly > 0 else None


def _note(result: Result) -> str:
    return UNCONFIRMED if result.provisional else ""


# ---- the calculators ----------------------------------------------------------------------------------


def court_fee(text: str, context: Context) -> Reckoned | None:
    """起诉3万5要多少诉讼费. Source: 诉讼费用交纳办法第13条、第15条、第16条."""
    said = (_sum(text, context) or _bare_sum(text)) if _FEE.search(text) else None
    if said is None:
        return None
    full, half = fees.court_fee(said[0]), fees.court_fee(said[0], halved=True)
    values = {"amount": said[1], "fee": yuan(full.amount_fen), "half": yuan(half.amount_fen)}
    cited = ("诉讼费办法13", "诉讼费办法15", "诉讼费办法16")
    return Reckoned("fee_result", values, full.formula, cited, topic=FEE_ENTRY)


def other_fee(text: str, context: Context) -> Reckoned | None:
    """保全10万要交多少钱, 支付令, 申请执行. Source: 诉讼费用交纳办法第14条."""
    said = _sum(text, context) if re.search(r"费|多少钱|花|交", text) else None
    if said is None:
        return None
    for words, calculator, cited in _OTHER_FEES:
        if named := words.search(text):
            result = calculator(said[0])
            values = {"what": named[0], "amount": said[1], "fee": yuan(result.amount_fen)}
            return Reckoned("other_fee_result", values, result.formula, (cited, *result.citations[:2]))
    return None


def legal_rate(text: str, context: Context) -> Reckoned | None:
    """月息2分合法吗: the yearly rate against four times the LPR. Source: 民间借贷规定第25条、民法典第680条.

    Loans from before 2020-08-20 are reckoned in two stretches and go to the FAQ.
    """
    if not _LEGAL.search(text) or _BANKS.search(text):
        return None
    said = _rate(text, context)
    days = dates.find(text, context)
    made = answers.when({"made": days[0].value}, "made") if len(days) == 1 else None
    if said is None or len(days) > 1 or (made and made.start < interest.CAP_FROM):
        return None
    newest = interest.known_until()
    on = min(made.end if made else context.today, newest)
    base = interest.lpr(on)
    cap = base.rate * 4
    values = {
        "rate": said[1].shown,
        "yearly": plain(said[0]),
        "cap": plain(cap),
        "lpr": plain(base.rate),
        "on": chinese(base.since),
    }
    key = "rate_over" if said[0] > cap else "rate_within"
    formula = f"{plain(base.rate)}%×4={plain(cap)}%"
    cited = ("民间借贷规定25", "民法典680")
    note = "" if base.confirmed and made and made.end <= newest else UNCONFIRMED
    return Reckoned(key, values, formula, cited, "lending_interest_cap", "private_lending", note)


def loan_interest(text: str, context: Context) -> Reckoned | None:
    """借5万月息1分两年利息多少: under the cap of the day the loan was made. Source: 民间借贷规定第25条."""
    if not re.search(r"利息|利钱|利率|分利|息", text) or not _HOW_MUCH.search(text) or _BANKS.search(text):
        return None
    said, rate, span = _sum(text, context), _rate(text, context), _span(text, context)
    if said is None or rate is None or span is None:
        return None
    start = context.today - span
    if start < interest.CAP_FROM:
        return None  # two stretches with two caps: the FAQ explains, a person reckons
    formed = min(start, interest.known_until())
    result = interest.capped(said[0], rate[0], start, context.today, formed_on=formed)
    values = {
        "amount": said[1],
        "rate": rate[1].shown,
        "result": result.shown,
        "steps": "；".join(result.steps),
    }
    return Reckoned(
        "interest_result",
        values,
        result.formula,
        result.citations,
        "lending_interest_cap",
        "private_lending",
        UNCONFIRMED,
    )


def time_limit(text: str, context: Context) -> Reckoned | None:
    """我2020年借的钱过时效了吗: neutral, three years from a day that is only supposed; never for a debtor.

    Source: 民法典第188条、第195条；时效规定第2条 (courts do not explain limitation to the other side).
    """
    if not (_LATE.search(text) and _OWES.search(text)):
        return None
    if _OWN_DEBT.search(text) or _LABOUR.search(text) or _HURT.search(text):
        return None
    days = dates.find(text, context)
    said = answers.when({"since": days[0].value}, "since") if len(days) == 1 else None
    if said is None or said.end > context.today:
        return None
    result = limitation("general", said.end, context.today)
    if result.deadline is None:
        return None
    values = {"since": days[0].shown, "until": chinese(result.deadline)}
    cited = ("民法典188", "民法典195", "民法典192")
    return Reckoned(
        "limitation_result", values, "起算日加三年", cited, "limitation_keep_alive", "private_lending"
    )


def severance(text: str, context: Context) -> Reckoned | None:
    """干了3年半月薪5000被辞退赔多少: N and 2N. Source: 劳动合同法第47条、第87条."""
    span = _span(text, context) if _DISMISSED.search(text) and _HOW_MUCH.search(text) else None
    if span is None:
        return None
    start = context.today - span
    months = labour.service_months(start, context.today)
    said = _wage(text, context)
    cited = ("劳动合同法46", "劳动合同法47", "劳动合同法87")
    if said is None:
        values = {"months": plain(months), "double": plain(months * 2)}
        return Reckoned(
            "severance_months", values, "每满一年一个月工资", cited, "dismissal_pay", "labor_dispute"
        )
    once = labour.severance(start, context.today, said[0])
    twice = labour.severance(start, context.today, said[0], unlawful=True)
    values = {"months": plain(months), "once": once.shown, "twice": twice.shown}
    return Reckoned(
        "severance_result", values, once.formula, cited, "dismissal_pay", "labor_dispute", _note(once)
    )


def unsigned(text: str, context: Context) -> Reckoned | None:
    """没签合同干了8个月一个月5000双倍工资多少. Source: 劳动合同法第82条."""
    asked = _UNSIGNED.search(text) and _HOW_MUCH.search(text)
    span, said = (_span(text, context), _wage(text, context)) if asked else (None, None)
    if span is None or said is None:
        return None
    result = labour.double_wage(context.today - span, context.today, said[0])
    values = {"result": result.shown, "steps": "；".join(result.steps)}
    return Reckoned(
        "double_wage_result",
        values,
        result.formula,
        result.citations,
        "no_contract_double",
        "labor_dispute",
        _note(result),
    )


def child_support(text: str, context: Context) -> Reckoned | None:
    """他一个月挣6000抚养费给多少. Source: 婚姻家庭编解释（一）第49条."""
    said = _sum(text, context) if _SUPPORT.search(text) and _HOW_MUCH.search(text) else None
    if said is None:
        return None
    count = _CHILDREN.search(text)
    number = small(count[1].replace("俩", "二").replace("仨", "三")) if count else 1
    yearly = re.search(r"一年|年收入|全年", text) is not None
    result = support.child_support(said[0], number or 1, yearly=yearly)
    values = {"income": said[1], "result": result.shown, "steps": "；".join(result.steps[-2:])}
    return Reckoned(
        "support_result", values, result.formula, result.citations, "child_support_amount", "custody_support"
    )


#: The FAQ entry that invites to name a sum; a bare sum after it is such a question.
FEE_ENTRY = "court_fee_amount"

CALCULATORS: tuple[Calculator, ...] = (
    other_fee,
    court_fee,
    legal_rate,
    loan_interest,
    severance,
    unsigned,
    child_support,
    time_limit,
)
