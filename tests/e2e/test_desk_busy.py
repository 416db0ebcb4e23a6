"""A mediator's busy day in a real Chromium: finding somebody again, taking back, reading quickly."""

from __future__ import annotations

import re

import pytest

from tests.e2e.chat_steps import PHONE
from tests.e2e.test_desk_page import Arrive, Place, arrive, crowd, expect, open_case, place, serious, shot

__all__ = ["arrive", "place"]
pytestmark = pytest.mark.e2e


async def test_somebody_is_found_by_name_and_the_queue_comes_back(arrive: Arrive, place: Place) -> None:
    await crowd(place)
    page = await arrive()
    await expect(page.locator("#rows .row")).to_have_count(3)
    await page.keyboard.press("s")
    await expect(page.locator("#search-words")).to_be_focused()
    await page.keyboard.type("王秀")
    await page.keyboard.press("Enter")
    await expect(page.locator("#rows .row")).to_have_count(1)
    await expect(page.locator("#rows .row")).to_contain_text("姓名对上了")
    assert "王秀" not in page.url
    await shot(page, "20-search")
    await place.office.citizen("citizen-4")
    await expect(page.locator("[data-count=waiting]").first).to_have_text("4")
    await expect(page.locator("#rows .row")).to_have_count(1)
    await page.fill("#search-words", "赵钱孙")
    await page.press("#search-words", "Enter")
    await expect(page.locator("#queue-empty")).to_contain_text("没有找到")
    await expect(page.locator("#queue-empty")).to_contain_text("手机号写后四位")
    await page.fill("#search-words", "王")
    await page.press("#search-words", "Enter")
    await expect(page.locator("#search-fault")).to_contain_text("至少两个字")
    assert await serious(page) == []
    await page.click("#search-off")
    await expect(page.locator("#rows .row")).to_have_count(4)
    await expect(page.locator("[data-filter=waiting]")).to_have_attribute("aria-pressed", "true")


async def test_a_search_on_a_phone_opens_what_it_found(arrive: Arrive, place: Place) -> None:
    await crowd(place)
    page = await arrive(viewport=PHONE)
    await page.fill("#search-words", "8000")
    await page.click("#search button[type=submit]")
    await page.locator("#rows .row", has_text="电话对上了").click()
    await expect(page.locator("#who-name")).to_contain_text("民间借贷")
    await shot(page, "21-search-phone")


async def test_a_wrong_outcome_is_taken_back_on_the_page(arrive: Arrive, place: Place) -> None:
    await crowd(place)
    page = await arrive()
    await open_case(page)
    await page.click("#claim")
    await page.click("#close")
    await page.get_by_label("达成调解协议").check()
    await page.click("#close-form button.main")
    await page.click("#sure-yes")
    await page.click("#outcome-back")
    await shot(page, "22-outcome-back")
    await page.fill("#outcome-back-why", "点错了，其实还在谈")
    await page.click("#outcome-back-form button.main")
    await expect(page.locator("#who-state")).to_contain_text("我在办")
    await expect(page.locator("#composer")).to_be_visible()
    await expect(page.locator("#lines")).to_contain_text("这是点错了，不算数")
    await page.click("#close")
    await page.get_by_label("转立案").check()
    await page.click("#close-form button.main")
    await page.click("#sure-yes")
    await expect(page.locator("#outcome-stands")).to_contain_text("已经按“转立案”把立案材料发给了当事人")
    await expect(page.locator("#outcome-back")).to_be_hidden()
    assert await serious(page) == []


async def test_facts_stand_above_the_notes_and_a_newcomer_has_just_come(arrive: Arrive, place: Place) -> None:
    await crowd(place)
    await place.office.citizen("citizen-5", "你好")
    page = await arrive()
    new = page.locator(".row:not(.urgent)", has_text="尚未说明").first
    await expect(new.locator(".wait")).to_have_text("刚刚到")
    await expect(new.locator(".row-low")).to_contain_text("来")
    await new.click()
    await expect(page.locator("#who-state")).to_contain_text("刚刚到，机器人正在陪着")
    await open_case(page)
    await expect(page.locator("#brief .facts")).to_be_visible()
    heads = await page.locator("#brief h3").all_text_contents()
    assert heads.index("已经知道的") < heads.index("要注意的")
    shown = await page.locator("#brief > section > .findings > li").count()
    folded = await page.locator("#brief .more-notes li").count()
    assert shown <= 4
    assert bool(folded) == (shown == 3 and folded > 0)
    await shot(page, "23-brief")


async def test_new_words_in_another_talk_are_marked_and_danger_stays_on_the_page(
    arrive: Arrive, place: Place
) -> None:
    await crowd(place)
    away = await place.office.citizen("citizen-7", "邻居把我家墙砸裂了，让他赔三千")
    desk, wang = place.office.world.desk(), place.office.people["wang"]
    await desk.claim((await place.office.handoff_of(away)).id, wang)
    place.office.world.clock.pass_(minutes=1)
    page = await arrive()
    await open_case(page)
    await page.click("#claim")
    await expect(page.locator("#held-alert")).to_be_hidden()
    await away.says("我把墙的照片找出来了")
    row = page.locator("#rows .row", has_text="1条新话")
    await expect(row).to_have_count(1)
    await expect(page.locator("#mine-unread")).to_have_text("1条新话")
    await expect(page.locator("#held-alert")).to_be_hidden()
    await away.says("我爬到楼顶了，一迈腿就都结束了")
    await expect(page.locator("#held-alert")).to_contain_text("您在办的人有危险")
    await expect(page).to_have_title(re.compile("^【危险】"))
    await page.click("[data-filter=waiting]")
    await expect(page.locator("#held-alert")).to_be_visible()
    await shot(page, "24-held-danger")
    assert await serious(page) == []
    await page.click("#held-alert button")
    await expect(page.locator("#lines")).to_contain_text("120")
    await expect(page.locator("#held-alert")).to_be_hidden()
    await expect(page.locator("#mine-unread")).to_be_hidden()
