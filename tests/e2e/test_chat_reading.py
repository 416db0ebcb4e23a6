"""What a reader sees first of a tall card, and which words become links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.model import Author
from tests.e2e.chat_steps import last, say, sid_of

if TYPE_CHECKING:
    from tests.e2e.conftest import Served

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e

LOW = {"width": 390, "height": 480}  # an old phone, or one with its keyboard open


@pytest.mark.parametrize(("words", "kind"), [("核对", "review"), ("提交", "receipt")])
async def test_a_tall_card_opens_at_its_top_and_stays_there(visit: Any, words: str, kind: str) -> None:
    page = await visit(viewport=LOW)
    await say(page, "借钱不还")
    await expect(last(page)).to_contain_text("第3步")
    await say(page, words)
    card = last(page).locator(f".card.{kind}, .bubble")
    await expect(card.first).to_be_visible()
    tall = await card.first.evaluate(
        "node => node.offsetHeight > document.getElementById('log').clientHeight"
    )
    assert tall
    await page.wait_for_timeout(600)  # chips come, the composer changes its height
    await expect(last(page).locator("h3")).to_be_in_viewport(ratio=1)
    await page.reload()
    await expect(last(page).locator("h3")).to_be_in_viewport(ratio=1)


async def test_short_words_after_a_tall_card_are_followed_again(visit: Any) -> None:
    page = await visit(viewport=LOW)
    await say(page, "核对")
    await expect(last(page).locator("h3")).to_be_in_viewport()
    await say(page, "好的")
    await expect(last(page)).to_contain_text("收到：好的")
    await expect(last(page)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("words", "calls"),
    [
        ("拨打12345或110", ["12345", "110"]),
        ("请打 12345 问问", ["12345"]),
        ("车牌蒙K12345", []),
        ("车牌蒙K·12345，蒙A 12348", []),
        ("粤B12345挂", []),
        ("车架号12345ABC", []),
    ],
)
async def test_a_plate_is_no_telephone_number(
    visit: Any, served: Served, words: str, calls: list[str]
) -> None:
    page = await visit()
    sid = await sid_of(page, served.room)
    served.room.chat.write(sid, Author.BOT, words)
    await served.room.sessions.wake(f"chat:{sid}", "lines")
    await expect(last(page)).to_contain_text(words)
    assert await last(page).locator('a[href^="tel:"]').all_inner_texts() == calls


async def test_a_long_address_reads_as_words(visit: Any, served: Served) -> None:
    page = await visit()
    sid = await sid_of(page, served.room)
    own = f"{served.url}papers/{'x' * 60}"
    foreign = f"https://files.example.cn/{'y' * 60}"
    served.room.chat.write(sid, Author.BOT, f"材料下载：{own} 或 {foreign} 或 https://zxfw.court.gov.cn/")
    await served.room.sessions.wake(f"chat:{sid}", "lines")
    await expect(last(page)).to_contain_text("材料下载")
    links = last(page).locator("a")
    assert await links.all_inner_texts() == ["点这里打开", "files.example.cn/…", "zxfw.court.gov.cn"]
    assert [await link.get_attribute("href") for link in await links.all()] == [
        own,
        foreign,
        "https://zxfw.court.gov.cn/",
    ]
