"""不是危险 at the desk in a real Chromium, and the quote of an urgent case in the queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.chat_steps import PHONE
from tests.e2e.test_desk_page import Arrive, Place, arrive, expect, place, serious
from tests.unit.law.test_long_messages import story

__all__ = ["arrive", "place"]
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"
TOLD = f"{story(300)}孩子上楼顶往下跳，我电话13812345678。{story(100)}"


async def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    await page.wait_for_timeout(150)
    await page.screenshot(path=SHOTS / f"alarm-{name}.png")


async def test_a_false_alarm_is_lowered_taken_back_and_raised_by_a_new_sign(
    arrive: Arrive, place: Place
) -> None:
    talk = await place.office.citizen("citizen-1", TOLD)
    page = await arrive()
    row = page.locator("#rows .row").first
    await expect(row.locator(".mark.red")).to_have_text("紧急·自伤")
    await expect(row.locator(".row-last")).to_contain_text("往下跳")
    await expect(row.locator(".row-last")).to_contain_text("138****5678")
    cut = "box => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1"
    assert not await row.locator(".row-last").evaluate(cut), "all of the quote can be read"
    await shot(page, "1-quote")
    await row.click()
    await expect(page.locator("#claim")).to_be_visible()
    await expect(page.locator("#not-danger")).to_be_hidden()
    await page.click("#claim")
    await page.click("#not-danger")
    await page.click("#not-danger-form button.main")
    await expect(page.locator("#not-danger-form")).to_be_visible()  # the reason is required
    await page.fill("#not-danger-why", "打过电话，孩子在蹦床上玩")
    await shot(page, "2-form")
    assert await serious(page) == []
    await page.click("#not-danger-form button.main")
    await expect(page.locator("#calmed")).to_contain_text("打过电话，孩子在蹦床上玩")
    await expect(page.locator("#not-danger")).to_be_hidden()
    await expect(page.locator("#who-state")).not_to_contain_text("紧急")
    await expect(page.locator("#rows .row .mark.red")).to_have_count(0)
    await expect(page.locator("#rows .row .mark").first).to_have_text("不是危险")
    await expect(page.locator(".line.note")).to_contain_text("不是危险：打过电话")
    await shot(page, "3-lowered")
    assert await serious(page) == []
    await page.click("#danger-again")
    await expect(page.locator("#who-state")).to_contain_text("紧急")
    await expect(page.locator("#calmed")).to_be_hidden()
    await page.click("#not-danger")
    await page.fill("#not-danger-why", "还是误会")
    await page.press("#not-danger-why", "Enter")
    await expect(page.locator("#calmed")).to_contain_text("还是误会")
    await talk.says("他拿刀砍我，快来人")
    await expect(page.locator("#rows .row .mark.red")).to_have_text("紧急·暴力")
    await expect(page.locator("#rows .row .row-last")).to_contain_text("刀砍我")
    assert [event.action for event in await place.office.audited("not_danger")] == ["not_danger"] * 2


async def test_the_button_fits_on_a_phone(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1", "他拿刀追我")
    page = await arrive(viewport=PHONE)
    await page.locator("#rows .row").first.click()
    await page.click("#claim")
    await page.click("#not-danger")
    await page.fill("#not-danger-why", "拍视频说的台词")
    await page.press("#not-danger-why", "Enter")
    await expect(page.locator("#calmed")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await shot(page, "4-phone")
