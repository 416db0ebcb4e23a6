"""Frames of plain recordings: what follows the first bytes must be sound, not a page with a false head."""

from __future__ import annotations

from typing import Final

#: Bytes after the head of a frame, by its mode; None: no such mode. 20 ms each.
#: Source: RFC 4867 §5.3, 3GPP TS 26.101 annex A (AMR) and 26.201 annex A (AMR-WB).
_NARROW: Final = (12, 13, 15, 17, 19, 20, 26, 31, 5, None, None, None, None, None, None, 0)
_WIDE: Final = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, None, None, None, None, 0, 0)
_HEADS: Final = ((b"#!AMR-WB\n", _WIDE), (b"#!AMR\n", _NARROW))

#: Whole frames of a recording: one is easily hit by chance.
LEAST: Final = 5

#: kbit/s by index, layer III of MPEG 1, then of MPEG 2 and 2.5. Source: ISO/IEC 11172-3 §2.4.2.3, 13818-3.
_RATES: Final = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}

#: Longest frame of layer III, and what is looked at behind a tag: two frames after some padding.
MOST_FRAME: Final = 1441
LOOKED: Final = 4096
TAG_HEAD: Final = 10


def amr(data: bytes) -> int | None:
    """How many frames a recording has, the last perhaps cut; None for anything else."""
    for head, sizes in _HEADS:
        if data.startswith(head):
            return _amr_frames(data, len(head), sizes)
    return None


def _amr_frames(data: bytes, at: int, sizes: tuple[int | None, ...]) -> int | None:
    frames = whole = 0
    while at < len(data):
        size = sizes[data[at] >> 3 & 15]
        if size is None or data[at] & 0b1000_0011:  # bits that are always zero
            return None
        at += 1 + size
        frames += 1
        whole += at <= len(data)
    return frames if whole >= LEAST else None


def mpeg(data: bytes) -> bool:
    """Whether two frames of an MP3 stand at the beginning, one behind the other; zeros may come first."""
    start = len(data) - len(data.lstrip(b"\0"))
    length = _mpeg_frame(data, start)
    return bool(length and _mpeg_frame(data, start + length))


def _mpeg_frame(data: bytes, at: int) -> int:
    """Length of the frame that begins there, 0 where none does."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer, rate, samples = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or rate in {0, 15} or samples == 3:
        return 0
    per_frame = 144_000 if version == 3 else 72_000
    rates = _RATES[3 if version == 3 else 2]
    return per_frame * rates[rate] // _SAMPLES[version][samples] + (head[2] >> 1 & 1)


def tag_end(head: bytes) -> int:
    """Where an ID3v2 tag ends, 0 for a head that is none. Source: ID3v2.4.0 main structure, §3.1."""
    if len(head) < TAG_HEAD or not head.startswith(b"ID3") or head[3] not in {2, 3, 4}:
        return 0
    size = head[6:10]
    if max(size) > 0x7F:
        return 0
    body = size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3]
    return TAG_HEAD + body + (TAG_HEAD if head[5] & 0x10 else 0)
