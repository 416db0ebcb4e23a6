"""Pictures drawn again: small, upright, turned, with nothing of the uploaded file but what is seen."""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import Image, ImageOps

from bot.errors import Refused

THUMB_SIDE: Final = 320  #: pixels
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
