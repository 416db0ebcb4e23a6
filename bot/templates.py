"""Word templates as admins work on them: upload, check, preview, publish, one click back.

A version is proven before it is kept: draft -> published -> retired. What is published is used at once in
every worker; the shipped template is always version 0.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from bot.errors import Conflict, NotFound, Refused, Unavailable
from bot.model import Account, Revision
from bot.ports import Clock, Records, Sessions, TemplateFault, TemplateProof, Tx
from flows.engine import Json
from flows.papers import PAPERS

TEMPLATE: Final = "template"
WHY_CHARS: Final = 200
FAILED_S: Final = 30 * 86_400
SAVED_BY_OTHERS: Final = "这份模板刚被别人改过，请刷新以后再试。"
NO_WHY: Final = "请写一句为什么改，以后好查。"

#: Hands the published templates to whoever fills them: paper -> (version, file).
Use = Callable[[Mapping[str, tuple[int, bytes]]], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One paper with its template."""

    paper: str
    name: str
    live: Revision | None  #: None = the shipped one
    draft: Revision | None  #: proven, and not published yet
    failed: bool = False  #: the published one could not be filled lately


@dataclass(frozen=True, slots=True)
class Templates:
    """The use cases of 文书模板."""

    records: Records
    sessions: Sessions
    clock: Clock
    proof: TemplateProof
    use: Use

    async def refresh(self) -> None:
        """Read what is published; at start and when another worker published."""
        async with self.records.begin() as tx:
            rows = await tx.revisions.published(TEMPLATE)
        self.use({row.key: (row.n, file_of(row)) for row in rows if not row.body.get("shipped")})

    async def items(self) -> list[Item]:
        """Every paper in the order of lists."""
        async with self.records.begin() as tx:
            live = {row.key: row for row in await tx.revisions.published(TEMPLATE)}
            latest = {row.key: row for row in await tx.revisions.latest(TEMPLATE)}
        found = []
        for paper, known in PAPERS.items():
            newest = latest.get(paper)
            draft = newest if newest and newest.state == "draft" else None
            row = live.get(paper)
            shown = None if row is None or row.body.get("shipped") else row
            failed = shown is not None and await self._failed(paper, shown.n)
            found.append(Item(paper, known.name, shown, draft, failed))
        return found

    async def item(self, paper: str) -> Item:
        """One paper; raises NotFound."""
        for one in await self.items():
            if one.paper == paper:
                return one
        raise NotFound("没有这种文书。")

    async def history(self, paper: str) -> list[Revision]:
        """All versions, newest first."""
        async with self.records.begin() as tx:
            return await tx.revisions.history(TEMPLATE, paper)

    async def file(self, paper: str, n: int | None) -> tuple[int, bytes]:
        """(version, file); None = what is in use, 0 = the shipped one. Raises NotFound."""
        item = await self.item(paper)
        if n is None:
            n = item.live.n if item.live else 0
        if n == 0:
            return 0, self.proof.shipped(paper)
        row = next((one for one in await self.history(paper) if one.n == n), None)
        if row is None:
            raise NotFound(f"没有第{n}版。")
        return n, self.proof.shipped(paper) if row.body.get("shipped") else file_of(row)

    async def upload(self, account: Account, paper: str, data: bytes) -> list[TemplateFault]:
        """Check an edited template and keep it as a draft; with faults nothing is kept.

        Raises Refused for what is no plain Word document.
        """
        await self.item(paper)
        faults = await self.proof.check(paper, data)
        if faults:
            return faults
        body: dict[str, Json] = {
            "docx": base64.b64encode(data).decode(),
            "sha256": sha256(data).hexdigest(),
            "bytes": len(data),
        }
        now = self.clock.now()
        async with self.records.begin() as tx:
            await self._supersede(tx, paper)
            row = await tx.revisions.add(Revision(TEMPLATE, paper, 0, "draft", body, account.id, now))
            await tx.audit.add(account.id, "template_upload", paper, {"n": row.n}, now)
        return []

    async def publish(self, account: Account, paper: str, n: int, why: str) -> Revision:
        """The draft goes into use, with the reason. Raises Conflict where somebody uploaded another one."""
        if not why.strip():
            raise Refused(NO_WHY)
        item = await self.item(paper)
        if item.draft is None or item.draft.n != n:
            raise Conflict(SAVED_BY_OTHERS)
        return await self._put(account, paper, item.draft.body, why, "template_publish")

    async def back(self, account: Account, paper: str, n: int) -> Revision:
        """An earlier version, or 0 for the shipped one, goes into use again, proven anew."""
        _, data = await self.file(paper, n)
        if await self.proof.check(paper, data):
            raise Refused("这一版用的占位符现在没有了，不能恢复。请下载下来改好再传。")
        body: Mapping[str, Json] = {"shipped": True}
        if n:
            body = next(row.body for row in await self.history(paper) if row.n == n)
        why = f"恢复到第{n}版" if n else "恢复到系统自带的模板"
        return await self._put(account, paper, body, why, "template_back")

    async def discard(self, account: Account, paper: str) -> None:
        """Drop the draft."""
        async with self.records.begin() as tx:
            if not await self._supersede(tx, paper):
                raise Refused("没有等发布的草稿。")
            await tx.audit.add(account.id, "template_discard", paper, {}, self.clock.now())

    async def failed(self, paper: str, n: int) -> None:
        """A published template could not be filled; 今日待办 shows it."""
        with contextlib.suppress(Unavailable):
            await self.sessions.count(f"template-failed:{paper}:{n}", FAILED_S)

    async def _failed(self, paper: str, n: int) -> bool:
        return await self.sessions.count(f"template-failed:{paper}:{n}", FAILED_S, by=0) > 0

    async def _put(
        self, account: Account, paper: str, body: Mapping[str, Json], why: str, action: str
    ) -> Revision:
        """A new version on top, published; every draft before it is past."""
        now = self.clock.now()
        async with self.records.begin() as tx:
            await self._supersede(tx, paper)
            words = why.strip()[:WHY_CHARS]
            fresh = Revision(TEMPLATE, paper, 0, "draft", body, account.id, now, words)
            row = await tx.revisions.add(fresh)
            await tx.revisions.set_state(TEMPLATE, paper, row.n, "published")
            await tx.audit.add(account.id, action, paper, {"n": row.n}, now)
        await self.refresh()
        with contextlib.suppress(Unavailable):  # the others read it when they next start
            await self.sessions.wake("content")
        return replace(row, state="published")

    async def _supersede(self, tx: Tx, paper: str) -> bool:
        drafts = [row for row in await tx.revisions.history(TEMPLATE, paper) if row.state == "draft"]
        for row in drafts:
            await tx.revisions.set_state(TEMPLATE, paper, row.n, "retired")
        return bool(drafts)


def file_of(row: Revision) -> bytes:
    """The Word file of a version."""
    return base64.b64decode(str(row.body["docx"]))
