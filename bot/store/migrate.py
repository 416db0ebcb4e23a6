"""Brings the database to the newest revision; the migrations travel with the package."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import RecordsDown
from bot.store.engine import is_down, make_engine

MIGRATE_S: Final = 60.0  # another process may be migrating; waiting is right
TRIES: Final = 20
LOCK: Final = 506220622  # advisory lock of PostgreSQL; any number of our own


def upgrade(url: str) -> None:
    """Create or migrate the schema. Blocking: before the loop runs, or in an executor.

    Safe for several processes at once: the second one waits and finds nothing to do.
    Raises RecordsDown where the database cannot be reached.
    """
    asyncio.run(_run(url, _upgrade))


def current(url: str) -> str:
    """The revision the database is at, empty where it was never migrated. Blocking, like `upgrade`."""
    found: list[str] = []
    asyncio.run(_run(url, lambda connection: found.append(_current(connection))))
    return found[0]


def at_head(connection: Connection) -> bool:
    """Whether the database is at the newest revision."""
    return _current(connection) == head()


@cache
def head() -> str:
    """The newest revision there is."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def config() -> Config:
    """Alembic's configuration, without any file."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return settings


def apply(connection: Connection, revision: str = "head") -> None:
    """Migrate over an open connection up or down to `revision`."""
    settings = config()
    settings.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(settings, revision)
    else:
        command.upgrade(settings, revision)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    apply(connection)


def _current(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


async def _run(url: str, work: Callable[[Connection], None]) -> None:
    engine = make_engine(url, limit_s=MIGRATE_S, pooled=False)
    try:
        for last in (*[False] * TRIES, True):
            try:
                async with engine.begin() as connection:
                    await connection.run_sync(work)
                return
            except DBAPIError as exc:
                # SQLite does not wait for the lock while a new file changes to WAL
                if last or "locked" not in str(exc.orig):
                    raise
            await asyncio.sleep(0.1)
    except (SQLAlchemyError, OSError) as exc:
        if is_down(exc):
            raise RecordsDown from exc
        raise
    finally:
        await engine.dispose()
