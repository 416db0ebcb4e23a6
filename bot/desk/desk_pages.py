"""调解台: the page, and how its doors are put into the application."""

from __future__ import annotations

from aiohttp import web

from bot.desk import batch_pages, canned, pages
from bot.desk.case_api import CaseApi
from bot.desk.desk_api import DeskApi, Tools
from bot.desk.desk_live import DeskLive
from bot.desk.evidence_api import EvidenceApi
from bot.desk.guard import needs
from bot.desk.handing_api import HandingApi
from bot.desk.search_api import SearchApi
from bot.evidence_desk import EvidenceDesk
from bot.handoff import OUTCOMES, REPLY_CHARS
from bot.model import Role

_ID = "{id:[A-Za-z0-9_-]{1,64}}"
_PIECE = "{piece:[A-Za-z0-9_-]{1,64}}"


def setup(app: web.Application, tools: Tools) -> None:
    """Add `/desk`, `/api/desk/…` and `/ws/desk`; `guard.setup` comes before. Raises ContentError."""
    pages.setup(app, tools.court)
    canned.load()
    inside = needs(Role.MEDIATOR, Role.ADMIN)
    api = DeskApi(tools)
    cases = CaseApi(tools)
    search = SearchApi(tools)
    pieces = EvidenceApi(EvidenceDesk(tools.desk))
    live = DeskLive(tools.desk, tools.sessions)
    one = f"/api/desk/handoffs/{_ID}"
    app.router.add_get("/desk", inside(show))
    app.router.add_get("/ws/desk", inside(live.enter))
    for path, reader in {
        "/api/desk/queue": api.queue,
        "/api/desk/canned": api.canned,
        f"{one}/brief": api.brief,
        f"{one}/lines": api.lines,
        f"{one}/members": cases.members,
        f"{one}/members/{{case:[A-Za-z0-9_-]{{1,64}}}}": cases.member,
        f"{one}/checklist": cases.checklist,
        f"{one}/files/{_PIECE}": api.evidence_file,
        f"{one}/lines/{{n:[0-9]{{1,9}}}}/file": api.line_file,
    }.items():
        app.router.add_get(path, inside(reader))
    for path, writer in {
        "/api/desk/duty": api.duty,
        "/api/desk/search": search.find,
        f"{one}/claim": api.claim,
        f"{one}/lines": api.write,
        f"{one}/notes": api.note,
        f"{one}/facts": cases.edit,
        f"{one}/facts/preview": cases.preview,
        f"{one}/reveal": api.reveal,
        f"{one}/give-back": api.give_back,
        f"{one}/evidence/{_PIECE}": pieces.edit,
        f"{one}/evidence-wanted": pieces.ask_for,
        f"{one}/evidence-wanted/preview": pieces.wanted,
        f"{one}/close": api.close,
        f"{one}/outcome-back": cases.outcome_back,
        f"{one}/file": api.file,
        f"{one}/checklist": cases.tick,
        f"{one}/not-danger": cases.not_danger,
        f"{one}/danger-again": cases.danger_again,
    }.items():
        app.router.add_post(path, inside(writer))
    _handing(app, HandingApi(tools))
    batch_pages.setup(app, tools.desk, tools.papers_link)
    app.on_shutdown.append(live.shut)


def _handing(app: web.Application, api: HandingApi) -> None:
    inside = needs(Role.MEDIATOR, Role.ADMIN)
    app.router.add_get("/api/desk/colleagues", inside(api.colleagues))
    app.router.add_post("/api/desk/hand-over", inside(api.everything))
    app.router.add_post(f"/api/desk/handoffs/{_ID}/hand-over", inside(api.one))


async def show(request: web.Request) -> web.Response:
    """GET /desk."""
    return pages.render(
        request,
        "desk.html",
        outcomes=[(outcome.value, words) for outcome, words in OUTCOMES.items()],
        reply_chars=REPLY_CHARS,
    )
