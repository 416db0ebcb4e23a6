"""Green lanes in the records: the columns, and the order of the queue, on SQLite and PostgreSQL."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.law import lanes
from bot.model import Handoff, HandoffState
from bot.ports import GroupTally, Tick
from bot.store.records import SqlRecords
from flows.engine import Answer
from tests.contract.rows import ANNA, NOW, a_case, a_handoff

WAITING = [HandoffState.WAITING]
WINTER, SUMMER = date(2026, 11, 22), date(2026, 7, 1)


async def test_lanes_of_a_case_are_kept(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1", key="c1", lanes=("wages", "company")))
        await tx.cases.add(a_case("n2", key="c2"))
    async with records.begin() as tx:
        first = await tx.cases.get("c1")
        assert first.lanes == ("wages", "company")
        assert (await tx.cases.get("c2")).lanes == ()
        changed = await tx.cases.update(replace(first, lanes=("finance",)), expect=first.rev)
        assert changed.lanes == ("finance",)


async def test_lanes_and_the_first_call_of_who_waits_are_kept(records: SqlRecords) -> None:
    due = NOW + timedelta(hours=5)
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff("h1", lanes=("wages",), due_at=due))
        await tx.handoffs.open(a_handoff("h2", sid="2" * 32))
    async with records.begin() as tx:
        first = await tx.handoffs.get("h1")
        assert (first.lanes, first.due_at) == (("wages",), due)
        assert ((other := await tx.handoffs.get("h2")).lanes, other.due_at) == ((), None)


@pytest.mark.parametrize("sooner", [True, False])
async def test_a_second_request_adds_lanes_and_never_puts_off_the_call(
    records: SqlRecords, *, sooner: bool
) -> None:
    first, second = NOW + timedelta(hours=5), NOW + timedelta(hours=3 if sooner else 8)
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff("h1", lanes=("mining",), due_at=first))
        again = await tx.handoffs.open(a_handoff("h2", lanes=("company", "wages"), due_at=second))
        assert again.id == "h1"
        assert again.lanes == ("wages", "mining", "company")
        assert again.due_at == min(first, second)
        bare = await tx.handoffs.open(a_handoff("h3"))
        assert bare == again, "nothing new was asked, nothing changes"


async def test_the_queue_stands_in_the_order_of_the_lanes(records: SqlRecords) -> None:
    """Danger, then wages before companies before nobody, whoever came first."""
    rows = [
        a_handoff("plain", sid="0" * 32),
        a_handoff("bank", sid="1" * 32, lanes=("finance",), due_at=NOW + timedelta(hours=1)),
        a_handoff("firm", sid="2" * 32, lanes=("company",), due_at=NOW + timedelta(hours=2)),
        a_handoff("firm2", sid="3" * 32, lanes=("company",), due_at=NOW + timedelta(hours=1)),
        a_handoff("pay", sid="4" * 32, lanes=("wages",), due_at=NOW + timedelta(hours=9)),
        a_handoff("pit", sid="5" * 32, lanes=("mining",), due_at=NOW + timedelta(hours=8)),
        a_handoff("danger", sid="6" * 32, urgent=True),
    ]
    async with records.begin() as tx:
        for n, one in enumerate(rows):
            await tx.handoffs.open(replace(one, requested_at=NOW + timedelta(minutes=n)))
    async with records.begin() as tx:
        winter = [one.id for one in await tx.handoffs.listing(states=WAITING, on=WINTER)]
        summer = [one.id for one in await tx.handoffs.listing(states=WAITING, on=SUMMER)]
        assert winter == ["danger", "pay", "pit", "firm2", "firm", "bank", "plain"]
        assert summer == ["danger", "pit", "pay", "firm2", "firm", "bank", "plain"]
        assert [await tx.handoffs.ahead(one, WINTER) for one in winter] == list(range(len(winter)))
        assert [await tx.handoffs.ahead(one, SUMMER) for one in summer] == list(range(len(summer)))
        await tx.handoffs.claim("danger", ANNA, NOW)
        assert await tx.handoffs.ahead("pay", WINTER) == 0, "who is taken over waits no more"


async def test_mixed_arrivals_and_claims_keep_the_order(records: SqlRecords) -> None:
    """A simulated afternoon: whoever is taken next is the one who goes first of those who wait."""
    chance, known = random.Random(7), list(lanes.lanes())
    waiting: dict[str, Handoff] = {}
    taken: list[str] = []
    for n in range(60):
        came = NOW + timedelta(minutes=n)
        ids = lanes.ordered(chance.sample(known, chance.choice([0, 1, 1, 2])))
        due = lanes.first_contact(ids, came)
        urgent = chance.random() < 0.1
        one = a_handoff(f"h{n}", sid=f"{n:032d}", lanes=ids, due_at=due, urgent=urgent, requested_at=came)
        async with records.begin() as tx:
            waiting[one.id] = await tx.handoffs.open(one)
            if chance.random() < 0.6:
                queue = await tx.handoffs.listing(states=WAITING, on=WINTER)
                first = await tx.handoffs.claim(queue[0].id, ANNA, came)
                taken.append(first.id)
                best = waiting.pop(first.id)
                for other in waiting.values():
                    assert best.urgent or not other.urgent
                    if best.urgent == other.urgent and not best.urgent:
                        assert lanes.rank(best.lanes, WINTER) <= lanes.rank(other.lanes, WINTER)
                        assert "wages" in best.lanes or "wages" not in other.lanes
    assert len(taken) > 20
    assert waiting


def owed(fen: int) -> dict[str, Answer]:
    return {"wage_owed": Answer({"low_fen": fen, "high_fen": fen}, f"{fen}")}


async def test_cases_filed_together_are_counted_and_summed(records: SqlRecords) -> None:
    async with records.begin() as tx:
        for n in (1, 2, 10):
            case = a_case(f"（2026）内0622诉前调{n}号", key=f"c{n}", group="g", answers=owed(n * 101))
            await tx.cases.add(case)
        await tx.cases.add(a_case("n8", key="c8", group="g", answers={}))
        await tx.cases.add(a_case("n9", key="c9"))
    async with records.begin() as tx:
        found = await tx.cases.tallies(["c10", "c9", "nobody"], "wage_owed")
        assert found == {"c10": GroupTally(4, 13 * 101)}
        assert await tx.cases.tallies([], "wage_owed") == {}
        assert [one.id for one in await tx.cases.members("g")] == ["c8", "c1", "c2", "c10"]
        assert await tx.cases.members("") == []


async def test_ticks_are_kept_per_case_the_last_one_counts(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1", key="c1"))
        await tx.ticks.put("c1", Tick("split", True, "a1", NOW))
        await tx.ticks.put("c1", Tick("step_1", True, "a1", NOW + timedelta(minutes=1)))
        await tx.ticks.put("c1", Tick("split", False, "a2", NOW + timedelta(minutes=2)))
    async with records.begin() as tx:
        later = [Tick("step_1", True, "a1", NOW + timedelta(minutes=1))]
        assert await tx.ticks.of("c1") == [*later, Tick("split", False, "a2", NOW + timedelta(minutes=2))]
        assert await tx.ticks.of("c2") == []


async def test_who_asked_first_and_handed_in_afterwards_waits_with_the_case(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.handoffs.open(a_handoff("h1"))
        again = await tx.handoffs.open(a_handoff("h2", case_id="c1", title="追索劳动报酬纠纷"))
        assert (again.id, again.case_id, again.title) == ("h1", "c1", "追索劳动报酬纠纷")
        other = await tx.handoffs.open(a_handoff("h3", case_id="c2", title="离婚纠纷"))
        assert other == again, "the first case stays what it is about"
