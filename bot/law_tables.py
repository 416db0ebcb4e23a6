"""数据表 as admins keep them: rates, fees, days off, hotlines, courts, yearly figures.

A version is checked by what `python -m bot check` proves before it is kept, is used at once in every worker,
and can be taken back. What was worked out before stays as it was said; what is worked out from then on uses
the new rows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.errors import Conflict, NotFound, Refused
from bot.law import editable, overlay
from bot.law.editable import Line, Sheet
from bot.model import Account, Revision
from bot.ports import Clock, Records

SHEET: Final = "sheet"
WHY_CHARS: Final = 200
NO_WHY: Final = "请写一句依据什么改的，例如：2025年12月20日公布。"
SAVED_BY_OTHERS: Final = "这张表刚被别人改过，您的修改没有保存。请刷新看看再改。"
SAME: Final = "和现在用的一样，没有改动。"
AHEAD: Final = 62  #: days; nobody can vouch for a rate longer ahead


@dataclass(frozen=True, slots=True)
class Held:
    """A sheet with the rows in use."""

    sheet: Sheet
    lines: tuple[Line, ...]
    n: int = 0  #: newest version; 0 = as shipped
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LawTables:
    """The use cases of 数据表."""

    records: Records
    clock: Clock
    announce: Callable[[], Awaitable[None]]  #: tells the other workers, and makes the knowledge anew

    async def refresh(self) -> None:
        """Use what is published; at start, and when another worker published."""
        async with self.records.begin() as tx:
            rows = await tx.revisions.published(SHEET)
        overlay.use({row.key: lines_of(row) for row in rows})

    async def all(self) -> list[Held]:
        """Every sheet in the order of the menu."""
        async with self.records.begin() as tx:
            rows = {row.key: row for row in await tx.revisions.published(SHEET)}
        return [_held(sheet, rows.get(sheet.id)) for sheet in editable.sheets()]

    async def one(self, key: str) -> Held:
        """Raises NotFound."""
        for held in await self.all():
            if held.sheet.id == key:
                return held
        raise NotFound("没有这张表。")

    async def history(self, key: str) -> list[Revision]:
        """All versions, newest first; the one the product came with is last as n = 0."""
        sheet = (await self.one(key)).sheet
        async with self.records.begin() as tx:
            rows = await tx.revisions.history(SHEET, key)
        body: dict[str, Any] = {"rows": overlay.shipped_lines(sheet)}
        long_ago = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
        return [*rows, Revision(SHEET, key, 0, "shipped", body, "system", long_ago)]

    async def look(self, key: str, lines: Sequence[Line]) -> tuple[list[str], list[tuple[str, str]]]:
        """(what forbids it, what changes against the rows in use)."""
        held = await self.one(key)
        clean = self._clean(held.sheet, lines)
        return self._faults(held.sheet, clean), changed(held.sheet, held.lines, clean)

    async def propose(self, key: str, lines: Sequence[Line], why: str) -> list[tuple[str, str]]:
        """What saving would change, to be looked at once more. Raises Refused as `save` does."""
        held = await self.one(key)
        clean = self._clean(held.sheet, lines)
        self._check(held, clean, why)
        return changed(held.sheet, held.lines, clean)

    async def save(self, account: Account, key: str, lines: Sequence[Line], why: str, *, expect: int) -> Held:
        """In use at once. Raises Refused with the faults, Conflict when somebody saved since `expect`."""
        held = await self.one(key)
        clean = self._clean(held.sheet, lines)
        self._check(held, clean, why)
        now = self.clock.now()
        async with self.records.begin() as tx:
            history = await tx.revisions.history(SHEET, key)
            if (history[0].n if history else 0) != expect:
                raise Conflict(SAVED_BY_OTHERS)
            body: dict[str, Any] = {"rows": clean}
            fresh = Revision(SHEET, key, 0, "draft", body, account.id, now, why.strip()[:WHY_CHARS])
            kept = await tx.revisions.add(fresh)
            await tx.revisions.set_state(SHEET, key, kept.n, "published")
            await tx.audit.add(account.id, "table_save", key, {"n": kept.n}, now)
        await self.refresh()
        await self.announce()
        return await self.one(key)

    async def roll_back(self, account: Account, key: str, n: int) -> Held:
        """Save an older version anew; goes the same way as any edit."""
        lines, why, newest = await self.version(key, n)
        return await self.save(account, key, lines, why, expect=newest)

    async def version(self, key: str, n: int) -> tuple[list[dict[str, str]], str, int]:
        """(rows of an older version, why it comes back, newest version); raises NotFound."""
        versions = await self.history(key)
        wanted = next((one for one in versions if one.n == n), None)
        if wanted is None:
            raise NotFound(f"没有第{n}版")
        return lines_of(wanted), f"恢复到第{n}版" if n else "恢复到产品自带的", versions[0].n

    def _check(self, held: Held, clean: Sequence[Line], why: str) -> None:
        if not why.strip():
            raise Refused(NO_WHY)
        if faults := self._faults(held.sheet, clean):
            raise Refused("\n".join(faults))
        if list(held.lines) == clean:
            raise Refused(SAME)

    def _clean(self, sheet: Sheet, lines: Sequence[Line]) -> list[dict[str, str]]:
        return [{c.key: str(line.get(c.key, "")).strip() for c in sheet.columns} for line in lines]

    def _faults(self, sheet: Sheet, lines: Sequence[Line]) -> list[str]:
        found = editable.faults(sheet, overlay.origin(sheet), lines)
        today = self.clock.today()
        if not found and sheet.id == "lpr" and editable.days_after(lines[-1]["until"], today) > AHEAD:
            found.append("“可用到”写得太远了，还没有公布的月份不能先算")
        return found


def changed(sheet: Sheet, old: Sequence[Line], new: Sequence[Line]) -> list[tuple[str, str]]:
    """Rows that went (-) and came (+), in words; rows are counted, so a repeated one shows."""
    was, now = [editable.said(sheet, one) for one in old], [editable.said(sheet, one) for one in new]
    gone = [("-", one) for one in was if was.count(one) > now.count(one)]
    return gone + [("+", one) for one in now if now.count(one) > was.count(one)]


def _held(sheet: Sheet, row: Revision | None) -> Held:
    if row is None:
        return Held(sheet, tuple(overlay.shipped_lines(sheet)))
    return Held(sheet, tuple(lines_of(row)), row.n, row.author, row.at)


def lines_of(row: Revision) -> list[dict[str, str]]:
    """The rows of a version."""
    body: Any = row.body
    return [dict(line) for line in body["rows"]]
