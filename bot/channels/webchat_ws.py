"""The H5 chat's WebSocket: what is new reaches an open page at once, and the page may speak through it.

From the page: hello {after} · say {id, text?, payload?, kind?} · seen {upto} · typing · ping.
To the page: lines {lines, status, thread, reset} · done {id} · refused {id, error} · typing · pong.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.pace import TOO_FAST, TooMany
from bot.channels.webchat_room import (
    LOOK_AGAIN_S,
    MESSAGE_BYTES,
    NOT_READ,
    RECOVERING,
    TYPING,
    Bell,
    message_of,
    read_message,
    upto_of,
)
from bot.errors import Conflict, Refused, Unavailable

if TYPE_CHECKING:
    from bot.channels.webchat_room import Message, Room
    from bot.model import Reply
    from flows.engine import Json

_log = logging.getLogger(__name__)

HEARTBEAT_S: Final = 25.0
SEND_S: Final = 10.0  #: a page that takes no bytes for so long is cut off
TURNS_WAITING: Final = 8  #: messages of one page that may wait for their turn
PAGES_PER_PERSON: Final = 10
FRAMES_PER_MINUTE: Final = 240  #: pings, typing and seen included


class Doors:
    """The open sockets and running turns of this process."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._pages: set[Page] = set()
        self._people: Counter[str] = Counter()
        self._turns: set[asyncio.Task[None]] = set()

    async def enter(self, request: web.Request, user: str, address: str) -> web.WebSocketResponse:
        """Serve one page until it goes; raises TooMany when a person has too many open."""
        if self._people[user] >= PAGES_PER_PERSON:
            raise TooMany(TOO_FAST)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MESSAGE_BYTES)
        self._people[user] += 1
        page = Page(self, socket, user, address)
        self._pages.add(page)
        try:
            await socket.prepare(request)
            await page.serve(request.transport)
        finally:
            self._pages.discard(page)
            self._people[user] -= 1
            self._people += Counter()  # drops those who left
        return socket

    def start(self, page: Page, message: Message) -> None:
        """Run a turn that outlives the page: a lost connection must not cut it in half."""
        task = asyncio.create_task(page.take_turn(message))
        self._turns.add(task)

        def ended(done: asyncio.Task[None]) -> None:
            self._turns.discard(done)
            exc = None if done.cancelled() else done.exception()
            if exc:
                # the type only: a message of an exception may quote what the citizen wrote
                _log.error("a turn of the web chat failed: %s", type(exc).__name__)
                page.give_up(message)

        task.add_done_callback(ended)

    async def shut(self) -> None:
        """Say goodbye to every page, then end the turns that still run."""
        await asyncio.gather(*(page.dismiss() for page in list(self._pages)), return_exceptions=True)
        for task in list(self._turns):
            task.cancel()
        await asyncio.gather(*list(self._turns), return_exceptions=True)


class Page:
    """One open page: a reader, and one writer that pulls the news, so that a slow page delays only itself."""

    def __init__(self, doors: Doors, socket: web.WebSocketResponse, user: str, address: str) -> None:
        self._doors = doors
        self._room = doors.room
        self._socket = socket
        self._user = user
        self._address = address
        self._after = 0
        self._greeted = False
        self._transport: asyncio.Transport | None = None
        self._reply: Reply | None = None
        self._check = False
        self._state: tuple[Json, Json] | None = None
        self._look = asyncio.Event()
        self._small: deque[dict[str, Json]] = deque(maxlen=64)
        self._order = asyncio.Lock()
        self._waiting = 0
        self._frames = 0
        self._minute = 0.0

    async def serve(self, transport: asyncio.Transport | None) -> None:
        """Read until the page goes; `transport` is what to cut when it takes nothing any more."""
        self._transport = transport
        writer = asyncio.create_task(self._write())
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT and not await self._read(frame.data):
                    break
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def dismiss(self) -> None:
        """The server goes down; the page comes back by itself."""
        await self._socket.close(code=WSCloseCode.SERVICE_RESTART)

    async def take_turn(self, message: Message) -> None:
        """One message, after those before it."""
        try:
            async with self._order:
                await self._room.admit(self._user, self._address, message.text)
                self._reply = await self._room.say(self._user, message, address=self._address)
            self._check = True
            self._tell({"type": "done", "id": message.id})
        except Refused as exc:
            self._tell({"type": "refused", "id": message.id, "error": exc.sentence})
        except (Unavailable, Conflict):
            self.give_up(message)
        finally:
            self._waiting -= 1

    def give_up(self, message: Message) -> None:
        """Ask for the message again."""
        self._tell({"type": "refused", "id": message.id, "error": RECOVERING})

    async def _read(self, raw: str) -> bool:
        if not self._may_speak():
            await self._last_words(raw)
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return False
        try:
            data = orjson.loads(raw)
        except orjson.JSONDecodeError:
            data = None
        if not isinstance(data, dict):
            self._tell({"type": "refused", "id": "", "error": NOT_READ})
            return True
        try:
            await self._heed(data)
        except Unavailable:
            self._tell({"type": "refused", "id": "", "error": RECOVERING})
        return True

    async def _last_words(self, raw: str) -> None:
        """Of a page that sends too many frames only danger is heard."""
        with suppress(Refused, Unavailable):  # the page is cut off whatever it sent
            message, data = read_message(raw)
            if data.get("type") == "say" and await self._room.urgent(self._user, message.text):
                self._waiting += 1
                self._doors.start(self, message)
            elif data.get("type") == "say":
                await self._socket.send_json({"type": "refused", "id": message.id, "error": TOO_FAST})

    async def _heed(self, data: dict[str, object]) -> None:
        match data.get("type"):
            case "hello":
                self._after = upto_of(data.get("after"))
                self._greeted = self._check = True
                self._state = None
                self._look.set()
            case "say":
                await self._hear(data)
            case "seen":
                await self._room.chat.seen(await self._room.sid(self._user), upto_of(data.get("upto")))
            case "typing":
                sid = await self._room.sid(self._user)
                await self._room.sessions.wake(f"chat:{sid}", "citizen-typing")
            case "ping":
                self._tell({"type": "pong"})

    async def _hear(self, data: dict[str, object]) -> None:
        given = data.get("id")
        named = given if isinstance(given, str) else ""
        try:
            message = message_of(data)
            if self._waiting >= TURNS_WAITING and not await self._room.urgent(self._user, message.text):
                raise TooMany(TOO_FAST)
        except Refused as exc:
            self._tell({"type": "refused", "id": named, "error": exc.sentence})
            return
        self._waiting += 1
        self._doors.start(self, message)

    def _may_speak(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._minute > 60:
            self._minute, self._frames = now, 0
        self._frames += 1
        return self._frames <= FRAMES_PER_MINUTE

    def _tell(self, small: dict[str, Json]) -> None:
        self._small.append(small)
        self._look.set()

    async def _write(self) -> None:
        bell: Bell | None = None
        try:
            while not self._socket.closed:
                self._look.clear()
                bell = await self._listen(bell)
                await self._catch_up(bell)
                await self._wait(bell)
        except (ConnectionError, TimeoutError):
            # the page takes nothing any more; closing politely would wait for it again
            if self._transport:
                self._transport.abort()
        finally:
            if bell:
                await bell.close()

    async def _listen(self, bell: Bell | None) -> Bell | None:
        try:
            sid = await self._room.sid(self._user)
        except Unavailable:
            return bell
        if bell and bell.sid == sid:
            return bell
        if bell:
            await bell.close()
        return Bell(self._room.sessions, sid)

    async def _catch_up(self, bell: Bell | None) -> None:
        notes = bell.heard() if bell else set()
        small, self._small = list(self._small), deque(maxlen=self._small.maxlen)
        only_typing = bool(notes) and notes <= TYPING and not self._check
        if self._greeted and not only_typing:
            await self._send_news(check=self._check or "reset" in notes)
        if "typing" in notes:
            small.append({"type": "typing"})
        for item in small:
            await self._send(item)

    async def _send_news(self, *, check: bool) -> None:
        reply, self._reply, self._check = self._reply, None, False
        try:
            news = await self._room.news(self._user, self._after, reply=reply, check=check)
        except Unavailable:
            self._check, self._reply = check, reply
            return
        lines = news["lines"]
        if news["reset"]:
            self._after = 0
        if isinstance(lines, list):
            seen = [line["n"] for line in lines if isinstance(line, dict)]
            self._after = max([self._after, *(n for n in seen if isinstance(n, int))])
        state = (news["status"], news["thread"])
        if lines or news["reset"] or state != self._state:
            self._state = state
            await self._send({"type": "lines", **news})

    async def _send(self, data: dict[str, Json]) -> None:
        async with asyncio.timeout(SEND_S):
            await self._socket.send_str(orjson.dumps(data).decode())

    async def _wait(self, bell: Bell | None) -> None:
        waits = [asyncio.ensure_future(self._look.wait())]
        if bell:
            waits.append(asyncio.ensure_future(bell.rung.wait()))
        try:
            await asyncio.wait(waits, timeout=LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
