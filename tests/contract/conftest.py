"""A second worker on the same database; the FAQ of a worker with a trainer that does what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.content import Content
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from tests.talk import World, build
from tests.web.admin_bench import FakeTrainer
from tests.web.staff_bench import keywords, shipped


@pytest.fixture
async def second_worker(database_url: str, vault: Vault) -> AsyncIterator[SqlRecords]:
    """Another process, as far as the database can tell."""
    store = SqlRecords(database_url, vault)
    yield store
    await store.aclose()


@pytest.fixture
async def world(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    records = SqlRecords(sqlite_url, vault)
    made = build(MemorySessions(vault), records, shipped(), keywords())
    made.content.trainer = FakeTrainer()
    yield made
    await made.content.close()
    await records.aclose()


@pytest.fixture
def content(world: World) -> Content:
    return world.content


@pytest.fixture
def trainer(content: Content) -> FakeTrainer:
    assert isinstance(content.trainer, FakeTrainer)
    return content.trainer
