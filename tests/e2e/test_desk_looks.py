"""The mediator's desk on a phone, in the dark, for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import HandoffState
from tests.e2e.chat_steps import DESKTOP, PHONE
from tests.e2e.test_desk_page import Arrive, Place, arrive, crowd, open_case, place, serious, shot
from tests.web.staff_bench import PASSWORD

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e
__all__ = ["arrive", "place"]


async def test_on_a_phone_the_same_three_are_tabs(arrive: Arrive, place: Place) -> None:
    await crowd(place)
    page = await arrive(viewport=PHONE, has_touch=True, is_mobile=True)
    await expect(page.locator("#rows .row")).to_have_count(3)
    await shot(page, "phone-1-queue")
    await open_case(page)
    await expect(page.locator("#pane-queue")).to_be_hidden()
    await page.click("#claim")
    await expect(page.locator("#composer")).to_be_visible()
    await expect(page.locator("#line-1")).to_be_attached()
    await page.fill("#words", "您好，我是调解员王建国。")
    await page.click("#send")
    await expect(page.locator(".line.mediator").last).to_be_in_viewport()
    await page.click("#mode-note")
    await page.fill("#words", "记一笔")
    await page.click("#send")
    await expect(page.locator(".line.note")).to_be_visible()
    await shot(page, "phone-2-talk")
    await page.click("[data-pane=brief]")
    await expect(page.locator("#brief .number")).to_be_visible()
    await shot(page, "phone-3-brief")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.click("[data-pane=talk]")
    await page.click("#give-back")
    await shot(page, "phone-4-give-back")
    await page.click("#give-back-form button.main")
    await expect(page.locator("#who-state")).to_contain_text("已交回机器人")
    await page.click("[data-pane=queue]")
    await page.click("[data-filter=ended]")
    await expect(page.locator("#rows .row")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "phone"])
async def test_everybody_can_use_it(arrive: Arrive, place: Place, scheme: str, size: dict[str, int]) -> None:
    await crowd(place)
    page = await arrive(viewport=size, color_scheme=scheme)
    assert await serious(page) == []
    await open_case(page)
    await page.click("#claim")
    await expect(page.locator("#composer")).to_be_visible()
    await page.fill("#words", "您好")
    await page.press("#words", "Control+Enter")
    await expect(page.locator(".line.mediator .tick").last).to_be_visible()
    await page.click("#mode-note")
    await page.fill("#words", "备注")
    await page.press("#words", "Control+Enter")
    await expect(page.locator(".line.note")).to_be_visible()
    assert await serious(page) == []
    await page.click("#close")
    assert await serious(page) == []
    await page.click("[data-fold=close]")
    await page.click("#canned-open")
    assert await serious(page) == []
    await page.keyboard.press("Escape")
    if size is PHONE:
        await page.click("[data-pane=brief]")
        assert await serious(page) == []
    await shot(page, f"{scheme}-{size['width']}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_login_can_be_used_by_everybody(browser: Any, place: Place, scheme: str) -> None:
    page = await (await browser.new_context(viewport=PHONE, color_scheme=scheme)).new_page()
    await page.goto(f"{place.url}/login")
    await expect(page.locator("#login")).to_be_focused()
    await shot(page, f"login-{scheme}")
    await page.fill("#login", "wang")
    await page.fill("#password", "not-the-password")
    await page.press("#password", "Enter")
    await expect(page.locator("#fault")).to_have_text("登录名或密码不对。")
    await expect(page.locator("#login")).to_have_value("wang")
    assert await serious(page) == []
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/desk")
    await page.goto(f"{place.url}/password")
    assert await serious(page) == []
    await shot(page, f"password-{scheme}")


async def test_duty_is_a_switch(arrive: Arrive, place: Place) -> None:
    page = await arrive()
    await expect(page.locator("#duty")).to_have_text("不在岗")
    await page.click("#duty")
    await expect(page.locator("#duty")).to_have_text("在岗")
    assert [one.name for one in await place.office.accounts.everybody() if one.on_duty] == ["王建国"]


async def test_words_of_a_citizen_stay_words(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1", "<img src=x onerror=alert(1)><b>张三欠我5万</b>")
    page = await arrive()
    await page.locator(".row").first.click()
    await expect(page.locator(".line.citizen").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert await page.locator(".bubble img, .bubble b, .row img").count() == 0


async def test_a_session_that_ended_says_so_and_leads_back(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1")
    page = await arrive()
    await page.context.clear_cookies()
    await page.locator(".row").first.click()
    await expect(page.locator("#wire a")).to_have_text("重新登录")
    async with place.office.world.records.begin() as tx:
        assert len(await tx.handoffs.listing(states=[HandoffState.WAITING])) == 1
