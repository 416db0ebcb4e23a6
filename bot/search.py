"""Finding a case at the desk: by its number, by the name of a party, by the last digits of a telephone.

Names and telephones are sealed in the store. A whole one is found by its keyed hash, however old the case is;
a part of one only among the newest talks the reader may see, by opening their names and telephones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import Refused
from bot.model import Account, Author, Handoff, HandoffState, Role
from bot.ports import Clock, Records, Sessions, Tx
from bot.transcript import Transcript, load
from flows.engine import Json

MOST: Final = 50  #: found talks that are shown
DRAFTS: Final = 100  #: talks without a case whose form is looked into
NAME_CHARS, TAIL_DIGITS = 2, 4  #: less would find half of the town
WORDS_CHARS: Final = 60
KINDS: Final = ("name", "phone")  #: endings of the fields that are looked into

BY_NUMBER, BY_NAME, BY_PHONE, BY_WORDS = "number", "name", "phone", "words"
#: So many of the newest lines are looked into, of a talk in which nothing is being registered yet.
LINES: Final = 60
TOO_SHORT: Final = "请写案号（比如：12号）、姓名（至少两个字），或者手机号的后四位。"

_RUNNING: Final = (HandoffState.WAITING,)
_HAD: Final = (HandoffState.CLAIMED, HandoffState.RETURNED, HandoffState.CLOSED)
#: （2026）内0622诉前调12号 without its brackets, and what people leave out of it.
_NUMBER: Final = re.compile(r"(?:(?:(20\d\d)年?)?(?:\D\d{2,4})?(?:诉前)?调|第)?(\d{1,6})号?")
_COUNTRY: Final = re.compile(r"86(?=1\d{10}$)")
_DIGITS: Final = re.compile(r"\d{4,}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; several may be meant by the same words."""

    text: str  #: as typed, for the look-up of whole values
    name: str = ""
    tail: str = ""  #: last digits of a telephone
    serial: int = 0  #: of a case number
    year: int = 0  #: 0: any


@dataclass(frozen=True, slots=True)
class Hit:
    """A talk that was found, and by what: number | name | phone | words."""

    handoff: Handoff
    by: str


def wanted(words: str) -> Wanted:
    """What `words` may mean; raises Refused where they are too short to find anybody."""
    text = words.strip()[:WORDS_CHARS]
    flat = _COUNTRY.sub("", folded(text))
    number = _NUMBER.fullmatch(flat)
    digits = flat.isascii() and flat.isdigit()
    one = Wanted(
        text=flat if digits else text,
        name=flat if not digits and not number and len(flat) >= NAME_CHARS else "",
        tail=flat if digits and len(flat) >= TAIL_DIGITS else "",
        serial=int(number[2]) if number else 0,
        year=int(number[1] or 0) if number else 0,
    )
    if not (one.name or one.tail or one.serial):
        raise Refused(TOO_SHORT)
    return one


def folded(text: str) -> str:
    """Width, case, spaces, brackets, dots and dashes do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def fits(one: Wanted, field: str, text: str) -> str:
    """By what (name | phone) a value of a field is what is looked for; empty where it is not."""
    kind = field.rpartition("_")[2]
    if kind == BY_NAME and one.name and one.name in folded(text):
        return BY_NAME
    return BY_PHONE if kind == BY_PHONE and _ends(one, text) else ""


def _ends(one: Wanted, text: str) -> bool:
    runs = _DIGITS.findall(re.sub(r"[\s-]+", "", text))
    return bool(one.tail) and any(run.endswith(one.tail) for run in runs)


@dataclass(frozen=True, slots=True)
class Search:
    """The use case. It is audited with what was searched by and how many were found, never with the words."""

    records: Records
    sessions: Sessions
    clock: Clock

    async def find(self, words: str, account: Account, sees: Callable[[Handoff], bool]) -> list[Hit]:
        """Talks that `sees` lets this account look at, the newest first; raises Refused for too few words."""
        one = wanted(words)
        async with self.records.begin() as tx:
            talks = {talk.id: talk for talk in await _newest(tx, account) if sees(talk)}
            by_sid = await self._by_key(tx, one)
            old = await tx.handoffs.of(list(by_sid))
            talks |= {talk.id: talk for talk in old if sees(talk)}
            for sid, field, text in await tx.cases.said_by({talk.sid for talk in talks.values()}, KINDS):
                if found := fits(one, field, text):
                    by_sid.setdefault(sid, found)
        for talk in talks.values():
            if talk.callback and _ends(one, talk.callback):
                by_sid.setdefault(talk.sid, BY_PHONE)
        await self._look_into_drafts(one, talks.values(), by_sid)
        hits = [Hit(talk, by_sid[talk.sid]) for talk in talks.values() if talk.sid in by_sid]
        hits.sort(key=lambda hit: (hit.handoff.requested_at, hit.handoff.id), reverse=True)
        async with self.records.begin() as tx:
            said: dict[str, Json] = {"by": [*sorted({hit.by for hit in hits})], "found": len(hits)}
            await tx.audit.add(account.id, "search", "", said, self.clock.now())
        return hits

    async def _by_key(self, tx: Tx, one: Wanted) -> dict[str, str]:
        """Citizen -> by what, without opening anything: by number, and by a whole name or telephone."""
        found: dict[str, str] = {}
        if one.serial:
            found |= dict.fromkeys(await tx.cases.numbered(one.serial, one.year), BY_NUMBER)
        if one.name or one.tail:
            by = BY_NAME if one.name else BY_PHONE
            found |= {sid: by for sid in await tx.cases.holders(one.text, KINDS) if sid not in found}
        return found

    async def _look_into_drafts(self, one: Wanted, talks: Iterable[Handoff], found: dict[str, str]) -> None:
        """Who has not handed in anything yet is found by the open form; before that, by what was said."""
        open_ = (HandoffState.WAITING, HandoffState.CLAIMED)
        drafts = [t for t in talks if t.state in open_ and not t.case_id and t.sid not in found]
        for talk in drafts[:DRAFTS]:
            _, session = await load(self.sessions, talk.sid)
            for field, answer in session.form.answers.items() if session.form else ():
                if isinstance(answer.value, str) and (by := fits(one, field, answer.value)):
                    found.setdefault(talk.sid, by)
            if session.form is None and await self._said(one, talk.sid):
                found.setdefault(talk.sid, BY_WORDS)

    async def _said(self, one: Wanted, sid: str) -> bool:
        """Whether the citizen's own lines hold the name, or a number that ends so."""
        lines = await Transcript(self.sessions, self.records).history(sid)
        told = [line.text for line in lines if line.author is Author.CITIZEN][-LINES:]
        return any(_ends(one, text) or (one.name and one.name in folded(text)) for text in told)


async def _newest(tx: Tx, account: Account) -> Sequence[Handoff]:
    """Who waits, and whom this account has or had; an admin's are everybody's."""
    own = "" if account.role is Role.ADMIN else account.id
    waiting = await tx.handoffs.listing(states=_RUNNING)
    return [*waiting, *await tx.handoffs.listing(states=_HAD, account=own)]
