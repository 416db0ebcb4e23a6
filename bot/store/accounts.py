"""People who log in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.errors import Conflict, NotFound
from bot.model import Account, Role
from bot.store.rows import Rows
from bot.store.tables import account as accounts


class SqlAccounts(Rows):
    """`ports.AccountRows`."""

    async def add(self, account: Account, password_hash: str) -> None:
        """Raises Conflict when the login is taken; upper and lower case make no difference."""
        row = self._row(account) | {"id": account.id, "password_hash": password_hash, "rev": account.rev}
        if not await self._changed(self._insert(accounts).values(**row).on_conflict_do_nothing()):
            raise Conflict("login is taken")

    async def by_login(self, login: str) -> tuple[Account, str] | None:
        """(account, password hash)."""
        statement = select(accounts).where(accounts.c.login_key == self._key(login))
        row = (await self._conn.execute(statement)).first()
        return None if row is None else (self._account(row), row.password_hash)

    async def get(self, account_id: str) -> Account:
        """Raises NotFound."""
        row = (await self._conn.execute(select(accounts).where(accounts.c.id == account_id))).first()
        if row is None:
            raise NotFound(f"no account {account_id}")
        return self._account(row)

    async def all(self) -> list[Account]:
        """Sorted by login."""
        rows = (await self._conn.execute(select(accounts))).all()
        return sorted((self._account(row) for row in rows), key=lambda person: person.login)

    async def update(self, account: Account, *, expect: int, password_hash: str = "") -> Account:
        """By rev; an empty hash keeps the password. Raises Conflict, also for a login that is taken."""
        key = self._key(account.login)
        taken = select(accounts.c.id).where((accounts.c.login_key == key) & (accounts.c.id != account.id))
        if (await self._conn.execute(taken)).first() is not None:
            raise Conflict("login is taken")
        values = self._row(account) | {"rev": expect + 1}
        if password_hash:
            values["password_hash"] = password_hash
        where = (accounts.c.id == account.id) & (accounts.c.rev == expect)
        if not await self._changed(update(accounts).where(where).values(**values)):
            await self.get(account.id)
            raise Conflict(f"account {account.id} is no longer at rev {expect}")
        return replace(account, rev=expect + 1)

    async def on_duty(self) -> list[Account]:
        """Active mediators who are on duty now."""
        return [one for one in await self.all() if one.active and one.on_duty and one.role is Role.MEDIATOR]

    async def count(self, role: Role) -> int:
        """How many active accounts have the role."""
        where = (accounts.c.role == role.value) & accounts.c.active.is_(True)
        result = await self._conn.execute(select(func.count()).select_from(accounts).where(where))
        return int(result.scalar_one())

    def _key(self, login: str) -> str:
        return self._cells.digest("login", login.strip().casefold())

    def _row(self, account: Account) -> dict[str, Any]:
        return {
            "login_key": self._key(account.login),
            "body": self._cells.seal({"login": account.login, "name": account.name}, "account", account.id),
            "role": account.role.value,
            "active": account.active,
            "on_duty": account.on_duty,
            "must_change": account.must_change,
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
