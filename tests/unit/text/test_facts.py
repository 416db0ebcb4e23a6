"""What a story tells: facts with their words and their parts, nothing that was not said."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.fact import Fact
from bot.text.facts import find_facts, outward
from bot.text.reading import Context

CONTEXT = Context(date(2026, 11, 22))

Said = tuple[str, str, str]


def said(text: str) -> list[Said]:
    return [(fact.type, fact.role, fact.shown) for fact in find_facts(text, CONTEXT)]


STORIES: dict[str, list[Said]] = {
    "张三2023年5月1日借我5万元,约定年底还,写了借条": [
        ("person", "respondent", "张三"), ("date", "lent", "2023年5月1日"), ("amount", "principal",
        "50,000元"),
        ("date", "due", "2023年12月"), ("evidence", "", "借条"),
    ],
    "我借给我朋友王小明三万五，月息2分，2024年3月1日转账给他的，说好三个月还，"
    "到现在只还了五千，剩下3万一直不还，担保人是赵六，我有转账记录和聊天记录，没有借条": [
        ("person", "respondent", "王小明"), ("amount", "principal", "35,000元"), ("rate", "interest",
        "月利率2%（年利率24%）"),
        ("date", "lent", "2024年3月1日"), ("duration", "term", "3个月"), ("amount", "repaid", "5,000元"),
        ("amount", "claim", "30,000元"),
        ("person", "guarantor", "赵六"), ("evidence", "", "转账记录"), ("evidence", "", "聊天记录"),
    ],
    "我2022年3月跟着包工头李建国在大路镇的工地干活，一共干了8个月，月工资6000元，"
    "到现在还欠我工资12000元，我们一共12个人，老板电话13812340018，没签合同": [
        ("date", "started", "2022年3月"), ("person", "respondent", "李建国"), ("place", "", "大路镇"),
        ("duration", "worked", "8个月"),
        ("amount", "wage_monthly", "6,000元"), ("amount", "wage_owed", "12,000元"), ("count", "workers",
        "12人"), ("phone", "", "138****0018"),
    ],
    "老板拖欠我去年3月到6月的工资一共两万四，我在鄂尔多斯市某某建筑有限公司上班，今年1月离职的": [
        ("date", "owed_from", "2025年3月1日"), ("date", "owed_to", "2025年6月30日"), ("amount",
        "wage_owed", "24,000元"),
        ("org", "respondent", "鄂尔多斯市某某建筑有限公司"), ("date", "left", "2026年1月"),
    ],
    "2024年8月10日，李强开车蒙K12345在薛家湾把我撞了，医药费花了3万2千块，对方全责，有事故认定书": [
        ("date", "happened", "2024年8月10日"), ("person", "respondent", "李强"), ("plate", "",
        "蒙K12345"), ("place", "", "薛家湾镇"),
        ("amount", "medical", "32,000元"), ("evidence", "", "事故认定书"),
    ],
    "我租了王芳的房子，月租1500，押金3000元，租期一年，2025年6月1日退租，房东不退押金": [
        ("person", "respondent", "王芳"), ("amount", "rent", "1,500元"), ("amount", "deposit",
        "3,000元"), ("duration", "term", "1年"),
        ("date", "left", "2025年6月1日"),
    ],
    "我向李四借了3万元，已经还了1万，现在他起诉我": [
        ("person", "applicant", "李四"), ("amount", "principal", "30,000元"), ("amount", "repaid",
        "10,000元"),
    ],
    "李建军欠我货款18万元，2023年12月31日之前还清，写了欠条，多次催要不给。2025年10月1日最后一次催要": [
        ("person", "respondent", "李建军"), ("amount", "price", "180,000元"), ("date", "due",
        "2023年12月31日"), ("evidence", "", "欠条"),
        ("date", "demanded", "2025年10月1日"),
    ],
    "我们12个农民工跟着王老板在沙镇干活，欠我们工资30万没给，2025年11月完工": [
        ("count", "workers", "12人"), ("person", "respondent", "王老板"), ("place", "", "沙圪堵镇"),
        ("amount", "wage_owed", "300,000元"),
        ("date", "left", "2025年11月"),
    ],
    "物业费欠了两年，一共4800元，物业说要起诉我": [("duration", "owed", "2年"), ("amount", "fee_owed",
    "4,800元")],
    "刘伟借给我2万元，利息没有约定": [("person", "applicant", "刘伟"), ("amount", "principal", "20,000元")],
    "張三向我借錢伍萬圓整，約定二〇二四年年底歸還": [
        ("person", "respondent", "張三"), ("amount", "principal", "50,000元"), ("date", "due", "2024年12月"),
    ],
    "要求张三归还借款本金50000元及利息3000元": [
        ("person", "respondent", "张三"), ("amount", "principal", "50,000元"), ("amount", "interest",
        "3,000元"),
    ],
    "2023年5月1日和6月1日分两次借给张小红10万元和5万元，都有微信转账记录": [
        ("date", "lent", "2023年5月1日"), ("date", "lent", "2023年6月1日"), ("person", "respondent",
        "张小红"),
        ("amount", "principal", "100,000元"), ("amount", "principal", "50,000元"), ("evidence", "",
        "转账记录"),
    ],
    "2019年给包工头刘三干活，在纳日松镇煤矿盖房，只给了一万，过年时还打电话要过": [
        ("date", "started", "2019年"), ("person", "respondent", "刘三"),
        ("org", "respondent", "纳日松镇煤矿"),
        ("amount", "repaid", "10,000元"), ("date", "demanded", "2026年2月17日"),
    ],
    "对方车牌是蒙KB2345，我住院花了12万8": [
        ("plate", "", "蒙KB2345"),
        ("amount", "medical", "128,000元"),
    ],
    "你好，请问法院几点上班，怎么起诉": [],
    "没打借条，没有合同，也没有录音": [],
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_story(story: str) -> None:
    assert said(story) == STORIES[story]


@pytest.mark.parametrize("story", STORIES)
def test_every_fact_stands_on_its_words(story: str) -> None:
    for fact in find_facts(story, CONTEXT):
        assert story[fact.start : fact.end] == fact.text
        assert fact.text.strip()
        assert 0 < fact.confidence <= 1


def first(text: str, kind: str) -> Fact:
    return next(fact for fact in find_facts(text, CONTEXT) if fact.type == kind)


def test_name_keeps_its_own_characters() -> None:
    assert first("張昇向我借了3万元", "person").value == "張昇"


def test_sum_without_telling_words_has_no_role_and_little_confidence() -> None:
    fact = first("还有三万五的事", "amount")
    assert fact.role == ""
    assert fact.confidence < 0.6


def test_day_without_year_after_another_year_is_unsure() -> None:
    facts = [
        fact for fact in find_facts("他2021年5月借了我8万，7月又来找我要过", CONTEXT) if fact.type == "date"
    ]
    assert facts[1].confidence <= 0.55


def test_outward_form_speaks_yuan_and_words() -> None:
    rows = {
        str(row["type"]): row
        for row in map(
            outward, find_facts("张三2023年5月1日借我5万元，月息2分，借期一年，我们3个工人在薛家湾", CONTEXT)
        )
    }
    assert rows["amount"]["value"] == "50000"
    assert (rows["date"]["start"], rows["date"]["end"]) == ("2023-05-01", "2023-05-01")
    assert rows["rate"]["value"] == "2%/month"
    assert (rows["duration"]["low_days"], rows["duration"]["high_days"]) == (365, 365)
    assert rows["count"]["value"] == 3
    assert rows["place"]["value"] == "薛家湾镇"
    assert rows["person"]["text"] == "张三"


@pytest.mark.parametrize(
    ("text", "role", "fen"),
    [
        ("老板欠我三个月工资一共一万九千五", "wage_owed", 1_950_000),
        ("我在工地干活一个月6500", "wage_monthly", 650_000),
    ],
)
def test_pay_is_told_apart_in_few_words(text: str, role: str, fen: int) -> None:
    sums = [f for f in find_facts(text, Context(date(2026, 11, 22))) if f.type == "amount"]
    assert [(f.role, f.value["low_fen"]) for f in sums if isinstance(f.value, dict)] == [(role, fen)]


@pytest.mark.parametrize(
    ("text", "role", "kept"),
    [
        ("合同写的晚一天按日万分之一赔，到现在也没交房", "penalty", True),
        ("按合同一天千分之一赔我，他不认", "penalty", True),
        ("借了三万，月息一分，借了一年", "interest", True),
        ("我就要那五万，不要利息了", "interest", False),
        ("借的时候说好不要利息，就借一年", "interest", False),
    ],
)
def test_a_rate_for_being_late_is_a_penalty_and_one_given_up_is_asked_about(
    text: str, role: str, kept: bool
) -> None:
    found = [fact for fact in find_facts(text, CONTEXT) if fact.type == "rate"]
    assert [(fact.role, fact.confidence >= 0.6) for fact in found] == [(role, kept)]
