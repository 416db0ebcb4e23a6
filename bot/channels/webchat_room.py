"""What the H5 chat's HTTP and WebSocket doors share: reading a message, taking a turn, telling the news."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

import orjson

from bot.channels.pace import NEW_PER_HOUR, Pace
from bot.channels.thumbs import THUMB_SIDE, Pictures
from bot.errors import Refused, TooLarge, Unavailable
from bot.model import Author, Channel, Incoming, Kind
from bot.text.normalise import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.model import Button, Line, Media, Reply
    from bot.ports import Blobs, Chat, Sessions
    from flows.engine import Json

MESSAGE_BYTES: Final = 64 * 1024
TEXT_LENGTH: Final = 10_000  #: all of it is screened for danger; the talk reads as much as it can
PAYLOAD_LENGTH: Final = 200
POLL_S: Final = 25.0  #: how long a GET with wait=1 stays open
LOOK_AGAIN_S: Final = 15.0  #: a wake-up may get lost; then the news comes this much later

TYPING: Final = frozenset({"typing", "citizen-typing"})  #: notes of a wake-up that bring no line

TOO_LONG: Final = "这段话有点长，一次最多发 10000 个字。请分成两三条发，我会一起看。"
TOO_BIG: Final = "这条消息太大了，请分成几条发。"
NOT_READ: Final = "这条消息没有收到内容，请再写一次。"
RECOVERING: Final = "系统正在恢复，请稍后再发一次。"

_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KINDS: Final = {"text": Kind.TEXT, "location": Kind.LOCATION, "hello": Kind.HELLO}
_PICTURE_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp")
SHOWN_SMALL: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True)
class Site:
    """What the page has to know about the place it stands in."""

    court: str  #: shown in the title bar
    sign: Callable[[str], str]  #: keyed MAC of a text, URL-safe, at least 128 bits
    public_url: str = ""  #: https here makes the cookie Secure; empty = whatever Host is asked for
    upload_limit: int = 20 * 1024 * 1024  #: bytes
    trust_proxy: int = 0  #: number of own reverse proxies in front
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    new_per_hour: int = NEW_PER_HOUR  #: people of one network who never wrote before
    note: Callable[[str, str], None] = field(default=lambda _channel, _why: None)  #: as in `Pace`


@dataclass(frozen=True, slots=True)
class Message:
    """What the page sends."""

    id: str
    kind: Kind
    text: str
    payload: str


def read_message(raw: bytes | str) -> tuple[Message, dict[str, object]]:
    """Check the JSON of one message; raises Refused (or TooLarge) with a sentence for the citizen."""
    if len(raw) > MESSAGE_BYTES:
        raise TooLarge(TOO_BIG)
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        raise Refused(NOT_READ) from exc
    if not isinstance(data, dict):
        raise Refused(NOT_READ)
    return message_of(data), data


def message_of(data: Mapping[str, object]) -> Message:
    """A message from parsed JSON {id, text?, payload?, kind?}; raises Refused."""
    text, payload = data.get("text", ""), data.get("payload", "")
    kind = _KINDS.get(str(data.get("kind", "text")))
    if not isinstance(text, str) or not isinstance(payload, str) or kind is None:
        raise Refused(NOT_READ)
    text = clean(text)
    if len(text) > TEXT_LENGTH:
        raise TooLarge(TOO_LONG)
    if len(payload) > PAYLOAD_LENGTH or not (text or payload or kind is Kind.HELLO):
        raise Refused(NOT_READ)
    return Message(check_id(data.get("id")), kind, text, payload)


def check_id(value: object) -> str:
    """A message id the page made; raises Refused for anything else."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise Refused(NOT_READ)


def upto_of(value: object) -> int:
    """A line number from JSON or a query, 0 for nonsense."""
    if isinstance(value, int) and not isinstance(value, bool):
        return min(max(value, 0), 2**31)
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value) else 0


class Bell:
    """Collects wake-ups of one conversation until somebody looks."""

    def __init__(self, sessions: Sessions, sid: str) -> None:
        self.sid = sid
        self.rung = asyncio.Event()
        self.notes: set[str] = set()
        self._sessions = sessions
        self._task = asyncio.create_task(self._hear())

    def heard(self) -> set[str]:
        """The notes since the last look; the bell is quiet again afterwards."""
        notes, self.notes = self.notes, set()
        self.rung.clear()
        return notes

    async def close(self) -> None:
        """Stop listening."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _hear(self) -> None:
        try:
            async for _, note in self._sessions.listen(f"chat:{self.sid}"):
                self.notes.add(note)
                self.rung.set()
        except Unavailable:
            # without wake-ups the news still comes, LOOK_AGAIN_S later
            return


class Room:
    """The chat as both doors see it."""

    def __init__(self, chat: Chat, sessions: Sessions, blobs: Blobs, site: Site) -> None:
        self.chat = chat
        self.sessions = sessions
        self.blobs = blobs
        self.site = site
        self.pace = Pace(sessions, site.sign, new_per_hour=site.new_per_hour, note=site.note)
        self._pictures = Pictures(blobs)

    async def sid(self, user: str) -> str:
        """The conversation of the person behind a cookie."""
        return await self.chat.canonical(Channel.WEB, user)

    async def admit(self, user: str, address: str, words: str = "") -> None:
        """Count one message; raises TooMany, but never for words of danger."""
        await self.pace.admit(Channel.WEB, user, address, words)

    async def urgent(self, user: str, words: str) -> bool:
        """Whether words that came too fast are heard all the same."""
        return await self.pace.urgent(Channel.WEB, user, words)

    async def say(
        self, user: str, message: Message, media: Media | None = None, *, address: str = ""
    ) -> Reply:
        """One turn, then a wake-up for the other open pages of the same person."""
        before = await self.sid(user)
        incoming = Incoming(
            channel=Channel.WEB,
            user=user,
            message_id=message.id,
            kind=message.kind,
            at=self.site.now(),
            text=message.text,
            payload=message.payload,
            media=media,
            origin=self.pace.origin(address) if address else "",
        )
        reply = await self.chat.converse(incoming)
        await self._wake(before, "lines")
        return reply

    async def news(
        self, user: str, after: int, *, reply: Reply | None = None, check: bool = True
    ) -> dict[str, Json]:
        """{lines, status, thread, reset}: what the page has not seen.

        `check`: when nothing is new, make sure the transcript the page knows still exists; after
        a deletion it starts again, and `reset` tells the page to forget what it shows. What the
        bot said in a turn that left no transcript comes as lines with n = 0.
        """
        sid = await self.sid(user)
        lines = await self.chat.history(sid, after)
        reset = False
        if check and not lines:
            lines = await self.chat.history(sid, 0) if after else []
            reset = bool(after) and (not lines or lines[-1].n < after)
            lines = lines if reset else []
            if reset and reply:
                await self._wake(sid, "reset")
            if reply and not lines and (reset or not after):
                return await self._told(sid, _aside(reply, self.site.now()), reset=reset)
        return await self._told(sid, [self.shown(sid, line) for line in lines], reset=reset)

    async def wait(self, user: str, after: int) -> dict[str, Json]:
        """The news, at the latest after POLL_S seconds."""
        bell = Bell(self.sessions, await self.sid(user))
        try:
            async with asyncio.timeout(POLL_S):
                return await self._wait(user, after, bell)
        except TimeoutError:
            return await self.news(user, after)
        finally:
            await bell.close()

    def shown(self, sid: str, line: Line) -> dict[str, Json]:
        """One line as the page gets it; addresses of files are signed for this conversation."""
        return {
            "n": line.n,
            "at": line.at.isoformat(),
            "author": line.author.value,
            "text": line.text,
            "kind": line.kind,
            "name": line.name,
            "id": line.message_id if line.author is Author.CITIZEN else "",
            "card": self._card(sid, line.card),
            "buttons": _buttons(line.buttons),
            "media": self._media(sid, line.media),
        }

    def may_open(self, sid: str, key: str, token: str) -> bool:
        """Whether a file's address was made for this conversation."""
        return compare_digest(self._file_token(sid, key).encode(), token.encode())

    async def thumb(self, key: str, turns: int = 0, side: int = THUMB_SIDE) -> bytes:
        """A safe JPEG of a stored picture, turned clockwise by quarters; raises NotFound, Refused."""
        return await self._pictures.drawn(key, side, turns)

    async def _wait(self, user: str, after: int, bell: Bell) -> dict[str, Json]:
        while True:
            notes = bell.heard()
            news = await self.news(user, after, check="reset" in notes)
            if news["lines"] or news["reset"] or notes - TYPING:
                return news
            if "typing" in notes:
                return news | {"typing": True}
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):
                    await bell.rung.wait()
            except TimeoutError:
                continue

    async def _told(self, sid: str, lines: list[dict[str, Json]], *, reset: bool) -> dict[str, Json]:
        status = await self.chat.status(sid)
        return {
            "lines": list(lines),
            "status": {"mode": status.mode, "mediator": status.mediator, "ahead": status.ahead},
            "thread": self.site.sign(f"thread:{sid}")[:16],
            "reset": reset,
        }

    async def _wake(self, sid: str, note: str) -> None:
        # the turn is done; that another page learns of it a little later is no reason to fail it
        with suppress(Unavailable):
            await self.sessions.wake(f"chat:{sid}", note)

    def _file_token(self, sid: str, key: str) -> str:
        return self.site.sign(f"file:{sid}:{key}")

    def _file_url(self, sid: str, key: str) -> str:
        return f"/api/chat/files/{key}?t={self._file_token(sid, key)}"

    def _media(self, sid: str, media: Media | None) -> Json:
        if media is None:
            return None
        url = self._file_url(sid, media.blob) if media.blob else ""
        thumb = f"{url}&thumb=1" if url and media.content_type in SHOWN_SMALL else ""
        return {
            "name": media.name,
            "type": media.content_type,
            "size": media.size,
            "url": url,
            "thumb": thumb,
            "refused": media.refused,
        }

    def _card(self, sid: str, card: Mapping[str, Json] | None) -> Json:
        if card is None:
            return None
        kind, data = card.get("kind"), card.get("data")
        if not isinstance(data, dict):
            data = {name: value for name, value in card.items() if name != "kind"}
        items = data.get("items")
        if kind == "evidence" and isinstance(items, list):
            data = {**data, "items": [self._evidence(sid, item) for item in items]}
        return {"kind": kind, "data": data}

    def _evidence(self, sid: str, item: Json) -> Json:
        """A row of an evidence card: blob keys stay here, the page gets the address of a thumbnail."""
        if not isinstance(item, dict):
            return item
        shown: dict[str, Json] = {name: value for name, value in item.items() if name != "blob"}
        if item.get("type"):  # a row of the records: its picture may have been turned since
            return {**shown, "thumb": picture_url(item)}
        key = item.get("thumb") or (item.get("blob") if _is_picture(item) else "")
        shown["thumb"] = f"{self._file_url(sid, key)}&thumb=1" if key and isinstance(key, str) else ""
        return shown


def picture_url(item: Mapping[str, Json]) -> str:
    """Where a row of evidence is drawn the way it is turned, '' for what is no picture."""
    if item.get("type") not in SHOWN_SMALL or "unread" in str(item.get("marks", "")).split():
        return ""
    return f"/api/chat/evidence/{item['id']}/picture?v={item.get('turns', 0)}"


def _is_picture(item: Mapping[str, Json]) -> bool:
    return str(item.get("name", "")).lower().endswith(_PICTURE_ENDINGS)


def _buttons(buttons: tuple[Button, ...]) -> list[Json]:
    return [{"title": button.title, "payload": button.payload} for button in buttons]


def _aside(reply: Reply, at: datetime) -> list[dict[str, Json]]:
    return [
        {
            "n": 0,
            "at": at.isoformat(),
            "author": Author.BOT.value,
            "text": say.text,
            "kind": "text",
            "name": "",
            "id": "",
            "card": {"kind": say.card.kind, "data": dict(say.card.data)} if say.card else None,
            "buttons": _buttons(say.buttons),
            "media": None,
        }
        for say in reply.says
    ]
