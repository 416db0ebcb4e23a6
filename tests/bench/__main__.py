"""Starts its own servers on loopback, measures, prints one table, writes JSON."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import aiohttp
import orjson
from redis import Redis

from bot.model import Channel
from bot.store import migrate
from bot.store.sessions import LOG, SESSION, sid_of
from bot.store.vault import Vault
from tests.bench import load, nlu
from tests.bench.table import REMARK, Row, render
from tests.conftest import free_port
from tests.faults.workers import INTAKE, ROOT, SECRET, Place, Worker, running

#: The story opens the form; these seven answers touch neither SQL nor the model.
STORY, ANSWERS = INTAKE[0], INTAKE[1:8]
#: An answer and 返回: a conversation that goes on for ever at the same place.
PAIR = ("微信转账", "返回")
#: Answered from the FAQ, so nothing is written to SQL.
FREE_TEXT = "调解要交钱吗"
QUICK_S = 60


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    users: int
    long: int  #: conversations that reach turn 1000
    sockets: int


QUICK, FULL = Size(150, 4, 1000), Size(600, 8, 4000)


@contextmanager
def noop(folder: Path) -> Iterator[Worker]:
    """The floor's server, handled like a worker."""
    worker = Worker({}, folder / "noop.log", free_port())
    argv = [sys.executable, "-m", "tests.bench.noop", str(worker.port), load.TOKEN]
    worker.process = subprocess.Popen(argv, cwd=ROOT)
    try:
        worker.wait()
        yield worker
    finally:
        worker.kill()


def pid(worker: Worker) -> int:
    """Its process id."""
    if worker.process is None:
        raise RuntimeError("not started")
    return worker.process.pid


async def idle(process: int) -> None:
    """Wait until what a worker does after its start is over."""
    for _ in range(40):
        before = load.cpu_s(process)
        await asyncio.sleep(0.25)
        if load.cpu_s(process) - before < 0.01:
            return


def names(prefix: str, count: int) -> list[str]:
    """User ids that occur once in a run."""
    return [f"{prefix}-{i}" for i in range(count)]


async def turns(http: aiohttp.ClientSession, bot: Worker, floor: Worker, size: Size) -> list[Row]:
    """(a) a form turn of each channel beside the no-op of that channel, in alternating rounds."""
    rows = []
    for name, channel in (("wechat", load.wechat), ("rest", load.rest)):
        send, nothing = channel(http, bot.url), channel(http, floor.url)
        users = names(f"{name}-form", size.users)
        await load.talk(send, users, [STORY])
        await load.talk(nothing, users, ANSWERS[:1])
        measured: list[tuple[float, float]] = []
        for part in range(3):  # both under the same weather; the median of three
            some = users[part::3]
            floor_us = await load.cost_us(pid(floor), nothing, some, ANSWERS)
            measured.append((await load.cost_us(pid(bot), send, some, ANSWERS), floor_us))
        value, least = (statistics.median(column) for column in zip(*measured, strict=True))
        target = 2.5 if name == "wechat" else None
        rows.append(Row(f"form turn, {name}", value, "us CPU", least, target, note="floor: no-op handler"))
    return rows


async def length(http: aiohttp.ClientSession, bot: Worker, size: Size) -> Row:
    """(b) turn 1000 against turn 16: conversations of both lengths in the same rounds."""
    send, old = load.rest(http, bot.url), names("long", size.long)
    await load.talk(send, old, [STORY, *PAIR * 470])  # 941 turns
    measured: list[tuple[float, float]] = []
    for part in range(5):  # 20 turns each: 942 to 1041, beside 10 to 29 of new conversations
        new = names(f"short-{part}", size.long)
        await load.talk(send, new, [STORY, *PAIR * 4])
        early = await load.cost_us(pid(bot), send, new, PAIR * 10)
        measured.append((await load.cost_us(pid(bot), send, old, PAIR * 10), early))
    value, floor = (statistics.median(column) for column in zip(*measured, strict=True))
    return Row("turn 1000, rest", value, "us CPU", floor, 1.1, note="floor: turns 10-29 of new conversations")


async def stored(http: aiohttp.ClientSession, place: Place) -> list[Row]:
    """(c) what a finished intake takes in Redis, before the last tap and after it."""
    send = load.rest(http, place.workers[0].url)
    vault = Vault(sha256(SECRET.encode()).digest())
    sid = sid_of(vault, Channel.REST, "finished")
    await load.talk(send, ["finished"], INTAKE[:-1], at_once=1)
    with Redis.from_url(place.redis.url) as redis:
        full = len(redis.get(SESSION % sid) or b"")
        log: list[bytes] = redis.lrange(LOG % sid, 0, -1)
        await load.talk(send, ["finished"], INTAKE[-1:], at_once=1)
        after = len(redis.get(SESSION % sid) or b"")
    lines = sum(len(line) for line in log)
    return [
        Row("finished intake in Redis", full, "B", target=2048, note=f"encrypted; {after} B once submitted"),
        Row("its transcript in Redis", lines, "B", note=f"{len(log)} lines, moved to SQL on submission"),
    ]


async def two_workers(http: aiohttp.ClientSession, place: Place, size: Size) -> Row:
    """(d) two processes against one, where there are cores for them, Redis and the load."""
    cores = len(os.sched_getaffinity(0))
    if cores < 4:
        return Row("two workers", None, "turns/s", note=f"not measured: {cores} cores, 4 are needed")
    one, both = (load.rest(http, worker.url) for worker in place.workers)
    speeds = []
    for name, sends in (("one", [one]), ("two", [one, both])):
        groups = [names(f"{name}-{i}", size.users) for i in range(len(sends))]
        pairs = list(zip(sends, groups, strict=True))
        await asyncio.gather(*(load.talk(send, users, [STORY]) for send, users in pairs))
        began = time.perf_counter()
        await asyncio.gather(*(load.talk(send, users, ANSWERS) for send, users in pairs))
        speeds.append(len(groups) * size.users * len(ANSWERS) / (time.perf_counter() - began))
    return Row("two workers", speeds[1], "turns/s", speeds[0], 1.8, at_least=True, note="floor: one worker")


async def understanding(http: aiohttp.ClientSession, bot: Worker, rasa: str, token: str) -> Row:
    """(e) a free-text turn beside the bare parse, by the clock, one at a time."""
    name = "free-text turn with the model"
    if not rasa:
        return Row(name, None, "ms", note="not measured: no --rasa URL of a running model")
    send, times = load.rest(http, bot.url), []
    parse: list[float] = []
    for i in range(40):
        began = time.perf_counter()
        query = {"token": token} if token else {}
        async with http.post(f"{rasa}/model/parse", params=query, json={"text": FREE_TEXT}) as response:
            await response.read()
        parse.append(time.perf_counter() - began)
        began = time.perf_counter()
        await send(f"free-{i}", FREE_TEXT)
        times.append(time.perf_counter() - began)
    value, floor = (statistics.median(column) * 1000 for column in (times, parse))
    return Row(name, value, "ms", floor, 1.15, note="floor: POST /model/parse alone; medians of 40")


async def sockets(http: aiohttp.ClientSession, bot: Worker, size: Size) -> Row:
    """(f) memory of an idle WebSocket in the server."""
    rooms = []

    async def enter() -> None:
        async with aiohttp.request("GET", bot.url) as page:
            cookie = page.cookies["mb_chat"].value
        headers = {"Origin": bot.url, "Cookie": f"mb_chat={cookie}"}
        rooms.append(await http.ws_connect(f"{bot.url}/ws/chat", headers=headers))

    try:
        for _ in range(20):  # what is built once must not be counted
            await enter()
        before = _rss(pid(bot))
        for _ in range(size.sockets):
            await enter()
        await asyncio.sleep(1)
        each = (_rss(pid(bot)) - before) / size.sockets
    except aiohttp.WSServerHandshakeError as exc:
        return Row("idle WebSocket", None, "B", note=f"not measured: refused with {exc.status}")
    finally:
        await asyncio.gather(*(room.close() for room in rooms))
    if each <= 0:
        return Row("idle WebSocket", None, "B", note="not measured: fits into memory the process had free")
    return Row("idle WebSocket", each, "B", target=16384, note=f"{size.sockets} people")


def _rss(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def measure(place: Place, floor: Worker, size: Size, rasa: tuple[str, str]) -> list[Row]:
    """All rows, one after the other."""
    bot = place.workers[0]
    await idle(pid(bot))
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        rows = await turns(http, bot, floor, size)
        rows.append(await length(http, bot, size))
        rows += await stored(http, place)
        rows.append(await two_workers(http, place, size))
        rows.append(await understanding(http, bot, *rasa))
        rows.append(await sockets(http, bot, size))
    return rows


def main() -> int:
    """Exit code 1 when a target is missed; `nlu` as the first word measures the language model."""
    if sys.argv[1:2] == ["nlu"]:
        return nlu.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="what a turn costs")
    parser.add_argument("--quick", action="store_true", help=f"less than {QUICK_S} s")
    parser.add_argument("--out", type=Path, help="where the JSON goes (default: data/bench/<time>.json)")
    parser.add_argument("--rasa", default="", help="URL of a running model, for the free-text turn")
    parser.add_argument("--rasa-token", default="")
    options = parser.parse_args()
    began = time.monotonic()
    size = QUICK if options.quick else FULL
    count = 2 if len(os.sched_getaffinity(0)) >= 4 else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = folder / "empty.db"
        migrate.upgrade(f"sqlite:///{template}")
        env = {
            "BOT_WECHAT_TOKEN": load.TOKEN,
            "BOT_RASA_URL": options.rasa,
            "BOT_RASA_TOKEN": options.rasa_token,
        }
        with running(folder, template, count, **env) as place, noop(folder) as floor:
            rows = asyncio.run(measure(place, floor, size, (options.rasa, options.rasa_token)))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    out = options.out or ROOT / "data" / "bench" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    report = {"machine": machine, "quick": options.quick, "rows": [row.to_json() for row in rows]}
    out.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    sys.stdout.write(f"{machine}; load {os.getloadavg()[0]:.1f}; {time.monotonic() - began:.0f} s\n\n")
    sys.stdout.write(f"{render(rows)}\n\n{REMARK}\n{out}\n")
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
