"""一周一通报: the numbers are what happened, week by week, and the file says the same."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from bot.model import Outcome
from bot.outcome_undo import TakenBack
from tests.web.admin_bench import Bureau
from tests.web.admin_hand import Come
from tests.web.test_corrections import handed_in


async def a_week(place: Bureau) -> None:
    """One case handed in, taken over after 30 minutes and agreed; one person who was only answered."""
    office, world = place.office, place.office.world
    desk, wang = world.desk(), office.people["wang"]
    talk = await handed_in(office)
    other = await office.citizen("other")
    world.clock.at += timedelta(minutes=30)
    for one, outcome in ((talk, "agreed"), (other, "answered")):
        handoff = await office.handoff_of(one)
        await desk.claim(handoff.id, wang)
        await desk.close(handoff.id, wang, Outcome(outcome), "谈好了")
    await place.ask_in_vain("法院停车收费吗", 3)


def told(rows: list[dict[str, Any]]) -> dict[str, tuple[int | None, int | None]]:
    return {row["title"]: (row["now"], row.get("before")) for row in rows}


async def test_a_week_is_counted_and_compared(place: Bureau, come: Come) -> None:
    await a_week(place)
    hand, world = await come("guan"), place.office.world
    week = await hand.get("report")
    totals = told(week["totals"])
    assert totals["提交的调解申请（件）"] == (1, 0)
    assert totals["调解员接手的"] == (2, 0)
    assert totals["办结的对话"] == (2, 0)
    assert totals["等人接手的时间，中位数（分钟）"] == (30, None)
    assert told(week["outcomes"]) == {"达成调解协议": (1, 0), "咨询已解答": (1, 0)}
    assert told(week["disputes"]) == {"借钱不还": (1, 0)}
    assert told(week["people"]) == {"王建国": (2, 2)}
    assert told(week["questions"]) == {"法院停车收费吗": (3, None)}
    today = world.clock.today().isoformat()
    assert week["first"] <= today <= week["last"]
    earlier = await hand.get(f"report?day={week['earlier']}")
    assert set(told(earlier["totals"]).values()) <= {(0, 0), (None, None)}
    world.clock.at += timedelta(days=7)
    later = told((await (await come("guan")).get("report"))["totals"])
    assert later["提交的调解申请（件）"] == (0, 1)


@pytest.mark.parametrize("days", [0, 8])
async def test_an_outcome_that_was_taken_back_is_not_counted(place: Bureau, come: Come, days: int) -> None:
    await a_week(place)
    office, world = place.office, place.office.world
    desk, wang = world.desk(), office.people["wang"]
    day = world.clock.today()
    (ended,) = [e for e in await office.audited("closed") if e.data["outcome"] == "agreed"]
    world.clock.at += timedelta(days=days, minutes=5)
    async with world.records.begin() as tx:
        handoff = await tx.handoffs.get(ended.subject)
    await TakenBack(desk).undo(handoff, wang, "点错了，其实还在谈")
    week = await (await come("guan")).get(f"report?day={day}")
    assert told(week["outcomes"]) == {"咨询已解答": (1, 0)}
    assert told(week["totals"])["办结的对话"] == (1, 0)
    assert told(week["people"]) == {"王建国": (2, 1)}
    await desk.close(handoff.id, wang, Outcome("refused"), "没谈成")
    week = await (await come("guan")).get("report")
    assert told(week["outcomes"])["一方不愿调解"][0] == 1, "the end that stands counts"


async def test_the_file_says_what_the_page_says(place: Bureau, come: Come) -> None:
    await a_week(place)
    hand = await come("guan")
    week = await hand.get("report")
    answer = await hand.client.get(f"/api/admin/report/file?day={week['first']}")
    assert answer.status == 200
    book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    rows = [tuple(row) for row in book["总数"].iter_rows(values_only=True)]
    assert rows[0] == ("项目", "本周", "上周")
    assert {row[0]: row[1] for row in rows[1:]} == {one["title"]: one["now"] for one in week["totals"]}
    assert [row[0] for row in book["没答上的问题"].iter_rows(min_row=2, values_only=True)] == [
        "法院停车收费吗"
    ]


@pytest.mark.parametrize(("day", "words"), [("2026-13-01", "日期没看懂"), ("2031-01-01", "还没有到")])
async def test_a_week_that_cannot_be_told_is_refused(come: Come, day: str, words: str) -> None:
    assert words in (await (await come("guan")).get(f"report?day={day}", 422))["error"]


async def test_it_is_for_admins(come: Come) -> None:
    assert "没有这个权限" in (await (await come("bian")).get("report", 403))["error"]
