"""Who is logged in, what they may do, and that a request comes from our own page.

The session is one sealed cookie {session id, account id, issued, last seen, token, password mark}. The server
can still end it: the account is read again every ten seconds, a changed password or a deactivated account
ends all its sessions, logging out ends this one everywhere.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import orjson
from aiohttp import web

from bot.accounts import Accounts, Device
from bot.channels.bounds import read_form
from bot.channels.headers import is_own_origin, secure
from bot.desk import devices
from bot.desk.pages import ACCOUNT, CSRF, json_error, notice
from bot.errors import (
    AlreadyClaimed,
    BotError,
    Conflict,
    Forbidden,
    NotFound,
    Refused,
    TooLarge,
    Unavailable,
)
from bot.model import Account, Role

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

COOKIE: Final = "mb_staff"
IDLE_S: Final = 8 * 3600
LIFE_S: Final = 12 * 3600
RENEW_S: Final = 60  #: the cookie's "last seen" is written again after so long
CACHE_S: Final = 10
MOST_CACHED: Final = 1000
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
OPEN_TO_ALL: Final = frozenset({"/password", "/logout"})  #: also before a first password is changed

EXPIRED: Final = "登录已经过期，请重新登录。"
FOREIGN: Final = "这次操作不是从本页面发出的，没有处理。请刷新页面再试。"
NOT_YOURS: Final = "您的账号没有这个权限，请找管理员。"
CHANGE_FIRST: Final = "请先改密码。"
RECOVERING: Final = "系统正在恢复，这次没有处理，请过一会儿再试。"
CHANGED: Final = "别人刚刚改过这里，请刷新后再试。"
NOT_FOUND: Final = "没有找到，可能已经删除。"

Cipher = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages for staff have to know about where they run."""

    court: str
    public_url: str = ""  #: https here makes the cookie Secure
    trust_proxy: int = 0  #: number of own reverse proxies in front


@dataclass(frozen=True, slots=True)
class Pass:
    """An opened cookie."""

    id: str
    account: str
    issued: int  #: unix seconds
    seen: int
    csrf: str
    mark: str  #: of the password it was given for


@dataclass(frozen=True, slots=True)
class Standing:
    """What the records say about the owner of a pass."""

    account: Account
    mark: str
    ended: bool  #: this pass was logged out
    until: float


class Guard:
    """Opens, checks, renews and ends sessions of staff."""

    def __init__(self, accounts: Accounts, seal: Cipher, unseal: Cipher, site: Site) -> None:
        self.accounts = accounts
        self.site = site
        self._seal = seal
        self._unseal = unseal
        self._known: dict[str, Standing] = {}

    async def enter(self, request: web.Request, response: web.StreamResponse, account: Account) -> None:
        """Begin a session: always a new one, so nothing from before the login lives on."""
        now = self._now()
        _, mark = await self._read(account.id)
        fresh = Pass(secrets.token_urlsafe(12), account.id, now, now, secrets.token_urlsafe(18), mark)
        self._write(request, response, fresh)

    def device(self, request: web.Request) -> Device | None:
        """The browser, where somebody was logged in at it before."""
        return devices.device_of(request, self._unseal)

    def remember(self, request: web.Request, response: web.StreamResponse, account: Account) -> None:
        """Somebody logged in at this browser with their password."""
        known, https = self.device(request), self._https(request)
        devices.remember(response, self._seal, known, account.id, https=https)

    async def leave(self, request: web.Request, response: web.StreamResponse) -> None:
        """End this session here and everywhere."""
        held = self._open(request)
        response.del_cookie(COOKIE, path="/")
        if held is None:
            return
        self._known.pop(held.id, None)
        if self.accounts.sessions is not None:
            await self.accounts.sessions.count(f"left:{held.id}", LIFE_S)

    def forget(self, account_id: str) -> None:
        """Look the account up again at its next request: its role, password or activity changed."""
        self._known = {k: s for k, s in self._known.items() if s.account.id != account_id}

    async def check(self, request: web.Request) -> tuple[Account, Pass] | None:
        """Who asks; None without a session that still holds. Raises Unavailable."""
        held = self._open(request)
        now = self._now()
        if held is None or now - held.seen > IDLE_S or now - held.issued > LIFE_S:
            return None
        standing = self._known.get(held.id)
        if standing is None or standing.until < now:
            try:
                standing = await self._look(held, now)
            except NotFound:
                return None
        if standing.ended or not standing.account.active:
            return None
        if not hmac.compare_digest(standing.mark, held.mark):
            return None
        return standing.account, held

    def renew(self, request: web.Request, response: web.StreamResponse, held: Pass) -> None:
        """Note that the session is in use, unless the handler has set or taken away the cookie itself."""
        now = self._now()
        if now - held.seen >= RENEW_S and not response.prepared and COOKIE not in response.cookies:
            self._write(request, response, replace(held, seen=now))

    async def _look(self, held: Pass, now: int) -> Standing:
        account, mark = await self._read(held.account)
        ended = False
        if self.accounts.sessions is not None:
            ended = await self.accounts.sessions.count(f"left:{held.id}", LIFE_S, by=0) > 0
        if len(self._known) >= MOST_CACHED:
            self._known = {}
        standing = Standing(account, mark, ended, now + CACHE_S)
        self._known[held.id] = standing
        return standing

    async def _read(self, account_id: str) -> tuple[Account, str]:
        """The account and a mark that changes with its password."""
        async with self.accounts.records.begin() as tx:
            account = await tx.accounts.get(account_id)
            found = await tx.accounts.by_login(account.login)
        return account, sha256((found[1] if found else "").encode()).hexdigest()[:24]

    def _now(self) -> int:
        return int(self.accounts.clock.now().timestamp())

    def _write(self, request: web.Request, response: web.StreamResponse, held: Pass) -> None:
        row = [held.id, held.account, held.issued, held.seen, held.csrf, held.mark]
        response.set_cookie(
            COOKIE,
            base64.urlsafe_b64encode(self._seal(orjson.dumps(row))).decode().rstrip("="),
            max_age=max(1, held.issued + LIFE_S - self._now()),
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._https(request),
        )

    def _https(self, request: web.Request) -> bool:
        return self.site.public_url.startswith("https:") or request.secure

    def _open(self, request: web.Request) -> Pass | None:
        value = request.cookies.get(COOKIE, "")
        if not value or len(value) > 2000:
            return None
        try:
            sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
            return Pass(*orjson.loads(self._unseal(sealed)))
        except (binascii.Error, ValueError, TypeError, BotError):
            return None


GUARD: Final[web.AppKey[Guard]] = web.AppKey("guard", Guard)


def setup(app: web.Application, *, accounts: Accounts, seal: Cipher, unseal: Cipher, site: Site) -> Guard:
    """Put the guard into `app`; `unseal` raises a BotError for what `seal` has not made."""
    secure(app)
    guard = Guard(accounts, seal, unseal, site)
    app[GUARD] = guard
    return guard


async def whose(request: web.Request) -> str:
    """The account id of who is logged in at this browser, "" for nobody. Raises Unavailable."""
    found = await request.app[GUARD].check(request)
    return found[0].id if found else ""


def account_of(request: web.Request) -> Account:
    """The person behind a request that passed `needs`."""
    return request[ACCOUNT]


def token_of(request: web.Request) -> str:
    """The token a page sends back as `X-CSRF`, or as the field `csrf` of a form; empty when logged out."""
    token: str = request.get(CSRF, "")
    return token


def needs(*roles: Role) -> Callable[[Handler], Handler]:
    """Let only these roles in (none given: any account).

    A page goes to the login, a door under /api/ or /ws/ answers {error} in Chinese. Every method that
    changes something needs the token. Exceptions of the use cases become 403, 404, 409, 413, 422, 503.
    """

    def wrap(handler: Handler) -> Handler:
        async def inner(request: web.Request) -> web.StreamResponse:
            try:
                return await _admit(request, handler, roles)
            except BotError as exc:
                return _refuse(request, *_status_of(exc))

        return inner

    return wrap


async def _admit(request: web.Request, handler: Handler, roles: tuple[Role, ...]) -> web.StreamResponse:
    guard = request.app[GUARD]
    found = await guard.check(request)
    if found is None:
        return _to_login(request)
    account, held = found
    request[ACCOUNT], request[CSRF] = account, held.csrf
    if request.method not in SAFE and not await _is_ours(request, guard, held):
        return _refuse(request, 403, FOREIGN)
    if account.must_change and request.path not in OPEN_TO_ALL:
        if is_door(request):
            return json_error(403, CHANGE_FIRST, go="/password")
        raise web.HTTPSeeOther("/password")
    if roles and account.role not in roles:
        return _refuse(request, 403, NOT_YOURS)
    response = await handler(request)
    guard.renew(request, response, held)
    return response


async def _is_ours(request: web.Request, guard: Guard, held: Pass) -> bool:
    if not is_own_origin(request, guard.site.public_url):
        return False
    given = request.headers.get("X-CSRF", "")
    if not given and not is_door(request) and request.content_type in FORMS:
        given = (await read_form(request)).get("csrf", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), held.csrf.encode())


def is_door(request: web.Request) -> bool:
    """Whether a script asks, not a person who reads the answer."""
    return request.path.startswith(("/api/", "/ws/"))


def _to_login(request: web.Request) -> web.StreamResponse:
    if is_door(request):
        return json_error(401, EXPIRED, go="/login")
    raise web.HTTPSeeOther(f"/login?next={quote(request.path_qs)}" if request.method == "GET" else "/login")


def _refuse(request: web.Request, status: int, sentence: str) -> web.Response:
    return json_error(status, sentence) if is_door(request) else notice(request, status, sentence)


def _status_of(exc: BotError) -> tuple[int, str]:
    match exc:
        case TooLarge():
            return 413, exc.sentence
        case Refused():
            return 422, exc.sentence
        case AlreadyClaimed():
            return 409, f"{exc.by}已经接手了这位当事人。"
        case Conflict():
            return 409, _chinese(exc, CHANGED)
        case Forbidden():
            return 403, _chinese(exc, NOT_YOURS)
        case NotFound():
            return 404, _chinese(exc, NOT_FOUND)
        case Unavailable():
            return 503, RECOVERING
    raise exc


def _chinese(exc: BotError, otherwise: str) -> str:
    """The exception's own sentence where it is one for readers."""
    words = str(exc)
    return words if words and not words.isascii() else otherwise
