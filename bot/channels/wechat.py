"""The WeChat 服务号 callback: `GET /wechat` proves the address is ours, `POST /wechat` is a push to answer.

Protocol pages: 微信公众平台, 接入指南 · 消息加解密说明 · 被动回复用户消息.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.channels import wechat_xml
from bot.channels.wechat_crypto import Keys, Seal, Unreadable
from bot.channels.wechat_message import Fields, Heard, event_name, read
from bot.channels.wechat_turns import Means, TooBusy, Turns
from bot.channels.wechat_xml import BadXml
from bot.errors import ConfigError

PATH: Final = "/wechat"
BODY_BYTES: Final = 64 * 1024
ECHO_CHARS: Final = 512
STALE_S: Final = 300
BUDGET_S: Final = 4.0  # of the 5 s Tencent waits

ACKNOWLEDGED: Final = "success"


@dataclass(frozen=True, slots=True)
class Account:
    """The account as the callback knows it."""

    token: str
    app_id: str = ""
    aes_keys: tuple[str, ...] = ()  #: the current EncodingAESKey first, then the one before
    stale_s: int = STALE_S  #: largest age of a timestamp in seconds; 0 = any (rehearsals on a fixed date)
    plain: bool = True  #: take unencrypted pushes too (明文 and 兼容 mode) although a key is set
    budget_s: float = BUDGET_S


@dataclass(frozen=True, slots=True)
class _Push:
    """A push that was really sent by Tencent."""

    fields: Fields
    seal: Seal | None  #: what the reply must be encrypted with


class _Refusal(Exception):
    """The push is refused with this HTTP status; the text is for an administrator's eyes."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        self.text = text
        super().__init__(text)


def setup(app: web.Application, account: Account, means: Means) -> Turns:
    """Add the callback; returns the turns, whose `resume` the outbox calls. Raises ConfigError.

    On shutdown turns under way get 5 seconds.
    """
    if not account.token:
        raise ConfigError("BOT_WECHAT_TOKEN：未设置 / not set")
    turns = Turns(means)
    door = _Door(account, means, turns)
    app.router.add_get(PATH, door.verify)
    app.router.add_post(PATH, door.receive)

    async def shut(_: web.Application) -> None:
        await turns.close()

    app.on_shutdown.append(shut)
    return turns


class _Door:
    """The two handlers."""

    def __init__(self, account: Account, means: Means, turns: Turns) -> None:
        self._account = account
        self._keys = Keys(account.token, account.app_id, account.aes_keys)
        self._turns = turns
        self._note = means.note
        self._clock = means.letters.clock

    async def verify(self, request: web.Request) -> web.Response:
        """接入: echo the word back when it is signed with our token."""
        query = request.query
        echo = query.get("echostr", "")[: ECHO_CHARS + 1]
        try:
            self._check_age(query.get("timestamp", ""))
            if len(echo) > ECHO_CHARS:
                raise _Refusal(400, "echostr 太长")
            if "msg_signature" in query and self._keys.encrypts:
                self._check_signature(request, "msg_signature", echo)
                return _plain(self._keys.open(echo)[0].decode("utf-8", "replace"))
            self._check_signature(request, "signature")
        except _Refusal as exc:
            return self._refused(exc)
        except Unreadable:
            return self._refused(_Refusal(403, "解密失败"))
        return _plain(echo)

    async def receive(self, request: web.Request) -> web.Response:
        """A push: answered within the time Tencent gives, else acknowledged and answered later."""
        until = time.monotonic() + self._account.budget_s
        try:
            push = await self._open(request)
        except _Refusal as exc:
            return self._refused(exc)
        if event := event_name(push.fields):
            self._note(f"event_{event}")
        heard = read(push.fields, self._clock.now())
        if heard is None:
            return _plain(ACKNOWLEDGED)
        try:
            text = await self._turns.answer(heard, push.fields, until)
        except TooBusy:
            return self._refused(_Refusal(503, "忙"))
        return self._reply(heard, text, push.seal) if text else _plain(ACKNOWLEDGED)

    async def _open(self, request: web.Request) -> _Push:
        """The push after all checks, cheapest first; raises _Refusal."""
        self._check_age(request.query.get("timestamp", ""))
        is_sealed = "msg_signature" in request.query
        if "signature" in request.query or not is_sealed:
            self._check_signature(request, "signature")
        fields = _parsed(await _body(request))
        encrypted = fields.get("Encrypt", "")
        if encrypted and self._keys.encrypts:
            self._check_signature(request, "msg_signature", encrypted)
            try:
                message, seal = self._keys.open(encrypted)
            except Unreadable as exc:
                raise _Refusal(403, "解密失败") from exc
            return _Push(_parsed(message), seal)
        if is_sealed and "signature" not in request.query:
            raise _Refusal(403, "签名不对")
        if self._keys.encrypts and not self._account.plain:
            raise _Refusal(403, "只收加密消息")
        return _Push(fields, None)

    def _check_age(self, timestamp: str) -> None:
        """An old push is somebody replaying it; a small clock difference is not."""
        if not timestamp.isascii() or not timestamp.isdecimal() or len(timestamp) > 12:
            raise _Refusal(403, "缺少 timestamp")
        age_s = abs(self._clock.now().timestamp() - int(timestamp))
        if self._account.stale_s and age_s > self._account.stale_s:
            raise _Refusal(403, "timestamp 过期，请检查服务器时间")

    def _check_signature(self, request: web.Request, name: str, *more: str) -> None:
        query = request.query
        signed = self._keys.is_signed(
            query.get(name, ""), query.get("timestamp", ""), query.get("nonce", ""), *more
        )
        if not signed:
            raise _Refusal(403, "签名不对")

    def _reply(self, heard: Heard, text: str, seal: Seal | None) -> web.Response:
        now = int(self._clock.now().timestamp())
        xml = wechat_xml.text_reply(to=heard.incoming.user, sender=heard.account, at=now, text=text)
        if seal is not None:
            nonce = secrets.token_hex(8)
            encrypted, signature = self._keys.sealed(xml, seal, str(now), nonce)
            xml = wechat_xml.encrypted_reply(
                encrypted=encrypted, signature=signature, timestamp=str(now), nonce=nonce
            )
        return web.Response(body=xml, content_type="application/xml", charset="utf-8")

    def _refused(self, refusal: _Refusal) -> web.Response:
        self._note(f"refused_{refusal.status}")
        return _plain(refusal.text, refusal.status)


def _plain(text: str, status: int = 200) -> web.Response:
    headers = {"X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, status=status, content_type="text/plain", headers=headers)


def _parsed(body: bytes) -> Fields:
    try:
        return wechat_xml.parse(body)
    except BadXml as exc:
        raise _Refusal(400, "XML 有误") from exc


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > BODY_BYTES:
        raise _Refusal(413, "消息太长")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_BYTES:
            raise _Refusal(413, "消息太长")
    return bytes(body)
