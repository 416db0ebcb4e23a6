"""Rows that look alike are told apart by number and sum, and a short time limit is seen in the queue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk import slip_views
from bot.ports import Slip
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office
from tests.web.test_corrections import handed_in

TODAY = date(2026, 11, 22)


async def brought_near(place: Office, talk: Talk, left: int) -> None:
    """Let time pass until the limit the law checks found has so many days left."""
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
    until = date.fromisoformat(min(one.until for one in case.findings if one.until))
    place.world.clock.pass_(days=(until - place.world.clock.today()).days - left)


async def test_a_row_tells_number_sum_and_a_short_limit(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    await brought_near(place, talk, 30)
    await place.citizen("plain")
    seen = await (await come("wang")).get("queue")
    slips = {row["reason"]: row["slip"] for row in seen["rows"]}
    assert slips.pop("案件已提交") == {
        "number": "（2026）内0622诉前调1号",
        "amount": "50,000元",
        "limit": "时效还有30天",
    }
    assert set(slips.values()) == {None}, "what was not handed in has no number yet"
    lane = next(lane for lane in seen["lanes"] if lane["id"] == "limitation")
    assert (lane["title"], lane["count"]) == ("时效60天内到期", 1)
    only = await (await come("wang")).get("queue?lane=limitation")
    assert [row["reason"] for row in only["rows"]] == ["案件已提交"]


async def test_a_limit_that_is_far_is_not_marked(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    await brought_near(place, talk, 61)
    wang = await come("wang")
    (row,) = (await wang.get("queue"))["rows"]
    assert row["slip"]["limit"] is None
    assert (await wang.get("queue?lane=limitation"))["rows"] == []


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "时效今天到期"), (1, "时效还有1天"), (60, "时效还有60天"), (61, None), (-1, None), (None, None)],
)
def test_what_is_short(days: int | None, words: str | None) -> None:
    one = Slip("1号", {}, None if days is None else TODAY + timedelta(days=days))
    assert slip_views.slip(one, TODAY)["limit"] == words
    assert slip_views.is_short(one, TODAY) is (words is not None)


def test_the_sum_is_the_one_the_papers_ask_for() -> None:
    assert (
        slip_views.slip(Slip("1号", {"principal": 100, "amount": 20_000}, None), TODAY)["amount"] == "200元"
    )
    assert slip_views.slip(Slip("1号", {"principal": 0}, None), TODAY)["amount"] == ""


async def test_links_made_for_the_staff_name_them(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    brief = await wang.get(f"handoffs/{one}/brief")
    who = place.people["wang"].id
    assert brief["bundle"].endswith(f"-{who}")
    assert all(paper["pdf"].endswith(f"-{who}") for paper in brief["papers"])
