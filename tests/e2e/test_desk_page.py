"""The mediator's desk in a real Chromium over real Redis and SQLite: from the login to the outcome."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from PIL import Image, ImageDraw

from bot.model import Channel, Kind
from bot.store.vault import Vault
from tests.conftest import free_port
from tests.e2e.chat_steps import DESKTOP
from tests.story.test_private_lending import to_review
from tests.talk import Talk
from tests.web.staff_bench import PASSWORD, Office, keep, office

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="the e2e group is not installed")
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"


@dataclass
class Place:
    """The office on a port of its own, which can be taken away and given back."""

    office: Office
    port: int
    url: str
    runner: web.AppRunner | None = None

    async def up(self) -> None:
        self.runner = web.AppRunner(self.office.app, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def down(self) -> None:
        if self.runner:
            await self.runner.cleanup()
            self.runner = None


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Place]:
    async with office(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        port = free_port()
        one = Place(made, port, f"http://127.0.0.1:{port}")
        await one.up()
        yield one
        await one.down()


Arrive = Callable[..., Awaitable[Any]]


@pytest.fixture
async def arrive(browser: Any, place: Place) -> AsyncIterator[Arrive]:
    faults: list[str] = []

    async def log_in(login: str = "wang", **context: Any) -> Any:
        context.setdefault("viewport", DESKTOP)
        page = await (await browser.new_context(**context)).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda note: faults.append(note.text) if "Content Security" in note.text else None)
        await page.goto(f"{place.url}/login?next=/desk")
        await page.fill("#login", login)
        await page.fill("#password", PASSWORD)
        await page.click("text=登录 >> nth=-1")
        await page.wait_for_url("**/desk")
        await expect(page.locator("#wire")).to_have_attribute("data-state", "open")
        return page

    yield log_in
    assert faults == []


def photo() -> bytes:
    picture = Image.new("RGB", (900, 600), "#f4ead2")
    ImageDraw.Draw(picture).rectangle((80, 80, 820, 520), outline="#7a6a4a", width=6)
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


async def submitted(place: Place, user: str = "citizen-1") -> Talk:
    talk = Talk(place.office.world, user)
    await to_review(talk)
    await talk.taps("确认提交")
    return talk


async def crowd(place: Place) -> Talk:
    """A submitted case, somebody in danger, somebody on WeChat."""
    first = await submitted(place)
    media = await keep(place.office.blobs, "借条照片.jpg", photo(), "image/jpeg")
    await first.send(Kind.IMAGE, media=media)
    await place.office.citizen("citizen-2", "他天天来家里打我，还说要弄死我")
    await place.office.citizen("wx-3", "物业一直不修电梯，我不想交物业费", channel=Channel.WECHAT)
    place.office.world.clock.pass_(minutes=12)
    return first


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
    await page.screenshot(path=SHOTS / f"desk-{name}.png")


async def open_case(page: Any) -> None:
    await page.locator(".row", has_text="民间借贷").first.click()
    await expect(page.locator("#lines > li").first).to_be_attached()


async def test_from_the_queue_to_the_outcome(arrive: Arrive, place: Place) -> None:
    talk = await crowd(place)
    page = await arrive()
    await expect(page.locator("#rows .row")).to_have_count(3)
    await expect(page).to_have_title("(3) 调解台")
    await shot(page, "1-queue")
    await open_case(page)
    await expect(page.locator("#brief .number")).to_have_text("（2026）内0622诉前调1号")
    await shot(page, "2-waiting")
    await page.click("#claim")
    await expect(page.locator("#who-state")).to_contain_text("我在办")
    await expect(page.locator("[data-filter=mine]")).to_have_attribute("aria-pressed", "true")
    await page.fill("#words", "您好，我是调解员王建国。借条的原件在您手里吗？")
    await page.press("#words", "Control+Enter")
    mine = page.locator(".line.mediator").last
    await expect(mine).to_contain_text("借条的原件在您手里吗")
    await expect(mine.locator(".line-head b")).to_have_text("我")
    await expect(mine.locator(".tick")).to_contain_text("等对方打开页面")
    await talk.says("在我手里，我拍给您")
    await expect(page.locator("#lines .line.citizen").last).to_contain_text("我拍给您")
    await talk.conversation.seen(talk.sid, (await talk.session()).n)
    await page.click("#mode-note")
    await page.fill("#words", "对方电话没有，先请申请人补")
    await page.click("#send")
    note = page.locator(".line.note").last
    await expect(note).to_contain_text("仅内部可见")
    await expect(note).to_contain_text("先请申请人补")
    await expect(page.locator("#mode-note")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#mode-told")).to_have_text("现在写的是内部备注，当事人看不到")
    await shot(page, "3-talk")
    await page.click("#mode-reply")
    await expect(page.locator("#mode-told")).to_be_hidden()
    await page.get_by_role("button", name="看大图：借条照片.jpg").last.click()
    await expect(page.locator("#picture img")).to_be_visible()
    await expect(page.locator("#picture img")).to_have_js_property("naturalWidth", 900)
    await shot(page, "10-picture")
    await page.keyboard.press("Escape")
    await expect(page.locator("#picture")).to_be_hidden()
    await page.click("#close")
    await page.get_by_label("达成调解协议").check()
    await page.fill("#close-note", "分三个月还清")
    await shot(page, "4-close")
    await page.click("#close-form button.main")
    await page.click("#sure-yes")
    await expect(page.locator("#who-state")).to_contain_text("已结束：达成调解协议")
    await expect(page.locator("#composer")).to_be_hidden()
    async with place.office.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    assert case.outcome == "agreed"


async def test_given_back_the_bot_goes_on(arrive: Arrive, place: Place) -> None:
    talk = await place.office.citizen("citizen-1")
    page = await arrive()
    await page.locator(".row").first.click()
    await page.click("#claim")
    row = page.locator(".facts tr", has_text="借款金额")
    await row.get_by_role("button", name="修改借款金额").click()
    await row.locator("input").fill("随便")
    await row.locator("input").press("Enter")
    await expect(row.locator(".fault")).to_be_visible()
    await shot(page, "5-edit")
    await row.locator("input").fill("六万")
    await row.locator("input").press("Enter")
    await expect(row.locator(".kept")).to_have_text("60,000元")
    await expect(row.locator(".told")).to_have_text("调解员帮您改了：借款金额 60,000元。")
    await shot(page, "5-edit-preview")
    await row.get_by_role("button", name="保存").press("Enter")
    await expect(row.locator(".value")).to_have_text("60,000元")
    await expect(row.locator(".mark")).to_have_text("由工作人员改")
    await page.click("#give-back")
    await page.click("#give-back-form button.main")
    await expect(page.locator("#who-state")).to_contain_text("已交回机器人")
    session = await talk.session()
    assert session.mode == "bot"
    assert await talk.answer("principal") == "60,000元"


async def test_the_source_of_a_fact_leads_to_its_message(arrive: Arrive, place: Place) -> None:
    await submitted(place)
    page = await arrive()
    await open_case(page)
    await expect(page.locator("#folded")).to_be_visible()
    line = page.locator("#line-1")
    await expect(line).to_be_hidden()
    await page.get_by_role("button", name="借款金额的来源").click()
    await expect(line).to_be_in_viewport()
    await expect(line).to_be_focused()


async def test_a_covered_value_is_shown_on_request_only(arrive: Arrive, place: Place) -> None:
    await submitted(place)
    page = await arrive()
    await open_case(page)
    await expect(page.locator("#show-applicant_phone")).to_have_count(0)
    await page.click("#claim")
    await expect(page.locator(".value", has_text="138****8000")).to_have_count(1)
    await page.click("#show-applicant_phone")
    await expect(page.locator(".value", has_text="13800138000")).to_have_count(1)
    await expect(page.locator(".value", has_text="138****8000")).to_have_count(0)
    assert len(await place.office.audited("reveal")) == 1


async def test_everything_goes_by_keyboard(arrive: Arrive, place: Place) -> None:
    await crowd(place)
    page = await arrive()
    await expect(page.locator("#rows .row")).to_have_count(3)
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_be_visible()
    await shot(page, "6-help")
    await page.keyboard.press("?")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator("#claim")).to_be_visible()
    chosen = await page.locator(".row[aria-current]").get_attribute("data-id")
    assert chosen == await page.locator(".row").nth(1).get_attribute("data-id")
    await page.keyboard.press("a")
    await expect(page.locator("#words")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("/")
    await expect(page.locator("#canned-search")).to_be_focused()
    await page.keyboard.type("借条")
    await expect(page.locator("#canned-list li").first).to_contain_text("请补借条照片")
    await shot(page, "7-canned")
    await page.keyboard.press("Enter")
    await expect(page.locator("#words")).to_be_focused()
    await expect(page.locator("#words")).to_have_value(re.compile("借条或者欠条"))
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.mediator").last).to_contain_text("借条或者欠条")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await expect(page.locator("#mode-note")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.type("只给自己看")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.note")).to_contain_text("只给自己看")


async def test_the_second_who_claims_is_told_who_has_it(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1")
    first, second = await arrive("wang"), await arrive("li")
    for page in (first, second):
        await page.locator(".row").first.click()
        await expect(page.locator("#claim")).to_be_visible()
    await second.evaluate("document.getElementById('claim').disabled = false")
    await first.click("#claim")
    await expect(first.locator("#who-state")).to_contain_text("我在办")
    await expect(second.locator("#talk-fault")).to_contain_text("王建国")
    await expect(second.locator("#rows .row")).to_have_count(0)
    await expect(second.locator("#claim")).to_be_hidden()
    await expect(second.locator("#lines > li")).to_have_count(0)


async def test_somebody_new_appears_by_itself(arrive: Arrive, place: Place) -> None:
    page = await arrive()
    await expect(page.locator("#queue-empty h2")).to_have_text("没有人在等")
    await shot(page, "8-empty")
    await place.office.citizen("citizen-1")
    await expect(page.locator("#rows .row")).to_have_count(1)
    await expect(page).to_have_title("(1) 调解台")


async def test_without_websocket_looking_every_few_seconds_does(
    arrive: Arrive, place: Place, browser: Any
) -> None:
    context = await browser.new_context(viewport=DESKTOP)
    await context.add_init_script(
        "window.WebSocket = function () { throw new Error('no sockets here'); }; WebSocket.OPEN = 1;"
    )
    page = await context.new_page()
    await page.goto(f"{place.url}/login")
    await page.fill("#login", "wang")
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await expect(page.locator("#wire")).to_have_attribute("data-state", "slow")
    await place.office.citizen("citizen-1")
    await expect(page.locator("#rows .row")).to_have_count(1, timeout=12_000)


async def test_a_lost_server_is_said_and_nothing_written_is_lost(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1")
    page = await arrive()
    await page.locator(".row").first.click()
    await page.click("#claim")
    await page.fill("#words", "断网时写的话")
    await place.down()
    await expect(page.locator("#wire")).to_have_attribute("data-state", "slow", timeout=10_000)
    await page.click("#send")
    await expect(page.locator("#hint")).to_contain_text("网络不通")
    await expect(page.locator("#words")).to_have_value("断网时写的话")
    await shot(page, "9-lost")


async def test_words_for_one_person_never_land_with_another(arrive: Arrive, place: Place) -> None:
    talks = [await place.office.citizen(f"citizen-{n}") for n in range(2)]
    for talk in talks:
        one = await place.office.handoff_of(talk)
        await place.office.world.desk().claim(one.id, place.office.people["wang"])
    page = await arrive()
    await page.click("[data-filter=mine]")
    await page.locator(".row").first.click()
    await expect(page.locator("#composer")).to_be_visible()
    await page.fill("#words", "写给第一位的话")
    await page.locator(".row").last.click()
    await expect(page.locator("#composer")).to_be_visible()
    await expect(page.locator("#words")).to_have_value("")
    await page.locator(".row").first.click()
    await expect(page.locator("#words")).to_have_value("写给第一位的话")


async def test_what_was_not_sent_waits_for_its_case(arrive: Arrive, place: Place) -> None:
    for n in range(2):
        one = await place.office.handoff_of(await place.office.citizen(f"citizen-{n}"))
        await place.office.world.desk().claim(one.id, place.office.people["wang"])
    page = await arrive()
    await page.click("[data-filter=mine]")
    await page.locator(".row").first.click()
    await page.fill("#words", "还没写完的话")
    await page.press("#words", "Shift+Enter")
    await page.keyboard.type("第二行")
    await expect(page.locator(".row").first).to_contain_text("有话没发")
    await expect(page.locator(".row").last).not_to_contain_text("有话没发")
    await page.goto(f"{place.url}/desk/batches")
    await page.goto(f"{place.url}/desk")
    await page.click("[data-filter=mine]")
    await page.locator(".row").first.click()
    await expect(page.locator("#words")).to_have_value("还没写完的话\n第二行")
    await expect(page.locator(".line.mediator")).to_have_count(0)
    await page.press("#words", "Enter")
    await expect(page.locator(".line.mediator").last).to_contain_text("第二行")
    await expect(page.locator("#words")).to_have_value("")
    await expect(page.locator(".row").first).not_to_contain_text("有话没发")


async def test_why_a_danger_cannot_be_closed_is_seen(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1", "我不想活了")
    page = await arrive(viewport={"width": 1280, "height": 640})
    await page.locator(".row").first.click()
    await page.click("#claim")
    await page.click("#close")
    await page.get_by_label("咨询已解答").check()
    await page.click("#close-form button.main")
    fault = page.locator("#close-form .form-fault")
    await expect(fault).to_contain_text("这是紧急求助")
    await expect(fault).to_be_focused()
    await expect(fault).to_be_in_viewport()
    await expect(page.locator("#talk-fault")).to_be_hidden()


async def test_what_asks_for_a_missing_item_is_read_before_it_is_sent(arrive: Arrive, place: Place) -> None:
    await place.office.citizen("citizen-1")
    page = await arrive()
    await page.locator(".row").first.click()
    await page.click("#claim")
    ask = page.get_by_role("button", name="请当事人补转账记录")
    await ask.click()
    await expect(page.locator(".asking .told")).to_contain_text("办这件事还用得上“转账记录”")
    await shot(page, "11-asking")
    await page.get_by_role("button", name="先不发").click()
    await expect(page.locator(".line.mediator")).to_have_count(0)
    await ask.click()
    await page.get_by_role("button", name="发给当事人", exact=True).click()
    await expect(page.locator(".line.mediator").last).to_contain_text("办这件事还用得上“转账记录”")
