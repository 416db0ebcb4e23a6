"""The H5 chat's HTTP doors."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.channels import webchat_room
from bot.channels.pace import PEOPLE_AT_ONCE, PER_PERSON
from bot.model import Author, Channel, Kind, Reply, Say
from bot.ports import ChatStatus
from tests.web.chat_bench import Bench, bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HEADERS = {"X-MB": "1"}


@pytest.fixture
def room() -> Bench:
    return bench()


@pytest.fixture
async def client(room: Bench) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(room.app)) as opened:
        await opened.get("/")
        yield opened


def token_of(client: TestClient) -> str:
    cookie = client.session.cookie_jar.filter_cookies(URL(client.make_url("/")))["mb_chat"]
    return cookie.value.partition(".")[0]


async def say(client: TestClient, text: str, named: str = "message-0001", **more: Any) -> tuple[int, Any]:
    answer = await client.post(
        "/api/chat/messages", json={"id": named, "text": text, **more}, headers=HEADERS
    )
    return answer.status, await answer.json()


async def test_page_sets_a_hidden_random_cookie_once(room: Bench) -> None:
    async with TestClient(TestServer(room.app)) as client:
        first = await client.get("/")
        cookie = first.headers["Set-Cookie"]
        assert re.search(r"mb_chat=[\w-]{22}\.[\w-]{22,};", cookie)
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        again = await client.get("/")
        assert again.cookies["mb_chat"].value == first.cookies["mb_chat"].value


async def test_cookie_is_secure_behind_https() -> None:
    async with TestClient(TestServer(bench(public_url="https://chat.example.cn").app)) as client:
        assert "Secure" in (await client.get("/")).headers["Set-Cookie"]


INVENTED = ("admin", "A" * 22, "A" * 22 + ".", "A" * 22 + "." + "B" * 22, "A" * 22 + "." + "A" * 43)


@pytest.mark.parametrize("value", INVENTED)
async def test_an_invented_cookie_opens_nothing_and_is_replaced(room: Bench, value: str) -> None:
    async with TestClient(TestServer(room.app), cookies={"mb_chat": value}) as client:
        assert (await say(client, "喂"))[0] == 401
        given = (await client.get("/")).cookies["mb_chat"].value
        assert value[:22] not in given
        assert (await say(client, "喂"))[0] == 200


async def test_a_cookie_with_another_s_signature_is_invented(room: Bench) -> None:
    async with TestClient(TestServer(room.app)) as one, TestClient(TestServer(room.app)) as other:
        mine, theirs = [(await client.get("/")).cookies["mb_chat"].value for client in (one, other)]
    mixed = f"{mine.partition('.')[0]}.{theirs.partition('.')[2]}"
    async with TestClient(TestServer(room.app), cookies={"mb_chat": mixed}) as client:
        assert (await say(client, "喂"))[0] == 401


async def test_a_cookie_of_before_signing_keeps_its_conversation(room: Bench) -> None:
    old = "abcdefghijklmnopqrstuv"
    room.chat.write(room.sid_of(old), Author.CITIZEN, "老板欠我工资")
    async with TestClient(TestServer(room.app), cookies={"mb_chat": old}) as client:
        assert (await client.get("/api/chat/messages")).status == 401
        assert (await client.get("/")).cookies["mb_chat"].value.startswith(f"{old}.")
        data = await (await client.get("/api/chat/messages")).json()
        assert [line["text"] for line in data["lines"]] == ["老板欠我工资"]


async def test_an_old_cookie_is_left_alone_while_the_store_is_down(room: Bench) -> None:
    room.chat.down = True
    async with TestClient(TestServer(room.app), cookies={"mb_chat": "abcdefghijklmnopqrstuv"}) as client:
        answer = await client.get("/")
        assert answer.status == 200
        assert "mb_chat" not in answer.cookies


async def test_page_forbids_inline_code_and_holds_none(client: TestClient) -> None:
    answer = await client.get("/")
    html = await answer.text()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)
    assert "准格尔旗人民法院" in html
    assert "maximum-scale" not in html
    assert "user-scalable" not in html


async def test_every_file_the_page_names_is_served_for_a_year(client: TestClient) -> None:
    html = await (await client.get("/")).text()
    links = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    assert len(links) >= 5
    for link in links:
        answer = await client.get(link)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]


async def test_another_version_s_file_is_answered_but_not_kept(client: TestClient) -> None:
    answer = await client.get("/static/chat/0000/main.js")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await client.get("/static/chat/0000/%2e%2e/media.py")).status == 404


async def test_a_message_and_its_answer_come_as_numbered_lines(client: TestClient) -> None:
    status, data = await say(client, "老板欠我工资")
    assert status == 200
    assert [(line["n"], line["author"], line["text"]) for line in data["lines"]] == [
        (1, "citizen", "老板欠我工资"),
        (2, "bot", "收到：老板欠我工资"),
    ]
    assert data["lines"][0]["id"] == "message-0001"
    assert data["status"] == {"mode": "bot", "mediator": "", "ahead": 0}


async def test_the_same_id_twice_gives_one_line(client: TestClient, room: Bench) -> None:
    await say(client, "一次")
    await say(client, "一次")
    news = await (await client.get("/api/chat/messages?after=0")).json()
    assert [line["author"] for line in news["lines"]] == ["citizen", "bot"]
    assert len(room.chat.heard) == 1


async def test_the_turn_knows_who_speaks_and_what_was_tapped(client: TestClient, room: Bench) -> None:
    await say(client, "借钱不还", payload="flow:private_lending")
    incoming = room.chat.heard[0]
    assert incoming.channel is Channel.WEB
    assert incoming.user == token_of(client)
    assert incoming.payload == "flow:private_lending"
    assert incoming.at.tzinfo is not None


async def test_opening_the_page_says_hello_with_the_scene(client: TestClient, room: Bench) -> None:
    await say(client, "", kind="hello", payload="lobby")
    assert (room.chat.heard[0].kind, room.chat.heard[0].payload) == (Kind.HELLO, "lobby")


async def test_only_what_is_new_is_told(client: TestClient) -> None:
    await say(client, "第一句")
    _, data = await say(client, "第二句", "message-0002", after=2)
    assert [line["n"] for line in data["lines"]] == [3, 4]


async def become_another(client: TestClient) -> None:
    client.session.cookie_jar.clear()
    await client.get("/")


async def test_two_people_do_not_see_each_other(client: TestClient) -> None:
    await say(client, "我的事")
    await become_another(client)
    assert (await (await client.get("/api/chat/messages?after=0")).json())["lines"] == []


async def test_nul_characters_never_reach_the_database(client: TestClient, room: Bench) -> None:
    await say(client, "你\0好")
    assert room.chat.heard[0].text == "你好"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"[]", 422),
        (b'{"id":"short","text":"x"}', 422),
        (b'{"id":"message-0001"}', 422),
        (b'{"id":"message-0001","text":5}', 422),
        (b'{"id":"message-0001","text":"x","kind":"gone"}', 422),
        (b'{"id":"message-0001","text":"\\ud800"}', 422),
        (b'{"id":"message-0001","text":"' + b"x" * 10_001 + b'"}', 413),
        (b'{"id":"message-0001","text":"' + b"x" * 70000 + b'"}', 413),
    ],
)
async def test_what_cannot_be_read_is_refused_in_chinese(
    client: TestClient, room: Bench, body: bytes, status: int
) -> None:
    answer = await client.post("/api/chat/messages", data=body, headers=HEADERS)
    assert answer.status == status
    assert re.search(r"[一-龥]{5}", (await answer.json())["error"])
    assert room.chat.heard == []


async def test_a_chunked_body_is_cut_at_the_limit(client: TestClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 4096

    answer = await client.post("/api/chat/messages", data=endless(), headers=HEADERS)
    assert answer.status == 413


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-MB": "1", "Origin": "https://evil.example"},
        {"X-MB": "1", "Origin": "null"},
        {"X-MB": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-MB": "1", "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_other_sites_cannot_speak_for_a_citizen(
    client: TestClient, room: Bench, headers: dict[str, str]
) -> None:
    for path in ("/api/chat/messages", "/api/chat/seen", "/api/chat/uploads"):
        answer = await client.post(path, json={"id": "message-0001", "text": "x"}, headers=headers)
        assert answer.status == 403
    assert room.chat.heard == []


async def test_own_origin_passes(client: TestClient) -> None:
    own = str(client.make_url("/")).rstrip("/")
    headers = HEADERS | {"Origin": own, "Sec-Fetch-Site": "same-origin"}
    answer = await client.post(
        "/api/chat/messages", json={"id": "message-0001", "text": "x"}, headers=headers
    )
    assert answer.status == 200


async def test_without_a_cookie_the_page_is_asked_to_reload(room: Bench) -> None:
    async with TestClient(TestServer(room.app)) as client:
        answer = await client.get("/api/chat/messages")
        assert answer.status == 401
        assert "刷新" in (await answer.json())["error"]


async def test_who_writes_faster_than_a_person_can_is_asked_to_wait(client: TestClient, room: Bench) -> None:
    codes = [(await say(client, "喂", f"message-{n:04}"))[0] for n in range(PER_PERSON + 1)]
    assert codes == [200] * PER_PERSON + [429]
    assert len(room.chat.heard) == PER_PERSON


async def test_danger_is_heard_however_fast_it_is_written(client: TestClient, room: Bench) -> None:
    for n in range(PER_PERSON + 1):
        await say(client, "喂", f"message-{n:04}")
    assert (await say(client, "他拿刀在门口，救命", "message-9001"))[0] == 200
    assert (await say(client, "喂", "message-9002"))[0] == 429
    assert room.chat.heard[-1].text == "他拿刀在门口，救命"


async def test_an_address_is_limited_across_people(client: TestClient) -> None:
    codes = []
    for person in range(PER_PERSON * PEOPLE_AT_ONCE // 50 + 1):
        codes += [(await say(client, "喂", f"message-{person}{n:03}"))[0] for n in range(50)]
        await become_another(client)
    assert codes == [200] * PER_PERSON * PEOPLE_AT_ONCE + [429] * 50


async def test_a_forged_forwarding_header_does_not_escape_the_limit(room: Bench) -> None:
    async with TestClient(TestServer(room.app)) as client:
        await client.get("/")
        for n in range(3):
            await client.post(
                "/api/chat/messages",
                json={"id": f"message-{n:04}", "text": "x"},
                headers=HEADERS | {"X-Forwarded-For": f"10.0.0.{n}"},
            )
    assert sorted(room.sessions.counts.values()) == [3, 3]


async def test_behind_one_proxy_the_last_hop_counts() -> None:
    room = bench(trust_proxy=1)
    async with TestClient(TestServer(room.app)) as client:
        await client.get("/")
        for n in range(3):
            forwarded = {"X-Forwarded-For": f"1.1.1.{n}, 192.0.2.7"}
            await client.post(
                "/api/chat/messages",
                json={"id": f"message-{n:04}", "text": "x"},
                headers=HEADERS | forwarded,
            )
    assert sorted(room.sessions.counts.values()) == [1, 1, 3, 3]  # a newcomer counts once


async def test_addresses_and_cookies_never_stand_in_bucket_names(client: TestClient, room: Bench) -> None:
    await say(client, "喂")
    assert not [name for name in room.sessions.counts if "127.0.0.1" in name or token_of(client) in name]


async def test_a_store_that_is_down_asks_to_send_again(client: TestClient, room: Bench) -> None:
    room.chat.down = True
    status, data = await say(client, "喂")
    assert (status, data["error"]) == (503, "系统正在恢复，请稍后再发一次。")


async def test_waiting_ends_when_a_mediator_writes(client: TestClient, room: Bench) -> None:
    sid = room.sid_of(token_of(client))
    waiting = asyncio.create_task(client.get("/api/chat/messages?after=0&wait=1"))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await room.chat.push(sid, "您好，我是调解员。")
    news = await (await asyncio.wait_for(waiting, 2)).json()
    assert [(line["author"], line["name"]) for line in news["lines"]] == [("mediator", "王建国")]
    assert room.sessions.ears[f"chat:{sid}"] == []


async def test_waiting_survives_a_lost_wake_up(
    client: TestClient, room: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat_room, "LOOK_AGAIN_S", 0.1)
    sid = room.sid_of(token_of(client))
    waiting = asyncio.create_task(client.get("/api/chat/messages?after=0&wait=1"))
    await asyncio.sleep(0.05)
    room.chat.write(sid, Author.MEDIATOR, "在吗")
    news = await (await asyncio.wait_for(waiting, 2)).json()
    assert [line["text"] for line in news["lines"]] == ["在吗"]


async def test_waiting_ends_empty_after_its_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webchat_room, "POLL_S", 0.1)
    news = await (await client.get("/api/chat/messages?after=0&wait=1")).json()
    assert news["lines"] == []


async def test_the_title_bar_learns_who_is_there(client: TestClient, room: Bench) -> None:
    sid = room.sid_of(token_of(client))
    room.chat.states[sid] = ChatStatus("waiting", ahead=2)
    assert (await say(client, "喂"))[1]["status"] == {"mode": "waiting", "mediator": "", "ahead": 2}


async def test_seen_reaches_the_desk(client: TestClient, room: Bench) -> None:
    answer = await client.post("/api/chat/seen", json={"upto": 7}, headers=HEADERS)
    assert answer.status == 200
    assert room.chat.seen_upto == {room.sid_of(token_of(client)): 7}


async def test_after_deletion_the_page_is_told_to_forget(client: TestClient, room: Bench) -> None:
    await say(client, "喂")
    room.chat.answer = lambda _: Reply((Say("已经删除。"),))
    _, data = await say(client, "删除我的信息", "message-0002", after=2)
    assert data["reset"] is True
    assert [(line["n"], line["text"]) for line in data["lines"]] == [(0, "已经删除。")]


async def test_joining_another_conversation_changes_the_thread(client: TestClient, room: Bench) -> None:
    _, before = await say(client, "喂")
    room.chat.joined[room.sid_of(token_of(client))] = "other-sid"
    room.chat.write("other-sid", Author.BOT, "接着上次")
    news = await (await client.get("/api/chat/messages?after=0")).json()
    assert news["thread"] != before["thread"]
    assert [line["text"] for line in news["lines"]] == ["接着上次"]
    assert "other-sid" not in str(news)
