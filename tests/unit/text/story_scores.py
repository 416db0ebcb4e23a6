"""How much of a labelled story is read, and how much of what is read is right.

Recall: a labelled fact counts as read where a found one of its type and role overlaps its words and has its
value. Precision: of the found facts with a role and confidence >= SURE the share that matches a labelled
fact; numbers of people and things count in neither. A place or a piece of evidence nobody labelled counts
neither way. `also` of a label are parts that are as right as its role.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.telling import SURE
from bot.text.fact import Fact
from bot.text.facts import find_facts
from bot.text.reading import Context

#: the stories for developing, one file for each hand and time; those of UNSEEN nobody who works here opens
FOLDER = Path(__file__).with_name("stories")
UNSEEN = ("unseen", "unseen_more")
NUMBERS = frozenset({"id", "phone", "plate", "card"})
#: What a label calls a piece of evidence that has a longer name with us.
EVIDENCE = {
    "劳动合同": "合同", "租赁合同": "合同", "考勤记录": "考勤", "事故认定书": "认定书", "收条": "收据",
    "借款合同": "合同",
}  # fmt: skip

Story = dict[str, Any]


@cache
def stories(half: str) -> list[Story]:
    path = FOLDER / f"{half}.yml"
    rows: list[Story] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows


def halves() -> list[str]:
    """The files for developing, in order of name."""
    return sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem not in UNSEEN)


def period(prefix: str) -> tuple[str, str]:
    """First and last day of 2024, 2024-05 or 2024-05-01; the 31st stands for the end of every month."""
    year, *rest = prefix.split("-")
    first, last = [*rest, "01", "01"][:2], [*rest, "12", "31"][-2:] if not rest else [*rest, "31"][:2]
    return "-".join([year, *first]), "-".join([year, *last])


def days(length: object) -> Decimal:
    """Days of 90 or P1Y2M3D, a month counted as 30 and a year as 365."""
    if isinstance(length, int | float):
        return Decimal(str(length))
    said = re.fullmatch(
        r"(?:P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?|([\d.]+))", str(length)
    )
    assert said, f"no length: {length!r}"
    years, months, weeks, single, bare = (Decimal(part or 0) for part in said.groups())
    return years * 365 + months * 30 + weeks * 7 + single + bare


def same_amount(found: Any, said: object) -> bool:
    return bool(found["low_fen"] <= Decimal(str(said)) * 100 <= found["high_fen"])


def same_date(found: Any, said: object) -> bool:
    first, last = period(str(said))
    return first <= found["start"] <= last


def same_duration(found: Any, said: object) -> bool:
    length = days(said)
    return bool(
        length * Decimal("0.97") <= found["high_days"] and found["low_days"] <= length * Decimal("1.03")
    )


def same_rate(found: Any, said: object) -> bool:
    number, _, per = str(said).partition("/")
    if "percent" not in found or not number.endswith("%"):
        return f"{found.get('multiple')}*LPR" == str(said)
    return found.get("per") == per and Decimal(found["percent"]) == Decimal(number[:-1])


def same_name(found: Any, said: object) -> bool:
    return re.sub(r"[（）()\s]", "", str(found)) == re.sub(r"[（）()\s]", "", str(said))


def same_evidence(found: Any, said: object) -> bool:
    kinds = {"借条", "欠条", "转账记录", "聊天记录", "合同", "照片", "录音", "视频", "收据", "考勤", "工资条",
             "病历", "认定书", "证人证言"}  # fmt: skip
    return str(said) not in kinds or EVIDENCE.get(str(found), str(found)) == said


SAME = {
    "amount": same_amount, "date": same_date, "duration": same_duration, "rate": same_rate,
    "person": same_name, "org": same_name, "evidence": same_evidence,
    "count": lambda found, said: found == said, "place": lambda found, said: True,
}  # fmt: skip


def parts(row: Story) -> set[str]:
    """The parts that are right for a labelled fact: its role, and any that a labeller found as right."""
    return {row.get("role") or "", *row.get("also", ())}


def matches(fact: Fact, row: Story, text: str) -> bool:
    if fact.type != row["type"] or fact.role not in parts(row):
        return False
    starts = [found.start() for found in re.finditer(re.escape(str(row["said"])), text)]
    assert starts, f"{row['said']!r} is not in its story"
    over = any(fact.start < at + len(str(row["said"])) and at < fact.end for at in starts)
    return over and fact.type in SAME and SAME[fact.type](fact.value, row["value"])


@dataclass
class Score:
    """Counts by type:role."""

    stated: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.read.total() / self.stated.total()

    @property
    def precision(self) -> float:
        return self.right.total() / self.found.total()

    def add(self, other: Score) -> None:
        for mine, more in ((self.stated, other.stated), (self.read, other.read),
                           (self.found, other.found), (self.right, other.right)):  # fmt: skip
            mine.update(more)

    def short(self) -> str:
        return f"recall {self.recall:.3f}, precision {self.precision:.3f}"

    def table(self, title: str) -> str:
        lines = [f"\n{title}: recall {self.recall:.3f} ({self.read.total()}/{self.stated.total()}), "
                 f"precision {self.precision:.3f} ({self.right.total()}/{self.found.total()})"]  # fmt: skip
        for key in sorted(self.stated | self.found):
            row = (self.read[key], self.stated[key], self.right[key], self.found[key])
            lines.append("{:24} read {:3}/{:3}   right {:3}/{:3}".format(key, *row))
        return "\n".join(lines) + "\n"


def counted(fact: Fact, least: float) -> bool:
    roleless = fact.type in ("place", "evidence")
    return fact.confidence >= least and fact.type not in NUMBERS and (bool(fact.role) or roleless)


def scored(rows: list[Story], least: float = SURE) -> Score:
    score = Score()
    for story in rows:
        text = story["text"]
        facts = [
            fact
            for fact in find_facts(text, Context(date.fromisoformat(str(story["today"]))))
            if counted(fact, least)
        ]
        labelled = [row for row in story["facts"] if row["type"] not in NUMBERS]
        for row in labelled:
            key = f"{row['type']}:{row.get('role') or ''}"
            score.stated[key] += 1
            score.read[key] += any(matches(fact, row, text) for fact in facts)
        for fact in facts:
            right = any(matches(fact, row, text) for row in labelled)
            if right or fact.type not in ("place", "evidence"):
                score.found[f"{fact.type}:{fact.role}"] += 1
                score.right[f"{fact.type}:{fact.role}"] += right
    return score
