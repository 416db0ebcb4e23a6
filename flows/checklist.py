"""What evidence a dispute needs, what each piece proves, what is there already. No I/O but the table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

from flows import engine
from flows.engine import Answer, Json
from flows.schema import Flow, fields_of, read_yaml

FILE = Path(__file__).with_name("evidence.yml")
#: What a file is that is on nobody's list.
OTHER = "其他材料"
#: The answer to the evidence question of who sent a file instead of words.
SENT = "已发来图片或文件"
KEYS = frozenset("proves get words when without said law".split())
_JOINTS = re.compile(r"[或和、]")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a checklist."""

    name: str  #: 借条或欠条
    proves: str  #: what it shows, in plain words
    get: str  #: how to come by it
    words: tuple[str, ...] = ()  #: other names that count for it
    when: Mapping[str, Json] = field(default_factory=dict)  #: it is called for while this holds
    without: str = ""  #: said where it is not: that the case can go on
    said: Mapping[str, Json] = field(default_factory=dict)  #: answers that say it exists
    law: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The things an entry names: 借条, 欠条."""
        return tuple(part for part in _JOINTS.split(self.name) if part)


class State(StrEnum):
    """How it stands with an entry."""

    HERE = "here"  #: a file is there
    SAID = "said"  #: the person says it exists; no file yet
    SPARED = "spared"  #: not called for with these answers
    LACKING = "lacking"  #: 缺


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it stands for one person."""

    item: Item
    state: State
    pieces: int = 0
    pages: int = 0


class Page(Protocol):
    """What a file of evidence has to show to be put in order."""

    @property
    def id(self) -> str:
        """Key of the file."""
        ...

    @property
    def item(self) -> str:
        """The entry it stands for."""
        ...

    @property
    def whole(self) -> str:
        """Key of the piece it is a page of."""
        ...

    @property
    def page(self) -> int:
        """Its place in the piece."""
        ...

    @property
    def at(self) -> datetime:
        """When it came."""
        ...


P = TypeVar("P", bound=Page)


@cache
def shipped() -> Mapping[str, Item]:
    """The entries this repository ships, by name."""
    return load(FILE)[0]


def item(name: str) -> Item:
    """The entry of that name; one without words where the table has none (an old flow revision)."""
    return shipped().get(name) or Item(name, "", "")


def load(path: Path) -> tuple[dict[str, Item], list[str]]:
    """(entries, faults): every entry of the table, and what is wrong with its shape."""
    try:
        rows = read_yaml(path)
    except yaml.YAMLError as exc:
        return {}, [f"{path.name}: {exc}"]
    items: dict[str, Item] = {}
    faults: list[str] = []
    for name, row in rows.items():
        if name == "__line__":
            continue
        where = f"{path.name}:{row['__line__']}: '{name}'"
        plain = _bare(row)
        faults += [f"{where}: unknown key '{key}'" for key in sorted(set(plain) - KEYS)]
        faults += [f"{where}: lacks {key}" for key in ("proves", "get") if not plain.get(key)]
        if bool(plain.get("when")) != bool(plain.get("without")):
            faults.append(f"{where}: when and without go together")
        lists = {key: tuple(map(str, plain.get(key, ()))) for key in ("words", "law")}
        items[name] = Item(name, **{k: v for k, v in plain.items() if k in KEYS} | lists)
    return items, faults


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key != "__line__"}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def prove(items: Mapping[str, Item], flows: Mapping[str, Flow]) -> list[str]:
    """Entries that are missing or idle, and conditions on fields or options no flow with the entry has."""
    named = {name for flow in flows.values() for name in flow.evidence}
    lost = named - set(items)
    faults = [f"evidence.yml: no entry '{name}' (what it proves, how to get it)" for name in lost]
    faults += [f"evidence.yml: '{name}' is on no flow's list" for name in set(items) - named]
    for one in items.values():
        users = [flow for flow in flows.values() if one.name in flow.evidence]
        known = {step.id: step for flow in users for step in flow.steps}
        for name, want in _wants(one):
            if name not in known:
                faults.append(f"evidence.yml: '{one.name}': no flow that lists it asks '{name}'")
                continue
            steps = [step for flow in users for step in flow.steps if step.id == name]
            options = {key for step in steps for key in step.options}
            wrong = [w for w in want if options and w not in options and w not in {"known", "unknown"}]
            faults += [f"evidence.yml: '{one.name}': '{name}' has no option '{w}'" for w in wrong]
    return sorted(faults)


def _wants(one: Item) -> Iterator[tuple[str, list[Json]]]:
    for condition in (one.when, one.said):
        for name in fields_of(condition):
            yield name, list(_values(condition, name))


def _values(condition: Mapping[str, Json], name: str) -> Iterator[Json]:
    for key, want in condition.items():
        parts = want if isinstance(want, list) else [want]
        if key in {"any", "all", "not"}:
            for part in parts:
                if isinstance(part, dict):
                    yield from _values(part, name)
        elif key == name:
            yield from parts


def is_needed(one: Item, flow: Flow, answers: Mapping[str, Answer]) -> bool:
    """Whether these answers call for it; questions the flow does not ask never rule it out."""
    asked = {step.id for step in flow.steps}
    return not set(fields_of(one.when)) <= asked or engine.holds(one.when, answers)


def standing(
    flow: Flow,
    answers: Mapping[str, Answer],
    *,
    files: Mapping[str, Sequence[int]],
    named: Collection[str],
) -> list[Row]:
    """Every entry of the flow's list. `files`: entry -> (pieces, pages); `named`: entries said to exist."""
    rows = []
    for name in flow.evidence:
        one = item(name)
        pieces, pages = (*files.get(name, ()), 0, 0)[:2]
        if pieces:
            state = State.HERE
        elif name in named or (one.said and engine.holds(one.said, answers)):
            state = State.SAID
        else:
            state = State.LACKING if is_needed(one, flow, answers) else State.SPARED
        rows.append(Row(one, state, pieces, pages))
    return rows


def entry_of(words: str, names: Sequence[str]) -> str:
    """The entry of `names` that a thing in a person's words is, "" for none: 欠条 -> 借条或欠条."""
    items = [item(name) for name in names]
    ranks = (
        [one for one in items if words in {one.name, *one.parts}],
        [one for one in items if words in one.words],
        [one for one in items if any(part in words for part in one.parts)],
        [one for one in items if any(part in words for part in one.words)],
    )
    return next((rank[0].name for rank in ranks if rank), "")


def in_order(rows: Sequence[P], names: Sequence[str]) -> list[list[P]]:
    """Pieces in the order of a list's entries, then the rest, each as old as its first file."""
    places = {name: at for at, name in enumerate(names)}
    return sorted(grouped(rows), key=lambda piece: places.get(piece[0].item, len(places)))


def grouped(rows: Sequence[P]) -> list[list[P]]:
    """Files as pieces, the oldest first, each with its pages in order."""
    pieces: dict[str, list[P]] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.id)):
        pieces.setdefault(row.whole, []).append(row)
    return [sorted(piece, key=lambda one: (one.page, one.at, one.id)) for piece in pieces.values()]
