"""Talks with the bot as a citizen would: real sessions, SQL and content, the keyword fallback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot import library
from bot.content import Content
from bot.conversation import Conversation, Parts
from bot.dialogue.session import Session
from bot.filing_desk import FilingDesk
from bot.handoff import Desk
from bot.model import Channel, Duty, Incoming, Kind, Media, Reply, Say
from bot.ports import Blobs, Records, Sessions
from bot.transcript import load
from nlu.keywords import Keywords
from nlu.parse import Understanding

TODAY = date(2026, 11, 22)
HOURS = "工作日 8:30到12:00、14:30到17:30"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def pass_(self, **span: int) -> None:
        self.at += timedelta(**span)


class ByKeywords:
    """The keyword fallback as the understander."""

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self.asked: list[str] = []

    async def understand(self, text: str) -> Understanding:
        self.asked.append(text)
        return self.keywords.understand(text)


class NoFiles:
    """Blobs of a talk without files."""

    def __init__(self) -> None:
        self.removed: list[str] = []

    async def put(self, chunks: AsyncIterator[bytes], *, limit: int) -> tuple[str, int, str]:
        raise AssertionError("this talk sends no files")

    async def open(self, key: str) -> AsyncIterator[bytes]:
        raise AssertionError(key)
        yield b""

    async def remove(self, key: str) -> None:
        self.removed.append(key)

    async def keep_made(self, key: str, name: str, data: bytes) -> None:
        raise AssertionError(key)

    async def made(self, key: str, name: str) -> bytes | None:
        raise AssertionError(key)


@dataclass
class World:
    """Everything a talk stands on; several talks can share it."""

    sessions: Sessions
    records: Records
    clock: Clock
    understander: ByKeywords
    content: Content
    blobs: Blobs
    open_now: bool = True

    def conversation(self) -> Conversation:
        return Conversation(
            Parts(
                sessions=self.sessions,
                records=self.records,
                understander=self.understander,
                knowledge=self.content.knowledge,
                clock=self.clock,
                duty=lambda: Duty(self.open_now, 0, HOURS),
                link=lambda case, paper, form: f"https://court.example/p/{case}.{paper}.{form}",
                blobs=self.blobs,
                observe=lambda *_: None,
            )
        )

    def desk(self) -> Desk:
        return Desk(self.sessions, self.records, self.content.knowledge, self.clock)

    def filing_desk(self) -> FilingDesk:
        return FilingDesk(
            self.desk(), lambda case, paper, form: f"https://court.example/p/{case}.{paper}.{form}"
        )


def build(sessions: Sessions, records: Records, shipped: library.Library, keywords: Keywords) -> World:
    clock = Clock()
    content = Content(
        shipped=shipped,
        records=records,
        sessions=sessions,
        clock=clock,
        court="准格尔旗人民法院",
        regime="out_of_court",
    )
    return World(sessions, records, clock, ByKeywords(keywords), content, NoFiles())


class Talk:
    """One citizen. `says` sends and gives the reply; `hears` holds that the last reply has the words."""

    def __init__(self, world: World, user: str = "citizen-1", channel: Channel = Channel.WEB) -> None:
        self.world = world
        self.user = user
        self.origin = ""  #: of the network, as the web chat marks it
        self.channel = channel
        self.conversation = world.conversation()
        self.reply = Reply()
        self.count = 0

    @property
    def sid(self) -> str:
        return self.world.sessions.sid(self.channel, self.user)

    async def says(self, *texts: str) -> Reply:
        for text in texts:
            await self.send(Kind.TEXT, text=text)
        return self.reply

    async def taps(self, title: str) -> Reply:
        """Tap a button of the last reply by its words."""
        found = [b for say in self.reply.says for b in say.buttons if b.title == title]
        assert found, f"no button {title!r} in {self.buttons()}"
        return await self.send(Kind.TEXT, text=title, payload=found[-1].payload)

    async def taps_flow(self, flow: str) -> Reply:
        """Choose a dispute from a menu."""
        return await self.send(Kind.TEXT, text=flow, payload=f"flow:{flow}")

    async def opens(self) -> Reply:
        return await self.send(Kind.HELLO)

    async def sends_file(self, name: str = "借条.jpg", kind: Kind = Kind.IMAGE) -> Reply:
        media = Media(f"blob-{name}", name, "image/jpeg", 120_000, "ab" * 32)
        return await self.send(kind, media=media)

    async def send(
        self,
        kind: Kind,
        *,
        text: str = "",
        payload: str = "",
        media: Media | None = None,
        message_id: str = "",
    ) -> Reply:
        self.count += 1
        self.world.clock.pass_(seconds=20)
        incoming = Incoming(
            self.channel,
            self.user,
            message_id or f"{self.user}-{self.count}",
            kind,
            self.world.clock.now(),
            text,
            payload,
            media,
            self.origin,
        )
        self.reply = await self.conversation.converse(incoming)
        return self.reply

    def text(self) -> str:
        return self.reply.plain()

    def hears(self, *words: str) -> None:
        for word in words:
            assert word in self.text(), f"{word!r} not in:\n{self.text()}"

    def not_hears(self, *words: str) -> None:
        for word in words:
            assert word not in self.text(), f"{word!r} in:\n{self.text()}"

    def buttons(self) -> list[str]:
        return [b.title for say in self.reply.says for b in say.buttons]

    def question(self) -> Say:
        """The bubble with the open question."""
        return next(s for s in reversed(self.reply.says) if s.card and s.card.kind == "question")

    def same_question(self) -> tuple[object, ...]:
        """What makes two questions the same: the card with its words, and the buttons."""
        say = self.question()
        assert say.card is not None
        return tuple(sorted(say.card.data.items())), say.buttons

    def asked(self) -> str:
        """The field that is asked."""
        card = self.question().card
        assert card is not None
        return str(card.data["field"])

    async def session(self) -> Session:
        _, session = await load(self.world.sessions, self.sid)
        return session

    async def state(self) -> Session:
        """The session without what every message changes: counters and the ring."""
        return replace(
            await self.session(), n=0, heard=0, heard_at="", ring=(), misses=0, topic="", noticed=True
        )

    async def answer(self, field: str) -> str:
        form = (await self.session()).form
        assert form is not None
        return form.answers[field].shown
