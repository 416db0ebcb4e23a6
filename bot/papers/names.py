"""The placeholders a template may use, read off the values that papers are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import yaml

from bot.papers import sample
from bot.papers.complaint import groups
from bot.papers.draft import Draft
from bot.papers.forms import tables
from bot.papers.gaps import GapList
from bot.papers.parties import Group, Row

#: What a value is: None = words, a list of one = a list to loop over, a mapping = something with parts.
Shape = None | list["Shape"] | dict[str, "Shape"]
#: What every loop knows of itself.
LOOP: Final[dict[str, Shape]] = {"index": None, "first": None, "last": None, "length": None}
_BOOK: Final = Path(__file__).with_name("placeholders.yml")


@cache
def shapes(paper: str) -> dict[str, Shape]:
    """Every placeholder of a paper by name."""
    found = _of(GapList if paper == "gaps" else Draft)
    case = sample.case(sample.FLOW)
    own = {
        "tables": _shaped(tables(paper, case, sample.FLOW), Row),
        "groups": _shaped(groups(case, sample.FLOW, sample.TODAY) if paper == "complaint" else {}, Group),
    }
    for name, shape in own.items():
        found.pop(name, None)
        if shape:
            found[name] = shape
    return found


def _shaped(named: Mapping[str, object], kind: type[Any]) -> dict[str, Shape]:
    """Lists of `kind` by their names."""
    return {name: [_of(kind)] for name in named}


def _of(kind: type[Any]) -> dict[str, Shape]:
    hints = get_type_hints(kind)
    return {field.name: _shape(hints[field.name]) for field in fields(kind)}


def _shape(hint: Any) -> Shape:
    if is_dataclass(hint) and isinstance(hint, type):
        return _of(hint)
    inner = get_args(hint)
    return [_shape(inner[0])] if inner and len(inner) == 2 and inner[1] is Ellipsis else None


@cache
def book() -> Mapping[str, str]:
    """What each placeholder is, in plain Chinese; parts of a list as `list.part`."""
    loaded: Mapping[str, str] = yaml.safe_load(_BOOK.read_text(encoding="utf-8"))
    return loaded


def listed(paper: str) -> list[tuple[str, str, str]]:
    """(name, how it is written, what it is) of every placeholder of a paper."""
    rows = []
    for name, shape in shapes(paper).items():
        if isinstance(shape, dict):
            whole = [(f"{name}.{part}", inner) for part, inner in shape.items()]
        else:
            whole = [(name, shape)]
        rows += [(said, _written(said, inner), book()[name]) for said, inner in whole]
    return rows


def _written(name: str, shape: Shape) -> str:
    if not isinstance(shape, list):
        return f"{{{{ {name} }}}}"
    inner = shape[0]
    if not isinstance(inner, dict):
        return f"{{%p for line in {name} %}} {{{{ line }}}} {{%p endfor %}}"
    if "rows" in inner:
        return (
            f"{{%tr for part in {name} %}} {{{{ part.title }}}} {{%tr for row in part.rows %}}"
            " {{ row.label }} {{ row.value }} {%tr endfor %} {%tr endfor %}"
        )
    parts = " ".join(f"{{{{ row.{part} }}}}" for part in inner)
    return f"{{%tr for row in {name} %}} {parts} {{%tr endfor %}}"
