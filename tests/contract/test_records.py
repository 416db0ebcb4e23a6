"""The SQL records of cases, consents, evidence and lines: the same contract on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, NotFound
from bot.model import (
    Author,
    Button,
    CaseStatus,
    Consent,
    Delivery,
    Evidence,
    HandoffState,
    Line,
    Media,
    Uploader,
)
from bot.store.records import SqlRecords
from flows.engine import Answer
from tests.contract.rows import (
    ADMIN,
    ANNA,
    NAME,
    NOW,
    PHONE,
    SID,
    WORDS,
    a_case,
    a_handoff,
    a_line,
    a_parcel,
)

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
