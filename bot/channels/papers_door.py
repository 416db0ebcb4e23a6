"""Who may open the link of a paper: its owner's own chat, the staff it was made for, or who knows the number.

A link is passed on easily: sent to a group by mistake, kept in a browser's history, looked over a shoulder.
So it is not enough by itself. Weighed against each other, for an old person with a telephone:

- A link that only the first browser may open locks out the owner when WeChat, a preview or a grandchild was
  first, and the print shop always. A link that lives for minutes ends before the print shop is reached.
- A password or a code by SMS is one thing more to lose, and the court has no SMS.
- The last four digits of the telephone number told in the intake are known by heart, are four digits on a
  number pad, and can be said to a daughter who prints the papers. This is asked, once for each browser.

In the web chat nobody is asked at all: the chat's signed cookie says whose conversation it is. Papers in
which no number stands yet cannot ask for one; their link works for an hour, and the chat gives another with
one tap. Tries are few for each link (5 of 10^4) and end only that link: the owner gets a new one in the chat.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Final

from aiohttp import web

from bot.model import CaseFile
from bot.ports import Sessions

LIFE_S: Final = 7 * 24 * 3600
#: How long a link to papers without a telephone number works for whoever has it.
OPEN_S: Final = 3600
TRIES: Final = 5
DIGITS: Final = 4
#: A browser that gave the number once is not asked again for other links of the case.
COOKIE: Final = "mb_paper_"
COOKIE_S: Final = 30 * 24 * 3600
#: Whose number opens: who is asking the court, and who acts for them; never the other side's.
PHONES: Final = ("applicant_phone", "agent_phone")

WRONG: Final = "不对，请看一看再填。还可以试{left}次。"
ENDED: Final = "试的次数太多，这个链接不能再试了。请回到聊天里说“我的案子到哪了”，再拿一个新的。"
LATE: Final = "这个链接过期了。回到聊天里说“我的案子到哪了”，可以再拿一次。"
STAFF: Final = "这个链接是给工作人员的。请先登录自己的账号，再从工作台点开。"

#: Who asks, by a cookie of theirs: a conversation's sid, or an account's id; "" for nobody known.
Who = Callable[[web.Request], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Token:
    """What a link says: case id or draft, paper, form, unix seconds of its end, account of the staff."""

    ref: str
    paper: str
    form: str
    until: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """Decides about one request; `sign` is a keyed MAC."""

    sessions: Sessions
    sign: Callable[[str], str]
    chat: Who
    staff: Who
    https: bool = False

    async def refusal(self, request: web.Request, token: Token, case: CaseFile, now: datetime) -> str | None:
        """None: come in. "": ask for the number. Anything else is the reason."""
        if token.by:
            return None if await self.staff(request) == token.by else STAFF
        sid = await self.chat(request)
        if sid and sid == case.sid:
            return None
        numbers = _numbers(case)
        if not numbers:
            return None if token.until - LIFE_S + OPEN_S > now.timestamp() else LATE
        held = request.cookies.get(self._name(token.ref), "").encode()
        known = [compare_digest(self._mark(token.ref, number).encode(), held) for number in numbers]
        return None if any(known) else ""

    async def prove(self, token: Token, case: CaseFile, given: str) -> str:
        """A sentence where the number given is not one of the case; "" for a right one."""
        tries = f"paper-tries:{token.ref}:{token.until}"
        # counted before it is compared, so that guesses side by side do not pass together
        count = await self.sessions.count(tries, LIFE_S)
        if count > TRIES:
            return ENDED
        if _digits(given) in _numbers(case):
            await self.sessions.count(tries, LIFE_S, by=-1)
            return ""
        return WRONG.format(left=TRIES - count) if count < TRIES else ENDED

    def remember(self, request: web.Request, response: web.Response, token: Token, given: str) -> None:
        """Let this browser open the papers of this case from now on."""
        response.set_cookie(
            self._name(token.ref),
            self._mark(token.ref, _digits(given)),
            max_age=COOKIE_S,
            path="/p/",
            httponly=True,
            samesite="Lax",
            secure=self.https or request.secure,
        )

    def _name(self, ref: str) -> str:
        return COOKIE + re.sub(r"\W", "", self.sign(f"paper-name:{ref}"))[:10]

    def _mark(self, ref: str, number: str) -> str:
        return self.sign(f"paper:{ref}:{number}")


def _numbers(case: CaseFile) -> frozenset[str]:
    """The last digits of each telephone number that opens the papers."""
    told = (str(case.answers[key].value) for key in PHONES if key in case.answers)
    return frozenset(found for one in told if len(found := _digits(one)[-DIGITS:]) == DIGITS)


def _digits(words: str) -> str:
    """The digits of what was typed, wide ones too."""
    return "".join(char for char in unicodedata.normalize("NFKC", words) if char in "0123456789")
