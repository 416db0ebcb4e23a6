"""Sessions on a real Redis: lifetimes, keys, restarts, stalls, clusters."""

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
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from tests.conftest import SECRET, RedisServer, free_port
from tests.contract.session_bench import DATA, SID, a_line, listening

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
