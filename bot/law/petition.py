"""诉访分离: what somebody means who says 我要上访 - a judgment, an office, a dispute with others, or danger.

Words only; nothing is decided here. The rules stand in tables/petition.yml; a learned opinion
(bot.law.petition_opinion) hears those who say it in words no list foresaw: most who complain of a judgment or
an office never say 上访. Complaints about courts go the way of the law, petitions to the competent office, a
dispute stays a dispute however angry its party is. Source: 信访工作条例第20条、第22条、第31条.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.law.petition_opinion import Opinion, opinion
from bot.law.rows import table, texts
from bot.text.reading import is_question

#: Of a longer message the beginning and the end are looked at: a pasted list of workers threatens nobody.
MOST = 1000
#: What the word of a rule adds to the opinion's score of the same kind.
RULED = 0.5
#: By so much a kind has to lead before ordinary words, and by so much where nobody is addressed or accused;
#: a dispute taken for a petition is the dearer mistake.
LEAD, QUIET_LEAD = 0.1, 0.4
#: What the name of somebody to turn to adds to a dispute, and what a window that speaks of petitioning adds:
#: most of an angry story is an ordinary one.
ADDRESSED, WISHED = 0.2, 0.6
#: From this score on the opinion hears a crowd or a threat whatever door leads.
RAISES = -0.15
#: From this score on one window of a long message is enough; where all are below the other a rule is calmed.
PEAK, CALMS = 0.5, -0.5
#: A door that is not surer than this is no door: who says he wants to petition is asked, others go on.
LEAST = -0.6
#: The opinion says nothing about fewer characters: rules know the short ones.
LEAST_CHARS = 5


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


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message means."""

    kind: Kind
    learned: bool = False  #: the opinion alone heard it, no rule did


def kind(words: str) -> Kind:
    """What the message means.

    Example: 判决不公，我要去北京告 -> COURT; 村里把低保贪了，我要信访 -> OFFICE;
    再不给工资我就去上访 -> CIVIL; 我们八十个人明天去堵政府大门 -> RISK; 信访局在哪 -> NONE.
    Source: 信访工作条例第20条、第22条、第31条.
    """
    return meant(words).kind


def meant(words: str) -> Meant:
    """What the message means, and who heard it."""
    tight = _bounded("".join(words.split()))
    ruled = _ruled(tight)
    if len(tight) < LEAST_CHARS:
        return Meant(ruled)
    found = _weighed(ruled, opinion(_bounded(words)), tight)
    return Meant(found, learned=found is not ruled)


def _bounded(words: str) -> str:
    return f"{words[: MOST // 2]}。{words[-MOST // 2 :]}" if len(words) > MOST else words


def _weighed(ruled: Kind, said: Opinion, tight: str) -> Kind:
    """The rules' word and the opinion's together."""
    heard = {Kind("" if name == "none" else name): score for name, score in said.scores.items()}
    calm = heard.pop(Kind.NONE) + LEAD
    risk = heard.pop(Kind.RISK)
    if _is_risk(ruled, risk, said.peaks[Kind.RISK], calm, max(heard.values())):
        return Kind.RISK
    if ruled in heard:
        heard[ruled] += RULED
    addressed = _list("addressed").search(tight) is not None
    if not addressed:
        del heard[Kind.CIVIL], heard[Kind.UNCLEAR]
    if not (addressed or accuses(tight) or _list("unjust").search(tight)):
        calm += QUIET_LEAD - LEAD
    best = max(heard, key=lambda kind: (heard[kind], kind))
    if heard[best] + (_threat(said) if best is Kind.CIVIL else 0.0) < calm:
        return Kind.NONE
    if heard[best] >= LEAST:
        return best
    return Kind.UNCLEAR if _list("mention").search(tight) else Kind.NONE


def _threat(said: Opinion) -> float:
    """How much more a dispute counts in which somebody is addressed: what stands around a threat is calm."""
    return WISHED if max(said.peaks[Kind.CIVIL], said.peaks[Kind.UNCLEAR]) > 0 else ADDRESSED


def _is_risk(ruled: Kind, score: float, peak: float, calm: float, best: float) -> bool:
    """One window is enough: a calm story around it overrules neither a rule nor a clear threat."""
    if peak >= (CALMS if ruled is Kind.RISK else PEAK):
        return True
    return score > calm and score >= min(RAISES, best)


def announced(words: str) -> bool:
    """Whether several people mean to put pressure on a place or an office; a weapon alone announces nothing.

    Example: 我们八十个人明天去堵政府大门 -> True; 我拿着刀带着孩子去法院门口 -> False.
    """
    tight = _bounded("".join(words.split()))
    if _list("risk").search(tight):
        return True
    pressed = any(_list(name).search(tight) for name in ("pressure", "acts"))
    return pressed and all(_list(name).search(tight) for name in ("crowd", "target"))


def accuses(words: str) -> bool:
    """Whether somebody is said to have been unfair or to have done nothing."""
    return _list("accused").search("".join(words.split())) is not None


def _ruled(tight: str) -> Kind:
    """What the rules alone say of a text without spaces."""
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
