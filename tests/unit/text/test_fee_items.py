"""Several sums owed at once keep what each is for; a total, a deposit and what was paid are none of them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue import fee_rows
from bot.text.reading import Context
from tests.flow_answers import knowledge


def items(text: str) -> list[tuple[str, int]]:
    found = knowledge().find_facts(text, Context(today=date(2026, 11, 22)))
    return [(one.name, one.fen // 100) for one in fee_rows.find(found, text)]


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("我是房东，押金1500，租客欠租五个月共6000，水费80没交", [("租金", 6000), ("水费", 80)]),
        ("租户欠房租四个月4800元、燃气费150元、电费260元", [("租金", 4800), ("燃气费", 150), ("电费", 260)]),
        ("欠我三个月房租共六千，取暖费两千二", [("租金", 6000), ("取暖费", 2200)]),
        ("欠着三千房租和四百电费", [("租金", 3000), ("电费", 400)]),
        ("租客跑了，房租9000没给，物业费1100，押金我收了1000", [("租金", 9000), ("物业费", 1100)]),
        ("租给他一年两万，他还差八千没给，水费200", [("", 8000), ("水费", 200)]),
        (
            "每月租金1200，他欠了9600，电费450，弄坏的空调赔800",
            [("", 9600), ("电费", 450), ("损坏赔偿", 800)],
        ),
        ("一共欠我8000，房租6500，水电费1500", [("租金", 6500), ("水电费", 1500)]),
        ("租客欠我7000，其中房租6000，水电费1000", [("租金", 6000), ("水电费", 1000)]),
        ("我租房押金2000房东不退，还有多交的房租1500", [("押金", 2000), ("多交的租金", 1500)]),
        ("房租我多交了800，押金1000也不给退", [("多交的租金", 800), ("押金", 1000)]),
    ],
)
def test_every_sum_keeps_what_it_is_for(text: str, owed: list[tuple[str, int]]) -> None:
    assert items(text) == owed


@pytest.mark.parametrize(
    "text",
    [
        "押金2000房东不退",
        "欠房租4500，押金2000",
        "欠我8000，还了5000，还差3000没给",
        "房租一个月1500，押金1500",
        "我欠房东房租5000，电费300我已经交了",
        "租客欠租6000，里面有电费300",
    ],
)
def test_one_sum_is_no_list(text: str) -> None:
    assert items(text) == []
