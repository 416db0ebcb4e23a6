"""What a WeChat push means: every message type and event as one `Incoming`, or nothing to answer.

Protocol pages: 微信公众平台, 接收普通消息 and 接收事件推送.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _What:
    """What a push says, whoever sent it."""

    kind: Kind
    text: str = ""
    payload: str = ""
    media: Media | None = None


_Reader = Callable[[Fields], _What | None]
_FILES: Final = frozenset({Kind.IMAGE, Kind.VOICE, Kind.VIDEO})


def read(fields: Fields, now: datetime) -> Heard | None:
    """The push as a message of a person; None for one that needs no answer (reports, places, unknown)."""
    user, kind = fields.get("FromUserName", ""), fields.get("MsgType", "").lower()
    if not _OPENID.fullmatch(user):
        return None
    is_event = kind == "event"
    reader = (EVENTS if is_event else MESSAGES).get(fields.get("Event", "").lower() if is_event else kind)
    what = reader(fields) if reader else None
    if what is None:
        return None
    created = fields.get("CreateTime", "")
    wants_file = what.kind in _FILES and not what.text
    return Heard(
        Incoming(
            Channel.WECHAT,
            user,
            _message_id(fields),
            what.kind,
            now,
            what.text,
            what.payload,
            what.media,
        ),
        fields.get("ToUserName", "")[:64],
        int(created) if _NUMBER.fullmatch(created) else 0,
        fields.get("MediaId", "")[:256] if wants_file else "",
        is_event,
    )


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


def _voice(fields: Fields) -> _What:
    """The transcript, where Tencent still gives one, is the message; else the recording is."""
    return _What(Kind.VOICE, fields.get("Recognition", "").strip())


def _file(fields: Fields) -> _What:
    """A document has no media id that could be fetched: said kindly, with two ways that work."""
    name = "".join(char for char in fields.get("Title", "") if char.isprintable())[:80] or "文件"
    return _What(Kind.FILE, media=Media("", name, "", 0, "", NO_FILES))


MESSAGES: Final[dict[str, _Reader]] = {
    "text": lambda fields: _What(Kind.TEXT, fields.get("Content", "")),
    "image": lambda _: _What(Kind.IMAGE),
    "voice": _voice,
    "video": lambda _: _What(Kind.VIDEO),
    "shortvideo": lambda _: _What(Kind.VIDEO),
    "location": lambda fields: _What(Kind.LOCATION, fields.get("Label", "").strip()),
    "link": lambda fields: _What(Kind.LINK, f"{fields.get('Title', '')} {fields.get('Url', '')}".strip()),
    "file": _file,
}


def _hello(fields: Fields) -> _What:
    return _What(Kind.HELLO, payload=fields.get("EventKey", "").removeprefix("qrscene_")[:SCENE_CHARS])


def _click(fields: Fields) -> _What | None:
    """A menu key that is a payload acts like the button; any other key is taken as words."""
    key = fields.get("EventKey", "")
    if PAYLOAD.fullmatch(key):
        return _What(Kind.TEXT, title_of(key), key)
    return _What(Kind.TEXT, key) if key else None


EVENTS: Final[dict[str, _Reader]] = {
    "subscribe": _hello,
    "scan": _hello,
    "unsubscribe": lambda _: _What(Kind.GONE),
    "click": _click,
}
