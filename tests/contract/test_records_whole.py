"""The trail, transactions, keys and migrations of the SQL records."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.errors import ConfigError, NotFound
from bot.store import migrate
from bot.store.engine import normalise
from bot.store.records import SqlRecords
from bot.store.tables import metadata
from bot.store.vault import Vault
from tests.contract.rows import (
    NAME,
    NOW,
    a_case,
    execute,
    run_sync,
)

# ---- audit


async def test_concurrent_appends_make_one_chain(records: SqlRecords, second_worker: SqlRecords) -> None:
    async def append(i: int) -> None:
        async with (records, second_worker)[i % 2].begin() as tx:
            await tx.audit.add("a1", "claimed", f"h{i}", {"i": i, "a": "b"}, NOW)

    await asyncio.gather(*(append(i) for i in range(20)))
    async with records.begin() as tx:
        assert await tx.audit.verify() == 0
        events = await tx.audit.listing(most=5)
        assert [one.n for one in events] == [20, 19, 18, 17, 16]
        assert [one.n for one in await tx.audit.listing(before=3)] == [2, 1]
        assert {one.subject for one in await tx.audit.listing()} == {f"h{i}" for i in range(20)}
    assert events[0].at == NOW


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        ("UPDATE event SET actor = 'somebody' WHERE n = 2", 2),
        ("UPDATE event SET at = '2020-01-01 00:00:00.000000' WHERE n = 3", 3),
        ("DELETE FROM event WHERE n = 1", 1),
        ("DELETE FROM event WHERE n = 3", 3),
    ],
)
async def test_a_changed_trail_is_noticed(
    records: SqlRecords, database_url: str, damage: str, broken: int
) -> None:
    async with records.begin() as tx:
        for i in range(3):
            await tx.audit.add("a1", "read", f"c{i}", {}, NOW)
        assert await tx.audit.verify() == 0
    if normalise(database_url).get_backend_name() == "sqlite":
        unlock = ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"]
    else:
        unlock = ["ALTER TABLE event DISABLE TRIGGER ALL"]
    await execute(database_url, *unlock, damage)
    async with records.begin() as tx:
        assert await tx.audit.verify() == broken


@pytest.mark.parametrize("damage", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
async def test_the_database_refuses_to_change_the_trail(
    records: SqlRecords, database_url: str, damage: str
) -> None:
    async with records.begin() as tx:
        await tx.audit.add("a1", "read", "c1", {}, NOW)
    with pytest.raises(Exception, match="append-only"):
        await execute(database_url, damage)


# ---- the database itself


async def test_an_exception_rolls_everything_back(records: SqlRecords) -> None:
    async def fail() -> None:
        async with records.begin() as tx:
            await tx.cases.add(a_case("n1"))
            await tx.audit.add("a1", "x", "y", {}, NOW)
            await tx.cases.get("none")

    with pytest.raises(NotFound):
        await fail()
    async with records.begin() as tx:
        assert await tx.cases.listing() == []
        assert await tx.audit.listing() == []


async def test_a_cancelled_transaction_leaves_no_lock(records: SqlRecords) -> None:
    started = asyncio.Event()

    async def hang() -> None:
        async with records.begin() as tx:
            await tx.cases.number(2026)
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with records.begin() as tx:
        assert (await tx.cases.number(2026)).endswith("调1号")


async def test_naive_moments_are_refused(records: SqlRecords) -> None:
    with pytest.raises(Exception, match="naive datetime"):
        async with records.begin() as tx:
            await tx.unmatched.add("?", NOW.replace(tzinfo=None))


async def test_another_key_opens_nothing_and_the_old_key_still_does(
    records: SqlRecords, database_url: str
) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1"))
    old = b"a secret of the tests, 32 bytes."
    rotated = SqlRecords(database_url, Vault(b"a fresh secret of the tests, 33b!", [old]))
    async with rotated.begin() as tx:
        assert await tx.cases.listing(query=NAME) == [a_case("n1")]
    await rotated.aclose()
    stranger = SqlRecords(database_url, Vault(b"a fresh secret of the tests, 33b!"))
    with pytest.raises(ConfigError):
        async with stranger.begin() as tx:
            await tx.cases.get("c1")
    await stranger.aclose()


async def test_healthy_only_when_migrated_to_the_newest(records: SqlRecords, database_url: str) -> None:
    assert await records.healthy()
    await execute(database_url, "UPDATE alembic_version SET version_num = '0000'")
    assert not await records.healthy()


async def test_the_migrations_make_what_the_tables_say(database_url: str) -> None:
    def differences(connection: Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await run_sync(database_url, differences) == []


async def test_downgrade_leaves_an_empty_database(database_url: str) -> None:
    def down_and_up(connection: Connection) -> list[str]:
        migrate.apply(connection, "base")
        left = inspect(connection).get_table_names()
        migrate.apply(connection)
        return left

    assert await run_sync(database_url, down_and_up) == ["alembic_version"]


async def test_upgrade_is_safe_at_once_and_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/bot.db"
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(None, migrate.upgrade, url) for _ in range(3)))
    assert await loop.run_in_executor(None, migrate.current, url) == migrate.head()
