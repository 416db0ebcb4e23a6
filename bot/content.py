"""The FAQ as admins work on it: edit, check, publish, train, compare, swap, roll back.

An edit of the answer is live at once. An edit of the question or its variants changes what the model
must know, so it waits as a draft until a training has passed the gate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from bot import library
from bot.dialogue.knowledge import Knowledge
from bot.errors import BotError, Conflict, NotFound, Refused
from bot.law.citations import Citations
from bot.library import Library, Published
from bot.model import Account, Revision, Unmatched
from bot.ports import Clock, Progress, Records, Sessions
from flows import questions
from flows.questions import Entry
from flows.schema import Flow

FAQ, FLOW = "faq", "flow"
DAYS_VALID = 365


class Candidate(Protocol):
    """A trained model that is not live yet."""

    @property
    def data_hash(self) -> str: ...


class Report(Protocol):
    """How a candidate compares with the live model."""

    @property
    def passed(self) -> bool: ...
    def to_json(self) -> dict[str, Any]: ...


class Trainer(Protocol):
    """Trains beside the live model and swaps it in (nlu.trainer)."""

    async def train(self, entries: Sequence[Mapping[str, Any]], progress: Progress) -> Any: ...
    async def evaluate(self, candidate: Any) -> Report: ...
    async def swap(self, candidate: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Training:
    """The training under way or the last one."""

    state: str = "idle"  #: idle | running | published | refused | failed
    percent: int = 0
    stage: str = ""
    by: str = ""
    started_at: datetime | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One FAQ entry as the list shows it."""

    entry: Entry
    state: str  #: published | draft | retired
    n: int  #: revision shown; 0 = as shipped
    author: str = ""
    at: datetime | None = None
    draft: Entry | None = None  #: a newer version that waits for training


class Content:
    """Holds the knowledge of this process and changes it when something is published."""

    def __init__(
        self, *, shipped: Library, records: Records, sessions: Sessions, clock: Clock, court: str
    ) -> None:
        self._shipped = shipped
        self._records = records
        self._sessions = sessions
        self._clock = clock
        self._court = court
        self._published = Published()
        self._knowledge = library.knowledge(shipped, self._published, clock.today(), court)
        self._task: asyncio.Task[None] | None = None
        self.training = Training()
        self.trainer: Trainer | None = None

    # -- what the turn uses ------------------------------------------------------------------------------

    def knowledge(self) -> Knowledge:
        """The knowledge of today; a new day brings new validity dates."""
        if self._knowledge.today != self._clock.today():
            self._rebuild()
        return self._knowledge

    def _rebuild(self) -> None:
        self._knowledge = library.knowledge(self._shipped, self._published, self._clock.today(), self._court)

    async def refresh(self) -> None:
        """Read what is published from SQL; called at start and when another worker published."""
        async with self._records.begin() as tx:
            faq = await tx.revisions.published(FAQ)
            flows = [r for flow in self._shipped.flows for r in await tx.revisions.history(FLOW, flow)]
        overlay = {r.key: None if r.body.get("retired") else Entry.from_json(r.body) for r in faq}
        old = [Flow.from_json(r.body) for r in flows]
        self._published = Published(overlay, {(flow.id, flow.rev): flow for flow in old})
        self._rebuild()

    async def keep_flows(self) -> None:
        """Store the shipped flow revisions, so that sessions pinned to them outlive an upgrade."""
        async with self._records.begin() as tx:
            for flow in self._shipped.flows.values():
                history = await tx.revisions.history(FLOW, flow.id)
                if flow.rev not in {r.body.get("rev") for r in history}:
                    now = self._clock.now()
                    await tx.revisions.add(
                        Revision(FLOW, flow.id, 0, "published", flow.to_json(), "system", now, "shipped")
                    )

    # -- the FAQ list ------------------------------------------------------------------------------------

    async def items(self, query: str = "") -> list[Item]:
        """All entries with their newest draft, filtered by words in id, question, variants or answer."""
        async with self._records.begin() as tx:
            latest = {r.key: r for r in await tx.revisions.latest(FAQ)}
            published = {r.key: r for r in await tx.revisions.published(FAQ)}
        live = library.entries(self._shipped, self._published)
        items = [_item(key, live.get(key), latest.get(key), published.get(key)) for key in {*live, *latest}]
        found = [item for item in items if item is not None and _matches(item, query.strip())]
        return sorted(found, key=lambda item: (item.entry.topic, item.entry.id))

    async def item(self, key: str) -> Item:
        """One entry; raises NotFound."""
        for item in await self.items():
            if item.entry.id == key:
                return item
        raise NotFound(key)

    async def history(self, key: str) -> list[Revision]:
        """All versions, newest first; the shipped one is last as n = 0."""
        async with self._records.begin() as tx:
            rows = await tx.revisions.history(FAQ, key)
        shipped = self._shipped.faq.get(key)
        base = [Revision(FAQ, key, 0, "shipped", shipped.to_json(), "system", _LONG_AGO)] if shipped else []
        return [*rows, *base]

    def check(self, row: Mapping[str, Any]) -> list[str]:
        """What is wrong with an edited entry, in Chinese; empty = may be saved."""
        try:
            entry = Entry.from_json(row)
        except (KeyError, ValueError, TypeError) as exc:
            return [f"有一项没填或者格式不对：{exc}"]
        faults = [_CHINESE.get(fault.split(": ", 1)[-1], fault) for fault in questions.prove(entry)]
        faults += Citations.load().faults(entry.citations, self._clock.today()).values()
        others = {
            variant: other.id
            for other in library.entries(self._shipped, self._published).values()
            if other.id != entry.id
            for variant in (other.question, *other.variants)
        }
        twice = [f"“{v}”已经是“{others[v]}”的问法" for v in (entry.question, *entry.variants) if v in others]
        return faults + twice

    async def save(self, account: Account, row: Mapping[str, Any], why: str, *, expect: int) -> Revision:
        """Save an edit. Published at once when only the answer side changed, else a draft for training.

        Raises Refused with the faults, Conflict when somebody saved since revision `expect`.
        """
        faults = self.check(row)
        if faults:
            raise Refused("\n".join(faults))
        entry = Entry.from_json(row)
        live = library.entries(self._shipped, self._published).get(entry.id)
        trains = live is None or (live.question, live.variants) != (entry.question, entry.variants)
        now = self._clock.now()
        async with self._records.begin() as tx:
            history = await tx.revisions.history(FAQ, entry.id)
            if (history[0].n if history else 0) != expect:
                raise Conflict("这条问答刚被别人改过，请刷新后再改。")
            revision = await tx.revisions.add(
                Revision(FAQ, entry.id, 0, "draft", entry.to_json(), account.id, now, why)
            )
            if not trains:
                await tx.revisions.set_state(FAQ, entry.id, revision.n, "published")
            await tx.audit.add(account.id, "faq_save", entry.id, {"n": revision.n, "trains": trains}, now)
        if not trains:
            await self._announce()
            return replace(revision, state="published")
        return revision

    async def retire(self, account: Account, key: str, why: str) -> None:
        """Take an entry down at once; its versions stay."""
        item = await self.item(key)
        now = self._clock.now()
        body = {**item.entry.to_json(), "retired": True}
        async with self._records.begin() as tx:
            revision = await tx.revisions.add(Revision(FAQ, key, 0, "draft", body, account.id, now, why))
            await tx.revisions.set_state(FAQ, key, revision.n, "published")
            await tx.audit.add(account.id, "faq_retire", key, {"n": revision.n}, now)
        await self._announce()

    async def roll_back(self, account: Account, key: str, n: int) -> Revision:
        """Save an older version anew; goes the same way as any edit."""
        versions = await self.history(key)
        wanted = next((r for r in versions if r.n == n), None)
        if wanted is None:
            raise NotFound(f"{key}#{n}")
        body = {k: v for k, v in wanted.body.items() if k != "retired"}
        return await self.save(account, body, f"恢复到第{n}版", expect=versions[0].n)

    async def _announce(self) -> None:
        await self.refresh()
        await self._sessions.wake("content")

    # -- training ----------------------------------------------------------------------------------------

    async def train(self, account: Account) -> Training:
        """Train on the live entries with all drafts, in the background; raises Conflict while one runs."""
        if self.trainer is None:
            raise Refused("语义模型没有启动，问法的修改先存为草稿；启动模型后再训练。")
        if self._task and not self._task.done():
            raise Conflict("正在训练，请等这一次结束。")
        drafts = [item for item in await self.items() if item.draft]
        self.training = Training("running", 0, "准备数据", account.name, self._clock.now())
        self._task = asyncio.create_task(self._train(self.trainer, account, drafts))
        return self.training

    async def _train(self, trainer: Trainer, account: Account, drafts: Sequence[Item]) -> None:
        """Any failure of a training ends here: it is kept and shown, the live model stays."""
        try:
            corpus = {key: e.to_json() for key, e in library.entries(self._shipped, self._published).items()}
            corpus |= {item.entry.id: item.draft.to_json() for item in drafts if item.draft}
            candidate = await trainer.train(list(corpus.values()), self._progress)
            self._progress(80, "和现在的模型比较")
            report = await trainer.evaluate(candidate)
            if not report.passed:
                await self._settle(account, drafts, "refused", report)
                return
            await trainer.swap(candidate)
            await self._settle(account, drafts, "published", report)
        except (BotError, OSError, RuntimeError, ValueError, TimeoutError) as exc:
            error = str(exc) or type(exc).__name__
            self.training = replace(self.training, state="failed", error=error)
            await self._sessions.wake("admin", "training")

    def _progress(self, percent: int, stage: str) -> None:
        self.training = replace(self.training, percent=percent, stage=stage)

    async def _settle(self, account: Account, drafts: Sequence[Item], state: str, report: Report) -> None:
        now = self._clock.now()
        async with self._records.begin() as tx:
            for item in drafts:
                if state == "published":
                    newest = (await tx.revisions.history(FAQ, item.entry.id))[0]
                    await tx.revisions.set_state(FAQ, item.entry.id, newest.n, state)
            await tx.audit.add(account.id, f"train_{state}", "nlu", {"drafts": len(drafts)}, now)
        stage = "已发布" if state == "published" else "没有发布：新模型不如现在的"
        self.training = replace(self.training, state=state, percent=100, stage=stage, report=report.to_json())
        await self._announce()
        await self._sessions.wake("admin", "training")

    async def close(self) -> None:
        """Cancel a training under way."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # -- questions asked in vain -------------------------------------------------------------------------

    async def unmatched(self) -> list[Unmatched]:
        """Open ones, most asked first."""
        async with self._records.begin() as tx:
            return await tx.unmatched.listing()

    async def as_variant(self, account: Account, unmatched_id: str, key: str) -> Revision:
        """Make it another way of asking an existing entry (a draft until trained)."""
        async with self._records.begin() as tx:
            asked = await tx.unmatched.get(unmatched_id)
        item = await self.item(key)
        base = item.draft or item.entry
        row = {**base.to_json(), "variants": [*base.variants, asked.text]}
        history = await self.history(key)
        revision = await self.save(account, row, "来自没答上的问题", expect=history[0].n)
        async with self._records.begin() as tx:
            await tx.unmatched.settle(unmatched_id, "variant")
        return revision

    async def settle(self, account: Account, unmatched_id: str, state: str) -> None:
        """new (a new entry was written from it) or dismissed."""
        if state not in {"new", "dismissed"}:
            raise Refused("不认识这个处理方式。")
        async with self._records.begin() as tx:
            await tx.unmatched.settle(unmatched_id, state)
            await tx.audit.add(account.id, f"unmatched_{state}", unmatched_id, {}, self._clock.now())


_LONG_AGO = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
_CHINESE = {"an answer needs at least one citation": "每条答案至少要有一条法律依据"}


def _item(key: str, live: Entry | None, latest: Revision | None, published: Revision | None) -> Item | None:
    newer = latest if latest and latest.state in {"draft", "refused"} else None
    draft = Entry.from_json(newer.body) if newer else None
    entry = live or draft
    if entry is None:
        if latest is None:
            return None
        entry = Entry.from_json(latest.body)
    state = "published" if live else ("draft" if draft else "retired")
    shown = newer or published
    return Item(
        entry,
        state,
        latest.n if latest else 0,
        shown.author if shown else "",
        shown.at if shown else None,
        draft,
    )


def _matches(item: Item, query: str) -> bool:
    if not query:
        return True
    entry = item.entry
    return any(query in text for text in (entry.id, entry.question, entry.answer, *entry.variants))


def overdue(items: Sequence[Item], today: date) -> list[Item]:
    """Entries past their review date: the duty list of the admin."""
    return [item for item in items if item.state == "published" and item.entry.review_by < today]
