"""The lines of a conversation, wherever they are now; and changing a session from outside a turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.session import Session
from bot.errors import Conflict, StaleState
from bot.model import Author, Line, Reply
from bot.ports import Records, Sessions

#: How often a write that met a conflict is tried again before it is given up.
TRIES = 8


@dataclass(frozen=True, slots=True)
class Transcript:
    """Reads lines from SQL and Redis as one; moves them from Redis to SQL."""

    sessions: Sessions
    records: Records

    async def history(self, sid: str, after: int = 0) -> list[Line]:
        """Lines with n > after in order; notes of mediators are not lines and never appear."""
        async with self.records.begin() as tx:
            kept = await tx.messages.of(sid, after)
        fresh = await self.sessions.lines(sid, after)
        return [line for _, line in sorted({line.n: line for line in [*fresh, *kept]}.items())]

    async def archive(self, sid: str) -> None:
        """Move what Redis logged into SQL. Doing it twice changes nothing."""
        lines = await self.sessions.lines(sid)
        if not lines:
            return
        async with self.records.begin() as tx:
            await tx.messages.add(sid, lines)
        await self.sessions.flushed(sid, lines[-1].n)


async def load(sessions: Sessions, sid: str) -> tuple[int, Session]:
    """(version, session) of a sid; a fresh session at version 0 where there is none."""
    try:
        stored = await sessions.load(sid)
        return (stored.version, Session.from_json(stored.data)) if stored else (0, Session())
    except StaleState:
        # sealed with a key that is gone, or of a format nobody knows: it can only be begun anew, and said
        await sessions.forget(sid)
        return 0, Session(lost=True)


Change = Callable[[Session], tuple[Session, Sequence[Line]]]


async def amend(sessions: Sessions, sid: str, change: Change) -> Session:
    """Change a session from outside a turn (claim, give back, a mediator's words) by compare-and-set.

    `change` is called again with the newer session when a turn of the citizen came first, so whatever
    the bot said before stays before. Raises Conflict after too many tries.
    """
    for _ in range(TRIES):
        version, session = await load(sessions, sid)
        changed, lines = change(session)
        if await sessions.save(sid, expect=version, data=changed.to_json(), lines=lines):
            await sessions.wake(f"chat:{sid}", str(changed.n))
            return changed
    raise Conflict


def add_line(
    session: Session, at: datetime, author: Author, text: str, name: str = ""
) -> tuple[Session, Line]:
    """The session with its line counter moved on, and the new line."""
    line = Line(session.n + 1, at, author, text, name=name, channel=session.channel)
    return replace(session, n=line.n), line


def lines_of(reply: Reply, start: int, at: datetime, channel: str) -> list[Line]:
    """The bubbles of a reply as transcript lines numbered from `start`."""
    return [
        Line(
            start + i,
            at,
            Author.BOT,
            say.text,
            channel=channel,
            card={"kind": say.card.kind, **say.card.data} if say.card else None,
            buttons=say.buttons,
        )
        for i, say in enumerate(reply.says)
    ]
