"""管理: the page, and how its doors are put into the application."""

from __future__ import annotations

from aiohttp import web

from bot.desk import pages
from bot.desk.admin_api import FaqApi, Tools
from bot.desk.admin_asked import AskedApi
from bot.desk.admin_flows import FlowsApi
from bot.desk.admin_people import PeopleApi
from bot.desk.admin_reports import ReportsApi
from bot.desk.admin_tables import TablesApi
from bot.desk.admin_templates import TemplatesApi
from bot.desk.guard import account_of, needs
from bot.model import Role

_ID = "{id:[A-Za-z0-9_-]{1,64}}"


def setup(app: web.Application, tools: Tools) -> None:
    """Add `/admin` and `/api/admin/…`; `guard.setup` comes before."""
    pages.setup(app, tools.court)
    app.router.add_get("/admin", needs(Role.ADMIN, Role.EDITOR)(show))
    _faq(app, FaqApi(tools))
    _asked(app, AskedApi(tools))
    _flows(app, FlowsApi(tools))
    _tables(app, TablesApi(tools))
    reports = ReportsApi(tools)
    app.router.add_get("/api/admin/report", needs(Role.ADMIN)(reports.week))
    app.router.add_get("/api/admin/report/file", needs(Role.ADMIN)(reports.file))
    _people(app, PeopleApi(tools))
    _templates(app, TemplatesApi(tools))


async def show(request: web.Request) -> web.Response:
    """GET /admin."""
    return pages.render(request, "admin.html", is_admin=account_of(request).role is Role.ADMIN)


def _faq(app: web.Application, api: FaqApi) -> None:
    inside = needs(Role.ADMIN, Role.EDITOR)
    faq = "/api/admin/faq"
    for path, reader in {
        "/api/admin/today": api.today,
        "/api/admin/choices": api.choices,
        "/api/admin/training": api.training,
        faq: api.listing,
        f"{faq}-blank": api.blank,
        f"{faq}/{_ID}": api.entry,
        f"{faq}/{_ID}/history": api.history,
    }.items():
        app.router.add_get(path, inside(reader))
    for path, writer in {
        "/api/admin/training": api.train,
        faq: api.save,
        f"{faq}-check": api.check,
        f"{faq}-try": api.rehearse,
        f"{faq}/{_ID}/roll-back": api.roll_back,
        f"{faq}/{_ID}/retire": api.retire,
        f"{faq}/{_ID}/discard": api.discard,
    }.items():
        app.router.add_post(path, inside(writer))


def _asked(app: web.Application, api: AskedApi) -> None:
    inside = needs(Role.ADMIN, Role.EDITOR)
    asked = "/api/admin/unmatched"
    app.router.add_get(asked, inside(api.listing))
    for path, writer in {
        f"{asked}-variants": api.variants,
        f"{asked}-dismiss": api.dismiss,
        f"{asked}-undo": api.undo,
    }.items():
        app.router.add_post(path, inside(writer))


def _flows(app: web.Application, api: FlowsApi) -> None:
    inside = needs(Role.ADMIN, Role.EDITOR)
    one = f"/api/admin/questions/{_ID}"
    app.router.add_get("/api/admin/flows", inside(api.listing))
    app.router.add_get(f"/api/admin/flows/{_ID}", inside(api.flow))
    app.router.add_get(one, inside(api.question))
    for path, writer in {one: api.save, f"{one}/check": api.check, f"{one}/roll-back": api.roll_back}.items():
        app.router.add_post(path, inside(writer))


def _tables(app: web.Application, api: TablesApi) -> None:
    inside = needs(Role.ADMIN)
    one = f"/api/admin/tables/{_ID}"
    app.router.add_get("/api/admin/tables", inside(api.listing))
    app.router.add_get(one, inside(api.one))
    for path, writer in {one: api.save, f"{one}/check": api.check, f"{one}/roll-back": api.roll_back}.items():
        app.router.add_post(path, inside(writer))


def _people(app: web.Application, api: PeopleApi) -> None:
    inside = needs(Role.ADMIN)
    app.router.add_get("/api/admin/accounts", inside(api.listing))
    app.router.add_get("/api/admin/audit", inside(api.audit))
    for path, writer in {
        "/api/admin/accounts": api.add,
        f"/api/admin/accounts/{_ID}": api.change,
        f"/api/admin/accounts/{_ID}/reset": api.reset,
        "/api/admin/audit/verify": api.verify,
    }.items():
        app.router.add_post(path, inside(writer))


def _templates(app: web.Application, api: TemplatesApi) -> None:
    inside = needs(Role.ADMIN, Role.EDITOR)
    all_ = "/api/admin/templates"
    for path, reader in {
        all_: api.listing,
        f"{all_}/{_ID}": api.one,
        f"{all_}/{_ID}/file": api.file,
        f"{all_}/{_ID}/preview": api.preview,
    }.items():
        app.router.add_get(path, inside(reader))
    for path, writer in {
        f"{all_}/{_ID}": api.upload,
        f"{all_}/{_ID}/publish": api.publish,
        f"{all_}/{_ID}/roll-back": api.back,
        f"{all_}/{_ID}/discard": api.discard,
    }.items():
        app.router.add_post(path, inside(writer))
