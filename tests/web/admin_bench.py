"""The admin pages over real stores, with a trainer that does what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.desk import admin, public_api
from bot.desk.admin_api import Tools
from bot.papers.proof import Proof
from bot.papers.render import Drafts
from bot.ports import Asked
from bot.store.vault import Vault
from bot.templates import Templates
from nlu.dataset import Entry, load
from nlu.keywords import Keywords
from tests.talk import World
from tests.web.staff_bench import Office, office

REFUSED = {
    "passed": False,
    "accuracy": 0.71,
    "live_accuracy": 0.83,
    "asked": 600,
    "reasons": ["检验句子的正确率从 83.0% 降到 71.0%", "有 1 个标准问题原来答得对，现在会答错"],
    "lost": [
        {"text": "没有借条，借出去的钱还能要回来吗？", "right": "faq/lending_no_iou", "taken": "chat/bye"}
    ],
    "confusions": [
        {"text": "欠钱不还咋整", "right": "dispute/private_lending", "taken": "faq/fees_who_pays"},
        {"text": "房东不退押金", "right": "dispute/housing_lease", "taken": "out_of_scope"},
    ],
}
PASSED = {**REFUSED, "passed": True, "accuracy": 0.84, "reasons": [], "lost": []}


@dataclass(frozen=True)
class Verdict:
    """A report."""

    rows: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        return bool(self.rows["passed"])

    def to_json(self) -> dict[str, Any]:
        return dict(self.rows)


@dataclass
class FakeTrainer:
    """Waits in `train` until `go` is set; `learn` is given the corpus when it is swapped in."""

    verdict: Mapping[str, Any] = field(default_factory=lambda: PASSED)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    fault: Exception | None = None
    learn: Callable[[Sequence[Mapping[str, Any]]], None] = lambda _: None
    trained: list[list[Mapping[str, Any]]] = field(default_factory=list)
    swapped: int = 0

    async def train(self, entries: Sequence[Mapping[str, Any]], progress: Callable[[int, str], None]) -> Any:
        self.trained.append(list(entries))
        progress(43, "正在训练语义模型")
        await self.go.wait()
        if self.fault:
            raise self.fault
        return self.trained[-1]

    async def evaluate(self, candidate: Any) -> Verdict:
        return Verdict(self.verdict)

    async def swap(self, candidate: Any) -> None:
        self.swapped += 1
        await asyncio.to_thread(self.learn, candidate)  # a second or more; the pages are looked at meanwhile

    def taught(self, key: str) -> Mapping[str, Any]:
        return next(row for row in self.trained[-1] if row["id"] == key)


@dataclass
class Bureau:
    """The office with its admin pages."""

    office: Office
    trainer: FakeTrainer
    papers: Drafts
    templates: Templates

    async def ask_in_vain(self, text: str, times: int = 1) -> str:
        now = self.office.world.clock.now()
        async with self.office.world.records.begin() as tx:
            for n in range(times):
                await tx.unmatched.add(text, now, Asked(f"{n:032d}", 0, now))
            return next(one.id for one in await tx.unmatched.listing() if one.text == text)


def paper_desk(world: World) -> tuple[Drafts, Templates]:
    """Papers, and the templates they are filled into, as one worker has them."""
    kept: list[Templates] = []

    async def failed(paper: str, n: int) -> None:
        await kept[0].failed(paper, n)

    knowledge = world.content.knowledge
    papers = Drafts(lambda flow, rev: knowledge().flow(flow, rev), "准格尔旗人民法院", failed)
    proof = Proof(knowledge)
    kept.append(Templates(world.records, world.sessions, world.clock, proof, papers.use))
    return papers, kept[0]


@asynccontextmanager
async def bureau(redis_url: str, sqlite_url: str, vault: Vault, folder: Path) -> AsyncIterator[Bureau]:
    async with office(redis_url, sqlite_url, vault, folder) as made:
        world, trainer = made.world, FakeTrainer()

        def learn(corpus: Sequence[Mapping[str, Any]]) -> None:
            entries = [Entry(row["id"], row["question"], tuple(row["variants"])) for row in corpus]
            world.understander.keywords = Keywords(load(entries=entries).examples())

        trainer.learn = learn
        world.content.trainer = trainer
        papers, templates = paper_desk(world)
        admin.setup(
            made.app,
            Tools(
                content=world.content,
                accounts=made.accounts,
                records=world.records,
                nlu=world.understander,
                clock=world.clock,
                court="准格尔旗人民法院",
                desk=world.desk(),
                templates=templates,
            ),
        )
        public_api.setup(
            made.app, nlu=world.understander, knowledge=world.content.knowledge, sessions=world.sessions
        )
        yield Bureau(made, trainer, papers, templates)
        await world.content.close()
