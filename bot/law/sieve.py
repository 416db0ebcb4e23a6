"""Characters without which a regular expression cannot match, so that most sentences need not be searched.

Sound, not complete: a text that holds none of them has no match; a text that holds one may have none either.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

#: Characters that stand in every other sentence tell little; another part of the expression is taken first.
COMMON = frozenset(
    "我的不了是有钱他要在一人给没到上还说能来去这怎家么个打过年多老就工公得法可下子都找房好以后看你也"
)
#: Characters that stand in every tenth; they come next.
OFTEN = frozenset(
    "事知天月日想走干办两三半几电楼活块里面吃把时车手前外水被开做医院地行大小们那话东西现才今出回"
)
#: A class of more characters than this ([一-龥]) tells nothing.
MOST = 60

# The parser of `re` gives the tree of an expression; it has no public name.
_parser: Any = importlib.import_module("re._parser")


def needed(pattern: str) -> frozenset[str]:
    """One of these characters is in every match.

    Example: (?:不想|没法)活(?!动) -> {活}; 自[杀尽]|跳楼 -> {自, 楼}.
    Raises ValueError where there is no such set: [^，]{1,3}, a?.
    """
    found = _of(_parser.parse(pattern))
    if found is None:
        raise ValueError(f"no character is needed: {pattern}")
    return found


def _of(tree: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The most telling set among the parts of a sequence, each of which must be there."""
    sets = [found for name, value in tree if (found := _part(str(name), value))]
    return min(sets, key=_told, default=None)


def _part(name: str, value: Any) -> frozenset[str] | None:
    if name == "LITERAL":
        return frozenset(chr(value))
    if name == "IN":
        return _class(value)
    if name == "BRANCH":
        sets = [_of(branch) for branch in value[1]]
        return None if None in sets else frozenset().union(*(one for one in sets if one))
    if name == "SUBPATTERN":
        return _of(value[3])
    if name in {"MAX_REPEAT", "MIN_REPEAT"} and value[0]:
        return _of(value[2])
    return None


def _class(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found: set[str] = set()
    for name, value in members:
        if str(name) == "LITERAL":
            found.add(chr(value))
        elif str(name) == "RANGE" and value[1] - value[0] < MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


def _told(found: frozenset[str]) -> tuple[int, int, int, str]:
    return len(found & COMMON), len(found & OFTEN), len(found), min(found)
