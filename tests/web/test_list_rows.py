"""The rows of a list at the desk: seen, and corrected one at a time, the others as they were."""

from __future__ import annotations

from typing import Any

import pytest

from tests.story.test_many_people import people, submitted
from tests.talk import Talk
from tests.web.desk_hand import Come, Hand
from tests.web.staff_bench import Office

TABLE = "张伟 13800138000 12000\n王磊 13900139000 24000.5\n李强 13700137000 18000"
FIELD = "workers"


async def told(place: Office, table: str = TABLE) -> Talk:
    talk = Talk(place.world)
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", table, "对")
    return talk


async def at_desk(place: Office, come: Come, talk: Talk) -> tuple[Hand, str]:
    """王建国 holds the talk that asked for a person."""
    if not await place.waiting():
        await talk.says("转人工")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert (await wang.post(f"handoffs/{one}/claim"))[0] == 200
    return wang, one


async def table_of(hand: Hand, one: str, field: str = FIELD) -> dict[str, Any]:
    brief = await hand.get(f"handoffs/{one}/brief")
    (fact,) = [fact for fact in brief["facts"] if fact["field"] == field]
    assert fact["table"]
    return {**fact["table"], "value": fact["value"], "notes": [note["text"] for note in brief["notes"]]}


def cells(table: dict[str, Any]) -> list[list[str]]:
    return [row["cells"] for row in table["rows"]]


def wish(table: dict[str, Any], row: int, words: str = "", what: str = "row") -> dict[str, Any]:
    return {"field": FIELD, "words": words, "what": what, "row": row, "mark": table["rows"][row - 1]["mark"]}


async def test_who_only_looks_sees_rows_without_names_and_numbers(place: Office, come: Come) -> None:
    talk = await told(place)
    await talk.says("转人工")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    table = await table_of(wang, one)
    assert table["heads"] == ["姓名", "身份证号", "手机号", "工资"]
    assert cells(table) == [
        ["张*", "", "138****8000", "12,000元"],
        ["王*", "", "139****9000", "24,000.50元"],
        ["李*", "", "137****7000", "18,000元"],
    ]
    assert table["value"] == "3人，合计54,000.50元"


async def test_the_holder_sees_names_and_the_numbers_when_asked(place: Office, come: Come) -> None:
    wang, one = await at_desk(place, come, await told(place))
    table = await table_of(wang, one)
    assert [row[0] for row in cells(table)] == ["张伟", "王磊", "李强"]
    assert table["covered"]
    status, whole = await wang.post(f"handoffs/{one}/reveal", field=FIELD)
    assert status == 200
    assert [row[2] for row in whole["rows"]] == ["13800138000", "13900139000", "13700137000"]
    (event,) = await place.audited("reveal")
    assert event.data == {"field": FIELD}


@pytest.mark.parametrize(
    ("row", "words", "now", "total"),
    [
        (2, "21000", ["王磊", "", "139****9000", "21,000元"], "3人，合计51,000元"),
        (2, "工资应该是两万一", ["王磊", "", "139****9000", "21,000元"], "3人，合计51,000元"),
        (1, "手机号13611112222", ["张伟", "", "136****2222", "12,000元"], "3人，合计54,000.50元"),
        (3, "李自强 13700137001 9000", ["李自强", "", "137****7001", "9,000元"], "3人，合计45,000.50元"),
    ],
)
async def test_one_row_of_a_draft_changes_and_the_others_stay(
    place: Office, come: Come, row: int, words: str, now: list[str], total: str
) -> None:
    wang, one = await at_desk(place, come, await told(place))
    before = await table_of(wang, one)
    status, seen = await wang.post(f"handoffs/{one}/facts/preview", **wish(before, row, words))
    assert status == 200
    assert (seen["part"], seen["total"]) == (f"第{row}个", total)
    assert cells(await table_of(wang, one)) == cells(before), "a look keeps nothing"
    assert (await wang.post(f"handoffs/{one}/facts", **wish(before, row, words)))[0] == 200
    after = await table_of(wang, one)
    assert after["value"] == total
    for place_, (was, is_) in enumerate(zip(cells(before), cells(after), strict=True), 1):
        assert is_ == (now if place_ == row else was)
    (noted,) = after["notes"]
    assert noted.startswith(f"更正“工人名单”第{row}个：")
    assert before["rows"][row - 1]["cells"][3] in noted, "the old value is kept"
    (event,) = await place.audited("edit")
    assert event.data == {"field": FIELD, "what": "row", "row": row}


async def test_a_row_is_taken_out_and_others_are_added(place: Office, come: Come) -> None:
    wang, one = await at_desk(place, come, await told(place))
    before = await table_of(wang, one)
    assert (await wang.post(f"handoffs/{one}/facts", **wish(before, 1, what="drop")))[0] == 200
    middle = await table_of(wang, one)
    assert [row[0] for row in cells(middle)] == ["王磊", "李强"]
    more = {"field": FIELD, "words": "马六 7000\n刘七 13566667777 8000", "what": "add"}
    assert (await wang.post(f"handoffs/{one}/facts", **more))[0] == 200
    assert [row[0] for row in cells(await table_of(wang, one))] == ["王磊", "李强", "马六", "刘七"]


async def test_a_row_that_moved_meanwhile_is_not_overwritten(place: Office, come: Come) -> None:
    wang, one = await at_desk(place, come, await told(place))
    before = await table_of(wang, one)
    await wang.post(f"handoffs/{one}/facts", **wish(before, 1, what="drop"))
    status, answer = await wang.post(f"handoffs/{one}/facts", **wish(before, 2, "1"))
    assert (status, answer["error"]) == (422, "这张名单刚被改过，请先看看现在的，再改。")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("老板跑了\n工资没给", ["第1行“老板跑了”", "第2行“工资没给”", "没有看到姓名"]),
        ("张伟还没给\n王磊也没给\n求帮助", ["第3行“求帮助”", "例如"]),
    ],
)
async def test_lines_that_are_no_rows_are_named_with_what_they_lack(
    place: Office, come: Come, words: str, named: list[str]
) -> None:
    wang, one = await at_desk(place, come, await told(place))
    before = await table_of(wang, one)
    for what in ("", "add"):
        status, answer = await wang.post(f"handoffs/{one}/facts", field=FIELD, words=words, what=what)
        assert status == 422
        assert all(part in answer["error"] for part in named), answer["error"]
    assert cells(await table_of(wang, one)) == cells(before)


async def test_a_number_that_cannot_be_is_refused_with_its_reason(place: Office, come: Come) -> None:
    wang, one = await at_desk(place, come, await told(place))
    before = await table_of(wang, one)
    status, answer = await wang.post(f"handoffs/{one}/facts", **wish(before, 1, "张伟 1380013800 12000"))
    assert status == 422
    assert "手机号是10位" in answer["error"]


async def test_of_people_who_filed_together_the_row_and_its_case_change(place: Office, come: Come) -> None:
    talk = Talk(place.world)
    rows = people()[:3]
    await talk.taps_flow("wage_claim")
    lines = [f"{name} {idn} {phone} {fen / 100:.2f}" for name, idn, phone, fen in rows]
    await talk.says("几个人一起", "\n".join(lines), "对")
    await submitted(talk)
    wang, one = await at_desk(place, come, talk)
    table = await table_of(wang, one)
    for what in ("drop", "add", ""):
        status, answer = await wang.post(f"handoffs/{one}/facts", **wish(table, 2, "马六 7000", what))
        assert status == 422
        assert "一行一行改" in answer["error"]
    assert (await wang.post(f"handoffs/{one}/facts", **wish(table, 2, "7000")))[0] == 200
    members = await wang.get(f"handoffs/{one}/members")
    assert [row["amount"] for row in members["rows"]][1] == "7,000元"
    assert members["fits"], "everybody's sum and the table's total are the same again"
    others = [(row["name"], row["amount_fen"]) for n, row in enumerate(members["rows"]) if n != 1]
    assert others == [(name, fen) for n, (name, _, _, fen) in enumerate(rows) if n != 1]
    (event,) = await place.audited("correct")
    assert event.data == {"field": FIELD, "what": "row", "row": 2}
