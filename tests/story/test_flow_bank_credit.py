"""银行贷款、信用卡: the borrower in trouble, the stranger's loan, the stolen card."""

from __future__ import annotations

from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

BANK = (*WHO, "公司或单位", "某某银行股份有限公司准格尔支行", "不知道", "薛家湾镇", "没有")


async def test_a_borrower_wants_to_pay_in_parts(talk: Talk) -> None:
    await talk.taps_flow("financial_loan")
    asked = await fields(
        talk,
        "我借的款",
        "某某银行准格尔支行",
        "5万",
        "2024年3月1日",
        "不清楚",
        "2万",
        "2026年5月1日",
        "今年失业了，收入断了",
        "分期还",
        "信用贷",
        "正常打电话",
    )
    assert asked == [
        "side",
        "lender_name",
        "principal",
        "lent_on",
        "rate",
        "repaid",
        "due_on",
        "reason",
        "plan",
        "security",
        "collected_how",
    ]
    await talk.says(
        "没有",
        "没有",
        "愿意调解",
        "同意在网上",
        *BANK,
        "有合同",
        "要我还3万元",
        "借款是真的",
        "罚息太高",
        "分24期还",
        "没有",
        "同意手机收",
    )
    await talk.says("确认提交")
    talk.hears("已经提交")


async def test_a_loan_in_my_name_points_to_the_police(talk: Talk) -> None:
    await talk.taps_flow("financial_loan")
    await talk.says("不是我办的", "某某贷", "8000", "2026年1月1日", "不清楚", "没还过", "没逾期")
    assert talk.asked() == "reported"
    await talk.says("都没有")
    talk.hears("公安")
    assert talk.asked() == "security"


async def test_a_stolen_card(talk: Talk) -> None:
    await talk.taps_flow("credit_card")
    asked = await fields(
        talk, "我是用卡的人", "盗刷", "某某银行", "2026年10月8日", "12800", "都办了", "在我手里"
    )
    assert asked == [
        "side",
        "issue",
        "lender_name",
        "happened_on",
        "amount",
        "reported",
        "card_with_me",
    ]
    assert talk.asked() == "arbitration_clause"


async def test_an_overdue_card(talk: Talk) -> None:
    await talk.taps_flow("credit_card")
    asked = await fields(
        talk, "我是用卡的人", "还不上", "某某银行", "38000", "9600", "2026年3月1日", "每月1500"
    )
    assert asked[-4:] == ["principal", "extra", "due_on", "monthly"]
