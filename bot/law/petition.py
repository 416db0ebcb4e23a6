"""诉访分离: what somebody means who says 我要上访 - a judgment, an office, a dispute with others, or danger.

Words only; nothing is decided here. Complaints about courts go the way of the law, petitions to the competent
office, a dispute stays a dispute however angry its party is. Source: 信访工作条例第20条、第22条、第31条.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from bot.law.rows import table, texts
from bot.text.reading import is_question

#: Of a longer message the beginning and the end are looked at: a pasted list of workers threatens nobody.
MOST = 1000


class Kind(StrEnum):
    """What is meant. Values are the doors of tables/doors.yml where there is one."""

    NONE = ""  #: no wish to petition
    RISK = "risk"  #: many people, a blocked place, threats: a person at once
    COURT = "court_petition"  #: a judgment, an enforcement, a judge
    OFFICE = "petition"  #: an office, a village, a department
    CIVIL = "civil"  #: a dispute with others in which somebody threatens to petition
    UNCLEAR = "unclear"  #: wants to petition, does not say about what


#: Lists of the table that make a danger when each of them is found in one message.
_DANGERS = (("risk",), ("weapon", "selves"), ("acts", "selves"), ("crowd", "pressure", "target"))


@cache
def _list(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in texts(table("petition"), name)))


def kind(words: str) -> Kind:
    """What the message means.

    Example: 判决不公，我要去北京告 -> COURT; 村里把低保贪了，我要信访 -> OFFICE;
    再不给工资我就去上访 -> CIVIL; 我们八十个人明天去堵政府大门 -> RISK; 信访局在哪 -> NONE.
    Source: 信访工作条例第20条、第22条、第31条.
    """
    tight = "".join(words.split())
    if len(tight) > MOST:
        tight = f"{tight[: MOST // 2]}。{tight[-MOST // 2 :]}"
    if _danger(tight):
        return Kind.RISK
    if _list("others").search(tight) or not (wish := _list("mention").search(tight)):
        return Kind.NONE
    return Kind.NONE if is_question(_clause(tight, wish.start(), wish.end())) else _about(tight)


def _danger(tight: str) -> bool:
    if _list("suppose").search(tight):
        return False
    return any(all(_list(name).search(tight) for name in signs) for signs in _DANGERS)


def _clause(tight: str, start: int, end: int) -> str:
    """The clause a wish stands in: 我要信访，要带什么 asks only afterwards."""
    before = re.split(r"[，,。；;!！]", tight[:start])[-1]
    after = re.match(r"[^，,。；;!！]*", tight[end:])
    return before + tight[start:end] + (after[0] if after else "")


def _about(tight: str) -> Kind:
    """Whom the complaint is about. The offices one wants to go to are not what it is about."""
    left = _list("mention").sub("□", tight)
    if _list("court").search(left):
        return Kind.COURT
    office = _list("office").search(left) is not None
    if office and (_list("neglect").search(left) or not _list("civil").search(left)):
        return Kind.OFFICE
    return Kind.CIVIL if _list("civil").search(left) else Kind.UNCLEAR
