"""Sends turns and reads what they cost the server: CPU time of its process, not time on the wall."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha1
from pathlib import Path

import aiohttp

TOKEN = "token-of-the-bench"
_IDS = itertools.count(1)

Send = Callable[[str, str], Awaitable[None]]


def cpu_s(pid: int) -> float:
    """CPU seconds of all threads of a process, to the nanosecond where the kernel tells."""
    tasks = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    if tasks:
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wechat(http: aiohttp.ClientSession, url: str) -> Send:
    """A signed push of Tencent in plain mode."""

    async def send(user: str, text: str) -> None:
        now, nonce = str(int(time.time())), "nonce"
        mark = sha1("".join(sorted((TOKEN, now, nonce))).encode(), usedforsecurity=False).hexdigest()
        xml = (
            f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
            f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{text}]]></Content><MsgId>{next(_IDS)}</MsgId></xml>"
        )
        query = {"signature": mark, "timestamp": now, "nonce": nonce, "openid": user}
        async with http.post(f"{url}/wechat", params=query, data=xml.encode()) as response:
            body = await response.text()
            if response.status != 200 or "<Content>" not in body:
                raise RuntimeError(f"{response.status} {body[:200]}")

    return send


def rest(http: aiohttp.ClientSession, url: str) -> Send:
    """A message over the REST channel."""

    async def send(user: str, text: str) -> None:
        row = {"sender": user, "message": text, "message_id": str(next(_IDS))}
        async with http.post(f"{url}/webhooks/rest/webhook", json=row) as response:
            body = await response.read()
            if response.status != 200 or not body.startswith(b'[{"'):
                raise RuntimeError(f"{response.status} {body[:200]!r}")

    return send


async def talk(send: Send, users: Sequence[str], texts: Sequence[str], *, at_once: int = 8) -> float:
    """Every user says all texts in order, `at_once` users at a time; the seconds it took."""
    waiting = list(users)
    began = time.perf_counter()

    async def one_after_the_other() -> None:
        while waiting:
            user = waiting.pop()
            for text in texts:
                await send(user, text)

    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    return time.perf_counter() - began


async def cost_us(pid: int, send: Send, users: Sequence[str], texts: Sequence[str]) -> float:
    """CPU microseconds of process `pid` per message."""
    before = cpu_s(pid)
    await talk(send, users, texts)
    return (cpu_s(pid) - before) / (len(users) * len(texts)) * 1e6
