"""Everything that is built once, and who implements what: stores, content, understanding, use cases."""

from __future__ import annotations

import asyncio
import base64
import hmac
import sys
from collections.abc import Callable
from functools import partial

from bot import library
from bot.accounts import Accounts
from bot.bundle import Bundles
from bot.channels import papers_page
from bot.channels.papers_door import Door, Who
from bot.content import Content
from bot.conversation import Conversation, Parts
from bot.errors import ContentError
from bot.evidence_box import EvidenceBox
from bot.followup import FollowUp
from bot.handoff import Desk
from bot.keys import derive, master_key
from bot.law_tables import LawTables
from bot.locality import folder as locality
from bot.locality import proof
from bot.metrics import Metrics
from bot.office import Office, RealClock
from bot.papers.proof import Proof
from bot.papers.render import Drafts
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
            hours=settings.hours,
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
