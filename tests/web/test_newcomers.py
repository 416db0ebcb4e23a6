"""How many people who never wrote before one network may bring in an hour; who has a talk goes on with it."""

from __future__ import annotations

from collections import Counter

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels import rest
from bot.channels.pace import Pace
from bot.metrics import Metrics
from bot.model import Incoming, Reply, Say
from bot.ports import Stored
from tests.web.chat_bench import BenchSessions, sign

LIMIT, TOKEN = 4, "a token of the caller"


class Door:
    """The REST channel behind one proxy; `refused` counts (channel, why)."""

    def __init__(self) -> None:
        self.sessions, self.heard = BenchSessions(), Counter[str]()
        self.refused = Counter[tuple[str, str]]()

    async def converse(self, incoming: Incoming) -> Reply:
        self.heard[incoming.user] += 1
        self.sessions.talks[self.sessions.sid("rest", incoming.user)] = Stored(1, {})
        return Reply((Say("好"),))

    def note(self, channel: str, why: str) -> None:
        self.refused[channel, why] += 1

    def client(self) -> TestClient[web.Request, web.Application]:
        pace = Pace(self.sessions, sign, new_per_hour=LIMIT, note=self.note)
        app = web.Application()
        rest.setup(app, converse=self.converse, pace=pace, token=TOKEN, trust_proxy=1)
        return TestClient(TestServer(app))


async def send(
    client: TestClient[web.Request, web.Application],
    sender: str,
    words: str = "喂",
    address: str = "203.0.113.9",
) -> ClientResponse:
    headers = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": address}
    body = {"sender": sender, "message": words}
    return await client.post("/webhooks/rest/webhook", json=body, headers=headers)


async def test_ever_new_senders_of_one_network_are_asked_to_come_later() -> None:
    door = Door()
    async with door.client() as client:
        answers = [await send(client, f"sender-{n}") for n in range(LIMIT + 3)]
        assert [one.status for one in answers] == [200] * LIMIT + [429] * 3
        told = (await answers[-1].json())["error"]
        assert all(word in told for word in ("过半小时", "12368", "110"))
        assert (await send(client, f"sender-{LIMIT + 2}")).status == 429, "asking again opens nothing"
    assert door.refused == {("rest", "newcomers"): 4}
    assert len(door.heard) == LIMIT


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1"])
async def test_a_program_on_this_machine_may_bring_any_number(address: str) -> None:
    door = Door()
    async with door.client() as client:
        answers = [await send(client, f"sender-{n}", address=address) for n in range(LIMIT + 3)]
    assert [one.status for one in answers] == [200] * (LIMIT + 3)
    assert not door.refused


async def test_who_has_a_talk_goes_on_with_it_and_another_network_is_not_counted() -> None:
    door = Door()
    async with door.client() as client:
        for n in range(LIMIT + 1):
            await send(client, f"sender-{n}")
        door.sessions.talks[door.sessions.sid("rest", "of last week")] = Stored(7, {})
        assert (await send(client, "of last week")).status == 200
        assert [(await send(client, "sender-0")).status for _ in range(3)] == [200] * 3
        assert (await send(client, "neighbour", address="203.0.113.10")).status == 200
        assert (await send(client, "sender-9")).status == 429


@pytest.mark.parametrize("words", ["他拿着刀要砍我", "我活着没意思，想喝农药", "屋里煤气味很大，头晕"])
async def test_danger_is_heard_however_full_the_network_is_and_a_flood_of_it_ends(words: str) -> None:
    door = Door()
    async with door.client() as client:
        for n in range(LIMIT):
            await send(client, f"sender-{n}")
        codes = [(await send(client, f"afraid-{n}", words)).status for n in range(LIMIT + 2)]
    assert codes == [200] * LIMIT + [429] * 2


async def test_what_is_refused_is_counted_without_a_name() -> None:
    metrics = Metrics()
    metrics.refused("rest", "newcomers")
    assert b'bot_turned_away_total{channel="rest",why="newcomers"} 1.0' in metrics.page()
