"""登录、退出、改密码: the pages that open and close the staff's doors."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from bot.accounts import SHORTEST, SLOW
from bot.channels.bounds import read_form
from bot.channels.headers import client_address, is_own_origin, network_of
from bot.desk import pages
from bot.desk.guard import FOREIGN, GUARD, RECOVERING, account_of, needs
from bot.errors import Refused, Unavailable
from bot.model import Account

NOT_SAME: Final = "两次输入的新密码不一样，请再输一次。"
FILL_IN: Final = "请填写登录名和密码。"
#: Where a login may lead: our own pages, nothing that a browser could read as another host.
_NEXT: Final = re.compile(r"/(?:desk|admin)(?:[/?][\w/?=&%.\-]*)?", re.ASCII)


def setup(app: web.Application) -> None:
    """Add the pages; `guard.setup` comes before."""
    pages.setup(app, app[GUARD].site.court)
    signed_in = needs()
    app.router.add_get("/login", show_login)
    app.router.add_post("/login", log_in)
    app.router.add_post("/logout", signed_in(log_out))
    app.router.add_get("/password", signed_in(show_password))
    app.router.add_post("/password", signed_in(change_password))


async def show_login(request: web.Request) -> web.Response:
    """GET /login: the form, or straight on for somebody who is in."""
    guard = request.app[GUARD]
    try:
        found = await guard.check(request)
    except Unavailable:
        return _form(request, "", 503, RECOVERING)
    wanted = request.query.get("next", "")
    if found:
        raise web.HTTPSeeOther(_next(wanted, found[0]))
    return _form(request, wanted)


async def log_in(request: web.Request) -> web.StreamResponse:
    """POST /login {login, password, next}: a fresh session, then where the person works."""
    guard = request.app[GUARD]
    if not is_own_origin(request, guard.site.public_url):
        return _form(request, "", 403, FOREIGN)
    form = await read_form(request)
    wanted = str(form.get("next", ""))
    login, password = str(form.get("login", "")).strip(), str(form.get("password", ""))
    if not login or not password:
        return _form(request, wanted, 422, FILL_IN, login)
    try:
        network = network_of(client_address(request, guard.site.trust_proxy))
        device = guard.device(request)
        account = await guard.accounts.login(login[:80], password[:400], network, device)
        strangers = await guard.accounts.strangers(account)
        onward = _onward(request, _next(wanted, account), strangers)
        await guard.enter(request, onward, account)
    except Refused as exc:
        return _form(request, wanted, 429 if exc.sentence == SLOW else 401, exc.sentence, login)
    except Unavailable:
        return _form(request, wanted, 503, RECOVERING, login)
    guard.remember(request, onward, account)
    return onward


async def log_out(request: web.Request) -> web.StreamResponse:
    """POST /logout."""
    out = web.HTTPSeeOther("/login")
    await request.app[GUARD].leave(request, out)
    raise out


async def show_password(request: web.Request) -> web.Response:
    """GET /password."""
    return _password(request)


async def change_password(request: web.Request) -> web.StreamResponse:
    """POST /password {old, new, again}: every other session of this account ends."""
    guard, account = request.app[GUARD], account_of(request)
    form = await read_form(request)
    old, new = str(form.get("old", ""))[:400], str(form.get("new", ""))[:400]
    if new != str(form.get("again", ""))[:400]:
        return _password(request, 422, NOT_SAME)
    try:
        changed = await guard.accounts.change_password(account, old, new)
    except Refused as exc:
        return _password(request, 422, exc.sentence)
    guard.forget(account.id)
    onward = web.HTTPSeeOther(pages.landing(changed))
    await guard.enter(request, onward, changed)
    raise onward


def _form(
    request: web.Request, wanted: str, status: int = 200, error: str = "", login: str = ""
) -> web.Response:
    values = {"error": error, "login": login[:80], "next": wanted if _NEXT.fullmatch(wanted) else ""}
    return pages.render(request, "login.html", status=status, **values)


def _onward(request: web.Request, address: str, strangers: int) -> web.Response:
    """On to the work; first a page where others tried the password."""
    if strangers:
        return pages.render(request, "login_told.html", count=strangers, onward=address)
    return web.Response(status=303, headers={"Location": address})


def _password(request: web.Request, status: int = 200, error: str = "") -> web.Response:
    return pages.render(request, "password.html", status=status, error=error, shortest=SHORTEST)


def _next(wanted: str, account: Account) -> str:
    """Where to go on; an address of a place that is not this person's answers with a kind page itself."""
    return wanted if _NEXT.fullmatch(wanted) else pages.landing(account)
