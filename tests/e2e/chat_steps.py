"""What the chat page's tests do with a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.web.chat_bench import Bench

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


async def say(page: Any, words: str) -> None:
    await page.fill("#text", words)
    await page.click("#send")


async def sid_of(page: Any, room: Bench) -> str:
    cookies = await page.context.cookies()
    return room.sid_of(next(cookie["value"] for cookie in cookies if cookie["name"] == "mb_chat"))


def last(page: Any, side: str = "bot") -> Any:
    return page.locator(f"#lines > li.{side}").last
