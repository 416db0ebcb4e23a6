"""Questions with a value in them: each function reads one kind and hands it to a calculator of bot.law.

A reader gives None for a question that is not its own, or whose numbers do not say enough; then the FAQ
answers in general. Nothing here asks back and nothing is guessed.
"""

from __future__ import annotations

import re

from bot.dialogue import (
    court_costs,
    harm_money,
    harm_total,
    late_money,
    lending_rates,
    penalties,
    time_limits,
    work_money,
)
from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Calculator, Reckoned
from bot.law import interest, labour, support
from bot.law.calendar import MissingYear, add_years, chinese
from bot.law.money import UNCONFIRMED, Refusal, plain
from bot.law.rate_cap import old_rule
from bot.text.reading import Context

__all__ = ["CALCULATORS", "Reckoned", "calculate"]

#: What a question must be about before its numbers are judged.
_MATTERS = re.compile(
    r"诉讼费|定金|受理费|立案费|起诉|打官司|保全|支付令|执行|利息|利率|违约金|滞纳金|货款|工程款|工资|月薪|加班|年假|抚养|赔|时效|伤残|误工|分.{1,4}期"
)
_INTEREST = re.compile(r"利息|利钱|利率|分利|息")
_DISMISSED = re.compile(
    r"辞退|开除|(?<!仲)裁(?![决定判])|解雇|解除|不要(?:我|俺)|不让(?:我|俺)[^，。,]{0,4}干|劝退|经济补偿|[Nn]\+1|(?<![a-zA-Z])2?[Nn](?![a-zA-Z])"
    r"|(?:把|将)(?:我|俺)们?(?:给)?(?:辞|炒|优化|撵|赶|开(?:了|掉))|(?:被|叫|让)[^，。,]{0,6}(?:辞(?!职)|炒|优化|撵|赶走)|炒了?(?:我|俺)?[^，。,]{0,2}鱿鱼"
)
_NO_NOTICE = re.compile(r"[Nn]\+1|没.{0,4}提前|没有?.{0,3}通知|代通知|突然")
_SUPPORT = re.compile(r"抚养费|抚养金|生活费")
_CHILDREN = re.compile(rf"({named.NUMBER}|[俩仨])\s*个?(?:孩子|娃|小孩|子女|儿子|女儿|闺女)")
_UNSIGNED = re.compile(
    r"(?:没有?|不|未|不肯|没有?给|不给|(?:没有?|不|未)(?:跟|和|与)(?:我|俺|咱)们?)签.{0,6}合同"
    r"|没有?(?:书面)?的?劳动合同|合同[^，。,]{0,4}(?:没有?|不|未)(?:给)?(?:我|俺)?签|(?:双|二|两|2)倍(?:的)?工资"
)
#: What a statement of figures holds besides the figures themselves.
_FIGURES = re.compile(
    rf"{named.NUMBER}|[块元年月天个半多]|工资|月薪|一个?月|每个?月|从|到|至今|现在|入职|上班|干了?|做了?|工作|公司|单位|老板|我|一直|[，,。\s]"
)
MOST_BESIDE = 4
#: 能要双倍工资吗, with the figures told, asks for the sum as well.
_DOUBLE_DUE = re.compile(r"(?:能|可以|该)不?(?:能|可以|该)?(?:要|赔|拿|得|给)|要得到|有没有|算")


def calculate(text: str, context: Context) -> Reckoned | None:
    """The first calculator that can work out what the text asks; None when none can.

    Where the only one that fits refuses (absurd numbers, a year that is not in the table), its sentence.
    """
    refused: Reckoned | None = None
    for calculator in (_sane, *CALCULATORS):
        try:
            found = calculator(text, context)
        except (Refusal, MissingYear) as why:
            refused = refused or Reckoned("reckon_refused", {"why": str(why).rstrip("。")}, "", ())
            continue
        if found:
            return found
    return refused


def _sane(text: str, context: Context) -> None:
    """Raises Refusal for numbers no case has, in a question that is about numbers."""
    del context
    if _MATTERS.search(text):
        named.refuse_absurd(text)


# ---- the calculators ----------------------------------------------------------------------------------


def loan_interest(text: str, context: Context) -> Reckoned | None:
    """借5万月息1分两年利息多少: under the cap of the day it was lent. Source: 民间借贷规定第25条、第31条.

    From before 2020-08-20 in two stretches, the second by the newest rate, as if it were sued for now.
    """
    asked = _INTEREST.search(text) and (named.HOW_MUCH.search(text) or named.bids(text))
    if not asked or lending_rates.BANKS.search(text):
        return None
    said, rate = named.one_sum(text, context), named.one_rate(text, context)
    days, span = named.stretch(text, context), named.span(text, context)
    if days is None and span is not None:
        days = context.today - span, context.today
    if said is None or rate is None or days is None:
        return None
    start, end = days
    if start < old_rule().since:
        return None  # yet another rule held: the FAQ explains, a person reckons
    newest = interest.known_until()
    formed, sued = min(start, newest), min(context.today, newest)
    result = interest.capped(said[0], rate[0], start, end, formed_on=formed, sued_on=sued)
    values = {
        "amount": said[1],
        "rate": rate[1].shown,
        "until": "今天" if end == context.today else chinese(end),
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


def severance(text: str, context: Context) -> Reckoned | None:
    """干了3年半月薪5000被辞退赔多少: N and 2N. Source: 劳动合同法第47条、第87条."""
    asked = _DISMISSED.search(text) and named.HOW_MUCH.search(text)
    worked = named.worked(text, context) if asked else None
    if worked is None:
        return None
    start, end = worked.start, worked.end
    months = labour.service_months(start, end)
    said = named.wage(text, context)
    cited: tuple[str, ...] = ("劳动合同法46", "劳动合同法47", "劳动合同法87")
    if said is None:
        values = {"months": plain(months), "double": plain(months * 2)}
        return Reckoned(
            "severance_months", values, "每满一年一个月工资", cited, "dismissal_pay", "labor_dispute"
        )
    once = labour.severance(start, end, said[0])
    twice = labour.severance(start, end, said[0], unlawful=True)
    values = {"months": plain(months), "once": once.shown, "twice": twice.shown}
    key = "severance_result"
    if _NO_NOTICE.search(text):
        plus = labour.severance(start, end, said[0], last_month_fen=said[0])
        key, values = "severance_plus_result", {**values, "plus": plus.shown}
        cited = (*cited, "劳动合同法40", "劳动合同法条例20")
    return Reckoned(key, values, once.formula, cited, "dismissal_pay", "labor_dispute", named.note_of(once))


def states_unsigned(text: str) -> bool:
    """8个月没签合同 工资5000: a few words with the figures and nothing else ask for the double pay."""
    rest = _FIGURES.sub("", _UNSIGNED.sub("", text))
    return _UNSIGNED.search(text) is not None and len(rest) <= MOST_BESIDE


def unsigned(text: str, context: Context) -> Reckoned | None:
    """没签合同干了8个月一个月5000双倍工资多少. Source: 劳动合同法第82条."""
    asked = _UNSIGNED.search(text) and (
        named.HOW_MUCH.search(text) or _DOUBLE_DUE.search(text) or states_unsigned(text)
    )
    worked, said = (named.worked(text, context), named.wage(text, context)) if asked else (None, None)
    if worked is None or said is None:
        return None
    result = labour.double_wage(worked.start, worked.end, said[0])
    if not result.amount_fen:
        return Reckoned(
            "double_wage_none", {}, result.formula, result.citations, "no_contract_double", "labor_dispute"
        )
    steps = list(result.steps)
    if worked.supposed:
        steps[0] = f"没说哪天入职，按做到今天算：{steps[0]}"
    if add_years(worked.end, 1) < context.today:
        steps.append("您说的最后一天过去一年多了，可能过了申请的时间，请先问劳动仲裁委")
    values = {"result": result.shown, "steps": "；".join(steps)}
    return Reckoned(
        "double_wage_result",
        values,
        result.formula,
        result.citations,
        "no_contract_double",
        "labor_dispute",
        named.note_of(result),
    )


def child_support(text: str, context: Context) -> Reckoned | None:
    """他一个月挣6000抚养费给多少. Source: 婚姻家庭编解释（一）第49条."""
    said = named.one_sum(text, context) if _SUPPORT.search(text) and named.HOW_MUCH.search(text) else None
    if said is None:
        return None
    count = _CHILDREN.search(text)
    number = named.number(count[1]) if count else 1
    yearly = re.search(r"一年|年收入|全年", text) is not None
    result = support.child_support(said[0], int(number or 1), yearly=yearly)
    values = {"income": said[1], "result": result.shown, "steps": "；".join(result.steps[-2:])}
    return Reckoned(
        "support_result", values, result.formula, result.citations, "child_support_amount", "custody_support"
    )


CALCULATORS: tuple[Calculator, ...] = (
    court_costs.other_fee,
    court_costs.court_fee,
    penalties.penalty,
    penalties.deposit,
    late_money.judged,
    late_money.daily,
    late_money.goods,
    late_money.works,
    late_money.paid_in_parts,
    late_money.unagreed,
    late_money.lpr,
    lending_rates.legal_rate,
    loan_interest,
    work_money.overtime,
    work_money.leave,
    work_money.work_injury,
    harm_total.told,
    harm_money.traffic,
    harm_money.dependant,
    harm_money.disabled,
    harm_money.death,
    harm_money.lost_income,
    severance,
    unsigned,
    child_support,
    *time_limits.CALCULATORS,
)
