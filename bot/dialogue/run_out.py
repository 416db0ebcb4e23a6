"""What is said behind a last day: how the period begins anew, and that the day is past and what is left then.

The words stand in flows/words.yml. Source: 民法典第192条、第195条；民诉法第86条.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


def passed(key: str, deadlines: Sequence[date | None], today: date, *, blank: str = "passed") -> Ending:
    """`key` for a blank where the day is past, else nothing there."""
    return Ending({blank: key}, {}) if over(deadlines, today) else Ending({}, {blank: ""})


def ending(results: Sequence[Limitation], more: str = "") -> Ending:
    """The blanks `passed` and `more` behind the last day; `more` names another kind than the matter's."""
    first = results[0]
    kind = more or terms(first.matter).kind
    if first.matter in EARLIEST:
        return Ending({"more": EARLIEST[first.matter]}, {"passed": ""})
    late = over([one.deadline for one in results], first.today)
    if late and first.matter in LOST:
        return Ending({"more": LOST[first.matter]}, {"passed": ""}, ("民诉法86",))
    parts = {"more": MORE[kind]} if kind in MORE else {}
    values = {} if parts else {"more": ""}
    if late and kind in STILL_OWED:
        return Ending(parts | {"passed": STILL_OWED[kind]}, values)
    return Ending(parts, values | {"passed": ""})
