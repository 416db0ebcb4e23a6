"""The rows of a workers' list at the desk in a real browser: one is corrected, the others stay."""

from __future__ import annotations

import pytest

from tests.e2e.chat_steps import DESKTOP, PHONE
from tests.e2e.test_desk_page import Arrive, Place, arrive, expect, place, serious, shot
from tests.talk import Talk

__all__ = ["arrive", "place"]
pytestmark = pytest.mark.e2e
TABLE = "张伟 150622199003070018 13800138000 12000\n王磊 13900139000 24000.5\n李强 13700137000 18000"


async def waits(place: Place) -> None:
    talk = Talk(place.office.world, "worker")
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", TABLE, "对", "转人工")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_one_row_is_corrected_by_keyboard_and_the_others_stay(
    arrive: Arrive, place: Place, viewport: dict[str, int]
) -> None:
    await waits(place)
    size = f"{viewport['width']}"
    page = await arrive(viewport=viewport)
    row = page.locator(".row").first
    await expect(row).to_contain_text("3人一起在等")
    await shot(page, f"rows-crowd-{size}")
    shown = await page.locator("#rows").evaluate("list => [...list.children].map((one) => one.offsetHeight)")
    assert max(shown) < 200, "rows of the queue stand close"
    await row.click()
    await page.click("#claim")
    if viewport == PHONE:
        await page.get_by_role("button", name="案情").click()
    table = page.locator(".list-rows")
    await expect(table.locator("tbody tr")).to_have_count(3)
    await expect(table).to_contain_text("138****8000")
    await page.locator("#show-workers").click()
    await expect(table).to_contain_text("13800138000")
    button = page.get_by_role("button", name="修改工人名单第2行")
    await button.focus()
    await page.keyboard.press("Enter")
    field = page.get_by_label("工人名单第2行改成")
    await expect(field).to_be_focused()
    await field.fill("21000")
    await page.keyboard.press("Enter")
    await expect(page.locator(".edit .kept")).to_contain_text("21,000元")
    await expect(page.locator(".edit")).to_contain_text("其余的行不变。一共：3人，合计51,000元")
    assert await serious(page) == []
    await shot(page, f"rows-row-preview-{size}")
    await page.keyboard.press("Enter")
    await expect(table.locator("tbody tr").nth(1)).to_contain_text("21,000元")
    await expect(table.locator("tbody tr").nth(0)).to_contain_text("12,000元")
    await page.get_by_role("button", name="删掉工人名单第1行").click()
    await expect(page.locator(".edit .kept")).to_have_text("删掉了")
    await page.keyboard.press("Escape")
    await expect(table.locator("tbody tr")).to_have_count(3)
    await page.get_by_role("button", name="加工人名单的行").click()
    await page.get_by_label("加一行或者几行").fill("老板跑了\n求帮助")
    await page.get_by_role("button", name="先看一下").click()
    await expect(page.locator(".edit .fault")).to_contain_text("第1行“老板跑了”")
    await shot(page, f"rows-rows-{size}")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
