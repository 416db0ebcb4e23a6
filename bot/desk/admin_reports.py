"""The JSON doors of 报表: a week in numbers, and the same as an Excel file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import quote

from aiohttp import web

from bot.desk import admin_views as views
from bot.desk.admin_api import Tools
from bot.desk.pages import json_answer
from bot.errors import Refused
from bot.reports import GONE, Reports, Row, Week, table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReportsApi:
    """The handlers; `needs(Role.ADMIN)` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._reports = Reports(tools.records, tools.clock, tools.content.knowledge)

    async def week(self, request: web.Request) -> web.Response:
        """GET ?day=2026-11-22 -> the week of that day, without one the week that is running."""
        week, names = await self._week(request), await self._tools.names()
        return json_answer(
            {
                "first": week.first.isoformat(),
                "last": week.last.isoformat(),
                "earlier": (week.first - timedelta(7)).isoformat(),
                "later": (week.first + timedelta(7)).isoformat(),
                "running": week.last >= self._tools.clock.today(),
                "totals": _rows(week.totals),
                "disputes": _rows(week.disputes),
                "outcomes": _rows(week.outcomes),
                "people": [
                    {"title": names.get(who, GONE), "now": taken, "before": ended}
                    for who, taken, ended in week.people
                ],
                "questions": [{"title": text, "now": count} for text, count in week.questions],
            }
        )

    async def file(self, request: web.Request) -> web.Response:
        """GET ?day= -> the week as an .xlsx."""
        week, names = await self._week(request), await self._tools.names()
        body = await asyncio.to_thread(table, week, names)
        name = quote(f"一周一通报{week.first}至{week.last}.xlsx")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=body, content_type=XLSX, headers=headers)

    async def _week(self, request: web.Request) -> Week:
        day = request.query.get("day", "")
        try:
            wanted = date.fromisoformat(day) if day else self._tools.clock.today()
        except ValueError as exc:
            raise Refused("日期没看懂，请重新选一天。") from exc
        return await self._reports.week(wanted)


def _rows(rows: Sequence[Row]) -> list[views.View]:
    return [{"title": row.title, "now": row.now, "before": row.before} for row in rows]
