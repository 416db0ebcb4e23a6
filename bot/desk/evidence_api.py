"""The desk's doors to a citizen's evidence; both only for who holds the conversation."""

from __future__ import annotations

from aiohttp import web

from bot.desk.desk_api import held, json_of, text_of
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.evidence_desk import EvidenceDesk
from bot.model import Handoff


class EvidenceApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, work: EvidenceDesk) -> None:
        self._work = work

    async def edit(self, request: web.Request) -> web.Response:
        """POST {op, to?}: turn, move or name a file, or note what its piece proves."""
        data, handoff = await json_of(request), await self._held(request)
        op, to = text_of(data, "op", 20), text_of(data, "to", 400)
        await self._work.edit(handoff, account_of(request), request.match_info["piece"], op, to)
        return json_answer({})

    async def ask_for(self, request: web.Request) -> web.Response:
        """POST {item, key}: ask the citizen for an entry of the list; `key` makes a repeat harmless."""
        data, handoff = await json_of(request), await self._held(request)
        item, key = text_of(data, "item", 80), text_of(data, "key", 64)
        said = await self._work.ask_for(handoff, account_of(request), item, key)
        return json_answer({"n": said.n})

    async def wanted(self, request: web.Request) -> web.Response:
        """POST {item} -> {text}: the sentence `ask_for` would send; nothing is sent."""
        data, handoff = await json_of(request), await self._held(request)
        return json_answer({"text": await self._work.wanted(handoff, text_of(data, "item", 80))})

    async def _held(self, request: web.Request) -> Handoff:
        return await held(self._work.desk, request.match_info["id"], account_of(request))
