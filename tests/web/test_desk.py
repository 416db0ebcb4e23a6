"""The mediator's doors over real Redis and SQLite: who sees what, who may do what, one winner."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.story.test_private_lending import to_review
from tests.talk import Talk
from tests.web.desk_hand import Come, claimed
from tests.web.staff_bench import Office


async def test_the_queue_shows_who_waits_with_counts(place: Office, come: Come) -> None:
    first = await place.citizen("citizen-1")
    second = await place.citizen("citizen-2", "老板欠我三个月工资")
    wang, li = await come("wang"), await come("li")
    await li.post(f"handoffs/{(await place.handoff_of(second)).id}/claim")
    seen = await wang.get("queue")
    assert [row["id"] for row in seen["rows"]] == [(await place.handoff_of(first)).id]
    assert seen["counts"] == {"waiting": 1, "mine": 0, "all": 1}
    assert seen["rows"][0]["title"] == "民间借贷纠纷" or seen["rows"][0]["title"] == "借钱不还"
    admin = await come("guan")
    assert (await admin.get("queue"))["counts"] == {"waiting": 1, "mine": 0, "all": 2}
    assert [row["mine"] for row in (await li.get("queue?filter=mine"))["rows"]] == [True]


async def test_an_editor_has_no_business_here(come: Come) -> None:
    bian = await come("bian")
    assert (await bian.refused("queue"))[0] == 403


async def test_of_two_who_claim_at_once_one_wins_and_the_other_learns_who(place: Office, come: Come) -> None:
    wang, li = await come("wang"), await come("li")
    for turn in range(5):
        talk = await place.citizen(f"citizen-{turn}")
        path = f"handoffs/{(await place.handoff_of(talk)).id}/claim"
        answers = await asyncio.gather(wang.post(path), li.post(path))
        assert sorted(status for status, _ in answers) == [200, 409]
        winner = "王建国" if answers[0][0] == 200 else "李红"
        lost = next(data for status, data in answers if status == 409)
        assert lost["error"] == f"{winner}已经接手了这位当事人。"
        assert (await place.handoff_of(talk)).claimed_name == winner
        assert (await talk.session()).mediator == winner


async def test_claiming_again_oneself_is_harmless(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    assert (await wang.post(f"handoffs/{one}/claim"))[0] == 200
    lines = await place.world.desk().transcript.history(talk.sid)
    assert sum("王建国" in line.text for line in lines) == 1


async def test_what_another_has_taken_over_cannot_be_read_or_touched(place: Office, come: Come) -> None:
    _, talk, one = await claimed(place, come)
    await talk.sends_file()
    async with place.world.records.begin() as tx:
        piece = (await tx.evidence.of(talk.sid))[0].id
    li = await come("li")
    for path in ("brief", "lines", f"files/{piece}", "lines/1/file"):
        status, error = await li.refused(f"handoffs/{one}/{path}")
        assert (status, error) == (403, "这位当事人由王建国在办。"), path
    for path, data in {
        "lines": {"text": "您好"},
        "notes": {"text": "备注"},
        "facts": {"field": "principal", "words": "6万"},
        "reveal": {"field": "respondent_name"},
        "give-back": {},
        "close": {"outcome": "answered"},
    }.items():
        assert (await li.post(f"handoffs/{one}/{path}", **data))[0] == 403, path
    assert (await talk.session()).mode == "human"


async def test_an_admin_may_end_what_another_holds_but_not_talk_into_it(place: Office, come: Come) -> None:
    _, _, one = await claimed(place, come)
    admin = await come("guan")
    assert (await admin.get(f"handoffs/{one}/brief"))["holds"]
    assert (await admin.post(f"handoffs/{one}/lines", text="我是管理员", key="k" * 16))[0] == 403
    assert (await admin.post(f"handoffs/{one}/give-back"))[0] == 200


async def test_the_transcript_of_who_waits_is_readable_but_numbers_are_covered(
    place: Office, come: Come
) -> None:
    talk = await place.citizen("citizen-1", "我叫王秀兰，电话13800138000，张三欠我5万")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    seen = await wang.get(f"handoffs/{one}/lines")
    words = " ".join(line["text"] for line in seen["lines"])
    assert "138****8000" in words
    assert "13800138000" not in words
    await wang.post(f"handoffs/{one}/claim")
    seen = await wang.get(f"handoffs/{one}/lines")
    assert "13800138000" in " ".join(line["text"] for line in seen["lines"])


async def test_nothing_can_be_done_before_taking_over(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    for path, data in {"notes": {"text": "x"}, "facts": {"field": "principal", "words": "6万"}}.items():
        status, answer = await wang.post(f"handoffs/{one}/{path}", **data)
        assert (status, answer["error"]) == (403, "请先接手。")
    assert (await wang.post(f"handoffs/{one}/lines", text="您好"))[0] == 403
    assert (await wang.post(f"handoffs/{one}/close", outcome="answered"))[0] == 403


async def test_lines_come_in_order_after_the_last_one_known(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    seen = await wang.get(f"handoffs/{one}/lines")
    numbers = [line["n"] for line in seen["lines"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [event.subject for event in await place.audited("read_lines")] == [one]
    await talk.says("您好，在吗")
    more = await wang.get(f"handoffs/{one}/lines?after={numbers[-1]}")
    assert [(line["author"], line["text"]) for line in more["lines"]] == [("citizen", "您好，在吗")]
    assert len(await place.audited("read_lines")) == 1


async def test_a_long_transcript_comes_whole_in_parts(
    place: Office, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, talk, one = await claimed(place, come)
    lines = [replace((await place.world.desk().transcript.history(talk.sid))[0], n=n) for n in range(1, 1200)]
    async with place.world.records.begin() as tx:
        await tx.messages.add(talk.sid, lines)
    await place.world.desk().write(one, place.people["wang"], "最后一句")
    numbers: list[int] = []
    while True:
        seen = await wang.get(f"handoffs/{one}/lines?after={numbers[-1] if numbers else 0}")
        numbers += [line["n"] for line in seen["lines"]]
        if not seen["more"]:
            break
    assert numbers == list(range(1, 1200))


async def test_words_reach_the_citizen_once_however_often_they_are_posted(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    for _ in range(2):
        status, answer = await wang.post(
            f"handoffs/{one}/lines", text="您好，我来帮您", key="0123456789abcdef"
        )
        assert status == 200
    seen = await wang.get(f"handoffs/{one}/lines")
    said = [line for line in seen["lines"] if line["author"] == "mediator"]
    assert [(line["n"], line["text"], line["name"]) for line in said] == [
        (answer["n"], "您好，我来帮您", "王建国")
    ]
    assert seen["ticks"][str(answer["n"])] == {"state": "queued", "words": "等对方打开页面"}
    await talk.conversation.seen(talk.sid, answer["n"])
    seen = await wang.get(f"handoffs/{one}/lines")
    assert seen["ticks"][str(answer["n"])]["words"] == "对方页面已显示"


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("   ", 422, "请先写内容"),
        ("长" * 1001, 422, "一条最多1000个字"),
        ("{name}您好", 422, "还有没填的内容：当事人姓名"),
        ("x" * 5000, 413, "内容太长了"),
    ],
)
async def test_words_that_cannot_go_out_say_why(
    place: Office, come: Come, text: str, status: int, sentence: str
) -> None:
    wang, _, one = await claimed(place, come)
    found, answer = await wang.post(f"handoffs/{one}/lines", text=text)
    assert found == status
    assert sentence in answer["error"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"text": 5}', b"\xff"])
async def test_a_broken_body_is_refused(place: Office, come: Come, body: bytes) -> None:
    wang, _, one = await claimed(place, come)
    answer = await wang.client.post(
        f"/api/desk/handoffs/{one}/lines", data=body, headers={"X-CSRF": wang.token}
    )
    assert answer.status == 422


async def test_a_note_is_kept_for_us_and_never_said(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    assert (await wang.post(f"handoffs/{one}/notes", text="对方态度强硬，先单独谈"))[0] == 200
    brief = await wang.get(f"handoffs/{one}/brief")
    assert [(note["by"], note["text"]) for note in brief["notes"]] == [("王建国", "对方态度强硬，先单独谈")]
    lines = await place.world.desk().transcript.history(talk.sid)
    assert not [line for line in lines if "强硬" in line.text]
    async with place.world.records.begin() as tx:
        assert not [parcel for parcel in await tx.outbox.of(talk.sid) if "强硬" in parcel.body]


async def test_names_are_not_given_to_who_only_looks(place: Office, come: Come) -> None:
    talk = Talk(place.world)
    await to_review(talk)
    await talk.taps("确认提交")
    one = (await place.handoff_of(talk)).id
    replies = (await (await come("li")).get(f"canned?handoff={one}"))["replies"]
    assert not [reply for reply in replies if "王秀兰" in reply["text"]]


async def test_going_on_duty_is_seen_at_once(place: Office, come: Come) -> None:
    wang = await come("wang")
    assert (await wang.post("duty", on=True)) == (200, {"on": True})
    assert (await wang.get("queue"))["duty"]["on"]
    assert [one.login for one in await place.accounts.everybody() if one.on_duty] == ["wang"]
    assert (await wang.post("duty", on=False)) == (200, {"on": False})


async def test_the_page_holds_nothing_inline(come: Come) -> None:
    wang = await come("wang")
    answer = await wang.client.get("/desk")
    page = await answer.text()
    assert "style=" not in page
    assert page.count("<script") == 1
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
