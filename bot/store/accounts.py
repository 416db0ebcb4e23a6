"""People who log in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.errors import Conflict, NotFound
from bot.model import Account, Role
from bot.store.rows import Rows
from bot.store.tables import account


class SqlAccounts(Rows):
    """`ports.AccountRows`."""

    async def add(self, person: Account, password_hash: str) -> None:
        """Raises Conflict when the login is taken; upper and lower case make no difference."""
        row = self._row(person) | {"id": person.id, "password_hash": password_hash, "rev": person.rev}
        if not await self._changed(self._insert(account).values(**row).on_conflict_do_nothing()):
            raise Conflict("login is taken")

    async def by_login(self, login: str) -> tuple[Account, str] | None:
        """(account, password hash)."""
        statement = select(account).where(account.c.login_key == self._key(login))
        row = (await self._conn.execute(statement)).first()
        return None if row is None else (self._account(row), row.password_hash)

    async def get(self, account_id: str) -> Account:
        """Raises NotFound."""
        row = (await self._conn.execute(select(account).where(account.c.id == account_id))).first()
        if row is None:
            raise NotFound(f"no account {account_id}")
        return self._account(row)

    async def all(self) -> list[Account]:
        """Sorted by login."""
        rows = (await self._conn.execute(select(account))).all()
        return sorted((self._account(row) for row in rows), key=lambda person: person.login)

    async def update(self, person: Account, *, expect: int, password_hash: str = "") -> Account:
        """By rev; an empty hash keeps the password. Raises Conflict, also for a login that is taken."""
        key = self._key(person.login)
        taken = select(account.c.id).where((account.c.login_key == key) & (account.c.id != person.id))
        if (await self._conn.execute(taken)).first() is not None:
            raise Conflict("login is taken")
        values = self._row(person) | {"rev": expect + 1}
        if password_hash:
            values["password_hash"] = password_hash
        where = (account.c.id == person.id) & (account.c.rev == expect)
        if not await self._changed(update(account).where(where).values(**values)):
            await self.get(person.id)
            raise Conflict(f"account {person.id} is no longer at rev {expect}")
        return replace(person, rev=expect + 1)

    async def on_duty(self) -> list[Account]:
        """Active mediators who are on duty now."""
        return [one for one in await self.all() if one.active and one.on_duty and one.role is Role.MEDIATOR]

    async def count(self, role: Role) -> int:
        """How many active accounts have the role."""
        where = (account.c.role == role.value) & account.c.active.is_(True)
        result = await self._conn.execute(select(func.count()).select_from(account).where(where))
        return int(result.scalar_one())

    def _key(self, login: str) -> str:
        return self._cells.digest("login", login.strip().casefold())

    def _row(self, person: Account) -> dict[str, Any]:
        return {
            "login_key": self._key(person.login),
            "body": self._cells.seal({"login": person.login, "name": person.name}, "account", person.id),
            "role": person.role.value,
            "active": person.active,
            "on_duty": person.on_duty,
            "must_change": person.must_change,
        }

    def _account(self, row: Row[Any]) -> Account:
        body = self._cells.open(row.body, "account", row.id)
        return Account(
            id=row.id,
            login=body["login"],
            name=body["name"],
            role=Role(row.role),
            active=row.active,
            on_duty=row.on_duty,
            must_change=row.must_change,
            rev=row.rev,
        )
