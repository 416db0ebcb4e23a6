"""The XML of the WeChat callback: read with every dangerous feature refused, written by hand.

Protocol pages: 微信公众平台, 接收普通消息, 接收事件推送, 被动回复用户消息.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

DEPTH: Final = 6  #: pictures and subscriptions nest four deep
ELEMENTS: Final = 400

#: Characters XML 1.0 has no way to carry, not even in CDATA. Source: XML 1.0 §2.2.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadXml(ValueError):
    """Not the XML WeChat sends: broken, too deep, or with a DTD or entities."""


def parse(body: bytes) -> dict[str, str]:
    """Texts of the root's children by name; what is nested deeper is left out. Raises BadXml.

    UTF-8 whatever the declaration says. A DTD is refused as soon as it begins, so no entity is ever
    declared, expanded or fetched.
    """
    if b"\0" in body:  # expat would follow a byte order mark into UTF-16
        raise BadXml("not UTF-8")
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError as exc:
        raise BadXml(str(exc)) from exc
    return reader.fields


class _Reader:
    """Collects the texts of elements directly below the root."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self._depth = 0
        self._count = 0
        self._texts: list[str] = []

    def _refuse(self, *_: object) -> None:
        raise BadXml("a document type is not allowed")

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEPTH or self._count > ELEMENTS:
            raise BadXml("too deep or too many elements")
        if self._depth == 1 and name != "xml":
            raise BadXml("the root is not xml")
        if self._depth == 2:
            self._texts = []

    def _end(self, name: str) -> None:
        if self._depth == 2:
            self.fields.setdefault(name, "".join(self._texts).strip("\r\n"))
        self._depth -= 1

    def _data(self, text: str) -> None:
        if self._depth == 2:
            self._texts.append(text)


def cdata(text: str) -> str:
    """A CDATA section; `]]>` is cut in two, characters XML cannot carry are dropped."""
    return f"<![CDATA[{_FORBIDDEN.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def text_reply(*, to: str, sender: str, at: int, text: str) -> bytes:
    """A passive text reply; `at` in seconds since 1970."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(text)}</Content></xml>"
    ).encode()


def encrypted_reply(*, encrypted: str, signature: str, timestamp: str, nonce: str) -> bytes:
    """The envelope of an encrypted passive reply."""
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    ).encode()
