"""How fast citizens' messages may come in, whichever door they knock at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.channels.headers import network_of
from bot.errors import Refused
from bot.law.screening import danger

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Channel
    from bot.ports import Sessions

PER_PERSON: Final = 60  #: messages in MINUTE_S
PEOPLE_AT_ONCE: Final = 10  #: as many times that may come from one address; a village may share one
MINUTE_S: Final = 60

#: So many characters a person are screened beyond the limit in MINUTE_S; more than any hand types.
SCREENED_CHARS: Final = 60_000

TOO_FAST: Final = "消息有点多，我没跟上。请过一分钟再发。"


class TooMany(Refused):
    """The person or the address sends too fast."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Counts messages in the shared store, so that all workers count together."""

    sessions: Sessions
    sign: Callable[[str], str]  #: keyed MAC: addresses are kept only as such
    per_person: int = PER_PERSON

    def origin(self, address: str) -> str:
        """A keyed MAC of the network an address stands in: what is counted, and all that is kept."""
        return self.sign(network_of(address))

    async def admit(self, channel: Channel, user: str, address: str, words: str = "") -> None:
        """Count one message of this person and address; raises TooMany, but never for words of danger."""
        person = self.sessions.sid(channel, user)
        limits = (
            (f"{channel.value}:person:{person}", self.per_person),
            (f"{channel.value}:address:{self.origin(address)}", self.per_person * PEOPLE_AT_ONCE),
        )
        for bucket, limit in limits:
            if not await self.sessions.allow(bucket, limit=limit, per_s=MINUTE_S):
                if await self.urgent(channel, user, words):
                    return
                raise TooMany(TOO_FAST)

    async def urgent(self, channel: Channel, user: str, words: str) -> bool:
        """Whether words that came too fast tell of danger and are to be heard all the same.

        Only words are looked at, of one person so many in a minute; as many alarms as messages are let in.
        """
        if not words.strip():
            return False
        person = f"{channel.value}:{self.sessions.sid(channel, user)}"
        screened = await self.sessions.count(f"screened:{person}", MINUTE_S, by=len(words))
        if screened > SCREENED_CHARS or not danger(words):
            return False
        return await self.sessions.allow(f"danger:{person}", limit=self.per_person, per_s=MINUTE_S)
