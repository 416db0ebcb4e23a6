"""Sums, days, stretches of time and rates in every usual Chinese form read back to the same value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import Solar

from bot.text import amounts, dates, durations, rates
from bot.text.reading import Context, Reading, flat

TODAY = date(2026, 11, 22)
CONTEXT = Context(TODAY)
DIGITS = "零一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def four(value: int, digits: str, units: str) -> str:
    """Up to four digits in words, one 零 for any run of zeros inside."""
    out, gap = "", False
    for power, unit in zip((3, 2, 1, 0), units, strict=True):
        digit = value // 10**power % 10
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + unit.strip()
        gap = not digit
    return out


def words(value: int, digits: str = DIGITS, units: str = "千百十 ") -> str:
    """A whole number below 10^12 in Chinese words."""
    out, gap = "", False
    for power, unit in ((2, "亿"), (1, "万"), (0, "")):
        part = value // 10_000**power % 10_000
        if not part:
            gap = gap or bool(out)
            continue
        out += ("零" if out and (gap or part < 1000) else "") + four(part, digits, units) + unit
        gap = False
    return out or digits[0]


def fen(text: str) -> tuple[int, int]:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading), text
    value = flat(found.value)
    return int(str(value["low_fen"])), int(str(value["high_fen"]))


FORMS = (
    "{n}元", "{n}块", "{n}块钱", "{c}元", "¥{n}", "{n}.00元", "{w}元", "{w}块", "{w}块钱", "{w}元整",
    "{t}元", "{t}块", "人民币{w}元",
    "{u}元整", "人民币{u}元正", "一共{w}块", "他欠我{n}元", "大写{u}元整",
)  # fmt: skip


@given(st.integers(2, 999_999_999), st.sampled_from(FORMS))
def test_sum_in_every_form(yuan: int, form: str) -> None:
    spoken = words(yuan)
    twos = spoken.replace("二千", "两千").replace("二万", "两万").replace("二百", "两百")
    said = form.format(n=yuan, c=f"{yuan:,}", w=spoken, t=twos, u=words(yuan, CAPITALS, "仟佰拾 "))
    assert fen(said) == (yuan * 100, yuan * 100)


@given(st.integers(1, 9999), st.integers(1, 9), st.integers(0, 9), st.booleans())
def test_small_money_behind_yuan(yuan: int, jiao: int, cent: int, capital: bool) -> None:
    digits = CAPITALS if capital else DIGITS
    whole = words(yuan, digits, "仟佰拾 " if capital else "千百十 ")
    said = f"{whole}元{digits[jiao]}角" + (f"{digits[cent]}分" if cent else "整" if capital else "")
    assert fen(said) == ((yuan * 100 + jiao * 10 + cent,) * 2)
    if not capital:
        assert fen(f"{yuan}块{digits[jiao]}毛") == ((yuan * 100 + jiao * 10,) * 2)
        assert fen(f"{yuan}块{digits[jiao]}") == ((yuan * 100 + jiao * 10,) * 2)


@given(
    st.integers(1, 999), st.integers(1, 9), st.sampled_from(["万{d}", "万{d}千", "万{w}千", "w{d}", "万{w}"])
)
def test_mixed_digits_and_units(wan: int, tail: int, form: str) -> None:
    said = f"{wan}" + form.format(d=tail, w=DIGITS[tail])
    assert fen(said) == ((wan * 10_000 + tail * 1000) * 100,) * 2


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from([10, 100]))
def test_zero_stops_the_shift(wan: int, rest: int, step: int) -> None:
    value = wan * 10_000 + (rest % 9 + 1) * step
    assert fen(words(value)) == (value * 100, value * 100)


@given(
    st.decimals(Decimal("0.1"), Decimal("9999.9"), places=1),
    st.sampled_from([("万", 10_000), ("万元", 10_000), ("w", 10_000), ("千", 1000), ("亿", 10**8)]),
)
def test_decimal_of_a_unit(number: Decimal, unit: tuple[str, int]) -> None:
    value = int(number * unit[1] * 100)
    assert fen(f"{number}{unit[0]}") == (value, value)


@given(
    st.integers(1, 9),
    st.sampled_from([("千", 1000), ("万", 10_000), ("百", 100), ("十万", 100_000)]),
    st.sampled_from(["来块", "来块钱", "多块", "左右", "上下"]),
)
def test_loose_sum_holds_its_number(digit: int, unit: tuple[str, int], tail: str) -> None:
    value = digit * unit[1] * 100
    said = f"{'两' if digit == 2 and unit[1] != 100_000 else DIGITS[digit]}{unit[0]}{tail}"
    low, high = fen(said)
    assert low <= value <= high
    assert high <= value + unit[1] * 100
    found = amounts.read(said, CONTEXT)
    assert isinstance(found, Reading)
    assert not found.exact


def day_words(number: int) -> str:
    return words(number).removeprefix("一") if 10 <= number < 20 else words(number)


DAY_FORMS = (
    "{y}年{m}月{d}日", "{y}年{m}月{d}号", "{cy}年{cm}月{cd}日", "{cy}年{cm}月{cd}号",
    "{oy}年{cm}月{cd}日", "{y}年{cm}月{cd}号",
    "{y}.{m}.{d}", "{y}-{m:02d}-{d:02d}", "{y}/{m}/{d}",
    "{y}{m:02d}{d:02d}", "{y}年{m:02d}月{d:02d}日", "{s}年{m}月{d}号",
    "{y}年的{m}月{d}号", "{y} 年 {m} 月 {d} 日", "在{y}年{m}月{d}日那天",
)  # fmt: skip


@given(st.dates(date(2000, 1, 1), TODAY), st.sampled_from(DAY_FORMS))
def test_day_in_every_form(when: date, form: str) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(when.year))
    said = form.format(
        y=when.year, m=when.month, d=when.day, s=f"{when.year % 100:02d}", cy=year,
        oy=year.replace("零", "〇"),
        cm=day_words(when.month), cd=day_words(when.day),
    )  # fmt: skip
    found = dates.read(said, CONTEXT)
    assert isinstance(found, Reading)
    assert (flat(found.value)["start"], flat(found.value)["end"]) == (when.isoformat(), when.isoformat())


@given(
    st.dates(date(2001, 3, 1), date(2025, 12, 1)),
    st.sampled_from(["农历{y}年{m}月{d}", "{y}年农历{m}月{d}", "{y}年阴历{m}月{d}"]),
)
def test_lunar_day_reads_back(when: date, form: str) -> None:
    lunar = Solar.fromYmd(when.year, when.month, when.day).getLunar()
    if lunar.getMonth() < 0:
        return  # leap months are said with 闰
    if (lunar.getMonth(), lunar.getDay()) == (12, 30):
        return  # 腊月三十 is a feast word: the eve in the calendar year that is named, and it is asked back
    month = {1: "正", 11: "冬", 12: "腊"}.get(
        lunar.getMonth(), DIGITS[lunar.getMonth() % 10] if lunar.getMonth() < 10 else "十"
    )
    day = lunar.getDay()
    said = f"初{day_words(day)}" if day <= 10 else day_words(day)
    found = dates.read(form.format(y=lunar.getYear(), m=month, d=said), CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value)["start"] == when.isoformat()
    assert found.confirm


@given(st.integers(-3, 3), st.integers(0, 6), st.sampled_from(["周", "星期", "礼拜"]))
def test_weekday_words(weeks: int, number: int, word: str) -> None:
    lead = {-2: "上上", -1: "上", 0: "这", 1: "下", 2: "下下"}.get(weeks)
    if lead is None:
        return
    found = dates.read(f"{lead}{word}{'一二三四五六日'[number]}", CONTEXT)
    assert isinstance(found, Reading)
    expected = date.fromordinal(TODAY.toordinal() - TODAY.weekday() + 7 * weeks + number)
    assert flat(found.value)["start"] == expected.isoformat()


#: from the almanac: the feast in the years 2022 to 2026
FEASTS = {
    "春节": ("2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17"),
    "元宵节": ("2022-02-15", "2023-02-05", "2024-02-24", "2025-02-12", "2026-03-03"),
    "端午节": ("2022-06-03", "2023-06-22", "2024-06-10", "2025-05-31", "2026-06-19"),
    "中秋节": ("2022-09-10", "2023-09-29", "2024-09-17", "2025-10-06", "2026-09-25"),
    "重阳节": ("2022-10-04", "2023-10-23", "2024-10-11", "2025-10-29", "2026-10-18"),
    "国庆节": ("2022-10-01", "2023-10-01", "2024-10-01", "2025-10-01", "2026-10-01"),
    "元旦": ("2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"),
}


@pytest.mark.parametrize("feast", FEASTS)
@pytest.mark.parametrize("year", range(2022, 2027))
def test_feast_of_a_year(feast: str, year: int) -> None:
    relative = {2026: "今年", 2025: "去年", 2024: "前年", 2023: "大前年"}.get(year, f"{year}年")
    for said in (f"{year}年{feast}", f"{relative}{feast}"):
        found = dates.read(said, CONTEXT)
        assert isinstance(found, Reading)
        assert flat(found.value)["start"] == FEASTS[feast][year - 2022]


@given(st.integers(1, 30), st.integers(0, 11), st.booleans())
def test_years_and_months_of_time(years: int, months: int, spoken: bool) -> None:
    whole = ("两" if years == 2 else day_words(years)) if spoken else str(years)
    rest = ("两" if months == 2 else day_words(months)) if spoken else str(months)
    said = f"{whole}年" + (f"零{rest}个月" if months else "")
    found = durations.read(said, CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value)["low_days"] == flat(found.value)["high_days"] == years * 365 + months * 30


@given(
    st.integers(1, 300),
    st.sampled_from([("天", 1), ("个月", 30), ("周", 7), ("个星期", 7), ("个礼拜", 7)]),
    st.booleans(),
)
def test_single_unit_of_time(count: int, unit: tuple[str, int], spoken: bool) -> None:
    number = ("两" if count == 2 else day_words(count)) if spoken else str(count)
    found = durations.read(f"{number}{unit[0]}", CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value)["low_days"] == flat(found.value)["high_days"] == count * unit[1]


RATE_FORMS = {
    "year": ("年利率{n}%", "年利率百分之{w}", "年息{n}%", "年化{n}%", "每年{n}%", "{n}%/年"),
    "month": ("月利率{n}%", "月息{n}分", "月息{w}分", "{w}分利", "每月{n}%",
              "每月百分之{w}", "月利率百分之{w}", "{n}分的利息"),
    "day": ("每日{n}%", "日利率{n}%", "每天百分之{w}"),
}  # fmt: skip


@given(
    st.integers(1, 36), st.sampled_from([(per, form) for per, forms in RATE_FORMS.items() for form in forms])
)
def test_rate_in_every_form(number: int, form: tuple[str, str]) -> None:
    found = rates.read(form[1].format(n=number, w=day_words(number)), CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"percent": str(number), "per": form[0]}


@given(st.integers(1, 9), st.sampled_from([("千分之{w}", "0.1"), ("万分之{w}", "0.01"), ("{n}‰", "0.1")]))
def test_small_rate_of_a_day(number: int, form: tuple[str, str]) -> None:
    found = rates.read("违约金每天" + form[0].format(n=number, w=DIGITS[number]), CONTEXT)
    assert isinstance(found, Reading)
    percent = (number * Decimal(form[1])).normalize()
    assert found.value == {"percent": format(percent, "f"), "per": "day"}
