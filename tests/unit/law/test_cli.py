from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.cli import USAGE, run


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("fee 36000", ["700元", "诉讼费用交纳办法》第十三条", "仅供参考"]),
        ("fee 3.6万 half", ["350元"]),
        ("fee enforcement 36000", ["440元"]),
        ("fee preservation 896000", ["5,000元"]),
        ("fee order 36000", ["233.33元"]),
        ("fee divorce 800000", ["3,050元至3,300元"]),
        ("interest 100000 24 2023-10-01 2024-10-01", ["13,837.81元", "不受保护"]),
        ("interest overdue 50000 2025-01-01 2025-07-01", ["768.63元"]),
        ("interest sale 80000 2024-03-01 2024-09-01 plus=1.5", ["2,087.01元"]),
        ("interest construction 500000 2024-11-01 2025-11-01", ["15,500元"]),
        ("interest daily 3000 5 2025-01-01 2025-12-31", ["546元"]),
        ("interest late 36000 2026-01-01 2026-11-22", ["2,047.50元"]),
        ("interest 200000 24 2019-03-01 2024-12-31 sued=2025-01-10", ["179,055.34元", "请以官方公布为准"]),
        ("limitation general 2023-05-01", ["2026年5月6日", "第一百八十八条"]),
        ("limitation general 2023-05-01 today=2026-11-22", ["可能已过期", "不得向对方释明"]),
        ("limitation general 2022-05-05 demand=2024-05-06", ["2027年5月6日"]),
        ("limitation support", ["不适用诉讼时效"]),
        ("labour severance 2021-03-01 2026-11-22 6500 last=6800", ["45,800元"]),
        ("labour severance 2021-03-01 2026-11-22 6500 unlawful", ["78,000元"]),
        ("labour double 2025-05-01 2025-12-31 6000 signed=2025-07-16", ["9,034.48元"]),
        ("labour overtime 6525 weekday 20", ["1,125元"]),
        ("labour leave 6525 5", ["3,000元"]),
        ("injury disability 45 10 2023", ["97,352元"]),
        ("injury death 30 2023", ["973,520元"]),
        ("injury funeral 2022", ["51,902元"]),
        ("injury dependant 10 10 2023 2", ["12,899.60元"]),
        ("injury work 5000 9", ["45,000元"]),
        ("support 6000 1", ["1,200元至1,800元"]),
        ("support 60000 1 yearly", ["1,000元至1,500元"]),
        ("deadline 2026-11-20 30d", ["2026年12月21日", "休息日"]),
        ("deadline 2026-11-20 3wd", ["2026年11月25日"]),
        ("deadline 2026-11-30 3m", ["2027年3月1日", "没有录入"]),
        ("deadline T05 2026-11-22", ["2026年12月22日", "在线调解规则"]),
        ("cite 民法典188", ["第一百八十八条", "三年"]),
    ],
)
def test_the_command_line_answers_with_formula_and_article(command: str, words: list[str]) -> None:
    text, code = run(command.split())
    assert code == 0, text
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("fee", "少写了一项"),
        ("fee abc", "看不懂"),
        ("fee -5", "不能是负数"),
        ("fee NaN", "看不懂"),
        ("fee 1.234", "最多写到分"),
        ("interest 100 24 2024-13-01 2024-10-01", "日期请写成"),
        ("interest 100 24 2024-10-02 2024-10-01", "在开始之前"),
        ("interest 100 24 2026-01-01 2026-10-01", "还没有录入"),
        ("limitation nothing 2024-01-01", "没有这一种"),
        ("labour dance", "可以算"),
        ("labour overtime 100 sunday 3", "加班种类"),
        ("injury death 30 2030", "统计数据还没有录入"),
        ("support 6000 0", "至少有一个孩子"),
        ("deadline 2026-11-20 30x", "期限写成"),
        ("deadline 2026-12-30 5wd", "2027年的放假安排"),
        ("cite 民法典9999", "没有登记"),
        ("tea", "没有这个计算"),
        ("fee 99999999999999999999", "太大"),
        ("deadline 9999-12-31 30d", "算不了"),
        ("deadline 2026-01-01 9999y", "算不了"),
    ],
)
def test_bad_input_gets_a_chinese_sentence_and_code_two(command: str, word: str) -> None:
    text, code = run(command.split())
    assert code == 2
    assert word in text


def test_help_and_nothing_show_the_usage() -> None:
    assert run(["help"]) == (USAGE, 0)
    assert run([]) == (USAGE, 2)


WORDS = st.lists(
    st.one_of(
        st.sampled_from("overdue sale late general severance death T05 2026-01-01 100 half 30d 2wd".split()),
        st.text(max_size=8),
    ),
    max_size=6,
)  # fmt: skip


@given(
    st.sampled_from(["fee", "interest", "limitation", "labour", "injury", "support", "deadline", "cite"]),
    WORDS,
)
def test_nothing_anybody_types_breaks_it(command: str, words: list[str]) -> None:
    text, code = run([command, *words])
    assert text
    assert code in {0, 2}


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("instalments 50000 3 2027-01-31", ("第2期 2027年2月28日 16,666.66元", "16,666.68元", "仅供参考")),
        ("instalments 5万 3 2025-01-31 rate=12 since=2024-12-31", ("利息509.59元", "保护上限12.4%")),
        ("traffic 2025-01-01 70 25000 150000 3000", ("交强险170,000元", "5,600元", "请以官方公布为准")),
        ("injury lost 6000 30", ("6,000元", "误工证明")),
    ],
)
def test_plans_and_splits(command: str, words: tuple[str, ...]) -> None:
    text, code = run(command.split())
    assert code == 0
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("instalments 50000 999 2027-01-31", "期数"),
        ("instalments 50000 3 2027-01-31 rate=12", "since"),
        ("instalments 50000 3 2027-01-31 step=1.5", "整数"),
        ("instalments 50000 3 3024-01-31", "3024年"),
        ("support 6000 1000", "孩子"),
        ("interest 50000 900 2024-01-01 2025-01-01", "太高"),
        ("fee 99999999999999", "太大"),
        ("traffic 2025-01-01 170 1 1", "0到100"),
    ],
)
def test_absurd_input_gets_a_sentence(command: str, words: str) -> None:
    text, code = run(command.split())
    assert code == 2
    assert words in text
