"""The admin pages in a real Chromium over real Redis and SQLite: from the search to the roll back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.store.vault import Vault
from tests.conftest import free_port
from tests.e2e.chat_steps import DESKTOP
from tests.web.admin_bench import Bureau, bureau
from tests.web.staff_bench import PASSWORD

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="the e2e group is not installed")
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"
PHONE = {"width": 390, "height": 844}
IOU = "没有借条，借出去的钱还能要回来吗？"


@dataclass
class Place:
    """The admin pages on a port of their own."""

    bureau: Bureau
    url: str
    runner: web.AppRunner


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Place]:
    async with bureau(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        port = free_port()
        runner = web.AppRunner(made.office.app, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
        yield Place(made, f"http://127.0.0.1:{port}", runner)
        await runner.cleanup()


Arrive = Callable[..., Awaitable[Any]]


@pytest.fixture
async def arrive(browser: Any, place: Place) -> AsyncIterator[Arrive]:
    faults: list[str] = []

    async def log_in(login: str = "guan", part: str = "today", **context: Any) -> Any:
        context.setdefault("viewport", DESKTOP)
        page = await (await browser.new_context(**context)).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda note: faults.append(note.text) if "Content Security" in note.text else None)
        await page.goto(f"{place.url}/login?next=/admin")
        await page.fill("#login", login)
        await page.fill("#password", PASSWORD)
        await page.click("text=登录 >> nth=-1")
        await page.wait_for_url("**/admin")
        await page.goto(f"{place.url}/admin#{part}")
        await expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
        return page

    yield log_in
    assert faults == []


async def serious(page: Any) -> list[str]:
    found = await axe.Axe().run(page)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


async def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    await page.wait_for_timeout(150)
    await page.screenshot(path=SHOTS / f"admin-{name}.png", full_page=True)


async def open_entry(page: Any, words: str = "借条") -> None:
    await page.fill("#faq-search", words)
    await page.locator(".row", has_text=IOU).click()
    await expect(page.locator("#preview .bubble").last).to_contain_text("仅供参考")


async def test_an_answer_is_edited_previewed_saved_compared_and_rolled_back(
    arrive: Arrive, place: Place
) -> None:
    page = await arrive("bian", "faq")
    await shot(page, "1-list")
    await open_entry(page)
    await shot(page, "2-editor")
    before = await page.input_value("#f-answer")
    await page.fill("#f-answer", "能。没有借条也可以用转账记录和聊天记录证明。")
    await expect(page.locator("#preview")).to_contain_text("没有借条也可以用转账记录")
    await expect(page.locator("#save")).to_have_text("保存并马上生效")
    await page.fill("#f-why", "写得更短")
    await page.click("#save")
    await expect(page.locator("#toast")).to_contain_text("马上这样回答")
    await expect(page.locator(".standing")).to_contain_text("第1版，编辑")
    k = place.bureau.office.world.content.knowledge()
    assert k.faq["lending_no_iou"].answer.startswith("能。没有借条也可以")
    await page.evaluate("document.querySelector('[data-tab=history]').click()")
    newest = page.locator(".versions > li").first
    await expect(newest).to_contain_text("原因：写得更短")
    await expect(newest.locator("ins").first).to_be_visible()
    await shot(page, "3-history")
    oldest = page.locator(".versions > li").last
    await oldest.get_by_role("button", name="恢复到这一版").click()
    await oldest.locator("button.danger").click()
    await expect(page.locator("#f-answer")).to_have_value(before)
    await expect(page.locator(".standing")).to_contain_text("第2版")
