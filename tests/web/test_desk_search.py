"""A case is found by number, name or the end of a telephone: only what one may see, without a trace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import search
from bot.errors import Refused
from bot.model import HandoffState
from tests.web.desk_hand import Come, Hand
from tests.web.staff_bench import Office
from tests.web.test_corrections import handed_in


async def found(hand: Hand, text: str) -> list[tuple[str, str]]:
    status, answer = await hand.post("search", text=text)
    assert status == 200, answer
    return [(row["id"], row["found"]) for row in answer["rows"]]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("（2026）内0622诉前调1号", "案号对上了"),
        ("(2026) 内0622诉前调1号", "案号对上了"),
        ("诉前调1", "案号对上了"),
        ("1号", "案号对上了"),
        ("王秀兰", "姓名对上了"),
        ("秀兰", "姓名对上了"),
        ("王 秀 兰", "姓名对上了"),
        ("张三", "姓名对上了"),
        ("8000", "电话对上了"),
        ("138-0013-8000", "电话对上了"),
        ("+86 13800138000", "电话对上了"),
    ],
)
async def test_what_finds_a_case(place: Office, come: Come, text: str, by: str) -> None:
    talk = await handed_in(place)
    await place.citizen("somebody else", "李四欠我三万块钱，一直不还")
    wang = await come("wang")
    assert await found(wang, text) == [((await place.handoff_of(talk)).id, by)]


@pytest.mark.parametrize("text", ["2号", "（2025）内0622诉前调1号", "李四", "秀芳", "8001", "1380"])
async def test_what_finds_nothing(place: Office, come: Come, text: str) -> None:
    await handed_in(place)
    assert await found(await come("wang"), text) == []


@pytest.mark.parametrize("text", ["", " ", "王", "（）", "%", "号"])
async def test_too_little_is_answered_with_what_to_write(place: Office, come: Come, text: str) -> None:
    await handed_in(place)
    status, answer = await (await come("wang")).post("search", text=text)
    assert (status, answer["error"]) == (422, search.TOO_SHORT)


async def test_only_what_one_may_see_is_found(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    one = (await place.handoff_of(talk)).id
    wang, li, guan = await come("wang"), await come("li"), await come("guan")
    await wang.post(f"handoffs/{one}/claim")
    for text in ("1号", "王秀兰", "秀兰", "8000", "13800138000"):
        assert await found(li, text) == [], text
        assert [key for key, _ in await found(wang, text)] == [one], text
        assert [key for key, _ in await found(guan, text)] == [one], text
    await wang.post(f"handoffs/{one}/close", outcome="answered")
    assert [key for key, _ in await found(wang, "秀兰")] == [one], "what one has ended stays one's own"
    assert await found(li, "秀兰") == []


async def test_who_waits_with_an_open_form_is_found_too(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert not (await place.handoff_of(talk)).case_id
    assert await found(wang, "张三") == [(one, "姓名对上了")]
    assert await found(wang, "张三丰") == []


async def test_a_wish_for_a_call_is_found_by_its_telephone(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1")
    one = (await place.handoff_of(talk)).id
    async with place.world.records.begin() as tx:
        await tx.handoffs.wish(one, "139 4778 1234，下午三点")
    assert await found(await come("wang"), "1234") == [(one, "电话对上了")]


async def test_an_old_case_is_found_by_what_is_whole(
    place: Office, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest talks alone are looked into; the keyed hash knows no age."""
    talk = await handed_in(place)
    monkeypatch.setattr(search, "_newest", none)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert [key for key, _ in await found(wang, "王秀兰")] == [one]
    assert [key for key, _ in await found(wang, "13800138000")] == [one]
    assert await found(wang, "8000") == []


async def none(*_: object) -> list[object]:
    return []


async def test_a_search_is_kept_without_its_words_and_shows_masked_names(place: Office, come: Come) -> None:
    await handed_in(place)
    wang = await come("wang")
    _, answer = await wang.post("search", text="王秀兰")
    assert answer["rows"][0]["name"] == "王*兰"
    await found(wang, "13800138000")
    events = await place.audited("search")
    assert [event.data for event in events] == [{"by": ["phone"], "found": 1}, {"by": ["name"], "found": 1}]
    assert {(event.actor, event.subject) for event in events} == {(place.people["wang"].id, "")}


async def test_more_than_fit_are_said_to_be_more(
    place: Office, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await handed_in(place)
    one = await place.handoff_of(talk)
    async with place.world.records.begin() as tx:
        await tx.handoffs.end(one.id, place.people["guan"], HandoffState.RETURNED, at=one.requested_at)
        await tx.handoffs.open(replace(one, id="again"))
    monkeypatch.setattr("bot.desk.search_api.MOST", 1)
    _, answer = await (await come("guan")).post("search", text="王秀兰")
    assert (len(answer["rows"]), answer["more"]) == (1, True)


@pytest.mark.parametrize(
    ("words", "serial", "year", "tail", "name"),
    [
        ("2026诉前调12号", 12, 2026, "", ""),
        ("第12号", 12, 0, "", ""),
        ("12", 12, 0, "", ""),
        ("2026", 2026, 0, "2026", ""),
        ("２０２６", 2026, 0, "2026", ""),
        ("86 13912345678", 0, 0, "13912345678", ""),
        ("王秀兰 8000", 0, 0, "", "王秀兰8000"),
        ("ABC公司", 0, 0, "", "abc公司"),
    ],
)
def test_what_words_may_mean(words: str, serial: int, year: int, tail: str, name: str) -> None:
    one = search.wanted(words)
    assert (one.serial, one.year, one.tail, one.name) == (serial, year, tail, name)


def test_a_name_is_no_telephone_and_a_telephone_no_name() -> None:
    assert search.fits(search.wanted("8000"), "respondent_name", "8000户公司8000") == ""
    assert search.fits(search.wanted("王秀"), "applicant_phone", "王秀") == ""
    with pytest.raises(Refused):
        search.wanted("王")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("我是老白，想问点事", "老白"),
        ("我电话13811112345，给我回一个", "2345"),
        ("微信名叫草原雄鹰", "草原雄鹰"),
        ("我的手机 138 1111 2345", "13811112345"),
    ],
)
async def test_before_a_form_begins_a_talk_is_found_by_what_was_said(
    place: Office, come: Come, said: str, text: str
) -> None:
    talk = await place.citizen("unsaid", said, "转人工")
    await place.citizen("another", "我想问点别的", "转人工")
    assert (await talk.session()).form is None
    assert await found(await come("wang"), text) == [((await place.handoff_of(talk)).id, "对话里说过")]


async def test_what_the_bot_said_finds_nobody(place: Office, come: Come) -> None:
    await place.citizen("unsaid", "转人工")
    assert await found(await come("wang"), "12368") == []


async def test_words_of_a_talk_that_a_colleague_has_are_not_searched(place: Office, come: Come) -> None:
    talk = await place.citizen("unsaid", "我是老白，想问点事", "转人工")
    wang, li = await come("wang"), await come("li")
    assert (await wang.post(f"handoffs/{(await place.handoff_of(talk)).id}/claim"))[0] == 200
    assert await found(li, "老白") == []
    assert len(await found(wang, "老白")) == 1
