"""The commands of `python -m bot`, each a function from arguments to an exit code."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import getpass
import secrets
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import uvloop
from aiohttp import web
from pydantic import SecretStr

from bot import accounts, embedded, library, up
from bot.app import create_app
from bot.channels import wechat_menu
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_codes import sentence_of
from bot.children import Command, keep
from bot.errors import BotError, Conflict, Unavailable, WeChatError
from bot.keys import master_key
from bot.law import citations, interest, overlay
from bot.law import cli as law_cli
from bot.locality import folder, proof
from bot.logs import quiet_logs
from bot.model import Channel, Incoming, Kind, Role
from bot.office import RealClock
from bot.out_of_service import out_of_service
from bot.settings import Settings
from bot.store import migrate as migrations
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from bot.system import System
from bot.text import cli as read_cli
from bot.text.dialect import standard
from bot.text.facts import find_facts
from bot.text.reading import Context
from bot.understanding import as_row
from nlu.client import RasaClient
from nlu.dataset import load as load_phrasings
from nlu.keywords import Keywords

MODEL_WAIT_S = 90


def table() -> dict[str, Callable[[Sequence[str]], int]]:
    """Every command by name. Logs go to stderr: what a command prints may be read by a program."""
    quiet_logs("WARNING")
    return {
        "up": up.main,
        "serve": serve,
        "talk": talk,
        "understand": understand,
        "read": read,
        "law": law,
        "check": check,
        "migrate": migrate,
        "user": user,
        "menu": menu,
    }


def _out(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _ready(settings: Settings) -> None:
    """Key first, then the database: a database without its key is refused."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    master_key(settings)
    migrations.upgrade(settings.database)


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2


def serve(argv: Sequence[str]) -> int:
    """Only the web application, for containers: Redis, SQL and Rasa are elsewhere."""
    argparse.ArgumentParser(prog="python -m bot serve").parse_args(argv)
    settings = Settings.load()
    web.run_app(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        loop=uvloop.new_event_loop(),
    )
    return 0


def talk(argv: Sequence[str]) -> int:
    """The same conversation in a terminal; `--script` plays a file line by line."""
    parser = argparse.ArgumentParser(prog="python -m bot talk")
    parser.add_argument("--script", type=Path)
    options = parser.parse_args(argv)
    lines = options.script.read_text(encoding="utf-8").splitlines() if options.script else None
    asyncio.run(_talk(Settings.load(), lines))
    return 0


async def _talk(settings: Settings, script: list[str] | None) -> None:
    async with embedded.redis_server(settings) as redis_url:
        whole = settings.model_copy(update={"redis_url": SecretStr(redis_url)})
        await asyncio.to_thread(_ready, whole)
        system = System(whole)
        await system.start()
        user = f"terminal-{uuid.uuid4().hex}" if script else f"terminal-{getpass.getuser()}"
        async for line in _lines(script):
            incoming = Incoming(Channel.TERMINAL, user, uuid.uuid4().hex, Kind.TEXT, datetime.now(UTC), line)
            reply = await system.conversation.converse(incoming)
            for say in reply.says:
                _out(say.text + "".join(f"\n  [{b.title}]" for b in say.buttons))
            _out("")
        await system.close()


async def _lines(script: list[str] | None) -> AsyncIterator[str]:
    if script is not None:
        for line in script:
            _out(f"> {line}")
            yield line
        return
    while True:
        try:
            yield await asyncio.to_thread(input, "> ")
        except EOFError:
            return


def understand(argv: Sequence[str]) -> int:
    """JSONL {"id","text"} in, JSONL out; by the trained model where its environment is there."""
    parser = argparse.ArgumentParser(prog="python -m bot understand")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    options = parser.parse_args(argv)
    try:
        rows = [orjson.loads(line) for line in sys.stdin if line.strip()]
        texts = [(row["id"], str(row["text"])) for row in rows]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return _fail('每行要是一个 JSON：{"id": "1", "text": "……"}')
    asyncio.run(_understand(Settings.load(), texts, options.today))
    return 0


async def _understand(settings: Settings, texts: Sequence[tuple[object, str]], today: date) -> None:
    folder.choose(settings.locality_dir)
    limits = library.load().limits
    keywords = Keywords(load_phrasings().examples())
    async with (
        _model(settings) as (url, token),
        RasaClient(url, token, keywords=keywords, timeout_s=10) as nlu,
    ):
        for key, said in texts:
            text = standard(said)  # as in a talk
            meaning = await nlu.understand(text)
            row = as_row(text, meaning, find_facts(text, Context(today)), limits)
            _out(orjson.dumps({"id": key, **row}).decode())


@contextlib.asynccontextmanager
async def _model(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """The address and token of a running model: the configured one, else one started for this command."""
    if settings.rasa_url or not up.NLU_PYTHON.exists():
        if not settings.rasa_url:
            sys.stderr.write("语义模型环境不存在，按关键词理解\n")
        yield settings.rasa_url, settings.rasa_token.get_secret_value()
        return
    port, token = up.free_port(), secrets.token_urlsafe(16)
    argv = [str(up.NLU_PYTHON), "-m", "nlu.serve", "--port", str(port), "--token", token]
    command = Command(
        argv, settings.data_dir / "logs" / "rasa-understand.log", env=up.NLU_ENV, drop=up.NLU_DROP
    )
    server = asyncio.create_task(keep("rasa", lambda: command, grace_s=up.MODEL_GRACE_S))
    url = f"http://127.0.0.1:{port}"
    try:
        await _until_ready(url, token)
        yield url, token
    finally:
        server.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await server


async def _until_ready(url: str, token: str) -> None:
    async with RasaClient(url, token, keywords=Keywords({}), timeout_s=2) as probe:
        for _ in range(MODEL_WAIT_S * 2):
            if await probe.ready():
                return
            await asyncio.sleep(0.5)
    raise BotError("语义模型没有启动成功")


def read(argv: Sequence[str]) -> int:
    """One text a line in, one reading a line out."""
    parser = argparse.ArgumentParser(prog="python -m bot read")
    parser.add_argument("--kind", choices=read_cli.KINDS, required=True)
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    options = parser.parse_args(argv)
    folder.choose(Settings.load().locality_dir)
    for row in read_cli.read_lines(options.kind, options.today, sys.stdin):
        _out(orjson.dumps(row).decode())
    return 0


def law(argv: Sequence[str]) -> int:
    """Calculators with formula and citation."""
    folder.choose(Settings.load().locality_dir)
    text, code = law_cli.run(list(argv))
    (sys.stdout if code == 0 else sys.stderr).write(text + "\n")
    return code


def check(argv: Sequence[str]) -> int:
    """Everything static; exit code 1 with all faults, one a line."""
    argparse.ArgumentParser(prog="python -m bot check").parse_args(argv)
    here = Settings.load().locality_dir or folder.SHIPPED
    wrong = proof.faults(here)
    if not wrong:
        folder.choose(here)
    shipped, faults = library.look()
    phrasings = load_phrasings()
    faults += [*wrong, *phrasings.faults, *overlay.faults()]
    laws = library.ROOT.parent / "shared" / "laws"
    if laws.is_dir():
        faults += [f"{f.citation}: {f.kind}: {f.detail}" for f in citations.check_against(laws)]
    for fault in faults:
        _out(fault)
    today = datetime.now(UTC).date()
    for one in out_of_service(shipped.flows, shipped.faq.values(), today):
        _out(f"停用：{one.kind} {one.id}：{one.why}")
    if late := interest.stale(today):
        _out(f"提醒：{late}")
    steps = sum(len(flow.steps) for flow in shipped.flows.values())
    unproved = "" if laws.is_dir() else "（没有法条原文可对，引文未逐字核对）"
    _out(
        f"{len(shipped.flows)} 个流程 {steps} 个问题，{len(shipped.faq)} 条问答，"
        f"{len(phrasings.lines)} 句训练语料，{len(faults)} 处错误{unproved}"
    )
    return 1 if faults else 0


def migrate(argv: Sequence[str]) -> int:
    """Bring the database to the newest schema."""
    argparse.ArgumentParser(prog="python -m bot migrate").parse_args(argv)
    _ready(Settings.load())
    _out("数据库已是最新")
    return 0


def menu(argv: Sequence[str]) -> int:
    """Put the bot's menu under the 服务号's input bar."""
    argparse.ArgumentParser(prog="python -m bot menu").parse_args(argv)
    settings = Settings.load()
    if not settings.wechat_app_id:
        return _fail("还没有设置服务号：BOT_WECHAT_APP_ID、BOT_WECHAT_APP_SECRET")
    try:
        asyncio.run(_menu(settings))
    except WeChatError as exc:
        return _fail(sentence_of(exc))
    except Unavailable as exc:
        return _fail(f"微信服务器没有回应：{exc}")
    _out("菜单已更新，手机上大约5分钟后看到")
    return 0


async def _menu(settings: Settings) -> None:
    secret = settings.wechat_app_secret.get_secret_value()
    async with embedded.redis_server(settings) as url:
        sessions = RedisSessions(url, Vault(master_key(settings)))
        api = WeChatApi(settings.wechat_api_base, settings.wechat_app_id, secret, shared=sessions)
        try:
            await api.create_menu(wechat_menu.menu(settings.public_url))
        finally:
            await api.close()
            await sessions.aclose()


def user(argv: Sequence[str]) -> int:
    """Make an account or give a new password, printed once."""
    parser = argparse.ArgumentParser(prog="python -m bot user")
    parser.add_argument("action", choices=["add", "password"])
    parser.add_argument("login")
    parser.add_argument("--name", default="")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.MEDIATOR.value)
    options = parser.parse_args(argv)
    settings = Settings.load()
    try:
        _ready(settings)
        asyncio.run(_user(settings, options))
    except Conflict:
        return _fail(f"登录名 {options.login} 已经有人用了")
    except BotError as exc:
        return _fail(str(exc))
    return 0


async def _user(settings: Settings, options: argparse.Namespace) -> None:
    records = SqlRecords(settings.database, Vault(master_key(settings)))
    people = accounts.Accounts(records, RealClock(settings.today))
    try:
        if options.action == "add":
            password = await people.create(options.login, options.name or options.login, Role(options.role))
        else:
            password = await people.reset(options.login)
        _out(f"登录名 {options.login}　密码 {password}　（只显示这一次，登录后请改掉）")
    finally:
        await records.aclose()
