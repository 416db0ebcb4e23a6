"""What lies sealed in the database, and a database that is down."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import ConfigError, Conflict, RecordsDown
from bot.law.rules import Finding
from bot.model import (
    CaseStatus,
    Consent,
    Evidence,
    HandoffState,
    Media,
    Revision,
)
from bot.ports import Asked, Batch, BatchRow, BatchState, RowState, Stage, Step, Tick, Tx
from bot.store.engine import make_engine, normalise
from bot.store.records import SqlRecords
from bot.store.tables import metadata
from bot.store.vault import Vault
from tests.conftest import free_port
from tests.contract.rows import (
    ADMIN,
    ANNA,
    ID_NUMBER,
    NAME,
    NOW,
    PHONE,
    SID,
    WORDS,
    a_case,
    a_handoff,
    a_line,
    a_parcel,
    execute,
    run_sync,
    settled,
)


async def fill(records: SqlRecords) -> None:
    """A row with personal data in every table that may hold some."""
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1", outcome_note=WORDS, findings=(Finding("r", "info", WORDS, NAME),)))
        await tx.messages.add(SID, [replace(a_line(1), name=NAME)])
        await tx.messages.note(SID, replace(ANNA, name=NAME), WORDS, NOW)
        await tx.consents.add(SID, Consent("online", True, WORDS, "v1", "00", NOW))
        media = Media("b", f"{NAME}.jpg", "image/jpeg", 1, "00", WORDS)
        await tx.evidence.add(Evidence("e1", SID, "iou", media, "", NOW, proves=f"{NAME}{WORDS}"))
        await tx.handoffs.open(a_handoff(name=NAME, callback=PHONE))
        await tx.handoffs.claim("h1", replace(ADMIN, name=NAME), NOW)
        await tx.handoffs.end("h1", ADMIN, HandoffState.CLOSED, at=NOW, note=WORDS)
        await tx.outbox.put(a_parcel())
        await tx.accounts.add(replace(ANNA, login=PHONE, name=NAME), "hash")
        await tx.revisions.add(Revision("faq", "k", 0, "draft", {"variants": [WORDS]}, "a0", NOW, NAME))
        await tx.unmatched.add(f"{NAME}{WORDS}", NOW, Asked(SID, 1, NOW))
        asked = (await tx.unmatched.listing())[0]
        await tx.unmatched.settle(asked.id, settled("variant", entry="k", words=f"{NAME}{WORDS}"))
        await tx.askers.rate(Asked(SID, 1, NOW), "k")
        await tx.effects.mark(SID, "m1", {"shown": NAME})
        await tx.ticks.put("c1", Tick("split", True, "a1", NOW))
        await tx.audit.add("a1", "read", "c1", {}, NOW)
        await fill_batch(tx)


async def fill_batch(tx: Tx) -> None:
    """A table of loans whose row is the case of `fill`."""
    told = {"borrower": NAME, "phone": PHONE, "id_number": ID_NUMBER}
    row = BatchRow("b1", 2, RowState.GOOD, [[NAME]], told, [{"what": WORDS}], [WORDS], f"{NAME}|{PHONE}")
    batch = Batch("b1", "a1", "loan", BatchState.CHECKED, f"{NAME}.csv", (NAME,), NOW)
    await tx.batches.add(batch, [row])
    await tx.batches.hold(row.identity, "c1", "b1", NOW)
    await tx.batches.file(row, RowState.FILED, "c1", Stage.MEDIATE, NOW)
    standing = (await tx.batches.standings("b1"))[0]
    await tx.batches.note(standing, Step(NOW, "a1", "stage", "mediate", "file", WORDS))


async def test_nothing_personal_lies_in_the_clear(records: SqlRecords, database_url: str) -> None:
    await fill(records)

    def dump(connection: Connection) -> tuple[bytes, set[str]]:
        cells = [b""]
        empty = set()
        for table in metadata.sorted_tables:
            rows = connection.execute(table.select()).all()
            cells += [
                bytes(cell) if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row
            ]
            if not rows:
                empty.add(table.name)
        return b"\n".join(cells), empty

    found, empty = await run_sync(database_url, dump)
    assert empty == {"case_year"}
    folder = Path(normalise(database_url).database or "").parent
    found += b"".join(path.read_bytes() for path in folder.glob("bot.db*"))
    assert b"private_lending" in found
    for secret in (NAME, PHONE, "4770 0018", ID_NUMBER, WORDS, "openid-of-a-person"):
        assert secret.encode() not in found
        assert secret.encode("unicode_escape") not in found


async def test_a_sealed_cell_does_not_open_in_another_row(records: SqlRecords, database_url: str) -> None:
    async with records.begin() as tx:
        for sid in (SID, "b" * 32):
            await tx.messages.add(sid, [a_line(1)])
    swap = f"UPDATE message SET body = (SELECT body FROM message WHERE sid = '{SID}')"
    await execute(database_url, swap)
    async with records.begin() as tx:
        assert await tx.messages.of(SID) == [a_line(1)]
        with pytest.raises(ConfigError):
            await tx.messages.of("b" * 32)


async def test_a_locked_sqlite_is_down_within_two_seconds(sqlite_url: str, vault: Vault) -> None:
    store = SqlRecords(sqlite_url, vault)
    other = make_engine(sqlite_url, pooled=False)
    async with other.begin():
        started = time.monotonic()
        with pytest.raises(RecordsDown):
            async with store.begin():
                pass
        assert 1 < time.monotonic() - started < 2.3
        assert await store.healthy()
    await other.dispose()
    async with store.begin() as tx:
        assert (await tx.cases.number(2026)).endswith("调1号")
    await store.aclose()


@pytest.mark.postgres
async def test_a_locked_postgres_row_is_down_within_two_seconds(postgres_url: str, vault: Vault) -> None:
    store, other = SqlRecords(postgres_url, vault), SqlRecords(postgres_url, vault)

    async def second() -> None:
        async with store.begin() as tx:
            await tx.cases.number(2026)

    async with other.begin() as tx:
        await tx.cases.number(2026)
        started = time.monotonic()
        with pytest.raises(RecordsDown):
            await second()
        assert 1 < time.monotonic() - started < 2.5
    await second()
    await store.aclose()
    await other.aclose()


@pytest.mark.postgres
async def test_deadlocked_transactions_come_back_as_down(postgres_url: str, vault: Vault) -> None:
    store = SqlRecords(postgres_url, vault)
    async with store.begin() as tx:
        await tx.cases.add(a_case("n1"))
        await tx.cases.add(a_case("n2", key="c2"))

    async def move(first: str, second: str) -> str:
        try:
            async with store.begin() as tx:
                await tx.cases.move(first, CaseStatus.AGREED, expect=1)
                await asyncio.sleep(0.1)
                await tx.cases.move(second, CaseStatus.AGREED, expect=1)
        except (RecordsDown, Conflict) as exc:
            return type(exc).__name__
        return "done"

    results = await asyncio.gather(move("c1", "c2"), move("c2", "c1"))
    assert sorted(results) == ["RecordsDown", "done"]
    await store.aclose()


@pytest.mark.postgres
async def test_a_dropped_connection_is_down_then_up(postgres_url: str, vault: Vault) -> None:
    store = SqlRecords(postgres_url, vault)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"

    async def interrupted() -> None:
        async with store.begin() as tx:
            await tx.cases.number(2026)
            await execute(postgres_url, f"{cut} AND datname = current_database()")
            await tx.cases.number(2026)

    with pytest.raises(RecordsDown):
        await interrupted()
    async with store.begin() as tx:
        assert (await tx.cases.number(2026)).endswith("调1号")
    await store.aclose()


async def test_a_mistake_of_ours_is_not_called_down(records: SqlRecords, database_url: str) -> None:
    await execute(database_url, "DROP TABLE rating")
    with pytest.raises(DBAPIError):
        async with records.begin() as tx:
            await tx.askers.ratings()


async def test_a_file_that_cannot_be_made_is_down(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "bot.db").mkdir()
    store = SqlRecords(f"sqlite:///{tmp_path}/bot.db", vault)
    with pytest.raises(RecordsDown):
        async with store.begin():
            pass
    assert not await store.healthy()
    await store.aclose()


async def test_no_server_is_down_at_once(vault: Vault) -> None:
    store = SqlRecords(f"postgresql://bot@127.0.0.1:{free_port()}/bot", vault)
    with pytest.raises(RecordsDown):
        async with store.begin():
            pass
    assert not await store.healthy()
    await store.aclose()
