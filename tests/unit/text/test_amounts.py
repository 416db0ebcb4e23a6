"""Sums of money in every spelling people use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import amounts, numbers
from bot.text.reading import Context, Reading, Refusal, flat

CONTEXT = Context(date(2026, 11, 22))

EXACT = {
    "5000": "5000", "5,000": "5000", "５０００": "5000", "5000元": "5000", "五千块": "5000",
    "1.5万": "15000", "一万五": "15000", "1万5": "15000", "15k": "15000", "1.5w": "15000", "1.5W": "15000",
    "两万三千五": "23500", "一万零五百": "10500", "1万零500": "10500", "三百五": "350", "二百五": "250",
    "一百零五": "105", "十二万八": "128000", "两千三百块五毛": "2300.50", "2300.5": "2300.50",
    "三块六": "3.60",
    "一个亿": "100000000", "1.2亿": "120000000", "壹万贰仟叁佰肆拾伍元陆角柒分": "12345.67",
    "壹拾万零柒仟元伍角叁分": "107000.53", "壹拾万柒仟元零伍角叁分": "107000.53", "五万元整": "50000",
    "50000元正": "50000",
    "三万五": "35000", "3万5": "35000", "3万5千块": "35000", "10W": "100000", "一万二": "12000",
    "十万零八百": "100800",
    "二十万零三百五十块五": "200350.50", "三块六毛五": "3.65", "12块50": "12.50", "五毛": "0.50",
    "伍佰元零伍分": "500.05",
    "三點五萬": "35000", "伍萬圓整": "50000", "￥3,000.50": "3000.50", "人民币叁万元整（¥30000.00）": "30000",
    "1亿2千万": "120000000", "十": "10", "35000块整": "35000", "他借了我三万五": "35000",
    "我记得是三万五了": "35000",
    "3万，不对，5万": "50000", "欠他五万三年了": "50000", "借三万五月还": "30000",
    "借5万月息1分": "50000", "借了三万年利率10%": "30000", "十万年息一分": "100000",
    "3万一直没还": "30000", "一共借了35000元没还": "35000",
    "3\u200b万5": "35000", "三万五吧": "35000", "是三万五千元": "35000", "35000吧，记不太清": "35000",
}  # fmt: skip

FUZZY = {
    "十来万": ("80000", "120000"), "万把块": ("8000", "12000"), "八九千": ("8000", "9000"),
    "好几万": ("30000", "90000"),
    "小十万": ("90000", "100000"), "大概两万": ("20000", "20000"), "半万": ("5000", "5000"),
    "三千多块": ("3000", "4000"),
    "5到6万": ("50000", "60000"), "5000-6000元": ("5000", "6000"), "8、9千": ("8000", "9000"),
    "千八百块": ("800", "1000"),
    "不到五万": ("40000", "50000"), "三四万": ("30000", "40000"), "十几万": ("110000", "190000"),
    "10万左右": ("100000", "100000"),
    "3000多": ("3000", "4000"), "三十多万": ("300000", "400000"), "百八十块": ("80", "100"),
}  # fmt: skip


def fen(yuan: str) -> int:
    whole, _, part = yuan.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


@pytest.mark.parametrize(("text", "yuan"), EXACT.items())
def test_exact_sum_is_read_without_a_question(text: str, yuan: str) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"low_fen": fen(yuan), "high_fen": fen(yuan)}
    assert (found.exact, found.confirm) == (True, "")


@pytest.mark.parametrize(("text", "ends"), FUZZY.items())
def test_loose_sum_keeps_both_ends_and_asks(text: str, ends: tuple[str, str]) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"low_fen": fen(ends[0]), "high_fen": fen(ends[1])}
    assert not found.exact
    assert found.confirm.endswith("？")


@pytest.mark.parametrize(
    "text",
    [
        "3分",
        "三个人",
        "10号",
        "利息两分",
        "能告他吗",
        "欠5000元可以起诉吗",
        "怎么要回三万块",
        "一直没给",
        "不管三七二十一",
        "找了他两趟",
        "你好",
        "",
        "   ",
        "三年",
    ],
)
def test_what_is_no_sum_is_left_to_others(text: str) -> None:
    assert amounts.read(text, CONTEXT) is None


@pytest.mark.parametrize(
    "text", ["-500", "负三千", "三万、五万", "99999999999999999", "5000美元", "叁万元（50000元）"]
)
def test_sum_that_cannot_be_taken_is_refused_kindly(text: str) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Refusal)
    assert found.sentence.endswith("。")
    assert "！" not in found.sentence


def test_nothing_paid_back_is_zero_and_asked() -> None:
    found = amounts.read("一分没还", CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"low_fen": 0, "high_fen": 0}
    assert found.confirm


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("张三2023年5月1日借我5万元,约定年底还,写了借条", ["5万元"]),
        ("借给他3000，到2024年还了500，剩2500没还", ["3000", "500", "2500"]),
        ("手机13812340018，借3万5月底还，利息2分，3个人", ["3万"]),
        ("一块去干活，欠工资12000，月薪6000元，干了3个月", ["12000", "6000元"]),
        ("第三条说3000平米草场，3000斤玉米，蒙K12345，2023.5.1", []),
        ("房租每月1500，押金3000，住了2年", ["1500", "3000"]),
        ("一分钱没还过", []),
        ("借款５万圆", ["５万圆"]),
    ],
)
def test_sums_in_a_story_have_their_own_words(text: str, sums: list[str]) -> None:
    assert [text[found.start : found.end] for found in amounts.find(text, CONTEXT)] == sums


CAPITALS = {
    140950: "壹仟肆佰零玖元伍角整", 600714: "陆仟零柒元壹角肆分", 1640902: "壹万陆仟肆佰零玖元零贰分",
    32504: "叁佰贰拾伍元零肆分", 10000000: "壹拾万元整", 50: "伍角整", 10001000000: "壹亿零壹万元整",
    100050000: "壹佰万零伍佰元整", 0: "零元整", 5: "伍分", 1000: "壹拾元整", 11000: "壹佰壹拾元整",
}  # fmt: skip


@pytest.mark.parametrize(("value", "words"), CAPITALS.items())
def test_capitals_follow_the_rules_of_payment(value: int, words: str) -> None:
    assert amounts.in_capitals(value) == words


def test_capitals_refuse_what_no_paper_can_hold() -> None:
    with pytest.raises(ValueError, match="range"):
        amounts.in_capitals(-1)


@pytest.mark.parametrize(
    ("value", "shown"), [(3500000, "35,000元"), (3500050, "35,000.50元"), (5, "0.05元"), (0, "0元")]
)
def test_yuan_are_shown_with_thousands(value: int, shown: str) -> None:
    assert amounts.format_yuan(value) == shown


@given(st.integers(1, 10**13))
def test_capitals_read_back_to_the_same_sum(value: int) -> None:
    found = amounts.read(amounts.in_capitals(value), CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"low_fen": value, "high_fen": value}


DIGITS = "零一二三四五六七八九"


def four(value: int) -> str:
    out, gap = "", False
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = value // 10**power % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return out


def spoken(yuan: int) -> str:
    wan, rest = divmod(yuan, 10_000)
    head = f"{four(wan)}万" if wan else ""
    gap = "零" if head and rest and rest < 1000 else ""
    return head + gap + four(rest)


@given(
    st.integers(2, 99_999_999),
    st.sampled_from(["{s}块", "{s}元", "{s}块钱", "借了{s}元", "{n}元", "{c}元", "¥{c}", "大写{s}元整"]),
)
def test_spoken_and_written_sums_read_back(yuan: int, form: str) -> None:
    found = amounts.find(form.format(s=spoken(yuan), n=yuan, c=f"{yuan:,}"), CONTEXT)
    assert [flat(one.value)["low_fen"] for one in found] == [yuan * 100]


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("千", 1000), ("万", 10_000), ("百", 100)]))
def test_last_digit_takes_the_next_lower_unit(head: int, tail: int, unit: tuple[str, int]) -> None:
    for text in (f"{DIGITS[head]}{unit[0]}{DIGITS[tail]}", f"{head}{unit[0]}{tail}"):
        found = amounts.read(text, CONTEXT)
        assert isinstance(found, Reading)
        assert flat(found.value)["low_fen"] == (head * unit[1] + tail * unit[1] // 10) * 100


@pytest.mark.parametrize("words", ["五万" * 900, "三千五百" * 200, "1百" * 300])
def test_a_number_without_end_is_none_and_not_stepped_through(
    monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def stepped(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(numbers, "_fit", stepped)
    assert numbers.scan(words, 0) is None
    assert numbers.scan(words, 2) is None
