"""A last day in words, and what is said behind it: how the period begins anew, that the day is past.

Of a month or a year the earliest day counts, so that nobody is warned too late; where the month alone decides
whether the day is past, that is said.

The words stand in flows/words.yml. Source: 民法典第192条、第195条；民诉法第86条.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.law.calendar import chinese
from bot.law.limitation import Limitation, terms

#: Kind of period (tables/limitation.yml) -> what is said of how it begins anew.
MORE = {
    "limitation": "limitation_more_limitation",
    "arbitration": "limitation_more_arbitration",
    "enforcement": "limitation_more_enforcement",
    "procedure": "limitation_more_procedure",
    "appeal": "limitation_more_appeal",
}
#: Kinds whose claim is still there when the day is past -> what is said before how it begins anew.
STILL_OWED = {
    "limitation": "limitation_passed_limitation",
    "arbitration": "limitation_passed_arbitration",
    "enforcement": "limitation_passed_enforcement",
}
#: Matters before a court that are lost with the day -> what is said in the place of "before this day".
LOST = {
    "appeal": "limitation_passed_appeal",
    "appeal_ruling": "limitation_passed_appeal",
    "award_suit": "limitation_passed_suit",
    "farmland_award_suit": "limitation_passed_suit",
}
#: Days that have to be waited for, no last days -> what is said behind them.
EARLIEST = {"divorce_again": "limitation_more_earliest"}
#: Endings of limits that the other side cannot plead; whoever asks may hear them.
NO_DEFENCE = frozenset(
    {MORE["procedure"], MORE["appeal"], MORE["enforcement"], *LOST.values(), *EARLIEST.values()}
)


#: Kinds of period -> what is said where the day is past or not by the day of the month that was told.
NEAR = {
    "limitation": "limitation_near_limitation",
    "arbitration": "limitation_near_arbitration",
    "enforcement": "limitation_near_enforcement",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Blanks of a text about a limit: `parts` are keys of words.yml, `values` the blanks left empty."""

    parts: dict[str, str]
    values: dict[str, str]
    citations: tuple[str, ...] = ()


def over(deadlines: Sequence[date | None], today: date) -> bool:
    """Whether the last day is past, reckoned from the latest day it may have begun."""
    known = [one for one in deadlines if one]
    return bool(known) and max(known) < today


def near(deadlines: Sequence[date | None], today: date) -> bool:
    """Whether it is past from the earliest day it may have begun, and not from the latest."""
    known = [one for one in deadlines if one]
    return bool(known) and min(known) < today <= max(known)


def passed(kind: str, deadlines: Sequence[date | None], today: date) -> Ending:
    """The blank `passed` of a kind of period: the day is past, or may be, else nothing."""
    if over(deadlines, today):
        return Ending({"passed": STILL_OWED[kind]}, {})
    return Ending({"passed": NEAR[kind]}, {}) if near(deadlines, today) else Ending({}, {"passed": ""})


def passed_short(blank: str, deadlines: Sequence[date | None], today: date) -> Ending:
    """The same in brackets behind a day, for the blank `blank`."""
    if over(deadlines, today):
        return Ending({blank: "limitation_passed_short"}, {})
    return Ending({blank: "limitation_near_short"}, {}) if near(deadlines, today) else Ending({}, {blank: ""})


def last_day(results: Sequence[Limitation]) -> Ending:
    """The blank `until`: the last day, "" where none is known; of a month or a year from its first day.

    What has to be waited for is reckoned from the last day instead.
    """
    found = sorted({one.deadline for one in results if one.deadline})
    if len(found) < 2:
        return Ending({}, {"until": chinese(found[0]) if found else ""})
    key = "limitation_between_wait" if results[0].matter in EARLIEST else "limitation_between"
    return Ending({"until": key}, {"first": chinese(found[0]), "last": chinese(found[-1])})


def ending(results: Sequence[Limitation], more: str = "") -> Ending:
    """The blanks `passed` and `more` behind the last day; `more` names another kind than the matter's."""
    first = results[0]
    kind = more or terms(first.matter).kind
    if first.matter in EARLIEST:
        return Ending({"more": EARLIEST[first.matter]}, {"passed": ""})
    deadlines = [one.deadline for one in results]
    if over(deadlines, first.today) and first.matter in LOST:
        return Ending({"more": LOST[first.matter]}, {"passed": ""}, ("民诉法86",))
    parts = {"more": MORE[kind]} if kind in MORE else {}
    values = {} if parts else {"more": ""}
    late = passed(kind, deadlines, first.today) if kind in STILL_OWED else Ending({}, {"passed": ""})
    return Ending(parts | late.parts, values | late.values)
