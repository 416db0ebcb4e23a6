"""The SQL records: the same contract on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.errors import AlreadyClaimed, ConfigError, Conflict, Forbidden, NotFound, RecordsDown
from bot.law.rules import Finding
from bot.model import (
    Account,
    Author,
    Button,
    CaseFile,
    CaseStatus,
    Channel,
    Consent,
    Delivery,
    Evidence,
    Handoff,
    HandoffState,
    Line,
    Media,
    Parcel,
    Revision,
    Role,
    Uploader,
)
from bot.ports import Asked, Batch, BatchRow, BatchState, RowState, Settled, Stage, Step, Tick, Tx
from bot.store import migrate
from bot.store.engine import make_engine, normalise
from bot.store.records import SqlRecords
from bot.store.tables import metadata
from bot.store.vault import Vault
from flows.engine import Answer
from tests.conftest import free_port

NOW = datetime(2026, 11, 22, 8, 30, 0, 123456, tzinfo=UTC)
SID = "0123456789abcdef0123456789abcdef"
NAME, PHONE, ID_NUMBER, WORDS = "斯琴高娃", "13847700018", "150622199003070018", "老板欠我三个月工资"
ADMIN = Account("a0", "root", "管理员", Role.ADMIN)
ANNA = Account("a1", "anna", "娜仁托娅", Role.MEDIATOR)
BORIS = Account("a2", "boris", "巴图", Role.MEDIATOR)


def a_case(number: str, *, key: str = "c1", sid: str = SID, **changes: Any) -> CaseFile:
    case = CaseFile(
        id=key,
        number=number,
        sid=sid,
        flow="private_lending",
        flow_rev="r1",
        title="民间借贷纠纷",
        regime="pre_filing",
        status=CaseStatus.SUBMITTED,
        urgent=False,
        answers={
            "applicant_name": Answer(NAME, NAME, source=3, start=2, end=6),
            "applicant_phone": Answer(PHONE, "138 4770 0018", by="told"),
            "applicant_id": Answer(ID_NUMBER, "150622********0018"),
            "principal": Answer({"low_fen": 3500000, "high_fen": 3500000}, "3.5 万元", confirmed=False),
            "due": Answer(None, "没约定"),
        },
        findings=(Finding("limitation", "info", "三年", "快到期", ("民法典188",)),),
        submitted_at=NOW,
    )
    return replace(case, **changes)


def a_handoff(key: str = "h1", sid: str = SID, **changes: Any) -> Handoff:
    handoff = Handoff(
        id=key,
        sid=sid,
        case_id="",
        reason="主动要求",
        urgent=False,
        state=HandoffState.WAITING,
        title="尚未说明",
        name="斯***",
        channel=Channel.WECHAT,
        last_line=WORDS,
        requested_at=NOW,
    )
    return replace(handoff, **changes)


def a_parcel(key: str = "p1", n: int = 1, **changes: Any) -> Parcel:
    parcel = Parcel(key, SID, Channel.WECHAT, "openid-of-a-person", n, WORDS, Delivery.QUEUED, NOW)
    return replace(parcel, **changes)


def a_line(n: int, text: str = WORDS) -> Line:
    return Line(n, NOW, Author.CITIZEN, text, channel="wechat", message_id=f"m{n}")


@pytest.fixture
async def second_worker(database_url: str, vault: Vault) -> AsyncIterator[SqlRecords]:
    """Another process, as far as the database can tell."""
    store = SqlRecords(database_url, vault)
    yield store
    await store.aclose()


async def run_sync(url: str, work: Any) -> Any:
    engine = make_engine(url, pooled=False)
    async with engine.begin() as connection:
        result = await connection.run_sync(work)
    await engine.dispose()
    return result


async def execute(url: str, *statements: str) -> None:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    await run_sync(url, work)


# ---- cases


async def test_a_case_comes_back_as_it_was_stored(records: SqlRecords) -> None:
    case = a_case("（2026）内0622诉前调1号", outcome_note="已电话沟通", group="g1", closed_at=NOW)
    async with records.begin() as tx:
        await tx.cases.add(case)
    async with records.begin() as tx:
        assert await tx.cases.get("c1") == case
        assert list((await tx.cases.get("c1")).answers) == list(case.answers)
        assert await tx.cases.of(SID) == [case]
        assert await tx.cases.of("someone else") == []
        with pytest.raises(NotFound):
            await tx.cases.get("c2")


async def test_numbers_count_per_year(records: SqlRecords) -> None:
    async with records.begin() as tx:
        numbers = [await tx.cases.number(year) for year in (2026, 2026, 2027)]
    assert numbers == ["（2026）内0622诉前调1号", "（2026）内0622诉前调2号", "（2027）内0622诉前调1号"]


async def test_a_rolled_back_submission_leaves_no_gap(records: SqlRecords) -> None:
    async def fail() -> None:
        async with records.begin() as tx:
            await tx.cases.number(2026)
            await tx.cases.get("none")

    with pytest.raises(NotFound):
        await fail()
    async with records.begin() as tx:
        assert await tx.cases.number(2026) == "（2026）内0622诉前调1号"


async def test_twenty_submissions_to_two_workers_get_1_to_20(
    records: SqlRecords, second_worker: SqlRecords
) -> None:
    async def submit(i: int) -> None:
        async with (records, second_worker)[i % 2].begin() as tx:
            number = await tx.cases.number(2026)
            await tx.cases.add(a_case(number, key=f"c{i}"))
            await tx.audit.add("citizen", "submitted", f"c{i}", {}, NOW)

    await asyncio.gather(*(submit(i) for i in range(20)))
    async with records.begin() as tx:
        numbers = {case.number for case in await tx.cases.listing()}
        assert await tx.audit.verify() == 0
    assert numbers == {f"（2026）内0622诉前调{n}号" for n in range(1, 21)}


async def test_the_same_case_twice_is_a_conflict(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1"))
    with pytest.raises(Conflict):
        async with records.begin() as tx:
            await tx.cases.add(a_case("n2"))
    with pytest.raises(Conflict):
        async with records.begin() as tx:
            await tx.cases.add(a_case("n1", key="c2"))


@pytest.mark.parametrize(
    "query", [NAME, PHONE, "138-4770-0018", " 150622199003070018", "诉前调7", "借贷", ""]
)
async def test_listing_finds(records: SqlRecords, query: str) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("（2026）内0622诉前调7号"))
        assert [case.id for case in await tx.cases.listing(query=query)] == ["c1"]


@pytest.mark.parametrize("query", ["斯琴", "13847700019", "诉前调8", "%", "_", "没约定", "离婚"])
async def test_listing_does_not_find(records: SqlRecords, query: str) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("（2026）内0622诉前调7号"))
        assert await tx.cases.listing(query=query) == []


async def test_listing_by_status_is_newest_first_and_cut(records: SqlRecords) -> None:
    async with records.begin() as tx:
        for i in range(3):
            await tx.cases.add(a_case(f"n{i}", key=f"c{i}", submitted_at=NOW + timedelta(days=i)))
        await tx.cases.move("c1", CaseStatus.IN_MEDIATION, expect=1)
        assert [case.id for case in await tx.cases.listing(status="submitted")] == ["c2", "c0"]
        assert [case.id for case in await tx.cases.listing(most=1)] == ["c2"]


async def test_update_replaces_answers_and_counts_the_rev(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1"))
        changed = replace(await tx.cases.get("c1"), answers={"applicant_name": Answer("巴图", "巴图")})
        stored = await tx.cases.update(changed, expect=1)
        assert stored == replace(changed, rev=2) == await tx.cases.get("c1")
        assert await tx.cases.listing(query=NAME) == []
        assert await tx.cases.listing(query="巴图") == [stored]
        with pytest.raises(Conflict):
            await tx.cases.update(changed, expect=1)
        with pytest.raises(NotFound):
            await tx.cases.update(replace(changed, id="c9"), expect=1)


async def test_move_keeps_what_is_not_given(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1"))
        await tx.cases.move("c1", CaseStatus.AGREED, expect=1, outcome="agreed", note="分三期还", at=NOW)
        moved = await tx.cases.move("c1", CaseStatus.CLOSED, expect=2)
        assert (moved.status, moved.outcome, moved.outcome_note) == (CaseStatus.CLOSED, "agreed", "分三期还")
        assert (moved.closed_at, moved.rev) == (NOW, 3)
        with pytest.raises(Conflict):
            await tx.cases.move("c1", CaseStatus.FAILED, expect=2)


# ---- consents, evidence, messages


async def test_a_withdrawn_consent_is_followed_by_a_no(records: SqlRecords) -> None:
    given = Consent("online", True, "同意", "v1", "ab" * 32, NOW)
    other = Consent("mediation", True, "愿意", "v1", "cd" * 32, NOW + timedelta(seconds=1))
    later = NOW + timedelta(days=1)
    async with records.begin() as tx:
        await tx.consents.add(SID, given)
        await tx.consents.add(SID, other)
        assert await tx.consents.of(SID) == [given, other]
        await tx.consents.withdraw(SID, "online", later)
        await tx.consents.withdraw(SID, "online", later + timedelta(days=1))
        assert await tx.consents.of(SID) == [
            given,
            other,
            replace(given, answer=False, raw="", answered_at=later),
        ]


async def test_evidence_is_listed_and_removed_by_its_owner_only(records: SqlRecords) -> None:
    media = Media("blob1", "借条 斯琴高娃.jpg", "image/jpeg", 5_000_000_000, "ef" * 32)
    piece = Evidence("e1", SID, "iou", media, "thumb1", NOW)
    async with records.begin() as tx:
        await tx.evidence.add(piece)
        await tx.evidence.add(piece)
        assert await tx.evidence.of(SID) == [piece]
        assert await tx.evidence.get("e1") == piece
        with pytest.raises(NotFound):
            await tx.evidence.remove("another citizen", "e1")
        assert await tx.evidence.remove(SID, "e1") == piece
        assert await tx.evidence.of(SID) == []
        with pytest.raises(NotFound):
            await tx.evidence.remove(SID, "e1")


async def test_pages_are_placed_turned_and_noted_by_their_owner_only(records: SqlRecords) -> None:
    media = Media(
        "blob1", "借条.pdf", "application/pdf", 9, "ef" * 32, pages=3, seconds=7, marks="script locked"
    )
    first = Evidence("e1", SID, "", media, "", NOW, by=Uploader.AGENT)
    placed = replace(first, item="借条或欠条", piece="e0", page=2, turns=3, proves=WORDS)
    async with records.begin() as tx:
        await tx.evidence.add(first)
        assert await tx.evidence.get("e1") == first
        await tx.evidence.place(placed)
        assert await tx.evidence.of(SID) == [placed]
        await tx.evidence.place(replace(placed, turns=5))
        assert (await tx.evidence.get("e1")).turns == 1
        with pytest.raises(NotFound):
            await tx.evidence.place(replace(placed, sid="another citizen"))
        assert (await tx.evidence.get("e1")).turns == 1


async def test_lines_come_back_in_order_and_once(records: SqlRecords) -> None:
    rich = Line(
        2,
        NOW,
        Author.MEDIATOR,
        "请看",
        kind="image",
        channel="web",
        name="娜仁托娅",
        card={"kind": "receipt", "rows": [1, None]},
        buttons=(Button("好的", "answer:yes"),),
        media=Media("b", "x.png", "image/png", 3, "00"),
    )
    async with records.begin() as tx:
        await tx.messages.add(SID, [rich, a_line(1)])
        await tx.messages.add(SID, [a_line(2, "被改过的话"), a_line(3)])
        await tx.messages.add(SID, [])
        assert await tx.messages.of(SID) == [a_line(1), rich, a_line(3)]
        assert await tx.messages.of(SID, after=1, most=1) == [rich]


async def test_notes_are_kept_apart_from_the_transcript(records: SqlRecords) -> None:
    async with records.begin() as tx:
        await tx.messages.note(SID, ANNA, "情绪激动", NOW)
        await tx.messages.note(SID, ADMIN, "已知晓", NOW)
        assert await tx.messages.of(SID) == []
        assert await tx.messages.notes(SID) == [
            (NOW, "娜仁托娅", "情绪激动"),
            (NOW, "管理员", "已知晓"),
        ]


async def test_forget_spares_citizens_with_a_case(records: SqlRecords) -> None:
    async with records.begin() as tx:
        for sid in (SID, "b" * 32):
            await tx.messages.add(sid, [a_line(1)])
            await tx.messages.note(sid, ANNA, "备注", NOW)
            await tx.handoffs.open(a_handoff(f"h-{sid}", sid))
        await tx.outbox.put(a_parcel())
        await tx.cases.add(a_case("n1", sid="b" * 32))
        await tx.messages.forget(SID)
        await tx.messages.forget("b" * 32)
        assert await tx.messages.of(SID) == []
        assert await tx.messages.notes(SID) == []
        assert await tx.outbox.of(SID) == []
        assert (await tx.handoffs.get(f"h-{SID}")).last_line == ""
        assert await tx.messages.of("b" * 32) == [a_line(1)]
        assert len(await tx.messages.notes("b" * 32)) == 1


async def test_what_is_too_old_expires_unless_a_case_stands_on_it(records: SqlRecords) -> None:
    other, late = "b" * 32, NOW + timedelta(days=1)
    media = Media("blob", "n", "image/png", 1, "00")
    async with records.begin() as tx:
        await tx.cases.add(a_case("n1", sid=other))
        for sid in (SID, other):
            await tx.messages.add(sid, [a_line(1), replace(a_line(2), at=late)])
            await tx.messages.note(sid, ANNA, "备注", NOW)
            await tx.evidence.add(Evidence(f"e-{sid}", sid, "", replace(media, blob=f"b-{sid}"), "", NOW))
            await tx.handoffs.open(a_handoff(f"h-{sid}", sid))
            await tx.handoffs.end(f"h-{sid}", ADMIN, HandoffState.CLOSED, at=NOW, note="已解答")
            await tx.outbox.put(a_parcel(f"p-{sid}", sid=sid, state=Delivery.SENT))
        await tx.handoffs.open(a_handoff("h-waiting"))
        await tx.outbox.put(a_parcel("p-queued"))
        await tx.unmatched.add("没人会的问题", NOW)
    assert await records.expire(NOW) == []
    assert await records.expire(late) == [f"b-{SID}"]
    async with records.begin() as tx:
        assert [line.n for line in await tx.messages.of(SID)] == [2]
        assert await tx.messages.notes(SID) == []
        assert await tx.evidence.of(SID) == []
        assert [one.id for one in await tx.outbox.of(SID)] == ["p-queued"]
        assert (await tx.handoffs.get(f"h-{SID}")).note == ""
        assert (await tx.handoffs.get("h-waiting")).last_line == WORDS
        assert len(await tx.unmatched.listing()) == 1
        assert [line.n for line in await tx.messages.of(other)] == [1, 2]
        assert len(await tx.messages.notes(other)) == len(await tx.evidence.of(other)) == 1
        assert len(await tx.outbox.of(other)) == 1
        assert (await tx.handoffs.get(f"h-{other}")).note == "已解答"


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


# ---- outbox

LEASE = timedelta(minutes=1)


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


def settled(state: str, **values: str) -> Settled:
    return Settled(state, "a0", "b1", NOW, **values)


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
