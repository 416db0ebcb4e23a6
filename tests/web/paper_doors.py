"""The door of papers' links, with people who are known by a word in a cookie."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.channels.papers_door import Door
from bot.ports import Sessions


@dataclass(frozen=True, slots=True)
class _OwnChat(Door):
    """As for whoever opens a link in the chat it was given in."""

    async def refusal(self, request, token, case, now):  # type: ignore[no-untyped-def]
        return None


async def _nobody(_: web.Request) -> str:
    return ""


def open_door(sessions: Sessions) -> Door:
    """Lets everybody in: for tests of what stands behind it."""
    return _OwnChat(sessions, lambda text: text, _nobody, _nobody)


async def by_chat(request: web.Request) -> str:
    """The conversation that the cookie `chat` names."""
    return request.cookies.get("chat", "")


async def by_staff(request: web.Request) -> str:
    """The account that the cookie `staff` names."""
    return request.cookies.get("staff", "")
