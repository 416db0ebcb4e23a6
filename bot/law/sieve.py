"""Characters without which a regular expression cannot match, so that most sentences need not be searched.

Sound, not complete: a text that holds none of them has no match; a text that holds one may have none either.

`re` has no public name for the tree of an expression. What is read here is the part of its language that the
tables use: characters, classes, groups, look-arounds, alternatives and repeats. An expression with anything
else in it is refused, and its sign is then looked for in every sentence: slower, never deaf.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

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

#: A part of an expression: None where any text may stand for it.
Part = frozenset[str] | None

_GROUP: Final = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
_AROUND: Final = re.compile(r"\(\?<?[=!]")
_REPEAT: Final = re.compile(r"([*+?]|\{(\d+)?(?:,\d*)?\})[?+]?")
_ANY: Final = re.compile(r"\\[dDsSwWbBAZ]|[.^$]")
_ANY_KIND: Final = re.compile(r"\\[dDsSwW]")
_ESCAPE: Final = re.compile(r"\\([^A-Za-z0-9])")
_RANGE: Final = re.compile(r"-(?!\])")


class Nothing(ValueError):
    """An expression that matches without any particular character."""


def needed(pattern: str) -> frozenset[str]:
    """One of these characters is in every match.

    Example: (?:不想|没法)活(?!动) -> {活}; 自[杀尽]|跳楼 -> {自, 楼}.
    Raises ValueError where there is no such set ([^，]{1,3}, a?), and for what is not read here ((?i)a, \\1).
    """
    reader = _Reader(pattern)
    found = reader.alternatives()
    if not reader.done:
        raise reader.unread()
    if found is None:
        raise Nothing(f"no character is needed: {pattern}")
    return found


def needed_by(patterns: Iterable[str]) -> Part:
    """One of these is in every match of any of the patterns; None: every text must be searched."""
    try:
        return frozenset().union(*map(needed, patterns))
    except ValueError:
        return None


class _Reader:
    """Reads an expression from left to right; each part gives the characters of which it needs one."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._pattern)

    def unread(self) -> ValueError:
        return ValueError(f"not read here: {self._pattern} at {self._at}")

    def alternatives(self) -> Part:
        """`a|b`: each of them must need something."""
        found = [self._sequence()]
        while self._take("|"):
            found.append(self._sequence())
        sets = [one for one in found if one]
        return frozenset().union(*sets) if len(sets) == len(found) else None

    def _sequence(self) -> Part:
        """The most telling set among the parts, each of which must be there."""
        return min(filter(None, self._parts()), key=_told, default=None)

    def _parts(self) -> Iterator[Part]:
        while not self.done and self._pattern[self._at] not in "|)":
            found = self._part()
            repeat = self._match(_REPEAT)
            least = "1" if repeat is None or repeat[1] == "+" else repeat[2]
            yield found if int(least or 0) else None

    def _part(self) -> Part:
        if self._match(_AROUND):
            self._inside()
            return None
        if self._match(_GROUP):
            return self._inside()
        if self._match(_ANY):
            return None
        if self._take("["):
            return self._class()
        return frozenset(self._char("()*+?"))

    def _inside(self) -> Part:
        found = self.alternatives()
        if not self._take(")"):
            raise self.unread()
        return found

    def _class(self) -> Part:
        """`[甲乙0-9]`; None for what it leaves out, for kinds of characters and for many."""
        tells, found = not self._take("^"), set[str]()
        if self._take("]"):  # a bracket in a class stands first: nobody writes that
            raise self.unread()
        while not self._take("]"):
            if self._match(_ANY_KIND):
                tells = False
                continue
            first = last = self._char("[")
            if self._match(_RANGE):
                last = self._char("[")
            tells = tells and ord(last) - ord(first) < MOST
            if tells:
                found.update(map(chr, range(ord(first), ord(last) + 1)))
        return frozenset(found) if tells else None

    def _char(self, special: str) -> str:
        """One character that stands for itself."""
        escaped = self._match(_ESCAPE)
        if escaped:
            return escaped[1]
        if self.done or self._pattern[self._at] in special + "\\":
            raise self.unread()
        self._at += 1
        return self._pattern[self._at - 1]

    def _take(self, char: str) -> bool:
        found = self._pattern.startswith(char, self._at)
        self._at += len(char) * found
        return found

    def _match(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        found = wanted.match(self._pattern, self._at)
        if found:
            self._at = found.end()
        return found


def _told(found: frozenset[str]) -> tuple[int, int, int, str]:
    return len(found & COMMON), len(found & OFTEN), len(found), min(found)
