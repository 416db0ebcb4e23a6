"""The REST channel in the shape of Rasa's own, so that existing widgets and load tools work.

`POST /webhooks/rest/webhook` `{"sender", "message"}` -> `[{"recipient_id", "text", "buttons"}]`.
Protocol page: Rasa 3.x, "Your Own Website", REST Channels.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from aiohttp import web

from bot.channels.direct import from_here
from bot.channels.headers import client_address
from bot.channels.pace import Pace, TooMany
from bot.channels.webchat_room import RECOVERING
from bot.errors import Unavailable
from bot.model import Channel, Incoming, Kind, Reply, Say
from bot.ports import Converse

MAX_BYTES, SENDER_CHARS = 64 * 1024, 200


def setup(
    app: web.Application, *, converse: Converse, pace: Pace, token: str = "", trust_proxy: int = 0
) -> None:
    """Add the route; with a token, callers send it as `Authorization: Bearer …` or `?token=`.

    Whoever may call it speaks for any sender, so without a token only this machine may. Each sender and each
    caller may send as much as in the web chat.
    """

    async def webhook(request: web.Request) -> web.Response:
        if not (_allowed(request, token) if token else from_here(request)):
            return _error(401, "没有权限。")
        if (request.content_length or 0) > MAX_BYTES:
            return _error(413, "消息太长，请分成几条发。")
        try:
            incoming = _incoming(await _json(request))
        except ValueError as exc:
            return _error(400, str(exc))
        try:
            address = client_address(request, trust_proxy)
            await pace.admit(Channel.REST, incoming.user, address, incoming.text)
            reply = await converse(incoming)
        except TooMany as exc:
            return _error(429, exc.sentence)
        except Unavailable:  # a bubble like any other: what only shows answers shows this too
            reply = Reply((Say(RECOVERING),))
        return web.Response(
            body=orjson.dumps(_bubbles(reply, incoming.user)), content_type="application/json"
        )

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app.router.add_post("/webhooks/rest/webhook", webhook)
    app.router.add_get("/webhooks/rest/", health)


def _allowed(request: web.Request, token: str) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ") or request.query.get("token", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


async def _body(request: web.Request) -> bytes:
    body = await request.content.read(MAX_BYTES + 1)
    while len(body) <= MAX_BYTES and not request.content.at_eof():
        body += await request.content.read(MAX_BYTES + 1 - len(body))
    if len(body) > MAX_BYTES:
        raise ValueError("消息太长，请分成几条发。")
    return body


async def _json(request: web.Request) -> Any:
    body = await _body(request)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as exc:  # its own words are English
        raise ValueError("没有读懂，请发送 UTF-8 编码的 JSON。") from exc


def _incoming(data: Any) -> Incoming:
    if not isinstance(data, Mapping):
        raise ValueError('请发送 {"sender": "…", "message": "…"}。')
    sender, message = data.get("sender"), data.get("message")
    if not isinstance(sender, str) or not sender or len(sender) > SENDER_CHARS:
        raise ValueError("sender 要写，最多200个字符。")
    if not isinstance(message, str):
        raise ValueError("message 要是文字。")
    given = data.get("message_id")
    message_id = given if isinstance(given, str) and given else uuid.uuid4().hex
    payload = message if message.partition(":")[0] in PAYLOADS and " " not in message else ""
    clean = message.encode("utf-8", "replace").decode()
    return Incoming(Channel.REST, sender, message_id[:64], Kind.TEXT, datetime.now(UTC), clean, payload)


#: A widget posts a button's payload as the message.
PAYLOADS = frozenset(
    "cmd pick none edit rows flow door hand menu triage faq ev drop rate withdraw file".split()
)


def _bubbles(reply: Reply, sender: str) -> list[dict[str, Any]]:
    rows = []
    for say in reply.says:
        row: dict[str, Any] = {"recipient_id": sender, "text": say.text}
        if say.buttons:
            row["buttons"] = [{"title": b.title, "payload": b.payload} for b in say.buttons]
        rows.append(row)
    return rows


def _error(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
