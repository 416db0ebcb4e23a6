"""JSON doors of 交给同事."""

from __future__ import annotations

from aiohttp import web

from bot.desk.desk_api import Tools, json_of, text_of, visible
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.handing_over import WHY_CHARS, HandingOver


class HandingApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._desk = tools.desk
        self._handing = HandingOver(tools.desk)

    async def colleagues(self, request: web.Request) -> web.Response:
        """GET -> {rows: [{id, name, on_duty, held}], held}: who can carry on, and how many I hold."""
        me = account_of(request)
        found = await self._handing.colleagues()
        return json_answer(
            {
                "rows": [
                    {"id": one.id, "name": one.name, "on_duty": one.on_duty, "held": held}
                    for one, held in found
                    if one.id != me.id
                ],
                "held": next((held for one, held in found if one.id == me.id), 0),
            }
        )

    async def one(self, request: web.Request) -> web.Response:
        """POST {to, why}: this one goes to a colleague."""
        data, account = await json_of(request), account_of(request)
        handoff = await visible(self._desk, request.match_info["id"], account)
        to, why = text_of(data, "to", 64), text_of(data, "why", WHY_CHARS)
        after = await self._handing.one(handoff.id, account, to, why)
        return json_answer({"holder": after.claimed_name})

    async def everything(self, request: web.Request) -> web.Response:
        """POST {to, why, from?} -> {count}: all of mine, or of `from` (admins), go to a colleague."""
        data, account = await json_of(request), account_of(request)
        holder = text_of(data, "from", 64) or account.id
        to, why = text_of(data, "to", 64), text_of(data, "why", WHY_CHARS)
        return json_answer({"count": await self._handing.everything(holder, account, to, why)})
