"""Real worker processes for the fault tests, and citizens who talk to them over REST."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp

from bot.dialogue.session import Session
from bot.model import Author, CaseFile, Channel, Consent, Line
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from bot.transcript import Transcript, load
from tests.conftest import KEPT, RedisServer, free_port

ROOT = Path(__file__).parents[2]
SECRET = "a secret of the fault tests, long enough"
TODAY = "2026-11-22"
START_S, ANSWER_S = 60.0, 10.0
BUSY = "系统正在恢复，请稍后再发一次"

#: A whole intake, from the story to the last tap, one message each.
INTAKE = (
    "张三2023年5月1日借我5万元,约定年底还,写了借条",
    *("微信转账", "没约定", "没还过", "2026年10月1日", "没有", "没有", "没有"),
    *("愿意调解", "同意在网上", "同意", "同意", "给自己办", "个人", "王秀兰", "150622199003070018"),
    *("13800138000", "准格尔旗薛家湾镇某小区3号楼", "个人", "不知道", "沙圪堵镇", "没有"),
    *("三个月内还清本金", "没有", "同意手机收", "确认提交"),
)
SCOPES = ("mediation", "online", "personal_data", "sensitive_data", "e_service")

Bubbles = list[dict[str, Any]]


@dataclass
class Worker:
    """One `python -m bot serve`."""

    env: dict[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start without waiting."""
        settings = {"BOT_SECRET_KEY": SECRET, "BOT_TODAY": TODAY, "BOT_PORT": str(self.port), **self.env}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                env={**os.environ, **settings},
                stdout=output,
                stderr=output,
                cwd=ROOT,
            )

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + START_S
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                assert self.process is not None
                assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
                assert time.monotonic() < deadline, "the worker did not start"
                time.sleep(0.02)

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None

    async def again(self) -> None:
        """kill -9, then start."""
        self.kill()
        self.start()
        await asyncio.to_thread(self.wait)


@dataclass
class Place:
    """Redis, SQLite and the workers on them."""

    redis: RedisServer
    database_url: str
    workers: list[Worker]


@contextmanager
def running(folder: Path, template: Path, count: int = 1, **env: str) -> Iterator[Place]:
    """A Redis of its own, a migrated SQLite file, and `count` workers that share them."""
    shutil.copy(template, folder / "bot.db")
    redis = RedisServer(folder, options=KEPT)
    redis.start()
    database_url = f"sqlite+aiosqlite:///{folder}/bot.db"
    shared = {"BOT_REDIS_URL": redis.url, "BOT_DATABASE_URL": database_url, "BOT_DATA_DIR": str(folder)}
    shared["BOT_REST_PER_MINUTE"] = "1000000"  # one address speaks for all the citizens of a test
    workers = [Worker({**shared, **env}, folder / f"worker-{i}.log") for i in range(count)]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.wait()
        yield Place(redis, database_url, workers)
    finally:
        for worker in workers:
            worker.kill()
        redis.kill()


@dataclass
class Store:
    """What the workers left behind, read with their key."""

    sessions: RedisSessions
    records: SqlRecords

    @classmethod
    def of(cls, place: Place) -> Store:
        vault = Vault(sha256(SECRET.encode()).digest())
        return cls(RedisSessions(place.redis.url, vault), SqlRecords(place.database_url, vault))

    async def aclose(self) -> None:
        await self.sessions.aclose()
        await self.records.aclose()

    def sid(self, user: str) -> str:
        return self.sessions.sid(Channel.REST, user)

    async def session(self, user: str) -> Session:
        _, session = await load(self.sessions, self.sid(user))
        return session

    async def lines(self, user: str) -> list[Line]:
        return await Transcript(self.sessions, self.records).history(self.sid(user))

    async def heard(self, user: str) -> list[str]:
        """Message ids of the citizen's transcript lines, in order."""
        return [line.message_id for line in await self.lines(user) if line.author is Author.CITIZEN]

    async def cases(self, user: str) -> list[CaseFile]:
        async with self.records.begin() as tx:
            return await tx.cases.of(self.sid(user))

    async def consents(self, user: str) -> list[Consent]:
        async with self.records.begin() as tx:
            return await tx.consents.of(self.sid(user))


@dataclass
class Citizen:
    """Sends messages with ids of its own, and again until they are answered."""

    http: aiohttp.ClientSession
    user: str
    workers: Sequence[Worker]

    async def post(self, number: int, text: str, worker: int = 0) -> Bubbles | None:
        """One delivery; None where nobody answered or the bot asked to send again."""
        body = {"sender": self.user, "message": text, "message_id": f"{self.user}-{number:03d}"}
        try:
            async with asyncio.timeout(ANSWER_S):
                url = f"{self.workers[worker].url}/webhooks/rest/webhook"
                async with self.http.post(url, json=body) as response:
                    assert response.status == 200, (response.status, await response.text())
                    rows: Bubbles = await response.json()
        except (aiohttp.ClientError, TimeoutError):
            return None
        return None if rows and BUSY in rows[0]["text"] else rows

    async def says(self, number: int, text: str, worker: int = 0) -> Bubbles:
        """Send until there is an answer."""
        deadline = time.monotonic() + START_S + 3 * ANSWER_S  # killed at its first words again and again
        while (rows := await self.post(number, text, worker)) is None:
            assert time.monotonic() < deadline, f"message {number} was never answered"
            await asyncio.sleep(0.05)
        return rows


def words(rows: Bubbles) -> str:
    """All bubbles as one text."""
    return "\n".join(row["text"] for row in rows)


@contextmanager
def quicker_than(seconds: float) -> Iterator[None]:
    """Hold a generous upper bound on wall time."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds
