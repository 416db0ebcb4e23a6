"""能赔多少 after an injury: every head of damages that can be worked out, and what the others still need.

Source: 民法典1179, 1183, 人损解释6 to 12, 22; 民法典1213 and 道交法76 for vehicles. Sums in fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.law import injury
from bot.law.money import Refusal, Result, yuan


@dataclass(frozen=True, slots=True)
class Harm:
    """What is known of an injury; None = not told."""

    medical_fen: int | None = None
    hospital_days: int | None = None  #: 0 = was not in hospital
    monthly_fen: int | None = None  #: income before the injury
    off_days: int | None = None  #: days without work, of which the days in hospital are the least
    heads: Mapping[str, int] = field(default_factory=dict)  #: 误工费 … with the sums that were told
    property_fen: int | None = None
    age: int | None = None
    grade: int | None = None  #: 伤残等级
    paid_fen: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One head that can be added up."""

    name: str
    fen: int
    how: str  #: the way of reckoning; "" for a sum that was told
    law: tuple[str, ...]
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What it comes to so far."""

    parts: tuple[Part, ...]
    missing: tuple[tuple[str, str, str], ...]  #: (head, what is needed for it, article)
    paid_fen: int = 0

    @property
    def total_fen(self) -> int:
        """All heads together, before anything that was paid."""
        return sum(part.fen for part in self.parts)


#: head -> (what it takes, article), in the order of the law
_NEEDS: Mapping[str, tuple[str, str]] = {
    "医疗费": ("看病花了多少，凭票据", "人损解释6"),
    "误工费": ("一个月挣多少、误工多少天（住院加医嘱休息）", "人损解释7"),
    "护理费": ("谁护理、护理多少天、护理的人一个月挣多少", "人损解释8"),
    "交通费": ("看病来回的车票", "人损解释9"),
    "住院伙食补助费": ("住了多少天院", "人损解释10"),
    "营养费": ("医院说要加强营养的意见", "人损解释11"),
    "残疾赔偿金": ("伤残等级和年龄；没做鉴定的先不算", "人损解释12"),
}
#: Articles of heads that are only named when they were told.
_TOLD_LAW = {"精神损害抚慰金": "民法典1183", "后续治疗费": "人损解释6", "残疾辅助器具费": "人损解释13"}


def reckon(harm: Harm) -> Reckoning:
    """Add up what can be; a sum that was told stands before one that is worked out."""
    parts = [part for part in (*_worked_out(harm), *_told(harm)) if part]
    order = [*_NEEDS]
    parts.sort(key=lambda part: order.index(part.name) if part.name in order else len(order))
    there = {part.name for part in parts}
    in_hospital = harm.hospital_days != 0
    missing = [
        (name, needs, law)
        for name, (needs, law) in _NEEDS.items()
        if name not in there and (in_hospital or name != "住院伙食补助费")
    ]
    return Reckoning(tuple(parts), tuple(missing), harm.paid_fen)


def _worked_out(harm: Harm) -> list[Part | None]:
    days = harm.hospital_days or 0
    off = harm.off_days or days
    found: list[Part | None] = []
    if harm.medical_fen:
        found.append(Part("医疗费", harm.medical_fen, "", ("民法典1179", "人损解释6")))
    if "误工费" not in harm.heads and harm.monthly_fen and off:
        note = "" if harm.off_days else "，先按住院天数，医嘱休息的天数再加"
        found.append(_part("误工费", injury.lost_income(harm.monthly_fen, off), note))
    if "住院伙食补助费" not in harm.heads and days:
        found.append(_meals(days))
    if harm.grade and harm.age is not None:
        year = injury.newest_year("disposable")
        found.append(_part("残疾赔偿金", injury.disability(harm.age, harm.grade, year=year)))
    if harm.property_fen:
        found.append(Part("车辆和物品损失", harm.property_fen, "", ("民法典1184",)))
    return found


def _meals(days: int) -> Part | None:
    try:
        return _part("住院伙食补助费", injury.hospital_meals(days))
    except Refusal:
        return None  # no figure for this region: it is named among what is missing


def _part(name: str, result: Result, note: str = "") -> Part:
    return Part(name, result.amount_fen, result.formula + note, result.citations[:1], result.provisional)


def _told(harm: Harm) -> list[Part]:
    return [
        Part(name, fen, "", (_NEEDS[name][1] if name in _NEEDS else _TOLD_LAW.get(name, "民法典1179"),))
        for name, fen in harm.heads.items()
    ]


def shown(part: Part) -> str:
    """医疗费8,600元; 误工费1,800元（4,500元÷30×12天）."""
    return f"{part.name}{yuan(part.fen)}" + (f"（{part.how}）" if part.how else "")
