"""Versions of content that admins edit: draft -> published -> retired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.errors import Conflict, NotFound
from bot.model import Revision
from bot.store.rows import Rows
from bot.store.tables import revision as revisions
from flows.engine import Json


class SqlRevisions(Rows):
    """`ports.RevisionRows`."""

    async def add(self, revision: Revision) -> Revision:
        """Append with the next n of (kind, key); Conflict when somebody appended at the same moment."""
        where = (revisions.c.kind == revision.kind) & (revisions.c.key == revision.key)
        last = (await self._conn.execute(select(func.max(revisions.c.n)).where(where))).scalar_one()
        fresh = replace(revision, n=(last or 0) + 1)
        body: Json = {"body": dict(fresh.body), "why": fresh.why}
        statement = self._insert(revisions).values(
            kind=fresh.kind,
            key=fresh.key,
            n=fresh.n,
            state=fresh.state,
            body=self._cells.seal(body, "revision", fresh.kind, fresh.key, fresh.n),
            author=fresh.author,
            at=fresh.at,
        )
        if not await self._changed(statement.on_conflict_do_nothing()):
            raise Conflict(f"{fresh.kind} {fresh.key} has a revision {fresh.n} already")
        return fresh

    async def history(self, kind: str, key: str) -> list[Revision]:
        """Newest first."""
        where = (revisions.c.kind == kind) & (revisions.c.key == key)
        return await self._load(select(revisions).where(where).order_by(revisions.c.n.desc()))

    async def published(self, kind: str) -> list[Revision]:
        """The published revision of every key, sorted by key."""
        where = (revisions.c.kind == kind) & (revisions.c.state == "published")
        return await self._load(select(revisions).where(where).order_by(revisions.c.key))

    async def latest(self, kind: str) -> list[Revision]:
        """The newest revision of every key, whatever its state, sorted by key."""
        newest = (
            select(revisions.c.key, func.max(revisions.c.n).label("n"))
            .where(revisions.c.kind == kind)
            .group_by(revisions.c.key)
            .subquery()
        )
        joined = revisions.join(newest, (revisions.c.key == newest.c.key) & (revisions.c.n == newest.c.n))
        statement = select(revisions).select_from(joined).where(revisions.c.kind == kind)
        return await self._load(statement.order_by(revisions.c.key))

    async def set_state(self, kind: str, key: str, n: int, state: str) -> None:
        """Publishing n retires the one published before. Raises NotFound."""
        mine = (revisions.c.kind == kind) & (revisions.c.key == key)
        if state == "published":
            before = mine & (revisions.c.state == "published") & (revisions.c.n != n)
            await self._conn.execute(update(revisions).where(before).values(state="retired"))
        if not await self._changed(update(revisions).where(mine & (revisions.c.n == n)).values(state=state)):
            raise NotFound(f"no {kind} {key} revision {n}")

    async def _load(self, statement: Any) -> list[Revision]:
        return [self._revision(row) for row in (await self._conn.execute(statement)).all()]

    def _revision(self, row: Row[Any]) -> Revision:
        body = self._cells.open(row.body, "revision", row.kind, row.key, row.n)
        return Revision(
            kind=row.kind,
            key=row.key,
            n=row.n,
            state=row.state,
            body=body["body"],
            author=row.author,
            at=row.at,
            why=body["why"],
        )
