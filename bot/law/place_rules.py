"""The rule about 管辖: the places and circumstances a flow asks about, handed to the table of courts.

The desk reads the whole tree of reasons, the citizen one plain sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.law.answers import Answers
from bot.law.case import dispute_of, first_fitting, holds, owes
from bot.law.finding import Finding, aside
from bot.law.jurisdiction import Forum, Which, court_of, explain, forum
from bot.law.rows import rows, section, table, text

#: Point of the jurisdiction table -> fields that may hold its place, best first.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "respondent_place": ("respondent_place",),
    "applicant_place": ("applicant_place",),
    "contract_place": ("contract_place",),
    "property_place": ("property_place", "estate", "estate_place", "happened_at"),
    "work_place": ("work_place", "property_place", "happened_at"),
    "act_place": ("act_place", "happened_at", "work_place", "property_place", "accident_place"),
    "accident_place": ("accident_place", "happened_at"),
    "deceased_place": ("deceased_place",),
    "estate_place": ("estate_place", "property_place", "happened_at"),
    "delivery_place": ("delivery_place",),
    "company_place": ("company_place",),
    "seller_place": ("seller_place",),
    "use_place": ("use_place",),
    "origin_place": ("origin_place",),
    "destination_place": ("destination_place",),
}

_ROUTE = re.compile(
    r"^(?:从|由)?(?P<origin>.{2,20}?)(?:拉到|运到|送到|寄到|发到|到|至|—+|-+|→)(?P<destination>.{2,20})$"
)


def jurisdiction_rule(answers: Answers, today: date) -> list[Finding]:
    """Which court decides, from what the flow asked.

    Source: 民诉法第22条至第36条，民诉法解释第3条至第32条.
    """
    del today
    places = _places(answers)
    result = forum(
        _kind(answers), places, circumstances=circumstances(answers), agreed_place=answers.get("agreed_court")
    )
    if result.court is Which.UNKNOWN and not places:
        return []
    level = "warn" if result.court is Which.OTHER else "info"
    return [Finding("jurisdiction", level, aside(explain(result)), _tree(result), result.citations)]


def _tree(result: Forum) -> str:
    links = "；".join(
        f"{link.words}＝{link.court.name if link.court else '不清楚'}（{'、'.join(link.citations)}）"
        for link in result.reasons
    )
    notes = "".join(f"｜{words}（{citation}）" for words, citation in result.notes)
    return f"管辖（{'专属' if result.exclusive else '一般'}）：{links}{notes}"


def _kind(answers: Answers) -> str:
    """The row of the table: a flow may hold disputes with other courts (分家 is not 继承)."""
    label = dispute_of(answers)
    turn = first_fitting(rows(section(table("jurisdiction"), "turns"), label), answers)
    return text(turn, "to") if turn else label


def _places(answers: Answers) -> dict[str, object]:
    """Place by point; the two sides change over when the one who owes comes to us."""
    places: dict[str, object] = {}
    for point, names in _PLACES.items():
        given = [answers[name] for name in names if answers.get(name)]
        if given:
            places[point] = given[0]
    if route := _ROUTE.match(str(answers.get("route") or "").strip()):
        places |= {"origin_place": route["origin"], "destination_place": route["destination"]}
    if owes(answers):
        sides = {
            "respondent_place": places.pop("applicant_place", None),
            "applicant_place": places.pop("respondent_place", None),
        }
        places |= {point: place for point, place in sides.items() if place}
    return places


def circumstances(answers: Answers) -> tuple[str, ...]:
    """Names of jurisdiction.CIRCUMSTANCES the answers give."""
    book = section(table("jurisdiction"), "circumstances")
    found = [name for name in book if any(holds(row, answers) for row in rows(book, name))]
    return (*found, *(("several_respondents_apart",) if _apart(answers) else ()))


def _apart(answers: Answers) -> bool:
    """Whether the respondents named live in the areas of different courts."""
    more = answers.get("more_respondents")
    listed = more.get("rows") if isinstance(more, Mapping) else None
    lasts = [row[-1] for row in listed if isinstance(row, list) and row] if isinstance(listed, list) else []
    courts = {
        court for place in (answers.get("respondent_place"), *lasts) if place and (court := court_of(place))
    }
    return len(courts) > 1
