"""Every page for staff on a phone of 390 px: nothing runs out at the side, all takes the keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Channel
from flows import reword
from tests.e2e.test_admin_page import PHONE, Arrive, Place, arrive, place
from tests.web.staff_bench import shipped

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e
__all__ = ["arrive", "place"]

ADMIN = (
    "today",
    "faq",
    "faq/lending_no_iou",
    "faq-new",
    "unmatched",
    "training",
    "flows",
    "flows/private_lending",
    "questions/{question}",
    "questions/{choice}",
    "templates",
    "templates/complaint",
    "tables",
    "tables/lpr",
    "tables/fee_brackets",
    "tables/fee_amounts",
    "tables/holidays",
    "tables/hotlines",
    "tables/courts",
    "tables/figures",
    "reports",
    "accounts",
    "audit",
)
#: What can take the keyboard, and is shown.
REACHED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((one) => !one.disabled && one.checkVisibility() && !one.closest('[inert]'))
  .map((one) => one.tabIndex)"""
#: What sticks out at the right of the page, with its words.
WIDE = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (box.right <= innerWidth + 1 || !box.width || one.closest('.unseen')) return false;
  for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)) return false;
  return true;
}).slice(0, 5).map((one) => `${one.tagName}.${one.className}`)"""


async def busy(place: Place) -> None:
    """People who wait and are held, questions in vain, and long words of everything."""
    office = place.bureau.office
    talk = await office.citizen("one", channel=Channel.WEB)
    await office.citizen(
        "two", "楼上漏水把我家天花板泡坏了，物业公司不管，让我自己去找楼上邻居，找了三次都不开门"
    )
    await place.bureau.ask_in_vain("法院停车收费吗法院停车收费吗法院停车收费吗法院停车收费吗", 3)
    handoff = await office.handoff_of(talk)
    await office.world.desk().claim(handoff.id, office.people["guan"])


async def fits(page: Any, where: str) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"{where}: {await page.evaluate(WIDE)}"
    assert set(await page.evaluate(REACHED)) == {0}, where


async def test_no_page_scrolls_sideways_and_all_take_the_keyboard(arrive: Arrive, place: Place) -> None:
    await busy(place)
    lending = shipped().flows["private_lending"]
    choice = next(step for step in lending.steps if len(step.options) > 2 and not step.scope)
    keys = {"question": reword.key_of(lending.step("principal")), "choice": reword.key_of(choice)}
    page = await arrive("guan", viewport=PHONE, has_touch=True)
    for part in ADMIN:
        await page.goto(f"{place.url}/admin#{part.format(**keys)}")
        await expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
        await expect(page.locator("#main h1, #main h2").first).to_be_visible()
        await page.wait_for_timeout(100)
        await fits(page, part)
        await page.evaluate(
            "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
        )
        await page.wait_for_timeout(150)
        await fits(page, f"{part}, unfolded")
    for path in ("/password", "/desk/batches", "/desk/batches#board", "/desk"):
        await page.goto(place.url + path)
        await page.wait_for_timeout(300)
        await fits(page, path)
    await page.locator("[data-filter=mine]").click()
    await page.locator("#rows .row").first.click()
    await expect(page.locator("#who-name")).to_be_visible()
    for name in ("give-back", "hand-over", "close"):
        await page.click(f"#{name}")
        await fits(page, f"desk, {name}")
    for pane in ("brief", "talk", "queue"):
        await page.click(f"[data-pane={pane}]")
        await page.wait_for_timeout(100)
        await fits(page, f"desk, {pane}")
