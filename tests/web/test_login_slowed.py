"""Guessing passwords is slow, and keeps nobody out who was here before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.accounts import SLOW, WRONG, Accounts, Device
from bot.desk.devices import COOKIE
from bot.errors import Refused
from bot.model import Account, AuditEvent, Role
from bot.slowing import TOLD_FROM, TRIES, TRIES_ALL
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from tests.web.staff_bench import PASSWORD, QUICK, SetClock, hire, log_in, staff_app, token

HERE, THERE = "192.0.2.1", "198.51.100.9"
FALSE = "not-the-password"


@pytest.fixture
async def accounts(sqlite_url: str, vault: Vault) -> AsyncIterator[Accounts]:
    records = SqlRecords(sqlite_url, vault)
    made = Accounts(records, SetClock(), MemorySessions(vault), QUICK)
    await hire(made, "wang", "王建国", Role.MEDIATOR)
    await hire(made, "guan", "管理员", Role.ADMIN)
    yield made
    await records.aclose()


@pytest.fixture
async def client(accounts: Accounts, vault: Vault) -> AsyncIterator[TestClient[Any, Any]]:
    server = TestServer(staff_app(accounts, vault))
    async with TestClient(server, cookie_jar=CookieJar(unsafe=True)) as made:
        yield made


async def guess(
    accounts: Accounts, login: str, network: str, times: int, device: Device | None = None
) -> str:
    """What the last of so many wrong passwords hears."""
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            await accounts.login(login, FALSE, network, device)
    return caught.value.sentence


async def account(accounts: Accounts, login: str) -> Account:
    return next(one for one in await accounts.everybody() if one.login == login)


async def audited(accounts: Accounts, action: str) -> list[AuditEvent]:
    async with accounts.records.begin() as tx:
        return [one for one in await tx.audit.listing() if one.action == action]


async def test_guessing_from_one_network_is_slowed_there_and_nowhere_else(accounts: Accounts) -> None:
    assert await guess(accounts, "wang", THERE, TRIES) == WRONG
    assert await guess(accounts, "wang", THERE, 1) == SLOW
    with pytest.raises(Refused, match="15分钟"):
        await accounts.login("wang", PASSWORD, THERE)
    assert (await accounts.login("wang", PASSWORD, HERE)).login == "wang"
    assert (await accounts.login("guan", PASSWORD, THERE)).login == "guan"


async def test_a_guesser_with_many_networks_keeps_the_owner_of_a_known_browser_out_of_nothing(
    accounts: Accounts,
) -> None:
    for n in range(TRIES_ALL // TRIES + 1):
        heard = await guess(accounts, "wang", f"198.51.100.{n}", TRIES)
    assert heard == SLOW
    with pytest.raises(Refused, match="15分钟"):
        await accounts.login("wang", PASSWORD, HERE)
    me = await account(accounts, "wang")
    for network in (HERE, "198.51.100.1"):
        assert (await accounts.login("wang", PASSWORD, network, Device("d1", (me.id,)))) == me


async def test_a_known_browser_is_slowed_by_its_own_wrong_passwords(accounts: Accounts) -> None:
    mine = Device("d1", ((await account(accounts, "wang")).id,))
    assert await guess(accounts, "wang", HERE, TRIES + 1, mine) == SLOW
    assert await guess(accounts, "guan", HERE, 1, mine) == WRONG, "it is not known for another account"


async def test_a_browser_of_one_account_is_a_stranger_to_another(accounts: Accounts) -> None:
    mine = Device("d1", ((await account(accounts, "guan")).id,))
    assert await guess(accounts, "wang", THERE, TRIES + 1) == SLOW
    assert await guess(accounts, "wang", THERE, 1, mine) == SLOW


async def test_right_passwords_do_not_count(accounts: Accounts) -> None:
    for _ in range(TRIES + 2):
        await accounts.login("wang", PASSWORD, HERE)


async def test_a_reset_password_lets_in_at_once_as_the_sentence_says(accounts: Accounts) -> None:
    assert await guess(accounts, "wang", THERE, TRIES + 1) == SLOW
    fresh = await accounts.reset("wang")
    assert (await accounts.login("wang", fresh, THERE)).must_change


async def test_the_wait_is_audited_once(accounts: Accounts) -> None:
    await guess(accounts, "wang", THERE, TRIES + 5)
    await guess(accounts, "niemand", THERE, TRIES + 5)
    slowed = await audited(accounts, "login_slowed")
    assert sorted(one.subject for one in slowed) == sorted(["", (await account(accounts, "wang")).id])
    assert len(await audited(accounts, "login_failed")) == 2 * TRIES


@pytest.mark.parametrize(("tries", "told"), [(TOLD_FROM - 1, 0), (TOLD_FROM, TOLD_FROM), (14, 14)])
async def test_the_owner_hears_once_how_often_strangers_tried(
    accounts: Accounts, tries: int, told: int
) -> None:
    me = await account(accounts, "wang")
    await guess(accounts, "wang", THERE, tries)
    assert await accounts.strangers(me) == told
    assert await accounts.strangers(me) == 0
    await guess(accounts, "wang", HERE, TOLD_FROM, Device("d1", (me.id,)))
    assert await accounts.strangers(me) == 0, "mistyped at one's own desk"


async def test_the_page_tells_it_after_the_login_and_leads_on(client: TestClient, accounts: Accounts) -> None:
    await guess(accounts, "wang", THERE, 4)
    answer = await log_in(client, "wang")
    page = await answer.text()
    assert answer.status == 200
    assert "有4次用您的登录名登录没有成功" in page
    assert 'href="/desk"' in page
    assert 'href="/password"' in page
    assert await token(client), "the session has begun"
    assert (await log_in(client, "wang")).status == 303


async def test_a_browser_is_known_after_one_login(client: TestClient, accounts: Accounts) -> None:
    morsel = (await log_in(client, "wang")).cookies[COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Strict"
    assert morsel["path"] == "/login"
    await log_in(client, "guan")
    for n in range(TRIES_ALL // TRIES + 1):
        await guess(accounts, "wang", f"198.51.100.{n}", TRIES)
    await guess(accounts, "wang", "127.0.0.1", 1)
    assert (await log_in(client, "wang")).status == 200
    client.session.cookie_jar.clear()
    assert (await log_in(client, "wang")).status == 429


@pytest.mark.parametrize("value", ["x", "e30", "A" * 60, "A" * 3000])
async def test_a_made_up_cookie_makes_no_browser_known(
    client: TestClient, accounts: Accounts, value: str
) -> None:
    await guess(accounts, "wang", "127.0.0.1", TRIES + 1)
    client.session.cookie_jar.update_cookies({COOKIE: value}, client.make_url("/login"))
    assert (await log_in(client, "wang")).status == 429


async def test_the_cookie_of_a_session_is_no_known_browser_and_the_other_way_round(
    client: TestClient, accounts: Accounts
) -> None:
    answer = await log_in(client, "wang")
    held = {name: answer.cookies[name].value for name in ("mb_staff", COOKIE)}
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies({"mb_staff": held[COOKIE]}, client.make_url("/"))
    assert "login" in (await client.get("/password", allow_redirects=False)).headers["Location"]
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies({COOKIE: held["mb_staff"]}, client.make_url("/login"))
    await guess(accounts, "wang", "127.0.0.1", TRIES + 1)
    assert (await log_in(client, "wang")).status == 429
