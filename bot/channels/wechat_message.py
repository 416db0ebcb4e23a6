"""What a WeChat push means: every message type and event as one `Incoming`, or nothing to answer.

Protocol pages: 微信公众平台, 接收普通消息 and 接收事件推送.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.channels.wechat_menu import PAYLOAD, title_of
from bot.model import Channel, Incoming, Kind, Media

Fields = Mapping[str, str]

NO_FILES: Final = (
    "公众号里的文件我们下载不了。请把材料拍成照片发过来；要发 PDF 或 Word，请用网页版聊天里的“文件”按钮上传。"
)
SCENE_CHARS: Final = 64

_OPENID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER: Final = re.compile(r"[0-9]{1,20}")
#: Pushes about what we sent, not from a person: counted only.
REPORTS: Final = frozenset(
    {
        "templatesendjobfinish",
        "masssendjobfinish",
        "subscribe_msg_popup_event",
        "subscribe_msg_change_event",
        "subscribe_msg_sent_event",
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A push somebody has to answer."""

    incoming: Incoming
    account: str  #: our own id in the push (gh_…); the reply is signed with it
    sent_at: int  #: CreateTime, seconds since 1970 by Tencent's clock
    media_id: str = ""  #: file that still has to be fetched
    is_event: bool = False  #: a tap or a scan, which opens a smaller window than words do


def read(fields: Fields, now: datetime) -> Heard | None:
    """The push as a message of a person; None for one that needs no answer (reports, places, unknown)."""
    user, kind = fields.get("FromUserName", ""), fields.get("MsgType", "").lower()
    if not _OPENID.fullmatch(user):
        return None
    created = fields.get("CreateTime", "")
    sent_at = int(created) if _NUMBER.fullmatch(created) else 0
    blank = Incoming(Channel.WECHAT, user, _message_id(fields), Kind.TEXT, now)
    heard = Heard(blank, fields.get("ToUserName", "")[:64], sent_at)
    if kind == "event":
        event = EVENTS.get(fields.get("Event", "").lower())
        incoming = event(blank, fields.get("EventKey", "")) if event else None
        return replace(heard, incoming=incoming, is_event=True) if incoming else None
    message = MESSAGES.get(kind)
    if message is None:
        return None
    incoming = message(blank, fields)
    wants_file = incoming.kind in {Kind.IMAGE, Kind.VOICE, Kind.VIDEO} and not incoming.text
    return replace(heard, incoming=incoming, media_id=fields.get("MediaId", "")[:256] if wants_file else "")


def event_name(fields: Fields) -> str:
    """Lower-case name of an event, one of a closed list for counting; empty for a message."""
    if fields.get("MsgType", "").lower() != "event":
        return ""
    name = fields.get("Event", "").lower()
    return name if name in REPORTS or name in EVENTS or name in {"location", "view"} else "other"


def _message_id(fields: Fields) -> str:
    """MsgId; events have none, so who, when, which and what together. Source: 接收事件推送, 消息排重."""
    given = fields.get("MsgId", "")
    if _NUMBER.fullmatch(given):
        return given
    parts = (fields.get(name, "") for name in ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey"))
    more = fields.get("Content", ""), fields.get("MediaId", "")
    return "e" + hashlib.sha256("\n".join((*parts, *more)).encode()).hexdigest()[:20]


def _text(blank: Incoming, fields: Fields) -> Incoming:
    return replace(blank, text=fields.get("Content", ""))


def _voice(blank: Incoming, fields: Fields) -> Incoming:
    """The transcript, where Tencent still gives one, is the message; else the recording is."""
    return replace(blank, kind=Kind.VOICE, text=fields.get("Recognition", "").strip())


def _place(blank: Incoming, fields: Fields) -> Incoming:
    return replace(blank, kind=Kind.LOCATION, text=fields.get("Label", "").strip())


def _link(blank: Incoming, fields: Fields) -> Incoming:
    words = f"{fields.get('Title', '')} {fields.get('Url', '')}"
    return replace(blank, kind=Kind.LINK, text=words.strip())


def _file(blank: Incoming, fields: Fields) -> Incoming:
    """A document has no media id that could be fetched: said kindly, with two ways that work."""
    name = "".join(char for char in fields.get("Title", "") if char.isprintable())[:80] or "文件"
    return replace(blank, kind=Kind.FILE, media=Media("", name, "", 0, "", NO_FILES))


MESSAGES: Final[dict[str, Callable[[Incoming, Fields], Incoming]]] = {
    "text": _text,
    "image": lambda blank, _: replace(blank, kind=Kind.IMAGE),
    "voice": _voice,
    "video": lambda blank, _: replace(blank, kind=Kind.VIDEO),
    "shortvideo": lambda blank, _: replace(blank, kind=Kind.VIDEO),
    "location": _place,
    "link": _link,
    "file": _file,
}


def _hello(blank: Incoming, key: str) -> Incoming:
    return replace(blank, kind=Kind.HELLO, payload=key.removeprefix("qrscene_")[:SCENE_CHARS])


def _click(blank: Incoming, key: str) -> Incoming | None:
    """A menu key that is a payload acts like the button; any other key is taken as words."""
    if not key:
        return None
    if PAYLOAD.fullmatch(key):
        return replace(blank, text=title_of(key), payload=key)
    return replace(blank, text=key)


EVENTS: Final[dict[str, Callable[[Incoming, str], Incoming | None]]] = {
    "subscribe": _hello,
    "scan": _hello,
    "unsubscribe": lambda blank, _: replace(blank, kind=Kind.GONE),
    "click": _click,
}
