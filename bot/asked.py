"""Questions asked in vain, as admins work on them: in clusters, settled many at once, undone.

What is settled with an answer stays marked until that answer is live (`followup`), so that an action can
be taken back as long as no citizen has seen anything of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import uuid4

from bot import faq_check
from bot.clusters import Background, Cluster, clusters
from bot.content import Content, Item
from bot.errors import Conflict, NotFound, Refused
from bot.model import Account, Revision, Unmatched
from bot.ports import Clock, Records, Settled, Tx
from bot.text.mask import mask_text
from flows.questions import Entry

MOST = 5000  #: open questions that are looked at together
FROM_CITIZENS = "来自没答上的问题"
TAKEN_BACK = "撤销：拿掉刚加的问法"
UNDO_WITHIN = timedelta(days=1)
HANDLED = "这些问题里，有的刚被别人处理过了。请刷新页面再看。"
TOO_LATE = "这一步已经生效，撤不回来了。要改的话，请到“问答”里改这一条。"


@dataclass(frozen=True, slots=True)
class Bunch:
    """A cluster of questions as it is shown."""

    members: tuple[Unmatched, ...]  #: the first one stands for all
    shared: tuple[str, ...]  #: words that hold them together
    askers: int  #: people, as far as they are remembered
    likeness: tuple[float, ...]  #: of each member to the first one, 0..1

    @property
    def text(self) -> str:
        """The sentence that stands for all."""
        return self.members[0].text

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(one.count for one in self.members)

    @property
    def last_at(self) -> datetime:
        """When it was asked last."""
        return max(one.last_at for one in self.members)


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did."""

    batch: str
    draft: bool = False  #: it waits for a training


class AskedInVain:
    """The use cases of the page 没答上的问题."""

    def __init__(self, content: Content, records: Records, clock: Clock) -> None:
        self._content = content
        self._records = records
        self._clock = clock

    async def bunches(self, query: str = "") -> list[Bunch]:
        """All open questions in clusters, those asked most first; `query` filters by words in a question."""
        async with self._records.begin() as tx:
            asked = await tx.unmatched.listing(most=MOST)
            askers = await tx.askers.by_question()
        entries = tuple(self._content.knowledge().faq.values())
        found = await asyncio.to_thread(_grouped, tuple(one.text for one in asked), entries)
        bunches = [_bunch([asked[n] for n in one.members], one, askers) for one in found]
        words = query.strip()
        shown = [one for one in bunches if any(words in member.text for member in one.members)]
        return sorted(shown, key=lambda one: (-one.count, -one.last_at.timestamp(), one.text))

    async def chosen(self, ids: Sequence[str]) -> list[Unmatched]:
        """Open questions by id, in that order; unknown ones and settled ones are left out."""
        async with self._records.begin() as tx:
            found = {one.id: one for one in await tx.unmatched.listing(most=MOST)}
        return [found[key] for key in dict.fromkeys(ids) if key in found]

    async def as_variants(self, account: Account, key: str, words: Mapping[str, str]) -> Done:
        """Make questions other ways of asking an existing entry, in one new version of it.

        `words`: question id -> the question in general words, empty where the citizen's own may stand.
        Raises Refused with the faults, NotFound, Conflict where a question is settled already.
        """
        item = await self._content.item(key)
        if item.state == "retired":
            raise Refused("这条问答已经下架，请先恢复它，或者选另一条。")
        batch, now = uuid4().hex, self._clock.now()
        async with self._records.begin() as tx:
            asked = [await self._open(tx, one) for one in words]
            said = {one.id: mask_text((words[one.id] or one.text).strip()) for one in asked}
            revision = await self._more_variants(tx, account, item, said.values())
            for one in asked:
                done = Settled("variant", account.id, batch, now, key, said[one.id])
                await tx.unmatched.settle(one.id, done)
            await tx.audit.add(account.id, "unmatched_variant", key, {"questions": len(asked)}, now)
        await self._content.announce()
        return Done(batch, revision is not None and revision.state == "draft")

    async def _more_variants(
        self, tx: Tx, account: Account, item: Item, said: Iterable[str]
    ) -> Revision | None:
        base = item.newest
        known = {faq_check.same(one) for one in faq_check.phrasings(base)}
        new = {mark: text for text in said if (mark := faq_check.same(text)) not in known}
        if not new:
            return None
        entry = replace(base, variants=(*base.variants, *new.values()))
        return await self._content.revise(tx, account, entry, FROM_CITIZENS, item.n)

    async def write(
        self, account: Account, row: Mapping[str, object], why: str, *, expect: int, ids: Sequence[str]
    ) -> tuple[Revision, Done]:
        """Save a new entry that answers these questions; raises what `Content.save` raises."""
        batch, now = uuid4().hex, self._clock.now()

        async def settle(tx: Tx, saved: Revision) -> None:
            for key in ids:
                await self._open(tx, key)
                await tx.unmatched.settle(key, Settled("new", account.id, batch, now, saved.key))
            await tx.audit.add(account.id, "unmatched_new", saved.key, {"questions": len(ids)}, now)

        saved = await self._content.save(account, row, why, expect=expect, also=settle if ids else None)
        return saved, Done(batch if ids else "", saved.state == "draft")

    async def dismiss(self, account: Account, ids: Sequence[str]) -> Done:
        """Nothing for us."""
        batch, now = uuid4().hex, self._clock.now()
        async with self._records.begin() as tx:
            for key in ids:
                await self._open(tx, key)
                await tx.unmatched.settle(key, Settled("dismissed", account.id, batch, now))
            await tx.audit.add(account.id, "unmatched_dismissed", batch, {"questions": len(ids)}, now)
        return Done(batch)

    async def last(self, account: Account) -> tuple[str, list[Unmatched]]:
        """The newest action of this account that can be taken back, with its questions."""
        async with self._records.begin() as tx:
            batch = await tx.unmatched.last_batch(account.id, self._clock.now() - UNDO_WITHIN)
            return batch, await tx.unmatched.of_batch(batch) if batch else []

    async def undo(self, account: Account, batch: str) -> int:
        """Take an action back: the questions are open again, what was added to the FAQ is off it.

        Gives how many questions. Raises Refused where it is live already.
        """
        items = {item.entry.id: item for item in await self._content.items()}
        async with self._records.begin() as tx:
            rows = await tx.unmatched.of_batch(batch) if batch else []
            if not rows:
                raise Refused(TOO_LATE)
            item = items.get(rows[0].entry)
            if item is not None and rows[0].state == "variant":
                await self._fewer_variants(tx, account, item, [row.words for row in rows])
            if item is not None and rows[0].state == "new" and item.state == "draft":
                await self._content.drop(tx, account, rows[0].entry)
            await tx.unmatched.reopen([row.id for row in rows])
            now = self._clock.now()
            await tx.audit.add(account.id, "unmatched_undo", rows[0].entry, {"questions": len(rows)}, now)
        await self._content.announce()
        return len(rows)

    async def _fewer_variants(self, tx: Tx, account: Account, item: Item, words: Sequence[str]) -> None:
        """Take words off the draft; what is live already stays."""
        if item.draft is None:
            return
        live = faq_check.phrasings(item.entry) if item.state == "published" else ()
        gone = set(map(faq_check.same, words)) - set(map(faq_check.same, live))
        kept = tuple(one for one in item.draft.variants if faq_check.same(one) not in gone)
        if kept != item.draft.variants:
            entry = replace(item.draft, variants=kept)
            await self._content.revise(tx, account, entry, TAKEN_BACK, item.n)

    async def _open(self, tx: Tx, key: str) -> Unmatched:
        try:
            one = await tx.unmatched.get(key)
        except NotFound as exc:
            raise NotFound("没有这个问题，请刷新页面再看。") from exc
        if one.state != "open":
            raise Conflict(HANDLED)
        return one


@lru_cache(maxsize=2)
def _grouped(texts: tuple[str, ...], entries: tuple[Entry, ...]) -> list[Cluster]:
    """Kept until a question comes or goes, or the FAQ changes: an admin looks at it many times meanwhile."""
    return clusters(texts, _background(entries))


@lru_cache(maxsize=1)
def _background(entries: tuple[Entry, ...]) -> Background:
    return Background.of(faq_check.phrasings(entry) for entry in entries)


def _bunch(members: Sequence[Unmatched], found: Cluster, askers: Mapping[str, frozenset[str]]) -> Bunch:
    people = frozenset[str]().union(*(askers.get(one.id, frozenset()) for one in members))
    return Bunch(tuple(members), found.shared, len(people), found.likeness)
