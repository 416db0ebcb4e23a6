"""The WeChat channel with a real Redis, SQLite and conversation behind it, and a Tencent of our own."""

from __future__ import annotations

import asyncio
import io
import secrets
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

import xmltodict
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from wechatpy.crypto import WeChatCrypto

from bot import library
from bot.channels import wechat
from bot.channels.outbox import Outbox
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_crypto import signature
from bot.channels.wechat_letters import Letters
from bot.channels.wechat_media import WeChatMedia
from bot.channels.wechat_turns import Means, Turns
from bot.conversation import Conversation
from bot.dialogue.session import Session
from bot.errors import RecordsDown
from bot.model import Channel, Delivery, Incoming, Parcel, Reply
from bot.ports import Tx
from bot.store.blobs import DiskBlobs
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from bot.transcript import amend
from bot.transcript import load as load_session
from nlu.dataset import Entry, load
from nlu.keywords import Keywords
from tests.fake_tencent import APP_ID, SECRET, Tencent, serving
from tests.talk import World, build

TOKEN = "mediation"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"
USER, GH = "oTESTcitizen-1", "gh_court"
LIMIT_S = 8.0  # no wait of these tests may take longer


@cache
def content() -> tuple[library.Library, Keywords]:
    """Loaded once for all tests of a run."""
    shipped = library.load()
    entries = [Entry(e.id, e.question, e.variants) for e in shipped.faq.values()]
    return shipped, Keywords(load(entries=entries).examples())


class Faulty:
    """The real database, which a test may lock out."""

    def __init__(self, records: SqlRecords) -> None:
        self.real = records
        self.down = False

    def begin(self) -> AbstractAsyncContextManager[Tx]:
        if self.down:
            raise RecordsDown
        return self.real.begin()

    async def healthy(self) -> bool:
        return not self.down


@dataclass
class Worker:
    """One process of the bot: its own conversation, turns and outbox over the shared stores."""

    client: TestClient[Any, Any]
    turns: Turns
    outbox: Outbox
    api: WeChatApi
    conversation: Conversation
    heard: list[Incoming] = field(default_factory=list)  #: what the conversation was asked
    gate: asyncio.Event | None = None  #: holds every turn until it is set
    fault: Exception | None = None


@dataclass
class Booth:
    """Sends pushes as Tencent does, and reads the replies as the phone would."""

    world: World
    tencent: Tencent
    workers: list[Worker]
    blobs: DiskBlobs
    notes: list[str]

    @property
    def worker(self) -> Worker:
        return self.workers[0]

    def query(self, at: int | None = None, token: str = TOKEN) -> dict[str, str]:
        stamp = str(int(self.world.clock.now().timestamp()) if at is None else at)
        nonce = secrets.token_hex(4)
        return {"timestamp": stamp, "nonce": nonce, "signature": signature(token, stamp, nonce)}

    def fields(self, **more: Any) -> dict[str, Any]:
        """A text push; None leaves a field out."""
        base = {
            "ToUserName": GH,
            "FromUserName": USER,
            "CreateTime": int(self.world.clock.now().timestamp()),
            "MsgType": "text",
            "Content": "你好",
            "MsgId": secrets.randbelow(10**15),
        }
        return {name: value for name, value in (base | more).items() if value is not None}

    async def post(self, body: bytes, query: dict[str, str], worker: int = 0) -> tuple[int, str]:
        async with asyncio.timeout(LIMIT_S):
            answer = await self.workers[worker].client.post("/wechat", params=query, data=io.BytesIO(body))
            return answer.status, await answer.text()

    async def push(self, worker: int = 0, **fields: Any) -> str:
        """The words of the passive reply; '' where the push was only acknowledged."""
        status, text = await self.post(xml(self.fields(**fields)), self.query(), worker)
        assert status == 200, (status, text)
        return said(text)

    async def push_sealed(self, key: str = KEY, *, compatible: bool = False, **fields: Any) -> str:
        """The same in 安全 or 兼容 mode; the reply is opened with `key`."""
        query = self.query() | {"encrypt_type": "aes"}
        crypto = WeChatCrypto(TOKEN, key, APP_ID)
        plain = self.fields(**fields)
        made = crypto.encrypt_message(xml(plain).decode(), query["nonce"], query["timestamp"])
        envelope = xmltodict.parse(made)["xml"]
        query["msg_signature"] = envelope["MsgSignature"]
        body = {"ToUserName": GH, "Encrypt": envelope["Encrypt"]} | (plain if compatible else {})
        status, text = await self.post(xml(body), query)
        assert status == 200, (status, text)
        if text == "success":
            return ""
        sealed = xmltodict.parse(text)["xml"]
        opened = crypto.decrypt_message(sealed, sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"])
        return said(opened)

    async def desk_says(self, *texts: str) -> list[str]:
        """Rows as the desk makes them, without a claim; returns their ids."""
        sid = self.world.sessions.sid("wechat", USER)
        _, session = await load_session(self.world.sessions, sid)
        ids = []
        async with self.world.records.begin() as tx:
            for i, text in enumerate(texts, 1):
                heard_at = datetime.fromisoformat(session.heard_at) if session.heard_at else None
                row = Parcel(
                    id=uuid.uuid4().hex,
                    sid=sid,
                    channel=Channel.WECHAT,
                    to=USER,
                    n=session.n + i,
                    body=text,
                    state=Delivery.QUEUED,
                    due_at=self.world.clock.now(),
                    window=session.heard,
                    heard_at=heard_at,
                )
                await tx.outbox.put(row)
                ids.append(row.id)
        return ids

    async def push_lines(self, count: int) -> None:
        """The transcript goes on by some lines, as it does with everything the desk writes."""

        def on(session: Session) -> tuple[Session, tuple[()]]:
            return replace(session, n=session.n + count), ()

        await amend(self.world.sessions, self.world.sessions.sid("wechat", USER), on)

    async def state(self, row_id: str) -> Parcel:
        return next(row for row in await self.rows() if row.id == row_id)

    async def used(self) -> int:
        """Messages counted in the open window."""
        sid = self.world.sessions.sid("wechat", USER)
        _, session = await load_session(self.world.sessions, sid)
        return await self.world.sessions.count(f"sent:{sid}:{session.heard}", 60, by=0)

    async def rows(self) -> list[Parcel]:
        """Everything in the outbox for the citizen's own sid, owed rows left out."""
        async with self.world.records.begin() as tx:
            return await tx.outbox.of(self.world.sessions.sid("wechat", USER))

    async def run(self, rounds: int = 1, worker: int = 0, **passing: int) -> None:
        """Let the outbox work."""
        for _ in range(rounds):
            self.world.clock.pass_(**(passing or {"seconds": 1}))
            self.tencent.now = self.world.clock.now().timestamp()
            await self.workers[worker].outbox.once()

    async def delivered(self, count: int, **passing: int) -> list[str]:
        """Run the outbox until the citizen has `count` messages from it."""

        async def enough() -> bool:
            await self.run(**passing)
            return len(self.tencent.texts(USER)) >= count

        await until(enough)
        return self.tencent.texts(USER)


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait, not for ever."""
    ends = time.monotonic() + LIMIT_S
    while not await true():
        assert time.monotonic() < ends, "waited in vain"
        await asyncio.sleep(0.02)


def xml(fields: dict[str, Any]) -> bytes:
    return xmltodict.unparse({"xml": fields}, full_document=False).encode()


def said(text: str) -> str:
    """Words of a passive reply to the citizen."""
    if text == "success":
        return ""
    reply = xmltodict.parse(text)["xml"]
    assert (reply["ToUserName"], reply["FromUserName"], reply["MsgType"]) == (USER, GH, "text")
    assert len(reply["Content"].encode()) <= 2048
    return str(reply["Content"])


@asynccontextmanager
async def open_booth(
    redis_url: str, sqlite_url: str, vault: Vault, folder: Any, *, workers: int = 1, **account: Any
) -> AsyncIterator[Booth]:
    """A booth with as many worker processes (in one loop) as asked for."""
    sessions, records = RedisSessions(redis_url, vault), SqlRecords(sqlite_url, vault)
    world = build(sessions, Faulty(records), *content())
    blobs = DiskBlobs(folder / "blobs", vault)
    async with serving(Tencent(now=world.clock.now().timestamp())) as tencent:
        booth = Booth(world, tencent, [], blobs, [])
        for _ in range(workers):
            booth.workers.append(await _worker(booth, account))
        try:
            yield booth
        finally:
            for worker in booth.workers:
                await worker.client.close()
                await worker.api.close()
            await sessions.aclose()
            await records.aclose()


async def _worker(booth: Booth, account: dict[str, Any]) -> Worker:
    world = booth.world
    api = WeChatApi(booth.tencent.base, APP_ID, SECRET, shared=world.sessions, limit_s=1.0)
    conversation = world.conversation()

    async def converse(incoming: Incoming) -> Reply:
        worker.heard.append(incoming)
        if worker.gate is not None:
            await worker.gate.wait()
        if worker.fault is not None:
            raise worker.fault
        return await conversation.converse(incoming)

    async def owed(parcel: Parcel) -> None:
        await worker.turns.resume(parcel)

    outbox = Outbox(
        world.records,
        world.sessions,
        api=api,
        clock=world.clock,
        note=booth.notes.append,
        owed=owed,
    )
    means = Means(
        converse=converse,
        letters=Letters(world.sessions, world.records, world.clock),
        media=WeChatMedia(api, booth.blobs, 2 * 1024 * 1024),
        send=outbox.send,
        note=booth.notes.append,
    )
    app = web.Application()
    made = wechat.Account(TOKEN, APP_ID, (KEY, OLD_KEY), **account)
    turns = wechat.setup(app, made, means)
    client: TestClient[Any, Any] = TestClient(TestServer(app))
    await client.start_server()
    worker = Worker(client, turns, outbox, api, conversation)
    return worker
