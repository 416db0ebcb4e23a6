"""Editors at work on the FAQ of one worker."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.content import Content, Item
from bot.model import Account, Role
from bot.training import Training
from flows.questions import Entry
from tests.talk import World
from tests.web.admin_bench import FakeTrainer
from tests.web.staff_bench import shipped

EDITOR = Account("e" * 32, "bian", "编辑", Role.EDITOR)
COLLEAGUE = Account("c" * 32, "li", "李红", Role.EDITOR)
IOU = "lending_no_iou"
NEW_WORDS = "打了水漂的钱没立字据"


def other_worker(world: World) -> Content:
    """A second process on the same database and Redis."""
    return Content(
        shipped=shipped(),
        records=world.records,
        sessions=world.sessions,
        clock=world.clock,
        court="准格尔旗人民法院",
    )


async def row(content: Content, key: str = IOU, **changed: Any) -> dict[str, Any]:
    return {**(await content.item(key)).newest.to_json(), **changed}


async def put(content: Content, key: str = IOU, by: Account = EDITOR, **changed: Any) -> Item:
    """Save what an editor changed who has the newest version before them."""
    item = await content.item(key)
    await content.save(by, {**item.newest.to_json(), **changed}, "", expect=item.n)
    return await content.item(key)


async def more_words(content: Content, *words: str, key: str = IOU) -> Item:
    return await put(content, key, variants=[*(await content.item(key)).newest.variants, *words])


async def ended(content: Content, within_s: float = 10) -> Training:
    for _ in range(int(within_s * 50)):
        found = await content.training()
        if found.state != "running":
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("the training does not end")


async def train(content: Content, trainer: FakeTrainer) -> Training:
    trainer.go.set()
    await content.train(EDITOR)
    return await ended(content)


def live(content: Content, key: str = IOU) -> Entry:
    return content.knowledge().faq[key]
