"""Pictures, recordings and films of WeChat, fetched at once: Tencent keeps them three days only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from aiohttp import ClientError, ClientResponse

from bot.channels import media
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_codes import Action, action_of
from bot.errors import Unavailable, WeChatError
from bot.model import Media
from bot.ports import Blobs

FETCH_S: Final = 25.0  # longest time one file may take
CHUNK: Final = 64 * 1024
GONE: Final = "这个文件在微信上已经过期，取不到了。请再发一次。"
LATER: Final = "文件没有收到，可能是网络不好。请过一会儿再发一次。"

SHUT: Final = "公众号里暂时收不了文件。请用网页版聊天上传，或者先把内容打字告诉我。"
_WHY: Final = {Action.RESEND: GONE, Action.ALERT: SHUT}

_ENDINGS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}
_NAMES: Final = {"image": "图片", "audio": "语音", "video": "视频"}


class WeChatMedia:
    """Implements ports.MediaFetcher."""

    def __init__(self, api: WeChatApi, blobs: Blobs, limit: int, *, limit_s: float = FETCH_S) -> None:
        self._api = api
        self._blobs = blobs
        self._limit = limit
        self._limit_s = limit_s

    async def fetch(self, media_id: str) -> Media:
        """The file in Blobs; `refused` says what to do where it could not be had. Never raises for that."""
        try:
            async with asyncio.timeout(self._limit_s):
                return await self._fetch(media_id)
        except WeChatError as exc:
            return _refused(_WHY.get(action_of(exc), LATER))
        except (Unavailable, TimeoutError, ClientError, OSError):
            return _refused(LATER)

    async def _fetch(self, media_id: str) -> Media:
        response = await self._open(media_id)
        try:
            claimed = response.content_type
            stream = _chunks(response)
            return await media.take(stream, name_of(claimed), "", self._blobs, self._limit)
        finally:
            response.close()

    async def _open(self, media_id: str) -> ClientResponse:
        """Busy (-1) and silence are met once more before the person is asked to send again."""
        try:
            return await self._api.media(media_id)
        except WeChatError as exc:
            if action_of(exc) is not Action.RETRY:
                raise
        except Unavailable:
            pass
        await asyncio.sleep(0.3)
        return await self._api.media(media_id)


def name_of(content_type: str) -> str:
    """WeChat gives files no name: 图片.jpg."""
    kind = _NAMES.get(content_type.partition("/")[0], "文件")
    ending = _ENDINGS.get(content_type, "")
    return f"{kind}.{ending}" if ending else kind


async def _chunks(response: ClientResponse) -> AsyncIterator[bytes]:
    async for chunk in response.content.iter_chunked(CHUNK):
        yield chunk


def _refused(sentence: str) -> Media:
    return Media("", "文件", "", 0, "", sentence)
