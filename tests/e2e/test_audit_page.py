"""The audit narrowed to a day and a kind stands in the address and survives a reload."""

from __future__ import annotations

import pytest

from tests.e2e.test_admin_page import Arrive, Place, arrive, expect, place, serious, shot

__all__ = ["arrive", "place"]
pytestmark = pytest.mark.e2e


async def test_what_is_looked_at_stands_in_the_address(arrive: Arrive, place: Place) -> None:
    page = await arrive("guan", "audit")
    everything = await page.locator("#events tr").count()
    await page.select_option("#audit-kind", "people")
    await page.select_option("#audit-who", label="管理员")
    await page.get_by_role("button", name="看这些").click()
    await expect(page.locator("a", has_text="看全部")).to_be_visible()
    assert "kind=people" in page.url
    await page.reload()
    await expect(page.locator("#audit-kind")).to_have_value("people")
    seen = await page.locator("#events td:nth-child(2)").all_text_contents()
    assert set(seen) == {"管理员"}
    assert len(seen) < everything
    await shot(page, "31-audit")
    assert await serious(page) == []
    await page.fill("#audit-day", "2020-01-01")
    await page.get_by_role("button", name="看这些").click()
    await expect(page.locator(".empty")).to_contain_text("没有这样的记录")
    await page.click("a:has-text('看全部')")
    await expect(page.locator("#events tr")).to_have_count(everything)
