"""The socket of the desk: what rings at once, for whom, and when it ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import WSMsgType

from bot.desk import desk_live
from tests.web.desk_hand import Come, claimed
from tests.web.staff_bench import Office


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
