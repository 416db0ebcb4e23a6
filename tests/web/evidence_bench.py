"""The chat page over real stores, with the doors to a citizen's own evidence."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.channels import evidence_doors, webchat
from bot.evidence_box import EvidenceBox
from bot.store.blobs import DiskBlobs
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from tests.talk import World, build
from tests.web.staff_bench import keywords, shipped


def sign(text: str) -> str:
    """A stand-in for the keyed MAC of the application."""
    return hashlib.sha256(f"tests:{text}".encode()).hexdigest()[:24]


@dataclass
class House:
    """An application with one conversation per cookie."""

    app: web.Application
    world: World


@asynccontextmanager
async def house(redis_url: str, sqlite_url: str, vault: Vault, folder: Path) -> AsyncIterator[House]:
    sessions, records = RedisSessions(redis_url, vault), SqlRecords(sqlite_url, vault)
    world = build(sessions, records, shipped(), keywords())
    blobs = DiskBlobs(folder, vault)
    world.blobs = blobs
    app = web.Application(client_max_size=1024 * 1024)
    site = webchat.Site(court="准格尔旗人民法院", sign=sign, now=world.clock.now)
    door = webchat.setup(app, chat=world.conversation(), sessions=sessions, blobs=blobs, site=site)
    box = EvidenceBox(sessions, records, blobs, world.content.knowledge, world.clock)
    evidence_doors.setup(app, chat=door, box=box)
    yield House(app, world)
    await sessions.aclose()
    await records.aclose()
