"""The chat page's doors to a citizen's own evidence: look, put in order, and pictures drawn again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import web

from bot.channels.headers import CSP_SANDBOX
from bot.channels.thumbs import THUMB_SIDE, VIEW_SIDE
from bot.channels.webchat import GONE, WebChat, answer_json, body_of
from bot.channels.webchat_room import NOT_READ, SHOWN_SMALL, picture_url
from bot.errors import NotFound, Refused

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.ports import EvidenceBox
    from flows.engine import Json

TO_CHARS: Final = 80
_OP: Final = re.compile(r"[a-z_]{2,12}")
_ID: Final = "{piece:[A-Za-z0-9_-]{1,80}}"


def setup(app: web.Application, *, chat: WebChat, box: EvidenceBox) -> None:
    """Add the doors; `chat` says who is asking and keeps the small pictures."""
    doors = Doors(chat, box)
    app.router.add_get("/api/chat/evidence", chat.guarded(doors.found(doors.look)))
    app.router.add_post(f"/api/chat/evidence/{_ID}", chat.guarded(doors.found(doors.edit)))
    app.router.add_get(f"/api/chat/evidence/{_ID}/picture", chat.guarded(doors.found(doors.picture)))


class Doors:
    """Each asks for the conversation of the cookie first: a file of another one is not found."""

    def __init__(self, chat: WebChat, box: EvidenceBox) -> None:
        self._room = chat.room
        self._chat = chat
        self._box = box

    def found(self, handler: Handler) -> Handler:
        """Not found, whether it never was or belongs to somebody else."""

        async def inner(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except NotFound:
                return answer_json({"error": GONE}, 404)

        return inner

    async def look(self, request: web.Request) -> web.Response:
        """GET -> {items, checklist, entries, title}."""
        return answer_json(_shown(await self._box.look(await self._room.sid(self._chat.person(request)))))

    async def edit(self, request: web.Request) -> web.Response:
        """POST {op, to?} -> the same as `look`, after the change."""
        user = self._chat.person(request)
        await self._chat.admit(request)
        try:
            data = orjson.loads(await body_of(request))
        except orjson.JSONDecodeError as exc:
            raise Refused(NOT_READ) from exc
        op, to = (data.get("op"), data.get("to", "")) if isinstance(data, dict) else ("", "")
        if not isinstance(op, str) or not isinstance(to, str) or not _OP.fullmatch(op) or len(to) > TO_CHARS:
            raise Refused(NOT_READ)
        sid = await self._room.sid(user)
        return answer_json(_shown(await self._box.edit(sid, request.match_info["piece"], op, to)))

    async def picture(self, request: web.Request) -> web.Response:
        """GET [?size=large]: the picture drawn again, the way it was turned."""
        sid = await self._room.sid(self._chat.person(request))
        page = await self._box.page(sid, request.match_info["piece"])
        if page.media.content_type not in SHOWN_SMALL:
            raise NotFound
        side = VIEW_SIDE if request.query.get("size") == "large" else THUMB_SIDE
        body = await self._room.thumb(page.media.blob, page.turns, side)
        headers = {
            "Cache-Control": "private, max-age=86400",
            "Content-Security-Policy": CSP_SANDBOX,
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=body, content_type="image/jpeg", headers=headers)


def _shown(found: dict[str, Json]) -> dict[str, Json]:
    """What the page gets: no key of the blob store leaves the house."""
    rows = found["evidence_list"]
    items: list[Json] = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            plain = {name: value for name, value in row.items() if name != "blob"}
            items.append({**plain, "thumb": picture_url(row)})
    return {
        "items": items,
        "checklist": found["checklist"],
        "entries": found["entries"],
        "title": found["title"],
    }
