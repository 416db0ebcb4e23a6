"""FAQ entries: reviewed answers with their citations, chosen by a model, never written by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from flows.schema import read_yaml

#: What an answer may lead to; the commands that help on after one.
NEXT_KINDS = frozenset({"flow", "door", "faq", "cmd"})
NEXT_COMMANDS = frozenset({"human", "callback", "status", "own_side", "delete", "mongolian"})
#: An answer must fit one phone screen.
ANSWER_CHARS = 260
ENTRY_KEYS = frozenset(
    "id question variants answer citations valid_from valid_to owner review_by next topic __line__".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of the FAQ (问答)."""

    id: str
    question: str
    variants: tuple[str, ...]  #: other ways people ask; they train the model
    answer: str
    citations: tuple[str, ...]  #: short names with article: 民法典188
    valid_from: date
    valid_to: date | None
    owner: str
    review_by: date
    next: str = ""  #: what to offer afterwards: `flow:ID`, `door:ID`, `faq:ID` or `cmd:NAME`
    topic: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it may be shown on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def to_json(self) -> dict[str, Any]:
        """For the revision store and the admin page; `from_json` is the reverse."""
        return {
            "id": self.id,
            "question": self.question,
            "variants": list(self.variants),
            "answer": self.answer,
            "citations": list(self.citations),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "owner": self.owner,
            "review_by": self.review_by.isoformat(),
            "next": self.next,
            "topic": self.topic,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Entry:
        """Raises KeyError or ValueError for a row that is not an entry."""
        return cls(
            id=str(row["id"]),
            question=str(row["question"]).strip(),
            variants=tuple(str(v) for v in row.get("variants") or ()),
            answer=str(row["answer"]).strip(),
            citations=tuple(row["citations"]),
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]) if row.get("valid_to") else None,
            owner=str(row.get("owner") or ""),
            review_by=_day(row["review_by"]),
            next=str(row.get("next") or ""),
            topic=str(row.get("topic") or ""),
        )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def load(folder: Path) -> tuple[dict[str, Entry], list[str]]:
    """All entries of `folder`/*.yml by id, and every fault as `faq/fees.yml:12: what`."""
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            rows = read_yaml(path) or []
        except yaml.YAMLError as exc:
            faults.append(f"faq/{path.name}:1: {exc}")
            continue
        for row in rows:
            where = f"faq/{path.name}:{row.get('__line__', 1)}"
            faults += [f"{where}: unknown key '{key}'" for key in sorted(set(row) - ENTRY_KEYS)]
            try:
                entry = Entry.from_json({**row, "topic": path.stem})
            except (KeyError, ValueError, TypeError) as exc:
                faults.append(f"{where}: {row.get('id', '?')}: missing or wrong {exc}")
                continue
            if entry.id in entries:
                faults.append(f"{where}: id '{entry.id}' is used twice")
            faults += [f"{where}: {fault}" for fault in prove(entry)]
            entries[entry.id] = entry
    return entries, faults


def prove(entry: Entry) -> list[str]:
    """What is wrong with one entry; its citations are checked by the caller, who has the law table."""
    faults = []
    if not entry.citations:
        faults.append(f"{entry.id}: an answer needs at least one citation")
    if len(entry.answer) > ANSWER_CHARS:
        faults.append(f"{entry.id}: answer has {len(entry.answer)} characters, most is {ANSWER_CHARS}")
    if not entry.question or not entry.answer:
        faults.append(f"{entry.id}: question and answer must not be empty")
    if entry.next and entry.next.split(":")[0] not in NEXT_KINDS:
        faults.append(f"{entry.id}: next must be flow:…, door:…, faq:… or cmd:…")
    return faults
