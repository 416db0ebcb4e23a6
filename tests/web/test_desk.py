"""The mediator's doors over real Redis and SQLite: who sees what, who may do what, one winner."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar, WSMsgType
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.desk import canned, desk_live, fact_views, views
from bot.errors import ContentError
from bot.law import citations
from bot.model import Channel, Delivery, Kind, Parcel
from bot.store.vault import Vault
from bot.transcript import load as load_session
from tests.story.test_private_lending import to_review
from tests.talk import Talk
from tests.web.staff_bench import Office, keep, log_in, office, token

AT = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass
class Hand:
    """One logged-in browser at the doors."""

    client: TestClient[Any, Any]
    token: str

    async def get(self, path: str) -> Any:
        answer = await self.client.get(f"/api/desk/{path}")
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def post(self, path: str, **data: Any) -> tuple[int, Any]:
        answer = await self.client.post(f"/api/desk/{path}", json=data, headers={"X-CSRF": self.token})
        return answer.status, await answer.json()

    async def refused(self, path: str) -> tuple[int, str]:
        answer = await self.client.get(f"/api/desk/{path}")
        return answer.status, (await answer.json())["error"]


Come = Callable[[str], Awaitable[Hand]]


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        yield made


@pytest.fixture
async def come(place: Office) -> AsyncIterator[Come]:
    server = TestServer(place.app)
    clients: list[TestClient[Any, Any]] = []

    async def arrive(login: str) -> Hand:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        await log_in(client, login)
        return Hand(client, await token(client))

    yield arrive
    for client in clients:
        await client.close()


async def claimed(place: Office, come: Come, *texts: str) -> tuple[Hand, Talk, str]:
    """王建国 has taken over somebody."""
    talk = await place.citizen("citizen-1", *texts)
    wang = await come("wang")
    one = (await place.handoff_of(talk)).id
    assert (await wang.post(f"handoffs/{one}/claim"))[0] == 200
    return wang, talk, one


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


async def test_the_brief_tells_what_is_known_where_from_and_what_is_missing(
    place: Office, come: Come
) -> None:
    wang, talk, one = await claimed(place, come)
    brief = await wang.get(f"handoffs/{one}/brief")
    facts = {fact["field"]: fact for fact in brief["facts"]}
    assert facts["principal"]["value"] == "50,000元"
    assert not facts["principal"]["confirmed"]
    source = facts["principal"]["source"]
    lines = await place.world.desk().transcript.history(talk.sid)
    assert "5万元" in next(line.text for line in lines if line.n == source)
    assert "利息" in " ".join(brief["gaps"])
    assert {"item", "there"} <= brief["checklist"][0].keys()
    assert any(row["there"] for row in brief["checklist"] if "借条" in row["item"])
    assert (await place.audited("read_brief"))[0].actor == place.people["wang"].id


async def test_covered_values_are_shown_on_request_and_that_is_logged(place: Office, come: Come) -> None:
    talk = Talk(place.world)
    await to_review(talk)
    await talk.says("转人工")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    facts = {fact["field"]: fact for fact in (await wang.get(f"handoffs/{one}/brief"))["facts"]}
    for field, shown, whole in (
        ("respondent_name", "张*", "张三"),
        ("applicant_phone", "138****8000", "13800138000"),
        ("applicant_id", "150622********0018", "150622199003070018"),
    ):
        assert (facts[field]["value"], facts[field]["covered"]) == (shown, True)
        assert await wang.post(f"handoffs/{one}/reveal", field=field) == (200, {"value": whole})
    assert not facts["principal"]["covered"]
    assert (facts["respondent_phone"]["value"], facts["respondent_phone"]["covered"]) == ("不知道", False)
    event = (await place.audited("reveal"))[0]
    assert (event.actor, event.subject, event.data) == (
        place.people["wang"].id,
        one,
        {"field": "applicant_id"},
    )
    assert (await wang.post(f"handoffs/{one}/reveal", field="nothing"))[0] == 404


async def test_a_value_is_put_right_by_the_same_reader(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    assert await wang.post(f"handoffs/{one}/facts", field="principal", words="六万") == (
        200,
        {"shown": "60,000元"},
    )
    fact = next(
        fact for fact in (await wang.get(f"handoffs/{one}/brief"))["facts"] if fact["field"] == "principal"
    )
    assert (fact["value"], fact["by"], fact["confirmed"]) == ("60,000元", "工作人员填写", True)
    status, answer = await wang.post(f"handoffs/{one}/facts", field="lent_on", words="2023年2月30日")
    assert status == 422
    assert "2月" in answer["error"]
    assert await talk.answer("principal") == "60,000元"


async def test_given_back_the_bot_asks_what_was_open_and_the_edit_stays(place: Office, come: Come) -> None:
    talk = Talk(place.world)
    await talk.says("张三2023年5月1日借我5万元,约定年底还,写了借条")
    asked = talk.asked()
    await talk.says("转人工")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    status, answer = await wang.post(f"handoffs/{one}/give-back", note="已经讲清楚")
    assert (status, answer["handoff"]["state"]) == (200, "returned")
    session = (await load_session(place.world.sessions, talk.sid))[1]
    assert session.mode == "bot"
    assert await talk.answer("principal") == "60,000元"
    lines = await place.world.desk().transcript.history(talk.sid)
    assert lines[-1].card is not None
    assert lines[-1].card["field"] == asked
    assert (await wang.post(f"handoffs/{one}/lines", text="还在吗"))[0] == 403


async def test_what_is_said_to_the_bot_after_the_end_stays_between_them(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    await wang.post(f"handoffs/{one}/give-back")
    before = (await wang.get(f"handoffs/{one}/lines"))["lines"]
    assert before[-1]["author"] in {"bot", "system"}
    await talk.says("微信转账")
    assert (await wang.get(f"handoffs/{one}/lines"))["lines"] == before


async def test_a_wish_for_a_call_shows_its_number_to_the_holder_only(place: Office, come: Come) -> None:
    place.world.open_now = False
    talk = await place.citizen("citizen-1")
    await talk.says("13800138000 下午三点后")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert (await wang.get(f"handoffs/{one}/brief"))["callback"] == "138****8000 下午三点后"
    await wang.post(f"handoffs/{one}/claim")
    assert (await wang.get(f"handoffs/{one}/brief"))["callback"] == "13800138000 下午三点后"


async def test_closing_needs_an_outcome_and_other_needs_a_word(place: Office, come: Come) -> None:
    wang, _, one = await claimed(place, come)
    for outcome, sentence in {"": "请先选一个结果", "won": "请先选一个结果", "other": "要写一句说明"}.items():
        status, answer = await wang.post(f"handoffs/{one}/close", outcome=outcome)
        assert status == 422
        assert sentence in answer["error"]
    status, answer = await wang.post(f"handoffs/{one}/close", outcome="other", note="转社区处理")
    assert (status, answer["handoff"]["outcome"]) == (200, "其他")
    ended = (await wang.get("queue?filter=ended"))["rows"]
    assert [row["id"] for row in ended] == [one]
    assert (await (await come("li")).get("queue?filter=ended"))["rows"] == []
    status, answer = await wang.post(f"handoffs/{one}/notes", text="再记一句")
    assert (status, answer["error"]) == (403, "这次对话已结束，不能再改。")


async def test_a_submitted_case_has_number_papers_consents_and_clocks(place: Office, come: Come) -> None:
    talk = Talk(place.world)
    await to_review(talk)
    await talk.taps("确认提交")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    waiting = await wang.get(f"handoffs/{one}/brief")
    assert [clock["title"] for clock in waiting["clocks"]] == ["调解员确认接受"]
    await wang.post(f"handoffs/{one}/claim")
    brief = await wang.get(f"handoffs/{one}/brief")
    assert brief["case"]["number"] == "（2026）内0622诉前调1号"
    assert {paper["title"] for paper in brief["papers"]} >= {"调解申请书", "证据清单"}
    assert {row["scope"]: row["answer"] for row in brief["consents"]}["愿意调解"] == "同意"
    clock = next(clock for clock in brief["clocks"] if clock["day"] == "2026-12-22")
    assert (clock["words"], clock["level"]) == ("还有30天", "far")
    assert brief["editable"]
    seen = {fact["field"]: fact["value"] for fact in brief["facts"]}
    assert (seen["applicant_id"], seen["applicant_phone"]) == ("150622********0018", "138****8000")
    replies = {one["id"]: one for one in (await wang.get(f"canned?handoff={one}"))["replies"]}
    assert replies["number"]["text"].startswith("王秀兰您好，您的案件编号是（2026）内0622诉前调1号")
    assert replies["number"]["missing"] == []


async def test_ready_made_replies_say_what_is_still_missing(place: Office, come: Come) -> None:
    wang, _, one = await claimed(place, come)
    replies = {one["id"]: one for one in (await wang.get(f"canned?handoff={one}"))["replies"]}
    assert len(replies) >= 20
    assert "我是调解员王建国" in replies["hello"]["text"]
    assert replies["number"]["missing"] == ["当事人姓名", "案号"]
    status, answer = await wang.post(f"handoffs/{one}/lines", text=replies["number"]["text"])
    assert status == 422
    assert "案号" in answer["error"]


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


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "white").save(out, "JPEG")
    return out.getvalue()


async def test_evidence_comes_as_a_download_and_a_small_picture(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    data = picture()
    media = await keep(place.blobs, "借条 1.jpg", data, "image/jpeg")
    await talk.send(Kind.IMAGE, media=media)
    piece = (await wang.get(f"handoffs/{one}/brief"))["evidence"][0]
    line = (await wang.get(f"handoffs/{one}/lines"))["lines"][-1]
    for found in (piece, line["media"]):
        answer = await wang.client.get(found["url"])
        assert await answer.read() == data
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%80%9F")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        small = await wang.client.get(found["thumb"])
        assert small.headers["Content-Type"] == "image/jpeg"
        assert max(Image.open(io.BytesIO(await small.read())).size) == 320
        large = await wang.client.get(found["view"])
        assert Image.open(io.BytesIO(await large.read())).size == (900, 600)
        assert "sandbox" in large.headers["Content-Security-Policy"]
    assert len(await place.audited("read_file")) == 4
    await place.blobs.remove(media.blob)
    assert (await wang.client.get(piece["url"])).status == 404


async def test_evidence_of_somebody_else_is_not_found_here(place: Office, come: Come) -> None:
    wang, _, one = await claimed(place, come)
    other = await place.citizen("citizen-2")
    await other.send(Kind.IMAGE, media=await keep(place.blobs, "x.jpg", picture(), "image/jpeg"))
    async with place.world.records.begin() as tx:
        pieces = await tx.evidence.of(other.sid)
    for piece in pieces or [pytest.fail("no evidence was kept")]:
        assert (await wang.refused(f"handoffs/{one}/files/{piece.id}"))[0] == 404


async def test_the_quota_of_a_wechat_window_is_told(place: Office, come: Come) -> None:
    talk = await place.citizen("wx-1", channel=Channel.WECHAT)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    brief = await wang.get(f"handoffs/{one}/brief")
    assert brief["quota"] == {"left": 5, "words": "还可发5条，48小时内"}
    place.world.clock.pass_(hours=1)
    heard = (await talk.session()).heard
    await place.world.sessions.count(f"sent:{talk.sid}:{heard}", 3600, by=2)
    assert (await wang.get(f"handoffs/{one}/brief"))["quota"]["words"] == "还可发3条，47小时内"
    await place.world.sessions.count(f"sent:{talk.sid}:{heard}", 3600, by=3)
    assert "用完了" in (await wang.get(f"handoffs/{one}/brief"))["quota"]["words"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("45015", "超过48小时"),
        ("errcode 45047: out of response count limit", "条数用完"),
        ("errcode 40003", "找不到这位当事人"),
        ("48001", "没有发客服消息的权限"),
        ("43004 require subscribe", "取消关注"),
        ("errcode 61004", "代码61004"),
        ("timeout", "请打电话联系"),
    ],
)
def test_a_failed_delivery_says_why_in_words(error: str, words: str) -> None:
    parcel = Parcel("p", "s", Channel.WECHAT, "to", 3, "body", Delivery.FAILED, AT, error=error)
    assert views.ticks([parcel])["3"]["state"] == "failed"
    assert words in views.delivery_words(parcel)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("respondent_name", "张三", "张*"),
        ("applicant_name", "巴特巴尔", "巴**尔"),
        ("applicant_phone", "13800138000", "138****8000"),
        ("applicant_id", "150622********0018", "150622********0018"),
        ("applicant_place", "薛家湾镇某小区3号楼", "薛家湾镇****"),
        ("respondent_place", "沙圪堵镇", "沙圪堵镇"),
    ],
)
def test_sensitive_values_are_covered_by_what_they_are(field: str, value: str, shown: str) -> None:
    assert fact_views.masked(field, value) == shown


@pytest.mark.parametrize(
    ("left", "words", "level"),
    [(6, "还有6天", "far"), (5, "还有5天", "near"), (0, "今天到期", "near"), (-1, "已过1天", "over")],
)
def test_a_clock_says_how_long_is_left(left: int, words: str, level: str) -> None:
    end = views.calendar.period(date(2026, 11, 22), days=30)
    shown = views._clock("诉前调解期限", end, end.day - timedelta(left))
    assert (shown["words"], shown["level"], shown["day_words"]) == (words, level, "2026年12月22日")


def test_what_ready_made_replies_rest_on_is_cited_in_them_and_in_force() -> None:
    for reply in canned.load():
        for cited in reply.law:
            assert citations.valid(cited, date(2026, 11, 22))
            assert citations.render(cited).replace("中华人民共和国", "") in reply.text, reply.id
            assert "仅供参考" in reply.text
        assert "《" not in reply.text or reply.law, reply.id
        assert not set(reply.text) & set("!！"), reply.id


def test_a_faulty_file_of_replies_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "canned.yml"
    path.write_text("- {id: a, title: t, keys: [], text: 'x {nobody}'}\n" * 2, "utf-8")
    with pytest.raises(ContentError) as raised:
        canned.load(path)
    assert len(raised.value.faults) == 3


async def hear(socket: Any, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            news: dict[str, Any] = (await socket.receive()).json()
            if news["type"] == kind:
                return news


async def test_new_people_and_new_words_ring_at_once(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    origin = {"Origin": str(wang.client.make_url("")).rstrip("/")}
    async with wang.client.ws_connect("/ws/desk", headers=origin) as socket:
        await socket.send_json({"type": "open", "id": one})
        await hear(socket, "lines")
        await talk.says("您好，在吗")
        assert (await hear(socket, "queue"))["id"] in {"", one}
        await place.world.sessions.wake(f"chat:{talk.sid}", "citizen-typing")
        assert (await hear(socket, "typing"))["id"] == one
        await socket.send_str("no json")
        await socket.send_json({"type": "ping"})
        await hear(socket, "pong")


async def test_the_typing_of_the_holder_reaches_the_citizen(place: Office, come: Come) -> None:
    wang, talk, one = await claimed(place, come)
    origin = {"Origin": str(wang.client.make_url("")).rstrip("/")}
    notes = place.world.sessions.listen(f"chat:{talk.sid}")
    assert (await anext(notes))[1] == ""
    async with wang.client.ws_connect("/ws/desk", headers=origin) as socket:
        await socket.send_json({"type": "open", "id": one})
        await hear(socket, "lines")
        await socket.send_json({"type": "typing"})
        async with asyncio.timeout(5):
            assert (await anext(notes))[1] == "typing"
    await notes.aclose()


async def test_another_mediator_hears_nothing_of_a_conversation(place: Office, come: Come) -> None:
    _, talk, one = await claimed(place, come)
    li = await come("li")
    origin = {"Origin": str(li.client.make_url("")).rstrip("/")}
    async with li.client.ws_connect("/ws/desk", headers=origin) as socket:
        await socket.send_json({"type": "open", "id": one})
        await socket.send_json({"type": "typing"})
        await place.world.sessions.wake(f"chat:{talk.sid}", "9")
        await socket.send_json({"type": "ping"})
        kinds = set()
        while "pong" not in kinds:
            kinds.add((await socket.receive(5)).json()["type"])
    assert kinds <= {"queue", "pong"}


@pytest.mark.parametrize("origin", ["https://evil.example", None])
async def test_the_socket_opens_for_our_own_page_only(place: Office, come: Come, origin: str | None) -> None:
    wang = await come("wang")
    headers = {"Origin": origin} if origin else {}
    headers |= {"Upgrade": "websocket", "Connection": "Upgrade"}
    assert (await wang.client.get("/ws/desk", headers=headers)).status == 403


async def test_a_socket_ends_with_its_session(
    place: Office, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_live, "CHECK_S", 0.1)
    wang = await come("wang")
    origin = {"Origin": str(wang.client.make_url("")).rstrip("/")}
    async with wang.client.ws_connect("/ws/desk", headers=origin) as socket:
        await wang.client.post("/logout", data={"csrf": wang.token})
        await hear(socket, "ended")
        assert (await socket.receive(5)).type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING}


async def test_the_page_holds_nothing_inline(come: Come) -> None:
    wang = await come("wang")
    answer = await wang.client.get("/desk")
    page = await answer.text()
    assert "style=" not in page
    assert page.count("<script") == 1
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
