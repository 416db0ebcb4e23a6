"""One world per test: real Redis, real SQLite, the shipped content, the keyword fallback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot import library
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from nlu.dataset import Entry, load
from nlu.keywords import Keywords
from tests.talk import Talk, World, build


@pytest.fixture(scope="session")
def shipped() -> library.Library:
    return library.load()


@pytest.fixture(scope="session")
def keywords(shipped: library.Library) -> Keywords:
    return Keywords(
        load(entries=[Entry(e.id, e.question, e.variants) for e in shipped.faq.values()]).examples()
    )


@pytest.fixture
async def world(
    redis_url: str, sqlite_url: str, vault: Vault, shipped: library.Library, keywords: Keywords
) -> AsyncIterator[World]:
    sessions = RedisSessions(redis_url, vault)
    records = SqlRecords(sqlite_url, vault)
    yield build(sessions, records, shipped, keywords)
    await sessions.aclose()
    await records.aclose()


@pytest.fixture
def talk(world: World) -> Talk:
    return Talk(world)
