"""The sentences and clauses of a plain text, where danger is looked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A sentence is read in parts of this length; parts without a comma between share some characters.
SENTENCE_CHARS, OVERLAP_CHARS = 160, 40
#: A clause so short beside another says when it was (三年前，他砍了我).
WHEN_CHARS = 8

_SENTENCE = re.compile(r"[。!?;…\n]+")
_CLAUSE = re.compile(r"[，,、~]+")


def sentences(tidy: str) -> Iterator[str]:
    """The sentences of a text; a very long one in parts, so that its end calms nothing at its beginning."""
    for sentence in filter(None, _SENTENCE.split(tidy)):
        start = 0
        while len(sentence) - start > SENTENCE_CHARS:
            stop = sentence.rfind("，", start, start + SENTENCE_CHARS) + 1
            yield sentence[start : stop or start + SENTENCE_CHARS]
            start = stop or start + SENTENCE_CHARS - OVERLAP_CHARS
        yield sentence[start:]


def clause_of(sentence: str, start: int, end: int) -> str:
    """The clause, or clauses, that what stands between two places belongs to."""
    before = _CLAUSE.split(sentence[:start])[-1]
    after = _CLAUSE.split(sentence[end:])[0]
    return before + sentence[start:end] + after


def short_before(sentence: str, start: int) -> list[str]:
    """The clause before the one that a place stands in, if it is short."""
    before = [part for part in _CLAUSE.split(sentence[:start])[:-1] if part][-1:]
    return [part for part in before if len(part) <= WHEN_CHARS]


def short_after(sentence: str, end: int) -> list[str]:
    """The clause after the one that a place stands in, if it is short."""
    return [part for part in _CLAUSE.split(sentence[end:])[1:2] if len(part) <= WHEN_CHARS]
