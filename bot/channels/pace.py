"""How fast citizens' messages may come in, whichever door they knock at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.channels.headers import network_of, on_this_machine
from bot.errors import Refused
from bot.law.screening import danger

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Channel
    from bot.ports import Sessions

PER_PERSON: Final = 60  #: messages in MINUTE_S
PEOPLE_AT_ONCE: Final = 10  #: as many times that may come from one address; a village may share one
MINUTE_S: Final = 60
#: People a network may bring in HOUR_S who never wrote before. A mobile carrier puts a whole town behind one
#: address; a court of a banner meets fewer in a day.
NEW_PER_HOUR: Final = 300
HOUR_S: Final = 3600

#: So many characters a person are screened beyond the limit in MINUTE_S; more than any hand types.
SCREENED_CHARS: Final = 60_000

TOO_FAST: Final = "消息有点多，我没跟上。请过一分钟再发。"
TOO_MANY_NEW: Final = (
    "您这个网络上，刚才第一次来的人太多，我接不过来。请过半小时再发一次。"
    "着急的话请打12368，或者到法院来。有危险请马上打110。"
)


class TooMany(Refused):
    """The person or the address sends too fast."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Counts messages in the shared store, so that all workers count together."""

    sessions: Sessions
    sign: Callable[[str], str]  #: keyed MAC: addresses are kept only as such
    per_person: int = PER_PERSON
    new_per_hour: int = NEW_PER_HOUR
    #: told the channel and why, for every message that was not let in: pace | newcomers
    note: Callable[[str, str], None] = field(default=lambda _channel, _why: None)

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
                    break
                self.note(channel.value, "pace")
                raise TooMany(TOO_FAST)
        await self._welcome(channel, user, address, words)

    async def _welcome(self, channel: Channel, user: str, address: str, words: str) -> None:
        """Count who never wrote before against the network; raises TooMany.

        Whoever has a talk goes on with it however full the network is, and so does whoever was let in within
        the hour. As many more are let in as tell of danger. A program on this machine speaks for many people.
        """
        if on_this_machine(address):
            return
        person = self.sessions.sid(channel, user)
        met, origin = f"met:{channel.value}:{person}", self.origin(address)
        if await self.sessions.count(met, HOUR_S, by=0) or await self.sessions.load(person) is not None:
            return
        new, alarms = (f"{channel.value}:{kind}:{origin}" for kind in ("new", "new-danger"))
        if not await self.sessions.allow(new, limit=self.new_per_hour, per_s=HOUR_S) and not (
            await self.urgent(channel, user, words)
            and await self.sessions.allow(alarms, limit=self.new_per_hour, per_s=HOUR_S)
        ):
            self.note(channel.value, "newcomers")
            raise TooMany(TOO_MANY_NEW)
        await self.sessions.count(met, HOUR_S)

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
