"""金融批量: the page, and how its doors are put into the application."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from bot.batch_board import Boards
from bot.batches import Batches
from bot.desk import pages
from bot.desk.batch_api import BatchApi
from bot.desk.guard import needs
from bot.desk.views import PapersLink
from bot.handoff import Desk
from bot.model import Role
from flows.papers import INDEX

_ID = "{id:[A-Za-z0-9_-]{1,64}}"
_N = "{n:[0-9]{1,9}}"


def setup(app: web.Application, desk: Desk, papers_link: PapersLink) -> None:
    """Add `/desk/batches` and `/api/desk/batches…`; `guard.setup` and `pages.setup` come before."""
    inside = needs(Role.MEDIATOR, Role.ADMIN)
    batches = Batches(desk.records, desk.knowledge, desk.clock)
    api = BatchApi(batches, Boards(desk.records, desk.clock), partial(_index, papers_link))
    one = f"/api/desk/batches/{_ID}"
    app.router.add_get("/desk/batches", inside(show))
    for path, reader in {
        "/api/desk/batches": api.listing,
        "/api/desk/batch-template": api.template,
        "/api/desk/instalments": api.plan,
        one: api.seen,
        f"{one}/rows": api.rows,
        f"{one}/bad-rows": api.bad_rows,
        f"{one}/board": api.board,
        f"{one}/rows/{_N}/case": api.look,
        f"{one}/rows/{_N}/history": api.history,
    }.items():
        app.router.add_get(path, inside(reader))
    for path, writer in {
        "/api/desk/batches": api.upload,
        f"{one}/confirm": api.confirm,
        f"{one}/file": api.file,
        f"{one}/drop": api.drop,
        f"{one}/move": api.move,
        f"{one}/measures": api.measures,
        f"{one}/close": api.close,
        f"{one}/rows/{_N}/open": api.open,
    }.items():
        app.router.add_post(path, inside(writer))


def _index(link: PapersLink, case_id: str, account_id: str) -> str:
    return link(case_id, INDEX, "html", by=account_id)


async def show(request: web.Request) -> web.Response:
    """GET /desk/batches."""
    return pages.render(request, "batches.html")
