"""Tencent's side of the WeChat protocol on loopback: tokens, customer-service messages, media, menu.

Behaves as documented: tokens expire and replace each other, 5 messages in 48 hours after words and 3 in a
minute after a tap, media for three days; a test may make it busy, slow, or refuse with any code. It can also
push to a callback as Tencent does.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.web.samples import picture

APP_ID = "wx0123456789abcdef"
SECRET = "an app secret of the tests"
JPEG = picture()
AMR = b"#!AMR\n" + b"\x3c" * 400
MP4 = (
    b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    + b"\x00\x00\x00\x08moov"
    + b"\x00\x00\x01\x90mdat"
    + b"\x00" * 392
)


@dataclass
class Tencent:
    """The state of the server and what it was asked."""

    now: float = field(default_factory=time.time)
    token: str = ""
    token_ends: float = 0.0
    tokens: int = 0  #: how many were issued
    token_calls: int = 0
    forced: int = 0
    sent: list[tuple[str, str]] = field(default_factory=list)  #: (openid, text) accepted
    calls: Counter[str] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    typed: list[tuple[str, str]] = field(default_factory=list)
    menu: Any = None
    windows: dict[str, tuple[float, int]] = field(default_factory=dict)  #: openid -> (ends, left)
    any_window: bool = True  #: False: only those who wrote can be written to
    media: dict[str, tuple[str, bytes, float]] = field(default_factory=dict)  #: id -> (type, bytes, ends)
    films: dict[str, str] = field(default_factory=dict)  #: id of a film -> path it is served under
    refuse: list[int] = field(default_factory=list)  #: codes of the next sends, 0 = accept
    refuse_always: int = 0
    slow_s: float = 0.0
    status: int = 200
    lose_next: int = 0  #: accept this many sends, but break the connection instead of answering
    base: str = ""

    def speaks(self, openid: str) -> None:
        """The citizen wrote: five messages in 48 hours."""
        self.windows[openid] = (self.now + 48 * 3600, 5)

    def taps(self, openid: str) -> None:
        """Menu, scan, follow: three in a minute."""
        self.windows[openid] = (self.now + 60, 3)

    def expire_token(self) -> None:
        self.token_ends = 0.0

    def texts(self, openid: str) -> list[str]:
        return [text for to, text in self.sent if to == openid]

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self._stable_token)
        app.router.add_post("/cgi-bin/message/custom/send", self._send)
        app.router.add_post("/cgi-bin/message/custom/typing", self._typing)
        app.router.add_get("/cgi-bin/media/get", self._media)
        app.router.add_get("/film/{id}", self._film)
        app.router.add_post("/cgi-bin/menu/create", self._menu_create)
        app.router.add_get("/cgi-bin/menu/delete", self._menu_delete)
        return app

    async def _stable_token(self, request: web.Request) -> web.Response:
        self.token_calls += 1
        asked = await request.json()
        if asked["grant_type"] != "client_credential":
            return _error(40002)
        if asked["appid"] != APP_ID:
            return _error(40013)
        if asked["secret"] != SECRET:
            return _error(40125)
        await asyncio.sleep(self.slow_s or 0.02)
        if asked.get("force_refresh"):
            self.forced += 1
        if self.now >= self.token_ends or asked.get("force_refresh"):
            self.tokens += 1
            self.token, self.token_ends = f"token-{self.tokens}-" + "x" * 120, self.now + 7200
        return web.json_response({"access_token": self.token, "expires_in": int(self.token_ends - self.now)})

    def _fault(self, request: web.Request) -> int:
        given = request.query.get("access_token", "")
        if not given:
            return 41001
        if given != self.token:
            return 40001
        return 42001 if self.now >= self.token_ends else 0

    async def _send(self, request: web.Request) -> web.Response:
        self.calls["send"] += 1
        raw = await request.read()
        self.bodies.append(raw)
        await asyncio.sleep(self.slow_s)
        if self.status != 200:
            return web.Response(status=self.status, text="bad gateway")
        asked = json.loads(raw)
        code = self._fault(request) or self.refuse_always or (self.refuse.pop(0) if self.refuse else 0)
        code = code or self._window(asked["touser"])
        if not code and len(asked["text"]["content"].encode()) > 2048:
            code = 45002
        if code:
            return _error(code)
        self.sent.append((asked["touser"], asked["text"]["content"]))
        if self.lose_next:
            self.lose_next -= 1
            assert request.transport is not None
            request.transport.close()
        return _error(0)

    def _window(self, openid: str) -> int:
        ends, left = self.windows.get(openid, (0.0, 0))
        if openid not in self.windows and self.any_window:
            return 0
        if self.now >= ends:
            return 45015
        if left <= 0:
            return 45047
        self.windows[openid] = (ends, left - 1)
        return 0

    async def _typing(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.typed.append((asked["touser"], asked["command"]))
        return _error(self._fault(request))

    async def _media(self, request: web.Request) -> web.StreamResponse:
        self.calls["media"] += 1
        await asyncio.sleep(self.slow_s)
        code = self._fault(request) or (self.refuse.pop(0) if self.refuse else 0)
        media_id = request.query.get("media_id", "")
        if not code and media_id in self.films:
            return web.json_response({"video_url": self.films[media_id]})
        kind, data, ends = self.media.get(media_id, ("", b"", 0.0))
        if not code and self.now >= ends:
            code = 40007
        if code:
            # Tencent labels its JSON text/plain here
            return web.Response(text=json.dumps({"errcode": code, "errmsg": "x"}), content_type="text/plain")
        headers = {"Content-disposition": f'attachment; filename="{media_id}"'}
        return web.Response(body=data, content_type=kind, headers=headers)

    async def _film(self, _: web.Request) -> web.Response:
        return web.Response(body=MP4, content_type="video/mp4")

    async def _menu_create(self, request: web.Request) -> web.Response:
        code = self._fault(request)
        if not code:
            self.menu = await request.json()
        return _error(code)

    async def _menu_delete(self, request: web.Request) -> web.Response:
        self.menu = None
        return _error(self._fault(request))


def _error(code: int) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": "ok" if code == 0 else "refused by the fake"})


@asynccontextmanager
async def serving(tencent: Tencent | None = None) -> AsyncIterator[Tencent]:
    """The server on a free loopback port; `base` is its address."""
    tencent = tencent or Tencent()
    server = TestServer(tencent.app())
    await server.start_server()
    tencent.base = str(server.make_url("")).rstrip("/")
    try:
        yield tencent
    finally:
        await server.close()
