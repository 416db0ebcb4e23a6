"""The part of a message in which danger was heard, for the list of who waits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.law.opinion import bare, score, weights
from bot.law.screening import RAISES, plain

QUOTE_CHARS: Final = 60
#: So much may stand before the words.
BEFORE: Final = 6
_CLAUSE = re.compile(r"[^，,、~。!！?？;；\n]+")


def quote(said: str, words: str) -> str:
    """At most 60 characters of a (masked) text around the words a flag was seen in (`Flag.words`).

    Whole clauses where they fit; the beginning of the text where the words cannot be found in it.
    """
    said = said.strip()
    if len(said) <= QUOTE_CHARS:
        return said
    start = _place(said, words)
    clauses = (clause.start() for clause in _CLAUSE.finditer(said))
    first = next((one for one in clauses if start - BEFORE <= one <= start), max(start - BEFORE, 0))
    before = "…" if first else ""
    left = QUOTE_CHARS - len(before)
    return before + (said[first:] if len(said) - first <= left else f"{said[first : first + left - 1]}…")


def _place(said: str, words: str) -> int:
    """Where the words begin; 0 where they are not."""
    exact = said.lower().find(words.lower()) if words else -1
    if exact >= 0:
        return exact
    clauses = [(clause.start(), clause[0], bare(plain(clause[0]))) for clause in _CLAUSE.finditer(said)]
    whole = "".join(bared for _, _, bared in clauses)
    sought = words.strip("^$") if words.startswith("^") else bare(words)
    at = whole.find(sought) if sought else -1
    if at < 0:
        return 0
    if words.startswith("^"):  # a window of several clauses: the one that alarms most
        return _worst(clauses, at, at + len(sought))
    return _raw(clauses, at)


def _worst(clauses: Sequence[tuple[int, str, str]], first: int, last: int) -> int:
    """Where the first clause that alarms by itself begins among those that share something with a window.

    Where none does, the most alarming one: a cry for help at the end hides nothing of what it is about.
    """
    scores: list[tuple[float, int]] = []
    at = 0
    for start, clause, bared in clauses:
        inside = bared[max(first - at, 0) : max(last - at, 0)]
        if inside:
            place = start + max(first - at, 0) * len(clause) // len(bared)
            scores.append((score(f"^{inside}$", weights()), place))
        at += len(bared)
    return next((place for heard, place in scores if heard >= RAISES), max(scores)[1])


def _raw(clauses: Sequence[tuple[int, str, str]], at: int) -> int:
    """Place in the text of a character of all that was bared, as near as the lengths tell."""
    for start, clause, bared in clauses:
        if at < len(bared):
            return start + at * len(clause) // len(bared)
        at -= len(bared)
    raise ValueError(at)
