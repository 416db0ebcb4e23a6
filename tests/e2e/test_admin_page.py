"""The admin pages in a real Chromium over real Redis and SQLite: from the search to the roll back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.store.vault import Vault
from tests.conftest import free_port
from tests.e2e.chat_steps import DESKTOP
from tests.web.admin_bench import PASSED, REFUSED, Bureau, bureau
from tests.web.staff_bench import PASSWORD

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="the e2e group is not installed")
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"
PHONE = {"width": 390, "height": 844}
IOU = "没有借条，借出去的钱还能要回来吗？"


@dataclass
class Place:
    """The admin pages on a port of their own."""

    bureau: Bureau
    url: str
    runner: web.AppRunner


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Place]:
    async with bureau(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        port = free_port()
        runner = web.AppRunner(made.office.app, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
        yield Place(made, f"http://127.0.0.1:{port}", runner)
        await runner.cleanup()


Arrive = Callable[..., Awaitable[Any]]


@pytest.fixture
async def arrive(browser: Any, place: Place) -> AsyncIterator[Arrive]:
    faults: list[str] = []

    async def log_in(login: str = "guan", part: str = "today", **context: Any) -> Any:
        context.setdefault("viewport", DESKTOP)
        page = await (await browser.new_context(**context)).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda note: faults.append(note.text) if "Content Security" in note.text else None)
        await page.goto(f"{place.url}/login?next=/admin")
        await page.fill("#login", login)
        await page.fill("#password", PASSWORD)
        await page.click("text=登录 >> nth=-1")
        await page.wait_for_url("**/admin")
        await page.goto(f"{place.url}/admin#{part}")
        await expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
        return page

    yield log_in
    assert faults == []


async def serious(page: Any) -> list[str]:
    found = await axe.Axe().run(page)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


async def shot(page: Any, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    await page.wait_for_timeout(150)
    await page.screenshot(path=SHOTS / f"admin-{name}.png", full_page=True)


async def open_entry(page: Any, words: str = "借条") -> None:
    await page.fill("#faq-search", words)
    await page.locator(".row", has_text=IOU).click()
    await expect(page.locator("#preview .bubble").last).to_contain_text("仅供参考")


async def test_an_answer_is_edited_previewed_saved_compared_and_rolled_back(
    arrive: Arrive, place: Place
) -> None:
    page = await arrive("bian", "faq")
    await shot(page, "1-list")
    await open_entry(page)
    await shot(page, "2-editor")
    before = await page.input_value("#f-answer")
    await page.fill("#f-answer", "能。没有借条也可以用转账记录和聊天记录证明。")
    await expect(page.locator("#preview")).to_contain_text("没有借条也可以用转账记录")
    await expect(page.locator("#save")).to_have_text("保存并马上生效")
    await page.fill("#f-why", "写得更短")
    await page.click("#save")
    await expect(page.locator("#toast")).to_contain_text("马上生效：回答。")
    await expect(page.locator(".standing")).to_contain_text("第1版，编辑")
    k = place.bureau.office.world.content.knowledge()
    assert k.faq["lending_no_iou"].answer.startswith("能。没有借条也可以")
    await page.evaluate("document.querySelector('[data-tab=history]').click()")
    newest = page.locator(".versions > li").first
    await expect(newest).to_contain_text("原因：写得更短")
    await expect(newest.locator("ins").first).to_be_visible()
    await shot(page, "3-history")
    oldest = page.locator(".versions > li").last
    await oldest.get_by_role("button", name="恢复到这一版").click()
    await oldest.locator("button.danger").click()
    await expect(page.locator("#f-answer")).to_have_value(before)
    await expect(page.locator(".standing")).to_contain_text("第2版")


async def goto(page: Any, part: str) -> None:
    await page.click(f".side a[href='#{part}']")
    await expect(page.locator("#main")).to_have_attribute("aria-busy", "false")


async def test_a_question_asked_in_vain_is_taught_and_published(arrive: Arrive, place: Place) -> None:
    await place.bureau.ask_in_vain("打了水漂的钱没立字据", 7)
    await place.bureau.ask_in_vain("打138****0018他不接", 2)
    await place.bureau.ask_in_vain("法院停车收费吗")
    page = await arrive("bian")
    await expect(page.locator(".duty").first).to_contain_text("个问题没答上")
    await shot(page, "4-today")
    await goto(page, "unmatched")
    await shot(page, "5-unmatched")
    first = page.locator(".asked").first
    await expect(first).to_contain_text("问了7次，7个人")
    await first.get_by_label("找别的问答").fill("没有借条")
    await first.get_by_role("button", name=IOU).click()
    await first.get_by_role("button", name="加为问法（1句）").click()
    await expect(page.locator("#toast")).to_contain_text("训练并发布以后就听得懂")
    await expect(page.locator(".asked")).to_have_count(2)
    masked = page.locator(".asked", has_text="138")
    await masked.get_by_label("找别的问答").fill("没有借条")
    await masked.get_by_role("button", name=IOU).click()
    await masked.get_by_role("button", name="加为问法").click()
    await expect(masked.locator(".fault")).to_contain_text("遮住的个人信息")
    await shot(page, "6-unmatched-masked")
    await masked.get_by_role("button", name="不用处理").click()
    await expect(page.locator(".asked")).to_have_count(1)
    await expect(page.locator("#badge")).to_have_text("1条草稿等训练")
    await goto(page, "training")
    await expect(page.locator(".draft ins")).to_have_text("加上：打了水漂的钱没立字据")
    place.bureau.trainer.verdict = REFUSED
    await page.click("#train")
    await expect(page.locator("#progress-words")).to_contain_text("43%")
    await expect(page.locator("#badge")).to_have_text("训练中 43%")
    await shot(page, "7-training")
    place.bureau.trainer.go.set()
    await expect(page.locator(".ended")).to_contain_text("新模型不如现在的")
    await expect(page.locator(".misses").last).to_contain_text("房东不退押金")
    await shot(page, "8-refused")
    assert await serious(page) == []
    place.bureau.trainer.verdict = PASSED
    await page.click("#train")
    await expect(page.locator(".ended")).to_contain_text("已发布", timeout=60_000)
    await expect(page.locator("#badge")).to_have_text("内容都已发布")
    await shot(page, "9-published")


async def test_a_new_entry_is_written_from_a_question(arrive: Arrive, place: Place) -> None:
    await place.bureau.ask_in_vain("法院停车收费吗")
    page = await arrive("bian", "unmatched")
    await page.get_by_role("button", name="写新问答").click()
    await expect(page.locator("#f-question")).to_have_value("法院停车收费吗")
    await expect(page.locator("#checks .fault")).to_contain_text("至少要有一条依据")
    await page.select_option("#f-topic", "court_life")
    await expect(page.locator("#f-id")).to_have_value(re.compile(r"court_life_\d+"))
    await shot(page, "10-new-faults")
    await page.fill("#f-answer", "不收费，从东门进。")
    await page.fill("#f-citations", "民诉法125")
    await page.fill("#f-variants", "停车要钱吗\n停车要钱吗？\n车停哪里")
    await expect(page.locator("#checks .good")).to_contain_text("先存为草稿")
    await page.click("#save")
    await expect(page.locator(".standing")).to_contain_text("草稿")
    await expect(page.locator("#f-variants")).to_have_value("停车要钱吗\n车停哪里")
    await shot(page, "11-new-saved")
    await goto(page, "unmatched")
    await expect(page.locator(".empty")).to_contain_text("都处理好了")
    await shot(page, "12-unmatched-empty")


PARKING = ("法院里停车收费吗", "法院能不能停车", "停车场在法院哪边")


async def test_a_cluster_is_settled_in_one_screen_and_taken_back(arrive: Arrive, place: Place) -> None:
    for text in (*PARKING, *PARKING[:1], "公鸡打鸣吵人"):
        await place.bureau.ask_in_vain(text)
    page = await arrive("bian", "unmatched")
    await expect(page.locator("#asked-count")).to_have_text("2组，4个问题")
    first, second = page.locator(".asked").first, page.locator(".asked").nth(1)
    await expect(first.locator("summary")).to_contain_text("问了4次")
    await expect(first.locator("summary")).to_contain_text("3种说法")
    await expect(first.locator("summary")).to_contain_text("停车")
    await expect(first.locator(".member")).to_have_count(3)
    await expect(second.locator(".member")).to_have_count(0)
    await second.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(second.locator(".member")).to_have_count(1)
    await shot(page, "14-clusters")
    assert await serious(page) == []
    # without the mouse: leave one out, find the entry, add the two others
    box = first.get_by_role("checkbox", name=f"选中：{PARKING[2]}")
    await box.focus()
    await page.keyboard.press("Space")
    await first.get_by_label("找别的问答").fill("没有借条")
    entry = first.locator("[data-found]").first
    await expect(entry).to_be_visible()
    await entry.focus()
    await page.keyboard.press("Enter")
    add = first.get_by_role("button", name="加为问法（2句）")
    await add.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".undoing")).to_contain_text("等2个问题加到了“没有借条")
    await expect(page.locator("#asked-count")).to_have_text("2组，2个问题")
    await shot(page, "15-clusters-undo")
    await page.click("#undo")
    await expect(page.locator("#toast")).to_contain_text("2个问题回到了列表里")
    await expect(page.locator("#asked-count")).to_have_text("2组，4个问题")
    await expect(page.locator(".undoing")).to_have_count(0)
    await expect(page.locator("#badge")).to_have_text("内容都已发布")
    await page.locator(".asked").first.get_by_role("button", name="不用处理").click()
    await expect(page.locator("#asked-count")).to_have_text("1组，1个问题")
    await page.fill("#asked-search", "停车")
    await expect(page.locator(".empty")).to_contain_text("没有找到")
    await page.fill("#asked-search", "")
    await expect(page.locator("#asked-count")).to_have_text("1组，1个问题")


async def test_a_new_entry_is_prefilled_from_a_cluster(arrive: Arrive, place: Place) -> None:
    for text in PARKING:
        await place.bureau.ask_in_vain(text)
    page = await arrive("bian", "unmatched")
    words = [await one.input_value() for one in await page.locator(".member [type=text]").all()]
    await page.locator(".member [type=text]").nth(1).fill("来法院办事能停车吗")
    await page.get_by_role("button", name="写新问答").click()
    await expect(page.locator("#f-question")).to_have_value(words[0])
    await expect(page.locator("#f-variants")).to_have_value(f"来法院办事能停车吗\n{words[2]}")
    await page.fill("#f-answer", "不收费，从东门进。")
    await page.fill("#f-citations", "民诉法125")
    await expect(page.locator("#checks .good")).to_contain_text("先存为草稿")
    await page.click("#save")
    await expect(page.locator("#toast")).to_contain_text("等训练并发布以后才生效：整条问答")
    await goto(page, "unmatched")
    await expect(page.locator(".empty")).to_contain_text("都处理好了")
    await expect(page.locator(".undoing")).to_contain_text("等3个问题写了新问答")
    await page.click("#undo")
    await expect(page.locator(".member")).to_have_count(3)


async def test_many_clusters_come_page_by_page(arrive: Arrive, place: Place) -> None:
    for sign in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕":
        await place.bureau.ask_in_vain(sign * 3)
    page = await arrive("bian", "unmatched", viewport=PHONE, has_touch=True)
    await expect(page.locator(".asked")).to_have_count(20)
    await page.get_by_role("button", name="下一页").click()
    await expect(page.locator(".asked")).to_have_count(2)
    await expect(page.locator(".pages")).to_contain_text("第2页，共2页")
    await expect(page.locator(".asked summary").first).to_be_focused()
    await shot(page, "16-clusters-phone")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_who_saves_second_keeps_their_words_and_sees_why(arrive: Arrive, place: Place) -> None:
    page = await arrive("bian", "faq/lending_no_iou")
    other = await arrive("guan", "faq/lending_no_iou")
    await other.fill("#f-answer", "同事先写的。")
    await other.click("#save")
    await expect(other.locator("#toast")).to_contain_text("马上生效：回答。")
    await page.fill("#f-answer", "我后写的。")
    await page.click("#save")
    await expect(page.locator(".acts .fault")).to_contain_text("刚被别人改过")
    await expect(page.locator("#f-answer")).to_have_value("我后写的。")
    await shot(page, "13-conflict")
    await page.get_by_role("button", name="看过了，用我的保存").click()
    await expect(page.locator(".standing")).to_contain_text("第2版，编辑")
    assert place.bureau.office.world.content.knowledge().faq["lending_no_iou"].answer == "我后写的。"


async def test_words_not_saved_are_not_lost_by_a_click(arrive: Arrive) -> None:
    page = await arrive("bian", "faq/lending_no_iou")
    await page.fill("#f-answer", "写到一半。")
    asked: list[str] = []

    async def stay(dialog: Any) -> None:
        asked.append(dialog.message)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.click(".side a[href='#today']")
    await expect(page.locator("#f-answer")).to_have_value("写到一半。")
    assert asked == ["改的内容还没有保存，离开就没有了。要离开吗？"]


async def test_try_it_shows_the_answer_and_what_was_understood(arrive: Arrive) -> None:
    page = await arrive("bian", "faq/lending_no_iou")
    await page.fill("#try-words", "没打欠条怎么办")
    await page.press("#try-words", "Enter")
    await expect(page.locator("#tried .bubble").last).to_contain_text("没写借条不等于没有借款")
    await expect(page.locator(".ranked")).to_contain_text("关键词的判断")
    await shot(page, "14-tried")
