from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from bot.law import answers as read
from bot.law.case import dispute_of, owes
from bot.law.citations import render
from bot.law.doors import door
from bot.law.rules import Finding, rules

TODAY = date(2026, 11, 22)


def day(text: str, end: str = "") -> dict[str, object]:
    return {"start": text, "end": end or text, "granularity": "day", "lunar": False}


def money(yuan: int, high: int | None = None) -> dict[str, int]:
    return {"low_fen": yuan * 100, "high_fen": (high or yuan) * 100}


LOAN: Mapping[str, object] = {
    "side": "lender",
    "principal": money(36_000),
    "lent_on": day("2023-10-01"),
    "due_on": day("2024-02-29"),
    "rate": {"percent": "2", "per": "month"},
    "guarantor": "yes",
    "applicant_place": "准格尔旗薛家湾镇",
    "respondent_place": "达拉特旗",
    "arbitration_clause": "yes",
    "prior_case": "judged",
    "respondent_name": "刘强",
}
WAGE: Mapping[str, object] = {
    "wage_owed": money(19_500),
    "employer_kind": "site",
    "wage_proof": "iou",
    "only_wage_iou": "yes",
    "still_working": "no",
    "left_on": day("2025-12-01"),
    "owed_to": day("2025-12-01"),
    "work_place": "准格尔旗大路镇某某工地",
}


def run(name: str, given: Mapping[str, object]) -> list[Finding]:
    return rules()[name](given, TODAY)


def one(name: str, given: Mapping[str, object]) -> Finding:
    (finding,) = run(name, given)
    return finding


def test_every_promised_rule_exists() -> None:
    assert set(rules()) == {
        "limitation",
        "jurisdiction",
        "interest_cap",
        "wage_route",
        "small_claims",
        "court_fee",
        "arbitration_clause",
        "prior_judgment",
        "guarantee_period",
        "respondent_identified",
        "minor",
    }


@pytest.mark.parametrize(
    "given", [LOAN, WAGE, {}, {"fee_owed": money(3_000), "side": "company", "issue": "fee"}]
)
def test_no_rule_ever_stops_anybody(given: Mapping[str, object]) -> None:
    for name, rule in rules().items():
        for finding in rule(given, TODAY):
            assert finding.rule == name
            assert finding.level in {"info", "warn"}
            assert finding.citations
            assert all(render(citation) for citation in finding.citations)
            assert not finding.for_citizen or finding.for_citizen.endswith("（仅供参考）")
            assert not finding.door or door(finding.door).say


@pytest.mark.parametrize("given", [{}, {"principal": None, "due_on": "", "rate": [], "side": 3}])
def test_missing_and_odd_answers_are_no_error(given: Mapping[str, object]) -> None:
    for rule in rules().values():
        for finding in rule(given, TODAY):
            assert finding.for_desk


def test_the_lender_gets_neutral_advice_and_the_desk_the_date() -> None:
    finding = one("limitation", LOAN)
    assert finding.level == "warn"
    assert "催要" in finding.for_citizen
    assert not any(word in finding.for_citizen for word in ("时效", "过期", "届满"))
    assert "2027年3月1日" in finding.for_desk


@pytest.mark.parametrize("side", ["borrower", "debtor", "respondent"])
def test_whoever_owes_never_hears_about_limitation(side: str) -> None:
    given = {**LOAN, "side": side, "due_on": day("2015-01-01")}
    assert one("limitation", given).for_citizen == ""
    assert one("guarantee_period", given).for_citizen == ""
    said = " ".join(f.for_citizen for rule in rules().values() for f in rule(given, TODAY))
    assert "时效" not in said


def test_an_owner_who_owes_fees_never_hears_about_it_either() -> None:
    given = {
        "side": "owner",
        "issue": "fee",
        "fee_owed": money(3_000),
        "owed_from": day("2015-01-01"),
        "owed_to": day("2016-01-01"),
    }
    assert owes(given)
    assert one("limitation", given).for_citizen == ""
    assert not owes({"side": "owner", "issue": "repair"})


def test_a_vague_due_day_is_reckoned_from_both_ends() -> None:
    finding = one("limitation", {**LOAN, "due_on": day("2023-01-01", "2023-12-31")})
    assert "最早的一天" in finding.for_desk


def test_a_late_demand_is_named_and_a_timely_one_counts() -> None:
    timely = one("limitation", {**LOAN, "last_demand_on": day("2026-10-12")})
    assert timely.level == "info"
    late = one("limitation", {**LOAN, "due_on": day("2019-01-02"), "last_demand_on": day("2026-10-12")})
    assert late.level == "warn"
    assert "不再使期间重新算" in late.for_desk


def test_a_loan_without_a_day_starts_with_the_first_demand() -> None:
    given = {key: value for key, value in LOAN.items() if key != "due_on"}
    assert "不清楚" in one("limitation", given).for_desk
    assert one("limitation", {**given, "last_demand_on": day("2026-10-12")}).level == "info"


def test_wages_with_an_iou_follow_the_civil_rule_and_without_it_one_year() -> None:
    assert "2028年12月1日" in one("limitation", WAGE).for_desk
    bare = {**WAGE, "wage_proof": "no"}
    assert "2026年12月1日" in one("limitation", bare).for_desk
    assert one("limitation", {**bare, "still_working": "yes"}).level == "info"


@pytest.mark.parametrize(
    ("places", "level", "word"),
    [
        ({"respondent_place": "薛家湾", "applicant_place": "薛家湾"}, "info", "可以由准格尔旗人民法院"),
        ({"respondent_place": "达旗", "applicant_place": "薛家湾"}, "info", "由您选一个"),
        ({"respondent_place": "达旗", "applicant_place": "达旗"}, "warn", "达拉特旗人民法院"),
        ({"respondent_place": "说不清"}, "info", "先登记"),
    ],
)
def test_jurisdiction_in_words(places: dict[str, str], level: str, word: str) -> None:
    finding = one("jurisdiction", {"principal": money(1), **places})
    assert finding.level == level
    assert word in finding.for_citizen


def test_for_a_borrower_the_places_are_the_other_way_round() -> None:
    given = {
        "side": "borrower",
        "principal": money(1),
        "applicant_place": "薛家湾",
        "respondent_place": "达旗",
    }
    assert "对方住的地方" in one("jurisdiction", given).for_desk
    assert one("jurisdiction", given).for_desk.index("准格尔旗") < one("jurisdiction", given).for_desk.index(
        "达拉特旗"
    )


def test_no_place_no_finding() -> None:
    assert run("jurisdiction", {"principal": money(1)}) == []


@pytest.mark.parametrize(
    ("rate", "level", "word"),
    [
        ({"percent": "2", "per": "month"}, "warn", "13.8%"),
        ("2%/month", "warn", "一年24%"),
        ({"percent": "13.8", "per": "year"}, "info", "没有超过"),
        ({"percent": "0.05", "per": "day"}, "warn", "18.25%"),
    ],
)
def test_the_cap_of_the_day_the_loan_was_made(rate: object, level: str, word: str) -> None:
    finding = one("interest_cap", {**LOAN, "rate": rate})
    assert finding.level == level
    assert word in finding.for_citizen


def test_no_rate_means_no_interest_and_a_margin_is_left_to_people() -> None:
    bare = {key: value for key, value in LOAN.items() if key != "rate"}
    assert "没有约定利息" in one("interest_cap", bare).for_citizen
    assert run("interest_cap", {**LOAN, "rate": {"kind": "lpr_multiple", "multiple": "4"}}) == []


def test_a_month_without_a_published_rate_is_said_plainly() -> None:
    finding = one("interest_cap", {**LOAN, "lent_on": day("2026-03-01")})
    assert finding.level == "info"
    assert "还没有录入" in finding.for_citizen


@pytest.mark.parametrize(
    ("given", "word", "door_id"),
    [
        (WAGE, "直接到法院", ""),
        ({**WAGE, "only_wage_iou": "no"}, "先申请劳动仲裁", "labour_arbitration"),
        ({**WAGE, "wage_proof": "no"}, "先申请劳动仲裁", "labour_arbitration"),
        ({**WAGE, "wage_proof": "no", "employer_kind": "boss"}, "劳务", ""),
        ({**WAGE, "arbitrated": "award"}, "十五日", "labour_award"),
        ({**WAGE, "arbitrated": "rejected"}, "不受理", ""),
    ],
)
def test_the_way_of_wages(given: Mapping[str, object], word: str, door_id: str) -> None:
    finding = one("wage_route", given)
    assert word in finding.for_citizen
    assert finding.door == door_id


@pytest.mark.parametrize(
    ("yuan", "word"),
    [(50_495, "一次审理就生效"), (50_496, "双方都同意"), (201_980, "双方都同意"), (201_981, "")],
)
def test_small_claims_at_half_and_twice_the_wage(yuan: int, word: str) -> None:
    found = run("small_claims", {"principal": money(yuan)})
    assert (word in found[0].for_citizen) if word else found == []


def test_fees_count_what_is_still_owed() -> None:
    assert "700元" in one("court_fee", LOAN).for_citizen
    assert "350元" in one("court_fee", LOAN).for_citizen
    assert "50元" in one("court_fee", {**LOAN, "repaid": money(30_000)}).for_citizen
    assert "不预交" in one("court_fee", WAGE).for_citizen


def test_other_doors_are_suggestions() -> None:
    assert one("arbitration_clause", LOAN).door == "arbitration"
    assert one("arbitration_clause", {"arbitration_clause": "unsure"}).level == "info"
    assert run("arbitration_clause", {"arbitration_clause": "no"}) == []
    assert one("prior_judgment", LOAN).door == "prior_judgment"
    assert one("prior_judgment", {"prior_case": "arbitrated"}).door == "labour_award"
    assert run("prior_judgment", {"prior_case": "police"}) == []


def test_a_guarantee_is_pressed_without_naming_the_day_to_the_citizen() -> None:
    finding = one("guarantee_period", LOAN)
    assert finding.level == "warn"
    assert "六个月" in finding.for_citizen
    assert "2024年8月29日" in finding.for_desk
    assert run("guarantee_period", {**LOAN, "guarantor": "no"}) == []


def test_a_name_is_enough_to_register() -> None:
    assert one("respondent_identified", {}).level == "warn"
    assert one("respondent_identified", {"respondent_name": "刘强"}).level == "info"
    assert run("respondent_identified", {"respondent_name": "刘强", "respondent_phone": "13900139000"}) == []


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ({"flow": "consumer"}, "consumer"),
        ({"principal": 1}, "private_lending"),
        ({"wage_owed": 1}, "wage_claim"),
        ({"fee_owed": 1}, "property_service"),
        ({"dispute": "邻居漏水"}, "neighbor"),
        ({"dispute": "租房押金不退"}, "housing_lease"),
        ({"dispute": "别的"}, "other_civil"),
        ({}, "other_civil"),
    ],
)
def test_the_kind_of_dispute(given: Mapping[str, object], label: str) -> None:
    assert dispute_of(given) == label


@pytest.mark.parametrize(
    ("value", "percent"),
    [
        ({"percent": "1.5", "per": "month"}, Decimal("18.0")),
        ("24%/year", Decimal(24)),
        ("0.05%/day", Decimal("18.25")),
        ("12", Decimal(12)),
        ("高", None),
        ({"percent": "1", "per": "week"}, None),
        (None, None),
    ],
)
def test_rates_are_read_as_percent_a_year(value: object, percent: Decimal | None) -> None:
    assert read.rate({"rate": value}) == percent


def test_booleans_count_as_yes_and_no() -> None:
    assert read.choice({"guarantor": True}, "guarantor") == "yes"
    assert read.choice({"guarantor": False}, "guarantor") == "no"
    assert read.choice({}, "guarantor") == ""
