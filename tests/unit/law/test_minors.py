from __future__ import annotations

from datetime import date

import pytest

from bot.law.minors import minor

#: born 2010-10-05
NUMBER = "150622201010053021"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 10, 4), "还不满14周岁"),
        (date(2024, 10, 5), "还不满18周岁"),
        (date(2028, 10, 4), "还不满18周岁"),
        (date(2028, 10, 5), ""),
    ],
)
def test_the_birthday_decides(today: date, said: str) -> None:
    found = minor({"applicant_id": NUMBER}, today)
    assert (found.say if found else "")[3 : 3 + len(said)] == said


def test_without_a_number_nothing_is_said() -> None:
    assert minor({"applicant_name": "王秀兰"}, date(2026, 11, 22)) is None
