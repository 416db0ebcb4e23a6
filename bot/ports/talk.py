"""A turn and what surrounds it: clock, understanding, the chat page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.model import (
    Evidence,
    Incoming,
    Line,
    Reply,
)
from flows.engine import Json
from nlu.parse import Understanding


class Clock(Protocol):
    """Time, so that tests and rehearsals (BOT_TODAY) can set it."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    def today(self) -> date:
        """The date in Asia/Shanghai."""
        ...


class Converse(Protocol):
    """One turn: the only thing a channel calls."""

    async def __call__(self, incoming: Incoming) -> Reply:
        """Answer `incoming`; never raises for what a citizen can cause."""
        ...


class Understander(Protocol):
    """Natural-language understanding with its own time limit and fallback; never raises."""

    async def understand(self, text: str) -> Understanding:
        """Ranked intents of `text` (words of a citizen, not logged)."""
        ...


@dataclass(frozen=True, slots=True)
class ChatStatus:
    """What the title bar of the chat says."""

    mode: str  #: bot | waiting | human
    mediator: str = ""  #: display name while a person holds the chat
    ahead: int = 0  #: how many wait before this citizen


class EvidenceBox(Protocol):
    """A citizen's own files outside the turns of the talk."""

    async def look(self, sid: str) -> dict[str, Json]:
        """{evidence_list, checklist, entries, title}: pieces with their pages in order."""
        ...

    async def page(self, sid: str, evidence_id: str) -> Evidence:
        """One file of this conversation; raises NotFound for any other."""
        ...

    async def edit(self, sid: str, evidence_id: str, op: str, to: str) -> dict[str, Json]:
        """Do one change and look again; raises NotFound, Refused."""
        ...


class Chat(Protocol):
    """What the H5 page needs beside a turn."""

    async def converse(self, incoming: Incoming) -> Reply:
        """One turn (see Converse)."""
        ...

    async def history(self, sid: str, after: int = 0) -> list[Line]:
        """Transcript lines with n > after, SQL and Redis together; never private notes."""
        ...

    async def status(self, sid: str) -> ChatStatus:
        """Who is talking with the citizen now."""
        ...

    async def seen(self, sid: str, upto: int) -> None:
        """The page showed every line up to n (delivery ticks at the desk)."""
        ...

    async def canonical(self, channel: str, user: str) -> str:
        """The sid this person's conversation is kept under (a resume code may have joined two channels)."""
        ...
