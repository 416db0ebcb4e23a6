"""流程文字, 数据表 and 交给同事 in a real Chromium: changed, seen, saved, taken back, handed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.law import overlay, screening
from flows import reword
from tests.e2e.test_admin_page import Arrive, Place, arrive, goto, place, shot
from tests.web.staff_bench import shipped

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e
__all__ = ["arrive", "place"]
ASK = "一共借出去多少钱？"


@pytest.fixture(autouse=True)
def packaged() -> Iterator[None]:
    yield
    overlay.use({})


async def test_a_question_is_reworded_and_put_back(arrive: Arrive, place: Place) -> None:
    step = shipped().flows["private_lending"].step("principal")
    page = await arrive("bian", "flows")
    await page.locator(".row", has_text="借钱不还").first.click()
    await page.locator(".row", has_text=step.ask).first.click()
    await expect(page.locator("#preview")).to_contain_text(step.ask)
    await page.fill("#w-hint", "")
    await expect(page.locator("#checks .fault")).to_contain_text("“例子”要填写")
    await page.fill("#w-hint", step.hint)
    await page.fill("#w-ask", ASK)
    await expect(page.locator("#preview")).to_contain_text(ASK)
    await expect(page.locator("#checks ins").first).to_be_visible()
    await page.fill("#w-reason", "口语一些")
    await page.click("#save")
    await expect(page.locator("#toast")).to_contain_text("新开始登记的人马上这样问")
    await expect(page.locator(".standing")).to_contain_text("第1版，编辑")
    flows = place.bureau.office.world.content.knowledge().flows
    assert flows["private_lending"].step("principal").ask == ASK
    oldest = page.locator(".versions > li").last
    await oldest.get_by_role("button", name="恢复到这一版").click()
    await oldest.locator("button.danger").click()
    await expect(page.locator("#w-ask")).to_have_value(step.ask)
    assert reword.key_of(step) in page.url


async def test_a_table_is_kept_and_put_back(arrive: Arrive) -> None:
    page = await arrive("guan", "tables/hotlines")
    row = page.locator("tbody tr", has=page.locator("[value='12345']"))
    await expect(row.locator("[name=number]")).to_have_attribute("readonly", "")
    await row.locator("[name=name]").fill("市民热线")
    await expect(page.locator("#checks .good")).to_be_visible()
    await page.click("#save")
    await expect(page.locator(".acts .fault")).to_contain_text("依据什么改的")
    await page.fill("#t-why", "2026年公布")
    await page.click("#save")
    await expect(page.locator("#confirm del")).to_contain_text("12345")
    await expect(page.locator("#confirm ins")).to_contain_text("市民热线")
    await shot(page, "table-confirm")
    assert not screening.hotline("12345").startswith("市民热线")
    await page.get_by_role("button", name="核对过了，马上生效").click()
    await expect(page.locator("#toast")).to_contain_text("下一次算就用新的")
    assert screening.hotline("12345").startswith("市民热线")
    oldest = page.locator(".versions > li").last
    await oldest.get_by_role("button", name="恢复到这一版").click()
    await oldest.locator("button.danger").click()
    await expect(page.locator(".standing")).to_contain_text("第2版")
    assert not screening.hotline("12345").startswith("市民热线")
    await goto(page, "tables")
    await page.locator(".row", has_text="放假和调休").click()
    await page.click("#add-row")
    last = page.locator("tbody tr").last
    await last.locator("[name=from]").fill("2027-01-01")
    await last.locator("[name=to]").fill("2026-12-30")
    await expect(page.locator("#checks .fault")).to_contain_text("比“从哪天”还早")
    await last.get_by_role("button").click()
    await expect(page.locator("#checks")).to_contain_text("还没有改动")


async def test_a_case_is_handed_over(arrive: Arrive, place: Place) -> None:
    office = place.bureau.office
    talk = await office.citizen("one")
    handoff = await office.handoff_of(talk)
    await office.world.desk().claim(handoff.id, office.people["wang"])
    page = await arrive("guan", "accounts")
    row = page.locator("[data-login=wang]")
    await row.locator("summary").click()
    await row.get_by_label("王建国在办的都交给").select_option(label="李红（不在岗，手上0位）")
    await row.get_by_label("为什么").fill("休假两周")
    await row.get_by_role("button", name="都交过去").click()
    await expect(page.locator("#toast")).to_contain_text("王建国手上的1位都交过去了")
    assert (await office.handoff_of(talk)).claimed_name == "李红"
    await page.goto(f"{place.url}/desk")
    await page.click("[data-filter=all]")
    await page.locator("#rows .row").first.click()
    await page.click("#hand-over")
    await page.select_option("#hand-over-to", label="王建国（不在岗，手上0位）")
    await page.fill("#hand-over-why", "回来了")
    await page.click("#hand-over-form button.main")
    await expect(page.locator("#who-state")).to_contain_text("王建国在办")
    assert (await office.handoff_of(talk)).claimed_name == "王建国"
