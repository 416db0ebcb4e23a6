"""Limits asked for in everyday words: which one is meant, and that a last day that is past is said to be."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot import library
from bot.dialogue import calculators, follow_on
from bot.dialogue.numbers_said import wonders
from bot.dialogue.session import Session
from bot.law.citations import resolve
from bot.text.reading import Context

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NOW = Context(today=date(2026, 11, 22))
WORDS = library.load().words
PAST = "已经过了"


def answer(question: str) -> str:
    """What a question is answered with; it must be one that wonders."""
    assert wonders(question)
    found = calculators.calculate(question, NOW)
    assert found is not None
    assert all(resolve(one) for one in found.citations)
    return found.worded(WORDS)


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("借条是2018年打的，还能要回来不", ("2021年12月31日", PAST)),
        ("2020年3月借给他的，现在还能告不", ("2023年3月31日", PAST)),
        ("2017年的欠条还管用不", ("2020年12月31日", PAST)),
        ("2022年1月离职的工资，现在还能要不", ("2023年1月3日", PAST)),
        ("被车撞是2021年5月的事，还行不行", ("2024年5月6日", PAST)),
        ("我前年八月在厂里受的工伤，还能认定不", ("2025年8月", PAST)),
        ("工伤去年三月出的，现在还能申请不", ("2026年3月", PAST)),
        ("一审判决书2026年11月3号到手，上诉到几号", ("2026年11月18日", PAST, "顺延", "12368")),
        ("收到裁决书是11月2号，不服起诉最晚哪天", ("2026年11月17日", PAST, "12368")),
    ],
)
def test_it_is_reckoned_and_said_to_be_past(question: str, figures: tuple[str, ...]) -> None:
    told = answer(question)
    assert not [one for one in figures if one not in told], told
    assert "在这天之前" not in told


@pytest.mark.parametrize(
    "question",
    [
        "借条是2025年写的，还能要不",
        "2025年5月1日被车撞的，还行不行",
        "2026年10月离职的，工资还能要不",
        "判决书11月16收到的，上诉期几天",
    ],
)
def test_a_day_to_come_is_not_past(question: str) -> None:
    assert PAST not in answer(question)


def test_the_employers_month_may_be_past_and_the_workers_year_not() -> None:
    assert "您自己的一年还没过" in answer("工伤今年三月出的，还能认定不")


@pytest.mark.parametrize(
    ("old", "more", "until"),
    [
        ("2016年借的钱过期没", "那要是2025年3月他答应过还呢", "2028年3月31日"),
        ("2019年借出去的钱还能告吗", "要是去年五月他还了一千呢", "2028年5月31日"),
        ("欠条2018年的，还能要不", "那去年我催过他呢", "2029年1月2日"),
    ],
)
def test_what_starts_it_anew_is_told_beside_the_old_day(old: str, more: str, until: str) -> None:
    session = Session(reckoned=old, heard_at=AT.isoformat())
    found = follow_on.again(session, AT, more, NOW)
    assert found is not None
    told = found.worded(WORDS)
    assert until in told
    assert "从那天重新算三年" in told
    assert "两年" not in told
