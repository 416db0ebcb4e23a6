"""Green lanes through the desk: order, counts, filter, people who filed together, a list to tick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.desk import views
from bot.model import CaseStatus
from tests.story.test_many_people import COUNT, pasted, people, submitted
from tests.story.test_other_flows import REST, WHO
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office

ROOT = Path(__file__).resolve().parents[2]


async def workers(place: Office, count: int = COUNT) -> Talk:
    talk = Talk(place.world, "workers")
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", pasted(people()[:count]), "对")
    await submitted(talk)
    return talk


async def miner(place: Office) -> Talk:
    talk = Talk(place.world, "miner")
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "公司或工厂", "哈尔乌素露天矿", "2026年3月1日", "还在干")
    await talk.says("2026年6月", "2026年8月", "6500", "19500", "没有", "只要工资", "没申请过", "没要过")
    await talk.says("愿意调解", "同意在网上", *WHO, "公司或单位", "某某运输有限公司", *REST, "确认提交")
    return talk


async def test_the_queue_has_lanes_with_counts_and_a_filter(place: Office, come: Come) -> None:
    await place.citizen("plain", "物业一直不修电梯，我不想交物业费")
    await miner(place)
    await workers(place, 3)
    await place.citizen("danger", "他天天来家里打我，还说要弄死我")
    wang = await come("wang")
    seen = await wang.get("queue")
    assert [[lane["chip"] for lane in row["lanes"]] for row in seen["rows"]] == [[], ["讨薪"], ["矿区"], []]
    assert [row["urgent"] for row in seen["rows"]] == [True, False, False, False]
    counts = {lane["id"]: (lane["count"], lane["overdue"]) for lane in seen["lanes"]}
    assert counts == {
        "danger": (1, 0),
        "plain": (3, 0),
        "wages": (1, 0),
        "mining": (1, 0),
        "petition": (0, 0),
        "company": (0, 0),
        "finance": (0, 0),
        "limitation": (0, 0),
    }
    assert [row["urgent"] for row in (await wang.get("queue?lane=danger"))["rows"]] == [True]
    assert [row["urgent"] for row in (await wang.get("queue?lane=plain"))["rows"]] == [False] * 3
    only = await wang.get("queue?lane=mining")
    assert [row["contact"]["words"] for row in only["rows"]] == ["明天17:30前联系"]
    assert only["counts"]["waiting"] == 4
    assert (await wang.get("queue?lane=nothing"))["rows"] == []
    place.world.clock.pass_(days=2)
    late = await (await come("wang")).get("queue")
    assert {lane["id"] for lane in late["lanes"] if lane["overdue"]} == {"wages", "mining"}
    assert late["rows"][1]["contact"]["level"] == "over"
    assert "超时" in late["rows"][1]["contact"]["words"]


async def test_who_filed_together_is_one_row_whose_sums_fit(place: Office, come: Come) -> None:
    talk = await workers(place)
    wang, li = await come("wang"), await come("li")
    (row,) = (await wang.get("queue"))["rows"]
    total = sum(one[3] for one in people())
    assert (row["group"]["count"], row["group"]["total_fen"]) == (COUNT, total)
    one = row["id"]
    covered = await wang.get(f"handoffs/{one}/members")
    assert "*" in covered["rows"][0]["name"]
    assert (await wang.post(f"handoffs/{one}/claim"))[0] == 200
    seen = await wang.get(f"handoffs/{one}/members")
    assert [member["name"] for member in seen["rows"]] == [worker[0] for worker in people()]
    assert [member["amount_fen"] for member in seen["rows"]] == [worker[3] for worker in people()]
    assert (seen["total_fen"], seen["table_fen"], seen["fits"], seen["blank"]) == (total, total, True, 0)
    assert {member["state"] for member in seen["rows"]} == {views.CASE_STATES[CaseStatus.IN_MEDIATION]}
    for member in (seen["rows"][0], seen["rows"][-1]):
        inside = await wang.get(f"handoffs/{one}/members/{member['case']}")
        assert inside["number"] == member["number"]
        assert len(inside["papers"]) >= 3
        owed = next(fact["value"] for fact in inside["facts"] if fact["field"] == "wage_owed")
        assert owed == member["amount"]
    assert (await li.refused(f"handoffs/{one}/members"))[0] == 403
    assert (await wang.refused(f"handoffs/{one}/members/nobody"))[0] == 404
    assert await place.audited("read_members")
    assert (await wang.post(f"handoffs/{one}/close", outcome="agreed"))[0] == 200
    async with place.world.records.begin() as tx:
        cases = await tx.cases.of(talk.sid)
    assert [case.status for case in cases] == [CaseStatus.AGREED] * COUNT


async def test_who_withdrew_stays_withdrawn_when_the_group_ends(place: Office, come: Come) -> None:
    talk = await workers(place, 3)
    async with place.world.records.begin() as tx:
        cases = await tx.cases.of(talk.sid)
        await tx.cases.move(cases[0].id, CaseStatus.WITHDRAWN, expect=cases[0].rev, outcome="withdrawn")
    wang = await come("wang")
    one = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/close", outcome="to_file")
    async with place.world.records.begin() as tx:
        after = {case.id: case.status for case in await tx.cases.of(talk.sid)}
    assert after.pop(cases[0].id) is CaseStatus.WITHDRAWN
    assert set(after.values()) == {CaseStatus.TO_FILE}


async def test_somebody_alone_has_no_members_and_no_list(place: Office, come: Come) -> None:
    talk = await place.citizen("alone")
    wang = await come("wang")
    one = (await place.handoff_of(talk)).id
    assert (await wang.refused(f"handoffs/{one}/members"))[0] == 404
    assert (await wang.get(f"handoffs/{one}/checklist"))["items"] == []
    assert (await wang.get(f"handoffs/{one}/brief"))["lanes"] == []


async def test_the_list_of_a_mining_case_is_ticked_by_who_has_it(place: Office, come: Come) -> None:
    talk = await miner(place)
    wang, li = await come("wang"), await come("li")
    one = (await place.handoff_of(talk)).id
    path = f"handoffs/{one}/checklist"
    seen = await wang.get(path)
    assert [item["part"] for item in seen["items"]] == ["split", "steps", "steps", "ways", "ways", "ways"]
    assert seen["filled"] is False
    assert (await wang.post(path, item="split", done=True))[0] == 403
    await wang.post(f"handoffs/{one}/claim")
    brief = await wang.get(f"handoffs/{one}/brief")
    assert brief["ticks"]
    assert brief["lanes"][0]["title"] == "矿区纠纷：工资"
    status, fresh = await wang.post(path, item="step_2", done=True)
    assert status == 200
    ticked = next(item for item in fresh["items"] if item["id"] == "step_2")
    assert (ticked["done"], ticked["by"]) == (True, "王建国")
    assert (await wang.post(path, item="step_9", done=True))[0] >= 400
    assert (await li.post(path, item="split", done=True))[0] == 403
    await wang.post(path, item="step_2", done=False)
    assert not any(item["done"] for item in (await wang.get(path))["items"])
    assert [event.data["done"] for event in await place.audited("tick")] == [False, True]


@pytest.mark.parametrize("word", ["一分两步三解", "两步之一"])
def test_the_courts_method_is_data_and_not_code(word: str) -> None:
    """The words of the method stand in one table, which the court fills; nothing else may hold them."""
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    assert code.count(word) <= 1
    table: Any = (ROOT / "bot/law/tables/mining.yml").read_text()
    assert word in table
