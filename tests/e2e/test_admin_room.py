"""Nothing on the admin page lies over what has to be pressed, on wide and narrow screens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.test_admin_page import Arrive, Place, arrive, expect, open_entry, place, shot

__all__ = ["arrive", "place"]
pytestmark = pytest.mark.e2e

#: Whether a press on the middle of the button reaches it, wherever on the screen it stands.
REACHED = """async (button) => {
  const missed = [];
  for (const block of ["start", "center", "end", "nearest"]) {
    button.scrollIntoView({ block });
    await new Promise(requestAnimationFrame);
    for (const step of [0, 40, 90, 140]) {
      if (step) scrollBy(0, block === "start" ? -step : step);
      await new Promise(requestAnimationFrame);
      const box = button.getBoundingClientRect();
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      if (y < 0 || y > innerHeight) continue;
      const top = document.elementFromPoint(x, y);
      if (top !== button) missed.push(`${block}+${step}: ${top && (top.id || top.className || top.tagName)}`);
    }
  }
  return missed;
}"""


@pytest.mark.parametrize("width", [1600, 1280, 960, 820, 700, 390])
@pytest.mark.parametrize("height", [900, 600])
async def test_going_back_to_a_version_is_never_covered(
    arrive: Arrive, place: Place, width: int, height: int
) -> None:
    page: Any = await arrive("bian", "faq", viewport={"width": width, "height": height})
    await open_entry(page)
    for n, words in enumerate(("能。没有借条也可以用转账记录。", "能。没有借条也可以用聊天记录。"), start=1):
        await page.fill("#f-answer", words)
        await page.fill("#f-why", "写得更短")
        await page.click("#save")
        await expect(page.locator(".standing")).to_contain_text(f"第{n}版")
    await expect(page.locator(".versions > li")).to_have_count(3)
    await page.evaluate("document.getElementById('toast').hidden = true")
    if width <= 800:
        await page.click("[data-tab=history]")
    button = page.locator(".versions > li").last.get_by_role("button", name="恢复到这一版")
    await expect(button).to_be_visible()
    await page.wait_for_timeout(500)
    await shot(page, f"30-history-{width}-{height}")
    assert await button.evaluate(REACHED) == []
