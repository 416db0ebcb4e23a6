"""The JSON doors of 没答上的问题: clusters with what they may mean, actions on many at once, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.asked import AskedInVain, Bunch
from bot.content import Item
from bot.desk import admin_forms as forms
from bot.desk import admin_views as views
from bot.desk.admin_api import Tools
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.ports import AuditFilter
from nlu.parse import Ranked

SUGGESTED: Final = 3  #: entries offered for a cluster
#: A question less like the one that stands for its cluster (0..1) is not ticked beforehand, and an entry the
#: model is less sure of is not offered: a few per cent are chance.
WEAK: Final = 0.15
TOLD_IN: Final = timedelta(days=7)
MOST_TOLD: Final = 1000  #: no more are counted
PAGE: Final = 20  #: clusters on a page


class AskedApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._content = tools.content
        self._asked = AskedInVain(tools.content, tools.records, tools.clock)

    async def listing(self, request: web.Request) -> web.Response:
        """GET ?q=&page= -> {rows, page, pages, clusters, questions, last, told}: asked most first.

        `last` is what this account can take back, {batch, words} or null; `told` how many earlier askers got
        their answer in the last seven days.
        """
        found = await self._asked.bunches(request.query.get("q", "")[:100])
        pages = max(1, -(-len(found) // PAGE))
        page = min(max(1, _number(request.query.get("page", ""))), pages)
        shown = found[(page - 1) * PAGE : page * PAGE]
        live = {item.entry.id: item for item in await self._content.items() if item.state != "retired"}
        meant = await asyncio.gather(*(self._meant(one.text, live) for one in shown))
        batch, undone = await self._asked.last(account_of(request))
        return json_answer(
            {
                "rows": [_bunch(one, ideas, live) for one, ideas in zip(shown, meant, strict=True)],
                "page": page,
                "pages": pages,
                "clusters": len(found),
                "questions": sum(len(one.members) for one in found),
                "told": await self._told(),
                "last": {"batch": batch, "words": views.settled(undone, live)} if undone else None,
            }
        )

    async def _told(self) -> int:
        since = self._tools.clock.now() - TOLD_IN
        only = AuditFilter(actions=frozenset({"asker_told"}), since=since)
        async with self._tools.records.begin() as tx:
            return len(await tx.audit.listing(most=MOST_TOLD, only=only))

    async def variants(self, request: web.Request) -> web.Response:
        """POST {entry, questions: {id: words}} -> {draft, batch}: other ways to ask an existing entry."""
        form = await forms.read(request, forms.VariantsForm)
        done = await self._asked.as_variants(account_of(request), form.entry, form.questions)
        return json_answer({"draft": done.draft, "batch": done.batch})

    async def dismiss(self, request: web.Request) -> web.Response:
        """POST {questions} -> {batch}: not for us."""
        form = await forms.read(request, forms.DismissForm)
        done = await self._asked.dismiss(account_of(request), form.questions)
        return json_answer({"draft": False, "batch": done.batch})

    async def undo(self, request: web.Request) -> web.Response:
        """POST {batch} -> {questions}: how many are on the list again."""
        form = await forms.read(request, forms.UndoForm)
        return json_answer({"questions": await self._asked.undo(account_of(request), form.batch)})

    async def _meant(self, text: str, live: Mapping[str, Item]) -> list[Ranked]:
        meaning = await self._tools.nlu.understand(text)
        return likely(meaning.faqs(), live)


def likely(ranked: Iterable[Ranked], live: Collection[str]) -> list[Ranked]:
    """What a question may mean, the surest first: entries in service, none of them by chance."""
    return [one for one in ranked if one.name in live and one.confidence >= WEAK][:SUGGESTED]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _bunch(one: Bunch, ideas: Sequence[Ranked], live: Mapping[str, Item]) -> views.View:
    return {
        "id": one.members[0].id,
        "text": one.text,
        "shared": one.shared,
        "count": one.count,
        "askers": one.askers,
        "last_at": one.last_at.isoformat(),
        "members": [
            {
                "id": member.id,
                "text": member.text,
                "count": member.count,
                "last_at": member.last_at.isoformat(),
                "weak": likeness < WEAK,
                "rejected": live[member.rejected].newest.question if member.rejected in live else "",
            }
            for member, likeness in zip(one.members, one.likeness, strict=True)
        ],
        "suggestions": [
            {
                "id": idea.name,
                "question": live[idea.name].newest.question,
                "percent": round(idea.confidence * 100),
            }
            for idea in ideas
        ],
    }
