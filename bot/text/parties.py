"""People and firms of a story with the side they stand on: the rules propose, the learned weights decide.

A short text is left to the rules alone; the weights were fitted on stories.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.text import name_features, name_spans, orgs, people, role_model
from bot.text.fact import Fact, free, kept, made
from bot.text.name_features import Name
from bot.text.names import HAN
from bot.text.normalise import Normal
from bot.text.reading import Context, Reading
from bot.text.role_features import Features
from bot.text.topics import Topic

#: a second opponent of the same kind was right in three of nine cases
_SECOND = 0.55
#: from this chance on a place is taken for a name: at first look, at the second
_MAYBE, _NAMED = 0.4, 0.5
#: confidence of a name without a role
_PLAIN = 0.74
#: so many lines of a name and a number are a table
_ROWS = 3

Told = Sequence[tuple[Reading, str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name: `person` or `org`, and what the role model looks at."""

    type: str
    start: int
    end: int
    features: Features


def by_rules(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    """Return the parties that the rules hear, for a text too short for the weights; takes their places."""
    out: list[Fact] = []
    seen: set[tuple[str, str]] = set()
    persons, companies = _told(plain, context, taken)
    taken += [(one.start, one.end) for one, _ in (*persons, *companies)]
    for reading, role in (*persons, *companies):
        if (reading.kind, reading.shown) not in seen:
            seen.add((reading.kind, reading.shown))
            again = role == "respondent" and any((one.type, one.role) == (reading.kind, role) for one in out)
            unnamed = role == "respondent" and reading.confidence <= people.CALLED and len(persons) > 1
            out.append(made(reading, role, _SECOND if again or unnamed else 1.0 if role else _PLAIN))
    return out


def _told(plain: Normal, context: Context, taken: Sequence[tuple[int, int]]) -> tuple[Told, Told]:
    """The people and firms of the rules; what a firm takes no person takes."""
    places = list(taken)
    companies = [pair for pair in orgs.find_in(plain, context) if kept([pair[0]], places)]
    persons = [pair for pair in people.find_in(plain, context) if kept([pair[0]], places)]
    return persons, companies


def candidates(
    plain: Normal, context: Context, taken: Sequence[tuple[int, int]], kind: Topic
) -> list[Candidate]:
    """Return every stretch that may name a person or a firm, in order of place, with what is looked at."""
    persons, companies = _told(plain, context, taken)
    found = [("org", _name(reading.start, reading.end, "org", plain, companies)) for reading, _ in companies]
    spots = {(one.start, one.end): one.shape for one in name_spans.spans(plain.text)}
    spots |= {(one.start, one.end): "rule" for one, _ in persons if (one.start, one.end) not in spots}
    listed = _listed(plain.text)
    for (start, end), shape in spots.items():
        reading = Reading("person", "", "", start, end, True)
        if free(reading, taken) and free(reading, listed):
            found.append(("person", _name(start, end, shape, plain, persons, companies)))
    found.sort(key=lambda row: (row[1].start, row[1].end))
    seen = name_features.features(plain.text, [name for _, name in found], kind)
    return [
        Candidate(type_, name.start, name.end, looked)
        for (type_, name), looked in zip(found, seen, strict=True)
    ]


@cache
def _row() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:\d{{1,3}}[.、,) \t]*)?(?P<who>[{HAN}·]{{2,8}})[ \t,:、]*\d.*$", re.M)


def _listed(text: str) -> list[tuple[int, int]]:
    """The names of a pasted table: they are rows of a list, nobody's other side."""
    rows = [match.span("who") for match in _row().finditer(text)]
    return rows if len(rows) >= _ROWS else []


def _name(start: int, end: int, shape: str, plain: Normal, told: Told, others: Told = ()) -> Name:
    said = plain.text[start:end]
    for reading, role in told:
        if plain.text[reading.start : reading.end] == said:
            return Name(start, end, shape, role or "named", reading.confidence)
    clash = any(one.start < end and start < one.end for one, _ in (*told, *others))
    return Name(start, end, shape, clash=clash)


def heard_in(
    plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic
) -> list[tuple[Candidate, Mapping[str, float]]]:
    """Return the parties of a story, each once, with the chances of their sides; takes their places."""
    known = role_model.model().first
    found = candidates(plain, context, taken, kind)
    looks = [role_model.chances(known[one.type], one.features) for one in found]
    kept_, places = chosen(found, looks, plain, taken)
    taken += places
    return kept_


def chosen(
    found: Sequence[Candidate],
    looks: Sequence[Mapping[str, float]],
    plain: Normal,
    taken: Sequence[tuple[int, int]],
) -> tuple[list[tuple[Candidate, Mapping[str, float]]], list[tuple[int, int]]]:
    """Return which stretches are names, each name once in order of place, and all the places these take."""
    places = list(taken)
    out: dict[tuple[str, str], tuple[Candidate, Mapping[str, float]]] = {}
    for one, look in sorted(
        zip(found, looks, strict=True), key=lambda row: (row[1].get("", 0.0), row[0].start)
    ):
        name = plain.text[one.start : one.end]
        reading = Reading(one.type, name, name, one.start, one.end, True)
        if 1.0 - look.get("", 0.0) >= _MAYBE and kept([reading], places):
            out.setdefault((one.type, name), (one, look))
    return sorted(out.values(), key=lambda row: (row[0].start, row[0].end)), places[len(taken) :]


def fact_of(one: Candidate, name: str, by_role: Mapping[str, float]) -> Fact | None:
    """Return a name with its side after the second look, None where it is no name."""
    if 1.0 - by_role.get("", 0.0) < _NAMED:
        return None
    role, sure = role_model.part(one.type, by_role)
    reading = Reading(one.type, name, name, one.start, one.end, True)
    return made(reading, role, sure if role else _PLAIN)
