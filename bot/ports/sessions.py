"""Unfinished conversations, as the use cases see Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import (
    Line,
)
from flows.engine import Json

#: A resume code is a head that tells whose it is and a secret rest: wrong ones count for its owner.
CODE_HEAD, CODE_DIGITS = 4, 10
#: Guesses at one code: 5 of 10^6, from however many addresses they come.
CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Stored:
    """A session as Redis holds it."""

    version: int  #: counts up with every save
    data: dict[str, Json]


class Sessions(Protocol):
    """Unfinished conversations (Redis). Every method raises SessionsDown when Redis does not answer."""

    def sid(self, channel: str, user: str) -> str:
        """Keyed hash (HMAC-SHA256, 32 hex digits) of a channel's user; the only id used in keys and rows."""
        ...

    async def load(self, sid: str) -> Stored | None:
        """The session, decrypted; None where there is none."""
        ...

    async def save(
        self, sid: str, *, expect: int, data: Mapping[str, Json], lines: Sequence[Line] = ()
    ) -> bool:
        """Compare-and-set in one Lua script: store as version expect+1 and append `lines` to the log.

        `expect` 0 means "must not exist". False on conflict. TTL 30 days.
        """
        ...

    async def lines(self, sid: str, after: int = 0) -> list[Line]:
        """Lines logged since the last flush whose n > after, in order."""
        ...

    async def flushed(self, sid: str, upto: int) -> None:
        """Drop logged lines with n <= upto; they are in SQL now."""
        ...

    async def forget(self, sid: str) -> None:
        """Delete session and log at once."""
        ...

    async def wake(self, topic: str, note: str = "") -> None:
        """Publish on mb:live:{topic}; a wake-up only, never data."""
        ...

    def listen(self, *topics: str) -> AsyncIterator[tuple[str, str]]:
        """(topic, note) as they come; reconnects by itself; ends on cancellation."""
        ...

    async def mark_pending(self, sid: str) -> None:
        """Remember that this session holds effects SQL has not taken yet."""
        ...

    async def pending(self, most: int = 100) -> list[str]:
        """sids marked pending."""
        ...

    async def clear_pending(self, sid: str) -> None:
        """Its effects are done."""
        ...

    async def put_code(self, code: str, sid: str, ttl_s: int) -> bool:
        """Store a resume code of `sid`, and end the one it had before; False where its head is taken.

        The first CODE_HEAD digits find the code, the rest proves it.
        """
        ...

    async def take_code(self, code: str) -> str | None:
        """The sid behind a resume code, once. CODE_TRIES wrong rests behind a right head end the code."""
        ...

    async def allow(self, bucket: str, *, limit: int, per_s: int) -> bool:
        """Fixed-window rate limit: True while fewer than `limit` in `per_s` seconds."""
        ...

    async def count(self, key: str, ttl_s: int, by: int = 1) -> int:
        """INCRBY with a lifetime; by=0 reads. For the WeChat quota of a window."""
        ...
