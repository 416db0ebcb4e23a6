"""The H5 chat in a real Chromium: how it looks, and whether everybody can use it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.e2e.chat_steps import DESKTOP, PHONE, last, say
from tests.web.chat_bench import LIMIT

if TYPE_CHECKING:
    from tests.e2e.conftest import Served

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="the e2e group is not installed")
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"


async def serious(page: Any) -> list[str]:
    found = await axe.Axe().run(page)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


async def test_a_long_chip_takes_the_whole_width(visit: Any) -> None:
    page = await visit()
    wide = await page.locator(".chip.wide").bounding_box()
    assert wide["width"] > 350
    assert (await page.locator(".chip").first.bounding_box())["width"] < 150


async def test_the_input_grows_to_five_lines(visit: Any) -> None:
    page = await visit()
    heights = []
    for count in (1, 3, 5, 9):
        await page.fill("#text", "\n".join("行" * count))
        heights.append(round((await page.locator("#text").bounding_box())["height"]))
    assert heights[0] == 44
    assert heights[0] < heights[1] < heights[2] == heights[3]


async def test_on_a_desktop_the_chat_is_a_column(visit: Any) -> None:
    page = await visit(viewport=DESKTOP)
    box = await page.locator("#app").bounding_box()
    assert (box["width"], box["x"]) == (480, 400)


async def test_everything_can_be_reached_by_keyboard_in_order(visit: Any) -> None:
    page = await visit(viewport=DESKTOP)
    names = []
    for _ in range(8):
        await page.keyboard.press("Tab")
        names.append(await page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert names[:7] == [
        "跳到输入框",
        "menu-open",
        "log",
        "借钱不还",
        "拖欠工资",
        "物业纠纷",
        "我不确定属于哪一种，想先说说情况",
    ]
    await page.focus("#menu-open")
    await page.keyboard.press("Enter")
    await expect(page.locator("#menu")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#menu")).to_be_hidden()
    await expect(page.locator("#menu-open")).to_be_focused()


async def test_every_target_is_large_enough_for_a_thumb(visit: Any) -> None:
    page = await visit()
    for words in ("核对", "什么时候还", "他打我", "提交"):
        await say(page, words)
        await expect(last(page).locator(".card")).to_be_visible()
    await page.click("#plus-open")
    small = await page.evaluate(
        """[...document.querySelectorAll('button, summary, .card a, textarea')]
        .filter((node) => node.offsetParent && !node.closest('.said'))
        .map((node) => [node.textContent || node.id, node.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["normal", "large", "huge"])
async def test_axe_finds_nothing_serious(visit: Any, scheme: str, size: str) -> None:
    page = await visit(color_scheme=scheme)
    await page.evaluate(f"localStorage.setItem('mb:size', JSON.stringify('{size}'))")
    await page.reload()
    await expect(page.locator("#chips button").first).to_be_visible()
    await page.set_input_files(
        "#file", {"name": "大.jpg", "mimeType": "image/jpeg", "buffer": b"\x01" * (LIMIT + 1)}
    )
    for words in ("借钱不还", "什么时候还", "他打我", "转人工", "提交", "核对"):
        await say(page, words)
        await expect(last(page).locator(".card")).to_be_visible()
    await page.fill("#text", "写了一半")
    assert await serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.click("#menu-open")
    assert await serious(page) == []
    await page.locator("#menu").get_by_role("button", name="关于与隐私").click()
    assert await serious(page) == []


async def test_less_motion_when_asked(visit: Any, served: Served) -> None:
    page = await visit(reduced_motion="reduce")
    served.room.chat.delay_s = 1
    await say(page, "慢")
    await expect(page.locator("#typing")).to_be_visible()
    running = "document.getAnimations().filter((one) => one.effect.getTiming().duration > 0).length"
    assert await page.evaluate(running) == 0


async def test_a_receipt_prints_alone(visit: Any) -> None:
    page = await visit()
    await say(page, "提交")
    await expect(last(page).locator(".receipt")).to_be_visible()
    await page.emulate_media(media="print")
    await expect(page.locator(".receipt")).to_be_visible()
    await expect(page.locator("#dock")).to_be_hidden()
    await expect(page.locator("#lines > li.own")).to_be_hidden()


async def test_without_javascript_the_page_says_what_to_do(browser: Any, served: Served) -> None:
    page = await (await browser.new_context(java_script_enabled=False)).new_page()
    await page.goto(served.url)
    await expect(page.locator("noscript p")).to_contain_text("12368")


async def test_pictures_for_the_eye(visit: Any, served: Served) -> None:
    SHOTS.mkdir(exist_ok=True)
    for name, context in {
        "phone": {"viewport": PHONE},
        "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
        "desktop": {"viewport": DESKTOP},
    }.items():
        page = await visit(**context)
        for words in ("借钱不还", "核对"):
            await page.screenshot(path=SHOTS / f"{name}-{words}.png")
            await say(page, words)
            await expect(last(page).locator(".card")).to_be_visible()
        shot = await page.screenshot(path=SHOTS / f"{name}-end.png")
        size = context["viewport"]
        assert Image.open(io.BytesIO(shot)).size == (size["width"], size["height"])
