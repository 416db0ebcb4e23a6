"""The JSON doors of 数据表: every table an admin keeps, its rows, checks, versions."""

from __future__ import annotations

from aiohttp import web

from bot.desk import admin_forms as forms
from bot.desk import admin_views as views
from bot.desk.admin_api import Tools
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.law.editable import Column
from bot.law_tables import Held, LawTables, changed, lines_of


class TablesApi:
    """The handlers; `needs(Role.ADMIN)` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._tables = LawTables(tools.records, tools.clock, tools.content.announce)

    async def listing(self, _: web.Request) -> web.Response:
        """GET -> {rows}."""
        names = await self._tools.names()
        return json_answer({"rows": [_row(one, names) for one in await self._tables.all()]})

    async def one(self, request: web.Request) -> web.Response:
        """GET -> the table with its columns, rows and versions."""
        return json_answer(await self._whole(request.match_info["id"]))

    async def check(self, request: web.Request) -> web.Response:
        """POST {rows} -> {faults, changes}: while somebody types."""
        form = await forms.read(request, forms.RowsCheckForm)
        faults, went = await self._tables.look(request.match_info["id"], form.rows)
        return json_answer({"faults": faults, "changes": _changes(went)})

    async def save(self, request: web.Request) -> web.Response:
        """POST {rows, why, expect, confirmed} -> the table; 409 when somebody else saved.

        Not confirmed yet: {confirm: what changes}, and nothing is kept; courts reckon with these figures.
        """
        form, key = await forms.read(request, forms.RowsForm), request.match_info["id"]
        if not form.confirmed:
            return json_answer({"confirm": _changes(await self._tables.propose(key, form.rows, form.why))})
        await self._tables.save(account_of(request), key, form.rows, form.why, expect=form.expect)
        return json_answer(await self._whole(key))

    async def roll_back(self, request: web.Request) -> web.Response:
        """POST {n, confirmed} -> the table, as `save`; 0 is the version the product came with."""
        form, key = await forms.read(request, forms.RowsBackForm), request.match_info["id"]
        if not form.confirmed:
            rows, why, _ = await self._tables.version(key, form.n)
            return json_answer({"confirm": _changes(await self._tables.propose(key, rows, why))})
        await self._tables.roll_back(account_of(request), key, form.n)
        return json_answer(await self._whole(key))

    async def _whole(self, key: str) -> views.View:
        names, held = await self._tools.names(), await self._tables.one(key)
        history = await self._tables.history(key)
        rows = [lines_of(one) for one in history]
        return {
            **_row(held, names),
            "about": held.sheet.about,
            "grows": held.sheet.grows,
            "columns": [_column(one) for one in held.sheet.columns],
            "lines": held.lines,
            "versions": [
                {
                    "n": one.n,
                    "now": one.n == held.n,
                    "author": views.who(one.author, names) if one.n else "",
                    "at": one.at.isoformat() if one.n else "",
                    "why": one.why,
                    "changes": _changes(changed(held.sheet, rows[at + 1], rows[at])) if one.n else [],
                }
                for at, one in enumerate(history)
            ],
        }


def _row(one: Held, names: dict[str, str]) -> views.View:
    return {
        "id": one.sheet.id,
        "title": one.sheet.title,
        "rows": len(one.lines),
        "n": one.n,
        "author": views.who(one.author, names) if one.n else "",
        "at": one.at.isoformat() if one.at else "",
    }


def _column(one: Column) -> views.View:
    choices = [{"value": value, "title": title} for value, title in one.choices.items()]
    return {"key": one.key, "title": one.title, "kind": one.kind, "choices": choices, "empty": one.empty}


def _changes(rows: list[tuple[str, str]]) -> list[views.View]:
    return [{"title": "行", "parts": [list(row) for row in rows], "list": True}] if rows else []
