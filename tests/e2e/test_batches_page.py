"""金融批量 in a real Chromium: 280 rows with 23 bad ones, from the file to the board."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.store.vault import Vault
from tests.conftest import free_port
from tests.e2e.chat_steps import DESKTOP, PHONE
from tests.loan_tables import line, table
from tests.web.staff_bench import PASSWORD, office

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="the e2e group is not installed")
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"
ROWS, BAD = 280, tuple(range(0, 230, 10))


@pytest.fixture
async def url(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[str]:
    async with office(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        port = free_port()
        runner = web.AppRunner(made.app, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"
        await runner.cleanup()


async def arrive(browser: Any, url: str, faults: list[str], **context: Any) -> Any:
    page = await (await browser.new_context(**context)).new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda note: faults.append(note.text) if "Content Security" in note.text else None)
    await page.goto(f"{url}/login?next=/desk/batches")
    await page.fill("#login", "wang")
    await page.fill("#password", PASSWORD)
    await page.click("button.main")
    await page.wait_for_selector("#upload")
    return page


async def looks_right(page: Any, name: str) -> None:
    """A picture to look at, no sideways scrolling, nothing axe objects to."""
    await page.screenshot(path=SHOTS / f"batches-{name}.png", full_page=True)
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide}px"
    found = await axe.Axe().run(page)
    bad = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    assert bad == [], [(one["id"], [n["html"] for n in one["nodes"][:3]]) for one in bad]


async def test_from_the_file_to_the_board(browser: Any, url: str, tmp_path: Path) -> None:
    SHOTS.mkdir(exist_ok=True)
    faults: list[str] = []
    page = await arrive(browser, url, faults, viewport=DESKTOP)
    await looks_right(page, "list")
    made = table(ROWS, BAD)
    (tmp_path / "清单.csv").write_bytes(made.data)
    await page.set_input_files("#file", tmp_path / "清单.csv")
    await page.click("text=上传并检查")
    await page.wait_for_selector(".numbers")
    await expect(page.locator(".number-box b")).to_have_text([str(ROWS - len(BAD)), str(len(BAD)), "0"])
    total = made.principal_fen + made.interest_fen + made.penalty_fen
    await expect(page.locator(".sums dd").nth(3)).to_have_text(re.compile(f"{total // 100:,}"))
    await expect(page.locator(".faults").first).to_be_visible()
    await expect(page.locator(".faults")).to_have_count(len(BAD))
    assert line(0)[1] not in await page.content()
    await looks_right(page, "preview")
    await page.click("text=登记257件")
    await expect(page.locator(".confirm .fault")).to_have_text("请先勾选机构的确认。")
    await page.check("#sure")
    await page.click("text=登记257件")
    await page.wait_for_selector(".stages .stage", timeout=60_000)
    await expect(page.locator("[data-stage=mediate] span")).to_have_text("257件")
    await _work_on_the_board(page)
    await looks_right(page, "board")
    phone = await arrive(browser, url, faults, viewport=PHONE, has_touch=True, is_mobile=True)
    await looks_right(phone, "list-phone")
    await phone.click(".grid a")
    await phone.wait_for_selector(".stages .stage")
    await phone.wait_for_selector(".grid td")
    await looks_right(phone, "board-phone")
    assert faults == []


async def _work_on_the_board(page: Any) -> None:
    for n in (3, 4):
        await page.check(f"input[data-n='{n}']")
    await page.select_option("#bar-stage", "preserve")
    await page.click("text=移过去")
    await expect(page.locator("#bar-stage")).to_have_count(0)
    await expect(page.get_by_text("把2件移到“保”？")).to_be_visible()
    await expect(page.locator("[data-stage=preserve] span")).to_have_text("0件")
    await page.get_by_role("button", name="先不改").click()
    await page.click("text=移过去")
    await page.get_by_role("button", name="确定", exact=True).click()
    await expect(page.locator("[data-stage=preserve] span")).to_have_text("2件")
    await expect(page.locator("[data-stage=mediate] span")).to_have_text("255件")
    await page.check("input[data-n='5']")
    await page.select_option("#bar-outcome", "agreed")
    await page.click("text=记结果")
    await page.get_by_role("button", name="确定", exact=True).click()
    await expect(page.locator("[data-stage=mediate] span")).to_have_text("255件，办结1")
    await page.locator("text=经过").first.click()
    await expect(page.locator(".past li").first).to_contain_text("王建国：移到 调 → 保")
    await page.locator("button", has_text="打开").first.click()
    await expect(page.locator(".peek")).to_be_focused()
    await expect(page.locator(".peek")).to_contain_text("接手，到调解台办")
    await expect(page.locator(".grid .clock").first).not_to_be_empty()
    await page.get_by_role("button", name="关上").click()
    await page.click("text=分期还款计算")
    await page.fill("#amount", "10000")
    await page.fill("#count", "3")
    await page.fill("#first", "2027-01-31")
    await page.click("text=算一算")
    await expect(page.locator(".rest .grid td").nth(8)).to_have_text("3,333.34元")


async def test_a_table_with_only_bad_rows_on_a_phone(browser: Any, url: str, tmp_path: Path) -> None:
    SHOTS.mkdir(exist_ok=True)
    faults: list[str] = []
    page = await arrive(browser, url, faults, viewport=PHONE, has_touch=True, is_mobile=True)
    (tmp_path / "坏.csv").write_bytes(table(8, tuple(range(8))).data)
    await page.set_input_files("#file", tmp_path / "坏.csv")
    await page.click("text=上传并检查")
    await page.wait_for_selector(".faults")
    assert await page.locator(".confirm").count() == 0
    await looks_right(page, "preview-phone")
    async with page.expect_download() as download:
        await page.click("text=下载要改的8行")
    assert (await download.value).suggested_filename == "要改的行.xlsx"
    await page.click("text=删掉这张表")
    await page.click("text=再点一次")
    await page.wait_for_selector("#upload")
    await expect(page.locator(".empty h2")).to_have_text("还没有批次")
    assert faults == []
