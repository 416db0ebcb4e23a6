"""Which turns' effects are done, with what they gave."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bot.errors import Conflict
from bot.store.rows import Rows
from bot.store.tables import effect
from flows.engine import Json


class SqlEffects(Rows):
    """`ports.EffectRows`."""

    async def done(self, sid: str, turn: str) -> dict[str, Json] | None:
        """Results of an earlier application of this turn, None if not applied."""
        where = (effect.c.sid == sid) & (effect.c.turn == turn)
        sealed = (await self._conn.execute(select(effect.c.results).where(where))).scalar_one_or_none()
        if sealed is None:
            return None
        results: dict[str, Json] = self._cells.open(sealed, "effect", sid, turn)
        return results

    async def mark(self, sid: str, turn: str, results: Mapping[str, Json]) -> None:
        """Record; raises Conflict when the turn is marked already, which rolls the second one back."""
        sealed = self._cells.seal(dict(results), "effect", sid, turn)
        statement = self._insert(effect).values(sid=sid, turn=turn, results=sealed)
        if not await self._changed(statement.on_conflict_do_nothing()):
            raise Conflict("effects of this turn are done already")
