"""SQL locked, the model down, slow or talking nonsense, content published under use: the talk goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Handler

from bot import library
from bot.conversation import Conversation
from bot.errors import ContentError, RecordsDown
from bot.model import Author, CaseFile, Channel, Consent
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from flows.schema import Flow
from nlu.client import RasaClient
from nlu.dataset import Entry, load
from nlu.keywords import Keywords
from tests.conftest import free_port
from tests.faults.workers import INTAKE, SCOPES, quicker_than
from tests.talk import Talk, World, build

LOCKED_S = 0.3  # in these tests a lock counts as down after this long


@pytest.fixture(scope="module")
def shipped() -> library.Library:
    return library.load()


@pytest.fixture(scope="module")
def keywords(shipped: library.Library) -> Keywords:
    entries = [Entry(e.id, e.question, e.variants) for e in shipped.faq.values()]
    return Keywords(load(entries=entries).examples())


@pytest.fixture
async def world(
    redis_url: str, sqlite_url: str, vault: Vault, shipped: library.Library, keywords: Keywords
) -> AsyncIterator[World]:
    sessions = RedisSessions(redis_url, vault)
    records = SqlRecords(sqlite_url, vault, limit_s=LOCKED_S)
    yield build(sessions, records, shipped, keywords)
    await sessions.aclose()
    await records.aclose()


@pytest.fixture
def talk(world: World) -> Talk:
    return Talk(world)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody holds an exclusive transaction."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


async def cases(talk: Talk) -> list[CaseFile]:
    async with talk.world.records.begin() as tx:
        return await tx.cases.of(talk.sid)


async def consents(talk: Talk) -> list[Consent]:
    async with talk.world.records.begin() as tx:
        return await tx.consents.of(talk.sid)


async def bot_lines(talk: Talk) -> list[str]:
    return [n.text for n in await talk.conversation.history(talk.sid) if n.author is Author.BOT]


async def test_a_submission_under_a_lock_waits_and_gives_its_number_once(talk: Talk, file: Path) -> None:
    await talk.says(*INTAKE[:-1])
    with locked(file):
        await talk.says(INTAKE[-1])
        talk.hears("我收好了", "编号稍后发给您")
        talk.not_hears("诉前调1号")
        assert await talk.conversation.settle() == 0
        await talk.says("调解要钱吗")
        talk.hears("不收")
    assert await talk.conversation.settle() == 1
    (case,) = await cases(talk)
    assert sum(case.number in text for text in await bot_lines(talk)) == 1
    session = await talk.session()
    assert (session.pending, session.cases) == ((), 1)
    assert await talk.conversation.settle() == 0
    assert len(await cases(talk)) == 1
    await talk.says("进度")
    talk.hears(case.number)


async def test_consents_under_a_lock_are_recorded_once_and_before_the_case(talk: Talk, file: Path) -> None:
    first = INTAKE.index("愿意调解")
    await talk.says(*INTAKE[:first])
    with locked(file):
        await talk.says(*INTAKE[first : first + 4])
        assert talk.asked() == "acting"
    await talk.says(*INTAKE[first + 4 :])
    talk.hears("已经提交")
    assert await talk.conversation.settle() == 1
    assert await talk.conversation.settle() == 0
    rows = await consents(talk)
    assert sorted(row.scope for row in rows) == sorted(SCOPES)
    assert all(row.answer for row in rows)
    assert len(await cases(talk)) == 1


async def test_a_wish_for_a_person_under_a_lock_is_queued_once(talk: Talk, file: Path) -> None:
    await talk.says(INTAKE[0])
    asked = talk.asked()
    with locked(file):
        await talk.says("转人工")
        talk.hears("已经记下您要找工作人员")
        await talk.says("微信转账")
        assert (await talk.session()).form is not None
        assert talk.asked() != asked
    assert await talk.conversation.settle() == 1
    async with talk.world.records.begin() as tx:
        waiting = await tx.handoffs.open_of(talk.sid)
    assert waiting is not None
    session = await talk.session()
    assert (session.mode, session.handoff) == ("waiting", waiting.id)
    assert "已经在排队了" in (await bot_lines(talk))[-1]


async def test_late_words_reach_a_wechat_citizen_through_the_outbox(world: World, file: Path) -> None:
    talk = Talk(world, "openid-1", Channel.WECHAT)
    await talk.says(*INTAKE[:-1])
    with locked(file):
        await talk.says(INTAKE[-1])
    await talk.conversation.settle()
    async with world.records.begin() as tx:
        parcels = await tx.outbox.of(talk.sid)
    (case,) = await cases(talk)
    assert [case.number in parcel.body for parcel in parcels] == [True]
    assert parcels[0].to == "openid-1"


async def test_a_turn_left_half_done_is_finished_by_whoever_comes_next(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.says(*INTAKE[:-1])
    dead = talk.world.conversation()

    async def die(*_: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(dead, "_finish", die)
    talk.conversation = dead
    with pytest.raises(asyncio.CancelledError):
        await talk.says(INTAKE[-1])
    talk.conversation = talk.world.conversation()
    await talk.says("确认提交")  # an impatient second tap: another message
    (case,) = await cases(talk)
    assert sum(case.number in text for text in await bot_lines(talk)) == 1
    assert (await talk.session()).form is None


async def test_a_turn_left_half_done_by_a_dead_worker_is_finished_by_itself(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = talk.world.conversation()

    async def die(*_: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(dead, "_finish", die)
    talk.conversation = dead
    with pytest.raises(asyncio.CancelledError):
        await talk.says("转人工")
    alive = talk.world.conversation()
    assert await alive.settle() == 1
    assert await alive.settle() == 0
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is not None
    lines = await alive.history(talk.sid)
    assert [line.author for line in lines][:1] == [Author.CITIZEN]
    assert (await talk.session()).begun is None


async def test_one_poisoned_session_does_not_keep_the_others_waiting(
    world: World, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = Talk(world, "bad"), Talk(world, "good")
    with locked(file):
        await bad.says("转人工")
        await good.says("转人工")
    settle_one = Conversation._settle

    async def stumble(self: Conversation, sid: str) -> int:
        if sid == bad.sid:
            raise ContentError(["a flow that is gone"])
        return await settle_one(self, sid)

    monkeypatch.setattr(Conversation, "_settle", stumble)
    assert await good.conversation.settle() == 1
    assert await world.sessions.pending() == [bad.sid]


# -- the model -----------------------------------------------------------------------------------------------


async def _silence(_: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.json_response({})


async def _garbage(_: web.Request) -> web.Response:
    return web.Response(body=b'{"intent": \xff[[[', content_type="application/json")


async def _error(_: web.Request) -> web.Response:
    return web.json_response({"status": "failure"}, status=500)


async def answered_by_keywords(world: World, keywords: Keywords, url: str) -> None:
    """A question within a second, a form untouched, although the model at `url` is sick."""
    async with RasaClient(url, keywords=keywords) as sick:
        world.understander = sick  # type: ignore[assignment]  # the real client in place of the stand-in
        talk = Talk(world)
        with quicker_than(1.6):  # 0.8 s for the model, the rest for a busy machine
            await talk.says("调解要钱吗")
        talk.hears("不收")
        await talk.says(INTAKE[0])
        with quicker_than(0.7):
            await talk.says(INTAKE[1], INTAKE[2])
        assert "微信" in await talk.answer("paid_how")


@pytest.mark.parametrize("answer", [_silence, _garbage, _error])
async def test_a_sick_model_leaves_answers_by_keywords_within_a_second(
    world: World, keywords: Keywords, answer: Handler
) -> None:
    app = web.Application()
    app.router.add_post("/model/parse", answer)
    async with TestServer(app, shutdown_timeout=0.1) as server:
        await answered_by_keywords(world, keywords, str(server.make_url("")))


async def test_a_model_that_is_gone_leaves_answers_by_keywords(world: World, keywords: Keywords) -> None:
    await answered_by_keywords(world, keywords, f"http://127.0.0.1:{free_port()}")


# -- publishing under use ------------------------------------------------------------------------------------


def other_wording(world: World) -> Flow:
    """The lending flow as an upgrade would ship it: a question gone, another revision."""
    flow = world.content.knowledge().flows["private_lending"]
    steps = tuple(step for step in flow.steps if step.id != "paid_how")
    return replace(flow, steps=steps, rev="upgraded")


def ship(world: World, flow: Flow) -> None:
    """What a restart with newer files does to the content."""
    shipped = world.content._shipped
    flows = {**shipped.flows, flow.id: flow}
    world.content._shipped = replace(shipped, flows=flows)
    world.content._rebuild()


async def test_publishing_during_turns_leaves_a_begun_intake_on_its_revision(world: World) -> None:
    talk, newcomer = Talk(world), Talk(world, "newcomer")
    await world.content.keep_flows()
    await world.content.refresh()
    await talk.says(INTAKE[0])
    form = (await talk.session()).form
    assert form is not None
    ship(world, other_wording(world))

    async def publish() -> None:
        for _ in range(20):
            await world.content.refresh()

    publishing = asyncio.create_task(publish())
    await talk.says(*INTAKE[1:8])
    await publishing
    later = (await talk.session()).form
    assert later is not None
    assert later.rev == form.rev
    assert later.answers["paid_how"].known
    await newcomer.says(INTAKE[0])
    fresh = (await newcomer.session()).form
    assert fresh is not None
    assert fresh.rev == "upgraded"


async def test_an_intake_on_a_revision_that_is_gone_is_carried_over_and_told_so(world: World) -> None:
    talk = Talk(world)
    await talk.says(*INTAKE[:3])
    before = (await talk.session()).form
    assert before is not None
    ship(world, other_wording(world))  # the old revision was never kept
    await talk.says("没还过")
    talk.hears("您填的都还在")
    after = (await talk.session()).form
    assert after is not None
    assert after.rev == "upgraded"
    assert after.answers["principal"] == before.answers["principal"]
    assert "paid_how" not in after.answers
    await talk.says("2026年10月1日")
    talk.not_hears("您填的都还在")


async def test_a_lock_is_reported_as_down_and_not_as_a_mistake(world: World, file: Path) -> None:
    with locked(file), pytest.raises(RecordsDown):
        async with world.records.begin():
            pass
