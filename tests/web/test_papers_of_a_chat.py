"""The whole application: papers' links told in a chat open there, and those of the staff for the staff."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.app import SYSTEM, create_app
from bot.model import Channel, Role
from bot.settings import Settings
from flows.engine import Answer
from flows.papers import INDEX
from tests.papers.cases import case
from tests.web.staff_bench import hire, log_in


@pytest.fixture
async def app(tmp_path: Path, redis_url: str, sqlite_url: str) -> web.Application:
    return create_app(
        Settings(
            data_dir=tmp_path / "data", redis_url=SecretStr(redis_url), database_url=SecretStr(sqlite_url)
        )
    )


@pytest.fixture
async def server(app: web.Application) -> AsyncIterator[TestServer]:
    async with TestServer(app) as made:
        yield made


def browser(server: TestServer) -> TestClient[Any, Any]:
    return TestClient(server, cookie_jar=CookieJar(unsafe=True))


async def handed_in(app: web.Application, user: str) -> str:
    """A case of the person behind a chat's cookie; gives its id."""
    system = app[SYSTEM]
    flow = system.content.knowledge().flows["private_lending"]
    told = {"applicant_phone": Answer("13800138001", "13800138001")}
    sid = system.sessions.sid(Channel.WEB, user)
    made = replace(case(flow, told), sid=sid)
    async with system.records.begin() as tx:
        await tx.cases.add(made)
    return made.id


async def test_a_link_opens_in_its_chat_and_asks_elsewhere(app: web.Application, server: TestServer) -> None:
    async with browser(server) as own, browser(server) as other:
        for client in (own, other):
            await client.get("/")
        (held,) = [c.value for c in own.session.cookie_jar if c.key == "mb_chat"]
        ref = await handed_in(app, held.partition(".")[0])
        link = app[SYSTEM].link(ref, INDEX, "html").removeprefix(app[SYSTEM].settings.base_url)
        assert (await own.get(link)).status == 200
        assert (await other.get(link)).status == 403
        assert "最后4位" in await (await other.get(link)).text()


async def test_a_link_of_the_staff_opens_where_they_are_logged_in(
    app: web.Application, server: TestServer
) -> None:
    system = app[SYSTEM]
    wang = await hire(system.accounts, "wang", "王建国", Role.MEDIATOR)
    await hire(system.accounts, "li", "李红", Role.MEDIATOR)
    ref = await handed_in(app, "A" * 22)
    link = system.link(ref, INDEX, "html", by=wang.id).removeprefix(system.settings.base_url)
    async with browser(server) as client:
        for login, status in (("", 410), ("li", 410), ("wang", 200)):
            client.session.cookie_jar.clear()
            if login:
                await log_in(client, login)
            assert (await client.get(link)).status == status
