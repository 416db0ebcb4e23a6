"""The brief of the desk: what is known, covered, put right, attached and ready to be said."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.desk import canned, fact_views, views
from bot.errors import ContentError
from bot.law import citations
from bot.model import Channel, Delivery, Kind, Parcel
from bot.transcript import load as load_session
from tests.story.test_private_lending import to_review
from tests.talk import Talk
from tests.web.desk_hand import Come, claimed
from tests.web.staff_bench import Office, keep

AT = datetime(2026, 11, 22, tzinfo=UTC)


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
        assert await wang.post(f"handoffs/{one}/reveal", field=field) == (200, {"value": whole, "rows": []})
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
