"""Tables of loans at the desk (金融批量): upload, look at what is wrong, confirm, and file the good rows.

Filing goes in portions, each one transaction in which rows and their cases are written together. Whoever is
killed in between has filed whole portions only; the next call goes on with the rows that still wait.
"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot import sheets
from bot.batch_cases import Made, case_of
from bot.dialogue.knowledge import Knowledge
from bot.errors import Conflict, NotFound, Refused
from bot.law.loans import Loan, Totals, check_table, totals
from bot.model import Account, Consent, Role
from bot.ports import Batch, BatchRow, BatchState, Clock, Records, RowState, Stage, Tx
from bot.text.loan_cells import Raw
from bot.text.loan_columns import Headings, book, headings
from flows.engine import Json
from flows.schema import Flow

#: Rows that become cases in one transaction: short enough that nobody else waits long for the database.
PORTION: Final = 25
#: A batch whose last portion is older is taken up by the background worker.
STALLED_S: Final = 30
NAME_CHARS: Final = 80
RAW: Final = "机构书面确认（批量表格）"
VERSION: Final = "batch-2026-11"


@dataclass(frozen=True, slots=True)
class Seen:
    """A batch as its page shows it. `good` counts rows that are no case yet."""

    batch: Batch
    counts: Mapping[RowState, int]
    sums: Totals  #: of the good rows and those that are cases
    unknown: tuple[str, ...] = ()  #: headings nobody reads


@dataclass(frozen=True, slots=True)
class Batches:
    """The use cases of tables of loans. Who uploaded a table and admins see it; to others it is not there."""

    records: Records
    knowledge: Callable[[], Knowledge]
    clock: Clock

    async def upload(self, account: Account, kind: str, name: str, data: bytes) -> Batch:
        """Read and check a file; nothing becomes a case yet. Raises Refused with all that is wrong."""
        if kind not in book().kinds:
            raise Refused("请先选是哪一类贷款。")
        sheet, loans = await asyncio.to_thread(_checked, kind, data, self.clock.today())
        now = self.clock.now()
        batch = Batch(
            id=uuid.uuid4().hex,
            owner=account.id,
            kind=kind,
            state=BatchState.CHECKED,
            name=_short(name),
            titles=sheet.headings.titles,
            created_at=now,
        )
        cells = dict(sheet.rows)
        async with self.records.begin() as tx:
            held = await tx.batches.held([one.identity for one in loans if not one.faults])
            rows = [_row(batch.id, one, cells[one.row], held.get(one.identity, "")) for one in loans]
            await tx.batches.add(batch, rows)
            numbers: dict[str, Json] = {
                state.value: sum(row.state is state for row in rows) for state in RowState
            }
            await tx.audit.add(account.id, "batch_upload", batch.id, numbers, now)
        return batch

    async def listing(self, account: Account) -> list[tuple[Batch, Mapping[RowState, int]]]:
        """One's own batches, an admin's all, newest first."""
        async with self.records.begin() as tx:
            found = await tx.batches.listing("" if account.role is Role.ADMIN else account.id)
            counts = await tx.batches.counts([one.id for one in found])
        return [(one, counts[one.id]) for one in found]

    async def seen(self, batch_id: str, account: Account) -> Seen:
        """The batch with counts and sums. Raises NotFound where it is none of this account's."""
        async with self.records.begin() as tx:
            batch = await visible(tx, batch_id, account)
            counts = (await tx.batches.counts([batch_id]))[batch_id]
            good = await tx.batches.rows(batch_id, (RowState.GOOD, RowState.FILED))
        return Seen(batch, counts, totals(Loan(row.n, row.values) for row in good), _unknown(batch))

    async def rows(
        self, batch_id: str, account: Account, states: Sequence[RowState], *, after: int = 0, most: int = 100
    ) -> list[BatchRow]:
        """Rows for the screen; looking at them is logged."""
        async with self.records.begin() as tx:
            await visible(tx, batch_id, account)
            found = await tx.batches.rows(batch_id, states, after=after, most=most)
            await tx.audit.add(account.id, "batch_read", batch_id, {"rows": len(found)}, self.clock.now())
        return found

    async def bad_rows(self, batch_id: str, account: Account) -> bytes:
        """The bad rows as they came, with 原因 behind them, to mend and upload again."""
        async with self.records.begin() as tx:
            batch = await visible(tx, batch_id, account)
            bad = await tx.batches.rows(batch_id, (RowState.BAD,))
            await tx.audit.add(account.id, "batch_export", batch_id, {"rows": len(bad)}, self.clock.now())
        if not bad:
            raise Refused("没有要改的行。")
        return await asyncio.to_thread(_bad_book, batch, bad)

    async def confirm(self, batch_id: str, account: Account, *, mediates: bool) -> Batch:
        """The institution stands by the table: its good rows will become cases. Raises Refused, Conflict."""
        now = self.clock.now()
        async with self.records.begin() as tx:
            batch = await visible(tx, batch_id, account)
            if batch.state is not BatchState.CHECKED:
                return batch
            good = (await tx.batches.counts([batch_id]))[batch_id][RowState.GOOD]
            if not good:
                raise Refused("没有可以登记的行，请先改好再上传。")
            batch = await tx.batches.confirm(batch, mediates, now)
            data: dict[str, Json] = {"rows": good, "mediates": mediates}
            await tx.audit.add(account.id, "batch_confirm", batch_id, data, now)
        return batch

    async def file(self, batch_id: str, account: Account) -> Batch:
        """One portion of a confirmed batch; call until its state is DONE."""
        async with self.records.begin() as tx:
            batch = await visible(tx, batch_id, account)
        return batch if batch.state is not BatchState.RUNNING else await self._portion(batch_id)

    async def resume(self) -> int:
        """Go on with batches whose page was closed or whose worker died; gives how many portions."""
        stale = self.clock.now() - timedelta(seconds=STALLED_S)
        async with self.records.begin() as tx:
            ids = await tx.batches.stalled(stale)
        for batch_id in ids:
            while (await self._portion(batch_id)).state is BatchState.RUNNING:
                pass
        return len(ids)

    async def drop(self, batch_id: str, account: Account) -> None:
        """Delete a table nobody confirmed. Raises Conflict once it was confirmed."""
        async with self.records.begin() as tx:
            batch = await visible(tx, batch_id, account)
            if batch.state is not BatchState.CHECKED:
                raise Conflict("已经确认登记，不能删除。要撤回案件的，请在看板上逐件办。")
            await tx.batches.drop(batch_id)
            await tx.audit.add(account.id, "batch_drop", batch_id, {}, self.clock.now())

    async def _portion(self, batch_id: str) -> Batch:
        k, now = self.knowledge(), self.clock.now()
        async with self.records.begin() as tx:
            batch = await tx.batches.lock(batch_id, now)
            if batch.state is not BatchState.RUNNING:
                return batch
            flow = k.flows[book().kinds[batch.kind].flow]
            rows = await tx.batches.rows(batch_id, (RowState.GOOD,), most=PORTION)
            made = [await _file(tx, k, flow, batch, row, now) for row in rows]
            if len(rows) < PORTION:
                await tx.batches.finish(batch_id)
            if rows:
                data: dict[str, Json] = {"cases": sum(made), "taken": len(made) - sum(made)}
                await tx.audit.add(batch.owner, "batch_file", batch_id, data, now)
            return await tx.batches.get(batch_id)


async def visible(tx: Tx, batch_id: str, account: Account) -> Batch:
    """The batch where this account may see it; raises NotFound otherwise, as if there were none."""
    batch = await tx.batches.get(batch_id)
    if batch.owner != account.id and account.role is not Role.ADMIN:
        raise NotFound(f"no batch {batch_id} for {account.id}")
    return batch


async def _file(tx: Tx, k: Knowledge, flow: Flow, batch: Batch, row: BatchRow, now: datetime) -> bool:
    """Make the case of a row; False where its contract became a case elsewhere meanwhile."""
    case_id = uuid.uuid4().hex
    stage = Stage.MEDIATE if batch.mediates else Stage.FILE
    if not await tx.batches.hold(row.identity, case_id, batch.id, now):
        holder = (await tx.batches.held([row.identity])).get(row.identity, "")
        await tx.batches.file(row, RowState.TAKEN, holder, stage, now)
        return False
    number = await tx.cases.number(k.today.year)
    case = case_of(k, flow, batch, row, Made(case_id, f"batch-{case_id}", number, now))
    await tx.cases.add(case)
    for scope, answer in (("mediation", batch.mediates), ("personal_data", True)):
        shown = hashlib.sha256(book().consents[scope].encode()).hexdigest()
        await tx.consents.add(case.sid, Consent(scope, answer, RAW, VERSION, shown, now))
    await tx.batches.file(row, RowState.FILED, case_id, stage, now)
    return True


def _checked(kind: str, data: bytes, today: date) -> tuple[sheets.Sheet, list[Loan]]:
    sheet = sheets.open_table(data)
    faults = _heading_faults(sheet.headings, kind)
    if faults:
        raise Refused("".join(faults))
    return sheet, check_table(kind, sheet.headings, sheet.rows, today)


def _heading_faults(head: Headings, kind: str) -> list[str]:
    """What is wrong with the heading row, all at once: without it no row can be read."""
    missing = head.missing(kind)
    found = [f"表里没有这些列：{'、'.join(missing)}。请补上，或者用模板重新填。"] if missing else []
    for key, titles in head.twice.items():
        found.append(f"{'、'.join(titles)}都像“{book().columns[key].label}”，请只留一列。")
    return found


def _row(batch_id: str, loan: Loan, cells: Sequence[Raw], holder: str) -> BatchRow:
    state = RowState.BAD if loan.faults else RowState.TAKEN if holder else RowState.GOOD
    return BatchRow(
        batch=batch_id,
        n=loan.row,
        state=state,
        cells=[raw.packed() for raw in cells],
        values=loan.values,
        faults=[asdict(fault) for fault in loan.faults],
        notes=loan.notes,
        identity=loan.identity,
        case_id=holder,
    )


REASON: Final = "原因"


def _unknown(batch: Batch) -> tuple[str, ...]:
    return tuple(title for title in headings(batch.titles).unknown if title != REASON)


def _bad_book(batch: Batch, bad: Sequence[BatchRow]) -> bytes:
    """The reason column of an earlier round gives way to the new one."""
    keep = [at for at, title in enumerate(batch.titles) if title.strip() and title != REASON]
    head = [Raw("text", batch.titles[at]) for at in keep]
    lines = [[*head, Raw("text", REASON)]]
    for row in bad:
        raws = [Raw.unpacked(cell) for cell in row.cells if isinstance(cell, list)]
        why = "\n".join(f"{f['column']}：{f['what']}；{f['mend']}。" for f in row.faults)
        lines.append([*(raws[at] if at < len(raws) else Raw() for at in keep), Raw("text", why)])
    widths = [18] * len(keep) + [60]
    return sheets.workbook([sheets.Page("要改的行", lines, frozenset({len(keep)}), widths)])


def template(kind: str) -> bytes:
    """An empty table to fill in: the headings with one example, and a sheet that explains them. Blocking."""
    columns = list(book().columns.values())
    head = [Raw("text", column.label) for column in columns]
    example = [Raw("text", column.example) for column in columns]
    explained = [[Raw("text", word) for word in ("列名", "要不要填", "例子", "怎么填")]]
    for column in columns:
        need = "必填" if kind in column.need else "有就填"
        explained.append([Raw("text", w) for w in (column.label, need, column.example, column.explain)])
    strong = frozenset(at for at, column in enumerate(columns) if kind in column.need)
    return sheets.workbook(
        [
            sheets.Page("数据", [head, example], strong, [18] * len(columns)),
            sheets.Page("填写说明", explained, widths=[18, 10, 28, 70]),
        ]
    )


def _short(name: str) -> str:
    return "".join(char for char in name if char.isprintable()).strip()[-NAME_CHARS:] or "未命名的表格"
