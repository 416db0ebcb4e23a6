"""Sessions: the same contract in memory and on a real Redis, then what only a real server shows."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.errors import SessionsDown, StaleState
from bot.model import Author, Button, Line, Media
from bot.ports import Sessions
from bot.ports.sessions import CODE_TRIES
from bot.store.memory import MemorySessions
from bot.store.sessions import LOG_MOST, RedisSessions
from bot.store.vault import Vault
from tests.conftest import SECRET, RedisServer, free_port

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
SID = "0123456789abcdef0123456789abcdef"
DATA = {"flow": "wage_claim", "answers": {"name": ["斯琴高娃", "斯琴高娃"], "n": [1, None, True]}}


def a_line(n: int, text: str = "老板欠我三个月工资") -> Line:
    return Line(n, NOW, Author.CITIZEN, text, channel="wechat", message_id=f"m{n}")


@contextlib.asynccontextmanager
async def listening(sessions: Sessions, *topics: str) -> AsyncIterator[asyncio.Queue[tuple[str, str]]]:
    heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def listen() -> None:
        async for one in sessions.listen(*topics):
            heard.put_nowait(one)

    task = asyncio.create_task(listen())
    try:
        yield heard
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


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


# ---- what only a real server shows


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client: Redis = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def store(redis_url: str, vault: Vault) -> AsyncIterator[RedisSessions]:
    sessions = RedisSessions(redis_url, vault)
    yield sessions
    await sessions.aclose()


async def use_everything(store: RedisSessions) -> None:
    await store.save(SID, expect=0, data=DATA, lines=[a_line(1)])
    await store.mark_pending(SID)
    await store.put_code("1234567890", SID, 60)
    await store.allow("ip:203.0.113.7", limit=5, per_s=60)
    await store.count("sent:1", 60)
    await store.wake("desk", "h1")


async def test_every_key_has_a_lifetime_and_only_session_and_log_name_the_sid(
    store: RedisSessions, redis: Redis
) -> None:
    await use_everything(store)
    keys = {key.decode(): await redis.ttl(key) for key in await redis.keys("*")}
    month = 30 * 86_400
    assert keys.pop(f"mb:{{{SID}}}:session") in range(month - 5, month + 1)
    assert keys.pop(f"mb:{{{SID}}}:log") in range(month - 5, month + 1)
    assert keys.pop("mb:pending") in range(month - 5, month + 1)
    assert {key.split(":")[1] for key in keys} == {"code", "code-of", "rate", "count"}
    assert all(55 <= ttl <= 60 for ttl in keys.values())
    assert not any("12345678" in key or "203.0.113.7" in key for key in keys)


async def test_nothing_personal_lies_in_the_clear(store: RedisSessions, redis: Redis) -> None:
    await use_everything(store)
    session = await redis.get(f"mb:{{{SID}}}:session")
    log = b"".join(await redis.lrange(f"mb:{{{SID}}}:log", 0, -1))
    assert session.startswith(b"1:")
    assert log.startswith(b"1:")
    for secret in ("斯琴高娃", "工资", "wage_claim", "answers", "citizen"):
        assert secret.encode() not in session + log


async def test_a_session_moved_to_another_sid_does_not_open(store: RedisSessions, redis: Redis) -> None:
    await store.save(SID, expect=0, data=DATA)
    await redis.copy(f"mb:{{{SID}}}:session", "mb:{other}:session")
    with pytest.raises(StaleState):
        await store.load("other")


async def test_another_key_means_stale_and_a_previous_key_opens(store: RedisSessions, redis_url: str) -> None:
    await store.save(SID, expect=0, data=DATA)
    fresh = b"a fresh secret of the tests, 33b!"
    rotated = RedisSessions(redis_url, Vault(fresh, [SECRET]))
    assert rotated.sid("web", "u") == store.sid("web", "u")
    stored = await rotated.load(SID)
    assert stored is not None
    assert stored.data == DATA
    await rotated.aclose()
    stranger = RedisSessions(redis_url, Vault(fresh))
    with pytest.raises(StaleState):
        await stranger.load(SID)
    await stranger.aclose()


async def test_a_server_that_lost_its_scripts_is_no_trouble(store: RedisSessions, redis: Redis) -> None:
    await store.save(SID, expect=0, data=DATA)
    await redis.script_flush()
    assert await store.save(SID, expect=1, data=DATA)
    await redis.script_flush()
    saved = await asyncio.gather(*(store.save(f"{i:032x}", expect=0, data=DATA) for i in range(5)))
    assert saved == [True] * 5


async def test_a_caller_cancelled_in_a_batch_harms_nobody(store: RedisSessions) -> None:
    first = asyncio.create_task(store.save("a", expect=0, data=DATA))
    second = asyncio.create_task(store.save("b", expect=0, data=DATA))
    await asyncio.sleep(0)
    first.cancel()
    assert await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await store.load("b") is not None


async def test_acknowledged_saves_survive_kill_9(own_redis: RedisServer, vault: Vault) -> None:
    store = RedisSessions(own_redis.url, vault)
    versions = dict.fromkeys((f"{i:032x}" for i in range(8)), 0)

    async def turns(sid: str) -> None:
        with contextlib.suppress(SessionsDown):
            while True:
                assert await store.save(sid, expect=versions[sid], data=DATA, lines=[a_line(versions[sid])])
                versions[sid] += 1

    tasks = [asyncio.create_task(turns(sid)) for sid in versions]
    await asyncio.sleep(0.5)
    own_redis.kill()
    await asyncio.gather(*tasks)
    own_redis.start()
    for sid, version in versions.items():
        stored = await store.load(sid)
        assert stored is not None
        # one more where the server died between doing and telling
        assert version > 10
        assert stored.version in {version, version + 1}
    await store.aclose()


async def test_listeners_hear_again_after_a_restart(own_redis: RedisServer, vault: Vault) -> None:
    store = RedisSessions(own_redis.url, vault)
    async with listening(store, "desk") as heard:
        assert await heard.get() == ("desk", "")
        own_redis.kill()
        own_redis.start()
        assert await heard.get() == ("desk", "")
        await store.wake("desk", "h1")
        assert await heard.get() == ("desk", "h1")
    await store.aclose()


async def test_without_a_server_everything_is_down_at_once(vault: Vault) -> None:
    store = RedisSessions(f"redis://127.0.0.1:{free_port()}", vault)
    started = time.monotonic()
    with pytest.raises(SessionsDown):
        await store.load(SID)
    with pytest.raises(SessionsDown):
        await store.save(SID, expect=0, data={})
    assert time.monotonic() - started < 1
    await store.aclose()


async def test_a_silent_server_is_down_after_two_seconds(vault: Vault) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        store = RedisSessions(f"redis://127.0.0.1:{silent.getsockname()[1]}", vault)
        started = time.monotonic()
        results = await asyncio.gather(*(store.load(SID) for _ in range(3)), return_exceptions=True)
        assert [type(one) for one in results] == [SessionsDown] * 3
        assert 0.9 < time.monotonic() - started < 2.2
        await store.aclose()


async def test_after_a_stall_no_reply_reaches_the_wrong_caller(own_redis: RedisServer, vault: Vault) -> None:
    store = RedisSessions(own_redis.url, vault, limit_s=0.3)
    sids = [f"{i:032x}" for i in range(6)]
    for i, sid in enumerate(sids):
        await store.save(sid, expect=0, data={"i": i})
    own_redis.signal(signal.SIGSTOP)
    for sid in sids[:3]:
        with pytest.raises(SessionsDown):
            await store.load(sid)
    own_redis.signal(signal.SIGCONT)
    loaded = await asyncio.gather(*(store.load(sid) for sid in sids))
    assert [one.data if one else None for one in loaded] == [{"i": i} for i in range(6)]
    await store.aclose()


async def test_a_connection_cut_by_the_server_is_made_anew(store: RedisSessions, redis: Redis) -> None:
    await store.save(SID, expect=0, data=DATA)
    assert await redis.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes") >= 1
    assert await store.load(SID) is not None


async def test_a_full_server_is_down_not_wrong(own_redis: RedisServer, vault: Vault) -> None:
    store = RedisSessions(own_redis.url, vault)
    async with Redis.from_url(own_redis.url) as client:
        await client.config_set("maxmemory", "1")
        with pytest.raises(SessionsDown):
            await store.save(SID, expect=0, data=DATA)
        await client.config_set("maxmemory", "0")
    assert await store.save(SID, expect=0, data=DATA)
    await store.aclose()


async def test_a_unix_socket_will_do(tmp_path: Path, vault: Vault) -> None:
    server = RedisServer(tmp_path, options=("--unixsocket", f"{tmp_path}/r.sock"))
    server.start()
    store = RedisSessions(f"unix://{tmp_path}/r.sock?db=0", vault)
    assert await store.save(SID, expect=0, data=DATA)
    await store.aclose()
    server.kill()


def self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime.now(UTC) - timedelta(days=1))
    builder = builder.not_valid_after(datetime.now(UTC) + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    cert_path, key_path = folder / "cert.pem", folder / "key.pem"
    cert_path.write_bytes(signed.public_bytes(Encoding.PEM))
    key_path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return cert_path, key_path


async def test_tls_will_do_and_a_strange_certificate_will_not(tmp_path: Path, vault: Vault) -> None:
    cert, key = self_signed(tmp_path)
    port = free_port()
    files = ("--tls-cert-file", str(cert), "--tls-key-file", str(key), "--tls-auth-clients", "no")
    server = RedisServer(tmp_path, options=("--tls-port", str(port), *files))
    try:
        server.start()
    except RedisError:
        pytest.skip("this Redis server was built without TLS")
    store = RedisSessions(f"rediss://localhost:{port}/0?ssl_ca_certs={cert}", vault)
    assert await store.save(SID, expect=0, data=DATA)
    await store.aclose()
    stranger = RedisSessions(f"rediss://localhost:{port}/0", vault)
    with pytest.raises(SessionsDown):
        await stranger.load(SID)
    await stranger.aclose()
    server.kill()


async def test_a_cluster_will_do(tmp_path: Path, vault: Vault) -> None:
    server = RedisServer(tmp_path, options=("--cluster-enabled", "yes", "--cluster-port", str(free_port())))
    server.start()
    async with Redis(port=server.port) as client:
        await client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        async with asyncio.timeout(10):
            # the server tells nobody when it is ready
            while b"cluster_state:ok" not in await client.execute_command("CLUSTER", "INFO"):  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.05)
    store = RedisSessions(f"redis+cluster://127.0.0.1:{server.port}", vault)
    await use_everything(store)
    stored = await store.load(SID)
    assert stored is not None
    assert stored.data == DATA
    await store.flushed(SID, 1)
    assert await store.lines(SID) == []
    async with listening(store, "desk") as heard:
        assert await heard.get() == ("desk", "")
        await store.wake("desk", "h1")
        assert await heard.get() == ("desk", "h1")
    await store.forget(SID)
    await store.aclose()
    server.kill()


async def test_behind_sentinel_will_do(own_redis: RedisServer, tmp_path: Path, vault: Vault) -> None:
    folder = tmp_path / "sentinel"
    folder.mkdir()
    file = folder / "sentinel.conf"
    file.write_text(f"sentinel monitor court 127.0.0.1 {own_redis.port} 1\n")
    sentinel = RedisServer(folder, leading=(str(file), "--sentinel"))
    sentinel.start()
    store = RedisSessions(f"redis+sentinel://127.0.0.1:{sentinel.port}/court/0", vault)
    assert await store.save(SID, expect=0, data=DATA)
    async with listening(store, "desk") as heard:
        assert await heard.get() == ("desk", "")
    await store.aclose()
    sentinel.kill()
