"""流程文字 as admins work on them: reword a question, see it asked, save, go back.

A version is proven before it is kept and is live at once for who starts an intake from then on; whoever is in
the middle of one is asked to the end in the words they began with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.content import QUESTION, Content
from bot.errors import Conflict, NotFound, Refused
from bot.library import known_names
from bot.model import Account, Revision, Say
from bot.ports import Clock, Records, Tx
from bot.rehearsal import Rehearsal
from flows import reword, schema
from flows.reword import Wording
from flows.schema import Flow, Step

WHY_CHARS: Final = 200
SAVED_BY_OTHERS: Final = "这一题刚被别人改过，您的修改没有保存。请刷新看看再改。"
GONE: Final = "没有这一题。产品升级以后，题目可能已经换了。"
SAME: Final = "和现在用的一样，没有改动。"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in all the flows that ask it in the same words."""

    key: str
    step: Step  #: as shipped
    now: Wording  #: as it is asked
    flows: tuple[Flow, ...]
    n: int = 0  #: newest version; 0 = as shipped
    author: str = ""
    at: datetime | None = None

    @property
    def edited(self) -> bool:
        """Whether it is asked in other words than the product came with."""
        return self.now != Wording.of(self.step)


class Wordings:
    """The use cases of 流程文字."""

    def __init__(self, content: Content, records: Records, clock: Clock, rehearsal: Rehearsal) -> None:
        self._content = content
        self._records = records
        self._clock = clock
        self._rehearsal = rehearsal

    async def questions(self) -> dict[str, Question]:
        """Every question by its key, in the order of the flows."""
        async with self._records.begin() as tx:
            latest = {r.key: r for r in await tx.revisions.latest(QUESTION)}
        found: dict[str, Question] = {}
        for key, flow, step in reword.questions(self._content.shipped_flows):
            if key in found:
                found[key] = replace(found[key], flows=(*found[key].flows, flow))
            else:
                found[key] = _question(key, flow, step, latest.get(key))
        return found

    async def lost(self) -> int:
        """How many edits no question carries any more: the product's own words have changed since."""
        known = await self.questions()
        async with self._records.begin() as tx:
            rows = await tx.revisions.published(QUESTION)
        return sum(row.key not in known and not row.body.get("shipped") for row in rows)

    async def one(self, key: str) -> Question:
        """Raises NotFound."""
        found = (await self.questions()).get(key)
        if found is None:
            raise NotFound(GONE)
        return found

    async def history(self, key: str) -> list[Revision]:
        """All versions, newest first; the shipped one is last as n = 0."""
        shipped = Wording.of((await self.one(key)).step).to_json()
        async with self._records.begin() as tx:
            rows = await tx.revisions.history(QUESTION, key)
        long_ago = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
        return [*rows, Revision(QUESTION, key, 0, "shipped", shipped, "system", long_ago)]

    async def look(self, key: str, row: Mapping[str, Any]) -> tuple[list[str], Wording, tuple[Say, ...]]:
        """(faults, the words as they are read, how the bot will ask)."""
        question, words = await self.one(key), Wording.from_json(row)
        faults = self._faults(question, words)
        return faults, words, () if faults else self.asked(question, words)

    def asked(self, question: Question, words: Wording) -> tuple[Say, ...]:
        """The question as a citizen gets it in the first of its flows."""
        flow = question.flows[0]
        steps = tuple(reword.put(s, words) if s.id == question.step.id else s for s in flow.steps)
        return self._rehearsal.question(replace(flow, steps=steps, rev="rehearsal"), question.step.id)

    async def save(
        self, account: Account, key: str, row: Mapping[str, Any], why: str, *, expect: int
    ) -> Question:
        """Live at once. Raises Refused with the faults, Conflict when somebody saved since `expect`."""
        question, words = await self.one(key), Wording.from_json(row)
        if words == question.now:
            raise Refused(SAME)
        if faults := self._faults(question, words):
            raise Refused("\n".join(faults))
        await self._content.keep_flows([flow.id for flow in question.flows])
        async with self._records.begin() as tx:
            await self._keep(tx, account, key, words, why, expect)
        await self._content.announce()
        return await self.one(key)

    async def roll_back(self, account: Account, key: str, n: int) -> Question:
        """Save an older version anew; goes the same way as any edit."""
        versions = await self.history(key)
        wanted = next((r for r in versions if r.n == n), None)
        if wanted is None:
            raise NotFound(f"没有第{n}版")
        why = f"恢复到第{n}版" if n else "恢复到最初的版本"
        return await self.save(account, key, wanted.body, why, expect=versions[0].n)

    async def _keep(self, tx: Tx, account: Account, key: str, words: Wording, why: str, expect: int) -> None:
        now, history = self._clock.now(), await tx.revisions.history(QUESTION, key)
        if (history[0].n if history else 0) != expect:
            raise Conflict(SAVED_BY_OTHERS)
        fresh = Revision(QUESTION, key, 0, "draft", words.to_json(), account.id, now, why.strip()[:WHY_CHARS])
        kept = await tx.revisions.add(fresh)
        await tx.revisions.set_state(QUESTION, key, kept.n, "published")
        await tx.audit.add(account.id, "question_save", key, {"n": kept.n}, now)

    def _faults(self, question: Question, words: Wording) -> list[str]:
        """What forbids it: the words themselves, then all that `bot check` proves of the flows."""
        found = reword.faults(question.step, words)
        k = self._content.knowledge()
        found += [f"按钮“{one}”是一句口令，点了会变成别的事" for one in _commands(question, words, k.command)]
        if found:
            return found
        edited = reword.reworded({f.id: f for f in question.flows}, {question.key: words})
        known = known_names()
        proven = [f"{flow.title}：{fault}" for flow in edited.values() for fault in schema.prove(flow, known)]
        return [f"这样改，流程检查通不过：{one}" for one in proven]


def _commands(question: Question, words: Wording, command: Any) -> Sequence[str]:
    old = Wording.of(question.step).options
    return [label for key, label in words.options.items() if label != old.get(key) and command(label)]


def _question(key: str, flow: Flow, step: Step, newest: Revision | None) -> Question:
    if newest is None:
        return Question(key, step, Wording.of(step), (flow,))
    words = Wording.from_json(newest.body)
    return Question(key, step, words, (flow,), newest.n, newest.author, newest.at)
