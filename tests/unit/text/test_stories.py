"""How much of a story is read, and how much of what is read is right; stories labelled by hand.

The stories of fit_roles.HALVES may be read and worked against: those from `stories_fifth.yml` on were written
and labelled by hands that had not seen the reader, who wrote no other file. The table:
`pytest -s tests/unit/text/test_stories.py`. Recall: a labelled fact counts as read where a found one of its
type and role overlaps its words and has its value. Precision: of the found facts with a role and confidence
>= SURE the share that matches a labelled fact; numbers of people and things count in neither. A place or a
piece of evidence nobody labelled counts neither way. `story_fields.py` counts the same by the questions of
the form. Of the files of UNSEEN only sums are printed: nobody who works on the reader opens them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import fit_roles
import pytest
import story_fields
import yaml

from bot.dialogue.telling import DOUBTFUL, SURE
from bot.text.fact import Fact
from bot.text.facts import find_facts
from bot.text.reading import Context

NUMBERS = frozenset({"id", "phone", "plate", "card"})
#: What a label calls a piece of evidence that has a longer name with us.
EVIDENCE = {
    "劳动合同": "合同", "租赁合同": "合同", "考勤记录": "考勤", "事故认定书": "认定书", "收条": "收据",
    "借款合同": "合同",
}  # fmt: skip

Story = dict[str, Any]


@cache
def stories(half: str) -> list[Story]:
    path = Path(__file__).with_name(f"stories_{half}.yml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows["stories"] if isinstance(rows, dict) else rows


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


#: of a fifth of the stories for developing, read by weights fitted without it (fit_roles.py --folds reads all
#: five): recall and precision of what is kept without asking, recall with what is read back first. Rules and
#: lists of words were made with these stories in view: unseen ones are read less well.
FOLD, HELD = 0, (0.60, 0.94, 0.75)
#: the same of stories that neither rules nor weights have seen, by two hands
UNSEEN = [("unseen", 0.575, 0.935, 0.71), ("unseen_more", 0.67, 0.915, 0.79)]
#: of both together, the fields of the form that are stated and filled right, and how many of the filled are
#: right: without asking, and with what is read back
FIELDS, FIELDS_ASKED = (0.625, 0.925), (0.75, 0.885)


@pytest.mark.timeout(900)  # six fits
def test_a_held_fifth_of_the_stories_is_read() -> None:
    kept, asked = together(fit_roles.by_folds((SURE, DOUBTFUL), [FOLD]))
    sys.stdout.write(kept.table("a held fifth, kept"))
    sys.stdout.write(f"kept or asked: {asked.short()}\n")
    assert (kept.recall >= HELD[0], kept.precision >= HELD[1]) == (True, True)
    assert asked.recall >= HELD[2]


def together(by_half: dict[str, list[Score]]) -> tuple[Score, Score]:
    """The scores of all files together."""
    every = (Score(), Score())
    for scores in by_half.values():
        for total, score in zip(every, scores, strict=True):
            total.add(score)
    return every


@pytest.mark.parametrize(("half", "recall", "precision", "with_asked"), UNSEEN)
def test_unseen_stories_are_read(half: str, recall: float, precision: float, with_asked: float) -> None:
    kept, asked = scored(stories(half)), scored(stories(half), DOUBTFUL)
    sys.stdout.write(f"{half}, kept: {kept.short()}; kept or asked: {asked.short()}\n")
    assert (kept.recall >= recall, kept.precision >= precision) == (True, True)
    assert asked.recall >= with_asked


@pytest.mark.parametrize(("least", "floors"), [(SURE, FIELDS), (DOUBTFUL, FIELDS_ASKED)])
def test_unseen_stories_fill_the_form(least: float, floors: tuple[float, float]) -> None:
    filled = story_fields.Fields()
    for half, *_ in UNSEEN:
        filled.add(story_fields.fields(stories(half), least))
    sys.stdout.write(f"unseen, from confidence {least}: {filled.short()}\n")
    assert (filled.recall >= floors[0], filled.precision >= floors[1]) == (True, True)


@pytest.mark.parametrize("half", [*fit_roles.HALVES, *(half for half, *_ in UNSEEN)])
def test_every_label_stands_on_its_words(half: str) -> None:
    missing = sum(str(row["said"]) not in story["text"] for story in stories(half) for row in story["facts"])
    assert missing == 0
