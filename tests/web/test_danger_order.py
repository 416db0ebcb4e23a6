"""Urgent rows stand in the order of what must be helped first, and each says what kind of danger it is."""

from __future__ import annotations

import pytest

from bot.law import danger_kinds, lanes
from bot.law.red_flags import flag_rows
from bot.law.rows import text
from bot.model import Kind, Media
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office

SAID = {
    "威胁": "他天天打电话威胁要弄死我全家",
    "儿童": "孩子被他打得浑身是伤",
    "暴力": "我老公现在正在打我",
    "自伤": "我不想活了",
}


@pytest.mark.parametrize("order", [list(SAID), list(reversed(SAID)), ["儿童", "自伤", "威胁", "暴力"]])
async def test_the_queue_goes_by_the_kind_of_danger_then_by_time(
    place: Office, come: Come, order: list[str]
) -> None:
    await place.citizen("calm", "转人工")
    for kind in [*order, "自伤"]:
        place.world.clock.pass_(minutes=1)
        await place.citizen(f"citizen-{kind}-{place.world.clock.now():%H%M%S}", SAID[kind])
    found = (await (await come("wang")).get("queue"))["rows"]
    assert [row["danger"] for row in found] == ["自伤", "自伤", "暴力", "儿童", "威胁", ""]
    assert found[0]["requested_at"] < found[1]["requested_at"]


async def test_a_graver_sign_moves_somebody_ahead_and_a_lesser_one_does_not_move_back(
    place: Office, come: Come
) -> None:
    talk, wang = await place.citizen("citizen-1", SAID["威胁"]), await come("wang")
    for words in (SAID["自伤"], SAID["威胁"], "你在吗"):
        await talk.says(words)
        (row,) = (await wang.get("queue"))["rows"]
        assert row["danger"] == "自伤"


async def test_a_sign_seen_while_a_person_holds_the_talk_has_its_kind(place: Office, come: Come) -> None:
    talk, wang = await place.citizen("citizen-1", "转人工"), await come("wang")
    one = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await talk.says(SAID["自伤"])
    assert (await wang.get(f"handoffs/{one}/brief"))["handoff"]["danger"] == "自伤"
    await wang.post(f"handoffs/{one}/not-danger", why="说的是气话")
    assert (await wang.get(f"handoffs/{one}/brief"))["handoff"]["danger"] == ""
    await talk.says(SAID["威胁"])
    assert (await wang.get(f"handoffs/{one}/brief"))["handoff"]["danger"] == "威胁"


def test_every_flag_has_a_kind_and_all_stand_before_every_lane() -> None:
    flags = [text(row, "id") for row in flag_rows()]
    assert [flag for flag in flags if not danger_kinds.chip(flag)] == []
    assert danger_kinds.place("unheard") < min(lane.rank_on(None) for lane in lanes.lanes().values())
    seasons = [lane.season.rank for lane in lanes.lanes().values() if lane.season]
    assert danger_kinds.place("unheard") < min(seasons)


@pytest.mark.parametrize(
    "order", [["自伤", "威胁", "暴力"], ["威胁", "暴力", "自伤"], ["暴力", "自伤", "威胁"]]
)
async def test_a_later_lesser_sign_hides_no_worse_one(place: Office, come: Come, order: list[str]) -> None:
    first, *later = order
    talk, wang = await place.citizen("citizen-1", SAID[first]), await come("wang")
    for kind in later:
        await talk.says(SAID[kind])
    (row,) = (await wang.get("queue"))["rows"]
    assert (row["danger"], row["last_line"]) == ("自伤", SAID["自伤"])
    assert row["lesser"] == [
        {"danger": "暴力", "words": SAID["暴力"]},
        {"danger": "威胁", "words": SAID["威胁"]},
    ]
    brief = (await wang.get(f"handoffs/{row['id']}/brief"))["handoff"]
    assert brief["lesser"] == row["lesser"]


async def test_of_one_kind_the_newest_words_are_shown(place: Office, come: Come) -> None:
    talk, wang = await place.citizen("citizen-1", SAID["自伤"]), await come("wang")
    await talk.says("药我已经倒出来了，我不想活了")
    (row,) = (await wang.get("queue"))["rows"]
    assert row["last_line"] == "药我已经倒出来了，我不想活了"
    assert row["lesser"] == []


async def test_what_was_found_to_be_no_danger_is_not_shown_beside_a_new_sign(
    place: Office, come: Come
) -> None:
    talk, wang = await place.citizen("citizen-1", SAID["自伤"]), await come("wang")
    one = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/not-danger", why="说的是气话")
    await talk.says(SAID["威胁"])
    row = (await wang.get(f"handoffs/{one}/brief"))["handoff"]
    assert (row["danger"], row["lesser"]) == ("威胁", [])


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (Kind.LOCATION, "我在楼顶要跳下去", ""),
        (Kind.LINK, "我不想活了 https://x.example/a", ""),
        (Kind.IMAGE, "", "遗书.jpg"),
    ],
)
async def test_who_holds_the_talk_sees_what_stands_beside_words(
    place: Office, come: Come, kind: Kind, text: str, name: str
) -> None:
    talk, wang = await place.citizen("citizen-1", "转人工"), await come("wang")
    one = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    media = Media("blob-1", name, "image/jpeg", 100, "ab" * 32) if name else None
    await talk.send(kind, text=text, media=media)
    assert (await wang.get(f"handoffs/{one}/brief"))["handoff"]["danger"] == "自伤"
