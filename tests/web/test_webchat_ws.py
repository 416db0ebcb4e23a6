"""The H5 chat's WebSocket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.channels import webchat_ws
from bot.channels.pace import PER_PERSON, TOO_FAST
from bot.model import Author, Incoming, Reply
from bot.ports import ChatStatus
from tests.web.chat_bench import Bench, bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@pytest.fixture
def room() -> Bench:
    return bench()


@pytest.fixture
async def client(room: Bench) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(room.app)) as opened:
        await opened.get("/")
        yield opened


def sid_of(client: TestClient, room: Bench) -> str:
    cookies = client.session.cookie_jar.filter_cookies(URL(client.make_url("/")))
    return room.sid_of(cookies["mb_chat"].value)


async def enter(client: TestClient, after: int = 0) -> ClientWebSocketResponse:
    own = str(client.make_url("/")).rstrip("/")
    socket = await client.ws_connect("/ws/chat", headers={"Origin": own})
    await socket.send_json({"type": "hello", "after": after})
    return socket


async def hear(socket: ClientWebSocketResponse, kind: str) -> Any:
    async with asyncio.timeout(3):
        while True:
            packet = await socket.receive_json()
            if packet["type"] == kind:
                return packet


async def eventually(true: Callable[[], bool]) -> bool:
    for _ in range(60):
        if true():
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_foreign_pages_get_no_socket(client: TestClient, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect("/ws/chat", headers=headers)
    assert refused.value.status == 403


async def test_the_public_address_is_an_own_origin() -> None:
    room = bench(public_url="https://chat.example.cn")
    async with TestClient(TestServer(room.app)) as client:
        cookie = (await client.get("/")).cookies["mb_chat"].value
        headers = {"Origin": "https://chat.example.cn", "Cookie": f"mb_chat={cookie}"}
        socket = await client.ws_connect("/ws/chat", headers=headers)
        await socket.close()


async def test_without_a_cookie_there_is_no_socket(room: Bench) -> None:
    async with TestClient(TestServer(room.app)) as client:
        with pytest.raises(WSServerHandshakeError) as refused:
            await enter(client)
        assert refused.value.status == 401


async def test_what_is_said_comes_back_with_its_answer_before_done(client: TestClient) -> None:
    socket = await enter(client)
    await hear(socket, "lines")
    await socket.send_json({"type": "say", "id": "message-0001", "text": "老板欠我工资"})
    packet = await hear(socket, "lines")
    assert [(line["n"], line["author"]) for line in packet["lines"]] == [(1, "citizen"), (2, "bot")]
    assert (await hear(socket, "done"))["id"] == "message-0001"


async def test_the_same_id_twice_is_done_twice_but_said_once(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    for _ in range(2):
        await socket.send_json({"type": "say", "id": "message-0001", "text": "一次"})
        await hear(socket, "done")
    assert len(room.chat.rows[sid_of(client, room)]) == 2


async def test_messages_are_answered_in_order(client: TestClient, room: Bench) -> None:
    room.chat.delay_s = 0.02
    socket = await enter(client)
    for n in range(5):
        await socket.send_json({"type": "say", "id": f"message-000{n}", "text": f"{n}"})
    for _ in range(5):
        await hear(socket, "done")
    assert [incoming.text for incoming in room.chat.heard] == ["0", "1", "2", "3", "4"]


async def test_too_many_waiting_messages_are_refused_by_id(client: TestClient, room: Bench) -> None:
    room.chat.delay_s = 0.2
    socket = await enter(client)
    for n in range(10):
        await socket.send_json({"type": "say", "id": f"message-000{n}", "text": "喂"})
    refused = await hear(socket, "refused")
    assert refused["id"] == "message-0008"


async def test_a_mediator_s_words_arrive_by_themselves(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    await hear(socket, "lines")
    room.chat.states[sid_of(client, room)] = ChatStatus("human", "王建国")
    await room.chat.push(sid_of(client, room), "您好")
    packet = await hear(socket, "lines")
    assert packet["lines"][0]["author"] == "mediator"
    assert packet["status"]["mediator"] == "王建国"


async def test_a_change_of_hands_without_words_arrives(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    await hear(socket, "lines")
    room.chat.states[sid_of(client, room)] = ChatStatus("waiting", ahead=1)
    await room.sessions.wake(f"chat:{sid_of(client, room)}", "status")
    packet = await hear(socket, "lines")
    assert (packet["lines"], packet["status"]["mode"]) == ([], "waiting")


async def test_a_second_page_of_the_same_person_follows(client: TestClient) -> None:
    one, two = await enter(client), await enter(client)
    await hear(two, "lines")
    await one.send_json({"type": "say", "id": "message-0001", "text": "喂"})
    packet = await hear(two, "lines")
    assert [line["text"] for line in packet["lines"]][:1] == ["喂"]


async def test_after_a_pause_only_the_missed_lines_come(client: TestClient, room: Bench) -> None:
    for n in range(4):
        room.chat.write(sid_of(client, room), Author.MEDIATOR, f"{n}")
    socket = await enter(client, after=3)
    assert [line["n"] for line in (await hear(socket, "lines"))["lines"]] == [4]


async def test_typing_goes_both_ways_without_news(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    await hear(socket, "lines")
    heard = room.sessions.listen(f"chat:{sid_of(client, room)}")
    wait = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    await socket.send_json({"type": "typing"})
    assert (await asyncio.wait_for(wait, 2))[1] == "citizen-typing"
    await heard.aclose()
    await room.sessions.wake(f"chat:{sid_of(client, room)}", "typing")
    assert (await asyncio.wait_for(socket.receive_json(), 2)) == {"type": "typing"}


async def test_seen_reaches_the_desk(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    await socket.send_json({"type": "seen", "upto": 5})
    await socket.send_json({"type": "ping"})
    await hear(socket, "pong")
    assert room.chat.seen_upto == {sid_of(client, room): 5}


async def test_nonsense_is_refused_and_the_page_stays(client: TestClient) -> None:
    socket = await enter(client)
    await socket.send_str("{")
    assert (await hear(socket, "refused"))["id"] == ""
    await socket.send_json({"type": "say", "id": "message-0001", "text": "x" * 10_001})
    refused = await hear(socket, "refused")
    assert "10000" in refused["error"]
    await socket.send_json({"type": "ping"})
    await hear(socket, "pong")


async def test_a_huge_frame_ends_the_socket(client: TestClient) -> None:
    socket = await enter(client)
    await hear(socket, "lines")
    await socket.send_str("x" * 70_000)
    ended = await asyncio.wait_for(socket.receive(), 3)
    assert ended.type is WSMsgType.CLOSE
    assert socket.close_code == 1009


async def test_a_flood_of_frames_ends_the_socket(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webchat_ws, "FRAMES_PER_MINUTE", 5)
    socket = await enter(client)
    for _ in range(10):
        await socket.send_json({"type": "typing"})
    async with asyncio.timeout(3):
        while (await socket.receive()).type is not WSMsgType.CLOSE:
            pass
    assert socket.close_code == 1008


async def test_words_in_a_flood_of_frames_are_answered_before_the_socket_ends(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat_ws, "FRAMES_PER_MINUTE", 1)
    socket = await enter(client)
    await socket.send_json({"type": "say", "id": "message-0001", "text": "我再问一句，要多久"})
    async with asyncio.timeout(3):
        while (packet := await socket.receive()).type is WSMsgType.TEXT:
            if orjson.loads(packet.data)["type"] == "refused":
                break
    assert orjson.loads(packet.data) == {"type": "refused", "id": "message-0001", "error": TOO_FAST}
    assert (await socket.receive()).type is WSMsgType.CLOSE


async def test_danger_is_heard_in_a_flood_of_frames(
    client: TestClient, room: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat_ws, "FRAMES_PER_MINUTE", 1)
    socket = await enter(client)
    await socket.send_json({"type": "say", "id": "message-0001", "text": "我被锁在屋里，他要打死我"})
    async with asyncio.timeout(3):
        while (await socket.receive()).type is not WSMsgType.CLOSE:
            pass
    await asyncio.sleep(0.05)
    assert room.chat.heard[-1].text == "我被锁在屋里，他要打死我"


async def test_danger_is_heard_beside_messages_that_wait(
    client: TestClient, room: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat_ws, "TURNS_WAITING", 0)
    socket = await enter(client)
    await socket.send_json({"type": "say", "id": "message-0001", "text": "喂"})
    assert "一分钟" in (await hear(socket, "refused"))["error"]
    await socket.send_json({"type": "say", "id": "message-0002", "text": "我不想活了"})
    await hear(socket, "done")
    assert room.chat.heard[-1].text == "我不想活了"


async def test_the_message_limit_counts_here_too(client: TestClient) -> None:
    socket = await enter(client)
    for n in range(PER_PERSON + 1):
        await socket.send_json({"type": "say", "id": f"message-{n:04}", "text": "喂"})
        if n < PER_PERSON:
            await hear(socket, "done")
    assert "一分钟" in (await hear(socket, "refused"))["error"]


async def test_an_eleventh_page_is_refused(client: TestClient) -> None:
    pages = [await enter(client) for _ in range(10)]
    with pytest.raises(WSServerHandshakeError) as refused:
        await enter(client)
    assert refused.value.status == 429
    await pages[0].close()
    await asyncio.sleep(0.05)
    again = await enter(client)
    await hear(again, "lines")


async def test_a_page_that_takes_nothing_does_not_hold_up_others(
    client: TestClient, room: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webchat_ws, "SEND_S", 0.3)
    slow = await enter(client)
    await hear(slow, "lines")
    slow._conn.protocol.pause_reading()
    client.session.cookie_jar.clear()
    await client.get("/")
    quick = await enter(client)
    await hear(quick, "lines")
    slow_sid = next(topic for topic in room.sessions.ears if topic != f"chat:{sid_of(client, room)}")[5:]
    for _ in range(80):
        await room.chat.push(slow_sid, "长" * 100_000)
    await quick.send_json({"type": "say", "id": "message-0001", "text": "喂"})
    await asyncio.wait_for(hear(quick, "done"), 2)
    assert await eventually(lambda: not room.sessions.ears[f"chat:{slow_sid}"])
    slow._conn.protocol.resume_reading()


async def test_leaving_frees_the_listener(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    await hear(socket, "lines")
    topic = f"chat:{sid_of(client, room)}"
    assert len(room.sessions.ears[topic]) == 1
    await socket.close()
    await asyncio.sleep(0.05)
    assert room.sessions.ears[topic] == []


async def test_a_turn_that_breaks_is_logged_without_words_and_asked_for_again(
    client: TestClient, room: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(incoming: Incoming) -> Reply:
        raise RuntimeError(incoming.text)

    room.chat.answer = broken
    socket = await enter(client)
    await socket.send_json({"type": "say", "id": "message-0001", "text": "张三欠我钱"})
    refused = await hear(socket, "refused")
    assert (refused["id"], refused["error"]) == ("message-0001", "系统正在恢复，请稍后再发一次。")
    assert "RuntimeError" in caplog.text
    assert "张三" not in caplog.text


async def test_a_turn_outlives_a_lost_connection(client: TestClient, room: Bench) -> None:
    room.chat.delay_s = 0.1
    socket = await enter(client)
    await socket.send_json({"type": "say", "id": "message-0001", "text": "喂"})
    await asyncio.sleep(0.03)
    await socket.close()
    await asyncio.sleep(0.2)
    assert [line.author for line in room.chat.rows[sid_of(client, room)]] == [Author.CITIZEN, Author.BOT]


async def test_joining_another_conversation_moves_the_listener(client: TestClient, room: Bench) -> None:
    socket = await enter(client)
    first = await hear(socket, "lines")
    room.chat.joined[sid_of(client, room)] = "other-sid"
    await socket.send_json({"type": "say", "id": "message-0001", "text": "482913"})
    moved = await hear(socket, "lines")
    assert moved["thread"] != first["thread"]
    await hear(socket, "done")
    await room.chat.push("other-sid", "接着说")
    assert [line["text"] for line in (await hear(socket, "lines"))["lines"]] == ["接着说"]


async def test_deletion_resets_every_open_page(client: TestClient) -> None:
    one = await enter(client)
    await one.send_json({"type": "say", "id": "message-0001", "text": "喂"})
    await hear(one, "done")
    two = await enter(client)
    await hear(two, "lines")
    await one.send_json({"type": "say", "id": "message-0002", "text": "删除我的信息"})
    assert (await hear(one, "lines"))["reset"] is True
    assert (await hear(two, "lines"))["reset"] is True


async def test_shutting_down_says_goodbye_and_leaves_no_task(room: Bench) -> None:
    client = TestClient(TestServer(room.app))
    await client.start_server()
    await client.get("/")
    room.chat.delay_s = 60
    socket = await enter(client)
    await hear(socket, "lines")
    await socket.send_json({"type": "say", "id": "message-0001", "text": "喂"})
    await asyncio.sleep(0.05)
    receiving = asyncio.create_task(socket.receive())
    await client.server.close()
    assert (await asyncio.wait_for(receiving, 3)).type is WSMsgType.CLOSE
    assert socket.close_code == 1012
    await client.close()
    left = [task for task in asyncio.all_tasks() if "webchat" in repr(task.get_coro())]
    assert left == []
