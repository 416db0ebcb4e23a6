"""Resume codes: a conversation goes on at another device, and nobody guesses a way into it.

A code works once and for ten minutes, and a new one ends the one before. Wrong codes are slowed three times:
by who sends them, by the network they come from, and by the code they are aimed at, which ends after
`CODE_TRIES` of them. The last needs no wait of anybody: the owner asks for another code and has it at once,
and the conversation itself stays open where it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from bot.ports import Sessions
from bot.ports.sessions import CODE_DIGITS

CODE_S: Final = 600
#: Codes one person may ask for, and may try, in that time.
ASKED, GUESSES = 5, 5
#: Wrong codes from one network in that time; a village may share one.
GUESSES_THERE: Final = 30
#: Two live codes of one head are rare; then another is drawn.
DRAWS: Final = 5


async def give(sessions: Sessions, sid: str) -> Mapping[str, Any]:
    """A new code of this conversation; `code` is "" where too many were asked for."""
    if await sessions.allow(f"code:{sid}", limit=ASKED, per_s=CODE_S):
        for _ in range(DRAWS):
            code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
            if await sessions.put_code(code, sid, CODE_S):
                return {"code": code}
    return {"code": ""}


async def take(sessions: Sessions, sid: str, origin: str, code: str) -> Mapping[str, Any]:
    """`joined`: the sid behind a code, None for a wrong one; `slow` where no more may be tried now."""
    there = f"join-from:{origin}"
    if not await sessions.allow(f"join:{sid}", limit=GUESSES, per_s=CODE_S):
        return {"joined": None, "slow": True}
    # counted before it is looked at, so that tries side by side do not pass together
    if origin and await sessions.count(there, CODE_S) > GUESSES_THERE:
        return {"joined": None, "slow": True}
    found = await sessions.take_code(code) if len(code) == CODE_DIGITS else None
    if found and origin:
        await sessions.count(there, CODE_S, by=-1)
    return {"joined": found}
