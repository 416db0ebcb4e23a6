"""Pictures drawn again: small, upright, turned, with nothing of the uploaded file but what is seen."""

from __future__ import annotations

import asyncio
import io
import logging
import struct
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from PIL import Image, ImageOps

from bot.errors import Refused, Unavailable

if TYPE_CHECKING:
    from bot.ports import Blobs

_log = logging.getLogger(__name__)

THUMB_SIDE: Final = 320  #: pixels
VIEW_SIDE: Final = 1600  #: pixels, enough to read a handwritten 借条
AT_ONCE: Final = 2  #: pictures decoded side by side
MAX_PIXELS: Final = 64_000_000  #: a larger picture is kept but not decoded
#: The same for what has to be decoded whole: all but baseline JPEG, which is decoded at a fraction.
MAX_WHOLE_PIXELS: Final = 24_000_000
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")

TOO_LARGE: Final = "这张图片太大，没有缩略图。"
UNREADABLE: Final = "这张图片打不开，没有缩略图。"

_TURNS: Final = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


class TooManyPixels(Refused):
    """More than should be decoded here; the file may be whole all the same."""


class Pictures:
    """Stored pictures, each drawn once for a size and a turn (2 sizes, 4 turns) and kept beside the file."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._decoding = asyncio.Semaphore(AT_ONCE)
        self._asked: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def drawn(self, key: str, side: int = THUMB_SIDE, turns: int = 0) -> bytes:
        """A safe JPEG of a stored picture, turned clockwise by quarters; raises NotFound, Refused."""
        name = f"{side}t{turns % 4}"
        if found := await self._blobs.made(key, name):
            return found
        async with self._asked.setdefault((key, name), asyncio.Lock()), self._decoding:
            if found := await self._blobs.made(key, name):  # somebody else asked for it a moment ago
                return found
            data = b"".join([chunk async for chunk in self._blobs.open(key)])
            fresh = await asyncio.to_thread(thumbnail, data, side, turns)
            try:
                await self._blobs.keep_made(key, name, fresh)
            except Unavailable:
                _log.warning("a picture could not be kept, it will be drawn again")
        return fresh


def thumbnail(data: bytes, side: int = THUMB_SIDE, turns: int = 0) -> bytes:
    """A JPEG of at most `side` px, upright and without metadata; CPU work, run it in an executor.

    `turns`: quarter turns clockwise. Raises Refused for what cannot or should not be decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            return _shrink(picture, side, turns % 4)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise TooManyPixels(TOO_LARGE) from exc
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as exc:
        raise Refused(UNREADABLE) from exc


def _shrink(picture: Image.Image, side: int, turns: int) -> bytes:
    fractional = picture.format == "JPEG" and not picture.info.get("progressive")
    if picture.width * picture.height > (MAX_PIXELS if fractional else MAX_WHOLE_PIXELS):
        raise TooManyPixels(TOO_LARGE)
    picture.draft("RGB", (side * 2, side * 2))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side))
    seen = upright.convert("RGBA")
    if turns:
        seen = seen.transpose(_TURNS[turns])
    # drawn onto a fresh picture, so that no metadata of the original can come along
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82)
    return out.getvalue()
