"""Short questions that lean on the answer before them: the rows of follow_ups.yml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.questions import Entry
from flows.schema import read_yaml

#: A longer message says what it is about itself.
MOST_CHARS = 20
#: An answer to a short question is short.
SAY_CHARS = 140
_LINE = "__line__"
_NOISE = re.compile(r"[\s，。！!、,.~～…?？；;：:“”\"]+")
#: Without one of these 我不去 and 他不同意 tell and ask nothing.
_ASKS = re.compile(r"[?？吗呢么嘛]|怎|咋|行|可以|成|后果|不可|能不|必须|一定|要紧|有事|犯法|违法")
#: Aspects that may be told as well as asked.
_TOLD = frozenset({"refuse", "absent"})


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that can be asked about any matter."""

    id: str
    title: str
    asked: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is answered: an entry of the FAQ, or words with their citations."""

    entry: str = ""
    say: str = ""
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter with what is known of it, by aspect."""

    id: str
    title: str
    words: tuple[str, ...]
    faq: frozenset[str]
    entries: frozenset[str]
    doors: frozenset[str]
    answers: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """All aspects and matters."""

    aspects: tuple[Aspect, ...] = ()
    topics: tuple[Topic, ...] = ()
    other: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: aspect -> entries to offer
    never: re.Pattern[str] = re.compile("(?!)")

    def topic(self, entry: Entry | None, door: str) -> Topic | None:
        """The matter of an answer, or of a door that was shown."""
        if entry is None:
            return next((one for one in self.topics if door in one.doors), None)
        kind, _, name = entry.next.partition(":")
        leads = name if kind == "door" else ""
        found = [one for one in self.topics if entry.id in one.entries]
        found += [one for one in self.topics if leads in one.doors]
        found += [one for one in self.topics if entry.topic in one.faq]
        return found[0] if found else None

    def about(self, text: str) -> Topic | None:
        """The matter a text names, the longest name where several do."""
        names = [(len(word), one) for one in self.topics for word in one.words if word in text]
        return max(names, key=lambda pair: pair[0])[1] if names else None

    def named(self, topic_id: str) -> Topic | None:
        """A matter by its id."""
        return next((one for one in self.topics if one.id == topic_id), None)

    def aspect(self, text: str, topic: Topic | None) -> Aspect | None:
        """What the whole of `text` asks, the names of `topic` aside."""
        tight = _NOISE.sub("", text)
        for word in topic.words if topic else ():
            tight = tight.replace(word, "")
        if not tight or len(tight) > MOST_CHARS or self.never.search(tight):
            return None
        found = next((one for one in self.aspects if one.asked.fullmatch(tight)), None)
        return None if found and found.id in _TOLD and not _ASKS.search(text) else found


def load(path: Path, entries: Mapping[str, Entry], doors: Collection[str]) -> tuple[FollowUps, list[str]]:
    """(follow-ups, faults) of the file; a fault is `follow_ups.yml: arbitration: what`."""
    data = read_yaml(path)
    lead, tail = data["lead"], data["tail"]
    faults: list[str] = []
    aspects = []
    for key, row in data["aspects"].items():
        if key == _LINE:
            continue
        try:
            pattern = re.compile(f"(?:{lead})*(?:{row['core']})(?:{tail})*")
        except (KeyError, re.error) as exc:
            faults.append(f"{path.name}: {key}: missing or wrong {exc}")
            continue
        aspects.append(Aspect(key, str(row["title"]), pattern))
    topics = tuple(_topic(row) for row in data["topics"])
    other = {key: tuple(map(str, ids)) for key, ids in data["other"].items() if key != _LINE}
    found = FollowUps(tuple(aspects), topics, other, re.compile(data["not"]))
    return found, [*faults, *(f"{path.name}: {fault}" for fault in _faults(found, entries, doors))]


def _topic(row: Mapping[str, Any]) -> Topic:
    answers = {
        key: Cell(str(cell.get("entry") or ""), str(cell.get("say") or ""), tuple(cell.get("law") or ()))
        for key, cell in row["answers"].items()
        if key != _LINE
    }
    return Topic(
        str(row["id"]),
        str(row["title"]),
        tuple(sorted(map(str, row["words"]), key=len, reverse=True)),
        frozenset(row.get("faq") or ()),
        frozenset(row.get("entries") or ()),
        frozenset(row.get("doors") or ()),
        answers,
    )


def citations_in(found: FollowUps) -> Iterator[str]:
    """Every citation of the answers."""
    for topic in found.topics:
        for cell in topic.answers.values():
            yield from cell.law


def _faults(found: FollowUps, entries: Mapping[str, Entry], doors: Collection[str]) -> Iterator[str]:
    known = {one.id for one in found.aspects}
    files = {one.topic for one in entries.values()}
    for topic in found.topics:
        named = topic.entries | {cell.entry for cell in topic.answers.values() if cell.entry}
        yield from (f"{topic.id}: no answer '{one}'" for one in sorted(named - set(entries)))
        yield from (f"{topic.id}: no file '{one}'" for one in sorted(topic.faq - files))
        yield from (f"{topic.id}: no door '{one}'" for one in sorted(topic.doors - set(doors)))
        for key, cell in topic.answers.items():
            yield from (f"{topic.id}: {key}: {fault}" for fault in _cell_faults(key, cell, known))
    for key, ids in found.other.items():
        yield from (f"other: {key}: no answer '{one}'" for one in ids if one not in entries)
        if key not in known:
            yield f"other: no aspect '{key}'"


def _cell_faults(key: str, cell: Cell, known: Collection[str]) -> Iterator[str]:
    if key not in known:
        yield "no such aspect"
    if bool(cell.entry) == bool(cell.say):
        yield "either an entry or words"
    if cell.say and not cell.law:
        yield "words need at least one citation"
    if len(cell.say) > SAY_CHARS:
        yield f"{len(cell.say)} characters, most is {SAY_CHARS}"
