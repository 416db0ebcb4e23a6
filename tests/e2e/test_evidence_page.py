"""A citizen's evidence in a real Chromium, over real stores: two photographs at once, put right by hand."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from PIL import Image

from tests.conftest import free_port
from tests.e2e.chat_steps import PHONE, last, say
from tests.story.test_private_lending import STORY
from tests.web.evidence_bench import house

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="the e2e group is not installed")
pytestmark = pytest.mark.e2e
TALL = "(node) => node.complete && node.naturalHeight > node.naturalWidth"


def photo(shade: int) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (600, 300), (shade, 120, 90)).save(out, "JPEG")
    return {"name": f"IMG_{shade}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
async def page(
    browser: Any, redis_url: str, sqlite_url: str, vault: Any, tmp_path: Path
) -> AsyncIterator[Any]:
    faults: list[str] = []
    async with house(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        runner = web.AppRunner(made.app, shutdown_timeout=0.2)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        opened = await (await browser.new_context(viewport=PHONE)).new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        await opened.goto(f"http://127.0.0.1:{port}/")
        await opened.wait_for_selector("#chips button")
        yield opened
        await runner.cleanup()
    assert faults == []


async def serious(page: Any) -> list[str]:
    found = await axe.Axe().run(page)
    return [one["id"] for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]


async def test_two_photographs_at_once_are_named_turned_ordered_and_deleted(page: Any) -> None:
    await say(page, STORY)
    await expect(last(page)).to_contain_text("钱是怎么给的")
    await page.set_input_files("#album", [photo(10), photo(200)])
    await expect(page.locator("#lines > li.bot", has_text="收到第2页")).to_have_count(1)
    await page.locator("#chips").get_by_text("借条或欠条", exact=True).click()
    await expect(last(page)).to_contain_text("这份是借条或欠条（2个文件）")
    await expect(last(page)).to_contain_text("钱是怎么给的")

    await page.click("#menu-open")
    await page.locator("#menu").get_by_role("button", name="我的证据").click()
    sheet = page.locator("#evidence")
    await expect(sheet.locator("section.piece")).to_have_count(1)
    await expect(sheet.locator("select")).to_have_value("借条或欠条")
    await expect(sheet.locator(".checks li.there")).to_contain_text("（1份、2页）")
    names = sheet.locator(".pages li .small")
    await expect(names.nth(0)).to_contain_text("IMG_10.jpg")

    await sheet.get_by_role("button", name="上移IMG_200.jpg").click()
    await expect(names.nth(0)).to_contain_text("IMG_200.jpg")
    await sheet.get_by_role("button", name="把IMG_200.jpg转90度").click()
    await expect(sheet.locator(".pages img").first).to_have_attribute("src", re.compile(r"\?v=1$"))
    async with asyncio.timeout(5):
        # not `wait_for_function`: the page's policy forbids what it evaluates
        while not await sheet.locator(".pages img").first.evaluate(TALL):
            await page.wait_for_timeout(50)
    assert await serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    gone = sheet.get_by_role("button", name="删除IMG_10.jpg")
    await gone.click()
    await expect(gone).to_have_text("再点一次删除")
    await gone.click()
    await expect(sheet.locator(".pages li")).to_have_count(1)
    await sheet.locator("select").select_option("转账记录")
    await expect(sheet.locator(".checks li.there")).to_contain_text("（1份、1页）")
    await page.keyboard.press("Escape")
    await say(page, "证据")
    await expect(page.locator(".card.evidence").last).to_contain_text("转账记录")


async def test_a_broken_photograph_says_so_and_the_others_arrive(page: Any) -> None:
    await say(page, STORY)
    broken = photo(77) | {"name": "坏.jpg"}
    broken["buffer"] = broken["buffer"][: len(broken["buffer"]) // 2]
    await page.set_input_files("#album", [photo(10), broken, photo(200)])
    await expect(page.locator(".draft.failed")).to_contain_text("没有传完整")
    await expect(page.locator("#lines > li.bot", has_text="收到第2页")).to_have_count(1)


async def test_the_list_of_what_is_needed_says_how_to_get_it(page: Any) -> None:
    await say(page, STORY)
    await expect(last(page)).to_contain_text("钱是怎么给的")
    await say(page, "证据")
    card = page.locator(".card.evidence").last
    await expect(card.locator(".checks li.lacking").first).to_contain_text("转账记录")
    await expect(card).to_contain_text("手机银行打")
    await card.get_by_role("button", name="看全部").click()
    await expect(page.locator("#evidence-place")).to_contain_text("还没有发过证据")
