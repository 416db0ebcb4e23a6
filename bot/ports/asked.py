"""Questions asked in vain and who asked them, as the use cases see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Unmatched


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked: in which conversation, in which line of it (0 = not known), and when."""

    sid: str
    line: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a question, by whom; all questions of one action share its `batch`."""

    state: str
    by: str  #: account id
    batch: str
    at: datetime
    entry: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who asked in vain and is to get the answer, once: all their questions it answers together."""

    who: str  #: keyed hash of the sid
    sid: str
    entry: str  #: FAQ id
    questions: tuple[str, ...]  #: ids, the one asked last first
    text: str  #: that one, masked
    live_at: datetime  #: since when the bot knows the answer


@dataclass(frozen=True, slots=True)
class Rating:
    """An answer that was rated 没用 and whose question is still to be found in the conversation."""

    id: str
    sid: str
    entry: str  #: FAQ id
    line: int  #: of the rating
    at: datetime


class UnmatchedRows(Protocol):
    """Questions asked in vain, or answered and rated 没用."""

    async def add(self, text: str, at: datetime, by: Asked | None = None, *, rejected: str = "") -> None:
        """Insert or count up (by keyed hash of the normalised text); text is encrypted.

        The same line of the same conversation counts once. `rejected`: the FAQ id whose answer was no use.
        Asked again although its answer is live, a question is open again.
        """
        ...

    async def listing(self, state: str = "open", most: int = 200) -> list[Unmatched]:
        """Most asked first."""
        ...

    async def tally(self) -> tuple[int, int]:
        """(open questions, how often they were asked)."""
        ...

    async def get(self, unmatched_id: str) -> Unmatched:
        """Raises NotFound."""
        ...

    async def settle(self, unmatched_id: str, settled: Settled) -> None:
        """What became of it; raises NotFound."""
        ...

    async def of_batch(self, batch: str) -> list[Unmatched]:
        """What one action settled, as long as the answer is not live."""
        ...

    async def last_batch(self, account_id: str, since: datetime) -> str:
        """The newest action of that account that can be undone, else an empty text."""
        ...

    async def reopen(self, ids: Sequence[str]) -> None:
        """Back on the list, as if nobody had settled them."""
        ...

    async def waiting(self) -> list[Unmatched]:
        """Settled with an answer (`entry`) that is not live yet."""
        ...

    async def untried(self, stamp: str, most: int) -> list[Unmatched]:
        """Open ones that were not tried on the FAQ of this stamp."""
        ...

    async def tried(self, unmatched_id: str, stamp: str) -> None:
        """The FAQ of this stamp does not surely answer it."""
        ...

    async def live(self, unmatched_id: str, at: datetime) -> None:
        """Its answer is live: whoever asked is owed it. Doing it twice changes nothing."""
        ...


class AskerRows(Protocol):
    """Who asked in vain, until they got the answer; nothing of it is ever shown to staff."""

    async def by_question(self) -> dict[str, frozenset[str]]:
        """Open question -> keyed hashes of who asked it, for counting."""
        ...

    async def take(self, now: datetime, *, lease: timedelta, most: int = 20) -> list[Owed]:
        """People whose answer is due and whom no other worker has, kept for this one until now+lease."""
        ...

    async def done(self, owed: Owed, state: str) -> bool:
        """told | missed; False where the person was forgotten meanwhile."""
        ...

    async def later(self, owed: Owed, due_at: datetime) -> None:
        """Not before that moment."""
        ...

    async def forget(self, sid: str) -> None:
        """Delete every trace of this person (个保法47)."""
        ...

    async def rate(self, by: Asked, entry: str) -> None:
        """An answer was rated 没用 in this line."""
        ...

    async def ratings(self, most: int = 20) -> list[Rating]:
        """Those not looked into yet, oldest first."""
        ...

    async def rated(self, rating_id: str) -> bool:
        """It was looked into; False where another worker was faster."""
        ...
