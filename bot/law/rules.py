"""Named checks a flow can list. They suggest and explain; none of them refuses anybody.

A rule gets the answers ({field: canonical value}) and today's date. `for_citizen` is neutral and cited,
`for_desk` is internal. Whoever owes the money is never told about limitation (时效规定2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.law.answers import Answers, Span, choice, rate, when
from bot.law.calendar import chinese
from bot.law.doors import door
from bot.law.fee_rules import court_fee_rule, small_claims_rule
from bot.law.finding import Finding, Rule, aside
from bot.law.interest import known_until, lpr, lprs
from bot.law.labour import Way, wage_route
from bot.law.minors import minor
from bot.law.money import Refusal, plain
from bot.law.period_rules import guarantee_rule, limitation_rule
from bot.law.place_rules import jurisdiction_rule
from bot.law.rate_cap import cap_from, old_rule

__all__ = ["Finding", "rules"]


def rules() -> Mapping[str, Rule]:
    """Every rule by the name a flow lists it under."""
    return {
        "limitation": limitation_rule,
        "jurisdiction": jurisdiction_rule,
        "interest_cap": _interest_cap,
        "wage_route": _wage_route,
        "small_claims": small_claims_rule,
        "court_fee": court_fee_rule,
        "arbitration_clause": _arbitration_clause,
        "prior_judgment": _prior_judgment,
        "guarantee_period": guarantee_rule,
        "respondent_identified": _respondent_identified,
        "minor": _minor,
    }


def _interest_cap(answers: Answers, today: date) -> list[Finding]:
    yearly_rate = rate(answers)
    cited = ("民间借贷规定25", "民法典680")
    if "rate" not in answers and "principal" not in answers:
        return []
    if yearly_rate is None:
        if answers.get("rate"):
            return []
        words = "没有约定利息的，借款期内视为没有利息；到期不还的，可以要求从逾期那天起的利息"
        return [Finding("interest_cap", "info", aside(words), words, ("民间借贷规定24", "民间借贷规定28"))]
    lent = when(answers, "lent_on")
    if lent is None:
        return []
    try:
        if lent.start < cap_from():
            return [_two_caps(lent, yearly_rate, today)]
        cap, over = _cap_words(lent)
    except Refusal as refusal:
        return [Finding("interest_cap", "info", aside(str(refusal)), f"利率上限：{refusal}", cited)]
    shown = f"约定的利息折合一年{plain(yearly_rate)}%"
    if yearly_rate <= cap:
        words = f"{shown}，没有超过法律保护的上限{plain(cap)}%"
        return [Finding("interest_cap", "info", aside(words), f"{words}（{over}）", cited)]
    words = f"{shown}，法律保护的上限是{plain(cap)}%，超过的部分法院一般不支持"
    return [Finding("interest_cap", "warn", aside(words), f"{words}（{over}）", (*cited, "民间借贷规定29"))]


def _two_caps(lent: Span, yearly: Decimal, today: date) -> Finding:
    """A loan from before the change, or that may be: up to then one cap, from then on another."""
    turn, old = chinese(cap_from()), plain(old_rule().protected)
    base = lpr(min(today, known_until()))
    level = "warn" if yearly > base.rate * 4 else "info"
    early = (
        f"{turn}以前借的，到那天为止的利息可以请求按当时的规定，一年最高{old}%；从那天起最高是起诉时"
        f"一年期贷款市场报价利率的四倍，按{chinese(base.since)}起的利率是{plain(base.rate * 4)}%"
    )
    late = ""
    if lent.end >= cap_from():
        caps = [one.rate * 4 for one in lprs(cap_from(), min(lent.end, known_until()))]
        late = f"；{turn}以后借的，最高{plain(max(caps))}%"
    words = f"约定的利息折合一年{plain(yearly)}%。{early}{late}"
    cited = ("民间借贷规定31", "民间借贷规定25", "民法典680")
    return Finding("interest_cap", level, aside(words), f"{words}（利率待官方核对）", cited)


def _cap_words(lent: Span) -> tuple[Decimal, str]:
    """The cap in percent a year and how it was found; raises Refusal for an LPR that is not in the table."""
    base = max(lprs(lent.start, lent.end), key=lambda found: found.rate)
    doubt = "" if base.confirmed else "，利率待官方核对"
    return base.rate * 4, f"合同成立时一年期贷款市场报价利率{plain(base.rate)}%的四倍{doubt}"


def _only_iou(answers: Answers) -> bool:
    """Only wages, and an IOU of the employer in hand."""
    proof = choice(answers, "wage_proof") in {"iou", "yes"} or choice(answers, "has_iou") == "yes"
    return proof and choice(answers, "only_wage_iou") not in {"no", "more"}


def _wage_route(answers: Answers, today: date) -> list[Finding]:
    del today
    proof = choice(answers, "wage_proof") or choice(answers, "has_iou")
    arbitrated = choice(answers, "arbitrated")
    facts = {
        "award": arbitrated == "award" or choice(answers, "prior_case") == "arbitrated",
        "arbitration_refused": arbitrated == "rejected",
        "other_claims": choice(answers, "only_wage_iou") in {"no", "more"},
        "no_employment": choice(answers, "employer_kind") == "boss",
    }
    if proof:
        facts["iou"] = proof in {"iou", "yes"}
    elif not facts["no_employment"]:
        facts.pop("no_employment")
    route = wage_route(facts)
    if route.way is Way.ASK:
        return []
    level = "warn" if route.way in {Way.SUE_IN_15_DAYS, Way.EXECUTE} else "info"
    return [
        Finding("wage_route", level, aside(route.say), f"工资走向：{route.say}", route.citations, route.door)
    ]


def _arbitration_clause(answers: Answers, today: date) -> list[Finding]:
    del today
    said = choice(answers, "arbitration_clause")
    if said == "yes":
        there = door("arbitration")
        return [
            Finding(
                "arbitration_clause",
                "warn",
                aside(there.say),
                "有仲裁约定，请看合同原文",
                there.citations,
                there.id,
            )
        ]
    if said in {"unsure", "unknown"}:
        words = "请找出合同看一眼，有没有写“有争议交给仲裁委员会”；写了的一般先找仲裁委员会"
        return [Finding("arbitration_clause", "info", aside(words), "仲裁约定待核对", ("民诉法127（二）",))]
    return []


def _prior_judgment(answers: Answers, today: date) -> list[Finding]:
    del today
    said = choice(answers, "prior_case")
    if said in {"judged", "yes", "mediated"}:
        there = door("prior_judgment")
        words = f"{there.say.rstrip('。')}；对方不履行的，可以申请强制执行"
        cited = (*there.citations, "民诉法250")
        return [
            Finding("prior_judgment", "warn", aside(words), "以前判过或调解过，请核对文书", cited, there.id)
        ]
    if said in {"arbitrated", "award"}:
        there = door("labour_award")
        return [
            Finding(
                "prior_judgment",
                "warn",
                aside(there.say),
                "已有仲裁裁决，注意十五日",
                there.citations,
                there.id,
            )
        ]
    return []


def _minor(answers: Answers, today: date) -> list[Finding]:
    found = minor(answers, today)
    return [Finding("minor", "warn", aside(found.say), found.desk, found.citations)] if found else []


def _respondent_identified(answers: Answers, today: date) -> list[Finding]:
    del today
    if not answers.get("respondent_name"):
        words = "起诉要有明确的对方，请补上对方的姓名或者单位全称"
        return [Finding("respondent_identified", "warn", aside(words), "对方姓名缺失", ("民诉法122",))]
    if answers.get("respondent_phone") or answers.get("respondent_place"):
        return []
    words = "知道对方的电话或者住址的，请补上，调解员好联系；不知道也可以先登记"
    return [
        Finding(
            "respondent_identified",
            "info",
            aside(words),
            "对方电话和住址都缺",
            ("民诉法122", "在线调解规则15"),
        )
    ]
