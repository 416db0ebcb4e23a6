"""What every request must keep to, whichever door it knocks at: plain bytes, readable forms, and in time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

#: Longest a request with a body may take, uploads over a weak mobile connection included.
BODY_S: Final = 120.0
#: Forms are small; a login that announces more is no login.
FORM_BYTES: Final = 64 * 1024

ENCODED: Final = "请不要压缩请求内容。"
SLOW: Final = "网络太慢，没有收完，请再发一次。"
UNREADABLE: Final = "收到的内容不完整，读不出来，请再发一次。"


@web.middleware
async def bounds(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Compressed bodies are refused unread, slow ones are ended, broken forms are named: never a 500."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        return _refused(415, ENCODED)
    if not request.body_exists or request.headers.get("Upgrade"):
        return await handler(request)
    try:
        async with asyncio.timeout(BODY_S):
            return await handler(request)
    except TimeoutError:
        return _refused(408, SLOW)
    except web.RequestPayloadError:
        return _refused(400, UNREADABLE)


async def read_form(request: web.Request) -> dict[str, str]:
    """Text fields of a small form; raises HTTPBadRequest, HTTPRequestEntityTooLarge."""
    if (request.content_length or 0) > FORM_BYTES:
        raise web.HTTPRequestEntityTooLarge(FORM_BYTES, request.content_length or 0)
    try:
        form = await request.post()
    except (ValueError, LookupError) as exc:
        raise web.HTTPBadRequest(text=UNREADABLE) from exc
    return {key: value for key, value in form.items() if isinstance(value, str)}


def _refused(status: int, sentence: str) -> web.Response:
    response = web.json_response({"error": sentence}, status=status)
    response.force_close()
    return response
