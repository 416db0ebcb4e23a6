"""A session, a line, and a listener."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.model import Author, Line
from bot.ports import Sessions

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
SID = "0123456789abcdef0123456789abcdef"
DATA = {"flow": "wage_claim", "answers": {"name": ["斯琴高娃", "斯琴高娃"], "n": [1, None, True]}}


def a_line(n: int, text: str = "老板欠我三个月工资") -> Line:
    return Line(n, NOW, Author.CITIZEN, text, channel="wechat", message_id=f"m{n}")


@contextlib.asynccontextmanager
async def listening(sessions: Sessions, *topics: str) -> AsyncIterator[asyncio.Queue[tuple[str, str]]]:
    heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def listen() -> None:
        async for one in sessions.listen(*topics):
            heard.put_nowait(one)

    task = asyncio.create_task(listen())
    try:
        yield heard
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
