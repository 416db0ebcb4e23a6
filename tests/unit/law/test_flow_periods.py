"""Time limits and fees by the answers a flow really asks for: domain.md §3.1 and §4.1, per flow.

`day` in an expectation is the last day the desk reads; the citizen hears neutral words, whoever owes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from bot.law.limitation import matters
from bot.law.rows import rows, table, text
from tests.flow_answers import FLOWS, day, finding, findings, knowledge, money

KEEP = "请保留好每次催要的记录"
HURRY = "请尽快主张权利"
FREE = "没有三年的时间限制"


@dataclass(frozen=True)
class Case:
    """One intake: what was answered, what the desk reads, what the citizen hears ("" = nothing)."""

    flow: str
    given: Mapping[str, object]
    desk: tuple[str, ...]
    heard: str
    article: str = "民法典188"
    count: int = 1


LENT = {"side": "lender", "due_on": day("2024-02-29")}
CASES: Mapping[str, Case] = {
    "借钱 约定日": Case("private_lending", LENT, ("到2027年3月1日", "还有99天"), HURRY),
    "借钱 催过": Case("private_lending", {**LENT, "last_demand_on": day("2026-10-12")},
        ("到2029年10月12日", "2026年10月12日催要"), KEEP, "时效规定8"),
    "借钱 还过一部分": Case("private_lending", {**LENT, "repaid": {"rows": [[day("2025-05-06"),
        money(500)]]}},
        ("到2028年5月8日", "2025年5月6日对方履行了一部分"), KEEP, "时效规定14"),
    "借钱 先还后催，按时间顺序": Case("private_lending",
        {**LENT, "last_demand_on": day("2025-09-01"), "repaid": {"rows": [[day("2026-01-05"), money(500)]]}},
        ("到2029年1月5日",), KEEP, "时效规定14"),
    "借钱 过期后只催": Case("private_lending",
        {**LENT, "due_on": day("2019-01-02"), "last_demand_on": day("2026-10-12")},
        ("可能已过期", "不再使期间重新算"), HURRY, "民法典195"),
    "借钱 过期后还过": Case("private_lending",
        {**LENT, "due_on": day("2019-01-02"), "repaid": {"rows": [[day("2026-01-05"), money(500)]]}},
        ("到2029年1月5日", "不得再以时效为由反悔"), KEEP, "民法典192"),
    "借钱 没约定日": Case("private_lending", {"side": "lender", "due_on": None,
        "last_demand_on": day("2026-10-12")}, ("到2029年10月12日",), KEEP, "时效规定4"),
    "借钱 没约定日也没催": Case("private_lending", {"side": "lender", "due_on": None}, ("时间还不清楚",),
        HURRY,
        "时效规定4"),
    "借钱 欠钱的人": Case("private_lending", {"side": "borrower", "due_on": day("2015-01-01")},
        ("可能已过期",), ""),
    "银行贷款 最后一期": Case("financial_loan", {"side": "lender", "due_on": day("2024-02-29")},
        ("到2027年3月1日", "最后一期到期"), HURRY, "民法典189"),
    "银行贷款 担保人": Case("financial_loan", {"side": "guarantor", "due_on": day("2020-02-29")},
        ("可能已过期",), "",
        "民法典189"),
    "信用卡 欠款的人": Case("credit_card", {"side": "borrower", "issue": "overdue", "due_on":
        day("2020-02-29")},
        ("可能已过期",), ""),
    "信用卡 盗刷": Case("credit_card", {"side": "borrower", "issue": "fraud", "happened_on":
        day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "信用卡 征信": Case("credit_card", {"side": "borrower", "issue": "record"}, ("不适用诉讼时效",), FREE,
        "民法典995"),
    "担保 追偿": Case("guarantee", {"side": "paid", "happened_on": day("2025-03-03")}, ("到2028年3月3日",),
        KEEP,
        "民法典700"),
    "担保 被追的人": Case("guarantee", {"side": "respondent", "guarantor": "yes", "due_on":
        day("2018-03-05")},
        ("可能已过期",), ""),
    "卖货": Case("sale_contract", {"side": "seller", "issue": "unpaid", "due_on": day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "卖货 没约定日": Case("sale_contract", {"side": "seller", "issue": "unpaid", "happened_on":
        day("2025-03-03"),
        "due_on": None}, ("到2028年3月3日", "宽限期"), KEEP, "时效规定4"),
    "买货 有毛病从发现算": Case("sale_contract", {"side": "buyer", "issue": "quality",
        "happened_on": day("2025-03-03"), "found_on": day("2025-04-07")}, ("到2028年4月7日",), KEEP),
    "买货 欠货款的人": Case("sale_contract", {"side": "buyer", "issue": "unpaid", "due_on":
        day("2019-03-04")},
        ("可能已过期",), ""),
    "工资 欠条": Case("wage_claim", {"still_working": "no", "left_on": day("2025-12-01"), "wage_proof": "iou",
        "only_wage_iou": "only", "owed_to": day("2025-12-01")}, ("到2028年12月1日",), KEEP),
    "工资 没欠条，离职一年": Case("wage_claim", {"still_working": "no", "left_on": day("2025-12-01"),
        "wage_proof": "no"}, ("到2026年12月1日",), HURRY, "劳动仲裁法27"),
    "工资 还在干": Case("wage_claim", {"still_working": "yes", "wage_proof": "no"}, ("不受一年限制",), KEEP,
        "劳动仲裁法27"),
    "工资 包工头个人": Case("wage_claim", {"employer_kind": "boss", "still_working": "no", "wage_proof": "no",
        "left_on": day("2025-12-01")}, ("到2028年12月1日",), KEEP),
    "工资 有裁决": Case("wage_claim", {"arbitrated": "award"}, ("不服劳动仲裁裁决起诉", "时间还不清楚"),
        HURRY,
        "劳动仲裁法48"),
    "劳动 被辞退一年": Case("labor_dispute", {"side": "worker", "employer_kind": "company", "issue":
        "dismissed",
        "left_on": day("2026-01-05")}, ("到2027年1月5日",), HURRY, "劳动仲裁法27"),
    "劳动 还在上班要工资": Case("labor_dispute", {"side": "worker", "employer_kind": "company", "issue":
        "wage",
        "left_on": None}, ("不受一年限制",), KEEP, "劳动仲裁法27"),
    "劳动 双倍工资从满一年算": Case("labor_dispute", {"side": "worker", "employer_kind": "company",
        "issue": "double", "started_on": day("2025-01-06"), "left_on": day("2026-09-30")},
        ("到2027年1月6日",), HURRY, "劳动仲裁法27"),
    "劳动 单位来问": Case("labor_dispute", {"side": "employer", "left_on": day("2020-01-06")},
        ("可能已过期",), "",
        "劳动仲裁法27"),
    "工伤 没认定": Case("work_injury", {"side": "hurt", "worked_for": "company", "certified": "no",
        "happened_on": day("2026-10-12")}, ("职工或近亲属申请工伤认定：到2027年10月12日",), KEEP,
        "工伤条例17", 2),
    "工伤 认定了": Case("work_injury", {"side": "hurt", "worked_for": "company", "certified": "done",
        "happened_on": day("2026-10-12")}, ("劳动争议申请仲裁", "时间还不清楚"), HURRY, "劳动仲裁法27"),
    "干活受伤 个人雇的": Case("work_injury", {"side": "hurt", "worked_for": "person",
        "happened_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP),
    "离婚 不到半年又告": Case("divorce", {"side": "wants", "filed_before": "recent"},
        ("离婚没判成后再起诉",), HURRY,
        "民诉法127（七）"),
    "抚养费": Case("custody_support", {"matter": "child", "side": "claimant", "issue": "fee",
        "owed_from": day("2015-01-01")}, ("不适用诉讼时效",), FREE, "民法典196"),
    "抚养费 给钱的人": Case("custody_support", {"matter": "child", "side": "respondent", "issue": "fee"},
        ("不适用诉讼时效",), "", "民法典196"),
    "孩子跟谁": Case("custody_support", {"matter": "child", "side": "claimant", "issue": "custody"},
        ("不适用诉讼时效",), FREE, "民法典1084"),
    "赡养": Case("custody_support", {"matter": "elder", "side": "claimant", "elder_issue": "money"},
        ("不适用诉讼时效",), FREE, "民法典196"),
    "彩礼": Case("betrothal_property", {"side": "giver", "given_on": day("2024-01-01")}, ("时间还不清楚",),
        HURRY),
    "继承": Case("inheritance", {"issue": "estate", "side": "heir", "died_on": day("2010-01-01")},
        ("不适用诉讼时效", "请以官方公布为准"), "请以官方公布为准", "民法典1121"),
    "继承 受遗赠六十日": Case("inheritance", {"issue": "will", "side": "heir", "relation": "other", "will":
        "notarised",
        "died_on": day("2026-10-12")}, ("不适用诉讼时效",), FREE, "民法典1121", 2),
    "物业费": Case("property_service", {"side": "company", "issue": "fee", "owed_from": day("2024-01-01"),
        "owed_to": day("2025-12-31")}, ("到2027年1月4日",), HURRY),
    "物业费 业主": Case("property_service", {"side": "owner", "issue": "fee", "owed_from": day("2015-01-01"),
        "owed_to": day("2015-12-31")}, ("可能已过期",), ""),
    "交通事故": Case("traffic_accident", {"side": "hurt", "happened_on": day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "租房 欠租从租完算": Case("housing_lease", {"side": "landlord", "issue": "rent", "ends_on":
        day("2025-03-03"),
        "moved_out": "no", "owed_from": day("2022-01-01")}, ("到2028年3月3日", "请以官方公布为准"), KEEP,
        "民法典189"),
    "租房 押金从搬走算": Case("housing_lease", {"side": "tenant", "issue": "deposit", "ends_on":
        day("2025-12-31"),
        "moved_out": "yes", "left_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP, "民法典733"),
    "租房 欠租的人": Case("housing_lease", {"side": "tenant", "issue": "rent", "ends_on": day("2019-03-04")},
        ("可能已过期",), "", "民法典189"),
    "租房 房东要房": Case("housing_lease", {"side": "landlord", "issue": "leave"}, ("不适用诉讼时效",),
        FREE, "民法典196"),
    "买房 不交房": Case("housing_sale", {"side": "buyer", "issue": "late", "due_on": day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "工程 约定付款日和优先受偿": Case("construction", {"side": "contractor", "kind": "project", "role":
        "direct",
        "due_on": day("2025-10-13"), "priority": "yes"}, ("到2028年10月13日",), KEEP, "民法典188", 2),
    "工程 没约定付款日从交工算": Case("construction", {"side": "contractor", "kind": "home", "due_on": None,
        "happened_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP, "建工解释27"),
    "加工运费": Case("service_contract", {"side": "provider", "kind": "freight", "due_on": day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "买东西 假货还有撤销": Case("consumer", {"side": "buyer", "kind": "shop", "issue": "fake",
        "happened_on": day("2026-10-12")}, ("到2029年10月12日",), KEEP, "民法典188", 2),
    "相邻 还在漏": Case("neighbor", {"side": "harmed", "goes_on": "yes", "happened_on": day("2020-01-01")},
        ("不适用诉讼时效",), FREE, "民法典196"),
    "相邻 还在漏又要赔": Case("neighbor", {"side": "harmed", "goes_on": "yes", "happened_on":
        day("2025-03-03"),
        "amount": money(3000)}, ("不适用诉讼时效",), FREE, "民法典196", 2),
    "相邻 停了": Case("neighbor", {"side": "harmed", "goes_on": "stopped", "happened_on": day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "打架": Case("personal_injury", {"side": "hurt", "happened_on": day("2025-03-03")}, ("到2028年3月3日",),
        KEEP),
    "打架 要赔的人": Case("personal_injury", {"side": "respondent", "happened_on": day("2019-03-04")},
        ("可能已过期",), ""),
    "看病 从发现算": Case("medical", {"side": "patient", "treated_on": day("2022-03-01"),
        "happened_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP),
    "承包费": Case("land", {"topic": "contract", "side": "claimant", "against": "person", "contract": "rent",
        "owed_from": day("2025-03-03")}, ("到2028年3月3日",), KEEP, "民法典189", 2),
    "到期不还地": Case("land", {"topic": "contract", "side": "claimant", "against": "family", "contract":
        "back"},
        ("不适用诉讼时效",), FREE, "民法典196"),
    "煤矿塌陷": Case("land", {"topic": "mine", "side": "claimant", "against": "company", "mine_harm": "sink",
        "happened_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP),
    "股份转让款": Case("partnership_company", {"side": "claimant", "form": "company", "issue": "transfer",
        "due_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP),
    "出资": Case("partnership_company", {"side": "claimant", "form": "company", "issue": "paid_in"},
        ("不适用诉讼时效",), FREE, "时效规定1"),
    "网上骂人 还在": Case("reputation_privacy", {"side": "harmed", "goes_on": "yes"}, ("不适用诉讼时效",),
        FREE,
        "民法典995"),
    "网上骂人 删了": Case("reputation_privacy", {"side": "harmed", "goes_on": "removed",
        "happened_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP),
    "东西弄坏": Case("property_damage", {"side": "owner", "issue": "damage", "happened_on":
        day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
    "东西被拿走": Case("property_damage", {"side": "owner", "issue": "keep", "got_how": "taken",
        "taken_on": day("2026-10-12")}, ("到2029年10月12日",), KEEP, "民法典188", 2),
    "钱转错": Case("property_damage", {"side": "owner", "issue": "transfer", "happened_on":
        day("2025-03-03")},
        ("到2028年3月3日",), KEEP, "时效规定6"),
    "房子被占": Case("property_damage", {"side": "owner", "issue": "house"}, ("不适用诉讼时效",), FREE,
        "民法典196"),
    "商标": Case("ip", {"side": "owner", "happened_on": day("2025-03-03")}, ("到2028年3月3日",), KEEP),
    "别的纠纷": Case("general", {"dispute": "别的事", "happened_on": day("2025-03-03")},
        ("到2028年3月3日",), KEEP),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_runs_in_a_flow(case: Case) -> None:
    found = findings("limitation", case.flow, case.given)
    assert len(found) == case.count
    for words in case.desk:
        assert words in found[0].for_desk
    assert case.article in found[0].citations
    assert found[0].for_desk.count("仅内部掌握") == 1
    if case.heard:
        assert case.heard in found[0].for_citizen
        assert found[0].for_citizen.endswith("（仅供参考）")
    else:
        assert [f.for_citizen for f in found] == [""] * case.count


def test_no_citizen_reads_a_last_day_or_that_time_has_passed() -> None:
    for case in CASES.values():
        for one in findings("limitation", case.flow, case.given):
            assert not any(word in one.for_citizen for word in ("时效", "过期", "届满", "202"))


def test_every_flow_has_the_check_and_a_case() -> None:
    assert {case.flow for case in CASES.values()} == set(FLOWS)
    assert all("limitation" in flow.checks for flow in FLOWS.values())
    assert all("court_fee" in flow.checks for flow in FLOWS.values())


def test_the_periods_table_names_known_matters_and_fields() -> None:
    fields = {step.id for flow in FLOWS.values() for step in flow.steps}
    for label in table("periods"):
        assert label in knowledge().labels
        for row in rows(table("periods"), label):
            assert text(row, "matter") in matters()
            when = row.get("when") or {}
            assert isinstance(when, dict)
            assert set(when) <= fields | {"has_iou"}


@pytest.mark.parametrize(
    ("flow", "given", "matter", "last"),
    [
        ("construction", {"side": "contractor", "kind": "project", "role": "direct", "priority": "unsure",
         "due_on": day("2025-10-13")}, "优先受偿", "2027年4月13日"),
        ("work_injury", {"side": "hurt", "worked_for": "company", "certified": "no",
         "happened_on": day("2026-10-12")}, "单位申请工伤认定", "2026年11月11日"),
        ("inheritance", {"issue": "will", "side": "heir", "relation": "other", "will": "self",
         "died_on": day("2026-10-12")}, "接受遗赠", "2026年12月11日"),
        ("consumer", {"side": "buyer", "kind": "shop", "issue": "fake", "happened_on": day("2026-10-12")},
         "欺诈", "2027年10月12日"),
        ("property_damage", {"side": "owner", "issue": "keep", "got_how": "taken",
         "taken_on": day("2026-10-12")}, "占有物", "2027年10月12日"),
        ("land", {"topic": "contract", "side": "claimant", "against": "village", "contract": "rent",
         "owed_from": day("2025-03-03")}, "农村土地承包申请仲裁", "2027年3月3日"),
        ("neighbor", {"side": "harmed", "goes_on": "yes", "happened_on": day("2025-03-03"),
         "amount": money(1)}, "一般的钱款", "2028年3月3日"),
    ],
)  # fmt: skip
def test_the_shorter_limits_beside_the_main_one(
    flow: str, given: Mapping[str, object], matter: str, last: str
) -> None:
    found = findings("limitation", flow, given)
    (besides,) = [one for one in found[1:] if matter in one.for_desk]
    assert last in besides.for_desk
    assert besides.for_citizen == "" or besides.for_citizen != found[0].for_citizen


def test_priority_and_guarantee_are_not_restarted_by_a_demand() -> None:
    given = {
        "side": "lender",
        "guarantor": "yes",
        "due_on": day("2026-03-02"),
        "last_demand_on": day("2026-08-03"),
    }
    guarantee = finding("guarantee_period", "guarantee", given)
    assert "2026年9月2日" in guarantee.for_desk
    assert "2029年8月3日" in finding("limitation", "guarantee", given).for_desk


def test_the_twenty_years_stand_above_every_demand() -> None:
    rule = knowledge().rules["limitation"]
    given = {"flow": "private_lending", "side": "lender", "due_on": day("2004-01-05")}
    demands = [[day(f"{year}-01-04"), money(1)] for year in range(2005, 2024)]
    (found,) = rule({**given, "repaid": {"rows": demands}}, date(2023, 12, 1))
    assert "最长二十年" in found.for_desk
    assert "2024年1月5日" in found.for_desk


FEES: Mapping[str, tuple[str, Mapping[str, object], tuple[str, ...], str]] = {
    "离婚": ("divorce", {"side": "wants"}, ("50元至300元", "25元至150元", "超过20万元", "请以官方公布为准"),
        "诉讼费办法13"),
    "抚养费": ("custody_support", {"matter": "child", "side": "claimant", "issue": "fee"},
        ("50元至100元", "申请免交"), "诉讼费办法45"),
    "名誉": ("reputation_privacy", {"side": "harmed"}, ("100元至500元",), "诉讼费办法13"),
    "名誉 要8万": ("reputation_privacy", {"side": "harmed", "amount": money(80_000)}, ("400元至800元",),
        "诉讼费办法13"),
    "打架": ("personal_injury", {"side": "hurt", "amount": money(40_000)}, ("100元至500元", "缓交"),
        "诉讼费办法47"),
    "看病": ("medical", {"side": "patient", "amount": money(300_000)}, ("1,600元至2,000元",), "诉讼费办法47"),
    "劳动": ("labor_dispute", {"side": "worker", "employer_kind": "company", "amount": money(90_000)},
        ("每件10元",), "诉讼费办法13"),
    "劳务": ("labor_dispute", {"side": "worker", "employer_kind": "boss", "amount": money(36_000)},
        ("700元", "350元", "不预交"), "诉讼费办法20"),
    "工资": ("wage_claim", {"how_many": "one", "wage_owed": money(19_500)}, ("每件10元", "不预交"),
        "诉讼费办法20"),
    "工伤": ("work_injury", {"side": "hurt", "worked_for": "company"}, ("每件10元",), "诉讼费办法13"),
    "个人雇的": ("work_injury", {"side": "hurt", "worked_for": "person"}, ("100元至500元",), "诉讼费办法47"),
    "相邻 不要钱": ("neighbor", {"side": "harmed"}, ("50元至100元",), "诉讼费办法13"),
    "相邻 要钱": ("neighbor", {"side": "harmed", "amount": money(8_000)}, ("50元", "25元"), "诉讼费办法16"),
    "查账": ("partnership_company", {"side": "claimant", "form": "company", "issue": "books"},
        ("50元至100元",),
        "诉讼费办法13"),
    "不要钱的别的事": ("general", {"dispute": "别的事", "has_amount": "no"}, ("50元至100元",),
        "诉讼费办法13"),
    "要钱的别的事": ("general", {"dispute": "别的事", "has_amount": "yes", "amount": money(350_000)},
        ("6,550元", "3,275元"), "诉讼费办法13"),
    "借钱": ("private_lending", {"side": "lender", "principal": money(36_000)}, ("700元", "350元"),
        "诉讼费办法16"),
    "物业 赔损失": ("property_service", {"side": "owner", "issue": "repair", "damage": money(8_000)},
        ("50元",),
        "诉讼费办法13"),
}  # fmt: skip


@pytest.mark.parametrize("name", FEES)
def test_the_scale_of_the_fee(name: str) -> None:
    flow, given, words, article = FEES[name]
    found = finding("court_fee", flow, given)
    assert found.for_citizen.startswith("在这里调解成功不交诉讼费。")
    for word in words:
        assert word in found.for_citizen
    assert article in found.citations


def test_nothing_is_said_of_a_fee_by_the_sum_without_a_sum() -> None:
    assert findings("court_fee", "sale_contract", {"side": "seller"}) == []
