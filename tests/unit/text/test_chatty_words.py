"""Facts, places and corrections in the words of somebody who chats: spaces for commas, tails, complaints."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import answers
from bot.text.facts import find_facts
from bot.text.reading import Context, Reading, is_correction

CONTEXT = Context(date(2026, 11, 22))

Said = tuple[str, str, str]


def said(text: str) -> list[Said]:
    return [(fact.type, fact.role, fact.shown) for fact in find_facts(text, CONTEXT)]


@pytest.mark.parametrize(
    "text",
    [
        "我不是说了嘛 前年秋天", "不是跟你说过了吗", "这不是借钱的事吗", "不是早就写过了嘛",
        "是不是五万", "我刚才不是告诉你了吗",
    ],
)  # fmt: skip
def test_complaint_or_question_takes_nothing_back(text: str) -> None:
    assert not is_correction(text)


@pytest.mark.parametrize(
    "text",
    [
        "不是五万，是六万", "不对 是六万", "我说错了", "写错了 应该是3月", "改成八千", "不是3月 是5月",
        "我不是说过了吗 刚才写错了",
    ],
)  # fmt: skip
def test_what_is_taken_back_is_a_correction(text: str) -> None:
    assert is_correction(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("薛家湾华府嘉园2号楼1单元1202 你们能不能直接立案啊", "薛家湾华府嘉园2号楼1单元1202"),
        ("薛家湾华府嘉园2号楼1单元1202你们能不能直接立案啊", "薛家湾华府嘉园2号楼1单元1202"),
        ("住在准格尔旗薛家湾镇某小区3号楼，请问要多久？", "准格尔旗薛家湾镇某小区3号楼"),
        ("准格尔旗 薛家湾镇 能源小区3号楼 谢谢", "准格尔旗 薛家湾镇 能源小区3号楼"),
        ("大路镇前房子村二社", "大路镇前房子村二社"),
    ],
)
def test_address_ends_where_the_question_begins(text: str, address: str) -> None:
    found = answers.read_address(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == address
    assert text[found.start : found.end] == address


@pytest.mark.parametrize(
    "text", ["薛家湾法院在哪", "你们在薛家湾什么地方 我去", "不知道 他住薛家湾还是大路吗"]
)
def test_question_about_a_place_is_no_address(text: str) -> None:
    assert answers.read_address(text, CONTEXT) is None


@pytest.mark.parametrize(
    "text",
    [
        "啥合同 我跟她哪有合同", "合同哪来的", "没什么合同", "有什么合同", "哪来的借条", "哪里有转账记录",
        "借条啥的都没有", "借条？没有", "连个合同也没", "聊天记录 没有",
    ],
)  # fmt: skip
def test_evidence_denied_is_no_evidence(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("没什么合同 有转账记录", ["转账记录"]),
        ("有借条 没有还钱", ["借条"]),
        ("借条没丢", ["借条"]),
        ("有合同 借条哪有啊", ["合同"]),
        ("写了个什么协议", ["合同"]),
    ],
)
def test_evidence_held_beside_what_is_denied(text: str, names: list[str]) -> None:
    assert [shown for kind, _, shown in said(text) if kind == "evidence"] == names


STORIES: dict[str, list[Said]] = {
    "2025年3月5号张建国跟我借了3万 说好年底还 写了借条 还了5千": [
        ("date", "lent", "2025年3月5日"), ("person", "respondent", "张建国"),
        ("amount", "principal", "30,000元"), ("date", "due", "2025年12月"), ("evidence", "", "借条"),
        ("amount", "repaid", "5,000元"),
    ],
    "去年王小明向我借了两万 还了五千": [
        ("date", "lent", "2025年"), ("person", "respondent", "王小明"), ("amount", "principal", "20,000元"),
        ("amount", "repaid", "5,000元"),
    ],
    "包工头跑了欠我一万二": [("amount", "wage_owed", "12,000元")],
    "老板欠我三个月工资一万九千五": [("duration", "owed", "3个月"), ("amount", "wage_owed", "19,500元")],
    "一个月工资六千": [("duration", "", "1个月"), ("amount", "wage_monthly", "6,000元")],
    "月工资6000元 欠我两个月工资12000": [
        ("amount", "wage_monthly", "6,000元"), ("duration", "owed", "2个月"),
        ("amount", "wage_owed", "12,000元"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_story_told_with_spaces(story: str) -> None:
    assert said(story) == STORIES[story]
