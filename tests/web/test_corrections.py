"""What was handed in with a mistake is put right at the desk, with the old value kept."""

from __future__ import annotations

from bot.model import CaseStatus, HandoffState
from tests.talk import Talk
from tests.web.staff_bench import Office
from tests.web.test_desk import Come, come, place, to_review  # noqa: F401 - fixtures


async def handed_in(office: Office) -> Talk:
    talk = Talk(office.world)
    await to_review(talk)
    await talk.taps("确认提交")
    return talk


async def test_a_citizen_who_finds_a_mistake_reaches_a_person(place: Office) -> None:  # noqa: F811
    talk = await handed_in(place)
    await talk.says("借款金额写错了，应该是6万")
    talk.hears("已经转给工作人员", "您要更正的是：“借款金额写错了，应该是6万”")
    assert (await place.handoff_of(talk)).case_id
    await talk.says("诉讼费是不是错了？")
    talk.not_hears("已经转给工作人员")


async def test_the_holder_corrects_the_case_and_the_old_value_stays(place: Office, come: Come) -> None:  # noqa: F811
    talk = await handed_in(place)
    await talk.says("借款金额写错了，应该是6万", "进度")
    talk.hears("您要求更正：“借款金额写错了，应该是6万”")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    status, answer = await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    assert (status, answer["error"]) == (403, "请先接手。")
    await wang.post(f"handoffs/{one}/claim")
    status, answer = await wang.post(f"handoffs/{one}/facts", field="principal", words="不晓得")
    assert status == 422
    status, answer = await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    assert (status, answer) == (200, {"shown": "60,000元"})
    brief = await wang.get(f"handoffs/{one}/brief")
    assert {fact["field"]: fact["value"] for fact in brief["facts"]}["principal"] == "60,000元"
    assert "更正“借款金额”：50,000元 → 60,000元" in [note["text"] for note in brief["notes"]]
    await talk.says("进度")
    talk.not_hears("您要求更正")
    assert any("60,000元" in finding["text"] for finding in brief["findings"]), "the checks are made again"
    heard = [line.text for line in await talk.conversation.history(talk.sid, 0)]
    assert any("登记内容更正了：借款金额，现在是60,000元" in text for text in heard)
    (event,) = await place.audited("correct")
    assert event.data == {"field": "principal"}


async def test_an_odd_value_is_taken_at_the_desk_only_when_it_is_meant(place: Office, come: Come) -> None:  # noqa: F811
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    for field, words, why in (
        ("principal", "九千亿", "超过一亿元"),
        ("rate", "年利率500%", "50,000元"),
    ):
        status, answer = await wang.post(f"handoffs/{one}/facts", field=field, words=words)
        assert status == 422
        assert why in answer["error"]
    status, answer = await wang.post(f"handoffs/{one}/facts", field="rate", words="年利率500%，确实是")
    assert (status, answer) == (200, {"shown": "年利率500%"})
    brief = await wang.get(f"handoffs/{one}/brief")
    assert not {fact["field"]: fact["confirmed"] for fact in brief["facts"]}["rate"]


async def test_a_closed_case_stays_as_it_is(place: Office, come: Come) -> None:  # noqa: F811
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
        await tx.cases.move(case.id, CaseStatus.CLOSED, expect=case.rev)
    assert not (await wang.get(f"handoffs/{one}/brief"))["editable"]
    status, answer = await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    assert (status, answer["error"]) == (422, "案件已经结束，登记的内容不能再改。")


async def test_a_case_given_back_waits_for_another_mediator(place: Office, come: Come) -> None:  # noqa: F811
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/give-back")
    again = await place.handoff_of(talk)
    assert again.id != one
    assert (again.state, again.reason) == (HandoffState.WAITING, "调解员退回")
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
    assert again.case_id == case.id


async def test_who_only_looks_gets_no_papers_and_no_names(place: Office, come: Come) -> None:  # noqa: F811
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    brief = await wang.get(f"handoffs/{one}/brief")
    assert (brief["papers"], brief["bundle"]) == ([], "")
    seen = " ".join(line["text"] for line in (await wang.get(f"handoffs/{one}/lines"))["lines"])
    assert "王秀兰" not in seen
    assert "薛家湾镇某小区3号楼" not in seen
    await wang.post(f"handoffs/{one}/claim")
    brief = await wang.get(f"handoffs/{one}/brief")
    assert brief["papers"]
    seen = " ".join(line["text"] for line in (await wang.get(f"handoffs/{one}/lines"))["lines"])
    assert "王秀兰" in seen
