"""Logging in, staying in, and everything that ends a session."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.accounts import WRONG, Accounts
from bot.desk.guard import CACHE_S, COOKIE, IDLE_S, LIFE_S, RENEW_S, account_of, needs
from bot.desk.pages import json_answer
from bot.errors import RecordsDown
from bot.model import Role
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from tests.web.staff_bench import PASSWORD, QUICK, SetClock, hire, log_in, staff_app, token

Visit = Callable[[], Awaitable[TestClient[Any, Any]]]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def accounts(sqlite_url: str, redis_url: str, vault: Vault, clock: SetClock) -> AsyncIterator[Accounts]:
    records, sessions = SqlRecords(sqlite_url, vault), RedisSessions(redis_url, vault)
    made = Accounts(records, clock, sessions, QUICK)
    await hire(made, "wang", "王建国", Role.MEDIATOR)
    await hire(made, "guan", "管理员", Role.ADMIN)
    await hire(made, "bian", "编辑", Role.EDITOR)
    yield made
    await sessions.aclose()
    await records.aclose()


def application(accounts: Accounts, vault: Vault, public_url: str = "") -> web.Application:
    async def who(request: web.Request) -> web.Response:
        return json_answer({"id": account_of(request).login})

    app = staff_app(accounts, vault, public_url)
    both = needs(Role.MEDIATOR, Role.ADMIN)
    app.router.add_get("/desk", both(who))
    app.router.add_get("/admin", needs(Role.ADMIN, Role.EDITOR)(who))
    app.router.add_get("/api/desk/who", both(who))
    app.router.add_post("/api/desk/who", both(who))
    app.router.add_delete("/api/desk/who", both(who))
    return app


@pytest.fixture
async def visit(accounts: Accounts, vault: Vault) -> AsyncIterator[Visit]:
    server = TestServer(application(accounts, vault))
    clients: list[TestClient[Any, Any]] = []

    async def come() -> TestClient[Any, Any]:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        return client

    yield come
    for client in clients:
        await client.close()


def cookie_of(answer: Any) -> Any:
    return answer.cookies[COOKIE]


@pytest.mark.parametrize(("name", "place"), [("wang", "/desk"), ("guan", "/admin"), ("bian", "/admin")])
async def test_everybody_lands_where_they_work(visit: Visit, name: str, place: str) -> None:
    client = await visit()
    answer = await log_in(client, name)
    assert (answer.status, answer.headers["Location"]) == (303, place)
    assert await (await client.get(place)).json() == {"id": name}


async def test_the_cookie_is_closed_to_scripts_and_other_sites(visit: Visit) -> None:
    client = await visit()
    morsel = cookie_of(await log_in(client, "wang"))
    assert morsel["httponly"]
    assert morsel["samesite"] == "Strict"
    assert morsel["path"] == "/"
    assert int(morsel["max-age"]) == LIFE_S
    assert "wang" not in morsel.value


async def test_the_cookie_is_secure_where_the_site_is_https(accounts: Accounts, vault: Vault) -> None:
    app = application(accounts, vault, "https://court.example")
    async with TestClient(TestServer(app)) as client:
        assert cookie_of(await log_in(client, "wang"))["secure"]


async def test_an_unknown_login_and_a_wrong_password_read_the_same(visit: Visit) -> None:
    client = await visit()
    for name in ("wang", "niemand"):
        answer = await log_in(client, name, "not-the-password")
        assert answer.status == 401
        assert WRONG in await answer.text()
        assert COOKIE not in answer.cookies


async def test_nothing_filled_in_is_said_kindly(visit: Visit) -> None:
    answer = await log_in(await visit(), "", "")
    assert answer.status == 422
    assert "请填写登录名和密码" in await answer.text()


async def test_a_page_leads_to_the_login_and_back(visit: Visit) -> None:
    client = await visit()
    answer = await client.get("/desk?open=7", allow_redirects=False)
    assert answer.headers["Location"] == "/login?next=/desk?open%3D7"
    page = await (await client.get(answer.headers["Location"])).text()
    assert 'name="next" value="/desk?open=7"' in page
    form = {"login": "wang", "password": PASSWORD, "next": "/desk?open=7"}
    answer = await client.post("/login", data=form, allow_redirects=False)
    assert answer.headers["Location"] == "/desk?open=7"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/desk/../\\evil", "/deskevil", "/login"]
)
async def test_a_login_leads_nowhere_else(visit: Visit, wanted: str) -> None:
    form = {"login": "wang", "password": PASSWORD, "next": wanted}
    answer = await (await visit()).post("/login", data=form, allow_redirects=False)
    assert answer.headers["Location"] == "/desk"


async def test_a_foreign_page_cannot_log_somebody_in(visit: Visit) -> None:
    client = await visit()
    form = {"login": "wang", "password": PASSWORD}
    answer = await client.post("/login", data=form, headers={"Origin": "https://evil.example"})
    assert answer.status == 403
    assert COOKIE not in answer.cookies


async def test_a_door_answers_in_json(visit: Visit) -> None:
    client = await visit()
    answer = await client.get("/api/desk/who")
    assert answer.status == 401
    assert await answer.json() == {"error": "登录已经过期，请重新登录。", "go": "/login"}
    await log_in(client, "bian")
    answer = await client.get("/api/desk/who")
    assert answer.status == 403
    assert "没有这个权限" in (await answer.json())["error"]


async def test_the_wrong_role_gets_a_page_that_leads_back(visit: Visit) -> None:
    client = await visit()
    await log_in(client, "wang")
    answer = await client.get("/admin")
    assert answer.status == 403
    page = await answer.text()
    assert "没有这个权限" in page
    assert 'href="/desk"' in page


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_changing_anything_needs_the_token(visit: Visit, method: str) -> None:
    client = await visit()
    await log_in(client, "wang")
    right = await token(client)
    for given in ({}, {"X-CSRF": ""}, {"X-CSRF": right[:-1]}, {"X-CSRF": "中文"}):
        assert (await client.request(method, "/api/desk/who", headers=given)).status == 403
    assert (await client.request(method, "/api/desk/who", headers={"X-CSRF": right})).status == 200
    foreign = {"X-CSRF": right, "Origin": "https://evil.example"}
    assert (await client.request(method, "/api/desk/who", headers=foreign)).status == 403


async def test_the_field_of_a_form_does_not_open_a_door(visit: Visit) -> None:
    client = await visit()
    await log_in(client, "wang")
    assert (await client.post("/api/desk/who", data={"csrf": await token(client)})).status == 403


async def test_the_token_of_one_session_is_no_use_in_another(visit: Visit) -> None:
    first, second = await visit(), await visit()
    await log_in(first, "wang")
    await log_in(second, "guan")
    stolen = await token(first)
    assert (await second.post("/api/desk/who", headers={"X-CSRF": stolen})).status == 403


async def test_every_login_is_a_new_session(visit: Visit) -> None:
    client = await visit()
    before = cookie_of(await log_in(client, "wang")).value
    first = await token(client)
    assert cookie_of(await log_in(client, "wang")).value != before
    assert await token(client) != first


async def test_logging_out_ends_a_copied_cookie_too(visit: Visit, clock: SetClock) -> None:
    client, thief = await visit(), await visit()
    copied = cookie_of(await log_in(client, "wang")).value
    thief.session.cookie_jar.update_cookies({COOKIE: copied}, thief.make_url("/"))
    assert (await thief.get("/api/desk/who")).status == 200
    answer = await client.post("/logout", data={"csrf": await token(client)}, allow_redirects=False)
    assert answer.headers["Location"] == "/login"
    assert (await client.get("/api/desk/who")).status == 401
    clock.wait(seconds=CACHE_S + 1)
    assert (await thief.get("/api/desk/who")).status == 401


async def test_logging_out_needs_the_token(visit: Visit) -> None:
    client = await visit()
    await log_in(client, "wang")
    assert (await client.post("/logout")).status == 403
    assert (await client.get("/api/desk/who")).status == 200


async def test_a_session_ends_when_it_is_not_used(visit: Visit, clock: SetClock) -> None:
    client = await visit()
    await log_in(client, "wang")
    clock.wait(seconds=IDLE_S - 1)
    assert (await client.get("/api/desk/who")).status == 200
    clock.wait(seconds=IDLE_S - 1 - (IDLE_S - 1 + IDLE_S - 1 - LIFE_S) - 2)
    assert (await client.get("/api/desk/who")).status == 200
    clock.wait(seconds=4)
    assert (await client.get("/api/desk/who")).status == 401


async def test_an_idle_session_is_over_after_eight_hours(visit: Visit, clock: SetClock) -> None:
    client = await visit()
    await log_in(client, "wang")
    clock.wait(seconds=IDLE_S + 1)
    assert (await client.get("/api/desk/who")).status == 401


async def test_the_cookie_is_renewed_only_now_and_then(visit: Visit, clock: SetClock) -> None:
    client = await visit()
    await log_in(client, "wang")
    assert COOKIE not in (await client.get("/api/desk/who")).cookies
    clock.wait(seconds=RENEW_S)
    answer = await client.get("/api/desk/who")
    assert int(cookie_of(answer)["max-age"]) == LIFE_S - RENEW_S


@pytest.mark.parametrize("value", ["x", "AAAA" * 40, "中", "=" * 10, "A" * 3000])
async def test_a_made_up_cookie_opens_nothing(visit: Visit, value: str) -> None:
    client = await visit()
    answer = await client.get("/api/desk/who", headers={"Cookie": f"{COOKIE}={value}"})
    assert answer.status == 401


async def test_a_first_password_must_be_changed_before_anything_else(
    visit: Visit, accounts: Accounts
) -> None:
    first = await accounts.create("li", "李红", Role.MEDIATOR)
    client = await visit()
    await log_in(client, "li", first)
    answer = await client.get("/desk", allow_redirects=False)
    assert answer.headers["Location"] == "/password"
    answer = await client.get("/api/desk/who")
    assert (answer.status, (await answer.json())["go"]) == (403, "/password")
    form = {"csrf": await token(client), "old": first, "new": PASSWORD, "again": PASSWORD}
    answer = await client.post("/password", data=form, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    assert (await client.get("/api/desk/who")).status == 200


async def test_a_new_password_ends_the_other_sessions(visit: Visit) -> None:
    here, there = await visit(), await visit()
    await log_in(here, "wang")
    await log_in(there, "wang")
    form = {"csrf": await token(here), "old": PASSWORD, "new": f"{PASSWORD}-neu", "again": f"{PASSWORD}-neu"}
    await here.post("/password", data=form)
    assert (await here.get("/api/desk/who")).status == 200
    assert (await there.get("/api/desk/who")).status == 401


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("falsch-falsch", PASSWORD + "2", PASSWORD + "2", "原来的密码不对"),
        (PASSWORD, "kurz", "kurz", "新密码至少"),
        (PASSWORD, "8265190374", "8265190374", "不能全是数字"),
        (PASSWORD, PASSWORD + "2", PASSWORD + "3", "两次输入的新密码不一样"),
    ],
)
async def test_a_refused_password_says_why(
    visit: Visit, old: str, new: str, again: str, sentence: str
) -> None:
    client = await visit()
    await log_in(client, "wang")
    form = {"csrf": await token(client), "old": old, "new": new, "again": again}
    answer = await client.post("/password", data=form)
    assert answer.status == 422
    assert sentence in await answer.text()


async def test_an_account_taken_away_is_out_within_seconds(
    visit: Visit, accounts: Accounts, clock: SetClock
) -> None:
    client = await visit()
    await log_in(client, "wang")
    admin = await accounts.login("guan", PASSWORD, "127.0.0.1")
    wang = next(one for one in await accounts.everybody() if one.login == "wang")
    await accounts.update(admin, wang.id, role=Role.MEDIATOR, active=False, name="王建国")
    clock.wait(seconds=CACHE_S + 1)
    assert (await client.get("/api/desk/who")).status == 401


async def test_going_on_duty_ends_no_session(visit: Visit, accounts: Accounts, clock: SetClock) -> None:
    client = await visit()
    await log_in(client, "wang")
    wang = next(one for one in await accounts.everybody() if one.login == "wang")
    await accounts.duty(wang, on=True)
    clock.wait(seconds=CACHE_S + 1)
    assert (await client.get("/api/desk/who")).status == 200


async def test_pages_for_staff_run_nothing_inline_and_are_kept_nowhere(visit: Visit) -> None:
    client = await visit()
    answer = await client.get("/login")
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    page = await answer.text()
    assert "style=" not in page
    assert "<script>" not in page
    assert " onclick" not in page


async def test_somebody_who_is_in_goes_straight_on(visit: Visit) -> None:
    client = await visit()
    await log_in(client, "wang")
    answer = await client.get("/login", allow_redirects=False)
    assert answer.headers["Location"] == "/desk"


async def test_without_the_database_the_doors_say_that_it_comes_back(
    visit: Visit, accounts: Accounts, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await visit()
    await log_in(client, "wang")
    clock.wait(seconds=CACHE_S + 1)

    def down() -> Any:
        raise RecordsDown

    monkeypatch.setattr(SqlRecords, "begin", lambda _: down())
    answer = await client.get("/api/desk/who")
    assert answer.status == 503
    assert "正在恢复" in (await answer.json())["error"]
    answer = await client.get("/desk")
    assert answer.status == 503
    assert "正在恢复" in await answer.text()
    answer = await log_in(client, "wang")
    assert answer.status == 503
    assert "正在恢复" in await answer.text()
