"""管辖 by the answers a flow really asks for: every category of domain.md §3.2, through the law checks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.law.case import owes
from bot.law.jurisdiction import CIRCUMSTANCES, Which, forum
from bot.law.place_rules import circumstances
from tests.flow_answers import FLOWS, checked, finding

HOME, NEXT, FAR = "准格尔旗薛家湾镇", "达拉特旗树林召镇", "北京市朝阳区"
#: Where both sides live, when only that matters.
APART = {"applicant_place": HOME, "respondent_place": NEXT}
SENTENCES = {
    Which.OURS: "这件事可以由准格尔旗人民法院办理",
    Which.CHOICE: "也可以，由您选一个",
    Which.OTHER: "由达拉特旗人民法院办理",
    Which.UNKNOWN: "还差一点信息",
}

#: id: (flow, answers, who decides, exclusive, articles the desk reads in the tree)
CASES: Mapping[str, tuple[str, Mapping[str, object], Which, bool, str]] = {
    "general rule, 被告住所地": ("general", {"dispute": "别的事", **APART}, Which.OTHER, False, "民诉法22"),
    "民间借贷 the lender's place as well": (
        "private_lending", {"side": "lender", **APART}, Which.CHOICE, False, "民间借贷规定3"),
    "民间借贷 by the borrower, places change over": (
        "private_lending", {"side": "borrower", "applicant_place": NEXT, "respondent_place": NEXT},
        Which.OTHER, False, "民间借贷规定3"),
    "金融借款 合同": ("financial_loan", {"side": "lender", **APART}, Which.CHOICE, False, "民诉法解释18"),
    "信用卡": ("credit_card", {"side": "borrower", "issue": "overdue", "applicant_place": HOME,
        "respondent_place": HOME}, Which.OURS, False, "民诉法24"),
    "担保 追偿": ("guarantee", {"side": "paid", **APART}, Which.CHOICE, False, "民诉法24"),
    "买卖 收钱一方": ("sale_contract", {"side": "seller", "issue": "unpaid", **APART}, Which.CHOICE, False,
        "民诉法解释18"),
    "劳动争议 干活的地方": ("labor_dispute", {"side": "worker", "employer_kind": "company", "work_place":
        HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "劳动解释一3"),
    "劳动争议 单位来问": ("labor_dispute", {"side": "employer", "work_place": HOME, "applicant_place": HOME},
        Which.OURS, False, "劳动解释一3"),
    "拖欠工资": ("wage_claim", {"how_many": "one", "employer_kind": "site", "work_place": HOME,
        "respondent_place": FAR}, Which.CHOICE, False, "劳动解释一3"),
    "工伤 单位": ("work_injury", {"side": "hurt", "worked_for": "company", "work_place": NEXT,
        "respondent_place": NEXT}, Which.OTHER, False, "劳动解释一3"),
    "干活受伤 个人雇的，侵权": ("work_injury", {"side": "hurt", "worked_for": "person", "work_place": HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "民诉法29"),
    "离婚 住在一起": ("divorce", {"side": "wants", "living": "together", **APART}, Which.OTHER, False,
        "民诉法解释4"),
    "离婚 对方走了一年多": ("divorce", {"side": "wants", "living": "away", **APART}, Which.CHOICE, False,
        "民诉法解释12"),
    "离婚 找不到对方": ("divorce", {"side": "wants", "living": "missing", "respondent_place": None,
        "applicant_place": HOME}, Which.OURS, False, "民诉法23"),
    "抚养费": ("custody_support", {"matter": "child", "side": "claimant", "issue": "fee", **APART},
        Which.OTHER,
        False, "民诉法22"),
    "赡养 几个子女不在一处": ("custody_support", {"matter": "elder", "side": "claimant", **APART,
        "more_respondents": {"rows": [["刘军", None, FAR]]}}, Which.CHOICE, False, "民诉法解释9"),
    "赡养 子女都在一处": ("custody_support", {"matter": "elder", "side": "claimant", **APART,
        "more_respondents": {"rows": [["刘军", None, NEXT]]}}, Which.OTHER, False, "民诉法22"),
    "彩礼": ("betrothal_property", {"side": "giver", **APART}, Which.OTHER, False, "民诉法22"),
    "继承 专属": ("inheritance", {"issue": "estate", "side": "heir", "deceased_place": NEXT, "estate_place":
        HOME,
        "respondent_place": FAR}, Which.CHOICE, True, "民诉法34"),
    "分家 有房，不动产": ("inheritance", {"issue": "division", "side": "heir", "estate_place": NEXT,
        "respondent_place": HOME}, Which.OTHER, True, "民诉法解释28"),
    "分家 没有房": ("inheritance", {"issue": "division", "side": "heir", "estate_place": None, **APART},
        Which.OTHER, False, "民诉法22"),
    "物业": ("property_service", {"side": "company", "issue": "fee", "estate": HOME, "respondent_place":
        NEXT},
        Which.CHOICE, False, "民诉法解释18"),
    "交通事故": ("traffic_accident", {"side": "hurt", "accident_place": HOME, "respondent_place": NEXT},
        Which.CHOICE, False, "民诉法30"),
    "租房 专属": ("housing_lease", {"side": "tenant", "issue": "deposit", "property_place": NEXT,
        "respondent_place": HOME}, Which.OTHER, True, "民诉法解释28"),
    "买房 普通商品房，合同": ("housing_sale", {"side": "buyer", "kind": "new", "property_place": HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "民诉法24"),
    "买房 政策性住房，专属": ("housing_sale", {"side": "buyer", "kind": "policy", "property_place": NEXT,
        "respondent_place": HOME}, Which.OTHER, True, "民诉法解释28"),
    "工程 专属": ("construction", {"side": "contractor", "kind": "project", "property_place": NEXT,
        "respondent_place": HOME}, Which.OTHER, True, "民诉法解释28"),
    "工程 工人只要工钱": ("construction", {"side": "worker", "kind": "project", "property_place": HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "劳动解释一3"),
    "运输 起运地": ("service_contract", {"side": "provider", "kind": "freight", "applicant_place": HOME,
        "route": "从准格尔旗到包头", "respondent_place": NEXT}, Which.CHOICE, False, "民诉法28"),
    "运输 不在起运地、目的地，只住在这里": ("service_contract", {"side": "provider", "kind": "freight",
        "applicant_place": HOME, "route": "从达拉特旗拉到达拉特旗", "respondent_place": NEXT}, Which.OTHER,
        False, "民诉法28"),
    "租车租设备 使用地": ("service_contract", {"side": "provider", "kind": "rent", "use_place": HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "民诉法解释19"),
    "加工承揽": ("service_contract", {"side": "provider", "kind": "make", **APART}, Which.CHOICE, False,
        "民诉法解释18"),
    "网购 收货地": ("consumer", {"side": "buyer", "kind": "online", "delivery_place": HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "民诉法解释20"),
    "店里买的": ("consumer", {"side": "buyer", "kind": "shop", "issue": "bad", **APART}, Which.OTHER, False,
        "民诉法24"),
    "吃坏身体 产品质量": ("consumer", {"side": "buyer", "kind": "shop", "issue": "hurt", **APART},
        Which.OTHER,
        False, "民诉法解释26"),
    "相邻 专属": ("neighbor", {"side": "harmed", "property_place": HOME, "respondent_place": FAR}, Which.OURS,
        True, "民诉法34"),
    "打架 侵权": ("personal_injury", {"side": "hurt", "happened_at": HOME, "respondent_place": NEXT},
        Which.CHOICE, False, "民诉法29"),
    "看病": ("medical", {"side": "patient", "act_place": HOME, "respondent_place": NEXT}, Which.CHOICE, False,
        "民诉法解释24"),
    "土地承包 专属": ("land", {"topic": "contract", "side": "claimant", "against": "person",
        "property_place": NEXT, "respondent_place": HOME}, Which.OTHER, True, "民诉法解释28"),
    "煤矿塌陷 侵权": ("land", {"topic": "mine", "side": "claimant", "against": "company", "mine_harm": "sink",
        "property_place": HOME, "respondent_place": NEXT}, Which.CHOICE, False, "民诉法29"),
    "牲畜吃草场 侵权": ("land", {"topic": "harm", "side": "claimant", "against": "person", "harm": "graze",
        "property_place": HOME, "respondent_place": NEXT}, Which.CHOICE, False, "民诉法29"),
    "公司": ("partnership_company", {"side": "claimant", "form": "company", "company_place": NEXT,
        "respondent_place": HOME}, Which.OTHER, False, "民诉法27"),
    "合伙": ("partnership_company", {"side": "claimant", "form": "people", "applicant_place": HOME,
        "respondent_place": NEXT}, Which.OTHER, False, "民诉法22"),
    "网上骂人 被侵权人住的地方": ("reputation_privacy", {"side": "harmed", "where": "net", **APART},
        Which.CHOICE, False, "民诉法解释25"),
    "当面骂人": ("reputation_privacy", {"side": "harmed", "where": "live", "act_place": NEXT, **APART},
        Which.OTHER, False, "民诉法29"),
    "东西弄坏": ("property_damage", {"side": "owner", "issue": "damage", "happened_at": HOME,
        "respondent_place": NEXT}, Which.CHOICE, False, "民诉法29"),
    "房子被占 专属": ("property_damage", {"side": "owner", "issue": "house", "happened_at": NEXT,
        "respondent_place": HOME}, Which.OTHER, True, "民诉法34"),
    "钱转错": ("property_damage", {"side": "owner", "issue": "transfer", **APART}, Which.OTHER, False,
        "民诉法22"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "given"), [(name, case) for name, case in CASES.items()], ids=list(CASES))
def test_the_court_a_flow_leads_to(
    name: str, given: tuple[str, Mapping[str, object], Which, bool, str]
) -> None:
    flow, answers, court, exclusive, article = given
    found = finding("jurisdiction", flow, answers)
    assert SENTENCES[court] in found.for_citizen, name
    assert found.for_citizen.endswith("（仅供参考）")
    assert found.for_desk.startswith(f"管辖（{'专属' if exclusive else '一般'}）：")
    assert article in found.for_desk
    assert article in found.citations
    if court is Which.OTHER:
        assert ("只能由" in found.for_citizen) is exclusive
        assert "先登记" in found.for_citizen


def test_every_flow_that_checks_it_has_a_case() -> None:
    asked = {flow.id for flow in FLOWS.values() if "jurisdiction" in flow.checks}
    assert asked == {flow for flow, *_ in CASES.values()}


def test_circumstances_come_from_answers_only_where_a_flow_asks() -> None:
    asked = {name for flow, answers, *_ in CASES.values() for name in circumstances(checked(flow, answers))}
    never_asked = set(CIRCUMSTANCES) - asked
    assert never_asked == {
        "both_left_a_year", "respondent_jailed", "online_delivery", "consumer_clause", "both_soldiers",
        "insured_person", "insured_vehicle",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("dispute", "places", "circumstance", "court", "article"),
    [
        ("insurance", {"respondent_place": NEXT, "object_place": HOME}, "", Which.CHOICE, "民诉法25"),
        ("insurance", {"respondent_place": NEXT, "insured_place": HOME}, "insured_person", Which.CHOICE,
         "民诉法解释21"),
        ("insurance", {"respondent_place": NEXT, "accident_place": HOME}, "insured_vehicle", Which.CHOICE,
         "民诉法解释21"),
        ("payment_order", {"respondent_place": HOME, "applicant_place": NEXT}, "", Which.OURS,
        "民诉法解释23"),
        ("protection_order", {"respondent_place": NEXT, "applicant_place": HOME}, "", Which.CHOICE,
        "反家暴法25"),
        ("divorce", {"respondent_place": HOME}, "both_left_a_year", Which.OURS, "民诉法解释12"),
        ("divorce", {"respondent_place": NEXT, "applicant_place": HOME}, "respondent_jailed", Which.CHOICE,
         "民诉法23"),
    ],
)  # fmt: skip
def test_categories_no_flow_asks_about(
    dispute: str, places: Mapping[str, object], circumstance: str, court: Which, article: str
) -> None:
    result = forum(dispute, places, circumstances={circumstance} - {""})
    assert result.court is court
    assert article in result.citations


def test_a_place_in_the_parties_house_is_swapped_only_for_whoever_owes() -> None:
    lender = checked("private_lending", {"side": "lender", **APART})
    assert not owes(lender)
    assert owes({**lender, "side": "borrower"})


def test_an_unknown_place_is_asked_for_in_words() -> None:
    found = finding("jurisdiction", "neighbor", {"side": "harmed", "property_place": "我家"})
    assert "房屋、土地所在的地方" in found.for_citizen
