"""The REST channel keeps to the pace of the web chat, for each sender and for each caller."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels import pace, rest
from bot.channels.pace import PEOPLE_AT_ONCE, PER_PERSON, SCREENED_CHARS, Pace
from bot.errors import SessionsDown
from bot.model import Incoming, Reply, Say
from tests.web.chat_bench import BenchSessions, sign


class Heard:
    def __init__(self) -> None:
        self.count = 0

    async def converse(self, _: Incoming) -> Reply:
        self.count += 1
        return Reply((Say("好"),))


def door(heard: Heard, sessions: BenchSessions, per_person: int = PER_PERSON) -> TestClient:
    app = web.Application()
    rest.setup(app, converse=heard.converse, pace=Pace(sessions, sign, per_person))
    return TestClient(TestServer(app))


async def send(client: TestClient, sender: str) -> int:
    answer = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": "喂"})
    if answer.status == 429:
        assert "一分钟" in (await answer.json())["error"]
    return answer.status


async def test_a_sender_who_writes_too_fast_is_asked_to_wait() -> None:
    heard = Heard()
    async with door(heard, BenchSessions()) as client:
        codes = [await send(client, "one") for _ in range(PER_PERSON + 2)]
        assert codes == [200] * PER_PERSON + [429] * 2
        assert await send(client, "another") == 200
    assert heard.count == PER_PERSON + 1


async def test_a_caller_does_not_escape_by_naming_ever_new_senders() -> None:
    async with door(Heard(), BenchSessions(), 3) as client:
        codes = [await send(client, f"sender-{n}") for n in range(3 * PEOPLE_AT_ONCE + 2)]
    assert codes == [200] * 3 * PEOPLE_AT_ONCE + [429] * 2


async def test_where_nothing_can_be_counted_the_message_is_asked_for_again() -> None:
    class Down(BenchSessions):
        async def allow(self, bucket: str, *, limit: int, per_s: int) -> bool:
            raise SessionsDown

    heard = Heard()
    async with door(heard, Down()) as client:
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "one", "message": "喂"})
        assert answer.status == 200
        assert [row["text"] for row in await answer.json()] == ["系统正在恢复，请稍后再发一次。"]
    assert heard.count == 0  # a store that hangs is waited for once


@pytest.mark.parametrize("words", ["救命，他拿刀追我", "我不想活了", "家里煤气味好大", "Намайг зодож байна"])
async def test_words_of_danger_are_heard_beyond_the_limit(words: str) -> None:
    heard = Heard()
    async with door(heard, BenchSessions(), 3) as client:
        codes = [await send(client, "one") for _ in range(5)]
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "one", "message": words})
        assert (*codes, answer.status) == (200, 200, 200, 429, 429, 200)
        assert await send(client, "one") == 429
    assert heard.count == 4


async def test_a_flood_of_alarms_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    async with door(heard, BenchSessions(), 3) as client:
        codes = [
            (await client.post("/webhooks/rest/webhook", json={"sender": "one", "message": "救命"})).status
            for _ in range(9)
        ]
    assert codes == [200] * 6 + [429] * 3
    screened: list[str] = []
    monkeypatch.setattr(pace, "danger", lambda words: bool(screened.append(words)))
    async with door(heard, BenchSessions(), 0) as client:
        for _ in range(9):
            long = {"sender": "one", "message": "喂" * 10_000}
            assert (await client.post("/webhooks/rest/webhook", json=long)).status == 429
    assert sum(map(len, screened)) <= SCREENED_CHARS
