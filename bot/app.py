"""The composition root: the only place that knows who implements what."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hmac
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from aiohttp import web

from bot import library
from bot.accounts import Accounts
from bot.batches import Batches
from bot.bundle import Bundles
from bot.channels import evidence_doors, papers_page, rest, webchat, wechat, wechat_turns
from bot.channels.bounds import bounds
from bot.channels.outbox import Outbox
from bot.channels.pace import Pace
from bot.channels.papers_door import Door, Who
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_letters import Letters
from bot.channels.wechat_media import WeChatMedia
from bot.content import Content
from bot.conversation import Conversation, Parts
from bot.desk import admin, desk_pages, guard, login, public_api
from bot.desk.admin_api import Tools as AdminTools
from bot.desk.desk_api import Tools
from bot.dialogue.after import SHANGHAI
from bot.errors import ContentError, Unavailable
from bot.evidence_box import EvidenceBox
from bot.followup import FollowUp
from bot.handoff import Desk
from bot.health import Health
from bot.health import setup as setup_health
from bot.keys import derive, master_key
from bot.law import calendar
from bot.law_tables import LawTables
from bot.locality import folder as locality
from bot.locality import proof
from bot.logs import quiet_logs
from bot.metrics import Metrics
from bot.model import Duty, Parcel
from bot.papers.proof import Proof
from bot.papers.render import Drafts
from bot.ports import Clock
from bot.settings import Settings
from bot.store.blobs import DiskBlobs
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from bot.templates import Templates
from flows.schema import Flow
from nlu.client import RasaClient
from nlu.dataset import Entry
from nlu.dataset import load as load_phrasings
from nlu.keywords import Keywords
from nlu.trainer import RasaTrainer

#: How often waiting effects are tried again.
SETTLE_S = 5.0
#: How long talk without a case is kept in SQL, and how often that is looked after.
KEPT, DAY_S = timedelta(days=30), 24 * 3600


class RealClock:
    """The clock on the wall; BOT_TODAY fixes the date for rehearsals."""

    def __init__(self, today: date | None) -> None:
        self._today = today

    def now(self) -> datetime:
        """Aware, UTC; on a fixed date the time of day still runs."""
        now = datetime.now(UTC)
        return now if self._today is None else datetime.combine(self._today, now.timetz())

    def today(self) -> date:
        """The date in Asia/Shanghai."""
        return self._today or datetime.now(SHANGHAI).date()


class Office:
    """Whether the desk is open, by hours and holidays."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def __call__(self) -> Duty:
        """The state of this moment, with the next working day."""
        here = self._clock.now().astimezone(SHANGHAI)
        today = here.date()
        working = calendar.is_working_day(today, provisional=True)
        open_now = working and self._settings.hours.is_open(today, here.time())
        return Duty(
            open_now, 0, self._settings.hours.words(), calendar.next_working_day(today, provisional=True)
        )


def _run_for(settings: Settings) -> str:
    """Prove and choose the folder of the court; its code in case numbers. Raises ContentError."""
    if wrong := proof.faults(settings.locality_dir or locality.SHIPPED):
        raise ContentError(wrong)
    locality.choose(settings.locality_dir)
    return locality.case_code()


class System:
    """Everything built once, without starting anything: used by the web application and the terminal."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        court_code = _run_for(settings)
        self.master = master_key(settings)
        self.vault = Vault(self.master)
        self.clock = RealClock(settings.today)
        self.metrics = Metrics()
        self.sessions = RedisSessions(settings.redis_url.get_secret_value(), self.vault)
        self.records = SqlRecords(settings.database, self.vault, court_code=court_code)
        self.blobs = DiskBlobs(settings.data_dir / "blobs", self.vault)
        self.content = Content(
            shipped=library.load(),
            records=self.records,
            sessions=self.sessions,
            clock=self.clock,
            court=settings.court,
            regime=settings.regime,
            spans=settings.hours.spans,
        )
        self.nlu = RasaClient(
            settings.rasa_url,
            settings.rasa_token.get_secret_value(),
            keywords=self.keywords(),
            timeout_s=settings.nlu_timeout_s,
            metrics=self.metrics.nlu,
        )
        if settings.rasa_url:
            self.content.trainer = RasaTrainer(
                settings.rasa_url, settings.rasa_token.get_secret_value(), folder=settings.models_dir
            )
        self.papers = Drafts(self._flow, settings.court, lambda *one: self.templates().failed(*one))
        self.office = Office(settings, self.clock)
        self.accounts = Accounts(self.records, self.clock, self.sessions)
        self.seal_link, self.open_link = self.cipher(b"paper-link")
        self.link = papers_page.linker(self.seal_link, self.clock, settings.base_url)
        self.conversation = Conversation(
            Parts(
                sessions=self.sessions,
                records=self.records,
                understander=self.nlu,
                knowledge=self.content.knowledge,
                clock=self.clock,
                duty=self.office,
                link=self.link,
                blobs=self.blobs,
                observe=self.metrics.turn,
            )
        )
        self.follow_up = FollowUp(self.content, self.records, self.sessions, self.nlu, self.clock)
        self.desk = Desk(self.sessions, self.records, self.content.knowledge, self.clock)

    def keywords(self) -> Keywords:
        """The fallback, built from the same phrasings as the model and the FAQ as it is now."""
        self._learnt = self.content.knowledge().faq
        faq = [Entry(e.id, e.question, e.variants) for e in self._learnt.values()]
        return Keywords(load_phrasings(entries=faq).examples())

    async def learn(self) -> None:
        """Build the fallback anew where the FAQ is another one; that takes a second or two of a core."""
        if self.content.knowledge().faq != self._learnt:
            self.nlu.learn(await asyncio.to_thread(self.keywords))

    def _flow(self, flow_id: str, rev: str) -> Flow:
        return self.content.knowledge().flow(flow_id, rev)

    def law_tables(self) -> LawTables:
        """Rates, fees, days off and the like that admins keep."""
        return LawTables(self.records, self.clock, self.content.announce)

    def templates(self) -> Templates:
        """Word templates that admins edit."""
        known = self.content.knowledge
        return Templates(self.records, self.sessions, self.clock, Proof(known), self.papers.use)

    def shelf(self, chat: Who, staff: Who) -> papers_page.Shelf:
        """Where the links of papers lead; `chat` and `staff` know people by their cookies."""
        stores = (self.records, self.sessions, self.blobs, self.papers)
        filing = Bundles(*stores, self.content.knowledge, self.clock)
        door = Door(self.sessions, self.sign, chat, staff, self.settings.public_url.startswith("https:"))
        return papers_page.Shelf(filing, self.papers, self.open_link, self.clock, self.link, self._flow, door)

    def box(self) -> EvidenceBox:
        """A citizen's own files."""
        stores = (self.sessions, self.records, self.blobs)
        return EvidenceBox(*stores, self.content.knowledge, self.clock)

    def cipher(self, place: bytes) -> tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]:
        """(seal, unseal) for values that leave the house and come back: links, cookies."""
        return partial(self.vault.seal, aad=place), partial(self.vault.open, aad=place)

    def sign(self, text: str) -> str:
        """Keyed MAC, URL-safe, 128 bits."""
        mac = hmac.digest(derive(self.master, "sign"), text.encode(), "sha256")[:16]
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")

    async def start(self) -> None:
        """Read what is published; keep the flow revisions that are asked from now on."""
        await self.law_tables().refresh()
        await self.content.refresh()
        await self.content.keep_flows()
        password = await self.accounts.first_admin()
        if password:
            sys.stdout.write(f"管理员账号 admin　密码 {password}　（只显示这一次，登录后请改掉）\n")
            sys.stdout.flush()
        await self.templates().refresh()
        await self.learn()

    async def close(self) -> None:
        """Give back connections; nothing acknowledged is lost."""
        await self.content.close()
        await self.nlu.close()
        await self.sessions.aclose()
        await self.records.aclose()


def create_app(settings: Settings) -> web.Application:
    """The web application with all its doors; nothing connects before it starts."""
    quiet_logs(settings.log_level)
    system = System(settings)
    app = web.Application(client_max_size=1024 * 1024, middlewares=[bounds])
    app[SYSTEM] = system
    # first in, last out: whoever is stopped before may still need the stores
    app.cleanup_ctx.append(_running)
    site = webchat.Site(
        court=settings.court,
        sign=system.sign,
        public_url=settings.public_url,
        upload_limit=settings.upload_max_bytes,
        trust_proxy=settings.trust_proxy,
        now=system.clock.now,
    )
    chat = system.conversation
    door = webchat.setup(app, chat=chat, sessions=system.sessions, blobs=system.blobs, site=site)
    evidence_doors.setup(app, chat=door, box=system.box())
    rest.setup(
        app,
        converse=chat.converse,
        pace=Pace(system.sessions, system.sign, settings.rest_per_minute),
        token=settings.rest_token.get_secret_value(),
        trust_proxy=settings.trust_proxy,
    )
    papers_page.setup(app, system.shelf(door.whose, guard.whose))
    _staff(app, system)
    if settings.wechat_app_id or settings.wechat_token.get_secret_value():
        _wechat(app, system)
    health = Health(sessions=system.sessions, records=system.records, nlu=system.nlu, metrics=system.metrics)
    setup_health(
        app,
        health,
        token=settings.metrics_token.get_secret_value(),
        needs_model=bool(settings.rasa_url),
    )
    return app


def _wechat(app: web.Application, system: System) -> None:
    """The 服务号: callback, late answers and mediators' words through the outbox."""
    settings, note = system.settings, system.metrics.wechat
    api = WeChatApi(
        settings.wechat_api_base,
        settings.wechat_app_id,
        settings.wechat_app_secret.get_secret_value(),
        shared=system.sessions,
    )

    async def owed(parcel: Parcel) -> None:
        await turns.resume(parcel)

    outbox = Outbox(system.records, system.sessions, api=api, clock=system.clock, note=note, owed=owed)
    means = wechat_turns.Means(
        converse=system.conversation.converse,
        letters=Letters(system.sessions, system.records, system.clock),
        media=WeChatMedia(api, system.blobs, settings.upload_max_bytes),
        send=outbox.send,
        note=note,
    )
    keys = (settings.wechat_aes_key, settings.wechat_aes_key_previous)
    account = wechat.Account(
        settings.wechat_token.get_secret_value(),
        settings.wechat_app_id,
        tuple(key.get_secret_value() for key in keys if key.get_secret_value()),
        stale_s=0 if settings.today else wechat.STALE_S,
    )
    turns = wechat.setup(app, account, means)

    async def delivering(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(outbox.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await api.close()

    app.cleanup_ctx.append(delivering)


def _staff(app: web.Application, system: System) -> None:
    """Login, the mediator desk and the admin pages."""
    settings = system.settings
    site = guard.Site(settings.court, settings.public_url, settings.trust_proxy)
    seal, unseal = system.cipher(b"staff-cookie")
    guard.setup(app, accounts=system.accounts, seal=seal, unseal=unseal, site=site)
    login.setup(app)
    tools = Tools(
        desk=system.desk,
        accounts=system.accounts,
        sessions=system.sessions,
        blobs=system.blobs,
        papers_link=system.link,
        court=settings.court,
        office=system.office,
    )
    desk_pages.setup(app, tools)
    admin.setup(
        app,
        AdminTools(
            content=system.content,
            accounts=system.accounts,
            records=system.records,
            nlu=system.nlu,
            clock=system.clock,
            court=settings.court,
            desk=system.desk,
            templates=system.templates(),
        ),
    )
    public_api.setup(
        app,
        nlu=system.nlu,
        knowledge=system.content.knowledge,
        sessions=system.sessions,
        trust_proxy=settings.trust_proxy,
    )


SYSTEM: web.AppKey[System] = web.AppKey("system", System)


async def _running(app: web.Application) -> AsyncIterator[None]:
    """Start the system and its background work; end both."""
    system = app[SYSTEM]
    await system.start()
    loops = (_settle(system), _follow_up(system), _follow_content(system), _expire(system))
    tasks = [asyncio.create_task(loop) for loop in loops]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await system.close()


async def _settle(system: System) -> None:
    """Effects that SQL did not take in their turn, and tables of loans whose page was closed too soon."""
    batches = Batches(system.records, system.content.knowledge, system.clock)
    while True:
        await asyncio.sleep(SETTLE_S)
        with contextlib.suppress(Unavailable):
            await system.conversation.settle()
            await batches.resume()


async def _follow_up(system: System) -> None:
    """Questions that found their answer, and the people who asked them."""
    while True:
        await asyncio.sleep(SETTLE_S)
        with contextlib.suppress(Unavailable):
            await system.follow_up.once()


async def _expire(system: System) -> None:
    """Once a day: what citizens without a case left behind goes after its time (个保法19)."""
    while True:
        with contextlib.suppress(Unavailable):
            for blob in await system.records.expire(system.clock.now() - KEPT):
                await system.blobs.remove(blob)
        await asyncio.sleep(DAY_S)


async def _follow_content(system: System) -> None:
    """Another worker published: read it, and let the keyword fallback learn it."""
    async for _ in system.sessions.listen("content"):
        with contextlib.suppress(Unavailable):
            await system.law_tables().refresh()
            await system.content.refresh()
            await system.templates().refresh()
            await system.learn()
