"""Questions asked in vain."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, select, update

from bot.errors import NotFound
from bot.model import Unmatched
from bot.store.rows import Rows
from bot.store.tables import unmatched


class SqlUnmatched(Rows):
    """`ports.UnmatchedRows`."""

    async def add(self, text: str, at: datetime) -> None:
        """Insert or count up; punctuation, spaces and width make no difference."""
        row_id = uuid4().hex
        statement = self._insert(unmatched).values(
            id=row_id,
            text_key=self._cells.lookup("unmatched", text),
            text=self._cells.seal(text, "unmatched", row_id),
            asked=1,
            first_at=at,
            last_at=at,
            state="open",
        )
        again = {"asked": unmatched.c.asked + 1, "last_at": at}
        await self._conn.execute(statement.on_conflict_do_update(index_elements=["text_key"], set_=again))

    async def listing(self, state: str = "open", most: int = 200) -> list[Unmatched]:
        """Most asked first, then the newest."""
        order = (unmatched.c.asked.desc(), unmatched.c.last_at.desc())
        statement = select(unmatched).where(unmatched.c.state == state).order_by(*order).limit(most)
        return [self._question(row) for row in (await self._conn.execute(statement)).all()]

    async def get(self, unmatched_id: str) -> Unmatched:
        """Raises NotFound."""
        statement = select(unmatched).where(unmatched.c.id == unmatched_id)
        row = (await self._conn.execute(statement)).first()
        if row is None:
            raise NotFound(f"no unmatched question {unmatched_id}")
        return self._question(row)

    async def settle(self, unmatched_id: str, state: str) -> None:
        """variant | new | dismissed. Raises NotFound."""
        statement = update(unmatched).where(unmatched.c.id == unmatched_id).values(state=state)
        if not await self._changed(statement):
            raise NotFound(f"no unmatched question {unmatched_id}")

    def _question(self, row: Row[Any]) -> Unmatched:
        return Unmatched(
            id=row.id,
            text=self._cells.open(row.text, "unmatched", row.id),
            count=row.asked,
            first_at=row.first_at,
            last_at=row.last_at,
            state=row.state,
        )
