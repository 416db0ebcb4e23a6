"""Pages and JSON answers for staff: one place for templates, static files and what every page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.static_files import StaticFiles
from bot.model import Account, Role

#: Where the guard keeps on a request who asks, and the token of their session.
ACCOUNT: Final[web.RequestKey[Account]] = web.RequestKey("staff_account", Account)
CSRF: Final[web.RequestKey[str]] = web.RequestKey("staff_csrf", str)

_HERE: Final = Path(__file__).parent

#: What the bar at the top leads to, by role.
_PLACES: Final = (
    ("/desk", "调解台", frozenset({Role.MEDIATOR, Role.ADMIN})),
    ("/desk/batches", "金融批量", frozenset({Role.MEDIATOR, Role.ADMIN})),
    ("/admin", "管理", frozenset({Role.ADMIN, Role.EDITOR})),
)
ROLES: Final = {Role.ADMIN: "管理员", Role.EDITOR: "内容编辑", Role.MEDIATOR: "调解员"}


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates and files of this package, read once."""

    court: str
    templates: Environment
    files: StaticFiles


PAGES: Final[web.AppKey[Pages]] = web.AppKey("staff_pages", Pages)


def setup(app: web.Application, court: str) -> Pages:
    """Read templates and static files (desk and admin alike) and serve the files; once per application."""
    if PAGES in app:
        return app[PAGES]
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = Pages(court, env, StaticFiles.load(_HERE / "static", "/static/staff"))
    pages.files.add_routes(app)
    app[PAGES] = pages
    return pages


def landing(account: Account) -> str:
    """Where a person works."""
    return "/desk" if account.role is Role.MEDIATOR else "/admin"


def _here(path: str) -> str:
    """The place a page belongs to: of two that fit, the one that says more."""
    fitting = [href for href, _, _ in _PLACES if path == href or path.startswith(f"{href}/")]
    return max(fitting, key=len, default="")


def render(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """A page from `templates/`; it knows `court`, `account` (or None), `role`, `csrf`, `places`, `static`."""
    pages = request.app[PAGES]
    account = request.get(ACCOUNT)
    shared = {
        "court": pages.court,
        "account": account,
        "role": ROLES[account.role] if account else "",
        "csrf": request.get(CSRF, ""),
        "places": [
            (href, label, href == _here(request.path))
            for href, label, roles in _PLACES
            if account and account.role in roles
        ],
        "static": pages.files.url,
    }
    text = pages.templates.get_template(template).render({**shared, **values})
    return web.Response(
        text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


def notice(request: web.Request, status: int, sentence: str) -> web.Response:
    """A page that says one thing and leads back."""
    account = request.get(ACCOUNT)
    back = landing(account) if account else "/login"
    return render(request, "notice.html", status=status, sentence=sentence, back=back)


def json_answer(data: Mapping[str, Any], status: int = 200) -> web.Response:
    """JSON that nobody keeps."""
    return web.Response(
        body=orjson.dumps(data),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def json_error(status: int, sentence: str, **more: Any) -> web.Response:
    """{error: a sentence for the reader}."""
    return json_answer({"error": sentence, **more}, status)
