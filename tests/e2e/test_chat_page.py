"""The H5 chat in a real Chromium, against the scripted conversation: what it does."""

from __future__ import annotations

import asyncio
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from bot.model import Author
from bot.ports import ChatStatus
from tests.e2e.chat_steps import DESKTOP, PHONE, last, say, sid_of
from tests.web.chat_bench import LIMIT, bench, scripted

if TYPE_CHECKING:
    from tests.e2e.conftest import Served

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e


async def test_a_first_visit_is_greeted_and_a_chip_answers(visit: Any, served: Served) -> None:
    page = await visit()
    await expect(last(page)).to_contain_text("您遇到了什么纠纷")
    await page.click("text=借钱不还")
    await expect(page.locator("#lines > li.own")).to_have_count(1)
    await expect(page.locator("progress")).to_have_attribute("value", "3")
    await expect(last(page)).to_contain_text("第3步，共12步")
    assert served.room.chat.heard[-1].payload == "flow:private_lending"
    await expect(page.locator(".draft")).to_have_count(0)


async def test_every_card_is_drawn(visit: Any) -> None:
    page = await visit()
    seen = {}
    for words, kind in [
        ("核对", "review"),
        ("提交", "receipt"),
        ("什么时候还", "faq"),
        ("他打我", "safety"),
        ("转人工", "handoff"),
    ]:
        await say(page, words)
        await expect(last(page).locator(f".card.{kind}")).to_be_visible()
        seen[kind] = await last(page).inner_text()
    assert "待核实" in seen["review"]
    assert seen["review"].count("借款金额") == 1
    assert "（2026）内0622诉前调1号" in seen["receipt"]
    assert "仅供参考" in seen["faq"]
    assert "前面还有2人" in seen["handoff"]
    await expect(page.locator('a[href="tel:12338"]')).to_have_count(1)
    await say(page, "怪")
    await expect(last(page)).to_have_text(re.compile("没见过的卡片也能读懂"))


async def test_edit_on_the_review_card_says_which_row(visit: Any, served: Served) -> None:
    page = await visit()
    await say(page, "核对")
    await page.get_by_role("button", name="修改借款金额").click()
    await expect(last(page, "own")).to_contain_text("修改借款金额")
    assert served.room.chat.heard[-1].payload == "edit:principal"


async def test_the_law_stays_folded_until_asked(visit: Any) -> None:
    page = await visit()
    await say(page, "什么时候还")
    quote = last(page).locator("blockquote")
    await expect(quote).to_be_hidden()
    await last(page).locator("summary").click()
    await expect(quote).to_be_visible()


async def test_a_mediator_s_words_arrive_are_announced_and_seen(visit: Any, served: Served) -> None:
    page = await visit()
    sid = await sid_of(page, served.room)
    served.room.chat.states[sid] = ChatStatus("human", "王建国")
    await served.room.chat.push(sid, "您好，我来帮您。")
    await expect(last(page, "mediator")).to_contain_text("您好，我来帮您。")
    await expect(page.locator("#state")).to_have_text("调解员王建国正在为您服务")
    await expect(page.locator("#live")).to_contain_text("调解员 王建国：您好，我来帮您。")
    assert await page.get_attribute("#live", "aria-live") == "polite"
    async with asyncio.timeout(4):
        while served.room.chat.seen_upto.get(sid) != 2:
            await page.wait_for_timeout(50)


async def test_waiting_says_how_many_are_ahead(visit: Any, served: Served) -> None:
    page = await visit()
    sid = await sid_of(page, served.room)
    served.room.chat.states[sid] = ChatStatus("waiting", ahead=2)
    await served.room.sessions.wake(f"chat:{sid}", "status")
    await expect(page.locator("#state")).to_have_text("等待接入，前面还有2人")


async def test_the_mediator_s_typing_shows_in_the_title(visit: Any, served: Served) -> None:
    page = await visit()
    await served.room.sessions.wake(f"chat:{await sid_of(page, served.room)}", "typing")
    await expect(page.locator("#state")).to_have_text("对方正在输入…")


async def test_a_slow_answer_shows_dots(visit: Any, served: Served) -> None:
    page = await visit()
    served.room.chat.delay_s = 1.2
    await say(page, "老板欠我工资")
    await expect(page.locator("#typing")).to_be_visible()
    await expect(last(page)).to_contain_text("收到：老板欠我工资")
    await expect(page.locator("#typing")).to_be_hidden()


async def test_the_draft_and_the_font_survive_a_reload(visit: Any) -> None:
    page = await visit()
    await page.fill("#text", "我还没写完")
    await page.click("#menu-open")
    await page.get_by_role("button", name="字体大小").click()
    await page.get_by_role("button", name="特大").click()
    await page.reload()
    await expect(page.locator("#text")).to_have_value("我还没写完")
    assert await page.evaluate("getComputedStyle(document.body).fontSize") == "25px"


async def test_words_too_long_stay_in_the_input(visit: Any, served: Served) -> None:
    page = await visit()
    heard = len(served.room.chat.heard)
    await say(page, "长" * 10_001)
    await expect(page.locator("#hint")).to_contain_text("10001")
    assert len(await page.input_value("#text")) == 10_001
    assert len(served.room.chat.heard) == heard


async def test_enter_sends_on_a_desktop_and_breaks_the_line_on_a_phone(visit: Any) -> None:
    page = await visit(viewport=DESKTOP)
    await page.fill("#text", "你好")
    await page.press("#text", "Shift+Enter")
    await page.press("#text", "Enter")
    await expect(last(page)).to_contain_text("收到：你好")
    phone = await visit(has_touch=True, is_mobile=True)
    await phone.fill("#text", "你好")
    await phone.press("#text", "Enter")
    assert await phone.input_value("#text") == "你好\n"


async def test_a_lost_server_is_said_and_what_was_written_goes_later(visit: Any, served: Served) -> None:
    page = await visit()
    await served.down()
    await expect(page.locator("#notice")).to_contain_text("重新连接", timeout=10_000)
    await say(page, "断网时写的话")
    await expect(page.locator(".draft.failed")).to_contain_text("网络不通", timeout=10_000)
    # a fresh application, as a restarted server would have, over the same stores
    again = bench(scripted)
    again.chat.rows, again.chat.replies = served.room.chat.rows, served.room.chat.replies
    served.room = again
    await served.up()
    await expect(last(page)).to_contain_text("收到：断网时写的话", timeout=30_000)
    await expect(page.locator("#notice")).to_be_hidden()
    await expect(page.locator("#lines > li.own")).to_have_count(1)


async def test_resend_after_a_refusal(visit: Any, served: Served) -> None:
    page = await visit()
    served.room.chat.down = True
    await say(page, "再试一次")
    await expect(page.locator(".draft.failed .why")).to_contain_text("系统正在恢复")
    served.room.chat.down = False
    await page.get_by_role("button", name="重发").click()
    await expect(last(page)).to_contain_text("收到：再试一次")
    await expect(page.locator(".draft")).to_have_count(0)


async def test_a_failed_message_stays_where_it_was_said(visit: Any, served: Served) -> None:
    page = await visit()
    served.room.chat.down = True
    await say(page, "没发出去的话")
    await expect(page.locator(".draft.failed")).to_be_visible()
    served.room.chat.down = False
    await say(page, "后来的话")
    await expect(last(page)).to_contain_text("收到：后来的话")
    shown = await page.locator("#lines > li.line .bubble").all_inner_texts()
    assert shown[-3:] == ["没发出去的话", "后来的话", "收到：后来的话"]


async def test_only_numbers_meant_for_calling_become_links(visit: Any, served: Served) -> None:
    page = await visit()
    words = "拨打12368或0477-4212345，借了110元，比如13800138000，身份证150622199001011234"
    served.room.chat.write(await sid_of(page, served.room), Author.BOT, words)
    await say(page, "喂")
    await expect(last(page)).to_contain_text("收到：喂")
    links = await page.locator("#lines .bot .bubble a").all_inner_texts()
    assert links == ["12368", "0477-4212345"]


async def test_an_unsent_message_survives_a_reload_and_is_said_once(visit: Any, served: Served) -> None:
    page = await visit()
    served.room.chat.down = True
    await say(page, "刷新也不丢")
    await expect(page.locator(".draft.failed")).to_be_visible()
    served.room.chat.down = False
    await page.reload()
    await expect(last(page)).to_contain_text("收到：刷新也不丢")
    assert sum(incoming.text == "刷新也不丢" for incoming in served.room.chat.heard) == 1


async def test_without_websocket_polling_carries_the_talk(visit: Any, served: Served, browser: Any) -> None:
    context = await browser.new_context(viewport=PHONE)
    await context.add_init_script(
        "window.WebSocket = function () { throw new Error('no sockets here'); }; WebSocket.OPEN = 1;"
    )
    page = await context.new_page()
    await page.goto(served.url)
    await expect(page.locator("#chips button").first).to_be_visible(timeout=10_000)
    await say(page, "没有长连接")
    await expect(last(page)).to_contain_text("收到：没有长连接")
    await served.room.chat.push(await sid_of(page, served.room), "调解员的话")
    await expect(last(page, "mediator")).to_contain_text("调解员的话", timeout=5_000)
    await expect(page.locator("#notice")).to_be_hidden()


def picture(size: tuple[int, int] = (900, 600)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).save(out, "JPEG")
    return out.getvalue()


async def test_a_picture_uploads_and_shows_as_thumbnail(visit: Any, served: Served) -> None:
    page = await visit()
    file = {"name": '借条 "原件".jpg', "mimeType": "image/jpeg", "buffer": picture()}
    await page.set_input_files("#album", file)
    image = last(page, "own").locator("img")
    await expect(image).to_be_visible()
    await expect(image).to_have_js_property("naturalWidth", 320)
    assert served.room.chat.heard[-1].media.name.startswith("借条 ")
    await expect(last(page).locator(".things")).to_contain_text("借条")
    await expect(page.locator(".draft")).to_have_count(0)


async def test_refused_uploads_say_why(visit: Any, served: Served) -> None:
    page = await visit()
    files = [
        ({"name": "大.jpg", "mimeType": "image/jpeg", "buffer": b"\x01" * (LIMIT + 1)}, "最多 2 MB"),
        ({"name": "空.pdf", "mimeType": "application/pdf", "buffer": b""}, "空的"),
        ({"name": "假.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90"}, "内容却不是"),
    ]
    for file, word in files:
        await page.set_input_files("#file", file)
        await expect(page.locator(".draft.failed").last).to_contain_text(word)
    assert await page.locator(".resend").count() == 0
    assert len(served.room.chat.heard) == 1


async def test_an_upload_cut_by_the_network_can_be_sent_again(visit: Any) -> None:
    page = await visit()
    await page.route("**/api/chat/uploads*", lambda route: route.abort())
    await page.set_input_files("#file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    await expect(page.locator(".draft.failed")).to_contain_text("网络不通")
    await page.unroute("**/api/chat/uploads*")
    await page.get_by_role("button", name="重发").click()
    await expect(last(page, "own").locator("img")).to_be_visible()
    await expect(page.locator(".draft")).to_have_count(0)


async def test_a_place_is_sent_in_words(visit: Any, served: Served) -> None:
    page = await visit()
    await page.click("#plus-open")
    await page.click("#pick-place")
    await page.fill("#place-text", "薛家湾镇某某小区")
    await page.click("#place-send")
    await expect(last(page, "own")).to_contain_text("薛家湾镇某某小区")
    assert served.room.chat.heard[-1].kind == "location"


@pytest.mark.parametrize(
    ("item", "words"), [("转人工", "转人工"), ("换设备继续", "换设备"), ("删除我的资料", "删除我的信息")]
)
async def test_the_menu_says_the_words_for_you(visit: Any, served: Served, item: str, words: str) -> None:
    page = await visit()
    await page.click("#menu-open")
    await page.locator("#menu").get_by_role("button", name=item).click()
    async with asyncio.timeout(4):
        while served.room.chat.heard[-1].text != words:
            await page.wait_for_timeout(30)


async def test_deletion_empties_the_page(visit: Any) -> None:
    page = await visit()
    await say(page, "老板欠我工资")
    await expect(last(page)).to_contain_text("收到：老板")
    await say(page, "删除我的信息")
    await expect(page.locator("#lines")).not_to_contain_text("老板欠我工资")
    await expect(page.locator("#lines > li.line")).to_have_count(1)
    await expect(last(page)).to_contain_text("收到：删除我的信息")


async def test_an_expired_page_asks_to_reload(visit: Any, served: Served) -> None:
    page = await visit()
    await page.context.clear_cookies()
    served.room.chat.delay_s = 0
    await page.evaluate("WebSocket.prototype.send = function () { this.close(); }")
    await say(page, "还在吗")
    await expect(page.locator("#notice")).to_contain_text("过期", timeout=8_000)
    await expect(page.locator("#notice button")).to_have_text("刷新")


async def test_a_long_talk_opens_at_its_end_and_new_words_wait_below(visit: Any, served: Served) -> None:
    page = await visit()
    sid = await sid_of(page, served.room)
    for n in range(60):
        served.room.chat.write(sid, Author.MEDIATOR, f"第{n}句话")
    await page.reload()
    await expect(last(page, "mediator")).to_be_in_viewport()
    await page.evaluate("document.getElementById('log').scrollTop = 0")
    await page.wait_for_timeout(100)
    await served.room.chat.push(sid, "新的一句")
    await expect(page.locator("#below")).to_be_visible()
    await page.click("#below")
    await expect(last(page, "mediator")).to_be_in_viewport()
    await expect(page.locator("#below")).to_be_hidden()
