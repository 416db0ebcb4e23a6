"""The FAQ as admins work on it: edit, check, publish, train, compare, swap, roll back.

An edit of the answer is live at once. An edit of the question or its variants changes what the model
must know, so it waits as a draft until a training has passed the gate.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import faq_check, library, training
from bot.dialogue.knowledge import Knowledge
from bot.errors import Conflict, NotFound, Refused, Unavailable
from bot.law.office_hours import Hours
from bot.library import Library, Published
from bot.model import Account, Revision
from bot.out_of_service import Out, out_of_service
from bot.ports import Clock, Records, Sessions, Tx
from bot.training import FAQ, Trainer, Training, Trainings
from flows.questions import Entry
from flows.reword import Wording
from flows.schema import Flow

FLOW, QUESTION = "flow", "question"
DAYS_VALID = 365  #: a new entry is to be reviewed after so long
WHY_CHARS = 200
WHOLE = "整条问答"
NO_MODEL = "语义模型没有启动，问法的修改先存为草稿；启动模型后再训练。"
SAVED_BY_OTHERS = "这条问答刚被别人改过，您的修改没有保存。请先看看别人改了什么，再决定怎么改。"

#: Work that belongs into the transaction of a save.
Also = Callable[[Tx, Revision], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Item:
    """One FAQ entry as the list shows it."""

    entry: Entry  #: what citizens get; of an entry that is not live, its newest version
    state: str  #: published | draft | retired
    n: int  #: newest revision; 0 = as shipped
    author: str = ""
    at: datetime | None = None
    draft: Entry | None = None  #: a newer version that waits for training

    @property
    def newest(self) -> Entry:
        """What an editor goes on from."""
        return self.draft or self.entry


@dataclass(frozen=True, slots=True)
class Checked:
    """What an edit would mean."""

    faults: tuple[str, ...]  #: forbid saving
    hints: tuple[str, ...] = ()
    trains: bool = False  #: saving makes a draft
    entry: Entry | None = None
    now: tuple[str, ...] = ()  #: titles of the fields citizens get as soon as it is saved
    later: tuple[str, ...] = ()  #: those that wait for a training


class Content:
    """Holds the knowledge of this process and changes it when something is published."""

    def __init__(
        self,
        *,
        shipped: Library,
        records: Records,
        sessions: Sessions,
        clock: Clock,
        court: str,
        regime: str = "pre_filing",
        hours: Hours | None = None,
    ) -> None:
        self._shipped = shipped
        self._records = records
        self._sessions = sessions
        self._clock = clock
        self._court = court
        self._regime = regime
        self._hours = hours or Hours()
        self._published = Published()
        self._rebuild()
        self._trainings = Trainings(records, sessions, clock, self.announce)
        self.trainer: Trainer | None = None

    # -- what the turn uses ------------------------------------------------------------------------------

    def knowledge(self) -> Knowledge:
        """The knowledge of today; a new day brings new validity dates."""
        if self._knowledge.today != self._clock.today():
            self._rebuild()
        return self._knowledge

    def _rebuild(self) -> None:
        made = library.knowledge(self._shipped, self._published, self._clock.today(), self._court)
        self._knowledge = replace(made, regime=self._regime, hours=self._hours)

    def out_of_service(self) -> list[Out]:
        """Texts that rest on a repealed article today, until they are reviewed."""
        k = self.knowledge()
        return out_of_service(k.flows, [*k.faq.values(), *k.checking.values()], k.today, self._shipped.book)

    @property
    def shipped_flows(self) -> Mapping[str, Flow]:
        """The flows as the product came with them, before any edit of their words."""
        return self._shipped.flows

    async def refresh(self) -> None:
        """Read what is published from SQL; called at start and when another worker published."""
        async with self._records.begin() as tx:
            faq = await tx.revisions.published(FAQ)
            flows = [r for flow in self._shipped.flows for r in await tx.revisions.history(FLOW, flow)]
            said = {r.key: Wording.from_json(r.body) for r in await tx.revisions.published(QUESTION)}
        overlay = {r.key: None if r.body.get("retired") else Entry.from_json(r.body) for r in faq}
        old = [Flow.from_json(r.body) for r in flows]
        self._published = Published(overlay, {(flow.id, flow.rev): flow for flow in old}, said)
        self._rebuild()

    async def keep_flows(self, names: Collection[str] = ()) -> None:
        """Store these flows (none given: all) as asked now: sessions pinned to them outlive edits."""
        both = (*self._shipped.flows.values(), *self.knowledge().flows.values())
        for flow in {(f.id, f.rev): f for f in both if not names or f.id in names}.values():
            with contextlib.suppress(Conflict):  # another worker that starts now stores the same one
                await self._keep_flow(flow)

    async def _keep_flow(self, flow: Flow) -> None:
        async with self._records.begin() as tx:
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
        live = self._live()
        items = [_item(key, live.get(key), latest.get(key), published.get(key)) for key in {*live, *latest}]
        found = [item for item in items if item is not None and _matches(item, query.strip())]
        return sorted(found, key=lambda item: (item.entry.topic, item.entry.id))

    async def item(self, key: str) -> Item:
        """One entry; raises NotFound."""
        for item in await self.items():
            if item.entry.id == key:
                return item
        raise NotFound("没有这条问答。")

    async def history(self, key: str) -> list[Revision]:
        """All versions, newest first; the shipped one is last as n = 0."""
        async with self._records.begin() as tx:
            rows = await tx.revisions.history(FAQ, key)
        shipped = self._shipped.faq.get(key)
        base = [Revision(FAQ, key, 0, "shipped", shipped.to_json(), "system", _LONG_AGO)] if shipped else []
        return [*rows, *base]

    async def blank(self, topic: str = "") -> Entry:
        """A new entry with what can be guessed: the next free id of its topic, the usual owner, the dates."""
        items, today = await self.items(), self._clock.today()
        topics = Counter(item.entry.topic for item in items)
        topic = topic if topic in topics else topics.most_common(1)[0][0]
        owners = Counter(item.entry.owner for item in items if item.entry.topic == topic)
        taken = {item.entry.id for item in items}
        n = next(n for n in range(topics[topic] + 1, 10_000) if f"{topic}_{n}" not in taken)
        owner = owners.most_common(1)[0][0]
        review = today + timedelta(days=DAYS_VALID)
        return Entry(f"{topic}_{n}", "", (), "", (), today, None, owner, review, "", topic)

    # -- checking and saving -----------------------------------------------------------------------------

    async def look(self, row: Mapping[str, Any]) -> Checked:
        """What is wrong with an edited entry, what to look at, and whether saving it needs a training."""
        entry, faults = faq_check.read(row)
        if entry is None:
            return Checked(tuple(faults))
        async with self._records.begin() as tx:
            trains = await self._trains(tx, entry)
            faults = await self._faults(tx, entry)
        hints = faq_check.hints(entry, self._clock.today())
        now, later = _when(self._live().get(entry.id), entry, trains=trains)
        return Checked(tuple(faults), tuple(hints), trains, entry, now, later)

    async def save(
        self, account: Account, row: Mapping[str, Any], why: str, *, expect: int, also: Also | None = None
    ) -> Revision:
        """Save an edit. Published at once when only the answer side changed, else a draft for training.

        `also` is done in the same transaction. Raises Refused with the faults, Conflict when somebody
        saved since revision `expect`.
        """
        entry, faults = faq_check.read(row)
        if entry is None:
            raise Refused("\n".join(faults))
        async with self._records.begin() as tx:
            revision = await self.revise(tx, account, entry, why, expect)
            if also is not None:
                await also(tx, revision)
        await self.announce()
        return revision

    async def revise(self, tx: Tx, account: Account, entry: Entry, why: str, expect: int) -> Revision:
        """The same inside a transaction of the caller, who calls `announce` when it is committed."""
        faults = await self._faults(tx, entry)
        if faults:
            raise Refused("\n".join(faults))
        return await self._keep(tx, account, entry, why, expect)

    async def _keep(self, tx: Tx, account: Account, entry: Entry, why: str, expect: int) -> Revision:
        now = self._clock.now()
        history = await tx.revisions.history(FAQ, entry.id)
        if (history[0].n if history else 0) != expect:
            raise Conflict(SAVED_BY_OTHERS)
        trains = await self._trains(tx, entry)
        why = why.strip()[:WHY_CHARS]
        live = self._live().get(entry.id)
        if trains and live is not None and live != (now_said := _said_as(live, entry)):
            # a mended answer must not wait for the model to learn new ways of asking
            first = Revision(FAQ, entry.id, 0, "draft", now_said.to_json(), account.id, now, why)
            kept = await tx.revisions.add(first)
            await tx.revisions.set_state(FAQ, entry.id, kept.n, "published")
        body = entry.to_json()
        revision = await tx.revisions.add(Revision(FAQ, entry.id, 0, "draft", body, account.id, now, why))
        await _supersede(tx, history)
        if not trains:
            await tx.revisions.set_state(FAQ, entry.id, revision.n, "published")
            revision = replace(revision, state="published")
        await tx.audit.add(account.id, "faq_save", entry.id, {"n": revision.n, "trains": trains}, now)
        return revision

    async def _trains(self, tx: Tx, entry: Entry) -> bool:
        """Whether the live model does not know this version's phrasings."""
        live, mark = self._live().get(entry.id), training.fingerprint(entry)
        if live is not None and training.fingerprint(live) == mark:
            return False
        return (await training.known(tx, self._shipped.faq)).get(entry.id) != mark

    async def _faults(self, tx: Tx, entry: Entry) -> list[str]:
        waiting = [r for r in await tx.revisions.latest(FAQ) if r.state == "draft"]
        others = {**self._live(), **{r.key: Entry.from_json(r.body) for r in waiting}}
        return faq_check.faults(entry, others, self.knowledge())

    async def retire(self, account: Account, key: str, why: str) -> None:
        """Take an entry down at once, with any draft of it; its versions stay."""
        item = await self.item(key)
        if item.state == "retired":
            raise Refused("这条问答已经下架了。")
        now = self._clock.now()
        body = {**item.entry.to_json(), "retired": True}
        async with self._records.begin() as tx:
            history = await tx.revisions.history(FAQ, key)
            revision = await tx.revisions.add(Revision(FAQ, key, 0, "draft", body, account.id, now, why))
            await _supersede(tx, history)
            await tx.revisions.set_state(FAQ, key, revision.n, "published")
            await tx.audit.add(account.id, "faq_retire", key, {"n": revision.n}, now)
        await self.announce()

    async def discard(self, account: Account, key: str) -> None:
        """Drop the draft that waits for training; what is live stays."""
        async with self._records.begin() as tx:
            if not await self.drop(tx, account, key):
                raise Refused("这条问答没有等训练的草稿。")

    async def drop(self, tx: Tx, account: Account, key: str) -> bool:
        """The same inside a transaction of the caller; False where there is no draft."""
        history = await tx.revisions.history(FAQ, key)
        if not history or history[0].state != "draft":
            return False
        await _supersede(tx, history)
        await tx.audit.add(account.id, "faq_discard", key, {"n": history[0].n}, self._clock.now())
        return True

    async def roll_back(self, account: Account, key: str, n: int) -> Revision:
        """Save an older version anew; goes the same way as any edit."""
        newest = (await self.history(key))[:1]
        body = await self.version(key, n)
        why = f"恢复到第{n}版" if n else "恢复到最初的版本"
        return await self.save(account, body, why, expect=newest[0].n)

    async def version(self, key: str, n: int) -> dict[str, Any]:
        """What a version said, to be saved anew; raises NotFound."""
        wanted = next((r for r in await self.history(key) if r.n == n), None)
        if wanted is None:
            raise NotFound(f"没有第{n}版")
        return {k: v for k, v in wanted.body.items() if k != "retired"}

    def _live(self) -> dict[str, Entry]:
        return library.entries(self._shipped, self._published)

    async def announce(self) -> None:
        """Read anew here, and tell the others; without Redis they read it when they next start."""
        await self.refresh()
        with contextlib.suppress(Unavailable):
            await self._sessions.wake("content")

    # -- training ----------------------------------------------------------------------------------------

    async def training(self) -> Training:
        """The training under way, in whatever worker, or the last one."""
        return await self._trainings.status()

    async def train(self, account: Account) -> Training:
        """Train on the live entries with all drafts, in the background; raises Conflict while one runs."""
        if self.trainer is None:
            raise Refused(NO_MODEL)
        drafts = [(item.draft, item.n) for item in await self.items() if item.draft]
        corpus = self._live() | {entry.id: entry for entry, _ in drafts}
        absent = frozenset(self._shipped.faq) - frozenset(corpus)
        job = training.Job(account, corpus, {entry.id: n for entry, n in drafts}, absent)
        return await self._trainings.start(self.trainer, job)

    async def close(self) -> None:
        """Cancel a training under way."""
        await self._trainings.close()


_LONG_AGO = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


async def _supersede(tx: Tx, history: Sequence[Revision]) -> None:
    """Drafts that a newer version has overtaken will never be published."""
    for row in history:
        if row.state == "draft":
            await tx.revisions.set_state(FAQ, row.key, row.n, "retired")


def _item(key: str, live: Entry | None, latest: Revision | None, published: Revision | None) -> Item | None:
    newer = latest if latest and latest.state == "draft" else None
    draft = Entry.from_json(newer.body) if newer else None
    entry = live or draft
    if entry is None:
        if latest is None:
            return None
        entry = Entry.from_json(latest.body)
    state = "published" if live else ("draft" if draft else "retired")
    shown = newer or published
    author, at = (shown.author, shown.at) if shown else ("", None)
    return Item(entry, state, latest.n if latest else 0, author, at, draft)


def _matches(item: Item, query: str) -> bool:
    if not query:
        return True
    entry, newest = item.entry, item.newest
    texts = (entry.id, entry.question, entry.answer, *entry.variants)
    return any(query in text for text in (*texts, newest.question, newest.answer, *newest.variants))


def overdue(items: Sequence[Item], today: date) -> list[Item]:
    """Entries past their review date: the duty list of the admin."""
    return [item for item in items if item.state == "published" and item.entry.review_by < today]


def _when(live: Entry | None, edited: Entry, *, trains: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what an edit changes at once, what waits for a training), by titles of fields; see `Content._keep`."""
    if live is None:
        return ((), (WHOLE,)) if trains else ((WHOLE,), ())
    at_once = _said_as(live, edited) if trains else edited
    return faq_check.differing(live, at_once), faq_check.differing(at_once, edited)


def _said_as(live: Entry, edited: Entry) -> Entry:
    """The edited answer under the question and variants the live model knows."""
    return replace(edited, question=live.question, variants=live.variants)
