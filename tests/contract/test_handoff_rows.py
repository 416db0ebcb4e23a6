"""Who waits, who has whom: the same contract on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import AlreadyClaimed, Conflict, Forbidden, NotFound
from bot.model import (
    Account,
    Handoff,
    HandoffState,
)
from bot.store.records import SqlRecords
from tests.contract.rows import (
    ADMIN,
    ANNA,
    BORIS,
    NOW,
    SID,
    a_handoff,
)

# ---- handoffs


async def test_a_citizen_waits_once(records: SqlRecords) -> None:
    async with records.begin() as tx:
        first = await tx.handoffs.open(a_handoff())
        again = await tx.handoffs.open(a_handoff("h2"))
        assert first == again == a_handoff()
        urgent = await tx.handoffs.open(a_handoff("h3", urgent=True))
        assert (urgent.id, urgent.urgent, urgent.rev) == ("h1", True, 2)
        assert await tx.handoffs.open_of(SID) == urgent
        assert await tx.handoffs.open_of("nobody") is None


async def test_two_turns_at_once_open_one_handoff(records: SqlRecords, second_worker: SqlRecords) -> None:
    async def ask(i: int) -> Handoff:
        async with (records, second_worker)[i % 2].begin() as tx:
            return await tx.handoffs.open(a_handoff(f"h{i}"))

    opened = await asyncio.gather(*(ask(i) for i in range(6)))
    assert len({handoff.id for handoff in opened}) == 1


async def test_after_the_end_a_new_handoff_can_be_opened(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff())
        await tx.handoffs.claim("h1", ANNA, NOW)
        await tx.handoffs.end("h1", ANNA, HandoffState.CLOSED, at=NOW, outcome="answered", note="已解答")
        assert (await tx.handoffs.open(a_handoff("h2"))).id == "h2"
        assert (await tx.handoffs.open(a_handoff("h2"))).id == "h2"


async def test_of_two_claimers_exactly_one_wins(records: SqlRecords, second_worker: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff())

    async def claim(worker: SqlRecords, who: Account) -> Handoff | AlreadyClaimed:
        async with worker.begin() as tx:
            try:
                return await tx.handoffs.claim("h1", who, NOW)
            except AlreadyClaimed as exc:
                return exc

    results = await asyncio.gather(claim(records, ANNA), claim(second_worker, BORIS))
    won = [one for one in results if isinstance(one, Handoff)]
    lost = [one for one in results if isinstance(one, AlreadyClaimed)]
    assert len(won) == len(lost) == 1
    assert won[0].state is HandoffState.CLAIMED
    assert lost[0].by == won[0].claimed_name


async def test_claiming_again_is_fine_claiming_what_ended_is_not(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff())
        first = await tx.handoffs.claim("h1", ANNA, NOW)
        assert await tx.handoffs.claim("h1", ANNA, NOW + timedelta(hours=1)) == first
        assert (first.claimed_by, first.claimed_name, first.claimed_at) == ("a1", "娜仁托娅", NOW)
        await tx.handoffs.end("h1", ANNA, HandoffState.RETURNED, at=NOW)
        with pytest.raises(Conflict):
            await tx.handoffs.claim("h1", BORIS, NOW)
        with pytest.raises(NotFound):
            await tx.handoffs.claim("h9", ANNA, NOW)


async def test_only_the_holder_or_an_admin_ends_a_handoff(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff())
        await tx.handoffs.claim("h1", ANNA, NOW)
        with pytest.raises(Forbidden):
            await tx.handoffs.end("h1", BORIS, HandoffState.CLOSED, at=NOW)
        ended = await tx.handoffs.end(
            "h1", ADMIN, HandoffState.CLOSED, at=NOW, outcome="to_file", note="已转立案"
        )
        assert (ended.state, ended.closed_at, ended.outcome) == (HandoffState.CLOSED, NOW, "to_file")
        assert (ended.note, ended.rev) == ("已转立案", 3)
        with pytest.raises(Conflict):
            await tx.handoffs.end("h1", ADMIN, HandoffState.CLOSED, at=NOW)


async def test_the_queue_is_urgent_first_then_oldest(records: SqlRecords) -> None:
    async with records.begin() as tx:
        for minute, urgent in ((0, False), (1, True), (2, False), (3, True)):
            at = NOW + timedelta(minutes=minute)
            await tx.handoffs.open(a_handoff(f"h{minute}", f"s{minute}", urgent=urgent, requested_at=at))
        queue = await tx.handoffs.listing(states=[HandoffState.WAITING])
        assert [one.id for one in queue] == ["h1", "h3", "h0", "h2"]
        assert [await tx.handoffs.ahead(one.id) for one in queue] == [0, 1, 2, 3]
        await tx.handoffs.claim("h3", ANNA, NOW)
        assert await tx.handoffs.ahead("h2") == 2
        mine = await tx.handoffs.listing(states=list(HandoffState), account="a1")
        assert [one.id for one in mine] == ["h3"]


async def test_touch_refreshes_the_list_without_a_new_rev(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.touch(SID, last_line="没有人在等")
        await tx.handoffs.open(a_handoff())
        await tx.handoffs.touch(SID, last_line="新的一句")
        await tx.handoffs.touch(SID, last_line="再一句", title="民间借贷纠纷", name="巴*")
        got = await tx.handoffs.get("h1")
        assert got == a_handoff(last_line="再一句", title="民间借贷纠纷", name="巴*")


async def test_a_wish_for_a_call_back_is_kept(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff())
        await tx.handoffs.wish("h1", "明天上午回电 13847700018")
        assert await tx.handoffs.get("h1") == a_handoff(callback="明天上午回电 13847700018")
        with pytest.raises(NotFound):
            await tx.handoffs.wish("h9", "")
