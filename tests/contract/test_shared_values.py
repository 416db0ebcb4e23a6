"""Values and locks all workers share: the same contract in memory and on a real Redis."""

from __future__ import annotations

import asyncio

from redis.asyncio import Redis

from bot.store.memory import MemorySessions
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault


async def test_a_value_is_found_by_its_name_only(sessions):
    await sessions.keep("wx:token", "令牌-1", 60)
    assert await sessions.kept("wx:token") == "令牌-1"
    assert await sessions.kept("wx:other") is None


async def test_the_newest_value_counts(sessions):
    await sessions.keep("wx:token", "old", 60)
    await sessions.keep("wx:token", "new", 60)
    assert await sessions.kept("wx:token") == "new"


async def test_only_one_of_many_gets_the_lock(sessions):
    got = await asyncio.gather(*(sessions.hold("lock", 5) for _ in range(20)))
    assert got.count(True) == 1
    await sessions.let_go("lock")
    assert await sessions.hold("lock", 5)


async def test_values_and_locks_end_by_themselves(vault):
    now = [0.0]
    sessions = MemorySessions(vault, now=lambda: now[0])
    await sessions.keep("v", "x", 10)
    assert await sessions.hold("l", 10)
    now[0] = 11
    assert await sessions.kept("v") is None
    assert await sessions.hold("l", 10)


async def test_redis_holds_no_clear_value_and_gives_it_a_lifetime(redis_url, vault):
    sessions = RedisSessions(redis_url, vault)
    await sessions.keep("wx:token", "the-clear-token", 60)
    assert await sessions.hold("wx:lock", 5)
    async with Redis.from_url(redis_url) as client:
        assert b"the-clear-token" not in await client.get("mb:shared:wx:token")
        assert 0 < await client.ttl("mb:shared:wx:token") <= 60
        assert 0 < await client.ttl("mb:shared:wx:lock") <= 5
    await sessions.aclose()


async def test_a_value_of_another_key_counts_as_gone(redis_url, vault):
    ours, theirs = (
        RedisSessions(redis_url, vault),
        RedisSessions(redis_url, Vault(b"another secret of tests")),
    )
    await theirs.keep("wx:token", "x", 60)
    assert await ours.kept("wx:token") is None
    await ours.aclose()
    await theirs.aclose()
