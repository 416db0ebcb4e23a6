"""管辖: does this court decide the dispute, or which one does? A suggestion with reasons, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.law.rows import Row, rows, section, table, text, texts
from bot.locality.folder import chosen, local, read

#: The circumstances the tables know, besides places.
CIRCUMSTANCES = (
    "respondent_left_a_year",
    "both_left_a_year",
    "respondent_abroad_or_missing",
    "respondent_jailed",
    "several_respondents_apart",
    "online_purchase",
    "online_delivery",
    "online",
    "transport",
    "things_let",
    "product_harm",
    "insured_person",
    "insured_vehicle",
    "policy_housing",
    "partnership",
    "consumer_clause",
    "both_soldiers",
)

_REGION = re.compile(r"[一-龥]{2,7}?(?:自治县|自治旗|地区|盟|市(?![场民委区])|区(?![域号])|县(?!城)|旗)")
_WIDE = r"[一-龥]{2,3}省|小区|新区|园区|社区|矿区|家属区|工业区|开发区|生活区|城区"


class Which(StrEnum):
    """Who decides."""

    OURS = "ours"  #: this court
    OTHER = "other"  #: another court
    CHOICE = "choice"  #: this one or another, as the applicant likes (民诉法36)
    UNKNOWN = "unknown"  #: a place is missing


@dataclass(frozen=True, slots=True)
class Court:
    """A court as far as the table knows it; `id` is `ours`, a neighbour's, or `elsewhere`."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """One place that decides, and where it leads. `court` None = place not given or not recognised."""

    point: str
    words: str
    citations: tuple[str, ...]
    place: str = ""
    court: Court | None = None
    exclusive: bool = False
    optional: bool = False  #: nobody is asked for it


@dataclass(frozen=True, slots=True)
class Forum:
    """The answer with its reasons. `missing`: points whose place would help."""

    court: Which
    reasons: tuple[Link, ...]
    exclusive: bool
    courts: tuple[Court, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()  #: (sentence, citation)

    @property
    def citations(self) -> tuple[str, ...]:
        """Every article of the reasons and notes, once, in order."""
        cited = [c for link in self.reasons for c in link.citations] + [c for _, c in self.notes]
        return tuple(dict.fromkeys(cited))


def ours() -> Court:
    """This court, from the folder of the court."""
    row = section(local("court"), "ours")
    return Court("ours", text(row, "name"))


def court_of(place: object) -> Court | None:
    """The court whose area `place` lies in; None where the words do not tell.

    `place` is text (准格尔旗薛家湾镇, 准旗, 陕西府谷) or a mapping with `code`, `name`, `text`, `county` ….
    """
    words, code = _words(place)
    known = [section(local("court"), "ours"), *rows(local("court"), "neighbours")]
    for row in known:
        if code and code.startswith(text(row, "code")):
            return Court(text(row, "id"), text(row, "name"))
    named = [(len(n), row) for row in known for n in texts(row, "county") if n in words]
    if named:
        row = max(named, key=lambda pair: pair[0])[1]
        return Court(text(row, "id"), text(row, "name"))
    far, at = _elsewhere(words)
    near = [
        (words.index(town), -len(town), Court(text(row, "id"), text(row, "name")))
        for row in known
        for town in texts(row, "towns")
        if town in words
    ]
    first = min(near, key=lambda one: one[:2], default=None)
    if first and (far is None or first[0] <= at):  # 上海庙 is no 上海
        return first[2]
    return far


@cache
def _wide(folder: Path) -> re.Pattern[str]:
    names = texts(read(folder, "court"), "wide")
    return re.compile("|".join((*map(re.escape, names), _WIDE)))


def _elsewhere(words: str) -> tuple[Court | None, int]:
    """A county or city that is not one of the table's, and where in the words it stands."""
    wide = _wide(chosen()).sub(lambda found: "，" * len(found[0]), words)
    regions = list(_REGION.finditer(wide))
    if regions:
        return Court("elsewhere", f"{regions[-1][0]}的法院"), regions[0].start()
    for name in texts(local("court"), "elsewhere"):
        if name in words:
            return Court("elsewhere", f"{name}的法院"), words.index(name)
    return None, len(words)


def _words(place: object) -> tuple[str, str]:
    if isinstance(place, Mapping):
        code = str(place.get("code") or place.get("region") or "")
        parts = [str(value) for key, value in place.items() if isinstance(value, str) and key != "code"]
        return "".join(parts), code if code.isdigit() else ""
    return str(place or ""), ""


def disputes() -> tuple[str, ...]:
    """Every kind of dispute the table covers."""
    return tuple(section(table("jurisdiction"), "disputes"))


def forum(
    dispute: str,
    places: Mapping[str, object],
    *,
    circumstances: Collection[str] = (),
    agreed_place: object = None,
) -> Forum:
    """Which court decides a dispute of this kind.

    `dispute` is a label (private_lending …; an unknown one follows the general rule), `places` maps a point
    of tables/jurisdiction.yml to a place, `circumstances` are names of CIRCUMSTANCES, `agreed_place` is a
    written choice of court.

    Source: 民诉法第22条至第36条，民诉法解释第3条至第32条.
    """
    table_row = table("jurisdiction")
    block = section(section(table_row, "disputes"), dispute) or section(
        section(table_row, "disputes"), "other_civil"
    )
    names = section(table_row, "points")
    wanted = [row for row in rows(block, "points") if _counts(row, circumstances)]
    special = [row for row in wanted if row.get("exclusive")]
    exclusive = bool(block.get("exclusive")) or bool(special)
    links = [_link(row, names, places, exclusive=exclusive) for row in special or wanted]
    notes = _notes(exclusive, circumstances, agreed_place)
    if agreed_place and not exclusive:
        links = [_agreed(agreed_place)]
    return _weigh(links, exclusive, notes)


def _counts(row: Row, circumstances: Collection[str]) -> bool:
    barred = set(texts(row, "unless")) & set(circumstances)
    return not barred and (not text(row, "when") or text(row, "when") in circumstances)


def _link(row: Row, names: Row, places: Mapping[str, object], *, exclusive: bool) -> Link:
    point = text(row, "point")
    place = places.get(point)
    return Link(
        point=point,
        words=text(row, "words") or text(names, point),
        citations=texts(row, "citations"),
        place=_words(place)[0],
        court=court_of(place) if place else None,
        exclusive=exclusive,
        optional=bool(row.get("optional")),
    )


def _agreed(place: object) -> Link:
    return Link(
        "agreed_place", "书面约定的法院", ("民诉法35", "民诉法解释30"), _words(place)[0], court_of(place)
    )


def _notes(
    exclusive: bool, circumstances: Collection[str], agreed_place: object
) -> tuple[tuple[str, str], ...]:
    found = []
    if exclusive and agreed_place:
        found.append(("这类纠纷法律规定了专门的法院，另外约定的不算数", "民诉法35"))
    if agreed_place and "consumer_clause" in circumstances:
        found.append(("商家的格式条款没有提醒您注意的，可以主张约定无效", "民诉法解释31"))
    if "both_soldiers" in circumstances:
        found.append(("双方都是军人的，由军事法院管", "民诉法解释11"))
    return tuple(found)


def _weigh(links: list[Link], exclusive: bool, notes: tuple[tuple[str, str], ...]) -> Forum:
    found = [link.court for link in links if link.court is not None]
    courts = tuple(dict.fromkeys(found))
    missing = tuple(dict.fromkeys(link.point for link in links if link.court is None and not link.optional))
    here = any(court.id == "ours" for court in courts)
    if here:
        which = Which.OURS if len(courts) == 1 else Which.CHOICE
        if which is Which.CHOICE:
            notes = (*notes, ("几个法院都有管辖权的，您可以选一个", "民诉法36"))
    elif courts and not missing:
        which = Which.OTHER
    else:
        which = Which.UNKNOWN
    return Forum(which, tuple(links), exclusive, courts, missing, notes)


def explain(result: Forum) -> str:
    """One or two plain sentences for the citizen."""
    here = ours().name
    others = "、".join(court.name for court in result.courts if court.id != "ours")
    if result.court is Which.OURS:
        return f"从您说的地方看，这件事可以由{here}办理。"
    if result.court is Which.CHOICE:
        return f"这件事{here}可以办理，{others}也可以，由您选一个。"
    if result.court is Which.OTHER:
        only = "只能由" if result.exclusive else "一般由"
        return f"从您说的地方看，这件事{only}{others}办理。您也可以先登记，由工作人员核对后告诉您去哪里。"
    asked = "、".join(text(section(table("jurisdiction"), "points"), point) for point in result.missing)
    return f"还差一点信息才能看出由哪个法院办理：{asked}。不清楚也可以先登记。"
