"""Encrypted files on disk: evidence, papers. Streamed both ways in frames of 64 KiB.

What is made of a file (a picture drawn again) lies beside it under `key.name` and goes with it.

A file is its own random key, sealed by the vault, then AES-GCM frames. A frame's nonce is its number and its
associated data says whether it is the last one, so frames cannot be swapped, dropped or cut off unnoticed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ConfigError, NotFound, TooLarge, Unavailable
from bot.store.vault import KEY_BYTES, NONCE_BYTES, TAG_BYTES, Vault

FRAME: Final = 65_536  # bytes of plain text in every frame but the last
HEAD: Final = NONCE_BYTES + KEY_BYTES + TAG_BYTES
PART: Final = ".part"  # ending of a file that is still coming in
STALE_S: Final = 86_400  # seconds after which such a file was left by a crash

A = TypeVar("A")
T = TypeVar("T")

_KEY: Final = re.compile(r"[0-9a-f]{32}")
_NAME: Final = re.compile(r"[a-z0-9]{1,16}")


class DiskBlobs:
    """`ports.Blobs` in a folder, two levels deep; names are random, the clear text never touches the disk."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    async def put(self, chunks: AsyncIterator[bytes], *, limit: int) -> tuple[str, int, str]:
        """Stream in, return (key, size, sha256). Raises TooLarge past `limit` bytes, Unavailable when the
        disk is full; either way, and when the sender breaks off, nothing is left behind.
        """
        key = secrets.token_hex(16)
        writer = await _on_disk(self._create, key)
        try:
            async for chunk in chunks:
                if writer.size + len(chunk) > limit:
                    raise TooLarge(f"这个文件太大了，单个文件请不要超过 {_size(limit)}。")
                await _on_disk(writer.write, chunk)
            await _on_disk(writer.finish, self._path(key))
        finally:
            writer.close()
        return key, writer.size, writer.sha256

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """Stream out, decrypted; raises NotFound at the first chunk, or where the file was tampered with."""
        frames = self._read(key)
        try:
            while (frame := await asyncio.to_thread(next, frames, None)) is not None:
                yield frame
        finally:
            frames.close()

    async def remove(self, key: str) -> None:
        """Delete with everything made of it; a missing key is fine."""
        with contextlib.suppress(NotFound):
            await asyncio.to_thread(self._remove, self._path(key))

    async def keep_made(self, key: str, name: str, data: bytes) -> None:
        """Keep, encrypted, what was made of a file, in place of the former of this name.

        Nothing is kept where the file itself is gone. Raises Unavailable when the disk is full.
        """
        path = self._made_path(key, name)
        sealed = self._vault.seal(data, aad=_aad(path.name))
        await _on_disk(lambda bytes_: self._keep(path, bytes_), sealed)

    async def made(self, key: str, name: str) -> bytes | None:
        """What was kept under this name, None for nothing; raises NotFound for a broken key."""
        path = self._made_path(key, name)
        try:
            sealed = await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            return None
        with contextlib.suppress(ConfigError):  # damaged, or of a key long gone: it is made again
            return self._vault.open(sealed, aad=_aad(path.name))
        return None

    async def sweep(self) -> int:
        """Delete what a crash left half written; returns how many files."""
        return await asyncio.to_thread(self._sweep)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound("no such file")
        return self._folder / key[:2] / key

    def _made_path(self, key: str, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        return self._path(key).with_suffix(f".{name}")

    def _keep(self, path: Path, sealed: bytes) -> None:
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
        try:
            part.touch(mode=0o600)
            part.write_bytes(sealed)
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
        if not path.with_suffix("").exists():  # removed while this was being made
            path.unlink(missing_ok=True)

    def _remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        for made in path.parent.glob(f"{path.name}.*"):
            if made.suffix != PART:
                made.unlink(missing_ok=True)

    def _create(self, key: str) -> _Writer:
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = AESGCM.generate_key(KEY_BYTES * 8)
        return _Writer(path.with_suffix(PART), secret, self._vault.seal(secret, aad=_aad(key)))

    def _read(self, key: str) -> Generator[bytes, None, None]:
        try:
            file = self._path(key).open("rb")
        except FileNotFoundError as exc:
            raise NotFound("no such file") from exc
        with file:
            cipher = AESGCM(self._vault.open(file.read(HEAD), aad=_aad(key)))
            try:
                yield from _frames(file, cipher)
            except InvalidTag as exc:
                raise NotFound("the file is damaged") from exc

    def _sweep(self) -> int:
        before = time.time() - STALE_S
        stale = [part for part in self._folder.glob(f"*/*{PART}") if part.stat().st_mtime < before]
        for part in stale:
            part.unlink(missing_ok=True)
        return len(stale)


class _Writer:
    """One file coming in."""

    def __init__(self, part: Path, secret: bytes, head: bytes) -> None:
        self.size = 0
        self._part = part
        self._cipher = AESGCM(secret)
        self._hash = sha256()
        self._rest = bytearray()
        self._number = 0
        self._file = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(head)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self._hash.update(chunk)
        self._rest += chunk
        # the last frame is only known at the end: keep one back
        while len(self._rest) > FRAME:
            self._frame(bytes(self._rest[:FRAME]), last=False)
            del self._rest[:FRAME]

    def finish(self, path: Path) -> None:
        self._frame(bytes(self._rest), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._part.rename(path)

    def close(self) -> None:
        # a full disk says so again when the rest is flushed
        with contextlib.suppress(OSError):
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _frame(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number), plain, b"last" if last else b"more"))
        self._number += 1


def _frames(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number = 0
    sealed = file.read(FRAME + TAG_BYTES)
    while True:
        after = file.read(FRAME + TAG_BYTES)
        plain = cipher.decrypt(_nonce(number), sealed, b"more" if after else b"last")
        if plain:
            yield plain
        if not after:
            return
        sealed, number = after, number + 1


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")


def _aad(key: str) -> bytes:
    return f"blob/{key}".encode()


def _size(limit: int) -> str:
    mb = 1024 * 1024
    return f"{limit // mb} MB" if limit >= mb else f"{max(1, limit // 1024)} KB"


async def _on_disk(work: Callable[[A], T], argument: A) -> T:
    try:
        return await asyncio.to_thread(work, argument)
    except OSError as exc:
        raise Unavailable from exc
