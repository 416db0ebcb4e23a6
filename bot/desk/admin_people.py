"""The JSON doors for admins alone: accounts, and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from aiohttp import web

from bot.desk import admin_forms as forms
from bot.desk import admin_views as views
from bot.desk.admin_actions import KINDS, of_kind
from bot.desk.admin_api import Tools
from bot.desk.guard import GUARD, account_of
from bot.desk.pages import json_answer
from bot.dialogue.after import SHANGHAI
from bot.errors import Refused
from bot.law import editable
from bot.ports import AuditFilter
from flows import reword

EVENTS_SHOWN: Final = 60


class PeopleApi:
    """The handlers; `needs(Role.ADMIN)` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._accounts = tools.accounts

    async def listing(self, request: web.Request) -> web.Response:
        """GET -> {rows}."""
        me = account_of(request)
        return json_answer({"rows": [views.person(one, me) for one in await self._accounts.everybody()]})

    async def add(self, request: web.Request) -> web.Response:
        """POST {login, name, role} -> {login, password}: the password is told this once."""
        form = await forms.read(request, forms.AccountForm)
        if form.login.lower() in {one.login for one in await self._accounts.everybody()}:
            raise Refused("这个登录名已经有人用了，请换一个。")
        password = await self._accounts.create(form.login, form.name, form.role, by=account_of(request).id)
        return json_answer({"login": form.login.lower(), "name": form.name, "password": password})

    async def change(self, request: web.Request) -> web.Response:
        """POST {name, role, active} -> the account; the last admin stays."""
        form, me = await forms.read(request, forms.AccountChange), account_of(request)
        key = request.match_info["id"]
        changed = await self._accounts.update(me, key, role=form.role, active=form.active, name=form.name)
        request.app[GUARD].forget(key)
        back = 0 if changed.active else await self._tools.desk.put_back(changed, me)
        return json_answer({"row": views.person(changed, me), "back": back})

    async def reset(self, request: web.Request) -> web.Response:
        """POST -> {login, password}: a new first password, told this once."""
        me, account = account_of(request), await self._accounts.get(request.match_info["id"])
        if account.id == me.id:
            raise Refused("自己的密码请在右上角“改密码”里改。")
        password = await self._accounts.reset(account.login, by=me.id)
        request.app[GUARD].forget(account.id)
        return json_answer({"login": account.login, "name": account.name, "password": password})

    async def audit(self, request: web.Request) -> web.Response:
        """GET ?before=n&day=&who=&kind= -> {rows, more, people, kinds}: newest first; day as 2026-11-22."""
        before = request.query.get("before", "0")
        start = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else 0
        async with self._tools.records.begin() as tx:
            found = await tx.audit.listing(before=start, most=EVENTS_SHOWN + 1, only=_wanted(request.query))
            ids = [one.subject for one in found]
            labels, files = await tx.handoffs.labels(ids), await tx.batches.names(ids)
            subjects = views.subjects(labels, files, await tx.cases.numbers(ids))
        subjects |= {one.id: one.title for one in editable.sheets()}
        flows = self._tools.content.shipped_flows
        subjects |= {
            key: f"{step.label}：{step.ask}" for key, _, step in reword.questions(flows) if key in ids
        }
        names = await self._tools.names()
        questions = {item.entry.id: item.newest.question for item in await self._tools.content.items()}
        rows = [views.event(one, names, questions, subjects) for one in found[:EVENTS_SHOWN]]
        people = [{"id": key, "name": name} for key, name in (names | dict(views.ACTORS)).items() if key]
        kinds = [{"id": key, "title": title} for key, (title, _) in KINDS.items()]
        more = len(found) > EVENTS_SHOWN
        return json_answer({"rows": rows, "more": more, "people": people, "kinds": kinds})

    async def verify(self, _: web.Request) -> web.Response:
        """POST -> {broken}: 0 where the chain holds, else the number of the first row that does not."""
        async with self._tools.records.begin() as tx:
            return json_answer({"broken": await tx.audit.verify()})


def _wanted(query: Mapping[str, str]) -> AuditFilter:
    """What the address asks for; a day is one of the court's own. Raises Refused for what is none."""
    kind, since = query.get("kind", ""), None
    if kind and kind not in KINDS:
        raise Refused("没有这一类操作，请重新选。")
    if day := query.get("day", ""):
        try:
            since = datetime.combine(date.fromisoformat(day), time(), SHANGHAI)
        except ValueError as exc:
            raise Refused("日期没看懂，请重新选一天。") from exc
    until = since + timedelta(days=1) if since else None
    return AuditFilter(query.get("who", "")[:80], of_kind(kind), since, until)
