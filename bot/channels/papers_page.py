"""Downloads of papers by a signed link of seven days, for whom `papers_door` lets in."""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote

import orjson
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.channels.bounds import read_form
from bot.channels.papers_door import DIGITS, ENDED, LATE, LIFE_S, Door, Token
from bot.channels.static_files import StaticFiles
from bot.errors import BotError, NotFound, StaleState
from bot.model import CaseFile, CaseStatus
from bot.ports import Clock, Filing, Material, Papers
from flows.papers import BUNDLE, INDEX, PAPERS, applying
from flows.schema import Flow

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}
#: Setting papers is work for the whole machine; one case may ask for so many at a time.
AT_ONCE: Final = 3
FORMS: Final = {"pdf": "PDF", "docx": "Word"}
_HERE: Final = Path(__file__).parent
_PATH: Final = "/p/{token:[A-Za-z0-9_-]{20,600}}"
_CLOSED: Final = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

_Handler = Callable[[web.Request, Token, Material], Awaitable[web.StreamResponse]]
Cipher = Callable[[bytes], bytes]


class Link(Protocol):
    """(case id or draft, paper, form) -> address; `by`: account id of the member of staff it is made for."""

    def __call__(self, ref: str, paper: str, form: str, *, by: str = "") -> str:
        """The address."""
        ...


def linker(seal: Cipher, clock: Clock, base_url: str) -> Link:
    """Makes addresses: nothing in them can be read or changed."""

    def link(ref: str, paper: str, form: str, *, by: str = "") -> str:
        until = int(clock.now().timestamp()) + LIFE_S
        sealed = seal(orjson.dumps([ref, paper, form, until, *([by] if by else [])]))
        return f"{base_url}/p/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    return link


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where papers are fetched from."""

    filing: Filing
    papers: Papers
    unseal: Cipher
    clock: Clock
    link: Link
    flow: Callable[[str, str], Flow]  #: by id and revision; raises StaleState
    door: Door
    making: Counter[str] = field(default_factory=Counter)  #: papers under way of each case or draft

    async def get(self, request: web.Request) -> web.StreamResponse:
        """`GET /p/{token}`: one paper, the list of all papers of a case or draft, or everything as a ZIP."""
        return await self._answer(request, self._papers)

    async def prove(self, request: web.Request) -> web.StreamResponse:
        """`POST /p/{token}` {last}: the last digits of the owner's number; right ones lead back."""
        return await self._answer(request, self._prove)

    async def _answer(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        try:
            token = _open(self.unseal, request.match_info["token"])
        except ValueError:
            return _gone("这个链接不完整，请从聊天里重新点一次。")
        if token.until < self.clock.now().timestamp():
            return _gone(LATE)
        try:
            return await handler(request, token, await self.filing.material(token.ref))
        except NotFound:
            return _gone("没有找到这份材料。草稿提交或者删除以后，请回到聊天里重新要一次。")
        except StaleState:
            return _gone("这份材料用的问题已经换了几版，请联系调解员或者到诉讼服务大厅办理。")
        except BotError as exc:
            return web.Response(status=503, text=str(exc), content_type="text/plain", charset="utf-8")

    async def _papers(self, request: web.Request, token: Token, found: Material) -> web.StreamResponse:
        refused = await self.door.refusal(request, token, found.case, self.clock.now())
        if refused:
            return _gone(refused)
        if refused == "":
            return _ask(request)
        if self.making[token.ref] >= AT_ONCE:
            words, after = "您的材料正在准备，请等几秒再点一次。", {"Retry-After": "5"}
            return web.Response(
                status=429, text=words, headers=after, content_type="text/plain", charset="utf-8"
            )
        self.making[token.ref] += 1
        try:
            return await self._paper(request, token, found)
        finally:
            self.making[token.ref] -= 1
            if not self.making[token.ref]:
                del self.making[token.ref]

    async def _prove(self, request: web.Request, token: Token, found: Material) -> web.StreamResponse:
        if token.by:
            return await self._papers(request, token, found)
        given = (await read_form(request)).get("last", "")
        error = await self.door.prove(token, found.case, given)
        if error:
            return _gone(error) if error == ENDED else _ask(request, error)
        onward = web.Response(status=303, headers={"Location": request.path})
        self.door.remember(request, onward, token, given)
        return onward

    async def _paper(self, request: web.Request, token: Token, found: Material) -> web.StreamResponse:
        case, by = found.case, token.by
        if case.status is CaseStatus.WITHDRAWN:
            return _gone("这份申请已经撤回，材料不再提供下载。")
        if token.paper == INDEX:
            return self._list(token.ref, case, request.app[_PAGE], by)
        if token.paper == BUNDLE:
            return await _stream(request, self.filing, token.ref, by)
        form, today = token.form, self.clock.today()
        body = await self.papers.render(token.paper, case, found.evidence, form=form, today=today)
        paper = PAPERS[token.paper]
        # what rests on an outcome is noted whoever takes it: that outcome stands from then on
        if (by or paper.only) and request.method != "HEAD":
            await self.filing.fetched(token.ref, token.paper, by)
        return _file(body, f"{paper.name}_{case.number or '待立案'}.{form}", TYPES[form])

    def _list(self, ref: str, case: CaseFile, page: _Page, by: str) -> web.Response:
        flow = self.flow(case.flow, case.flow_rev)
        rows = [
            {
                "name": PAPERS[paper].name,
                "links": [
                    {"form": word, "url": self.link(ref, paper, form, by=by)} for form, word in FORMS.items()
                ],
            }
            for paper in applying(flow, case.answers, case.status.value)
        ]
        text = page.template.render(number=case.number or "待立案", rows=rows, style=page.style)
        return web.Response(text=text, content_type="text/html")


@dataclass(frozen=True, slots=True)
class _Page:
    """The list and the question as templates, and the address of their style sheet."""

    template: Template
    ask: Template
    style: str


_PAGE: Final[web.AppKey[_Page]] = web.AppKey("papers_page", _Page)


def setup(app: web.Application, shelf: Shelf) -> None:
    """Add `GET` and `POST /p/{token}`; no answer there is kept by a cache or named to another site."""
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    files = StaticFiles.load(_HERE / "static" / "papers", "/static/papers")
    files.add_routes(app)
    app[_PAGE] = _Page(
        env.get_template("papers.html"), env.get_template("papers_ask.html"), files.url("papers.css")
    )
    app.router.add_get(_PATH, shelf.get)
    app.router.add_post(_PATH, shelf.prove)
    app.on_response_prepare.append(_closed)


async def _closed(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/p/"):
        response.headers.update(_CLOSED)


def _ask(request: web.Request, error: str = "") -> web.Response:
    page = request.app[_PAGE]
    text = page.ask.render(style=page.style, digits=DIGITS, error=error)
    return web.Response(status=403, text=text, content_type="text/html")


def _open(unseal: Cipher, token: str) -> Token:
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        case_id, paper, form, until, *by = orjson.loads(unseal(sealed))
    except (binascii.Error, BotError) as exc:
        raise ValueError(token[:8]) from exc
    return Token(str(case_id), str(paper), str(form), int(until), str(by[0]) if by else "")


def _file(body: bytes, name: str, content_type: str) -> web.Response:
    return web.Response(body=body, content_type=content_type, headers=_headers(name))


async def _stream(request: web.Request, filing: Filing, ref: str, by: str) -> web.StreamResponse:
    """The whole ZIP, sent while it is made; a fault in the middle breaks the download off."""
    if request.method == "HEAD":
        return web.Response(content_type=TYPES["zip"])
    made = await filing.bundle(ref, by)
    response = web.StreamResponse(headers=_headers(made.name))
    response.content_type = TYPES["zip"]
    await response.prepare(request)
    async with contextlib.aclosing(made.chunks) as chunks:
        try:
            async for chunk in chunks:
                await response.write(chunk)
        except ConnectionResetError:
            return response  # the person closed the page
        except BotError:
            if request.transport is not None:
                request.transport.abort()  # half a ZIP must not look like a whole one
            return response
    await response.write_eof()
    return response


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
    }


def _gone(sentence: str) -> web.Response:
    return web.Response(status=410, text=sentence, content_type="text/plain", charset="utf-8")
