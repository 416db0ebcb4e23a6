"""What was handed in with a mistake is put right at the desk, with the old value kept."""

from __future__ import annotations

import pytest

from bot.model import CaseStatus, HandoffState
from tests.story.test_private_lending import to_review
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office


async def handed_in(office: Office) -> Talk:
    talk = Talk(office.world)
    await to_review(talk)
    await talk.taps("确认提交")
    return talk


async def test_a_citizen_who_finds_a_mistake_reaches_a_person(place: Office) -> None:
    talk = await handed_in(place)
    await talk.says("借款金额写错了，应该是6万")
    talk.hears("已经转给工作人员", "您要更正的是：“借款金额写错了，应该是6万”")
    assert (await place.handoff_of(talk)).case_id
    await talk.says("诉讼费是不是错了？")
    talk.not_hears("已经转给工作人员")


async def test_the_holder_corrects_the_case_and_the_old_value_stays(place: Office, come: Come) -> None:
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


async def test_an_odd_value_is_taken_at_the_desk_only_when_it_is_meant(place: Office, come: Come) -> None:
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


async def test_a_closed_case_stays_as_it_is(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    async with place.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
        await tx.cases.move(case.id, CaseStatus.CLOSED, expect=case.rev)
    assert not (await wang.get(f"handoffs/{one}/brief"))["editable"]
    status, answer = await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    assert (status, answer["error"]) == (422, "案件已经结束，登记的内容不能再改。")


async def test_a_case_given_back_waits_for_another_mediator(place: Office, come: Come) -> None:
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


async def test_who_only_looks_gets_no_papers_and_no_names(place: Office, come: Come) -> None:
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


@pytest.mark.parametrize(
    ("field", "words", "how"),
    [
        ("lent_on", "记不清了多少", "例如：2023年5月1日"),
        ("lent_on", "他忘了，可能六万", "只写“不知道”"),
        ("due_on", "不清楚，好像六万", "只写“不知道”或者“没约定”"),
        ("rate", "我也不知道写什么", "月息1分"),
        ("respondent_phone", "没有", "例如：139"),
        ("applicant_place", "没电话", "没看懂“没电话”"),
        ("has_iou", "随便改改", "请写其中一个："),
        ("principal", "呃呃啊", "三万五"),
    ],
)
async def test_what_is_no_value_is_refused_with_how_to_write_it(
    place: Office,
    come: Come,
    field: str,
    words: str,
    how: str,
) -> None:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    before = await wang.get(f"handoffs/{one}/brief")
    heard = len(await talk.conversation.history(talk.sid, 0))
    for door in ("facts/preview", "facts"):
        status, answer = await wang.post(f"handoffs/{one}/{door}", field=field, words=words)
        assert status == 422
        assert how in answer["error"]
    after = await wang.get(f"handoffs/{one}/brief")
    assert (after["facts"], after["notes"]) == (before["facts"], before["notes"])
    assert len(await talk.conversation.history(talk.sid, 0)) == heard, "the citizen is told nothing"


async def test_a_blank_is_kept_when_it_is_meant_and_is_never_confirmed(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    for field, words, state in (("lent_on", "不知道", "没有内容"), ("rate", "没有", "由工作人员改")):
        status, seen = await wang.post(f"handoffs/{one}/facts/preview", field=field, words=words)
        assert (status, seen["known"], seen["at_once"]) == (200, False, True)
        assert "现在没有具体内容" in seen["told"]
        assert (await wang.post(f"handoffs/{one}/facts", field=field, words=words))[0] == 200
        brief = await wang.get(f"handoffs/{one}/brief")
        assert {fact["field"]: fact["state"] for fact in brief["facts"]}[field] == state
        assert (await talk.conversation.history(talk.sid, 0))[-1].text == seen["told"]


async def test_a_preview_says_what_is_kept_and_told_and_keeps_nothing(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert (await wang.post(f"handoffs/{one}/facts/preview", field="principal", words="六万"))[0] == 403
    await wang.post(f"handoffs/{one}/claim")
    status, seen = await wang.post(f"handoffs/{one}/facts/preview", field="principal", words="六万")
    assert (status, seen["shown"], seen["known"]) == (200, "60,000元", True)
    assert "借款金额，现在是60,000元" in seen["told"]
    brief = await wang.get(f"handoffs/{one}/brief")
    assert {fact["field"]: fact["value"] for fact in brief["facts"]}["principal"] == "50,000元"
    await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    assert (await talk.conversation.history(talk.sid, 0))[-1].text == seen["told"]


async def test_a_draft_is_previewed_too(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-9")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    status, seen = await wang.post(f"handoffs/{one}/facts/preview", field="principal", words="六万")
    assert (status, seen["told"], seen["at_once"]) == (200, "调解员帮您改了：借款金额 60,000元。", False)
    assert await talk.answer("principal") == "50,000元"


ASKED = "借款金额写错了，应该是6万"


async def asked_and_claimed(office: Office, come: Come, said: str = ASKED) -> tuple[Talk, Come, str]:
    talk = await handed_in(office)
    await talk.says(said)
    wang, one = await come("wang"), (await office.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    return talk, wang, one


@pytest.mark.parametrize("said", [ASKED, "对方姓名填错了，改成王二", "更正一下，借的日子是去年5月"])
@pytest.mark.parametrize("outcome", ["agreed", "to_file"])
async def test_a_talk_with_an_open_correction_is_not_closed_silently(
    place: Office,
    come: Come,
    said: str,
    outcome: str,
) -> None:
    talk, wang, one = await asked_and_claimed(place, come, said)
    assert (await wang.get(f"handoffs/{one}/brief"))["wanted"] == [said]
    for settled in ("", "maybe"):
        status, answer = await wang.post(f"handoffs/{one}/close", outcome=outcome, note="", settled=settled)
        assert status == 422
        assert "更正还没处理" in answer["error"]
        assert said in answer["error"]
    assert (await place.handoff_of(talk)).state is HandoffState.CLAIMED
    status, answer = await wang.post(f"handoffs/{one}/file")
    assert status == 422
    assert "更正还没处理" in answer["error"]


async def test_a_correction_that_is_done_does_not_stand_in_the_way(place: Office, come: Come) -> None:
    _, wang, one = await asked_and_claimed(place, come)
    await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    assert (await wang.get(f"handoffs/{one}/brief"))["wanted"] == []
    assert (await wang.post(f"handoffs/{one}/close", outcome="agreed", note=""))[0] == 200


@pytest.mark.parametrize("outcome", ["agreed", "to_file"])
async def test_a_correction_is_declined_with_a_reason_and_the_citizen_hears_it(
    place: Office,
    come: Come,
    outcome: str,
) -> None:
    talk, wang, one = await asked_and_claimed(place, come)
    status, answer = await wang.post(f"handoffs/{one}/close", outcome=outcome, note=" ", settled="declined")
    assert status == 422
    assert "为什么" in answer["error"]
    closing = {"outcome": outcome, "note": "借条上是五万", "settled": "declined"}
    assert (await wang.post(f"handoffs/{one}/close", **closing))[0] == 200
    heard = [line.text for line in await talk.conversation.history(talk.sid, 0)]
    assert any(f"您要求更正的“{ASKED}”，工作人员核对后没有改" in text for text in heard)
    assert not any("借条上是五万" in text for text in heard), "the note is for staff"
    await talk.says("进度")
    talk.not_hears("等工作人员核对")


async def test_a_correction_settled_by_other_means_is_told_as_done(place: Office, come: Come) -> None:
    talk, wang, one = await asked_and_claimed(place, come)
    assert (await wang.post(f"handoffs/{one}/close", outcome="agreed", note="", settled="done"))[0] == 200
    heard = [line.text for line in await talk.conversation.history(talk.sid, 0)]
    assert any(f"您要求更正的“{ASKED}”，工作人员已经处理" in text for text in heard)
    await talk.says("进度")
    talk.not_hears("等工作人员核对")


async def test_a_talk_given_back_with_an_open_correction_waits_again(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, first = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{first}/claim")
    await wang.post(f"handoffs/{first}/close", outcome="answered", note="")
    await talk.says(ASKED)  # a new call, which does not know the case
    second = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{second}/claim")
    await wang.post(f"handoffs/{second}/give-back", note="")
    again = await place.handoff_of(talk)
    assert again.id not in {first, second}
    assert again.state is HandoffState.WAITING
