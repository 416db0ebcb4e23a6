"""Accounts of the people who work at the desk: create, log in, change password, roles, duty."""

from __future__ import annotations

import asyncio
import secrets
import string
import uuid
from dataclasses import dataclass, replace

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot import slowing
from bot.errors import Conflict, Forbidden, NotFound, Refused
from bot.model import Account, Role
from bot.ports import Clock, Records, Sessions
from bot.slowing import Attempt
from flows.engine import Json

SHORTEST = 10
#: A hash that nothing fits, so that an unknown login takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$2J8yVJZ6m8m0WkE2R8mJ3o2o4lVQ3dDqJm5l5j5YB2k"
_ALPHABET = string.ascii_lowercase.replace("l", "").replace("o", "") + "23456789"

WRONG = "登录名或密码不对。"
SLOW = "试的次数太多，请15分钟后再试，或者找管理员重设密码。"


def new_password() -> str:
    """Sixteen characters without look-alikes, in groups that can be read out."""
    parts = ["".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4)]
    return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser by its own signed cookie, and the ids of accounts that were in there."""

    id: str
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """Use cases around accounts. Hashing runs beside the loop: it takes tens of milliseconds."""

    records: Records
    clock: Clock
    sessions: Sessions | None = None  #: counts wrong passwords; the command line has none
    hasher: PasswordHasher = PasswordHasher()  # noqa: RUF009 - stateless

    async def create(self, login: str, name: str, role: Role, *, by: str = "system") -> str:
        """Make an account; returns its first password, which has to be changed. Raises Conflict, Refused."""
        if not login.isascii() or not login.isidentifier() or len(login) > 40:
            raise Refused("登录名只能用英文字母、数字和下划线，开头是字母。")
        if not name.strip():
            raise Refused("请填写姓名。")
        password = new_password()
        account = Account(uuid.uuid4().hex, login.lower(), name.strip()[:20], role, must_change=True)
        hashed = await asyncio.to_thread(self.hasher.hash, password)
        async with self.records.begin() as tx:
            await tx.accounts.add(account, hashed)
            await tx.audit.add(by, "account_add", account.id, {"role": role.value}, self.clock.now())
        return password

    async def first_admin(self) -> str:
        """The admin of a fresh installation and its password; empty when there already is one."""
        async with self.records.begin() as tx:
            if await tx.accounts.count(Role.ADMIN):
                return ""
        try:
            return await self.create("admin", "管理员", Role.ADMIN)
        except Conflict:  # another worker started at the same moment and prints the password
            return ""

    async def login(self, login: str, password: str, network: str, device: Device | None = None) -> Account:
        """Raises Refused with the same sentence for an unknown login and a wrong password.

        `network` as `headers.network_of` gives it; `device`: the browser, and the accounts it was in before.
        """
        login = login.strip().lower()
        async with self.records.begin() as tx:
            found = await tx.accounts.by_login(login)
        account, hashed = found or (None, _NOBODY)
        known = device.id if device and account and account.id in device.accounts else ""
        attempt = Attempt(login, network, known, hashed if account else "")
        await self._throttle(attempt, account)
        fits = await asyncio.to_thread(self._fits, hashed, password)
        if account is None or not fits or not account.active:
            await self._wrong(account, known=bool(known))
            raise Refused(WRONG)
        if self.sessions is not None:
            await slowing.take_back(self.sessions, attempt)
        async with self.records.begin() as tx:
            await tx.audit.add(account.id, "login", account.id, {}, self.clock.now())
        return account

    async def strangers(self, account: Account) -> int:
        """How many wrong passwords others tried since this was asked last; asked once after a login."""
        return 0 if self.sessions is None else await slowing.noted(self.sessions, account.id)

    async def _wrong(self, account: Account | None, *, known: bool) -> None:
        who = account.id if account else ""
        if who and not known and self.sessions is not None:
            await slowing.note(self.sessions, who)
        async with self.records.begin() as tx:
            await tx.audit.add(who, "login_failed", who, {"known": known}, self.clock.now())

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self.hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _throttle(self, attempt: Attempt, account: Account | None) -> None:
        if self.sessions is None:
            return
        counted = await slowing.count(self.sessions, attempt)
        if not counted.over:
            return
        who = account.id if account else ""
        if who and not attempt.device:
            await slowing.note(self.sessions, who)
        if counted.first:  # once for each wait: whoever goes on must not fill the audit
            async with self.records.begin() as tx:
                data: dict[str, Json] = {"known": bool(attempt.device)}
                await tx.audit.add(who, "login_slowed", who, data, self.clock.now())
        raise Refused(SLOW)

    async def change_password(self, account: Account, old: str, new: str) -> Account:
        """Raises Refused when the old one is wrong or the new one is weak."""
        async with self.records.begin() as tx:
            found = await tx.accounts.by_login(account.login)
        if found is None or not await asyncio.to_thread(self._fits, found[1], old):
            raise Refused("原来的密码不对。")
        plain = new.isdigit() or account.login.lower() in new.lower()
        if len(new) < SHORTEST or new == old or len(set(new)) < SHORTEST // 2 or plain:
            raise Refused(
                f"新密码至少{SHORTEST}个字符，不能和原来的一样，不能全是数字，不要用登录名或几个重复的字符。"
            )
        hashed = await asyncio.to_thread(self.hasher.hash, new)
        async with self.records.begin() as tx:
            current = await tx.accounts.get(account.id)
            changed = replace(current, must_change=False)
            await tx.audit.add(account.id, "password", account.id, {}, self.clock.now())
            return await tx.accounts.update(changed, expect=current.rev, password_hash=hashed)

    async def reset(self, login: str, *, by: str = "system") -> str:
        """A new password for somebody who forgot theirs; raises NotFound."""
        password = new_password()
        hashed = await asyncio.to_thread(self.hasher.hash, password)
        async with self.records.begin() as tx:
            found = await tx.accounts.by_login(login.lower())
            if found is None:
                raise NotFound(f"没有这个账号：{login}")
            account = replace(found[0], must_change=True)
            await tx.accounts.update(account, expect=found[0].rev, password_hash=hashed)
            await tx.audit.add(by, "password_reset", account.id, {}, self.clock.now())
        return password

    async def everybody(self) -> list[Account]:
        """Sorted by login."""
        async with self.records.begin() as tx:
            return await tx.accounts.all()

    async def get(self, account_id: str) -> Account:
        """Raises NotFound."""
        async with self.records.begin() as tx:
            return await tx.accounts.get(account_id)

    async def update(self, by: Account, account_id: str, *, role: Role, active: bool, name: str) -> Account:
        """Change role, name or activity; the last admin cannot be taken away."""
        if by.role is not Role.ADMIN:
            raise Forbidden("只有管理员能改账号。")
        async with self.records.begin() as tx:
            before = await tx.accounts.get(account_id)
            loses = before.role is Role.ADMIN and before.active and (role is not Role.ADMIN or not active)
            if loses and await tx.accounts.count(Role.ADMIN) < 2:
                raise Conflict("至少要留一个管理员。")
            after = replace(before, role=role, active=active, name=name.strip()[:20] or before.name)
            await tx.audit.add(by.id, "account_change", account_id, {"role": role.value}, self.clock.now())
            return await tx.accounts.update(after, expect=before.rev)

    async def duty(self, account: Account, *, on: bool) -> Account:
        """上岗 or 下岗: only people on duty count as available to citizens."""
        async with self.records.begin() as tx:
            before = await tx.accounts.get(account.id)
            await tx.audit.add(account.id, "duty_on" if on else "duty_off", account.id, {}, self.clock.now())
            return await tx.accounts.update(replace(before, on_duty=on), expect=before.rev)
