"""The staff's pages over real stores, with people in the queue."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web
from argon2 import PasswordHasher

from bot import library
from bot.accounts import Accounts
from bot.desk import desk_pages, guard, login
from bot.desk.desk_api import Tools
from bot.dialogue.after import SHANGHAI
from bot.model import Account, AuditEvent, Channel, Duty, Handoff, HandoffState, Media, Role
from bot.store.blobs import DiskBlobs
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from nlu.dataset import Entry, load
from nlu.keywords import Keywords
from tests.talk import HOURS, Talk, World, build

if TYPE_CHECKING:
    from aiohttp.test_utils import TestClient

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"
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


@dataclass
class Office:
    """The desk over real stores: an application, its world, and people who may work there."""

    app: web.Application
    world: World
    accounts: Accounts
    blobs: DiskBlobs
    people: dict[str, Account]

    async def citizen(self, user: str, *texts: str, channel: Channel = Channel.WEB) -> Talk:
        """Somebody who told this and now waits for a person."""
        talk = Talk(self.world, user, channel)
        await talk.says(*(texts or (STORY,)))
        await talk.says("转人工")
        return talk

    async def waiting(self) -> list[Handoff]:
        async with self.world.records.begin() as tx:
            return await tx.handoffs.listing(states=[HandoffState.WAITING])

    async def handoff_of(self, talk: Talk) -> Handoff:
        async with self.world.records.begin() as tx:
            found = await tx.handoffs.open_of(talk.sid)
        assert found is not None
        return found

    async def audited(self, action: str) -> list[AuditEvent]:
        async with self.world.records.begin() as tx:
            return [event for event in await tx.audit.listing() if event.action == action]


@cache
def shipped() -> library.Library:
    return library.load()


@cache
def keywords() -> Keywords:
    entries = [Entry(e.id, e.question, e.variants) for e in shipped().faq.values()]
    return Keywords(load(entries=entries).examples())


def staff_app(accounts: Accounts, vault: Vault, public_url: str = "") -> web.Application:
    app = web.Application()
    guard.setup(
        app,
        accounts=accounts,
        seal=lambda plain: vault.seal(plain, aad=b"staff"),
        unseal=lambda sealed: vault.open(sealed, aad=b"staff"),
        site=guard.Site("准格尔旗人民法院", public_url),
    )
    login.setup(app)
    return app


def papers_link(ref: str, paper: str, form: str, *, by: str = "") -> str:
    return f"/p/{ref}-{paper}-{form}" + (f"-{by}" if by else "")


@asynccontextmanager
async def office(redis_url: str, sqlite_url: str, vault: Vault, folder: Path) -> AsyncIterator[Office]:
    sessions, records = RedisSessions(redis_url, vault), SqlRecords(sqlite_url, vault)
    world = build(sessions, records, shipped(), keywords())
    accounts = Accounts(records, world.clock, sessions, QUICK)
    people = {
        login: await hire(accounts, login, name, role)
        for login, name, role in (
            ("wang", "王建国", Role.MEDIATOR),
            ("li", "李红", Role.MEDIATOR),
            ("guan", "管理员", Role.ADMIN),
            ("bian", "编辑", Role.EDITOR),
        )
    }
    blobs = DiskBlobs(folder, vault)
    world.blobs = blobs
    app = staff_app(accounts, vault)
    tools = Tools(
        desk=world.desk(),
        accounts=accounts,
        sessions=sessions,
        blobs=blobs,
        papers_link=papers_link,
        court="准格尔旗人民法院",
        office=lambda: Duty(world.open_now, 0, HOURS),
    )
    desk_pages.setup(app, tools)
    yield Office(app, world, accounts, blobs, people)
    await sessions.aclose()
    await records.aclose()


async def keep(blobs: DiskBlobs, name: str, data: bytes, content_type: str) -> Media:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    key, size, digest = await blobs.put(chunks(), limit=len(data) + 1)
    return Media(key, name, content_type, size, digest)
