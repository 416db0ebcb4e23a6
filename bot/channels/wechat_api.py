"""Calls to the WeChat server: access token, customer-service messages, media, menu.

Protocol pages: 微信公众平台, 获取稳定版接口调用凭据 · 客服接口-发消息 · 获取临时素材 · 创建接口.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar

from bot.channels.wechat_codes import Action, action_of
from bot.errors import Unavailable, WeChatError
from flows.engine import Json

LIMIT_S: Final = 5.0  # seconds until a silent server counts as down
EARLY_S: Final = 300  # a token is given up this long before it expires; Tencent overlaps old and new as long
LOCK_S: Final = 12  # longest time one worker may take to fetch the token
FORCE_S: Final = 31  # Tencent allows a forced refresh every 30 seconds, 20 a day
POLL_S: Final = 0.05

SHARED_AS: Final = "wx:token"
LOCK: Final = "wx:token:lock"
FORCED: Final = "wx:token:forced"


class Shared(Protocol):
    """Small values all workers share, sealed (`bot.store.sessions`)."""

    async def keep(self, name: str, value: str, ttl_s: int) -> None:
        """Store for `ttl_s` seconds."""
        ...

    async def kept(self, name: str) -> str | None:
        """The value, None where there is none any more."""
        ...

    async def hold(self, name: str, ttl_s: int) -> bool:
        """Take a lock that ends by itself after `ttl_s`; False where somebody has it."""
        ...

    async def let_go(self, name: str) -> None:
        """Give the lock back."""
        ...


class WeChatApi:
    """One account's calls. Raises WeChatError with Tencent's code, Unavailable when nothing answers.

    The first call opens the connections; `close` at the end.
    """

    def __init__(
        self, base: str, app_id: str, secret: str, *, shared: Shared, limit_s: float = LIMIT_S
    ) -> None:
        self.base = base.rstrip("/")
        self._app_id = app_id
        self._secret = secret
        self._shared = shared
        self._limit_s = limit_s
        self._http: ClientSession | None = None

    async def close(self) -> None:
        """Close all connections."""
        if self._http is not None:
            await self._http.close()

    # -- token -----------------------------------------------------------------------------------------------

    async def token(self, refused: str = "") -> str:
        """The access token all workers share; `refused` is one Tencent no longer takes.

        Raises Unavailable when another worker holds the lock and brings none in time.
        """
        ends = time.monotonic() + LOCK_S
        while time.monotonic() < ends:
            found = await self._shared.kept(SHARED_AS)
            if found and found != refused:
                return found
            if await self._shared.hold(LOCK, LOCK_S):
                try:
                    found = await self._shared.kept(SHARED_AS)  # somebody may have brought it meanwhile
                    return found if found and found != refused else await self._fetch(refused)
                finally:
                    await self._shared.let_go(LOCK)
            await asyncio.sleep(POLL_S)
        raise Unavailable("no access token in time")

    async def _fetch(self, refused: str) -> str:
        """A token from Tencent; by force only where the normal way gives the refused one again."""
        data = await self._ask_token(force=False)
        if data["access_token"] == refused and await self._shared.hold(FORCED, FORCE_S):
            data = await self._ask_token(force=True)
        token, lives_s = str(data["access_token"]), int(data["expires_in"])
        await self._shared.keep(SHARED_AS, token, max(lives_s - EARLY_S, lives_s // 2, 1))
        return token

    async def _ask_token(self, *, force: bool) -> dict[str, Any]:
        if not self._secret:
            raise WeChatError(48001, "no app secret is set")
        body: dict[str, Json] = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        data = await self._json("POST", "/cgi-bin/stable_token", {}, body)
        if not isinstance(data.get("access_token"), str) or not isinstance(data.get("expires_in"), int):
            raise Unavailable("a token answer without a token")
        return data

    # -- calls -----------------------------------------------------------------------------------------------

    async def send_text(self, openid: str, text: str) -> None:
        """A customer-service text message (客服消息), at most 2048 bytes."""
        body: dict[str, Json] = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        await self.call("POST", "/cgi-bin/message/custom/send", body)

    async def typing(self, openid: str, *, on: bool = True) -> None:
        """Show or hide 正在输入."""
        body: dict[str, Json] = {"touser": openid, "command": "Typing" if on else "CancelTyping"}
        await self.call("POST", "/cgi-bin/message/custom/typing", body)

    async def create_menu(self, menu: Mapping[str, Json]) -> None:
        """Set the account's menu; phones show it within about five minutes."""
        await self.call("POST", "/cgi-bin/menu/create", menu)

    async def delete_menu(self) -> None:
        """Remove the account's menu."""
        await self.call("GET", "/cgi-bin/menu/delete")

    async def call(self, method: str, path: str, body: Mapping[str, Json] | None = None) -> dict[str, Any]:
        """A JSON call with the token; a token that is refused is renewed once and the call repeated."""
        token = await self.token()
        try:
            return await self._json(method, path, {"access_token": token}, body)
        except WeChatError as exc:
            if action_of(exc) is not Action.REFRESH:
                raise
        token = await self.token(refused=token)
        return await self._json(method, path, {"access_token": token}, body)

    async def media(self, media_id: str) -> ClientResponse:
        """The open response of a temporary file, to be streamed and closed by the caller.

        Raises WeChatError 40007 for one that has expired (three days).
        """
        token = await self.token()
        try:
            return await self._media(media_id, token)
        except WeChatError as exc:
            if action_of(exc) is not Action.REFRESH:
                raise
        return await self._media(media_id, await self.token(refused=token))

    async def _media(self, media_id: str, token: str) -> ClientResponse:
        query = {"access_token": token, "media_id": media_id}
        response = await self.open(f"{self.base}/cgi-bin/media/get", query)
        if "json" not in response.content_type and response.content_type != "text/plain":
            return response
        data = await _json_of(response)
        _check(data)
        address = data.get("video_url") or data.get("down_url")
        if not isinstance(address, str) or not is_tencent(address, self.base):
            raise WeChatError(40007, "a media answer without media")
        return await self.open(address)

    async def open(self, address: str, query: Mapping[str, str] | None = None) -> ClientResponse:
        """GET without reading the body; raises Unavailable."""
        try:
            response = await self._client().get(address, params=query, allow_redirects=False)
        except (ClientError, OSError, ValueError) as exc:
            raise Unavailable(type(exc).__name__) from None  # its text holds the token
        if response.status != 200:
            response.close()
            raise Unavailable(f"status {response.status}")
        return response

    async def _json(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, Json] | None
    ) -> dict[str, Any]:
        # ensure_ascii would show \u8001 to the person on the phone
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        try:
            async with self._client().request(
                method, self.base + path, params=query, data=data, headers=_JSON, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise Unavailable(f"status {response.status}")
                answer = await _json_of(response)
        except (ClientError, OSError) as exc:
            raise Unavailable(type(exc).__name__) from None  # its text holds the token
        _check(answer)
        return answer

    def _client(self) -> ClientSession:
        if self._http is None:
            limit = ClientTimeout(total=None, connect=self._limit_s, sock_read=self._limit_s)
            # the answer's own size is bounded by `_json_of`; media by the blob store
            self._http = ClientSession(timeout=limit, cookie_jar=DummyCookieJar())
        return self._http


def is_tencent(address: str, base: str) -> bool:
    """Whether a film's address may be opened: Tencent's own hosts, or the configured server's."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"}:
        return False
    return host == urlsplit(base).hostname or host.endswith((".qq.com", ".qpic.cn"))


_JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
_JSON_BYTES: Final = 256 * 1024


async def _json_of(response: ClientResponse) -> dict[str, Any]:
    """The JSON object of an answer; Tencent labels it text/plain at times, so the label is not asked."""
    try:
        async with asyncio.timeout(LIMIT_S):
            body = await response.content.read(_JSON_BYTES)
            while len(body) < _JSON_BYTES and not response.content.at_eof():
                body += await response.content.read(_JSON_BYTES - len(body))
        data = json.loads(body)
    except (ClientError, OSError, ValueError) as exc:
        raise Unavailable("an answer that is not JSON") from exc
    finally:
        response.release()
    if not isinstance(data, dict):
        raise Unavailable("an answer that is not an object")
    return data


def _check(data: Mapping[str, Any]) -> None:
    code = data.get("errcode", 0)
    if code:
        raise WeChatError(int(code), str(data.get("errmsg", ""))[:120])
