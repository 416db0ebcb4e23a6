"""Browsers that staff were logged in at before: a sealed cookie that opens nothing, see `bot.slowing`."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable
from typing import Final

import orjson
from aiohttp import web

from bot.accounts import Device
from bot.errors import BotError

COOKIE: Final = "mb_device"
COOKIE_S: Final = 180 * 24 * 3600
#: People who may share the computer of an office.
MOST: Final = 8
_KIND: Final = "device"  #: no other sealed cookie can be taken for one

Cipher = Callable[[bytes], bytes]


def device_of(request: web.Request, unseal: Cipher) -> Device | None:
    """The browser that asks; None for one that nobody was logged in at."""
    value = request.cookies.get(COOKIE, "")
    if not value or len(value) > 2000:
        return None
    try:
        row = orjson.loads(unseal(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))))
    except (binascii.Error, ValueError, BotError):
        return None
    match row:
        case [kind, str(name), list(accounts)] if kind == _KIND:
            return Device(name, tuple(map(str, accounts)))
    return None


def remember(
    response: web.StreamResponse, seal: Cipher, known: Device | None, account_id: str, *, https: bool
) -> None:
    """Let the browser be known for this account, and for those it was known for."""
    name = known.id if known else secrets.token_urlsafe(12)
    others = [one for one in (known.accounts if known else ()) if one != account_id]
    sealed = seal(orjson.dumps([_KIND, name, [account_id, *others][:MOST]]))
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(sealed).decode().rstrip("="),
        max_age=COOKIE_S,
        path="/login",
        httponly=True,
        samesite="Strict",
        secure=https,
    )
