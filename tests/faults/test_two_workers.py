"""Two workers on one Redis and one database, every message delivered three times, in any order."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.dialogue import session
from tests.faults.workers import INTAKE, SCOPES, Citizen, Place, Store, running, words

USERS, COPIES = 8, 3
#: Messages of one person in flight at once; for as many a session keeps the reply.
AT_ONCE = session.REPLIES


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Place]:
    with running(tmp_path_factory.mktemp("two"), sqlite_template, 2) as made:
        yield made


@pytest.fixture
async def store(place: Place) -> AsyncIterator[Store]:
    opened = Store.of(place)
    yield opened
    await opened.aclose()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        yield session


async def deliver(citizen: Citizen, numbers: list[int], dice: random.Random) -> dict[int, set[str]]:
    """Three copies of every message at once, to both workers, shuffled; the replies of each."""
    copies = [(number, copy % 2) for number in numbers for copy in range(COPIES)]
    dice.shuffle(copies)
    rows = await asyncio.gather(*(citizen.says(n, INTAKE[n], worker) for n, worker in copies))
    replies: dict[int, set[str]] = {}
    for (number, _), row in zip(copies, rows, strict=True):
        replies.setdefault(number, set()).add(words(row))
    return replies


async def test_copies_of_one_message_get_one_reply_and_do_one_thing(
    place: Place, store: Store, http: aiohttp.ClientSession
) -> None:
    dice = random.Random(11)

    async def talk(citizen: Citizen) -> None:
        for number in range(len(INTAKE)):
            late = [number - 1] if number and dice.random() < 0.5 else []  # an old copy comes in between
            for replies in (await deliver(citizen, [*late, number], dice)).values():
                assert len(replies) == 1

    citizens = [Citizen(http, f"thrice-{i}", place.workers) for i in range(USERS)]
    await asyncio.gather(*(talk(citizen) for citizen in citizens))
    numbers = []
    for citizen in citizens:
        assert await store.heard(citizen.user) == [f"{citizen.user}-{n:03d}" for n in range(len(INTAKE))]
        assert sorted(c.scope for c in await store.consents(citizen.user)) == sorted(SCOPES)
        (case,) = await store.cases(citizen.user)
        assert case.answers["applicant_name"].value == "王秀兰"
        numbers.append(case.number)
    assert len(set(numbers)) == USERS


async def test_messages_in_any_order_at_both_workers_agree_with_the_records(
    place: Place, store: Store, http: aiohttp.ClientSession
) -> None:
    """Whatever order won: a line and a reply for each message, and as many consents as the answers say."""
    dice = random.Random(13)
    first_consent = INTAKE.index("愿意调解")
    citizens = [Citizen(http, f"mixed-{i}", place.workers) for i in range(USERS)]

    async def talk(citizen: Citizen) -> None:
        for number in range(first_consent):
            await citizen.says(number, INTAKE[number])
        mixed = await deliver(citizen, list(range(first_consent, first_consent + AT_ONCE)), dice)
        assert all(len(replies) == 1 for replies in mixed.values())

    await asyncio.gather(*(talk(citizen) for citizen in citizens))
    for citizen in citizens:
        ids = [f"{citizen.user}-{n:03d}" for n in range(first_consent + AT_ONCE)]
        assert sorted(await store.heard(citizen.user)) == ids
        lines = await store.lines(citizen.user)
        assert [line.n for line in lines] == list(range(1, len(lines) + 1))
        form = (await store.session(citizen.user)).form
        assert form is not None
        answered = {scope: form.answers[scope].value == "yes" for scope in SCOPES if scope in form.answers}
        rows = await store.consents(citizen.user)
        assert {row.scope: row.answer for row in rows} == answered
        assert max(Counter(row.scope for row in rows).values()) == 1


async def test_a_double_tap_with_two_ids_gives_each_consent_once(
    place: Place, store: Store, http: aiohttp.ClientSession
) -> None:
    """Both 同意 are meant for the same question, sent to both workers at the same moment."""
    citizens = [Citizen(http, f"tap-{i}", place.workers) for i in range(USERS)]
    until = INTAKE.index("同意")

    async def talk(citizen: Citizen) -> None:
        for number in range(until):
            await citizen.says(number, INTAKE[number])
        await asyncio.gather(*(citizen.says(until + i, "同意", i) for i in range(2)))

    await asyncio.gather(*(talk(citizen) for citizen in citizens))
    for citizen in citizens:
        form = (await store.session(citizen.user)).form
        assert form is not None
        answered = sorted(scope for scope in SCOPES if scope in form.answers)
        assert sorted(row.scope for row in await store.consents(citizen.user)) == answered
        assert "personal_data" in answered
