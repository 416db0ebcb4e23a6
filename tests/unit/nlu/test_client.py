from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from nlu.client import FAILURES, OPEN_S, Breaker, Outcome, RasaClient
from nlu.keywords import Keywords

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

KEYWORDS = Keywords({"dispute/divorce": ["我要离婚"], "out_of_scope": ["今天天气"]})
RANKED = {
    "intent_ranking": [{"name": "faq.fee", "confidence": 0.9}, {"name": "chat.greet", "confidence": 0.1}]
}


class Fake:
    """Stands in for Rasa where Rasa must misbehave."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.answer: Answer = self.well

    async def parse(self, request: web.Request) -> web.StreamResponse:
        self.texts.append((await request.json())["text"])
        assert request.query["token"] == "secret"
        return await self.answer(request)

    async def well(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(RANKED)

    async def slowly(self, _: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.json_response(RANKED)

    async def badly(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>oops")

    async def never(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=401)

    async def halfway(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "500"})
        await response.prepare(request)
        await response.write(b'{"intent_ranking":')
        assert request.transport is not None
        request.transport.close()
        return response


@pytest.fixture
async def fake() -> AsyncIterator[tuple[Fake, str]]:
    rasa, app = Fake(), web.Application()
    app.router.add_post("/model/parse", rasa.parse)

    async def status(_: web.Request) -> web.Response:
        return web.json_response({"model_file": "x.tar.gz"})

    app.router.add_get("/status", status)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield rasa, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


class Heard:
    def __init__(self) -> None:
        self.outcomes: list[str] = []

    def __call__(self, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.outcomes.append(outcome)


async def test_asks_the_model(fake: tuple[Fake, str]) -> None:
    rasa, url = fake
    heard = Heard()
    async with RasaClient(url, "secret", keywords=KEYWORDS, metrics=heard) as client:
        found = await client.understand("/调解要钱吗")
    assert (found.top.name, found.source) == ("faq/fee", "model")
    assert rasa.texts == ["调解要钱吗"]
    assert heard.outcomes == ["model"]


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ("slowly", Outcome.TIMEOUT),
        ("badly", Outcome.GARBAGE),
        ("never", Outcome.REFUSED),
        ("halfway", Outcome.REFUSED),
    ],
)
async def test_keywords_answer_when_rasa_does_not(fake: tuple[Fake, str], how: str, outcome: Outcome) -> None:
    rasa, url = fake
    rasa.answer = getattr(rasa, how)
    heard = Heard()
    async with RasaClient(url, "secret", keywords=KEYWORDS, timeout_s=0.2, metrics=heard) as client:
        found = await client.understand("我要离婚")
    assert (found.top.name, found.source) == ("dispute/divorce", "keywords")
    assert heard.outcomes == [outcome]


async def test_nobody_at_the_address() -> None:
    heard = Heard()
    async with RasaClient("http://127.0.0.1:9", "x", keywords=KEYWORDS, metrics=heard) as client:
        assert (await client.understand("我要离婚")).source == "keywords"
        assert not await client.ready()
    assert heard.outcomes == ["refused"]


async def test_one_failing_piece_of_a_story_gives_the_whole_to_the_keywords(fake: tuple[Fake, str]) -> None:
    rasa, url = fake

    async def only_first(request: web.Request) -> web.StreamResponse:
        return await (rasa.well if len(rasa.texts) == 1 else rasa.badly)(request)

    rasa.answer = only_first
    async with RasaClient(url, "secret", keywords=KEYWORDS) as client:
        found = await client.understand(("我要离婚，过不下去了。" * 20) * 4)
    assert len(rasa.texts) > 1
    assert found.source == "keywords"


async def test_after_failures_rasa_is_left_alone_then_tried_once(fake: tuple[Fake, str]) -> None:
    rasa, url = fake
    rasa.answer = rasa.never
    clock = [100.0]
    heard = Heard()
    breaker = Breaker(lambda: clock[0])
    async with RasaClient(url, "secret", keywords=KEYWORDS, metrics=heard, breaker=breaker) as client:
        for _ in range(FAILURES + 2):
            await client.understand("我要离婚")
        assert heard.outcomes == ["refused"] * FAILURES + ["open"] * 2
        clock[0] += OPEN_S
        rasa.answer = rasa.well
        assert (await client.understand("我要离婚")).source == "model"
        assert (await client.understand("我要离婚")).source == "model"
    assert len(rasa.texts) == FAILURES + 2


async def test_a_failed_trial_opens_again(fake: tuple[Fake, str]) -> None:
    rasa, url = fake
    rasa.answer = rasa.never
    clock = [0.0]
    async with RasaClient(url, "secret", keywords=KEYWORDS, breaker=Breaker(lambda: clock[0])) as client:
        for _ in range(FAILURES):
            await client.understand("我要离婚")
        clock[0] += OPEN_S
        await client.understand("我要离婚")
        await client.understand("我要离婚")
    assert len(rasa.texts) == FAILURES + 1


async def test_one_success_forgets_earlier_failures(fake: tuple[Fake, str]) -> None:
    rasa, url = fake
    async with RasaClient(url, "secret", keywords=KEYWORDS) as client:
        for _ in range(3):
            rasa.answer = rasa.never
            for _ in range(FAILURES - 1):
                await client.understand("我要离婚")
            rasa.answer = rasa.well
            assert (await client.understand("我要离婚")).source == "model"


async def test_a_cancelled_trial_does_not_keep_the_breaker_open(fake: tuple[Fake, str]) -> None:
    rasa, url = fake
    rasa.answer = rasa.slowly
    async with RasaClient(url, "secret", keywords=KEYWORDS, timeout_s=4) as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.understand("我要离婚"), 0.1)
        rasa.answer = rasa.well
        assert (await client.understand("我要离婚")).source == "model"


async def test_without_an_address_keywords_answer() -> None:
    async with RasaClient("", keywords=KEYWORDS) as client:
        assert (await client.understand("我要离婚")).source == "keywords"
        assert not await client.ready()


async def test_new_keywords_are_used_from_then_on() -> None:
    async with RasaClient("", keywords=KEYWORDS) as client:
        client.learn(Keywords({"faq/new": ["法院食堂"], "out_of_scope": ["今天天气"]}))
        assert (await client.understand("法院食堂")).top.name == "faq/new"


async def test_is_ready_when_a_model_is_loaded(fake: tuple[Fake, str]) -> None:
    async with RasaClient(fake[1], "secret", keywords=KEYWORDS) as client:
        assert await client.ready()


async def test_no_text_is_logged(fake: tuple[Fake, str], caplog: pytest.LogCaptureFixture) -> None:
    rasa, url = fake
    caplog.set_level(0)
    async with RasaClient(url, "secret", keywords=KEYWORDS) as client:
        for answer in (rasa.well, rasa.badly, rasa.never):
            rasa.answer = answer
            await client.understand("我要离婚张三身份证")
    assert "张三" not in json.dumps([record.getMessage() for record in caplog.records], ensure_ascii=False)
