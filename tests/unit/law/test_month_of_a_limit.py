"""Limits told by the month or the year: the first day counts, and where the day decides it is said."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue import calculators
from bot.law.citations import resolve
from bot.text.reading import Context

WORDS = library.load().words
PAST, DECIDES = "这一天已经过了", "就差在是哪一天上"


def answer(question: str, today: date) -> str:
    found = calculators.calculate(question, Context(today=today))
    assert found is not None
    assert all(resolve(one) for one in found.citations)
    return found.worded(WORDS)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("说好2022年5月还的，时效过了吗", "2025年5月6日", "2025年6月3日"),
        ("货款2024年2月该付，还能告吗", "2027年2月1日", "2027年3月1日"),
        ("尾款前年该给，现在还能要吗", "2027年1月4日", "2027年12月31日"),
        ("借条是去年写的，还管用吗", "2028年1月3日", "2029年1月2日"),
        ("2019年借的，2025年3月他还过两千，还能告吗", "2028年3月1日", "2028年3月31日"),
        ("欠条没写还款日期，2024年6月催过，过时效了吗", "2027年6月1日", "2027年6月30日"),
        ("2024年9月被狗咬了，还能告吗", "2027年9月1日", "2027年9月30日"),
        ("今年4月离职，欠我的工资还能仲裁吗", "2027年4月1日", "2027年4月30日"),
    ],
)
def test_the_first_day_is_said_first(question: str, first: str, last: str) -> None:
    told = answer(question, date(2026, 11, 30))
    assert f"算到{first}（您没说是哪一天，先按最早的一天算；要是最后一天，是{last}）" in told


@pytest.mark.parametrize(
    "question",
    [
        "说好2023年11月还我的，现在还能起诉吗",
        "货款2023年11月到期，过期了吗",
        "欠条没写还款日期，2023年11月催过，过时效了吗",
        "2019年借的，2023年11月他还过一千，还能告吗",
        "2023年11月在路上被车撞了，还能告吗",
        "2025年11月被辞退的，仲裁还来得及吗",
        "2025年11月离职，公司欠的工资还能仲裁吗",
        "2023年借给他的，现在还能告吗",
    ],
)
def test_where_the_month_alone_decides_it_is_said(question: str) -> None:
    told = answer(question, date(2026, 11, 20))
    assert DECIDES in told
    assert PAST not in told


@pytest.mark.parametrize(("on", "said"), [(date(2026, 11, 2), ""), (date(2026, 12, 1), PAST)])
def test_before_the_first_and_after_the_last_day_nothing_hangs_on_it(on: date, said: str) -> None:
    told = answer("货款2023年11月到期，过期了吗", on)
    assert DECIDES not in told
    assert (PAST in told) == bool(said)


def test_a_whole_day_has_one_end() -> None:
    told = answer("说好2022年5月10日还的，时效过了吗", date(2026, 11, 30))
    assert "算到2025年5月12日。" in told
    assert "最早的一天" not in told


def test_what_has_to_be_waited_for_is_reckoned_from_the_last_day() -> None:
    told = answer("2026年8月判的不离，什么时候能再起诉", date(2026, 11, 30))
    assert "算到2027年3月1日（您没说是哪一天，先按最晚的一天算；要是最早的一天，是2027年2月1日）" in told


def test_a_demand_of_this_year_ends_today_at_the_latest() -> None:
    told = answer("2022年借的，今年催过，时效过了吗", date(2026, 11, 30))
    assert "2029年1月2日" in told
    assert "2029年11月30日" in told


def test_the_twenty_years_of_a_year_are_told_from_both_ends() -> None:
    told = answer("2006年的借条还管用吗", date(2026, 11, 30))
    assert "算到2026年1月1日（按最早的一天算；要是最后一天，是2026年12月31日）" in told
