"""Accounts, the network, the keyboard, a phone and the duty list of the admin pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.contract.rows import a_handoff
from tests.e2e.test_admin_page import IOU, PHONE, Arrive, Place, arrive, goto, place, serious, shot

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e
__all__ = ["arrive", "place"]


async def test_accounts_and_audit(arrive: Arrive, place: Place) -> None:
    page = await arrive("guan", "accounts")
    await page.click("text=新建账号 >> nth=0")
    await page.fill("#new-name", "赵敏")
    await page.fill("#new-login", "zhao_min")
    await page.select_option("#new-role", "editor")
    await page.get_by_role("button", name="新建账号").click()
    await expect(page.locator("#secret")).to_have_text(re.compile(r"(\w{4}-){3}\w{4}"))
    await shot(page, "15-accounts")
    assert await serious(page) == []
    await page.get_by_role("button", name="记下了，收起").click()
    await expect(page.locator("#secret")).to_have_count(0)
    row = page.locator("[data-login=li]")
    await row.get_by_role("button", name="停用").click()
    await row.get_by_role("button", name="停用").click()
    await expect(row).to_contain_text("已停用")
    mine = page.locator("[data-login=guan]")
    await mine.locator("select").select_option("editor")  # Playwright answers "no" to the question
    await expect(mine.locator("select")).to_have_value("admin")
    page.on("dialog", lambda question: question.accept())
    await mine.locator("select").select_option("editor")
    await expect(mine.locator(".fault")).to_contain_text("至少要留一个管理员")
    await expect(mine.locator("select")).to_have_value("admin")
    await goto(page, "audit")
    await expect(page.locator("#events tr").first).to_contain_text("修改账号")
    await page.get_by_role("button", name="检查记录是否完整").click()
    await expect(page.locator("#verified")).to_contain_text("记录完整")
    await shot(page, "16-audit")
    assert await serious(page) == []


async def test_an_editor_is_offered_only_what_is_theirs(arrive: Arrive) -> None:
    page = await arrive("bian", "accounts")
    await expect(page.locator("h1")).to_have_text("今日待办")
    await expect(page.locator(".side")).not_to_contain_text("账号")


async def test_without_the_network_it_says_so_and_mends(arrive: Arrive) -> None:
    page = await arrive("bian")
    await page.route("**/api/admin/faq*", lambda route: route.abort())
    await page.click(".side a[href='#faq']")
    await expect(page.locator("[role=alert]")).to_contain_text("网络不通")
    await shot(page, "17-no-network")
    await page.unroute("**/api/admin/faq*")
    await page.get_by_role("button", name="再试一次").click()
    await expect(page.locator(".rows .row").first).to_be_visible()


async def test_by_keyboard_alone(arrive: Arrive) -> None:
    page = await arrive("bian")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.focus(".side a[href='#faq']")
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    await page.focus("#faq-search")
    await page.keyboard.type("没打欠条怎么办")
    await expect(page.locator(".rows .row")).to_have_count(1)
    await page.focus(".rows .row")
    ring = await page.locator(".rows .row").evaluate("node => getComputedStyle(node).outlineStyle")
    assert ring == "solid"
    await page.keyboard.press("Enter")
    await expect(page.locator("#f-question")).to_have_value(IOU)
    assert await serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_nothing_is_cut_off(arrive: Arrive, place: Place, scheme: str) -> None:
    await place.bureau.ask_in_vain("打了水漂的钱没立字据", 7)
    page = await arrive("guan", viewport=PHONE, color_scheme=scheme, has_touch=True)
    for part in (
        "today",
        "faq",
        "unmatched",
        "training",
        "accounts",
        "audit",
        "faq/lending_no_iou",
        "faq-new",
    ):
        await page.goto(f"{place.url}/admin#{part}")
        await expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
        await page.wait_for_timeout(500)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{part}: {wide}"
        assert await serious(page) == [], part
        await shot(page, f"phone-{scheme}-{part.replace('/', '-')}")
    await page.goto(f"{place.url}/admin#faq/lending_no_iou")
    await page.click("[data-tab=look]")
    await expect(page.locator("#preview .bubble").last).to_be_visible()
    await shot(page, f"phone-{scheme}-preview")


async def test_the_duty_list_names_the_lanes(arrive: Arrive, place: Place) -> None:
    world = place.bureau.office.world
    async with world.records.begin() as tx:
        for n, ids in enumerate((("wages",), ("wages",), ("mining",))):
            due = world.clock.now() + timedelta(hours=n - 1)
            await tx.handoffs.open(a_handoff(f"h{n}", sid=f"{n:032d}", lanes=ids, due_at=due))
    page = await arrive("guan")
    duty = page.locator(".duties li", has_text="农民工讨薪")
    await expect(duty).to_contain_text("2")
    await expect(duty).to_contain_text("过了首次联系的时间")
    await expect(page.locator(".duties li", has_text="矿区纠纷")).to_contain_text("都还在首次联系的时间里")
    await shot(page, "9-lanes")
