"""Encrypted files on a real disk."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from bot.errors import ConfigError, NotFound, TooLarge, Unavailable
from bot.store.blobs import FRAME, HEAD, DiskBlobs
from bot.store.vault import TAG_BYTES, Vault
from tests.conftest import SECRET

LIMIT = 20 * 1024 * 1024
WORDS = "借条：今借到斯琴高娃人民币三万五千元。".encode()


@pytest.fixture
def blobs(tmp_path: Path, vault: Vault) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs", vault)


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def read(blobs: DiskBlobs, key: str) -> bytes:
    return b"".join([chunk async for chunk in blobs.open(key)])


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 5 * FRAME + 7])
@pytest.mark.parametrize("piece", [1000, 3 * FRAME])
async def test_bytes_come_back(blobs: DiskBlobs, size: int, piece: int) -> None:
    data = os.urandom(size)
    key, length, digest = await blobs.put(
        stream(*(data[i : i + piece] for i in range(0, size, piece))), limit=LIMIT
    )
    assert (length, digest) == (size, sha256(data).hexdigest())
    assert await read(blobs, key) == data


async def test_reading_is_a_stream_of_frames(blobs: DiskBlobs) -> None:
    key, _, _ = await blobs.put(stream(bytes(10 * FRAME)), limit=LIMIT)
    assert {len(chunk) async for chunk in blobs.open(key)} == {FRAME}


async def test_names_and_bytes_on_disk_say_nothing(blobs: DiskBlobs, tmp_path: Path) -> None:
    first, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    second, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    one, other = (path.read_bytes() for path in files(tmp_path))
    assert first != second
    assert len(one) == len(other) == HEAD + len(WORDS) + TAG_BYTES
    assert one[HEAD:] != other[HEAD:]
    assert WORDS not in one + other
    assert "斯琴高娃".encode() not in one + other
    assert {path.stat().st_mode & 0o777 for path in files(tmp_path)} == {0o600}


async def test_too_large_stops_the_stream_and_leaves_nothing(blobs: DiskBlobs, tmp_path: Path) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += FRAME
            yield bytes(FRAME)

    with pytest.raises(TooLarge) as refused:
        await blobs.put(endless(), limit=2 * 1024 * 1024)
    assert refused.value.sentence == "这个文件太大了，单个文件请不要超过 2 MB。"
    assert sent == 2 * 1024 * 1024 + FRAME
    assert files(tmp_path) == []


async def test_exactly_the_limit_is_kept(blobs: DiskBlobs) -> None:
    _, size, _ = await blobs.put(stream(b"12345", b"67890"), limit=10)
    assert size == 10


async def test_a_sender_who_breaks_off_leaves_nothing(blobs: DiskBlobs, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield bytes(3 * FRAME)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put(broken(), limit=LIMIT)
    assert files(tmp_path) == []


async def test_a_disk_that_refuses_is_unavailable(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "blobs").write_text("a file where the folder should be")
    with pytest.raises(Unavailable):
        await DiskBlobs(tmp_path / "blobs", vault).put(stream(WORDS), limit=LIMIT)


async def test_removed_is_gone_and_removing_again_is_fine(blobs: DiskBlobs, tmp_path: Path) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    await blobs.remove(key)
    await blobs.remove(key)
    assert files(tmp_path) == []
    with pytest.raises(NotFound):
        await read(blobs, key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "..", "a" * 31, "A" * 32, "0" * 32 + "\n"])
async def test_a_key_that_is_none_finds_nothing(blobs: DiskBlobs, key: str) -> None:
    with pytest.raises(NotFound):
        await read(blobs, key)
    await blobs.remove(key)


@pytest.mark.parametrize("damage", ["flip", "cut", "cut at a frame", "swap", "longer"])
async def test_a_changed_file_is_noticed(blobs: DiskBlobs, tmp_path: Path, damage: str) -> None:
    key, _, _ = await blobs.put(stream(os.urandom(3 * FRAME)), limit=LIMIT)
    (path,) = files(tmp_path)
    raw = bytearray(path.read_bytes())
    sealed = FRAME + TAG_BYTES
    if damage == "flip":
        raw[HEAD + sealed + 5] ^= 1
    elif damage == "cut":
        del raw[-1:]
    elif damage == "cut at a frame":
        del raw[HEAD + 2 * sealed :]
    elif damage == "swap":
        raw[HEAD:] = (
            raw[HEAD + sealed : HEAD + 2 * sealed] + raw[HEAD : HEAD + sealed] + raw[HEAD + 2 * sealed :]
        )
    else:
        raw += b"x"
    path.write_bytes(raw)
    with pytest.raises(NotFound, match="damaged"):
        await read(blobs, key)


async def test_a_file_under_another_name_does_not_open(blobs: DiskBlobs, tmp_path: Path) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    other, _, _ = await blobs.put(stream(b"other"), limit=LIMIT)
    paths = {path.name: path for path in files(tmp_path)}
    paths[other].write_bytes(paths[key].read_bytes())
    with pytest.raises(ConfigError):
        await read(blobs, other)


async def test_after_a_rotation_old_files_open(blobs: DiskBlobs, tmp_path: Path) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    rotated = DiskBlobs(tmp_path / "blobs", Vault(b"a fresh secret of the tests, 33b!", [SECRET]))
    assert await read(rotated, key) == WORDS


async def test_sweep_takes_only_old_remains(blobs: DiskBlobs, tmp_path: Path) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    (path,) = files(tmp_path)
    old, fresh = path.with_name("old.part"), path.with_name("fresh.part")
    for part in (old, fresh):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    assert await blobs.sweep() == 1
    assert {one.name for one in files(tmp_path)} == {key, "fresh.part"}


async def test_what_was_made_of_a_file_is_kept_sealed_and_goes_with_it(
    blobs: DiskBlobs, tmp_path: Path
) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    assert await blobs.made(key, "320t0") is None
    for data in (b"first drawing", b"second drawing"):
        await blobs.keep_made(key, "320t0", data)
        assert await blobs.made(key, "320t0") == data
    assert len(files(tmp_path)) == 2
    assert all(b"drawing" not in path.read_bytes() for path in files(tmp_path))
    assert all(path.stat().st_mode & 0o077 == 0 for path in files(tmp_path))
    assert await blobs.made(key, "1600t0") is None
    await blobs.remove(key)
    assert files(tmp_path) == []


async def test_nothing_is_kept_of_a_file_that_is_gone(blobs: DiskBlobs, tmp_path: Path) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    await blobs.remove(key)
    await blobs.keep_made(key, "320t0", b"drawing")
    assert files(tmp_path) == []


async def test_what_was_made_and_cannot_be_read_is_made_again(blobs: DiskBlobs, tmp_path: Path) -> None:
    key, _, _ = await blobs.put(stream(WORDS), limit=LIMIT)
    await blobs.keep_made(key, "320t0", b"drawing")
    (path,) = [path for path in files(tmp_path) if path.suffix == ".320t0"]
    path.write_bytes(path.read_bytes()[:-1])
    assert await blobs.made(key, "320t0") is None


async def test_a_full_disk_keeps_nothing_made(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "blobs").write_text("a file where the folder should be")
    with pytest.raises(Unavailable):
        await DiskBlobs(tmp_path / "blobs", vault).keep_made("0" * 32, "320t0", b"drawing")
