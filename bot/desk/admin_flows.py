"""The JSON doors of 流程文字: flows, their questions, the words of one question."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.desk import admin_forms as forms
from bot.desk import admin_views as views
from bot.desk.admin_api import Tools
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.errors import NotFound
from bot.model import Revision
from bot.rehearsal import Rehearsal
from bot.wordings import Question, Wordings
from flows.reword import TITLES, Wording
from flows.reword import faults as wording_faults


class FlowsApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        rehearsal = Rehearsal(tools.content.knowledge, tools.nlu, tools.clock)
        self._wordings = Wordings(tools.content, tools.records, tools.clock, rehearsal)

    async def listing(self, _: web.Request) -> web.Response:
        """GET -> {rows, lost}: every kind of dispute, how many questions it has, how many were reworded."""
        found = (await self._wordings.questions()).values()
        rows = [
            {
                "id": flow.id,
                "title": flow.title,
                "questions": len(flow.steps),
                "edited": sum(one.edited and flow in one.flows for one in found),
            }
            for flow in self._tools.content.shipped_flows.values()
        ]
        return json_answer({"rows": rows, "lost": await self._wordings.lost()})

    async def flow(self, request: web.Request) -> web.Response:
        """GET -> {title, questions}: in the order they are asked."""
        flow = self._tools.content.shipped_flows.get(request.match_info["id"])
        if flow is None:
            raise NotFound("没有这个流程。")
        found = (await self._wordings.questions()).values()
        mine = {one.step.id: one for one in found if flow in one.flows}
        rows = [_row(mine[step.id]) for step in flow.steps]
        return json_answer({"title": flow.title, "questions": rows})

    async def question(self, request: web.Request) -> web.Response:
        """GET -> the question with its versions."""
        return json_answer(await self._whole(request.match_info["id"]))

    async def check(self, request: web.Request) -> web.Response:
        """POST {words} -> {faults, changes, says}: while somebody types."""
        form, key = await forms.read(request, forms.WordingCheckForm), request.match_info["id"]
        question = await self._wordings.one(key)
        faults, words, says = await self._wordings.look(key, form.words.model_dump())
        changed = changes(question.now, words)
        return json_answer({"faults": faults, "changes": changed, "says": views.says(says)})

    async def save(self, request: web.Request) -> web.Response:
        """POST {words, why, expect} -> the question; 409 when somebody else saved."""
        form, key = await forms.read(request, forms.WordingForm), request.match_info["id"]
        account, row = account_of(request), form.words.model_dump()
        await self._wordings.save(account, key, row, form.why, expect=form.expect)
        return json_answer(await self._whole(key))

    async def roll_back(self, request: web.Request) -> web.Response:
        """POST {n} -> the question; 0 is the version the product came with."""
        form, key = await forms.read(request, forms.VersionForm), request.match_info["id"]
        await self._wordings.roll_back(account_of(request), key, form.n)
        return json_answer(await self._whole(key))

    async def _whole(self, key: str) -> views.View:
        names, one = await self._tools.names(), await self._wordings.one(key)
        fixed = wording_faults(one.step, Wording.of(one.step))
        return {
            **_row(one),
            "words": one.now.to_json(),
            "fixed": fixed[0] if fixed else "",
            "says": views.says(self._wordings.asked(one, one.now)),
            "author": views.who(one.author, names) if one.n else "",
            "at": one.at.isoformat() if one.at else "",
            "versions": _versions(await self._wordings.history(key), names),
        }


def _row(one: Question) -> views.View:
    return {
        "key": one.key,
        "label": one.step.label,
        "section": one.step.section,
        "ask": one.now.ask,
        "edited": one.edited,
        "n": one.n,
        "flows": [{"id": flow.id, "title": flow.title} for flow in one.flows],
    }


def _versions(history: list[Revision], names: Mapping[str, str]) -> list[views.View]:
    said = [Wording.from_json(row.body) for row in history]
    return [
        {
            "n": row.n,
            "now": at == 0,
            "author": views.who(row.author, names) if row.n else "",
            "at": row.at.isoformat() if row.n else "",
            "why": row.why,
            "changes": changes(said[at + 1], said[at]) if row.n else [],
        }
        for at, row in enumerate(history)
    ]


def changes(old: Wording, new: Wording) -> list[views.View]:
    """What changed, part by part, as `admin_views.changes`."""
    pairs = [(TITLES[name], getattr(old, name), getattr(new, name)) for name in ("ask", "hint", "why")]
    pairs += [(TITLES["options"], label, new.options.get(key, "")) for key, label in old.options.items()]
    return [
        {"title": title, "parts": views.words_changed(before, after)}
        for title, before, after in pairs
        if before != after
    ]
