"""Tables of loans in the records, on SQLite and PostgreSQL: filed once, seen only by whom it may."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.batches import PORTION, Batches
from bot.content import Content
from bot.errors import Conflict, NotFound, Refused
from bot.model import Account, CaseFile, CaseStatus, Role
from bot.papers.draft import draft
from bot.papers.render import docx
from bot.ports import Batch, BatchState, RowState
from bot.store.batch_tables import batch_row, loan_contract
from bot.store.cases import SqlCases
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from tests.loan_tables import HEAD, line, packed, table
from tests.web.staff_bench import shipped

NOW = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
OWNER = Account("a-owner", "wang", "王建国", Role.MEDIATOR)
OTHER = Account("a-other", "li", "李红", Role.MEDIATOR)
ADMIN = Account("a-admin", "guan", "管理员", Role.ADMIN)


class Clock:
    moment = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


def desk(records: SqlRecords, vault: Vault) -> Batches:
    clock = Clock()
    content = Content(
        shipped=shipped(),
        records=records,
        sessions=MemorySessions(vault),
        clock=clock,
        court="准格尔旗人民法院",
        regime="pre_filing",
    )
    return Batches(records, content.knowledge, clock)


@pytest.fixture
async def batches(records: SqlRecords, vault: Vault) -> Batches:
    return desk(records, vault)


async def cases(batches: Batches) -> list[CaseFile]:
    async with batches.records.begin() as tx:
        return await tx.cases.listing(most=5000)


async def filed(batches: Batches, data: bytes, *, mediates: bool = True) -> Batch:
    batch = await batches.upload(OWNER, "loan", "清单.csv", data)
    await batches.confirm(batch.id, OWNER, mediates=mediates)
    while (batch := await batches.file(batch.id, OWNER)).state is BatchState.RUNNING:
        pass
    return batch


async def test_good_and_bad_rows_are_counted_and_summed_to_the_fen(batches: Batches) -> None:
    made = table(12, bad=(2, 5, 7))
    batch = await batches.upload(OWNER, "loan", "清单.csv", made.data)
    seen = await batches.seen(batch.id, OWNER)
    assert seen.counts == {RowState.BAD: 3, RowState.GOOD: 9, RowState.TAKEN: 0, RowState.FILED: 0}
    assert seen.sums.rows == made.good
    assert seen.sums.principal_fen == made.principal_fen
    assert seen.sums.interest_fen == made.interest_fen
    assert seen.sums.penalty_fen == made.penalty_fen
    assert seen.unknown == ("客户经理",)
    bad = await batches.rows(batch.id, OWNER, (RowState.BAD,))
    assert [row.n for row in bad] == [4, 7, 9]
    assert await cases(batches) == []


async def test_every_good_row_becomes_a_case_like_a_submitted_one(batches: Batches) -> None:
    made = table(120, bad=(0, 60))
    batch = await filed(batches, made.data)
    assert batch.state is BatchState.DONE
    found = await cases(batches)
    assert len(found) == made.good
    assert {one.group for one in found} == {""}, "cases of a group are closed together, these are not"
    assert {(one.status, one.flow, one.regime) for one in found} == {
        (CaseStatus.SUBMITTED, "financial_loan", "pre_filing")
    }
    assert all("finance" in one.lanes for one in found)
    assert len({one.sid for one in found}) == made.good
    numbers = sorted(int(one.number.split("诉前调")[1].removesuffix("号")) for one in found)
    assert numbers == list(range(1, made.good + 1))
    one = next(case for case in found if case.answers["contract_no"].value == "HT-2024-00005")
    assert {(a.by, a.source, a.confirmed) for a in one.answers.values()} == {("table", 7, True)}
    assert one.answers["respondent_name"].value == line(5)[0]
    assert one.answers["applicant_name"].value == "某某农村商业银行股份有限公司"
    assert one.answers["more_respondents"].value == {"rows": [["李四", None, None]]}
    assert one.answers["owed_interest"].value == {"low_fen": 101_050, "high_fen": 101_050}
    async with batches.records.begin() as tx:
        assert [(c.scope, c.answer) for c in await tx.consents.of(one.sid)] == [
            ("mediation", True),
            ("personal_data", True),
        ]


async def test_papers_and_checks_work_on_such_a_case(batches: Batches) -> None:
    await filed(batches, table(1).data)
    case = (await cases(batches))[0]
    flow = batches.knowledge().flows["financial_loan"]
    made = draft("complaint", case, flow, [], court="准格尔旗人民法院", today=NOW.date())
    words = str(made.to_json())
    for said in ("HT-2024-00000", "30,000元", "1,000.50元", "91150622MA0N0TE491", line(0)[1]):
        assert said in words, said
    assert docx("complaint", made).startswith(b"PK")
    rules = {finding.rule for finding in case.findings}
    assert {"limitation", "court_fee", "table"} <= rules
    told = [f for f in case.findings if f.rule == "table"]
    assert told
    assert not any(finding.for_citizen for finding in told)


async def test_a_card_becomes_a_case_of_the_card_flow(batches: Batches) -> None:
    batch = await batches.upload(OWNER, "card", "卡.csv", table(2).data)
    await batches.confirm(batch.id, OWNER, mediates=False)
    await batches.file(batch.id, OWNER)
    found = sorted(await cases(batches), key=lambda one: -one.answers["principal"].value["low_fen"])  # type: ignore
    assert {(one.flow, one.status) for one in found} == {("credit_card", CaseStatus.TO_FILE)}
    assert found[0].answers["principal"].value == {"low_fen": 3_000_101, "high_fen": 3_000_101}
    assert found[0].answers["extra"].shown == "1,002.50元"


async def test_nothing_personal_stands_in_plain_columns_or_in_the_trail(
    batches: Batches, records: SqlRecords
) -> None:
    await filed(batches, table(3, bad=(1,)).data)
    async with records.begin() as tx:
        rows = (await tx.conn.execute(select(batch_row))).mappings().all()  # type: ignore[attr-defined]
        held = (await tx.conn.execute(select(loan_contract))).mappings().all()  # type: ignore[attr-defined]
        trail = await tx.audit.listing()
    stored = repr([dict(row) for row in (*rows, *held)]) + repr(trail)
    for secret in (*line(0)[:5], "HT-2024", "某某农村商业银行", "清单"):
        assert secret not in stored, secret
    assert [event.action for event in reversed(trail)] == ["batch_upload", "batch_confirm", "batch_file"]


async def test_killed_in_the_middle_it_goes_on_without_doubles(
    batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = await batches.upload(OWNER, "loan", "清单.csv", table(130).data)
    await batches.confirm(batch.id, OWNER, mediates=True)
    await batches.file(batch.id, OWNER)
    add, calls = SqlCases.add, 0

    async def dies(self: SqlCases, case: CaseFile) -> None:
        nonlocal calls
        calls += 1
        if calls == PORTION // 2:
            raise KeyboardInterrupt
        await add(self, case)

    monkeypatch.setattr(SqlCases, "add", dies)
    with pytest.raises(KeyboardInterrupt):
        await batches.file(batch.id, OWNER)
    monkeypatch.undo()
    seen = await batches.seen(batch.id, OWNER)
    assert (seen.counts[RowState.FILED], seen.counts[RowState.GOOD]) == (PORTION, 130 - PORTION)
    assert len(await cases(batches)) == PORTION
    while (await batches.file(batch.id, OWNER)).state is BatchState.RUNNING:
        pass
    found = await cases(batches)
    assert len(found) == 130
    assert len({str(one.answers["contract_no"].value) for one in found}) == 130
    assert len({one.number for one in found}) == 130


async def test_the_worker_takes_up_a_batch_whose_page_was_closed(batches: Batches) -> None:
    batch = await batches.upload(OWNER, "loan", "清单.csv", table(PORTION + 1).data)
    await batches.confirm(batch.id, OWNER, mediates=True)
    assert await batches.resume() == 0
    later = Clock()
    later.moment = NOW + timedelta(minutes=1)
    assert await replace(batches, clock=later).resume() == 1
    assert (await batches.seen(batch.id, OWNER)).batch.state is BatchState.DONE
    assert len(await cases(batches)) == PORTION + 1


async def test_two_at_once_file_each_row_once(batches: Batches) -> None:
    batch = await batches.upload(OWNER, "loan", "清单.csv", table(120).data)
    await batches.confirm(batch.id, OWNER, mediates=True)
    # one that waits too long for the database gives up; what counts is that no row is filed twice
    await asyncio.gather(*(batches.file(batch.id, OWNER) for _ in range(4)), return_exceptions=True)
    while (await batches.file(batch.id, OWNER)).state is BatchState.RUNNING:
        pass
    found = await cases(batches)
    assert len({one.answers["contract_no"].shown for one in found}) == len(found) == 120


async def test_a_mended_table_files_only_what_was_bad(batches: Batches) -> None:
    first = await filed(batches, table(8, bad=(3, 6)).data)
    again = await batches.upload(OWNER, "loan", "清单2.csv", table(8).data)
    counts = (await batches.seen(again.id, OWNER)).counts
    assert (counts[RowState.TAKEN], counts[RowState.GOOD]) == (6, 2)
    await batches.confirm(again.id, OWNER, mediates=True)
    await batches.file(again.id, OWNER)
    found = await cases(batches)
    assert len(found) == 8
    async with batches.records.begin() as tx:
        assert len(await tx.batches.standings(first.id)) == 6


async def test_the_bad_rows_come_back_with_the_reason_and_can_be_mended_there(batches: Batches) -> None:
    batch = await filed(batches, table(6, bad=(1, 4)).data)
    book = openpyxl.load_workbook(io.BytesIO(await batches.bad_rows(batch.id, OWNER)))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == [*HEAD, "原因"]
    assert sheet.max_row == 3
    assert "最后一位对不上" in sheet.cell(2, len(HEAD) + 1).value
    sheet.cell(2, 2).value = line(1)[1]
    sheet.cell(3, 3).value = line(4)[2]
    out = io.BytesIO()
    book.save(out)
    mended = await filed(batches, out.getvalue())
    assert mended.state is BatchState.DONE
    assert len(await cases(batches)) == 6


async def test_two_tables_with_the_same_contract_confirmed_at_once(batches: Batches) -> None:
    one = await batches.upload(OWNER, "loan", "a.csv", table(5).data)
    two = await batches.upload(OTHER, "loan", "b.csv", table(5).data)
    for batch, account in ((one, OWNER), (two, OTHER)):
        await batches.confirm(batch.id, account, mediates=True)
    await asyncio.gather(batches.file(one.id, OWNER), batches.file(two.id, OTHER))
    assert len(await cases(batches)) == 5
    taken = [(await batches.seen(b.id, ADMIN)).counts[RowState.TAKEN] for b in (one, two)]
    assert sorted(taken) == [0, 5]


async def test_a_withdrawn_case_frees_its_contract(batches: Batches) -> None:
    await filed(batches, table(2).data)
    async with batches.records.begin() as tx:
        case = (await tx.cases.listing())[0]
        await tx.cases.move(case.id, CaseStatus.WITHDRAWN, expect=case.rev)
    again = await filed(batches, table(2).data)
    counts = (await batches.seen(again.id, OWNER)).counts
    assert (counts[RowState.FILED], counts[RowState.TAKEN]) == (1, 1)


async def test_only_the_uploader_and_admins_see_a_batch(batches: Batches) -> None:
    batch = await batches.upload(OWNER, "loan", "清单.csv", table(2).data)
    assert [one.id for one, _ in await batches.listing(OWNER)] == [batch.id]
    assert [one.id for one, _ in await batches.listing(ADMIN)] == [batch.id]
    assert await batches.listing(OTHER) == []
    for refused in (
        batches.seen(batch.id, OTHER),
        batches.rows(batch.id, OTHER, (RowState.GOOD,)),
        batches.bad_rows(batch.id, OTHER),
        batches.confirm(batch.id, OTHER, mediates=True),
        batches.file(batch.id, OTHER),
        batches.drop(batch.id, OTHER),
    ):
        with pytest.raises(NotFound):
            await refused
    assert (await batches.seen(batch.id, ADMIN)).batch.id == batch.id


async def test_a_table_can_be_thrown_away_until_it_is_confirmed(batches: Batches) -> None:
    batch = await batches.upload(OWNER, "loan", "清单.csv", table(2).data)
    await batches.drop(batch.id, OWNER)
    with pytest.raises(NotFound):
        await batches.seen(batch.id, OWNER)
    kept = await filed(batches, table(2).data)
    with pytest.raises(Conflict):
        await batches.drop(kept.id, OWNER)


async def test_confirming_twice_is_harmless_and_nothing_good_is_refused(batches: Batches) -> None:
    batch = await batches.upload(OWNER, "loan", "清单.csv", table(2).data)
    first = await batches.confirm(batch.id, OWNER, mediates=True)
    assert await batches.confirm(batch.id, OWNER, mediates=False) == first
    bad = await batches.upload(OWNER, "loan", "坏.csv", table(1, bad=(0,), prefix="X").data)
    with pytest.raises(Refused):
        await batches.confirm(bad.id, OWNER, mediates=True)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            [title for title in HEAD if title not in {"合同编号", "逾期日期"}],
            "没有这些列：合同编号、逾期日期",
        ),
        ([*HEAD, "本金"], "借款金额、本金都像“借款金额”"),
    ],
)
async def test_a_heading_that_cannot_be_read_is_refused_in_words(
    batches: Batches, head: list[str], said: str
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([head, ["x"] * len(head)])
    with pytest.raises(Refused) as refused:
        await batches.upload(OWNER, "loan", "清单.csv", out.getvalue().encode())
    assert said in refused.value.sentence
    with pytest.raises(Refused):
        await batches.upload(OWNER, "nothing", "清单.csv", table(1).data)


async def test_what_is_no_case_goes_after_its_time(batches: Batches, records: SqlRecords) -> None:
    open_ = await batches.upload(OWNER, "loan", "清单.csv", table(2, prefix="A").data)
    done = await filed(batches, table(3, bad=(1,)).data)
    await records.expire(NOW - timedelta(days=1))
    assert (await batches.seen(open_.id, OWNER)).counts[RowState.GOOD] == 2
    await records.expire(NOW + timedelta(days=1))
    with pytest.raises(NotFound):
        await batches.seen(open_.id, OWNER)
    counts = (await batches.seen(done.id, OWNER)).counts
    assert (counts[RowState.BAD], counts[RowState.FILED]) == (0, 2)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 12), st.sets(st.integers(0, 11)))
def test_any_mix_adds_up(sqlite_url: str, vault: Vault, rows: int, bad: set[int]) -> None:
    made = table(rows, tuple(sorted(at for at in bad if at < rows)))

    async def check() -> Any:
        records = SqlRecords(sqlite_url, vault)
        batches = desk(records, vault)
        batch = await batches.upload(OWNER, "loan", "清单.csv", made.data)
        seen = await batches.seen(batch.id, OWNER)
        await records.aclose()
        return seen

    seen = asyncio.run(check())
    assert seen.counts[RowState.BAD] == made.bad
    assert seen.counts[RowState.GOOD] == seen.sums.rows == made.good
    assert (seen.sums.principal_fen, seen.sums.interest_fen, seen.sums.penalty_fen) == (
        made.principal_fen,
        made.interest_fen,
        made.penalty_fen,
    )


def test_the_file_of_the_tests_is_what_it_says() -> None:
    assert packed([line(0)]).decode("gb18030").startswith("借款人,身份证号")
