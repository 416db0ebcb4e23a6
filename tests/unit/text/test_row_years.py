from __future__ import annotations

from datetime import date

import pytest

from bot.text.reading import Context, Reading, flat
from bot.text.row_years import with_years
from bot.text.rows import read
from flows.schema import Column

TODAY = date(2026, 11, 22)
PAID = {"on": Column("日期", "date"), "amount": Column("金额", "amount")}


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("2025年3月还2000，5月又还1500", "2025年3月还2000，2025年5月又还1500"),
        ("2024年11月还1000，12月2000，1月3000", "2024年11月还1000，2024年12月2000，2025年1月3000"),
        ("2024年11月还1000，第二年1月2000", "2024年11月还1000，2025年1月2000"),
        ("2026年11月还1000，3月还500", "2026年11月还1000，2026年3月还500"),
        ("2025年三月还2000，五月又还1500", "2025年三月还2000，2025年五月又还1500"),
        ("2024年3月还2000，去年5月1500，6月100", "2024年3月还2000，去年5月1500，2025年6月100"),
        ("去年10月还5000，3月又还2000", "去年10月还5000，2026年3月又还2000"),
        ("3月还5000，8月又还3000，今年2月还2000", "去年3月还5000，去年8月又还3000，今年2月还2000"),
        ("今年3月还1000，5月500", "今年3月还1000，5月500"),
        ("3月还2000，5月1500", "3月还2000，5月1500"),
        ("2024年还了3个月，每个月500", "2024年还了3个月，每个月500"),
    ],
)
def test_the_year_carries_on(said: str, whole: str) -> None:
    assert with_years(said, TODAY) == whole


def test_payments_of_one_year_stay_in_it() -> None:
    reading = read("2025年3月还2000，5月又还1500", Context(today=TODAY, columns=PAID))
    assert isinstance(reading, Reading)
    rows = flat(reading.value)["rows"]
    assert isinstance(rows, list)
    starts = [flat(row[0])["start"] for row in rows if isinstance(row, list)]
    assert starts == ["2025-03-01", "2025-05-01"]
