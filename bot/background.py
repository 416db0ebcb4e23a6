"""What goes on beside the doors: effects that wait, questions that found an answer, what has had its time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.batches import Batches
from bot.errors import Unavailable

if TYPE_CHECKING:
    from bot.system import System

#: How often waiting effects are tried again.
SETTLE_S = 5.0
#: How long talk without a case is kept in SQL, and how often that is looked after.
KEPT, DAY_S = timedelta(days=30), 24 * 3600


async def running(system: System) -> AsyncIterator[None]:
    """Start the system and its background work; end both."""
    await system.start()
    loops = (_settle(system), _follow_up(system), _follow_content(system), _expire(system))
    tasks = [asyncio.create_task(loop) for loop in loops]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await system.close()


async def _settle(system: System) -> None:
    """Effects that SQL did not take in their turn, and tables of loans whose page was closed too soon."""
    batches = Batches(system.records, system.content.knowledge, system.clock)
    while True:
        await asyncio.sleep(SETTLE_S)
        with contextlib.suppress(Unavailable):
            await system.conversation.settle()
            await batches.resume()


async def _follow_up(system: System) -> None:
    """Questions that found their answer, and the people who asked them."""
    while True:
        await asyncio.sleep(SETTLE_S)
        with contextlib.suppress(Unavailable):
            await system.follow_up.once()


async def _expire(system: System) -> None:
    """Once a day: what citizens without a case left behind goes after its time (个保法19)."""
    while True:
        with contextlib.suppress(Unavailable):
            for blob in await system.records.expire(system.clock.now() - KEPT):
                await system.blobs.remove(blob)
        await asyncio.sleep(DAY_S)


async def _follow_content(system: System) -> None:
    """Another worker published: read it, and let the keyword fallback learn it."""
    async for _ in system.sessions.listen("content"):
        with contextlib.suppress(Unavailable):
            await system.law_tables().refresh()
            await system.content.refresh()
            await system.templates().refresh()
            await system.learn()
