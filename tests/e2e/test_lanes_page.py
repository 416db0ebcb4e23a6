"""Green lanes at the desk in a real Chromium: chips, filter, clocks, 69 workers in a row, a list to tick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.chat_steps import PHONE
from tests.e2e.test_desk_page import Arrive, Place, arrive, expect, place, serious
from tests.story.test_many_people import COUNT, pasted, people, submitted
from tests.story.test_other_flows import REST, WHO
from tests.talk import Talk

__all__ = ["arrive", "place"]
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"
#: 69 cases are opened and masked one by one; a busy machine takes its time.
SLOW_MS = 30_000


async def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    await page.wait_for_timeout(150)
    await page.screenshot(path=SHOTS / f"lanes-{name}.png")


async def street(place: Place) -> Talk:
    """Somebody without a lane first, then 69 workers, a mine, somebody in danger."""
    await place.office.citizen("plain", "物业一直不修电梯，我不想交物业费")
    workers = Talk(place.office.world, "workers")
    await workers.taps_flow("wage_claim")
    await workers.says("几个人一起", pasted(people()), "对")
    await submitted(workers)
    place.office.world.clock.pass_(minutes=5)
    await place.office.citizen("danger", "他天天来家里打我，还说要弄死我")
    return workers


async def test_sixty_nine_workers_are_one_row_that_opens(arrive: Arrive, place: Place) -> None:
    workers = await street(place)
    page = await arrive()
    rows = page.locator("#rows .row")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(0).locator(".mark").first).to_have_text("紧急·暴力")
    await expect(rows.nth(1).locator(".mark.lane")).to_have_text("讨薪")
    total = f"{sum(one[3] for one in people()) / 100:,.2f}元"
    await expect(rows.nth(1).locator(".row-group")).to_have_text(f"{COUNT}人一起，合计{total}")
    await expect(rows.nth(1).locator(".clock")).to_contain_text("12:00前联系")
    await shot(page, "1-queue")
    assert await serious(page) == []
    await page.click("[data-lane=wages]")
    await expect(rows).to_have_count(1)
    await rows.first.click()
    await expect(page.locator(".members > li")).to_have_count(COUNT, timeout=SLOW_MS)
    await expect(page.locator("#brief-together")).to_contain_text(f"{COUNT}人，合计{total}")
    await expect(page.locator("#brief-together")).to_contain_text("与名单合计一致")
    assert people()[0][0] not in await page.locator("#brief-together").inner_text(), "covered until claimed"
    await page.locator(".lane-notes").scroll_into_view_if_needed()
    await shot(page, "2-brief")
    await page.click("#claim")
    await expect(page.locator(".members > li").first).to_contain_text(people()[0][0], timeout=SLOW_MS)
    await page.locator(".member summary").nth(68).click()
    await expect(page.locator(".member-facts").nth(68)).to_contain_text(f"{people()[68][3] / 100:,.2f}元")
    await page.locator(".member-facts").nth(68).scroll_into_view_if_needed()
    await shot(page, "3-member")
    assert await serious(page) == []
    async with place.office.world.records.begin() as tx:
        cases = await tx.cases.of(workers.sid)
    assert {case.status.value for case in cases} == {"in_mediation"}
    assert len(cases) == COUNT


async def mine(place: Place) -> Talk:
    talk = Talk(place.office.world, "miner")
    await talk.taps_flow("wage_claim")
    await talk.says(
        "就我一个人", "公司或工厂", "哈尔乌素露天矿", "2026年3月1日", "还在干", "2026年6月", "2026年8月"
    )
    await talk.says("6500", "19500", "没有", "只要工资", "没申请过", "没要过", "愿意调解", "同意在网上")
    await talk.says(*WHO, "公司或单位", "某某运输有限公司", *REST, "确认提交")
    return talk


async def test_the_list_of_a_mining_case_is_ticked(arrive: Arrive, place: Place) -> None:
    await mine(place)
    page = await arrive()
    await page.locator(".row").first.click()
    await expect(page.locator("#brief-ticks input")).to_have_count(6)
    await expect(page.locator("#tick-split")).to_be_disabled()
    await expect(page.locator("#brief-ticks")).to_contain_text("等法院填写")
    await page.click("#claim")
    await expect(page.locator("#tick-split")).to_be_enabled()
    await page.locator("#tick-split").check()
    await expect(page.locator("#brief-ticks li").first).to_contain_text("王建国")
    await page.locator("#tick-step_1").check()
    await expect(page.locator("#brief-ticks li").nth(1)).to_contain_text("打勾")
    await page.locator("#tick-split").uncheck()
    await expect(page.locator("#brief-ticks li").first).to_contain_text("取消")
    await page.locator("#brief-ticks").scroll_into_view_if_needed()
    await shot(page, "4-ticks")
    assert [event.data["item"] for event in await place.office.audited("tick")] == [
        "split",
        "step_1",
        "split",
    ]
    await page.reload()
    await expect(page.locator("#tick-step_1")).to_be_checked()
    await expect(page.locator("#tick-split")).not_to_be_checked()


async def test_lanes_on_a_phone(arrive: Arrive, place: Place) -> None:
    await street(place)
    page = await arrive(viewport=PHONE)
    await expect(page.locator("#rows .row")).to_have_count(3)
    await shot(page, "5-phone-queue")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await page.locator(".row", has_text="讨薪").click()
    await page.click('#tabs [data-pane="brief"]')
    await expect(page.locator(".members > li")).to_have_count(COUNT, timeout=SLOW_MS)
    await shot(page, "6-phone-brief")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await serious(page) == []
