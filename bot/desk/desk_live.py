"""The desk's WebSocket: only says that something changed; the page then asks the JSON doors.

From the page: open {id} (the conversation it shows, empty for none) · typing · ping.
To the page: queue · lines {id} · typing {id} · pong · ended (the session is over).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, Final

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.headers import is_own_origin
from bot.desk import views
from bot.desk.desk_api import visible
from bot.desk.guard import FOREIGN, GUARD, account_of
from bot.desk.pages import json_error
from bot.errors import Forbidden, NotFound, Refused, Unavailable
from bot.handoff import Desk
from bot.model import Account, Handoff
from bot.ports import Sessions

HEARTBEAT_S: Final = 25.0
SEND_S: Final = 10.0  #: a page that takes no bytes for so long is cut off
CHECK_S: Final = 60.0  #: how often the session is looked at again
PAGES_PER_ACCOUNT: Final = 20
FRAMES_PER_MINUTE: Final = 240


class DeskLive:
    """The open pages of this process."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self.desk = desk
        self.sessions = sessions
        self._pages: set[LivePage] = set()
        self._people: Counter[str] = Counter()

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """GET /ws/desk: serve one page until it goes."""
        account = account_of(request)
        if not is_own_origin(request, request.app[GUARD].site.public_url, required=True):
            return json_error(403, FOREIGN)
        if self._people[account.id] >= PAGES_PER_ACCOUNT:
            raise Refused("打开的页面太多了，请关掉几个。")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=4096)
        page = LivePage(self, socket, request, account)
        self._people[account.id] += 1
        self._pages.add(page)
        try:
            await socket.prepare(request)
            await page.serve()
        finally:
            self._pages.discard(page)
            self._people[account.id] -= 1
            self._people += Counter()  # drops those who left
        return socket

    async def shut(self, _: web.Application | None = None) -> None:
        """The server goes down; the pages come back by themselves."""
        closing = [page.socket.close(code=WSCloseCode.SERVICE_RESTART) for page in list(self._pages)]
        await asyncio.gather(*closing, return_exceptions=True)


class LivePage:
    """One open page: a reader, a listener for wake-ups, and one writer, so a slow page delays only itself."""

    def __init__(
        self, live: DeskLive, socket: web.WebSocketResponse, request: web.Request, account: Account
    ) -> None:
        self.socket = socket
        self._live = live
        self._request = request
        self._account = account
        self._handoff: Handoff | None = None
        self._listening: asyncio.Task[None] | None = None
        self._news: dict[bytes, None] = {}  # the same news twice is one
        self._look = asyncio.Event()
        self._frames, self._minute = 0, 0.0

    async def serve(self) -> None:
        """Read until the page goes."""
        self._listen()
        writer = asyncio.create_task(self._write())
        try:
            async for frame in self.socket:
                if frame.type is WSMsgType.TEXT and not await self._read(frame.data):
                    break
        finally:
            tasks = [task for task in (writer, self._listening) if task]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _listen(self) -> None:
        if self._listening:
            self._listening.cancel()
        self._listening = asyncio.create_task(self._hear(self._handoff))

    async def _hear(self, handoff: Handoff | None) -> None:
        topics = ["desk", f"chat:{handoff.sid}"] if handoff else ["desk"]
        try:
            async for topic, note in self._live.sessions.listen(*topics):
                if topic == "desk":
                    self._tell({"type": "queue", "id": note})
                elif handoff and note == "citizen-typing":
                    self._tell({"type": "typing", "id": handoff.id})
                elif handoff and note != "typing":
                    self._tell({"type": "lines", "id": handoff.id})
        except Unavailable:
            # the page polls by itself
            return

    async def _read(self, raw: str) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._minute > 60:
            self._minute, self._frames = now, 0
        self._frames += 1
        if self._frames > FRAMES_PER_MINUTE:
            await self.socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return False
        try:
            data = orjson.loads(raw)
        except orjson.JSONDecodeError:
            return True
        if isinstance(data, dict):
            await self._heed(data)
        return True

    async def _heed(self, data: dict[str, Any]) -> None:
        match data.get("type"):
            case "open":
                self._handoff = await self._find(str(data.get("id", "")))
                self._listen()
            case "typing" if self._handoff and views.holds(self._handoff, self._account):
                try:
                    await self._live.sessions.wake(f"chat:{self._handoff.sid}", "typing")
                except Unavailable:
                    return
            case "ping":
                self._tell({"type": "pong"})

    async def _find(self, handoff_id: str) -> Handoff | None:
        if not handoff_id:
            return None
        try:
            return await visible(self._live.desk, handoff_id, self._account)
        except (NotFound, Forbidden, Unavailable):
            return None

    def _tell(self, news: dict[str, str]) -> None:
        self._news[orjson.dumps(news)] = None
        self._look.set()

    async def _write(self) -> None:
        checked = asyncio.get_running_loop().time()
        try:
            while not self.socket.closed:
                try:
                    async with asyncio.timeout(CHECK_S):
                        await self._look.wait()
                except TimeoutError:
                    self._look.clear()
                self._look.clear()
                if asyncio.get_running_loop().time() - checked >= CHECK_S:
                    checked = asyncio.get_running_loop().time()
                    if not await self._still_in():
                        await self._send(orjson.dumps({"type": "ended"}))
                        await self.socket.close(code=WSCloseCode.POLICY_VIOLATION)
                        return
                news, self._news = list(self._news), {}
                for one in news:
                    await self._send(one)
        except (ConnectionError, TimeoutError):
            # the page takes nothing any more; closing politely would wait for it again
            if self._request.transport:
                self._request.transport.abort()

    async def _still_in(self) -> bool:
        try:
            return await self._request.app[GUARD].check(self._request) is not None
        except Unavailable:
            return True

    async def _send(self, news: bytes) -> None:
        async with asyncio.timeout(SEND_S):
            await self.socket.send_str(news.decode())
