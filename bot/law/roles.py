"""Who writes of a danger and what has happened already: which safety words fit. Pure.

The rules stand in tables/danger_roles.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.law.rows import Row, rows, section, table, text, texts

_PART = re.compile(r"<([a-z]+)>")
_STOP = "，。\n"
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
#: Longer texts are read in part.
READ_CHARS, AROUND, MOST_PLACES = 600, 120, 4
#: The sign of who cannot get out.
HELD = "held"
#: The writer does it himself; he tells of somebody to whom another does it.
DOER, TELLER = "doer", "teller"
#: An expression that finds nothing.
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class _Sign:
    words: re.Pattern[str]
    unless: re.Pattern[str]  #: in the clauses of what was found
    never: re.Pattern[str]  #: anywhere


@dataclass(frozen=True, slots=True)
class Fitting:
    """What is said in place of a flag's own words."""

    say: str  #: empty: the words of the flag it becomes
    first: tuple[str, ...]  #: numbers that come before the flag's own
    becomes: str  #: id of a flag; empty: it stays what it is
    role: str  #: DOER, TELLER or hurt: also the key of the words in another language; may be empty


def _put_in(pattern: str, parts: Row) -> str:
    while _PART.search(pattern):  # parts are built of parts
        pattern = _PART.sub(lambda part: text(parts, part[1]), pattern)
    return pattern


@cache
def _signs() -> dict[str, _Sign]:
    data = table("danger_roles")
    parts = section(data, "parts")

    def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
        joined = "|".join(f"(?:{_put_in(one, parts)})" for one in patterns)
        return re.compile(joined) if joined else _NOTHING

    listed = section(data, "signs")
    each = {name: section(listed, name) for name in listed}
    return {
        name: _Sign(*(any_of(texts(row, key)) for key in ("words", "unless", "never")))
        for name, row in each.items()
    }


def near(said: str, about: Iterable[str]) -> str:
    """A long text only around the words of its alarms, or its beginning and its end: the cost is bounded."""
    if len(said) <= READ_CHARS:
        return said
    places = [at for words in about if (at := said.find(words)) >= 0][:MOST_PLACES]
    parts = [said[max(0, at - AROUND) : at + AROUND] for at in places]
    return "。".join(parts or [said[: READ_CHARS // 2], said[-READ_CHARS // 2 :]])


def seen(plain: str, written: str = "") -> frozenset[str]:
    """The signs of the table that a message shows.

    `plain`: the text without spaces, sentences ended by 。; `written`: as it was written, for the words of
    other languages in it.
    Example: 我闺女被她男人打 -> {teller}; 我把他捅了 -> {doer, hurt}; 别打，他是我爸 -> {}.
    """
    said = f"{plain}。{_CHINESE.sub('。', written.lower())}"
    return frozenset(name for name, sign in _signs().items() if _shows(sign, said))


def _shows(sign: _Sign, said: str) -> bool:
    if sign.never.search(said):
        return False
    return any(not sign.unless.search(_clauses(said, found)) for found in sign.words.finditer(said))


def _clauses(said: str, found: re.Match[str]) -> str:
    """The clauses in which something was found."""
    inner = found[0].strip(_STOP)
    start = found.start() + found[0].find(inner)
    begin = max(said.rfind(stop, 0, start) for stop in _STOP) + 1
    ends = [end for stop in _STOP if (end := said.find(stop, start + len(inner))) >= 0]
    return said[begin : min(ends, default=len(said))]


def fitting(flag: str, signs: frozenset[str], *, another: bool) -> Fitting | None:
    """What fits an urgent flag where these signs are seen; None where its own words fit.

    `another`: the writer tells of somebody who does it to himself.
    """
    for row in rows(table("danger_roles"), "says"):
        if flag not in texts(row, "flags") or bool(row.get("another")) != another:
            continue
        if signs.issuperset(texts(row, "when")) and signs.isdisjoint(texts(row, "without")):
            return Fitting(
                text(row, "say"),
                texts(row, "first"),
                text(row, "becomes"),
                text(row, "role"),
            )
    return None
