"""JSON in as few bytes as pay: what lies in Redis, before it is sealed."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final

import orjson

from bot.store.phrases import PHRASES_1
from flows.engine import Json

SMALL: Final = 64  # bytes; below this there is nothing to gain
PLAIN: Final = b"0"
DEFLATED_1: Final = b"1"  # with PHRASES_1

#: Measured on a finished intake of 8.8 KB: 2.4 KB in 35 µs. Level 6: 2.3 KB in twice the time; without the
#: phrases 3.1 KB, and a log twice as large; a window of 32 KB allocates by mmap and costs 40 µs more.
LEVEL: Final = 3
WINDOW_BITS: Final = -14  # negative: no header, no checksum (AES-GCM has its own)


def pack(data: Mapping[str, Json]) -> bytes:
    """One mark, then the JSON, deflated where that pays."""
    plain = orjson.dumps(data)
    if len(plain) < SMALL:
        return PLAIN + plain
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW_BITS, zdict=PHRASES_1)
    return DEFLATED_1 + deflate.compress(plain) + deflate.flush()


def unpack(packed: bytes) -> Any:
    """The reverse of `pack`."""
    mark, rest = packed[:1], packed[1:]
    if mark == DEFLATED_1:
        rest = zlib.decompressobj(WINDOW_BITS, zdict=PHRASES_1).decompress(rest)
    return orjson.loads(rest)
