"""A browser, and the scripted chat it looks at."""

from __future__ import annotations

import shutil
import socket
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from tests.e2e.chat_steps import PHONE
from tests.web.chat_bench import Bench, bench, scripted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

#: How long a page may take to show something on a busy machine; what is there is seen at once.
PATIENCE_MS = 15_000
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Served:
    """The scripted chat on a port of its own, which can be taken away and given back."""

    def __init__(self, room: Bench) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.room = room
        self.url = f"http://127.0.0.1:{self.port}/"
        self._runner: web.AppRunner | None = None

    async def up(self) -> None:
        self._runner = web.AppRunner(self.room.app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def down(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    one = Served(bench(scripted))
    await one.up()
    yield one
    await one.down()


@pytest.fixture
async def browser() -> AsyncIterator[Any]:
    playwright = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    playwright.expect.set_options(timeout=PATIENCE_MS)
    async with playwright.async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def visit(browser: Any, served: Served) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    faults: list[str] = []

    async def open_page(**context: Any) -> Any:
        context.setdefault("viewport", PHONE)
        page = await (await browser.new_context(**context)).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda note: faults.append(note.text) if "Content Security" in note.text else None)
        await page.goto(served.url)
        await page.wait_for_selector("#chips button")
        return page

    yield open_page
    assert faults == []
