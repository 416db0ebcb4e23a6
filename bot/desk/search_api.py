"""The JSON door of the search at the desk. What is looked for comes in the body: addresses get logged."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web

from bot.desk import slip_views, views
from bot.desk.desk_api import Tools, json_of, text_of
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.search import BY_NAME, BY_NUMBER, BY_PHONE, BY_WORDS, MOST, Search

FOUND_BY: Final = {
    BY_NUMBER: "案号对上了",
    BY_NAME: "姓名对上了",
    BY_PHONE: "电话对上了",
    BY_WORDS: "对话里说过",
}


class SearchApi:
    """The handler; `needs` stands before it."""

    def __init__(self, tools: Tools) -> None:
        desk = tools.desk
        self._desk = desk
        self._search = Search(desk.records, desk.sessions, desk.clock)

    async def find(self, request: web.Request) -> web.Response:
        """POST {text} -> {rows, more, now}: rows as in the queue, each with `found`: what fitted."""
        account, now = account_of(request), self._desk.clock.now()
        text = text_of(await json_of(request), "text", 200)
        hits = await self._search.find(text, account, partial(views.may_see, account=account))
        shown = [hit.handoff for hit in hits[:MOST]]
        slips = await self._desk.slips(shown, slip_views.ROW_SUMS)
        groups = await self._desk.groups(shown)
        rows = [
            {
                **views.row(one, account, now, groups.get(one.case_id), slips.get(one.case_id)),
                "found": FOUND_BY[hit.by],
            }
            for one, hit in zip(shown, hits, strict=False)
        ]
        return json_answer({"rows": rows, "more": len(hits) > MOST, "now": now.isoformat()})
