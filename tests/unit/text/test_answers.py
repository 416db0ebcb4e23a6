"""Choices, yes and no, free text, counts, months, tables of workers, addresses."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import answers, months, workers
from bot.text.reading import Context, Reading, Refusal, flat

TODAY = date(2026, 11, 22)
CONTEXT = Context(TODAY)
AGREED = Context(TODAY, options={"yes": ["约定了", "有"], "no": "没约定"})
PAID = Context(
    TODAY,
    options={
        "cash": ["现金"],
        "wechat": ["微信转账", "微信"],
        "bank": ["银行转账", "银行卡"],
        "mix": "几种都有",
    },
)


@pytest.mark.parametrize(
    "text", "是 是了 是的 对 对着了 对着呢 嗯 嗯嗯 好 行 中 可以 没错 要 同意 1 有 有的 約定了 是！".split()
)
def test_yes(text: str) -> None:
    found = answers.read_yes_no(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == "yes"


@pytest.mark.parametrize(
    "text", "不 不是 没有 没 不行 不用 算了 不同意 2 我不同意 没约定 没签 不对 沒有".split()
)
def test_no(text: str) -> None:
    found = answers.read_yes_no(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == "no"


@pytest.mark.parametrize("text", "不清楚 不知道 记不得 忘了 记不清了".split())
def test_not_knowing_is_an_answer_of_its_own(text: str) -> None:
    found = answers.read_yes_no(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == "unknown"


@pytest.mark.parametrize("text", "不是不同意 我不是不同意 不是没写 也不是不行 没有不同意 不是真不想".split())
def test_two_denials_are_neither(text: str) -> None:
    assert answers.read_yes_no(text, CONTEXT) is None


@pytest.mark.parametrize("text", ["月息2分", "张三", "同意什么", "5000元", "", "是不是要花钱"])
def test_neither_yes_nor_no(text: str) -> None:
    assert answers.read_yes_no(text, CONTEXT) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1", "yes"), ("2", "no"), ("约定了", "yes"), ("没约定", "no"), ("有", "yes"), ("没有", "no"),
        ("没约定过", "no"), ("约定过", "yes"),
        ("第二个", "no"), ("是的", "yes"), ("没约定吧", "no"), ("選1", "yes"), ("YES", "yes"),
    ],
)  # fmt: skip
def test_choice_of_two(text: str, key: str) -> None:
    found = answers.read_choice(text, AGREED)
    assert isinstance(found, Reading)
    assert found.value == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("现金给的", "cash"),
        ("微信", "wechat"),
        ("银行", "bank"),
        ("①", "cash"),
        ("B", "wechat"),
        ("几种都有", "mix"),
        ("第3个", "bank"),
        ("４", "mix"),
    ],
)
def test_choice_of_several(text: str, key: str) -> None:
    found = answers.read_choice(text, PAID)
    assert isinstance(found, Reading)
    assert (found.value, found.shown) == (key, answers.labels(PAID.options[key])[0])


@pytest.mark.parametrize("text", ["转账", "现金和微信", "不是现金", "支付宝", "现金可以吗", ""])
def test_choice_that_is_not_clear_is_left_open(text: str) -> None:
    assert answers.read_choice(text, PAID) is None


def test_number_beyond_the_choices_is_refused() -> None:
    found = answers.read_choice("7", PAID)
    assert isinstance(found, Refusal)
    assert "1到4" in found.sentence


def test_free_text_is_cleaned_and_limited() -> None:
    found = answers.read_text("借钱不还\u200b\x00\ud800。", CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == "借钱不还。"
    assert isinstance(answers.read_text("长" * 2001, CONTEXT), Refusal)
    assert isinstance(answers.read_text("。。。", CONTEXT), Refusal)
    assert answers.read_text("  ", CONTEXT) is None
    assert isinstance(answers.read_short_text("长" * 101, CONTEXT), Refusal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12人", 12),
        ("三个人", 3),
        ("我们五个", 5),
        ("就我一个", 1),
        ("5", 5),
        ("一百零二户", 102),
        ("没有", 0),
    ],
)
def test_count(text: str, value: int) -> None:
    found = answers.read_count(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == value


@pytest.mark.parametrize("text", ["十几个", "好几个", "20多人", "99999999"])
def test_loose_count_is_refused(text: str) -> None:
    assert isinstance(answers.read_count(text, CONTEXT), Refusal)


@pytest.mark.parametrize("text", ["5000元", "三年", "张三", "多少人"])
def test_no_count(text: str) -> None:
    assert answers.read_count(text, CONTEXT) is None


@pytest.mark.parametrize(
    ("text", "value", "asked"),
    [
        ("3月到6月", "2026-03 2026-04 2026-05 2026-06", True),
        ("3、4、5月", "2026-03 2026-04 2026-05", True),
        ("2023年11月到2024年2月", "2023-11 2023-12 2024-01 2024-02", False),
        ("去年12月和今年1月", "2025-12 2026-01", False),
        ("2025年3月、5月", "2025-03 2025-05", False),
        ("最近三个月", "2026-08 2026-09 2026-10", True),
        ("今年9月到现在", "2026-09 2026-10 2026-11", False),
        ("2026-03到2026-05", "2026-03 2026-04 2026-05", False),
        ("去年11月到1月", "2025-11 2025-12 2026-01", False),
        ("12月", "2025-12", True),
        ("三月份、四月份", "2026-03 2026-04", True),
    ],
)
def test_months_of_pay(text: str, value: str, asked: bool) -> None:
    found = months.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == value.split()
    assert bool(found.confirm) is asked


@pytest.mark.parametrize("text", ["13月", "2027年1月到3月"])
def test_months_that_cannot_be_are_refused(text: str) -> None:
    assert isinstance(months.read(text, CONTEXT), Refusal)


def test_pasted_table_with_every_kind_of_separator() -> None:
    text = (
        "姓名\t身份证号\t电话\t金额\n"
        "1\t张三\t150622199003070018\t13812340018\t12,000\n"
        "李四，15062219851231002X，13912340018，１.５万\n"
        "乌日娜、150622200002291025、13712340018、八千五\n"
        "王五  152723198506150019  13612340018  9000元\n"
        "合计 44500"
    )
    found = workers.read(text, CONTEXT)
    assert isinstance(found, Reading)
    value = flat(found.value)
    assert value["faults"] == []
    assert value["total_fen"] == 4450000
    assert value["rows"] == [
        {"name": "张三", "id_number": "150622199003070018", "phone": "13812340018", "amount_fen": 1200000},
        {"name": "李四", "id_number": "15062219851231002X", "phone": "13912340018", "amount_fen": 1500000},
        {"name": "乌日娜", "id_number": "150622200002291025", "phone": "13712340018", "amount_fen": 850000},
        {"name": "王五", "id_number": "152723198506150019", "phone": "13612340018", "amount_fen": 900000},
    ]
    assert found.shown == "4人，合计44,500元"


def test_faults_of_a_table_name_their_row() -> None:
    text = (
        "张三 150622199003070019 13812340018 3000\n李四 13912340 十来万\n"
        "张三 150622199003070018 3000\n赵六 150622199003070018 4000"
    )
    found = workers.read(text, CONTEXT)
    assert isinstance(found, Reading)
    faults = flat(found.value)["faults"]
    assert isinstance(faults, list)
    said = [(flat(fault)["row"], flat(fault)["reason"]) for fault in faults]
    assert said[0] == (1, "这个身份证号的最后一位对不上，可能有一位写错了")
    assert (2, "金额“十来万”不是准数") in said
    assert (4, "和第3行的身份证号一样") in said
    assert not found.exact


@pytest.mark.parametrize("text", ["你好", "我要讨薪", "张三", ""])
def test_no_table(text: str) -> None:
    assert workers.read(text, CONTEXT) is None


def test_address() -> None:
    found = answers.read_address("住在准格尔旗薛家湾镇某小区3号楼2单元501", CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == "准格尔旗薛家湾镇某小区3号楼2单元501"
    assert answers.read_address("薛家湾", CONTEXT) is not None
    assert answers.read_address("不知道", CONTEXT) is None
