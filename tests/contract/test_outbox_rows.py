"""Outbox, accounts, revisions, questions and effects: the same contract on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, NotFound
from bot.model import (
    Channel,
    Delivery,
    Revision,
    Role,
)
from bot.store.records import SqlRecords
from tests.contract.rows import (
    ADMIN,
    ANNA,
    BORIS,
    LEASE,
    NOW,
    SID,
    a_parcel,
    settled,
)


async def test_a_parcel_is_taken_once_until_its_lease_ends(records: SqlRecords) -> None:
    parcel = a_parcel(window=4, heard_at=NOW)
    async with records.begin() as tx:
        await tx.outbox.put(parcel)
        await tx.outbox.put(replace(parcel, body="同一行再写一次"))
        assert await tx.outbox.take(NOW - timedelta(seconds=1), lease=LEASE) == []
        assert await tx.outbox.take(NOW, lease=LEASE) == [parcel]
        assert await tx.outbox.take(NOW, lease=LEASE) == []
        assert await tx.outbox.take(NOW + LEASE, lease=LEASE) == [parcel]


async def test_two_workers_take_no_row_twice(records: SqlRecords, second_worker: SqlRecords) -> None:
    async with records.begin() as tx:
        for i in range(40):
            await tx.outbox.put(a_parcel(f"p{i}", i, sid=f"{i % 8:032x}"))

    async def work(worker: SqlRecords) -> list[str]:
        taken: list[str] = []
        for _ in range(20):
            async with worker.begin() as tx:
                got = await tx.outbox.take(NOW, lease=LEASE, most=3)
            async with worker.begin() as tx:
                for parcel in got:
                    await tx.outbox.sent(parcel.id, NOW)
            taken += [parcel.id for parcel in got]
        return taken

    first, second = await asyncio.gather(work(records), work(second_worker))
    assert sorted(first + second) == sorted(f"p{i}" for i in range(40))


async def test_a_later_line_waits_while_an_earlier_one_is_in_hand(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.outbox.put(a_parcel("p1", 1))
        await tx.outbox.put(a_parcel("p2", 2))
        assert [one.id for one in await tx.outbox.take(NOW, lease=LEASE, most=1)] == ["p1"]
        assert await tx.outbox.take(NOW, lease=LEASE) == []
        await tx.outbox.sent("p1", NOW)
        assert [one.id for one in await tx.outbox.take(NOW, lease=LEASE)] == ["p2"]


async def test_retry_failed_and_sent_are_kept_with_their_cause(records: SqlRecords) -> None:
    later = NOW + timedelta(hours=1)
    async with records.begin() as tx:
        for n in (1, 2, 3):
            await tx.outbox.put(a_parcel(f"p{n}", n))
        await tx.outbox.take(NOW, lease=LEASE)
        await tx.outbox.retry("p1", later, "errcode 45015")
        await tx.outbox.failed("p2", "x" * 300)
        await tx.outbox.sent("p3", NOW)
        assert await tx.outbox.take(NOW + LEASE, lease=LEASE) == []
        assert [one.id for one in await tx.outbox.take(later, lease=LEASE)] == ["p1"]
        first, second, third = await tx.outbox.of(SID)
        assert (first.state, first.tries, first.error) == (Delivery.QUEUED, 1, "errcode 45015")
        assert (second.state, second.error) == (Delivery.FAILED, "x" * 200)
        assert third.state is Delivery.SENT
        assert [one.id for one in await tx.outbox.of(SID, after=2)] == ["p3"]


async def test_web_parcels_wait_for_the_page_not_for_the_worker(records: SqlRecords) -> None:
    async with records.begin() as tx:
        for n in (1, 2):
            await tx.outbox.put(a_parcel(f"p{n}", n, channel=Channel.WEB))
        await tx.outbox.put(a_parcel("p0", 1))
        assert [one.id for one in await tx.outbox.take(NOW, lease=LEASE)] == ["p0"]
        await tx.outbox.seen(SID, 1, NOW)
        states = {one.id: one.state for one in await tx.outbox.of(SID)}
        assert states == {"p0": Delivery.QUEUED, "p1": Delivery.SENT, "p2": Delivery.QUEUED}


# ---- accounts, revisions, unmatched, effects


async def test_an_account_is_found_by_its_login(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.accounts.add(ANNA, "hash1")
        assert await tx.accounts.by_login("Anna ") == (ANNA, "hash1")
        assert await tx.accounts.by_login("boris") is None
        assert await tx.accounts.get("a1") == ANNA
        with pytest.raises(NotFound):
            await tx.accounts.get("a9")
        with pytest.raises(Conflict):
            await tx.accounts.add(replace(ANNA, id="a9", login="ANNA"), "hash2")


async def test_account_updates_go_by_rev_and_keep_the_password(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.accounts.add(ANNA, "hash1")
        await tx.accounts.add(BORIS, "hash2")
        changed = await tx.accounts.update(replace(ANNA, on_duty=True), expect=1)
        assert changed == replace(ANNA, on_duty=True, rev=2)
        assert await tx.accounts.by_login("anna") == (changed, "hash1")
        again = await tx.accounts.update(changed, expect=2, password_hash="hash3")
        assert await tx.accounts.by_login("anna") == (again, "hash3")
        with pytest.raises(Conflict):
            await tx.accounts.update(changed, expect=2)
        with pytest.raises(Conflict):
            await tx.accounts.update(replace(again, login="boris"), expect=3)


async def test_duty_and_counts_see_active_accounts_of_the_role(records: SqlRecords) -> None:
    off = replace(BORIS, id="a3", login="gone", active=False, on_duty=True)
    async with records.begin() as tx:
        for who in (ADMIN, replace(ANNA, on_duty=True), BORIS, off):
            await tx.accounts.add(who, "h")
        assert [one.login for one in await tx.accounts.all()] == ["anna", "boris", "gone", "root"]
        assert [one.id for one in await tx.accounts.on_duty()] == ["a1"]
        assert [await tx.accounts.count(role) for role in Role] == [1, 0, 2]


async def test_publishing_retires_the_one_before(records: SqlRecords) -> None:
    def draft(key: str, text: str) -> Revision:
        return Revision("faq", key, 0, "draft", {"answer": text}, "a0", NOW, "新规定")

    async with records.begin() as tx:
        first = await tx.revisions.add(draft("fees", "一"))
        second = await tx.revisions.add(draft("fees", "二"))
        other = await tx.revisions.add(draft("time", "三"))
        assert [one.n for one in (first, second, other)] == [1, 2, 1]
        await tx.revisions.set_state("faq", "fees", 1, "published")
        await tx.revisions.set_state("faq", "fees", 2, "published")
        history = await tx.revisions.history("faq", "fees")
        assert [(one.n, one.state) for one in history] == [(2, "published"), (1, "retired")]
        assert await tx.revisions.published("faq") == [replace(second, state="published")]
        assert await tx.revisions.latest("faq") == [replace(second, state="published"), other]
        with pytest.raises(NotFound):
            await tx.revisions.set_state("faq", "fees", 9, "published")


async def test_a_failed_publication_retires_nothing(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.revisions.add(Revision("faq", "fees", 0, "published", {}, "a0", NOW))
    with pytest.raises(NotFound):
        async with records.begin() as tx:
            await tx.revisions.set_state("faq", "fees", 9, "published")
    async with records.begin() as tx:
        assert [one.n for one in await tx.revisions.published("faq")] == [1]


async def test_the_same_question_counts_up(records: SqlRecords) -> None:
    later = NOW + timedelta(days=1)
    async with records.begin() as tx:
        await tx.unmatched.add("能不能退彩礼？", NOW)
        await tx.unmatched.add("别的问题", NOW)
        await tx.unmatched.add("能不能退彩礼 ?", later)
        top, other = await tx.unmatched.listing()
        assert (top.text, top.count, top.first_at, top.last_at) == ("能不能退彩礼？", 2, NOW, later)
        assert await tx.unmatched.tally() == (2, 3)
        await tx.unmatched.settle(other.id, settled("dismissed"))
        assert [one.id for one in await tx.unmatched.listing()] == [top.id]
        assert (await tx.unmatched.get(other.id)).state == "dismissed"
        with pytest.raises(NotFound):
            await tx.unmatched.get("x")
        with pytest.raises(NotFound):
            await tx.unmatched.settle("x", settled("new"))


async def test_effects_of_a_turn_are_done_once(records: SqlRecords) -> None:
    async with records.begin() as tx:
        assert await tx.effects.done(SID, "m1") is None
        await tx.effects.mark(SID, "m1", {"case": "c1", "n": [1, None]})
    async with records.begin() as tx:
        assert await tx.effects.done(SID, "m1") == {"case": "c1", "n": [1, None]}

    async def replay() -> None:
        async with records.begin() as tx:
            await tx.cases.number(2026)
            await tx.effects.mark(SID, "m1", {})

    with pytest.raises(Conflict):
        await replay()
    async with records.begin() as tx:
        assert (await tx.cases.number(2026)).endswith("调1号")
