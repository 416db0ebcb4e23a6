"""`python -m bot up`: Redis, database, language model and web server, started and stopped as one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
import uvloop
from aiohttp import web
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.app import create_app
from bot.children import Command, keep, spawn, stop
from bot.embedded import redis_server
from bot.errors import BotError, ConfigError, RecordsDown
from bot.keys import master_key
from bot.settings import Settings, unknown_keys
from bot.store import migrate

ROOT: Final = Path(__file__).parents[1]
NLU_PYTHON: Final = ROOT / "nlu" / ".venv" / "bin" / "python"
PORTS_TRIED: Final = 50
ASKED: Final = 1200  # twice a second: for ten minutes
MODEL_GRACE_S: Final = 3.0  # it holds nothing that could be lost
PROGRESS_S: Final = 10.0  # between two lines about the training
STOP_S: Final = 5.0  # how long open connections may take to finish

#: Rasa must be able to cache its bytecode (7 s instead of a minute) and must see no path of ours.
NLU_ENV: Final = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}
NLU_DROP: Final = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"})


@dataclass(frozen=True, slots=True)
class Model:
    """How the language model is trained and served; tests put small fakes here."""

    train: Sequence[str]
    serve: Sequence[str]  #: without `--port` and its number
    token: str


def main(argv: Sequence[str]) -> int:
    """Run until SIGINT or SIGTERM; 0 after a wished stop, 1 with one sentence when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot up", description="启动全部服务，Ctrl-C 停止")
    parser.add_argument("--no-nlu", action="store_true", help="不启动语义模型，只用菜单、关键词和表单")
    options = parser.parse_args(argv)
    try:
        settings = Settings.load()
        for name, near in unknown_keys({*os.environ, *dotenv_values(".env")}).items():
            say(f"设置 {name} 不认识，已忽略" + (f"；是不是 {near}" if near else ""))
        model = None if options.no_nlu else our_model(settings)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_until_signal(settings, model))
    except RecordsDown:
        say("数据库没有应答，请检查 BOT_DATABASE_URL 和数据库服务 / the database does not answer")
        return 1
    except BotError as exc:
        say(str(exc))
        return 1
    return 0


def say(sentence: str) -> None:
    """One line for the person at the terminal; logs go elsewhere."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def our_model(settings: Settings) -> Model | None:
    """The model beside this code; None, said in one line, where its environment is missing."""
    if settings.rasa_url:
        return None
    if not NLU_PYTHON.exists():
        say("语义模型环境不存在，本次只用菜单、关键词和表单；要装好它请运行 ./dev setup")
        return None
    python = str(NLU_PYTHON)
    models = ("--models", str(settings.models_dir.absolute()))
    token = settings.rasa_token.get_secret_value() or secrets.token_urlsafe(24)
    return Model((python, "-m", "nlu.train", *models), (python, "-m", "nlu.serve", *models), token)


async def _until_signal(settings: Settings, model: Model | None) -> None:
    """Run `up` and end it, all the way, on the first SIGINT or SIGTERM."""
    work = asyncio.create_task(up(settings, model))
    loop = asyncio.get_running_loop()

    def end() -> None:
        # an impatient second Ctrl-C must not interrupt the tidying-up that the first one began
        if not work.cancelling():
            say("正在停止……")
            work.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    try:
        await work
    except asyncio.CancelledError:
        say("已停止")


async def up(settings: Settings, model: Model | None) -> None:
    """Serve until cancelled: by keywords at once, by the model as soon as it is loaded."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    master_key(settings)
    listener = bind(settings)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(listener.close)
        redis_url = await stack.enter_async_context(redis_server(settings))
        changes: dict[str, Any] = {"redis_url": SecretStr(redis_url), "port": listener.getsockname()[1]}
        model_port = free_port() if model else 0
        if model:
            changes |= {
                "rasa_url": f"http://127.0.0.1:{model_port}",
                "rasa_token": SecretStr(model.token),
            }
        whole = settings.model_copy(update=changes)
        await asyncio.to_thread(migrate.upgrade, whole.database)
        await stack.enter_async_context(_served(whole, listener))
        base = whole.base_url
        say(f"聊天 {base}/ · 调解员 {base}/desk · 管理 {base}/admin")
        if model:
            await run_model(model, whole, model_port)
        else:
            await asyncio.Event().wait()


def bind(settings: Settings) -> socket.socket:
    """A listening socket on the wished port; the next free one when the port was not asked for by name.

    Raises ConfigError when the port is taken.
    """
    is_asked = "port" in settings.model_fields_set
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    last = min(settings.port + (1 if is_asked else PORTS_TRIED), 65536)
    for port in range(settings.port, last):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, port))
            # listening here and now: two starts at the same moment must not both take this port
            listener.listen(1024)
        except OSError as exc:
            listener.close()
            if is_asked:
                where = f"BOT_HOST={settings.host} BOT_PORT={port}"
                raise ConfigError(f"{where}：不能监听，请换一个端口 / {exc.strerror}") from exc
        else:
            listener.setblocking(False)
            return listener
    raise ConfigError(f"从 {settings.port} 起的 {PORTS_TRIED} 个端口都被占用 / no free port")


def free_port() -> int:
    """A free port on the loopback interface."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def _served(settings: Settings, listener: socket.socket) -> AsyncIterator[None]:
    runner = web.AppRunner(create_app(settings), shutdown_timeout=STOP_S, access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield
    finally:
        await runner.cleanup()


async def run_model(model: Model, settings: Settings, port: int) -> None:
    """Train if the data changed, then keep the model's server alive until cancelled."""
    folder = settings.data_dir / "logs"
    await train(model, folder)
    argv = [*model.serve, "--port", str(port)]
    # the token goes by the environment, where a list of processes does not show it
    env = {**NLU_ENV, "BOT_RASA_TOKEN": model.token}
    serve = Command(argv, folder / "rasa.log", env=env, drop=NLU_DROP, cwd=ROOT)
    watch = asyncio.create_task(announce(settings.rasa_url))
    try:
        await keep("rasa", lambda: serve, grace_s=MODEL_GRACE_S)
    finally:
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch


async def train(model: Model, folder: Path) -> bool:
    """Train when the data changed; False, said in one line, when it failed and the last model stays."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    path = folder / "train.log"
    process = await spawn(Command(model.train, path, env=NLU_ENV, drop=NLU_DROP, cwd=ROOT))
    ended = asyncio.create_task(process.wait())
    try:
        while not (await asyncio.wait({ended}, timeout=PROGRESS_S))[0]:
            say(f"正在训练语义模型，已 {loop.time() - began:.0f} 秒；聊天已可使用")
    finally:
        await stop(process, MODEL_GRACE_S)
        code = await ended
    if code:
        say(f"语义模型没有训练成功，原因见 {path}；继续使用上一次的模型")
    return code == 0


async def announce(url: str) -> None:
    """Say once that the model answers."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as client:
        for _ in range(ASKED):
            if await _answers(client, url):
                say(f"语义模型就绪（{loop.time() - began:.0f} 秒）")
                return
            await asyncio.sleep(0.5)


async def _answers(client: aiohttp.ClientSession, url: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError, TimeoutError):
        async with client.get(f"{url}/version") as response:
            return response.status < 500
    return False
