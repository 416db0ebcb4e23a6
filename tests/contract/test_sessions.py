"""Sessions: the same contract in memory and on a real Redis."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.model import Author, Button, Line, Media
from bot.ports import Sessions
from bot.ports.sessions import CODE_TRIES
from bot.store.memory import MemorySessions
from bot.store.sessions import LOG_MOST
from bot.store.vault import Vault
from tests.contract.session_bench import DATA, NOW, SID, a_line, listening

# ---- the contract


async def test_a_session_comes_back_with_its_version(sessions: Sessions) -> None:
    assert await sessions.load(SID) is None
    assert await sessions.save(SID, expect=0, data=DATA)
    stored = await sessions.load(SID)
    assert stored is not None
    assert (stored.version, stored.data) == (1, DATA)
    assert await sessions.save(SID, expect=1, data={"n": 2})
    stored = await sessions.load(SID)
    assert stored is not None
    assert (stored.version, stored.data) == (2, {"n": 2})


@pytest.mark.parametrize("expect", [0, 2, 11])
async def test_a_stale_version_changes_nothing(sessions: Sessions, expect: int) -> None:
    await sessions.save(SID, expect=0, data=DATA, lines=[a_line(1)])
    assert not await sessions.save(SID, expect=expect, data={"lost": True}, lines=[a_line(2)])
    stored = await sessions.load(SID)
    assert stored is not None
    assert stored.data == DATA
    assert await sessions.lines(SID) == [a_line(1)]


async def test_saving_what_is_gone_is_a_conflict(sessions: Sessions) -> None:
    assert not await sessions.save(SID, expect=3, data=DATA)
    assert await sessions.load(SID) is None


async def test_of_many_writers_at_once_one_wins(sessions: Sessions) -> None:
    saved = await asyncio.gather(*(sessions.save(SID, expect=0, data={"i": i}) for i in range(10)))
    assert sum(saved) == 1
    stored = await sessions.load(SID)
    assert stored is not None
    assert stored.data == {"i": saved.index(True)}


async def test_int_keys_do_not_survive_json(sessions: Sessions) -> None:
    with pytest.raises(TypeError):
        await sessions.save(SID, expect=0, data={1: "one"})  # type: ignore[dict-item]  # the mistake meant


async def test_lines_are_logged_in_order_until_flushed(sessions: Sessions) -> None:
    rich = Line(
        2,
        NOW + timedelta(microseconds=5),
        Author.BOT,
        "请选择。" * 100,
        kind="image",
        name="娜仁托娅",
        card={"kind": "question", "step": 3, "rows": []},
        buttons=(Button("是", "answer:yes"),),
        media=Media("b", "n", "image/png", 1, "00"),
    )
    await sessions.save(SID, expect=0, data={}, lines=[a_line(1), rich])
    await sessions.save(SID, expect=1, data={}, lines=[a_line(3)])
    assert await sessions.lines(SID) == [a_line(1), rich, a_line(3)]
    assert await sessions.lines(SID, after=2) == [a_line(3)]
    await sessions.flushed(SID, 2)
    assert await sessions.lines(SID) == [a_line(3)]
    await sessions.flushed(SID, 3)
    await sessions.flushed(SID, 9)
    assert await sessions.lines(SID) == []


async def test_the_log_keeps_the_newest_lines(sessions: Sessions) -> None:
    lines = [a_line(n) for n in range(1, LOG_MOST + 11)]
    await sessions.save(SID, expect=0, data={}, lines=lines)
    assert [line.n for line in await sessions.lines(SID)] == list(range(11, LOG_MOST + 11))


async def test_forget_leaves_nothing(sessions: Sessions) -> None:
    await sessions.save(SID, expect=0, data=DATA, lines=[a_line(1)])
    await sessions.mark_pending(SID)
    await sessions.forget(SID)
    assert await sessions.load(SID) is None
    assert await sessions.lines(SID) == []
    assert await sessions.pending() == []
    assert await sessions.save(SID, expect=0, data={})


async def test_sids_are_keyed_hashes(sessions: Sessions) -> None:
    sid = sessions.sid("wechat", "openid")
    assert len(sid) == 32
    assert int(sid, 16)
    assert sid == sessions.sid("wechat", "openid")
    others = {
        sessions.sid("web", "openid"),
        sessions.sid("wechat", "openi"),
        sessions.sid("wechato", "penid"),
    }
    assert len(others - {sid}) == 3
    assert MemorySessions(Vault(b"another secret of the tests")).sid("wechat", "openid") != sid


async def test_pending_is_longest_ago_first(sessions: Sessions) -> None:
    for sid in ("a", "b", "c", "a"):
        await sessions.mark_pending(sid)
        await asyncio.sleep(0.002)
    assert await sessions.pending() == ["b", "c", "a"]
    assert await sessions.pending(most=1) == ["b"]
    await sessions.clear_pending("b")
    await sessions.clear_pending("never marked")
    assert await sessions.pending() == ["c", "a"]


async def test_a_code_is_taken_once(sessions: Sessions) -> None:
    assert await sessions.put_code("1234567890", SID, 60)
    assert not await sessions.put_code("1234000000", "another", 60), "one head is one owner's"
    assert await sessions.take_code("1234567890") == SID
    assert await sessions.take_code("1234567890") is None
    assert await sessions.take_code("0000000000") is None


async def test_a_new_code_ends_the_one_before_and_nobody_elses(sessions: Sessions) -> None:
    await sessions.put_code("1111567890", SID, 60)
    await sessions.put_code("2222567890", "another", 60)
    assert await sessions.put_code("3333567890", SID, 60)
    assert await sessions.take_code("1111567890") is None
    assert await sessions.take_code("2222567890") == "another"
    assert await sessions.take_code("3333567890") == SID


async def test_a_head_given_to_somebody_else_meanwhile_stays_theirs(sessions: Sessions) -> None:
    await sessions.put_code("1111567890", SID, 60)
    assert await sessions.take_code("1111567890") == SID
    await sessions.put_code("1111000000", "another", 60)
    await sessions.put_code("2222567890", SID, 60)
    assert await sessions.take_code("1111000000") == "another"


async def test_wrong_rests_end_a_code_and_its_owner_gets_another_at_once(sessions: Sessions) -> None:
    await sessions.put_code("1111567890", SID, 60)
    for guess in range(CODE_TRIES - 1):
        assert await sessions.take_code(f"1111{guess:06d}") is None
    assert await sessions.put_code("2222567890", "another", 60)
    assert await sessions.take_code("1111999999") is None
    assert await sessions.take_code("1111567890") is None, "guessed at too often"
    assert await sessions.take_code("2222567890") == "another", "nobody else pays for it"
    assert await sessions.put_code("1111567891", SID, 60)
    assert await sessions.take_code("1111000000") is None
    assert await sessions.take_code("1111567891") == SID


async def test_the_rate_limit_counts_per_bucket(sessions: Sessions) -> None:
    assert [await sessions.allow("a", limit=2, per_s=60) for _ in range(3)] == [True, True, False]
    assert await sessions.allow("b", limit=2, per_s=60)


async def test_counts_add_up_and_reading_does_not_count(sessions: Sessions) -> None:
    assert await sessions.count("k", 60, by=0) == 0
    assert [await sessions.count("k", 60), await sessions.count("k", 60, by=2)] == [1, 3]
    assert await sessions.count("k", 60, by=0) == 3


async def test_windows_and_codes_end(sessions: Sessions) -> None:
    assert await sessions.allow("a", limit=1, per_s=1)
    assert not await sessions.allow("a", limit=1, per_s=1)
    await sessions.put_code("1234567890", SID, 1)
    await sessions.take_code("1234000000")
    await sessions.count("k", 1)
    await asyncio.sleep(1.1)
    assert await sessions.allow("a", limit=1, per_s=1)
    assert await sessions.take_code("1234567890") is None, "a wrong try does not lengthen its life"
    assert await sessions.count("k", 1, by=0) == 0


async def test_wake_ups_reach_every_listener_of_the_topic(sessions: Sessions) -> None:
    async with listening(sessions, "desk", "chat:1") as both, listening(sessions, "desk") as one:
        assert {await both.get(), await both.get()} == {("desk", ""), ("chat:1", "")}
        assert await one.get() == ("desk", "")
        await sessions.wake("chat:1", "typing")
        await sessions.wake("chat:2", "nobody")
        await sessions.wake("desk", "h1")
        assert [await both.get(), await both.get()] == [("chat:1", "typing"), ("desk", "h1")]
        assert await one.get() == ("desk", "h1")
        assert one.empty()


async def test_a_listener_that_comes_back_hears_again(sessions: Sessions) -> None:
    for _ in range(5):
        async with listening(sessions, "chat:1") as heard:
            assert await heard.get() == ("chat:1", "")
            await sessions.wake("chat:1", "x")
            assert await heard.get() == ("chat:1", "x")


async def test_a_slow_listener_is_told_there_was_something(sessions: Sessions) -> None:
    stream = sessions.listen("desk")
    assert await anext(stream) == ("desk", "")
    for i in range(1000):
        await sessions.wake("desk", str(i))
    await asyncio.sleep(0.1)
    notes = set()
    while ("desk", "999") not in notes:
        notes.add(await anext(stream))
    assert ("desk", "") in notes
    assert len(notes) <= 200
