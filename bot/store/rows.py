"""What all row classes stand on: the connection of one transaction, the cells, insert-or-ignore."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cells import Cells


class Rows:
    """Base of the row classes of one transaction."""

    def __init__(self, conn: AsyncConnection, cells: Cells) -> None:
        self._conn = conn
        self._cells = cells

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that knows ON CONFLICT; both databases spell it alike, SQLAlchemy does not."""
        is_sqlite = self._conn.dialect.name == "sqlite"
        return sqlite.insert(table) if is_sqlite else postgresql.insert(table)

    async def _changed(self, statement: Any) -> int:
        """How many rows an UPDATE or DELETE touched."""
        result = await self._conn.execute(statement)
        return int(result.rowcount)
