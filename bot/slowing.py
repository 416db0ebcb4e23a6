"""How fast passwords may be guessed, so that a stranger who guesses keeps nobody else out.

Wrong passwords count for a login and the network they come from together, and loosely for each of the two
alone. A browser in which the account was in before counts for itself: whatever strangers do, its owner gets
in. A new password begins all counts of its account again.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot.ports import Sessions

#: Wrong passwords before a login has to wait, from one network; and how long, in seconds.
TRIES, WAIT_S = 10, 900
#: The same for a login from all unknown browsers together: a guesser with a hundred addresses.
TRIES_ALL: Final = 100
#: The same for a network whatever the login: a whole office may share one.
TRIES_THERE: Final = 300
#: Wrong passwords of strangers are kept so long for their owner to hear of.
TOLD_S: Final = 30 * 24 * 3600
#: Fewer than this are somebody who mistyped.
TOLD_FROM: Final = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries: `network` of the caller; `device` id where this browser was in this account before."""

    login: str
    network: str
    device: str = ""
    password: str = ""  #: the hash that is tried, "" for an unknown login

    def limits(self) -> dict[str, int]:
        """How many wrong passwords each count allows in WAIT_S."""
        mark = sha256(self.password.encode()).hexdigest()[:16]
        name = f"{self.login}:{mark}"
        if self.device:
            return {f"login-device:{name}:{self.device}": TRIES}
        return {
            f"login:{name}:{self.network}": TRIES,
            f"login:{name}": TRIES_ALL,
            f"login-from:{self.network}": TRIES_THERE,
        }


@dataclass(frozen=True, slots=True)
class Admitted:
    """What counting a try gave: `over` counts that are full, `first` where this try is the first refused."""

    over: int = 0
    first: bool = False


async def count(sessions: Sessions, attempt: Attempt) -> Admitted:
    """Count one try; before the password is looked at, so that tries side by side do not pass together."""
    over, first = 0, False
    for key, limit in attempt.limits().items():
        tries = await sessions.count(key, WAIT_S)
        if tries > limit:
            over += 1
            first = first or tries == limit + 1
    return Admitted(over, first)


async def take_back(sessions: Sessions, attempt: Attempt) -> None:
    """The password was right: the try counts for nothing."""
    for key in attempt.limits():
        await sessions.count(key, WAIT_S, by=-1)


async def note(sessions: Sessions, account_id: str) -> None:
    """A stranger was wrong about the password of this account."""
    await sessions.count(f"login-wrong:{account_id}", TOLD_S)


async def noted(sessions: Sessions, account_id: str) -> int:
    """How often since this was asked last, 0 for what may be one's own mistyping."""
    key = f"login-wrong:{account_id}"
    found = await sessions.count(key, TOLD_S, by=0)
    if found:
        await sessions.count(key, TOLD_S, by=-found)
    return found if found >= TOLD_FROM else 0
