"""Named checks a flow can list. They suggest and explain; none of them refuses anybody.

A rule gets the answers ({field: canonical value}) and today's date. `for_citizen` is neutral and cited,
`for_desk` is internal. Whoever owes the money is never told about limitation (时效规定2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law.answers import Answers, Span, amount, choice, rate, when
from bot.law.doors import door
from bot.law.fees import court_fee, flat_fee
from bot.law.interest import CAP_FROM, OLD_CAP, lpr
from bot.law.jurisdiction import Which, disputes, explain, forum
from bot.law.labour import Way, wage_route
from bot.law.limitation import (
    Event,
    Kind,
    Limitation,
    State,
    applicant_note,
    desk_note,
    due_without_date,
    guarantee_period,
    limitation,
    wages,
)
from bot.law.minors import minor
from bot.law.money import Refusal, plain, yuan
from bot.law.rows import section, table, text, texts, yearly

#: Asides that stand behind every sentence for a citizen.
ASIDE = "仅供参考"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `level` info | warn | stop; no rule here says stop: a door is a suggestion."""

    rule: str
    level: str
    for_citizen: str
    for_desk: str
    citations: tuple[str, ...] = ()
    door: str = ""


Rule = Callable[[Mapping[str, object], date], list[Finding]]


def rules() -> Mapping[str, Rule]:
    """Every rule by the name a flow lists it under."""
    return {
        "limitation": _limitation,
        "jurisdiction": _jurisdiction,
        "interest_cap": _interest_cap,
        "wage_route": _wage_route,
        "small_claims": _small_claims,
        "court_fee": _court_fee,
        "arbitration_clause": _arbitration_clause,
        "prior_judgment": _prior_judgment,
        "guarantee_period": _guarantee_period,
        "respondent_identified": _respondent_identified,
        "minor": _minor,
    }


def dispute_of(answers: Answers) -> str:
    """The kind of dispute: given as `flow` or `label`, else guessed from fields and the free description."""
    for key in ("flow", "label", "dispute"):
        if str(answers.get(key) or "") in disputes():
            return str(answers[key])
    fields = section(table("jurisdiction"), "fields")
    for name in fields:
        if name in answers:
            return text(fields, name)
    words = str(answers.get("dispute") or "")
    hints = section(table("jurisdiction"), "hints")
    for label in hints:
        if any(hint in words for hint in texts(hints, label)):
            return label
    return "other_civil"


def owes(answers: Answers) -> bool:
    """Whether the person talking to us is the one who owes."""
    side = choice(answers, "side")
    return side in {"borrower", "debtor", "respondent"} or (
        side == "owner" and choice(answers, "issue") == "fee"
    )


def _aside(words: str) -> str:
    return f"{words.rstrip('。')}。（{ASIDE}）" if words else ""


def _limitation(answers: Answers, today: date) -> list[Finding]:
    results = _limitations(answers, today)
    if not results:
        return []
    worst = min(results, key=lambda result: result.deadline or date.max)
    if worst.state is State.NONE:
        return []
    level = "warn" if worst.state in {State.SOON, State.MAYBE_EXPIRED} else "info"
    desk = desk_note(worst)
    if len({result.state for result in results}) > 1:
        desk += "｜日期只说了大概，按最早的一天算；按最晚的一天结果不同，请核对"
    said = "" if owes(answers) else _aside(applicant_note(worst))
    return [Finding("limitation", level, said, desk, worst.citations)]


def _limitations(answers: Answers, today: date) -> list[Limitation]:
    label = dispute_of(answers)
    events = _events(answers)
    if label == "wage_claim":
        return _wage_limitations(answers, today, events)
    starts = when(answers, "due_on", "happened_on") or _owed(answers)
    if label == "private_lending" and starts is None:
        return _without_due_day(answers, today)
    if starts is None:
        return []
    matter = "support" if label == "custody_support" else "general"
    return [limitation(matter, on, today, events=events) for on in _ends(starts)]


def _owed(answers: Answers) -> Span | None:
    first, last = when(answers, "owed_from", "owed_to"), when(answers, "owed_to", "owed_from")
    return Span(first.start, last.end) if first and last else None


def _without_due_day(answers: Answers, today: date) -> list[Limitation]:
    demanded = when(answers, "last_demand_on", "demanded_on")
    start = due_without_date(demanded.start) if demanded else None
    return [limitation("no_due_date", start, today)]


def _wage_limitations(answers: Answers, today: date, events: list[Event]) -> list[Limitation]:
    left, owed = when(answers, "left_on"), when(answers, "owed_to", "owed_from")
    employed = choice(answers, "still_working") == "yes"
    if _only_iou(answers) and not employed:
        start = owed or left
        return [limitation("general", on, today, events=events) for on in _ends(start)] if start else []
    if left is None:
        return [wages(None, today, employed=employed, events=events)]
    return [wages(on, today, employed=employed, events=events) for on in _ends(left)]


def _ends(span: Span) -> tuple[date, ...]:
    return (span.start,) if span.exact else (span.start, span.end)


def _events(answers: Answers) -> list[Event]:
    demanded = when(answers, "last_demand_on", "demanded_on")
    promised = when(answers, "promised_on")
    found = [Event(Kind.DEMAND, demanded.start)] if demanded else []
    return found + ([Event(Kind.PROMISE, promised.start)] if promised else [])


#: Point of the jurisdiction table -> fields that may hold its place, best first.
_PLACES: dict[str, tuple[str, ...]] = {
    "respondent_place": ("respondent_place",),
    "applicant_place": ("applicant_place",),
    "contract_place": ("contract_place",),
    "property_place": ("property_place", "estate", "happened_at"),
    "work_place": ("work_place", "happened_at"),
    "act_place": ("act_place", "happened_at"),
    "accident_place": ("accident_place", "happened_at"),
    "deceased_place": ("deceased_place",),
    "estate_place": ("estate_place", "property_place", "happened_at"),
    "delivery_place": ("delivery_place",),
    "company_place": ("company_place", "respondent_place"),
    "seller_place": ("seller_place",),
}


def _jurisdiction(answers: Answers, today: date) -> list[Finding]:
    del today
    places = {}
    for point, names in _PLACES.items():
        given = [answers[name] for name in names if answers.get(name)]
        if given:
            places[point] = given[0]
    if owes(answers):  # the places are the other way round when the one who owes comes to us
        places["respondent_place"], places["applicant_place"] = (
            places.get("applicant_place"),
            places.get("respondent_place"),
        )
    label = dispute_of(answers)
    result = forum(label, {k: v for k, v in places.items() if v}, agreed_place=answers.get("agreed_court"))
    if result.court is Which.UNKNOWN and not places:
        return []
    tree = "；".join(
        f"{link.words}＝{link.court.name if link.court else '不清楚'}（{'、'.join(link.citations)}）"
        for link in result.reasons
    )
    level = "warn" if result.court is Which.OTHER else "info"
    desk = f"管辖（{'专属' if result.exclusive else '一般'}）：{tree}"
    return [Finding("jurisdiction", level, _aside(explain(result)), desk, result.citations)]


def _interest_cap(answers: Answers, today: date) -> list[Finding]:
    yearly_rate = rate(answers)
    cited = ("民间借贷规定25", "民法典680")
    if "rate" not in answers and "principal" not in answers:
        return []
    if yearly_rate is None:
        if answers.get("rate"):
            return []
        words = "没有约定利息的，借款期内视为没有利息；到期不还的，可以要求从逾期那天起的利息"
        return [Finding("interest_cap", "info", _aside(words), words, ("民间借贷规定24", "民间借贷规定28"))]
    lent = when(answers, "lent_on")
    if lent is None:
        return []
    try:
        cap, over = _cap_words(lent, today)
    except Refusal as refusal:
        return [Finding("interest_cap", "info", _aside(str(refusal)), f"利率上限：{refusal}", cited)]
    shown = f"约定的利息折合一年{plain(yearly_rate)}%"
    if yearly_rate <= cap:
        words = f"{shown}，没有超过法律保护的上限{plain(cap)}%"
        return [Finding("interest_cap", "info", _aside(words), f"{words}（{over}）", cited)]
    words = f"{shown}，法律保护的上限是{plain(cap)}%，超过的部分法院一般不支持"
    return [Finding("interest_cap", "warn", _aside(words), f"{words}（{over}）", (*cited, "民间借贷规定29"))]


def _cap_words(lent: Span, today: date) -> tuple[Decimal, str]:
    """The cap in percent a year and how it was found; raises Refusal for an LPR that is not in the table."""
    if lent.end < CAP_FROM:
        base = lpr(today)
        how = f"借款在2020年8月20日前：以前的利息按当时规定最高{plain(OLD_CAP)}%，以后按起诉时四倍"
        return base.rate * 4, how
    bases = [lpr(on) for on in _ends(lent)]
    base = max(bases, key=lambda found: found.rate)
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
        Finding("wage_route", level, _aside(route.say), f"工资走向：{route.say}", route.citations, route.door)
    ]


def _claimed(answers: Answers) -> tuple[int, int] | None:
    found = amount(answers, "claim", "amount", "wage_owed", "fee_owed", "principal")
    repaid = amount(answers, "repaid") if "principal" in answers else None
    if found is None or repaid is None:
        return found
    return max(0, found[0] - repaid[1]), max(0, found[1] - repaid[0])


def _small_claims(answers: Answers, today: date) -> list[Finding]:
    claimed = _claimed(answers)
    wage_years = yearly(table("labour"), "yearly_wage")
    year = max((y for y in wage_years if y < today.year), default=None)
    wage = wage_years.get(year) if year is not None else None
    if claimed is None or not isinstance(wage, int):
        return []
    cited = ("民诉法165", "民诉法166", "民诉法解释272")
    desk = f"按{year}年内蒙古就业人员年平均工资{yuan(wage)}算，一半是{yuan(wage // 2)}，以最近公布的为准"
    if claimed[1] <= wage // 2:
        words = "要是起诉，这个金额可能适用小额诉讼：审得快，一次审理就生效，不能上诉"
    elif claimed[0] <= wage * 2:
        words = "要是起诉，这个金额双方都同意的，可以约定用小额诉讼：审得快，但不能上诉"
    else:
        return []
    return [Finding("small_claims", "info", _aside(words), f"{words}。{desk}", cited)]


def _court_fee(answers: Answers, today: date) -> list[Finding]:
    del today
    claimed = _claimed(answers)
    if claimed is None:
        return []
    if dispute_of(answers) == "wage_claim":
        fee = flat_fee("labour")
        words = f"要工资的案件可以不预交受理费，劳动争议每件{fee.shown}；在这里调解成功不交诉讼费"
        return [Finding("court_fee", "info", _aside(words), words, ("诉讼费办法20", "诉讼费办法13"))]
    full, half = court_fee(claimed[1]), court_fee(claimed[1], halved=True)
    words = (
        f"在这里调解成功不交诉讼费。要是起诉，按{yuan(claimed[1])}算，受理费{full.shown}，"
        f"简易程序或者调解结案减半为{half.shown}"
    )
    return [Finding("court_fee", "info", _aside(words), f"{words}。{full.formula}", half.citations)]


def _arbitration_clause(answers: Answers, today: date) -> list[Finding]:
    del today
    said = choice(answers, "arbitration_clause")
    if said == "yes":
        there = door("arbitration")
        return [
            Finding(
                "arbitration_clause",
                "warn",
                _aside(there.say),
                "有仲裁约定，请看合同原文",
                there.citations,
                there.id,
            )
        ]
    if said in {"unsure", "unknown"}:
        words = "请找出合同看一眼，有没有写“有争议交给仲裁委员会”；写了的一般先找仲裁委员会"
        return [Finding("arbitration_clause", "info", _aside(words), "仲裁约定待核对", ("民诉法127（二）",))]
    return []


def _prior_judgment(answers: Answers, today: date) -> list[Finding]:
    del today
    said = choice(answers, "prior_case")
    if said in {"judged", "yes", "mediated"}:
        there = door("prior_judgment")
        words = f"{there.say.rstrip('。')}；对方不履行的，可以申请强制执行"
        cited = (*there.citations, "民诉法250")
        return [
            Finding("prior_judgment", "warn", _aside(words), "以前判过或调解过，请核对文书", cited, there.id)
        ]
    if said in {"arbitrated", "award"}:
        there = door("labour_award")
        return [
            Finding(
                "prior_judgment",
                "warn",
                _aside(there.say),
                "已有仲裁裁决，注意十五日",
                there.citations,
                there.id,
            )
        ]
    return []


def _guarantee_period(answers: Answers, today: date) -> list[Finding]:
    if choice(answers, "guarantor") != "yes":
        return []
    due = when(answers, "due_on")
    agreed = when(answers, "guarantee_until")
    result = guarantee_period(
        due.start if due else None, today, agreed_until=agreed.start if agreed else None
    )
    level = "info" if result.state is State.OPEN else "warn"
    words = "有担保人的，请尽快书面要求担保人承担责任，并留下凭证；没有约定期间的，一般只有六个月"
    said = "" if owes(answers) else _aside(words)
    return [
        Finding("guarantee_period", level, said, desk_note(result), ("民法典692", "民法典693", "民法典686"))
    ]


def _minor(answers: Answers, today: date) -> list[Finding]:
    found = minor(answers, today)
    return [Finding("minor", "warn", _aside(found.say), found.desk, found.citations)] if found else []


def _respondent_identified(answers: Answers, today: date) -> list[Finding]:
    del today
    if not answers.get("respondent_name"):
        words = "起诉要有明确的对方，请补上对方的姓名或者单位全称"
        return [Finding("respondent_identified", "warn", _aside(words), "对方姓名缺失", ("民诉法122",))]
    if answers.get("respondent_phone") or answers.get("respondent_place"):
        return []
    words = "知道对方的电话或者住址的，请补上，调解员好联系；不知道也可以先登记"
    return [
        Finding(
            "respondent_identified",
            "info",
            _aside(words),
            "对方电话和住址都缺",
            ("民诉法122", "在线调解规则15"),
        )
    ]
