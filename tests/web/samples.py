"""Files the tests send."""

from __future__ import annotations

import io
import zlib
from typing import Any

from PIL import Image

PDF = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
    b"trailer\n<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF"
)


#: A frame of layer III at 128 kbit/s and 44.1 kHz, 417 bytes, and a voice of 20 ms frames.
MP3 = (b"\xff\xfb\x90\x64" + b"\0" * 413) * 10
AMR = b"#!AMR\n" + (b"\x3c" + b"\0" * 31) * 500
AMR_WIDE = b"#!AMR-WB\n" + (b"\x44" + b"\0" * 60) * 50


def tag(size: int) -> bytes:
    """An ID3v2.3 tag of so many bytes behind its head, as covers make them."""
    parts = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + parts + b"\0" * size


def picture(form: str = "JPEG", size: tuple[int, int] = (800, 600), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 10_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
