"""The database or a worker goes away while earlier askers are told: they are told later, and once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot import followup
from bot.asked import AskedInVain
from bot.dialogue.session import Session
from bot.errors import RecordsDown, SessionsDown
from bot.followup import LEASE, FollowUp
from bot.model import Account, Channel, Role
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from bot.transcript import amend
from tests.contract.test_followup import INTRO, WORDS, intros, keywords, parcels, small
from tests.faults.test_records_down import LOCKED_S, locked
from tests.talk import Talk, World, build

EDITOR = Account("e" * 32, "bian", "编辑", Role.EDITOR)


@pytest.fixture
async def world(redis_url: str, sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    sessions, records = RedisSessions(redis_url, vault), SqlRecords(sqlite_url, vault, limit_s=LOCKED_S)
    yield build(sessions, records, small(), keywords())
    await sessions.aclose()
    await records.aclose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def follow(world: World) -> FollowUp:
    return FollowUp(world.content, world.records, world.sessions, world.understander, world.clock)


async def owed(world: World, talk: Talk) -> None:
    """Somebody asked in vain, and an entry that is live already answers it."""
    await talk.says(WORDS)
    asked = AskedInVain(world.content, world.records, world.clock)
    (bunch,) = await asked.bunches()
    known = world.content.knowledge().faq["bride_price"].variants[0]
    await asked.as_variants(EDITOR, "bride_price", {bunch.members[0].id: known})


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.WECHAT])
async def test_sql_down_between_saying_and_marking(
    world: World, file: Path, follow: FollowUp, monkeypatch: pytest.MonkeyPatch, channel: Channel
) -> None:
    talk = Talk(world, "openid-1", channel)
    await owed(world, talk)
    with ExitStack() as lock:

        async def say_and_lock(*given: Any) -> Session:
            said = await amend(*given)
            lock.enter_context(locked(file))
            return said

        monkeypatch.setattr(followup, "amend", say_and_lock)
        with pytest.raises(RecordsDown):
            await follow.once()
    monkeypatch.setattr(followup, "amend", amend)
    assert await intros(talk) == 1
    assert await follow.once() == 0  # the lease of the first try still runs
    # the citizen goes on talking for longer than a session remembers message ids
    await talk.says(*["你好"] * 20)
    world.clock.pass_(seconds=LEASE.seconds)
    assert await follow.once() == 1
    assert await intros(talk) == 1
    assert sum(INTRO in parcel.body for parcel in await parcels(talk)) == (channel is Channel.WECHAT)
    world.clock.pass_(hours=1)
    assert (await follow.once(), await intros(talk)) == (0, 1)


async def test_sql_down_from_the_start_only_makes_it_later(
    world: World, file: Path, follow: FollowUp
) -> None:
    talk = Talk(world)
    await owed(world, talk)
    with locked(file), pytest.raises(RecordsDown):
        await follow.once()
    assert await intros(talk) == 0
    assert (await follow.once(), await intros(talk)) == (1, 1)


async def test_redis_down_only_makes_it_later(
    world: World, follow: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(world)
    await owed(world, talk)

    async def down(*_: Any, **__: Any) -> Sequence[Any]:
        raise SessionsDown

    with monkeypatch.context() as fault:
        fault.setattr(world.sessions, "save", down)
        with pytest.raises(SessionsDown):
            await follow.once()
    world.clock.pass_(seconds=LEASE.seconds)
    assert (await follow.once(), await intros(talk)) == (1, 1)


async def test_a_turn_at_the_same_moment_loses_nothing(
    world: World, follow: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(world)
    await owed(world, talk)
    save = world.sessions.save
    raced = False

    async def overtaken(*given: Any, **named: Any) -> bool:
        nonlocal raced
        if not raced:
            raced = True
            await talk.says("你好")
        return await save(*given, **named)

    monkeypatch.setattr(world.sessions, "save", overtaken)
    assert await follow.once() == 1
    lines = await talk.conversation.history(talk.sid)
    assert [line.n for line in lines] == list(range(1, len(lines) + 1))
    assert [line.text for line in lines].index(INTRO) > [line.text for line in lines].index("你好")
