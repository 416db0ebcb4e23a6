"""Words that cn2an 0.5.24, jionlp 1.5 or recognizers-text read wrong when tried, and what they mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import amounts, dates, durations
from bot.text.capitals import in_capitals
from bot.text.reading import Context, Reading, flat

CONTEXT = Context(date(2026, 11, 22))
#: words -> fen
SUMS = {
    "10W": 10_000_000,  # cn2an and recognizers-text: 10
    "1.2w": 1_200_000,  # cn2an: 1.2
    "一个亿": 10_000_000_000,  # cn2an: 1
    "三块六毛五": 365,  # cn2an drops what is less than a yuan
    "两千三百块五毛": 230_050,
    "一毛八分": 18,
    "三万五": 3_500_000,  # jionlp: 30005
    "一万二": 1_200_000,  # jionlp: 10002
    "3万5千块": 3_500_000,  # jionlp: 65000
    # alike
    "10w块": 10_000_000,
    "3个w": 3_000_000,
    "十二万八": 12_800_000,
    "38万6千": 38_600_000,
}


@pytest.mark.parametrize(("said", "meant"), SUMS.items())
def test_a_sum_that_peers_read_wrong(said: str, meant: int) -> None:
    found = amounts.read(said, CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value) == {"low_fen": meant, "high_fen": meant}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("上个月15号", "2026-10-15"),  # recognizers-text: 2027-10-15
        # alike
        ("上上个月20号", "2026-09-20"),
        ("去年8月10号", "2025-08-10"),
        ("12月5号", "2025-12-05"),
        ("去年八月十五", "2025-10-06"),
    ],
)
def test_a_day_that_peers_read_wrong(said: str, meant: str) -> None:
    found = dates.read(said, CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value)["start"] == meant


@pytest.mark.parametrize(
    ("said", "days"), [("仨月", 90), ("俩礼拜", 14), ("一年零三个月", 455), ("两年半", 910)]
)
def test_lengths_in_country_words(said: str, days: int) -> None:
    found = durations.read(said, CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value)["low_days"] == days


@given(st.integers(1, 999), st.sampled_from(["w", "W", "万", "个w", "万元", "w块钱", "万块整"]))
def test_ten_thousands_in_every_form(many: int, unit: str) -> None:
    found = amounts.read(f"{many}{unit}", CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value)["low_fen"] == many * 1_000_000


@given(st.integers(20, 39), st.sampled_from(["{0}万", "{0}块钱", "一百{0}元"]))
def test_old_words_for_twenty_and_thirty(number: int, form: str) -> None:
    tens, ones = divmod(number, 10)
    word = ("廿" if tens == 2 else "卅") + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])
    found = amounts.read(form.format(word), CONTEXT)
    assert isinstance(found, Reading)
    yuan = number * 10_000 if "万" in form else number + (100 if "百" in form else 0)
    assert flat(found.value) == {"low_fen": yuan * 100, "high_fen": yuan * 100}


@given(
    st.integers(1, 10**11),
    st.sampled_from(["{0}", "人民币{0}", "人民币大写{0}", "大写：{0}", "人民币（大写）{0}", "共计{0}"]),
)
def test_capitals_as_receipts_write_them(fen: int, form: str) -> None:
    found = amounts.read(form.format(in_capitals(fen)), CONTEXT)
    assert isinstance(found, Reading)
    assert flat(found.value) == {"low_fen": fen, "high_fen": fen}
