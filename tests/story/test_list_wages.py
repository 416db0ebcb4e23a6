"""Wages month by month where one sum may stand too: told, spread over months, pasted, corrected, added up."""

from __future__ import annotations

import pytest

from tests.story.test_lists import stored
from tests.talk import Talk

TWO_PARTS = "3月欠4000，4月到6月每月欠6500"


async def to_owed(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "包工头", "大路镇某项目工地", "2026年3月1日", "不干了", "2026年8月31日")
    await talk.says("2026年3月", "2026年6月", "6500")
    assert talk.asked() == "wage_owed"


async def months(talk: Talk) -> list[tuple[str, int]]:
    """(first day, fen) of every row, after a look at the total."""
    value = (await stored(talk, "wage_owed")).value
    assert isinstance(value, dict)
    rows: list[list[dict[str, object]]] = value["rows"]  # type: ignore[assignment]
    found = [(str((row[0] or {}).get("start", ""))[:7], int(str(row[1]["high_fen"]))) for row in rows]
    assert value["total_fen"] == sum(fen for _, fen in found)
    return found


async def test_one_sum_is_still_one_answer(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says("19500")
    assert talk.asked() == "wage_proof"
    assert (await stored(talk, "wage_owed")).value == {"low_fen": 1_950_000, "high_fen": 1_950_000}


async def test_a_stretch_of_months_is_one_row_a_month(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says(TWO_PARTS)
    talk.hears("4笔，合计23,500元", "1. 2026年3月，4,000元", "4. 2026年6月，6,500元", "还有吗")
    await talk.says("没有了")
    assert talk.asked() == "wage_proof"
    assert await months(talk) == [
        ("2026-03", 400_000),
        ("2026-04", 650_000),
        ("2026-05", 650_000),
        ("2026-06", 650_000),
    ]


@pytest.mark.parametrize(
    "words", ["都一样，每月5000，从3月到8月", "3到8月每个月都欠5000", "3月起6个月，每月5000"]
)
async def test_the_same_every_month_is_spread(talk: Talk, words: str) -> None:
    await to_owed(talk)
    await talk.says(words)
    talk.hears("6笔，合计30,000元", "6. 2026年8月，5,000元")


async def test_a_table_from_a_sheet_with_wide_digits_is_taken(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says(
        "月份\t欠发工资\n２０２６年３月\t４０００\n2026年4月\t6,500.50\n2026年5月\t6500元\n合计\t17000.50"
    )
    talk.hears("3笔，合计17,000.50元", "2. 2026年4月，6,500.50元")
    talk.not_hears("您说一共")


async def test_a_total_that_differs_is_said_and_kept_for_the_desk(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says("3月4000，4月6500，5月6500，一共18000")
    talk.hears("您说一共18,000元，这些加起来是17,000元，少1,000元")
    value = (await stored(talk, "wage_owed")).value
    assert isinstance(value, dict)
    assert value["said_fen"] == 1_800_000
    await talk.says("第1笔应该是5000")
    talk.hears("3笔，合计18,000元")
    talk.not_hears("您说一共")


async def test_months_take_the_place_of_the_sum_they_make_up(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says("20000", f"欠的工资写错了，是{TWO_PARTS}")
    talk.hears("4笔，合计23,500元", "您说一共20,000元，这些加起来是23,500元，多3,500元")
    await talk.says("没有了")
    assert talk.asked() == "wage_proof"


async def test_a_later_sum_stands_beside_the_first(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says("5000", "还有一笔8月15号的3000")
    talk.hears("加上了", "2笔，合计8,000元", "2. 2026年8月15日，3,000元")
    await talk.says("没有了")
    assert talk.asked() == "wage_proof"


async def test_a_month_is_corrected_by_its_name_and_taken_back(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says(TWO_PARTS, "3月那笔写错了，是4500")
    talk.hears("原来是2026年3月，4,000元，现在是2026年3月，4,500元", "合计24,000元")
    await talk.says("刚才那个撤销")
    talk.hears("改回来了", "合计23,500元")
    await talk.says("第4笔不要了")
    assert len(await months(talk)) == 3


async def test_a_list_taken_down_to_one_sum_is_one_sum(talk: Talk) -> None:
    await to_owed(talk)
    await talk.says("5000", "还有一笔8月15号的3000", "第2笔不要了", "没有了")
    assert talk.asked() == "wage_proof"
    assert (await stored(talk, "wage_owed")).value == {"low_fen": 500_000, "high_fen": 500_000}
