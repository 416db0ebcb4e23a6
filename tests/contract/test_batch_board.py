"""The board of a batch on SQLite and PostgreSQL: counts, moves, results, clocks, who may look."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.batch_board import AT_ONCE, Board, Boards, Count, stage_of, status_after
from bot.batches import Batches
from bot.errors import AlreadyClaimed, Conflict, Forbidden, NotFound, Refused
from bot.model import CaseStatus, Channel, HandoffState, Outcome
from bot.ports import Stage
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from tests.contract.test_batches import ADMIN, NOW, OTHER, OWNER, Clock, desk, filed
from tests.loan_tables import table

TODAY = date(2026, 11, 29)


@pytest.fixture
async def batches(records: SqlRecords, vault: Vault) -> Batches:
    async with records.begin() as tx:
        for account in (OWNER, OTHER, ADMIN):
            await tx.accounts.add(account, "hash")
    return desk(records, vault)


def boards(batches: Batches, **later: float) -> Boards:
    clock = Clock()
    clock.moment = NOW + timedelta(**later)
    return Boards(batches.records, clock)


def numbers(board: Board) -> dict[str, tuple[int, int]]:
    return {
        stage.value: (count.open, count.ended) for stage, count in board.counts.items() if count != Count()
    }


async def test_counts_follow_the_cases_wherever_they_are_closed(batches: Batches) -> None:
    batch = await filed(batches, table(6).data)
    one = boards(batches)
    assert numbers(await one.board(batch.id, OWNER)) == {"mediate": (6, 0)}
    await one.move(batch.id, OWNER, [2, 3], Stage.FILE, note="不愿调解")
    await one.move(batch.id, OWNER, [3], Stage.TRY)
    await one.close(batch.id, OWNER, [4], Outcome.AGREED)
    await one.close(batch.id, OWNER, [5], Outcome.UNREACHABLE)
    board = await one.board(batch.id, OWNER)
    assert numbers(board) == {"mediate": (2, 1), "file": (2, 0), "try": (1, 0)}
    async with batches.records.begin() as tx:
        first = board.places[5].standing
        case = await tx.cases.get(first.case_id)
        await tx.cases.move(case.id, CaseStatus.TO_FILE, expect=case.rev)  # closed at the desk, not here
    board = await one.board(batch.id, OWNER)
    assert numbers(board) == {"mediate": (1, 1), "file": (3, 0), "try": (1, 0)}
    assert sum(count.open + count.ended for count in board.counts.values()) == len(board.places) == 6


async def test_a_batch_that_does_not_mediate_starts_at_filing(batches: Batches) -> None:
    batch = await filed(batches, table(2).data, mediates=False)
    assert numbers(await boards(batches).board(batch.id, OWNER)) == {"file": (2, 0)}


async def test_moves_change_the_status_and_leave_history_and_trail(batches: Batches) -> None:
    batch = await filed(batches, table(2).data)
    one = boards(batches)
    await one.move(batch.id, OWNER, [2], Stage.FILE, note="对方不接电话")
    await one.move(batch.id, OWNER, [2], Stage.MEDIATE)
    await one.close(batch.id, OWNER, [2], Outcome.AGREED, note="分12期")
    await one.move(batch.id, OWNER, [2], Stage.ENFORCE)
    place = (await one.board(batch.id, OWNER)).places[0]
    assert (place.standing.status, place.stage, place.ended) == (CaseStatus.AGREED, Stage.ENFORCE, True)
    steps = [(s.kind, s.before, s.after, s.note, name) for s, name in await one.history(batch.id, OWNER, 2)]
    assert steps == [
        ("stage", "mediate", "file", "对方不接电话", "王建国"),
        ("stage", "file", "mediate", "", "王建国"),
        ("outcome", "in_mediation", "agreed", "分12期", "王建国"),
        ("stage", "mediate", "enforce", "", "王建国"),
    ]
    async with batches.records.begin() as tx:
        trail = [(e.action, e.data) for e in reversed(await tx.audit.listing()) if e.action in MOVES]
    assert trail == [
        ("batch_move", {"rows": 1, "stage": "file"}),
        ("batch_move", {"rows": 1, "stage": "mediate"}),
        ("batch_outcome", {"rows": 1, "outcome": "agreed"}),
        ("batch_move", {"rows": 1, "stage": "enforce"}),
    ]


MOVES = {"batch_move", "batch_outcome"}


async def test_all_chosen_move_or_none_and_every_reason_is_told(batches: Batches) -> None:
    batch = await filed(batches, table(4).data)
    one = boards(batches)
    await one.close(batch.id, OWNER, [2], Outcome.AGREED)
    await one.close(batch.id, OWNER, [3], Outcome.WITHDRAWN)
    with pytest.raises(Refused) as refused:
        await one.move(batch.id, OWNER, [2, 3, 4], Stage.TRY)
    assert "第2行已经达成协议" in refused.value.sentence
    assert "第3行申请人已经撤回" in refused.value.sentence
    assert numbers(await one.board(batch.id, OWNER)) == {"mediate": (2, 2)}
    with pytest.raises(Refused):
        await one.close(batch.id, OWNER, [2, 4], Outcome.REFUSED)
    for rows in ([], list(range(2, AT_ONCE + 3))):
        with pytest.raises(Refused):
            await one.move(batch.id, OWNER, rows, Stage.TRY)
    with pytest.raises(NotFound):
        await one.move(batch.id, OWNER, [999], Stage.TRY)
    for outcome, note in ((Outcome.ANSWERED, ""), (Outcome.OTHER, " ")):
        with pytest.raises(Refused):
            await one.close(batch.id, OWNER, [4], outcome, note=note)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("status", list(CaseStatus))
def test_a_move_leads_where_it_says_or_nowhere(stage: Stage, status: CaseStatus) -> None:
    after = status_after(stage, status)
    if after is not None:
        assert stage_of(stage, after) is stage


async def test_preservation_starts_the_clocks_and_the_suit_stops_them(batches: Batches) -> None:
    batch = await filed(batches, table(3).data)
    await boards(batches).move(batch.id, OWNER, [2, 3], Stage.PRESERVE)

    async def alarm(**later: float) -> tuple[str, str]:
        found = (await boards(batches, **later).board(batch.id, OWNER)).places[0].alarm
        assert found is not None
        assert found.citations == ("民诉法104",)
        return found.level, found.words

    assert await alarm(hours=1) == ("far", "还有47小时")
    assert (await alarm(hours=37))[0] == "near"
    assert (await alarm(hours=48))[0] == "over"
    await boards(batches, days=1).measures(batch.id, OWNER, [2], TODAY + timedelta(1))
    assert (await alarm(days=2))[0] == "far"
    await boards(batches, days=2).move(batch.id, OWNER, [2], Stage.MEDIATE)
    # measures on 2026-11-30; thirty days end on 2026-12-30
    assert (await alarm(days=23))[0] == "far"
    assert (await alarm(days=24))[0] == "near"
    assert await alarm(days=31) == ("near", "2026年12月30日到期，就是今天")
    over = await boards(batches, days=32).board(batch.id, OWNER)
    assert over.places[0].alarm is not None
    assert "应当解除保全" in over.places[0].alarm.words
    assert (over.counts[Stage.MEDIATE].alarms, over.counts[Stage.PRESERVE].alarms) == (1, 1)
    await boards(batches, days=32).move(batch.id, OWNER, [2], Stage.FILE)
    assert (await boards(batches, days=40).board(batch.id, OWNER)).places[0].alarm is None


async def test_measures_need_an_application_and_a_day_that_was(batches: Batches) -> None:
    batch = await filed(batches, table(2).data)
    one = boards(batches)
    with pytest.raises(Refused, match="没有申请过"):
        await one.measures(batch.id, OWNER, [2], TODAY)
    await one.move(batch.id, OWNER, [2], Stage.PRESERVE)
    with pytest.raises(Refused, match="不能晚于今天"):
        await one.measures(batch.id, OWNER, [2], TODAY + timedelta(1))


async def test_a_case_opens_on_ones_own_desk_or_a_colleagues(batches: Batches) -> None:
    batch = await filed(batches, table(2).data)
    one = boards(batches)
    mine = await one.open(batch.id, OWNER, 2)
    assert (mine.state, mine.claimed_by, mine.channel) == (HandoffState.CLAIMED, OWNER.id, Channel.TABLE)
    assert (await one.open(batch.id, OWNER, 2)).id == mine.id
    theirs = await one.open(batch.id, OWNER, 3, to=OTHER.id)
    assert theirs.claimed_by == OTHER.id
    with pytest.raises(AlreadyClaimed):
        await one.open(batch.id, OWNER, 3)
    async with batches.records.begin() as tx:
        assert {h.id for h in await tx.handoffs.listing(states=[HandoffState.CLAIMED], account=OTHER.id)} == {
            theirs.id
        }
        assert await tx.outbox.of(theirs.sid) == []
    with pytest.raises(Forbidden, match="李红"):
        await one.close(batch.id, OWNER, [3], Outcome.REFUSED)
    await one.close(batch.id, OWNER, [2], Outcome.REFUSED)
    await one.close(batch.id, ADMIN, [3], Outcome.REFERRED)
    async with batches.records.begin() as tx:
        assert (await tx.handoffs.get(mine.id)).state is HandoffState.CLOSED
        assert (await tx.handoffs.get(theirs.id)).outcome == "referred"
    with pytest.raises(Refused):
        await one.open(batch.id, OWNER, 3)


async def test_nobody_else_sees_or_moves_the_board(batches: Batches) -> None:
    batch = await filed(batches, table(1).data)
    one = boards(batches)
    for refused in (
        one.board(batch.id, OTHER),
        one.move(batch.id, OTHER, [2], Stage.TRY),
        one.measures(batch.id, OTHER, [2], TODAY),
        one.close(batch.id, OTHER, [2], Outcome.AGREED),
        one.open(batch.id, OTHER, 2),
        one.history(batch.id, OTHER, 2),
    ):
        with pytest.raises(NotFound):
            await refused
    assert len((await one.board(batch.id, ADMIN)).places) == 1


async def test_of_two_moves_at_once_none_is_lost_unseen(batches: Batches) -> None:
    batch = await filed(batches, table(1).data)
    one = boards(batches)
    answers = await asyncio.gather(
        one.move(batch.id, OWNER, [2], Stage.TRY),
        one.move(batch.id, ADMIN, [2], Stage.ENFORCE),
        return_exceptions=True,
    )
    assert all(answer == 1 or isinstance(answer, Conflict) for answer in answers)
    steps = await one.history(batch.id, OWNER, 2)
    assert len(steps) == answers.count(1) >= 1
    place = (await one.board(batch.id, OWNER)).places[0]
    assert place.stage == steps[-1][0].after
