"""The H5 chat: the page, its JSON doors, uploads and files; the WebSocket is in `webchat_ws`."""

from __future__ import annotations

import re
import secrets
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import BodyPartReader, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels import media
from bot.channels.headers import (
    CSP_SANDBOX,
    client_address,
    is_own_origin,
    is_own_page,
    secure,
)
from bot.channels.pace import TooMany
from bot.channels.sniff import kind_of
from bot.channels.static_files import StaticFiles
from bot.channels.webchat_room import (
    MESSAGE_BYTES,
    NOT_READ,
    RECOVERING,
    TEXT_LENGTH,
    TOO_BIG,
    Message,
    Room,
    Site,
    check_id,
    read_message,
    upto_of,
)
from bot.channels.webchat_ws import Doors
from bot.errors import Conflict, NotFound, Refused, TooLarge, Unavailable
from bot.law.screening import danger
from bot.model import Kind
from bot.text.named import of_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp.typedefs import Handler

    from bot.model import Media
    from bot.ports import Blobs, Chat, Sessions
    from flows.engine import Json

__all__ = ["Site", "setup"]

COOKIE: Final = "mb_chat"
COOKIE_AGE_S: Final = 180 * 24 * 3600  #: a mediation may take months; each visit renews it
FORM_BYTES: Final = 64 * 1024  #: what a multipart form adds around the file
FORM_PARTS: Final = 8
CHUNK_BYTES: Final = 64 * 1024

EXPIRED: Final = "这个页面已经过期，请刷新后再试。"
FOREIGN: Final = "这次操作不是从本页面发出的，没有处理。请刷新页面再试。"
NO_FILE: Final = "没有收到文件，请重新选一个。"
GONE: Final = "这个文件已经删除，或者不在您的对话里。"

_HERE: Final = Path(__file__).parent
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits
_KEY: Final = r"{key:[A-Za-z0-9_.-]{1,128}}"


def setup(app: web.Application, *, chat: Chat, sessions: Sessions, blobs: Blobs, site: Site) -> WebChat:
    """Add the page and its doors to `app`; reads the page's own files once. Gives what other doors share."""
    room = Room(chat, sessions, blobs, site)
    doors = Doors(room)
    secure(app)
    files = StaticFiles.load(_HERE / "static" / "chat", "/static/chat")
    files.add_routes(app)
    door = WebChat(room, doors, _page(site, files))
    app.router.add_get("/", door.page)
    app.router.add_get("/api/chat/messages", door.guarded(door.read))
    app.router.add_post("/api/chat/messages", door.guarded(door.say))
    app.router.add_post("/api/chat/seen", door.guarded(door.seen))
    app.router.add_post("/api/chat/uploads", door.guarded(door.upload))
    app.router.add_get(f"/api/chat/files/{_KEY}", door.guarded(door.file))
    app.router.add_get("/ws/chat", door.guarded(door.socket))

    async def shut(_: web.Application) -> None:
        await doors.shut()

    app.on_shutdown.append(shut)
    return door


class WebChat:
    """The handlers; each reads the request, asks the room, and answers."""

    def __init__(self, room: Room, doors: Doors, page: str) -> None:
        self.room = room
        self._site = room.site
        self._doors = doors
        self._page = page

    def guarded(self, handler: Handler) -> Handler:
        """Own page only, known person only; refusals become Chinese JSON {error}."""

        async def inner(request: web.Request) -> web.StreamResponse:
            if request.method == "POST" and not is_own_page(request, self._site.public_url):
                return _error(403, FOREIGN)
            if not self.person(request):
                return _error(401, EXPIRED)
            try:
                return await handler(request)
            except TooMany as exc:
                return _error(429, exc.sentence)
            except TooLarge as exc:
                return _error(413, exc.sentence)
            except Refused as exc:
                return _error(422, exc.sentence)
            except (Unavailable, Conflict):
                return _error(503, RECOVERING)

        return inner

    async def admit(self, request: web.Request, words: str = "") -> None:
        """Count one message of this person and address; raises TooMany, but never for words of danger."""
        await self.room.admit(self.person(request), self._address(request), words)

    async def page(self, request: web.Request) -> web.Response:
        """GET /: the same page for everybody, and a cookie that says who comes back."""
        response = web.Response(text=self._page, content_type="text/html")
        response.headers["Cache-Control"] = "no-store"
        try:
            user = self.person(request) or await self._of_before(request) or secrets.token_urlsafe(16)
        except Unavailable:  # whose it is cannot be looked up now: the browser keeps what it has
            return response
        response.set_cookie(
            COOKIE,
            f"{user}.{self._mark(user)}",
            max_age=COOKIE_AGE_S,
            httponly=True,
            samesite="Lax",
            secure=self._site.public_url.startswith("https:") or request.secure,
        )
        return response

    def person(self, request: web.Request) -> str:
        """The secret in this browser's cookie, '' for none or one that this server has not given."""
        user, _, mark = request.cookies.get(COOKIE, "").partition(".")
        known = _TOKEN.fullmatch(user) and compare_digest(self._mark(user).encode(), mark.encode())
        return user if known else ""

    async def whose(self, request: web.Request) -> str:
        """The sid of the conversation this browser holds, "" for none."""
        user = self.person(request)
        return await self.room.sid(user) if user else ""

    def _mark(self, user: str) -> str:
        return self._site.sign(f"cookie:{user}")

    async def _of_before(self, request: web.Request) -> str:
        """The secret of an unsigned cookie of an earlier version, if there is a conversation of it."""
        user = request.cookies.get(COOKIE, "")
        if _TOKEN.fullmatch(user) and await self.room.chat.history(await self.room.sid(user), 0):
            return user
        return ""

    async def read(self, request: web.Request) -> web.Response:
        """GET ?after=n[&wait=1] -> {lines, status, thread, reset}."""
        user, after = self.person(request), upto_of(request.query.get("after"))
        if request.query.get("wait") == "1":
            return answer_json(await self.room.wait(user, after))
        return answer_json(await self.room.news(user, after))

    async def say(self, request: web.Request) -> web.Response:
        """POST {id, text?, payload?, kind?, after?} -> {lines, status, thread, reset}."""
        message, data = read_message(await body_of(request))
        user = self.person(request)
        await self.admit(request, message.text)
        reply = await self.room.say(user, message, address=self._address(request))
        return answer_json(await self.room.news(user, upto_of(data.get("after")), reply=reply))

    async def seen(self, request: web.Request) -> web.Response:
        """POST {upto}: the page showed every line up to there."""
        try:
            data = orjson.loads(await body_of(request))
        except orjson.JSONDecodeError as exc:
            raise Refused(NOT_READ) from exc
        upto = upto_of(data.get("upto")) if isinstance(data, dict) else 0
        await self.room.chat.seen(await self.room.sid(self.person(request)), upto)
        return answer_json({})

    async def upload(self, request: web.Request) -> web.Response:
        """POST multipart (id, then file) [?after=n] -> {lines, status, thread, reset}."""
        limit = self._site.upload_limit
        if (request.content_length or 0) > limit + FORM_BYTES:
            raise TooLarge(media.too_large(limit))
        user = self.person(request)
        try:
            message, taken = await self._receive(request)
        except ValueError as exc:  # a multipart head that cannot be parsed: NUL in a name, no boundary
            raise Refused(NO_FILE) from exc
        reply = await self.room.say(user, message, taken)
        await self._drop_twin(user, message.id, taken)
        return answer_json(await self.room.news(user, upto_of(request.query.get("after")), reply=reply))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """GET /api/chat/files/{key}?t=…[&thumb=1]: a safe thumbnail, or the file as a download."""
        key = request.match_info["key"]
        sid = await self.room.sid(self.person(request))
        if not self.room.may_open(sid, key, request.query.get("t", "")):
            return _error(404, GONE)
        try:
            if request.query.get("thumb") == "1":
                return await self._thumb(key)
            return await self._download(request, key)
        except NotFound:
            return _error(404, GONE)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """GET /ws/chat: only from our own page, the browser names it in Origin."""
        if not is_own_origin(request, self._site.public_url, required=True):
            return _error(403, FOREIGN)
        return await self._doors.enter(request, self.person(request), self._address(request))

    async def _receive(self, request: web.Request) -> tuple[Message, Media]:
        if request.content_type != "multipart/form-data":
            raise Refused(NO_FILE)
        named = ""
        try:
            form = await request.multipart()
            for _ in range(FORM_PARTS):
                part = await form.next()
                if not isinstance(part, BodyPartReader):
                    break
                if part.name == "id":
                    named = (await part.read_chunk(256)).decode("ascii", "replace")
                elif part.name == "file":
                    words = of_file(part.filename or "")
                    await self.admit(request, words)  # before anything of the file is read
                    return await self._keep(part, check_id(named), words)
        except ValueError as exc:
            raise Refused(media.CUT) from exc
        await self.admit(request)
        raise Refused(NO_FILE)

    async def _keep(self, part: BodyPartReader, named: str, words: str) -> tuple[Message, Media]:
        claimed = part.headers.get("Content-Type", "")
        limit = self._site.upload_limit
        taken = await media.take(_chunks(part), part.filename or "", claimed, self.room.blobs, limit)
        if taken.refused and danger(words):  # the file cannot be kept, its name is heard
            return Message(named, Kind.FILE, "", ""), taken
        if taken.refused == media.too_large(limit):
            raise TooLarge(taken.refused)
        if taken.refused:
            raise Refused(taken.refused)
        return Message(named, kind_of(taken.content_type), "", ""), taken

    async def _drop_twin(self, user: str, named: str, taken: Media) -> None:
        """A file sent twice under one id is kept once: the line holds the first copy."""
        lines = await self.room.chat.history(await self.room.sid(user), 0)
        kept = {line.media.blob for line in lines if line.message_id == named and line.media}
        if kept and taken.blob not in kept:
            await self.room.blobs.remove(taken.blob)

    async def _thumb(self, key: str) -> web.Response:
        headers = {
            "Cache-Control": "private, max-age=86400",
            "Content-Security-Policy": CSP_SANDBOX,
            "X-Content-Type-Options": "nosniff",
        }
        body = await self.room.thumb(key)
        return web.Response(body=body, content_type="image/jpeg", headers=headers)

    async def _download(self, request: web.Request, key: str) -> web.StreamResponse:
        chunks = self.room.blobs.open(key)
        first = await anext(chunks, b"")
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = "attachment"
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = CSP_SANDBOX
        await response.prepare(request)
        await response.write(first)
        async for chunk in chunks:
            await response.write(chunk)
        await response.write_eof()
        return response

    def _address(self, request: web.Request) -> str:
        return client_address(request, self._site.trust_proxy)


def _page(site: Site, files: StaticFiles) -> str:
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    return env.get_template("chat.html").render(
        court=site.court,
        limit=site.upload_limit,
        text_length=TEXT_LENGTH,
        static=files.url,
    )


async def body_of(request: web.Request) -> bytes:
    """The body of a small request; raises TooLarge."""
    if (request.content_length or 0) > MESSAGE_BYTES:
        raise TooLarge(TOO_BIG)
    body = bytearray()
    async for chunk in request.content.iter_chunked(CHUNK_BYTES):
        body += chunk
        if len(body) > MESSAGE_BYTES:
            raise TooLarge(TOO_BIG)
    return bytes(body)


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(CHUNK_BYTES):
        yield chunk


def answer_json(data: dict[str, Json], status: int = 200) -> web.Response:
    """JSON that no cache keeps."""
    return web.Response(
        body=orjson.dumps(data),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _error(status: int, sentence: str) -> web.Response:
    return answer_json({"error": sentence}, status)
