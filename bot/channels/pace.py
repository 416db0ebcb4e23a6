"""How fast citizens' messages may come in, whichever door they knock at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Channel
    from bot.ports import Sessions

PER_PERSON: Final = 60  #: messages in MINUTE_S
PEOPLE_AT_ONCE: Final = 10  #: as many times that may come from one address; a village may share one
MINUTE_S: Final = 60

TOO_FAST: Final = "消息有点多，我没跟上。请过一分钟再发。"


class TooMany(Refused):
    """The person or the address sends too fast."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Counts messages in the shared store, so that all workers count together."""

    sessions: Sessions
    sign: Callable[[str], str]  #: keyed MAC: addresses are kept only as such
    per_person: int = PER_PERSON

    async def admit(self, channel: Channel, user: str, address: str) -> None:
        """Count one message of this person and address; raises TooMany."""
        person = self.sessions.sid(channel, user)
        limits = (
            (f"{channel.value}:person:{person}", self.per_person),
            (f"{channel.value}:address:{self.sign(address)}", self.per_person * PEOPLE_AT_ONCE),
        )
        for bucket, limit in limits:
            if not await self.sessions.allow(bucket, limit=limit, per_s=MINUTE_S):
                raise TooMany(TOO_FAST)
