"""What a mediator ticked on the list of a case, and who did."""

from __future__ import annotations

from sqlalchemy import select

from bot.ports import Tick
from bot.store.rows import Rows
from bot.store.tables import tick


class SqlTicks(Rows):
    """`ports.TickRows`."""

    async def of(self, case_id: str) -> list[Tick]:
        """The newest state of every entry that was ever touched."""
        statement = select(tick).where(tick.c.case_id == case_id).order_by(tick.c.at, tick.c.item)
        rows = (await self._conn.execute(statement)).all()
        return [Tick(row.item, row.done, row.account_id, row.at) for row in rows]

    async def put(self, case_id: str, one: Tick) -> None:
        """Tick or take back; the trail keeps what was before."""
        values = {"done": one.done, "account_id": one.account, "at": one.at}
        statement = self._insert(tick).values(case_id=case_id, item=one.item, **values)
        await self._conn.execute(
            statement.on_conflict_do_update(index_elements=["case_id", "item"], set_=values)
        )
