"""How the SQL database is reached: URL, connections, limits, and which driver errors mean "down"."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolDry
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

LIMIT_S: Final = 2.0  # seconds until a locked or silent database counts as down
BUSY: Final = 0.9  # SQLite's own wait for a lock, as a share of the limit
POOL: Final = 10  # connections a process keeps, PostgreSQL or SQLite

_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}

#: SQLSTATE classes that pass by themselves: connection, rollback (deadlock), resources, lock, operator.
#: Source: PostgreSQL manual, appendix A.
_PASSING: Final = ("08", "40", "53", "55", "57", "58")

_PASSING_SQLITE: Final = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
)


def normalise(url: str) -> URL:
    """`sqlite:///…` and `postgresql://…` with the async driver this product uses."""
    parsed = make_url(url)
    return parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))


def is_sqlite(url: URL) -> bool:
    """Whether `url` names a SQLite file."""
    return url.get_backend_name() == "sqlite"


def make_engine(url: str, *, limit_s: float = LIMIT_S, pooled: bool = True) -> AsyncEngine:
    """An engine with our limits. On SQLite every transaction says BEGIN itself, see `_begin`."""
    parsed = normalise(url)
    options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
    if is_sqlite(parsed):
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if pooled:
                options |= {"pool_size": POOL, "max_overflow": 0, "pool_timeout": limit_s}
        engine = create_async_engine(parsed, connect_args={"timeout": limit_s * BUSY}, **options)
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine
    if pooled:
        options |= {"pool_size": POOL, "max_overflow": 0, "pool_timeout": limit_s, "pool_pre_ping": True}
    limit_ms = str(int(limit_s * 1000))
    settings = {"lock_timeout": limit_ms, "statement_timeout": limit_ms, "application_name": "mediation-bot"}
    arguments = {"timeout": limit_s, "command_timeout": limit_s + 0.5, "server_settings": settings}
    return create_async_engine(parsed, connect_args=arguments, **options)


def is_down(exc: BaseException) -> bool:
    """Whether the error means "locked, full or not there" rather than a mistake of ours."""
    if not isinstance(exc, DBAPIError):
        return isinstance(exc, OSError | PoolDry)
    if isinstance(exc.orig, sqlite3.Error):
        return exc.orig.sqlite_errorcode & 0xFF in _PASSING_SQLITE
    state = getattr(exc.orig, "sqlstate", None)
    return str(state).startswith(_PASSING) if state else exc.connection_invalidated


def _prepare(connection: Any, _record: object) -> None:
    # the driver's own BEGIN is deferred and late; ours comes from `_begin`
    connection.isolation_level = None
    cursor = connection.cursor()
    with contextlib.closing(cursor):
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # a committed effect survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    # a deferred transaction that reads first and writes later fails at once when another one wrote between
    mode = "DEFERRED" if connection.get_execution_options().get("read_only") else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")
