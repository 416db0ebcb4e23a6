from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels import bounds
from bot.channels.bounds import read_form
from bot.channels.headers import network_of


async def echo(request: web.Request) -> web.Response:
    return web.json_response(await read_form(request))


async def raw(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


@pytest.fixture
async def client():
    app = web.Application(middlewares=[bounds.bounds])
    app.router.add_post("/form", echo)
    app.router.add_post("/raw", raw)
    async with TestClient(TestServer(app), auto_decompress=False) as made:
        yield made


async def test_a_form_is_read(client) -> None:
    answer = await client.post("/form", data={"login": "王"})
    assert await answer.json() == {"login": "王"}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=q", b"x"),
        ("multipart/form-data", b"x"),
        ("application/x-www-form-urlencoded; charset=nope", b"a=b"),
    ],
)
async def test_a_broken_form_is_named(client, content_type: str, body: bytes) -> None:
    answer = await client.post("/form", data=body, headers={"Content-Type": content_type})
    assert answer.status == 400
    assert "读不出来" in await answer.text()


async def test_a_form_that_announces_much_is_refused(client) -> None:
    answer = await client.post("/form", data={"login": "x" * 70_000})
    assert answer.status == 413


@pytest.mark.parametrize("path", ["/form", "/raw"])
async def test_compressed_bodies_are_refused_unread(client, path: str) -> None:
    answer = await client.post(path, data=b"abc", headers={"Content-Encoding": "gzip"})
    assert answer.status == 415


async def test_a_body_that_never_ends_is_ended(client, monkeypatch) -> None:
    monkeypatch.setattr(bounds, "BODY_S", 0.2)

    async def slow():
        yield b"{"
        await asyncio.sleep(1)
        yield b"}"

    answer = await client.post("/raw", data=slow())
    assert answer.status == 408


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("unknown", "unknown", True),
    ],
)
def test_a_household_counts_as_one_caller(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
