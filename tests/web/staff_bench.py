"""The staff's pages over real stores, with people in the queue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher

from bot.accounts import Accounts
from bot.dialogue.after import SHANGHAI
from bot.model import Account, Role

if TYPE_CHECKING:
    from aiohttp.test_utils import TestClient

PASSWORD = "shi-yong-de-mi-ma-1"
START = datetime(2026, 11, 22, 7, 4, tzinfo=UTC)
#: Cheap on purpose: what is tested is never the strength of the hash.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class SetClock:
    """A clock that stands still until it is told."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(SHANGHAI).date()

    def wait(self, **span: float) -> None:
        self.moment += timedelta(**span)


async def hire(accounts: Accounts, login: str, name: str, role: Role) -> Account:
    """An account whose first password is already changed."""
    first = await accounts.create(login, name, role)
    account = await accounts.login(login, first, "127.0.0.1")
    return await accounts.change_password(account, first, PASSWORD)


async def log_in(client: TestClient[Any, Any], login: str, password: str = PASSWORD) -> Any:
    return await client.post("/login", data={"login": login, "password": password}, allow_redirects=False)


async def token(client: TestClient[Any, Any], path: str = "/password") -> str:
    page = await (await client.get(path)).text()
    found = re.search(r'<meta name="csrf" content="([^"]+)">', page)
    assert found, page[:300]
    return found[1]
