"""Days as they are dated in the country: 大上个月, 年根儿, 立冬, 这个月初八, 三四月份; it is 2026-11-22."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Solar

from bot.text import dates
from bot.text.reading import Context, Direction, Reading, Refusal, flat

TODAY = date(2026, 11, 22)


def answer(text: str, direction: Direction = "past") -> tuple[Reading, tuple[str, str]]:
    """The reading of an answer, its first and last day."""
    found = dates.read(text, Context(TODAY, direction))
    assert isinstance(found, Reading), text
    value = flat(found.value)
    return found, (str(value["start"]), str(value["end"]))


PLAIN = {
    "上上个月": ("2026-09-01", "2026-09-30"), "上上上个月": ("2026-08-01", "2026-08-31"),
    "大前年": ("2023-01-01", "2023-12-31"), "大大前年": ("2022-01-01", "2022-12-31"),
    "两千零二十年": ("2020-01-01", "2020-12-31"), "二千零二十三年五月": ("2023-05-01", "2023-05-31"),
    "两千零五年三月八号": ("2005-03-08", "2005-03-08"), "一千九百九十八年": ("1998-01-01", "1998-12-31"),
    "20年3月": ("2020-03-01", "2020-03-31"), "2023.5.1": ("2023-05-01", "2023-05-01"),
    "2023/5/1": ("2023-05-01", "2023-05-01"), "20230501": ("2023-05-01", "2023-05-01"),
    "202305": ("2023-05-01", "2023-05-31"), "23年5月1号": ("2023-05-01", "2023-05-01"),
    "去年今天": ("2025-11-22", "2025-11-22"), "三八": ("2026-03-08", "2026-03-08"),
    "三八那天": ("2026-03-08", "2026-03-08"), "三八妇女节": ("2026-03-08", "2026-03-08"),
    "五一借的": ("2026-05-01", "2026-05-01"), "去年十一": ("2025-10-01", "2025-10-01"),
    "昨个": ("2026-11-21", "2026-11-21"), "大前儿": ("2026-11-19", "2026-11-19"),
    "去年这个月": ("2025-11-01", "2025-11-30"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "ends"), PLAIN.items())
def test_a_plain_date_is_taken_without_a_question(text: str, ends: tuple[str, str]) -> None:
    found, told = answer(text)
    assert (told, found.confirm) == (ends, "")


ASKED = {
    "大上个月": ("2026-09-01", "2026-09-30"), "上礼拜三": ("2026-11-11", "2026-11-11"),
    "大上周五": ("2026-11-06", "2026-11-06"), "上上礼拜三": ("2026-11-04", "2026-11-04"),
    "年根儿": ("2026-02-07", "2026-02-16"), "去年年根": ("2026-02-07", "2026-02-16"),
    "前年年根儿": ("2025-01-19", "2025-01-28"), "去年年跟前": ("2026-02-07", "2026-02-16"),
    "前年年关": ("2025-01-19", "2025-01-28"), "大前年冬天": ("2023-12-01", "2024-02-29"),
    "三年前的五月": ("2023-05-01", "2023-05-31"), "两年前的3月": ("2024-03-01", "2024-03-31"),
    "三年前五月份": ("2023-05-01", "2023-05-31"), "三年前的5月8号": ("2023-05-08", "2023-05-08"),
    "十五号前": ("2026-11-15", "2026-11-15"), "月初": ("2026-11-01", "2026-11-10"),
    "月中": ("2026-11-11", "2026-11-20"), "月底": ("2026-11-21", "2026-11-30"),
    "月尾": ("2026-11-21", "2026-11-30"),
    "上月中": ("2026-10-11", "2026-10-20"), "年中": ("2026-06-01", "2026-07-31"),
    "去年年头上": ("2025-01-01", "2025-02-28"),
    "立春": ("2026-02-04", "2026-02-04"), "去年立冬": ("2025-11-07", "2025-11-07"),
    "立冬那天": ("2026-11-07", "2026-11-07"), "去年春分": ("2025-03-20", "2025-03-20"),
    "2024年立秋": ("2024-08-07", "2024-08-07"), "冬至": ("2025-12-21", "2025-12-21"),
    "前年冬至": ("2024-12-21", "2024-12-21"),
    "中秋": ("2026-09-25", "2026-09-25"), "过完年": ("2026-02-17", "2026-04-16"),
    "五一前": ("2026-04-01", "2026-04-30"), "国庆前": ("2026-09-01", "2026-09-30"),
    "去年开春": ("2025-03-01", "2025-04-30"), "去年入冬": ("2025-11-01", "2025-12-31"),
    "今年秋收": ("2026-09-01", "2026-10-31"), "前年打草的时候": ("2024-08-01", "2024-09-30"),
    "腊月二十三": ("2026-02-10", "2026-02-10"), "正月十五": ("2026-03-03", "2026-03-03"),
    "大年初五": ("2026-02-21", "2026-02-21"), "去年大年初二": ("2025-01-30", "2025-01-30"),
    "正月底": ("2026-03-09", "2026-03-18"), "腊月初": ("2026-01-19", "2026-01-28"),
    "这个月初八": ("2026-11-16", "2026-11-16"), "上个月初六": ("2026-10-15", "2026-10-15"),
    "下个月初十": ("2026-12-18", "2026-12-18"),
    "三四月份": ("2026-03-01", "2026-04-30"), "去年五六月间": ("2025-05-01", "2025-06-30"),
    "5、6月份": ("2026-05-01", "2026-06-30"), "去年十一二月": ("2025-11-01", "2025-12-31"),
    "三月底四月初": ("2026-03-21", "2026-04-10"), "去年这个时候": ("2025-11-22", "2025-11-22"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "ends"), ASKED.items())
def test_a_date_that_people_mean_loosely_or_by_the_moon_is_read_back(
    text: str, ends: tuple[str, str]
) -> None:
    found, told = answer(text)
    assert told == ends
    assert "对吗？" in found.confirm


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("十五号前", ("2026-12-15", "2026-12-15")),
        ("15号之前还清", ("2026-12-15", "2026-12-15")),
        ("下月十五号以前", ("2026-12-15", "2026-12-15")),
        ("月底", ("2026-11-21", "2026-11-30")),
        ("立春", ("2027-02-04", "2027-02-04")),
        ("年根儿", ("2027-01-27", "2027-02-05")),
        ("三四月份", ("2027-03-01", "2027-04-30")),
        ("五一前", ("2027-04-01", "2027-04-30")),
        ("年中", ("2027-06-01", "2027-07-31")),
    ],
)
def test_a_deadline_lies_ahead(text: str, ends: tuple[str, str]) -> None:
    assert answer(text, "future")[1] == ends


@pytest.mark.parametrize("text", ["年前", "开春", "秋收后", "入冬的时候", "前两年", "前几年", "最近"])
def test_a_season_without_a_year_is_asked_for(text: str) -> None:
    assert isinstance(dates.read(text, Context(TODAY)), Refusal)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我今年七十一了，借给他三万", ["今年"]),
        ("二十一还了三千", []),
        ("这个月初一直没给", ["这个月初"]),
        ("我前个月摔了", []),
        ("挂果的年头，第三个年头", []),
        ("欠我两千二十年底还", ["年底"]),
        ("头两年利息给了", []),
        ("对方五一签的合同", ["五一"]),
        ("去年中秋送来的", ["去年中秋"]),
        ("责任三八开", []),
        ("对方叫蒋立春，借我两万", []),
        ("病人谷雨欣", []),
        ("病了三十一节课", []),
        ("约好的五一领证", []),
        ("欠4月整月、5月十八天", ["4月", "5月"]),
        ("去年八月十六定的亲", ["去年八月十六"]),
        ("十一月十二月两个月没发", ["十一月", "十二月"]),
        ("房租一月四五千", []),
    ],
)
def test_words_that_only_look_like_dates(text: str, words: list[str]) -> None:
    found = dates.find(text, Context(TODAY))
    assert [text[one.start : one.end] for one in found] == words


@settings(deadline=None)
@given(
    st.sampled_from("立春 惊蛰 春分 立夏 芒种 夏至 立秋 处暑 秋分 霜降 立冬 冬至".split()),
    st.integers(2015, 2026),
)
def test_every_solar_term_is_the_day_of_the_almanac(name: str, year: int) -> None:
    found, (start, end) = answer(f"{year}年{name}")
    day = date.fromisoformat(start)
    assert (start, start[:4]) == (end, str(year))
    assert Solar.fromYmd(day.year, day.month, day.day).getLunar().getJieQi() == name
    assert found.confirm


@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-2, 2), st.integers(1, 10))
def test_a_lunar_day_of_a_month_beside_this_one(today: date, months: int, number: int) -> None:
    lead = {-2: "上上个月", -1: "上个月", 0: "这个月", 1: "下个月", 2: "下下个月"}[months]
    found = dates.read(f"{lead}初{'一二三四五六七八九十'[number - 1]}", Context(today))
    assert isinstance(found, Reading)
    day = date.fromisoformat(str(flat(found.value)["start"]))
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    here = Solar.fromYmd(today.year, today.month, today.day).getLunar()
    assert lunar.getDay() == number
    assert (abs(lunar.getMonth()) - abs(here.getMonth()) - months) % 12 == 0


YEARS = ("{w}年", "{w}年{m}月", "{w}年{m}月{d}号", "{w}年{m}月{d}日")


@given(st.dates(date(2001, 1, 1), TODAY), st.sampled_from(YEARS))
def test_a_year_in_full_words_reads_back(when: date, form: str) -> None:
    digits = "零一二三四五六七八九"
    rest = when.year % 100
    tail = (
        f"零{digits[rest]}"
        if rest < 10
        else f"零{digits[rest // 10]}十{digits[rest % 10] if rest % 10 else ''}"
    )
    said = form.format(w=f"两千{tail}", m=when.month, d=when.day)
    _, (start, end) = answer(said)
    assert start <= when.isoformat() <= end
    assert start[:4] == str(when.year)
