"""The supervisor: comes up early, restarts a dead model, and leaves no process behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from bot.children import Command, keep, spawn, stop
from bot.errors import ConfigError
from bot.settings import Settings
from bot.up import bind, main

ROOT = Path(__file__).parents[2]

#: Stands in for the application and the model, so that only the supervisor is under test.
SUPERVISOR = """
import asyncio, json, sys, types
from pathlib import Path
from aiohttp import web

store = types.ModuleType("bot.store.migrate")
store.upgrade = lambda url: Path(sys.argv[1], "migrated").write_text(url)
app = types.ModuleType("bot.app")
async def hello(request):
    return web.json_response({"redis": request.app["settings"].redis_url.get_secret_value()})
def create_app(settings):
    made = web.Application()
    made["settings"] = settings
    made.router.add_get("/", hello)
    return made
app.create_app = create_app
sys.modules |= {"bot.app": app, "bot.store.migrate": store}

import warnings
warnings.simplefilter("ignore")
from bot.settings import Settings
from bot.up import Model, _until_signal
train, serve = json.loads(sys.argv[2])
model = Model(train, serve, "token") if serve else None
asyncio.run(_until_signal(Settings(data_dir=Path(sys.argv[1])), model))
"""

#: A model server that ignores polite requests to end, has a child of its own, and notes every start.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "300"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(300)
"""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


async def until(condition, what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.05)


def pids_in(path: Path) -> list[list[int]]:
    text = path.read_text() if path.exists() else ""
    return [[int(word) for word in line.split()] for line in text.splitlines()]


@contextlib.asynccontextmanager
async def supervisor(data_dir: Path, train: list[str], serve: list[str]):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SUPERVISOR,
        str(data_dir),
        json.dumps([train, serve]),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    while line := (await asyncio.wait_for(process.stdout.readline(), 30)).decode():
        if found := re.search(r"聊天 (http://\S+)/ · 调解员 \1/desk · 管理 \1/admin", line):
            return found[1]
    raise AssertionError("no line with the addresses")


def processes_of(data_dir: Path) -> list[str]:
    """Command lines of all living processes that name this test's own folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if str(data_dir) in line:
                found.append(line)
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_no_process_is_left_behind(tmp_path, number):
    data_dir = tmp_path / "data"
    started = tmp_path / "started"
    serve = [sys.executable, "-c", STUBBORN, str(started)]
    async with supervisor(data_dir, ["true"], serve) as process:
        await address(process)
        await until(lambda: pids_in(started), "the model was not started")
        assert processes_of(data_dir)
        process.send_signal(number)
        code = await asyncio.wait_for(process.wait(), 30)
    assert code == (-9 if number == signal.SIGKILL else 0)
    await until(lambda: not any(is_running(pid) for pid in pids_in(started)[0]), "the model still runs")
    await until(lambda: not processes_of(data_dir), "redis still runs")


async def test_chat_answers_while_the_model_is_still_being_trained(tmp_path):
    data_dir = tmp_path / "data"
    started = tmp_path / "started"
    serve = [sys.executable, "-c", STUBBORN, str(started)]
    async with supervisor(data_dir, ["sleep", "300"], serve) as process, aiohttp.ClientSession() as client:
        async with client.get(await address(process)) as response:
            assert (await response.json())["redis"].startswith("unix://")
        assert (data_dir / "migrated").read_text() == f"sqlite+aiosqlite:///{data_dir}/bot.db"
        assert not started.exists()
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 30) == 0
    assert not processes_of(data_dir)


async def test_failed_training_is_said_and_the_last_model_is_served(tmp_path):
    started = tmp_path / "started"
    serve = [sys.executable, "-c", STUBBORN, str(started)]
    async with supervisor(tmp_path / "data", ["false"], serve) as process:
        await address(process)
        assert process.stdout
        assert "没有训练成功" in (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        await until(lambda: pids_in(started), "the model was not started")


async def test_dead_model_is_started_again(tmp_path):
    started = tmp_path / "started"
    serve = [sys.executable, "-c", STUBBORN, str(started)]
    async with supervisor(tmp_path / "data", ["true"], serve) as process:
        await address(process)
        await until(lambda: pids_in(started), "the model was not started")
        server, child = pids_in(started)[0]
        os.kill(server, signal.SIGKILL)
        await until(lambda: len(pids_in(started)) == 2, "the model was not started again")
        assert not is_running(child)


async def test_model_that_cannot_start_is_tried_ever_more_slowly(tmp_path):
    starts = tmp_path / "starts"
    command = Command(["/bin/sh", "-c", f"echo >> {starts}; exit 3"], tmp_path / "log")
    keeper = asyncio.create_task(keep("broken", lambda: command, delays=(0.05, 10)))
    await asyncio.sleep(1.5)
    keeper.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeper
    assert 3 <= len(starts.read_text().splitlines()) <= 6


async def test_child_that_ignores_the_request_to_end_is_ended(tmp_path):
    started = tmp_path / "started"
    process = await spawn(Command([sys.executable, "-c", STUBBORN, str(started)], tmp_path / "log"))
    await until(lambda: pids_in(started), "not started")
    await stop(process, grace_s=0.2)
    assert process.returncode == -signal.SIGKILL
    assert not any(is_running(pid) for pid in pids_in(started)[0])


async def test_child_keeps_its_own_exit_code_and_output(tmp_path):
    process = await spawn(Command(["/bin/sh", "-c", "echo out; echo err >&2; exit 7"], tmp_path / "log"))
    assert await process.wait() == 7
    await stop(process)
    assert (tmp_path / "log").read_text() == "out\nerr\n"


async def test_child_sees_what_is_added_and_not_what_is_dropped(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_OF_OURS", "x")
    command = Command(
        ["/usr/bin/env"], tmp_path / "log", env={"ADDED": "1"}, drop=frozenset({"SECRET_OF_OURS"})
    )
    process = await spawn(command)
    await process.wait()
    await stop(process)
    lines = (tmp_path / "log").read_text().splitlines()
    assert "ADDED=1" in lines
    assert not any(line.startswith("SECRET_OF_OURS") for line in lines)


def test_next_port_is_taken_only_when_none_was_asked_for(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(Settings.model_fields["port"], "default", port)
        Settings.model_rebuild(force=True)
        try:
            with bind(Settings()) as listener:
                assert listener.getsockname()[1] > port
        finally:
            monkeypatch.undo()
            Settings.model_rebuild(force=True)
        with pytest.raises(ConfigError, match=f"BOT_PORT={port}"):
            bind(Settings(port=port))


def test_wrong_setting_is_one_sentence_and_exit_code_1(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_PORT", "eighty")
    assert main([]) == 1
    assert "BOT_PORT=eighty：应为整数" in capsys.readouterr().out


def test_misspelt_setting_is_pointed_out(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("BOT_PROT=9000\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("BOT_PORT", str(taken.getsockname()[1]))
        assert main(["--no-nlu"]) == 1
    assert "BOT_PROT 不认识，已忽略；是不是 BOT_PORT" in capsys.readouterr().out
