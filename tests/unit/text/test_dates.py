"""Dates in the 95 ways a citizen says them, and what is done about days that do not exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.text import dates
from bot.text.reading import Context, Direction, Reading, Refusal, flat

TODAY = date(2026, 11, 22)
PAST = Context(TODAY)
TABLE = yaml.safe_load(Path(__file__).with_name("dates.yml").read_text(encoding="utf-8"))["rows"]

Row = tuple[int, str, Direction, str, str, str, bool]


def test_table_holds_all_95_rows() -> None:
    assert {row[0] for row in TABLE} == set(range(1, 96))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_expression(row: Row) -> None:
    _, text, direction, start, end, granularity, asked = row
    found = dates.read(text, Context(TODAY, direction))
    if start == "none":
        assert found is None
    elif start == "ask":
        assert isinstance(found, Refusal)
        assert "。" in found.sentence or found.sentence.endswith("？")
    else:
        assert isinstance(found, Reading)
        value = flat(found.value)
        assert (value["start"], value["end"], value["granularity"]) == (start, end, granularity)
        assert bool(found.confirm) is asked
        assert found.exact or found.confirm


@pytest.mark.parametrize(
    ("text", "time"),
    [("昨天凌晨两点", "02:00"), ("晚上八点半", "20:30"), ("昨晚", "18:00-24:00"), ("今早",
    "06:00-12:00"), ("后晌", "12:00-18:00"),
     ("2023年5月1日上午10点", "10:00"), ("昨天下午3点一刻", "15:15")],
)  # fmt: skip
def test_time_of_day_is_kept(text: str, time: str) -> None:
    found = dates.read(text, PAST)
    assert isinstance(found, Reading)
    assert flat(found.value)["time"] == time


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("一季度", "2026-01-01", "2026-03-31"), ("去年冬天", "2025-12-01", "2026-02-28"), ("2024年国庆",
        "2024-10-01", "2024-10-01"),
        ("去年8月到今年2月", "2025-08-01", "2026-02-28"), ("九几年", "1990-01-01", "1999-12-31"),
        ("90年代", "1990-01-01", "1999-12-31"),
        ("2020年前后", "2019-01-01", "2021-12-31"), ("腊月三十", "2026-02-16", "2026-02-16"),
        ("2023年闰二月初三", "2023-03-24", "2023-03-24"),
        ("2019年腊月二十三", "2020-01-17", "2020-01-17"), ("2023年 5 月 1 日", "2023-05-01", "2023-05-01"),
        ("2023.05.01-2024.05.01", "2023-05-01", "2024-05-01"), ("那是2021年的事了", "2021-01-01",
        "2021-12-31"),
        ("我在2023年5月1日借给他的", "2023-05-01", "2023-05-01"), ("２０２３年５月１日", "2023-05-01",
        "2023-05-01"),
        ("二〇二三年五月一號", "2023-05-01", "2023-05-01"), ("2023年5月1日，不对，6月1日是2024年6月1日",
        "2024-06-01", "2024-06-01"),
    ],
)  # fmt: skip
def test_more_ways_to_say_it(text: str, start: str, end: str) -> None:
    found = dates.read(text, PAST)
    assert isinstance(found, Reading)
    assert (flat(found.value)["start"], flat(found.value)["end"]) == (start, end)


def test_months_are_counted_from_the_anchor_by_the_civil_code() -> None:
    found = dates.read("三个月内还清", Context(TODAY, "future", anchor=date(2026, 8, 31)))
    assert isinstance(found, Reading)
    assert flat(found.value)["end"] == "2026-11-30"


def test_end_of_the_year_of_the_loan() -> None:
    found = dates.read("年底还", Context(TODAY, "future", anchor=date(2023, 5, 1)))
    assert isinstance(found, Reading)
    assert (flat(found.value)["start"], flat(found.value)["end"]) == ("2023-12-01", "2023-12-31")


def test_question_names_the_words_and_the_day() -> None:
    found = dates.read("上周五", PAST)
    assert isinstance(found, Reading)
    assert found.confirm == "您说的“上周五”是2026年11月13日，对吗？"


def test_lunar_date_is_never_taken_silently() -> None:
    found = dates.read("八月十五", PAST)
    assert isinstance(found, Reading)
    assert (flat(found.value)["lunar"], found.exact) == (True, False)
    assert "农历" in found.confirm


def test_recurring_day_says_how_often() -> None:
    found = dates.read("每月15号", PAST)
    assert isinstance(found, Reading)
    assert flat(found.value) | {"start": "", "end": ""} == {
        "start": "", "end": "", "granularity": "recurring", "lunar": False, "every": "month", "day": 15,
    }  # fmt: skip
    assert found.shown == "每月15日"


@pytest.mark.parametrize(
    "text", ["2月30日", "2024年2月30号", "2025年13月", "11月31号", "20230532", "32号", "2022年闰二月"]
)
def test_day_the_calendar_does_not_have_is_refused(text: str) -> None:
    found = dates.read(text, PAST)
    assert isinstance(found, Refusal)
    assert "日历上没有" in found.sentence


@pytest.mark.parametrize(
    "text", ["什么时候开庭", "2023年借的钱还能起诉吗", "三个人", "你好", "", "5000元", "张三"]
)
def test_other_text_is_left_alone(text: str) -> None:
    assert dates.read(text, PAST) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("张三2023年5月1日借我5万元,约定年底还,写了借条", ["2023年5月1日", "年底"]),
        ("住3号楼2单元，电话13812340018，蒙K20231", []),
        ("干了10年，欠了三年，23年没见", []),
        ("2023年5月1日和6月1日分两次借的", ["2023年5月1日", "6月1日"]),
        ("从2022年3月到2023年6月一直没发工资", ["从2022年3月到2023年6月"]),
        ("他最近老是躲着我，三天两头换号码", []),
        ("八月十五那天在薛家湾，元旦又来过", ["八月十五那天", "元旦"]),
        ("一个月三千，三月没给", ["三月"]),
    ],
)
def test_dates_in_a_story(text: str, words: list[str]) -> None:
    assert [text[found.start : found.end] for found in dates.find(text, PAST)] == words


@given(
    st.dates(date(1950, 1, 1), TODAY),
    st.sampled_from(
        [
            "{0}年{1}月{2}日",
            "{0}年{1}月{2}号",
            "{0}-{1:02d}-{2:02d}",
            "{0}.{1}.{2}",
            "{0}/{1}/{2}",
            "{0}{1:02d}{2:02d}",
        ]
    ),
)
def test_written_day_reads_back(when: date, form: str) -> None:
    found = dates.read(form.format(when.year, when.month, when.day), PAST)
    assert isinstance(found, Reading)
    assert (flat(found.value)["start"], flat(found.value)["end"], found.confirm) == (
        when.isoformat(),
        when.isoformat(),
        "",
    )


@given(st.dates(date(1950, 1, 1), TODAY))
def test_day_as_shown_reads_back(when: date) -> None:
    found = dates.read(dates.show_day(when), PAST)
    assert isinstance(found, Reading)
    assert found.shown == dates.show_day(when)


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_day_without_year_lies_on_the_side_it_is_meant(today: date, month: int, day: int) -> None:
    past = dates.read(f"{month}月{day}号", Context(today))
    future = dates.read(f"{month}月{day}号", Context(today, "future"))
    assert isinstance(past, Reading)
    assert isinstance(future, Reading)
    assert str(flat(past.value)["start"]) <= today.isoformat() <= str(flat(future.value)["start"])
