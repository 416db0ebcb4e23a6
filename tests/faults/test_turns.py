"""A worker or Redis killed in mid-form: nothing acknowledged is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.faults.workers import INTAKE, SCOPES, Citizen, Place, Store, Worker, quicker_than, running, words

KILLS = 3


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Place]:
    with running(tmp_path_factory.mktemp("turns"), sqlite_template) as made:
        yield made


@pytest.fixture
def worker(place: Place) -> Worker:
    return place.workers[0]


@pytest.fixture
async def store(place: Place) -> AsyncIterator[Store]:
    opened = Store.of(place)
    yield opened
    await opened.aclose()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def holds_one_whole_intake(store: Store, user: str, replies: dict[int, str]) -> None:
    """Every message once in the transcript, one case with all answers, one consent of each kind."""
    assert await store.heard(user) == [f"{user}-{n:03d}" for n in range(len(INTAKE))]
    lines = await store.lines(user)
    assert [line.n for line in lines] == list(range(1, len(lines) + 1))
    (case,) = await store.cases(user)
    assert case.number in replies[len(INTAKE) - 1]
    assert case.answers["principal"].value == {"low_fen": 5_000_000, "high_fen": 5_000_000}
    assert case.answers["applicant_name"].value == "王秀兰"
    assert case.answers["applicant_phone"].value == "13800138000"
    assert sorted(consent.scope for consent in await store.consents(user)) == sorted(SCOPES)


async def killer(worker: Worker, rounds: int, dice: random.Random) -> None:
    """kill -9 at random moments, each time started again."""
    for _ in range(rounds):
        await asyncio.sleep(dice.uniform(0.02, 0.35))
        await worker.again()


async def test_a_worker_killed_at_random_moments_loses_and_doubles_nothing(
    worker: Worker, store: Store, http: aiohttp.ClientSession
) -> None:
    dice = random.Random(7)
    citizens = [Citizen(http, f"killed-{i}", [worker]) for i in range(3)]
    heard: list[dict[int, str]] = [{} for _ in citizens]

    async def talk(citizen: Citizen, replies: dict[int, str]) -> None:
        for number, text in enumerate(INTAKE):
            replies[number] = words(await citizen.says(number, text))
            again = words(await citizen.says(number, text))
            assert again == replies[number]
            await asyncio.sleep(dice.uniform(0, 0.1))

    killing = asyncio.create_task(killer(worker, KILLS, dice))
    await asyncio.gather(*(talk(c, r) for c, r in zip(citizens, heard, strict=True)), killing)
    for citizen, replies in zip(citizens, heard, strict=True):
        await holds_one_whole_intake(store, citizen.user, replies)


async def test_redis_killed_in_mid_form_loses_nothing_acknowledged(
    worker: Worker, place: Place, store: Store, http: aiohttp.ClientSession
) -> None:
    citizen = Citizen(http, "redis-gone", [worker])
    replies: dict[int, str] = {}
    for number, text in enumerate(INTAKE):
        if number in {5, 9, len(INTAKE) - 1}:
            before = await store.session(citizen.user)
            place.redis.kill()
            with quicker_than(3):
                assert await citizen.post(number, text) is None
            place.redis.start()
            after = await store.session(citizen.user)
            assert after == before
        replies[number] = words(await citizen.says(number, text))
    await holds_one_whole_intake(store, citizen.user, replies)


async def test_while_redis_is_down_the_citizen_is_asked_to_send_again(
    worker: Worker, place: Place, http: aiohttp.ClientSession
) -> None:
    place.redis.kill()
    body = {"sender": "early", "message": "你好"}
    with quicker_than(3):
        async with http.post(f"{worker.url}/webhooks/rest/webhook", json=body) as response:
            assert response.status == 200
            assert await response.json() == [
                {"recipient_id": "early", "text": "系统正在恢复，请稍后再发一次。"}
            ]
    place.redis.start()


async def test_a_frozen_redis_is_answered_within_three_seconds(
    worker: Worker, place: Place, store: Store, http: aiohttp.ClientSession
) -> None:
    citizen = Citizen(http, "frozen", [worker])
    await citizen.says(0, INTAKE[0])
    place.redis.signal(signal.SIGSTOP)
    try:
        with quicker_than(3.5):
            assert await citizen.post(1, INTAKE[1]) is None
    finally:
        place.redis.signal(signal.SIGCONT)
    await citizen.says(1, INTAKE[1])
    assert await store.heard("frozen") == ["frozen-000", "frozen-001"]
