"""Several people who wait behind one row of the queue: how many they are, and whom it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot import together
from bot.handoff import Desk
from bot.model import Handoff
from bot.text.mask import mask_name
from bot.transcript import load
from flows.engine import Answer

#: Lanes whose people come in crowds (bot/law/tables/lanes.yml).
LANES: Final = frozenset({"wages", "petition"})
#: So many open forms are looked into for one page of the queue.
FORMS: Final = 60
#: Whom the money is owed by, the nearest first (flows/disputes/wage_claim.yml).
EMPLOYERS: Final = ("respondent_name", "subcontractor", "main_contractor", "developer")
COUNTED: Final = "how_many"  #: its answer keeps the number that was told: 几个人一起（12人）


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a row says of a crowd; empty where nobody told."""

    people: str = ""  #: 12人, or as it was said: 三十几个工人
    employer: str = ""  #: a company in full, a person's name covered


async def of(desk: Desk, rows: Sequence[Handoff]) -> dict[str, Crowd]:
    """Handoff id -> what is known of those who wait together; only of rows that may be several people."""
    found: dict[str, Crowd] = {}
    several = [one for one in rows if LANES & {*one.lanes} or told(_words(one))]
    for one in several[:FORMS]:
        answers = await _answers(desk, one)
        people = _counted(answers) or told(_words(one))
        if people:
            found[one.id] = Crowd(people, employer(answers))
    return found


async def _answers(desk: Desk, one: Handoff) -> Mapping[str, Answer]:
    if one.case_id:
        async with desk.records.begin() as tx:
            return (await tx.cases.get(one.case_id)).answers
    _, session = await load(desk.sessions, one.sid)
    return session.form.answers if session.form else {}


def _words(one: Handoff) -> str:
    return f"{one.alarm}\n{one.last_line}"


def _counted(answers: Mapping[str, Answer]) -> str:
    """Those of the list, else the number told with 几个人一起."""
    if rows := together.rows(answers):
        return f"{len(rows)}人" if len(rows) > 1 else ""
    many = answers.get(COUNTED)
    found = re.search(r"（(\d+)人）$", many.shown) if many else None
    return f"{found[1]}人" if found else ""


@cache
def _people() -> re.Pattern[str]:
    return re.compile(
        r"(?<![第几\d一二两三四五六七八九十百])(?P<n>\d{1,4}|几?[一二两三四五六七八九十百千]{1,5})"
        r"(?P<about>[多几来余])?(?P<measure>个|名|位|号|口|户|家)?"
        r"(?P<who>工人|农民工|民工|工友|弟兄|职工|员工|乡亲|村民|业主|老乡|人)(?![民家均])"
    )


def told(words: str) -> str:
    """How many people words tell of, as they were told; empty for one or two, or where they do not say."""
    for found in _people().finditer(words):
        if found["n"] not in {"1", "2", "一", "二", "两"} or found["about"]:
            return found[0]
    return ""


def employer(answers: Mapping[str, Answer]) -> str:
    """Whom it is about."""
    for field in EMPLOYERS:
        one = answers.get(field)
        if one and one.known:
            name = one.value if isinstance(one.value, str) else one.shown
            return name if _is_company(name, answers) else mask_name(name)
    return ""


def _is_company(name: str, answers: Mapping[str, Answer]) -> bool:
    kind = answers.get("respondent_kind")
    if kind and kind.value == "person":
        return False
    return len(name) > 4 or re.search(r"公司|厂|店|矿|局|社|部|中心|集团|工地|馆|院", name) is not None
