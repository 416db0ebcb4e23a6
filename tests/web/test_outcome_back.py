"""撤回结果: what a wrong outcome did is undone, the citizen is told, and what stands in the way is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import outcome_undo
from bot.model import CaseStatus, Channel, HandoffState
from tests.talk import Talk
from tests.web.desk_hand import Come, Hand
from tests.web.staff_bench import Office
from tests.web.test_corrections import handed_in

WHY = "点错了，其实还在谈"


async def ended(place: Office, come: Come, outcome: str, note: str = "") -> tuple[Hand, Talk, str]:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    status, answer = await wang.post(f"handoffs/{one}/close", outcome=outcome, note=note)
    assert status == 200, answer
    return wang, talk, one


async def case_of(place: Office, talk: Talk) -> tuple[CaseStatus, str, str]:
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
    return case.status, case.outcome, case.outcome_note


async def stands(hand: Hand, one: str) -> str | None:
    return (await hand.get(f"handoffs/{one}/brief"))["outcome_stands"]


async def refused(hand: Hand, one: str, **data: str) -> str:
    status, answer = await hand.post(f"handoffs/{one}/outcome-back", **({"why": WHY} | data))
    assert status == 422, answer
    return answer["error"]


@pytest.mark.parametrize(
    ("outcome", "words", "status"),
    [
        ("agreed", "达成调解协议", CaseStatus.AGREED),
        ("withdrawn", "申请人撤回", CaseStatus.WITHDRAWN),
        ("unreachable", "联系不上", CaseStatus.FAILED),
        ("refused", "一方不愿调解", CaseStatus.FAILED),
    ],
)
async def test_a_wrong_outcome_is_undone(
    place: Office, come: Come, outcome: str, words: str, status: CaseStatus
) -> None:
    wang, talk, one = await ended(place, come, outcome, "写错的说明")
    assert await case_of(place, talk) == (status, outcome, "写错的说明")
    assert await stands(wang, one) == ""
    assert (await wang.post(f"handoffs/{one}/outcome-back", why=WHY))[0] == 200
    assert await case_of(place, talk) == (CaseStatus.IN_MEDIATION, "", "")
    handoff = await place.handoff_of(talk)
    assert (handoff.state, handoff.claimed_by) == (HandoffState.CLAIMED, place.people["wang"].id)
    assert (handoff.outcome, handoff.note, handoff.closed_at) == ("", "", None)
    heard = [line.text for line in await talk.conversation.history(talk.sid, 0)]
    assert f"结果写的是“{words}”。这是点错了，不算数。王建国接着为您办" in heard[-1]
    assert (await talk.session()).mode == "human"
    notes = [note["text"] for note in (await wang.get(f"handoffs/{one}/brief"))["notes"]]
    assert f"撤回结果“{words}”：{WHY}（原来的说明：写错的说明）" in notes
    (event,) = await place.audited("outcome_back")
    assert (event.subject, event.data) == (one, {"outcome": outcome})
    assert (await wang.post(f"handoffs/{one}/lines", text="我们接着谈", key="k" * 16))[0] == 200
    assert (await wang.post(f"handoffs/{one}/close", outcome="agreed"))[0] == 200, "and it can be set anew"


async def test_a_talk_without_a_case_goes_on_too(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/close", outcome="answered")
    assert (await wang.post(f"handoffs/{one}/outcome-back", why=WHY))[0] == 200
    assert (await talk.session()).mode == "human"


async def test_a_reason_is_asked_for(place: Office, come: Come) -> None:
    wang, talk, one = await ended(place, come, "agreed")
    assert "为什么撤回" in await refused(wang, one, why="  ")
    assert "最多200个字" in await refused(wang, one, why="长" * 201)
    assert (await case_of(place, talk))[0] is CaseStatus.AGREED
    assert await place.audited("outcome_back") == []


async def test_papers_that_were_sent_keep_the_outcome(place: Office, come: Come) -> None:
    wang, talk, one = await ended(place, come, "to_file")
    assert await stands(wang, one) == outcome_undo.SENT
    assert await refused(wang, one) == outcome_undo.SENT
    assert (await case_of(place, talk))[0] is CaseStatus.TO_FILE


@pytest.mark.parametrize(
    ("action", "data", "stays"),
    [
        ("paper", {"paper": "judicial_confirmation"}, True),
        ("bundle", {"files": 2}, True),
        ("paper", {"paper": "mediation_application"}, False),
        ("paper", {}, False),
        ("read_brief", {}, False),
    ],
)
async def test_a_paper_that_rests_on_the_outcome_and_was_fetched_keeps_it(
    place: Office, come: Come, action: str, data: dict[str, object], stays: bool
) -> None:
    wang, talk, one = await ended(place, come, "agreed")
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
        await tx.audit.add("link", action, case.id, data, place.world.clock.now())  # type: ignore[arg-type]
    assert await stands(wang, one) == (outcome_undo.FETCHED if stays else "")


async def test_what_was_fetched_before_the_outcome_does_not_count(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
        await tx.audit.add("link", "bundle", case.id, {}, place.world.clock.now())
    place.world.clock.pass_(minutes=1)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/close", outcome="agreed")
    assert await stands(wang, one) == ""


async def test_who_asked_again_meanwhile_is_helped_there(place: Office, come: Come) -> None:
    wang, talk, one = await ended(place, come, "agreed")
    await talk.says("转人工")
    assert await stands(wang, one) == outcome_undo.AGAIN
    assert await refused(wang, one) == outcome_undo.AGAIN


async def test_a_case_that_went_on_keeps_what_it_has(place: Office, come: Come) -> None:
    wang, talk, one = await ended(place, come, "agreed")
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
        await tx.cases.move(case.id, CaseStatus.WITHDRAWN, expect=case.rev, outcome="withdrawn")
    assert await stands(wang, one) == outcome_undo.MOVED


async def test_only_who_ended_it_or_an_admin_may(place: Office, come: Come) -> None:
    _, talk, one = await ended(place, come, "agreed")
    li, guan = await come("li"), await come("guan")
    assert (await li.post(f"handoffs/{one}/outcome-back", why=WHY))[0] == 403
    assert (await guan.post(f"handoffs/{one}/outcome-back", why=WHY))[0] == 200
    assert (await place.handoff_of(talk)).claimed_name == "王建国"


async def test_what_is_open_or_came_from_a_table_has_nothing_to_take_back(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert await stands(wang, one) is None
    assert await refused(wang, one) == outcome_undo.NONE
    handoff = replace(await place.handoff_of(talk), state=HandoffState.CLOSED, outcome="agreed")
    undo = outcome_undo.TakenBack(place.world.desk())
    assert await undo.obstacle(replace(handoff, channel=Channel.TABLE)) == outcome_undo.TABLE


async def test_who_never_heard_of_the_end_is_not_told_of_a_mistake(place: Office, come: Come) -> None:
    wang, talk, one = await ended(place, come, "agreed")
    async with place.world.records.begin() as tx:
        for parcel in await tx.outbox.of(talk.sid):
            await tx.outbox.failed(parcel.id, "43004")
    assert (await wang.post(f"handoffs/{one}/outcome-back", why=WHY))[0] == 200
    heard = [line.text for line in await talk.conversation.history(talk.sid, 0)]
    assert not any("点错了" in text for text in heard)


@pytest.mark.parametrize("channel", [Channel.REST, Channel.WEB, Channel.WECHAT])
async def test_whoever_heard_of_the_end_hears_of_the_mistake(
    place: Office, come: Come, channel: Channel
) -> None:
    talk = await place.citizen("citizen-1", channel=channel)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/close", outcome="answered")
    assert (await wang.post(f"handoffs/{one}/outcome-back", why=WHY))[0] == 200
    last = (await talk.conversation.history(talk.sid, 0))[-1].text
    assert "结果写的是“咨询已解答”。这是点错了，不算数" in last
