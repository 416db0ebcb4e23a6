"""The whole road in a real browser on the real thing: `python -m bot up`, a citizen, a mediator, an admin."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from tests.conftest import free_port
from tests.e2e.chat_steps import DESKTOP, PHONE, last, say

pytestmark = [pytest.mark.e2e, pytest.mark.nlu, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(__file__).parent / "shots"
#: `PICTURES=1 ./dev e2e` renews the pictures the READMEs show.
PICTURES = Path(__file__).parent / "pictures"
READY_S, NEW_PASSWORD = 180, "loess-river-97-bridge"
STORY = "张三2023年5月1日借我5万元，约定年底还，写了借条"
ANSWERS = ["微信转账", "没约定", "没还过", "2026年10月1日", "没有", "没有", "没有", "愿意调解"]
ANSWERS += ["同意在网上", "同意", "同意", "给自己办", "个人", "王秀兰"]
ANSWERS += ["150622199003070018", "13800138000", "准格尔旗薛家湾镇某小区3号楼", "个人", "不知道", "沙圪堵镇"]
ANSWERS += ["没有", "三个月内还清本金", "没有", "同意手机收"]


@dataclass
class House:
    """The running system."""

    url: str
    password: str
    output: list[str]


@pytest.fixture
async def house(tmp_path: Path, trained: Path) -> AsyncIterator[House]:
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("BOT_")}
    env |= {
        "BOT_PORT": str(port),
        "BOT_DATA_DIR": str(tmp_path / "data"),
        "BOT_OFFICE_HOURS": "1-7 00:00-23:59",
        # what is published here must not become the model of this checkout
        "BOT_MODELS_DIR": str(await asyncio.to_thread(shutil.copytree, trained, tmp_path / "models")),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "up",
        cwd=ROOT,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    output: list[str] = []
    reader = asyncio.create_task(_read(process, output))
    url = f"http://127.0.0.1:{port}"
    try:
        await _ready(url)
        found = next(m for line in output if (m := re.search(r"密码 (\S+)", line)))
        yield House(url, found[1], output)
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 30)
        await reader


async def _read(process: asyncio.subprocess.Process, output: list[str]) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        output.append(line.decode())


async def _ready(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(READY_S * 2):
            try:
                async with http.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.5)
    raise AssertionError("never became ready")


async def shot(page: Any, name: str, *, picture: bool = False) -> None:
    SHOTS.mkdir(exist_ok=True)
    await page.wait_for_timeout(200)
    await page.screenshot(path=SHOTS / f"road-{name}.png")
    if picture and os.environ.get("PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        await page.screenshot(path=PICTURES / f"{name}.png")


async def sign_in(browser: Any, house: House, login: str, password: str, **context: Any) -> Any:
    """Log in; a first password has to be changed at once."""
    page = await (await browser.new_context(viewport=DESKTOP, **context)).new_page()
    await page.goto(f"{house.url}/login")
    await page.fill("#login", login)
    await page.fill("#password", password)
    await page.click("main button[type=submit]")
    if "/password" in page.url:
        await page.fill("#old", password)
        await page.fill("#new", NEW_PASSWORD)
        await page.fill("#again", NEW_PASSWORD)
        await page.click("main button[type=submit]")
        await page.wait_for_url(re.compile(r"/(desk|admin)"))
    return page


async def make_mediator(admin: Any) -> str:
    """An account of a mediator, through the door the admin page uses; returns its first password."""
    made = await admin.evaluate(
        """async () => {
            const token = document.querySelector('meta[name=csrf]').content;
            const answer = await fetch('/api/admin/accounts', {
                method: 'POST',
                headers: {'Content-Type': 'application/json', 'X-CSRF': token},
                body: JSON.stringify({login: 'wang', name: '王建国', role: 'mediator'}),
            });
            return {status: answer.status, body: await answer.json()};
        }"""
    )
    assert made["status"] in {200, 201}, made
    return str(made["body"]["password"])


async def tells(page: Any, words: str) -> None:
    """Say it and wait for the bot's answer."""
    before = await page.locator("#lines > li").count()
    await say(page, words)
    await expect(page.locator("#lines > li").nth(before + 1)).to_be_attached()


async def intake(page: Any) -> None:
    await page.wait_for_selector("#chips button")  # greeted: the connection stands
    await tells(page, STORY)
    await expect(page.locator("#lines > li.bot").filter(has_text="50,000元")).to_be_visible()
    await tells(page, "调解要交钱吗？")
    await expect(page.locator("#lines")).to_contain_text("不收")
    await shot(page, "chat", picture=True)
    await expect(last(page)).to_contain_text("钱是怎么给的")
    await tells(page, "金额写错了，是6万")
    await expect(last(page)).to_contain_text("现在是60,000元")
    for words in ANSWERS:
        await tells(page, words)
    await expect(last(page)).to_contain_text("请您核对一遍")
    await shot(page, "review")
    await tells(page, "确认提交")
    await expect(page.locator("#lines")).to_contain_text("内0622诉前调1号")
    await shot(page, "receipt")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_from_the_first_word_to_the_mediator_and_back(
    browser: Any, house: House, size: dict[str, int]
) -> None:
    admin = await sign_in(browser, house, "admin", house.password)
    first = await make_mediator(admin)
    citizen = await (await browser.new_context(viewport=size)).new_page()
    await citizen.goto(house.url)
    await intake(citizen)
    async with citizen.expect_download() as waiting:
        await citizen.locator("a", has_text="调解申请书（PDF）").first.click()
    paper = await (await waiting.value).path()
    assert (await asyncio.to_thread(Path(paper).read_bytes)).startswith(b"%PDF")

    desk = await sign_in(browser, house, "wang", first)
    await desk.wait_for_url("**/desk")
    await desk.locator(".row", has_text="民间借贷").first.click()
    await expect(desk.locator("#brief")).to_contain_text("60,000元")
    await shot(desk, "desk", picture=True)
    await desk.click("#claim")
    await expect(desk.locator("#who-state")).to_contain_text("我在办")
    await expect(citizen.locator("#lines")).to_contain_text("王建国来了", timeout=60_000)
    await desk.fill("#words", "您好，我是调解员王建国，我来和对方联系。")
    await desk.press("#words", "Control+Enter")
    await expect(desk.locator(".line.mediator").last).to_contain_text("我来和对方联系")
    await shot(desk, "desk-talk")
    await expect(citizen.locator("#lines")).to_contain_text("我来和对方联系", timeout=60_000)
    await say(citizen, "谢谢，麻烦您了")
    await expect(desk.locator("#lines .line.citizen").last).to_contain_text("麻烦您了")
    await expect(citizen.locator("header")).to_contain_text("王建国")
    await desk.click("#give-back")
    if await desk.locator("#give-back-form button.main").count():
        await desk.click("#give-back-form button.main")
    await expect(citizen.locator("#lines")).to_contain_text("交还给我了", timeout=60_000)
    await tells(citizen, "我的案子到哪了")
    await expect(last(citizen)).to_contain_text("正在调解")


NEW_WORDS = "没有借条先不要着急，转账记录和聊天记录一样能证明。"
NEW_QUESTION = "打水漂的钱当初没立字据还要得回来吗"


async def test_an_editor_teaches_the_bot_without_a_restart(browser: Any, house: House) -> None:
    admin = await sign_in(browser, house, "admin", house.password)
    await admin.goto(f"{house.url}/admin#faq")
    await expect(admin.locator("#main")).to_have_attribute("aria-busy", "false")
    await shot(admin, "admin", picture=True)
    await admin.fill("#faq-search", "借条")
    await admin.locator(".row", has_text="没有借条，借出去的钱还能要回来吗？").first.click()
    await expect(admin.locator("#preview .bubble").last).to_contain_text("仅供参考")
    await admin.fill("#f-answer", NEW_WORDS)
    await expect(admin.locator("#preview")).to_contain_text("先不要着急")
    await shot(admin, "admin-editor")
    await admin.click("#save")
    await expect(admin.locator("#toast")).to_contain_text("马上生效：回答。")
    citizen = await (await browser.new_context(viewport=PHONE)).new_page()
    await citizen.goto(house.url)
    await tells(citizen, "没有借条能起诉吗")
    await expect(citizen.locator("#lines")).to_contain_text("先不要着急")

    await admin.fill("#f-variants", await admin.input_value("#f-variants") + f"\n{NEW_QUESTION}")
    await expect(admin.locator("#save")).to_have_text("存为草稿")
    await admin.click("#save")
    await expect(admin.locator("#badge")).to_contain_text("草稿")
    await admin.goto(f"{house.url}/admin#training")
    await admin.click("#train")
    await expect(admin.locator(".ended")).to_contain_text("已发布", timeout=READY_S * 1000)
    await shot(admin, "admin-published")
    await tells(citizen, NEW_QUESTION)
    await expect(last(citizen)).to_contain_text("先不要着急")
