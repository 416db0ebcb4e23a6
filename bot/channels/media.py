"""Files citizens send: known by content, streamed into the blob store, looked at, refused with a reason."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from bot.channels import frames, whole
from bot.channels.sniff import HEAD_BYTES, family, is_false, sniff, true_name, why_refused
from bot.channels.whole import Boxes, Found
from bot.errors import TooLarge
from bot.model import Media

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports import Blobs

NAME_LENGTH: Final = 80
#: Pictures and documents are looked at in memory, so they have a limit of their own below the setting.
PAPER_BYTES: Final = 20 * 1024 * 1024
LOOKS_AT_ONCE: Final = 2  #: files looked at side by side

EMPTY: Final = "这个文件是空的，请重新选一个。"
CUT: Final = whole.CUT

_BOXED: Final = frozenset({"image/heic", "audio/mp4", "video/mp4", "video/quicktime"})
_gates: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def take(stream: AsyncIterator[bytes], name: str, claimed_type: str, blobs: Blobs, limit: int) -> Media:
    """Stream a file into `blobs`; what is not kept comes back with `Media.refused` and no blob.

    `limit` in bytes; a sender that lied about the length is cut there. A name that says another accepted
    kind than the content is put right and marked. Raises what `blobs.put` raises for trouble of its own.
    """
    shown = clean_name(name)
    head = await _head(stream)
    if not head:
        return _refused(shown, "", EMPTY)
    content_type = sniff(head) or ""
    if not content_type:
        return _refused(shown, "", why_refused(head, name))
    most = limit if family(content_type) == "sound" else min(limit, PAPER_BYTES)
    try:
        key, size, digest = await blobs.put(_all(head, stream), limit=most)
    except TooLarge:
        return _refused(shown, content_type, too_large(most))
    found = await _look(key, size, content_type, blobs)
    if found.fault:
        await blobs.remove(key)
        return _refused(shown, content_type, found.fault)
    marks = (*found.marks, "renamed") if is_false(name, claimed_type, content_type) else found.marks
    return Media(
        blob=key,
        name=true_name(shown, content_type),
        content_type=content_type,
        size=size,
        sha256=digest,
        pages=found.pages,
        seconds=found.seconds,
        marks=" ".join(marks),
    )


def clean_name(name: str) -> str:
    """A file's name without folders and control characters, at most 80 characters, ending kept."""
    base = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in base if char.isprintable() and char not in '<>:"|?*').strip(" .")
    if len(plain) <= NAME_LENGTH:
        return plain or "未命名"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def too_large(limit: int) -> str:
    """The sentence for a file over `limit` bytes."""
    return f"文件太大了，最多 {limit // (1024 * 1024)} MB。照片可以先截图，视频可以剪短一些再发。"


async def _look(key: str, size: int, content_type: str, blobs: Blobs) -> Found:
    """Read the file back once and check it; films as they pass, the rest in a thread."""
    gate = _gates.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(LOOKS_AT_ONCE))
    async with gate:
        if content_type in _BOXED:
            boxes = Boxes()
            async for chunk in blobs.open(key):
                boxes.feed(chunk)
            return boxes.found(content_type)
        if content_type == "audio/mpeg":  # frames without an index: what is cut still plays
            return Found() if await _plays(key, blobs) else Found(whole.BROKEN_SOUND)
        if size > PAPER_BYTES:
            return Found()
        data = b"".join([chunk async for chunk in blobs.open(key)])
        return await asyncio.to_thread(whole.look, data, content_type)


async def _plays(key: str, blobs: Blobs) -> bool:
    """Whether frames follow the tag of an MP3, however long it is."""
    seen, at, end = bytearray(), 0, -1
    async for chunk in blobs.open(key):
        seen += chunk
        if end < 0 and len(seen) >= frames.TAG_HEAD:
            end = frames.tag_end(bytes(seen))
        if end >= 0:
            passed = min(len(seen), end - at)  # of the tag: not kept
            del seen[:passed]
            at += passed
        if at == end and len(seen) >= frames.LOOKED:
            break
    return frames.mpeg(bytes(seen))


async def _all(head: bytes, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in stream:
        yield chunk


async def _head(stream: AsyncIterator[bytes]) -> bytes:
    head = bytearray()
    async for chunk in stream:
        head += chunk
        if len(head) >= HEAD_BYTES:
            break
    return bytes(head)


def _refused(name: str, content_type: str, sentence: str) -> Media:
    return Media(blob="", name=name, content_type=content_type, size=0, sha256="", refused=sentence)
