"""Signs of danger told in English: few write so to a court, and whoever does must be heard as well.

Words only, as in bot.law.screening; the learned opinion knows no English and has no say in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.law.rows import section, table, text, texts

_SENTENCE = re.compile(r"[.?;\n。！？；，]+")
_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}|[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Told:
    """A sign: the flag it belongs to, the words it was seen in (personal data), and whether it is present."""

    flag: str
    words: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class _Marks:
    never: re.Pattern[str]
    calm: re.Pattern[str]
    present: re.Pattern[str]
    flags: Sequence[tuple[str, re.Pattern[str]]]


@cache
def _marks() -> _Marks:
    data = table("danger_english")
    flags = section(data, "flags")
    never, calm, present = (re.compile("|".join(texts(data, name))) for name in ("never", "calm", "present"))
    return _Marks(
        never,
        calm,
        present,
        [(name, re.compile("|".join(texts(flags, name)))) for name in flags],
    )


def signs(words: str) -> list[Told]:
    """Every sign in a text, in the order of the sentences.

    Example: he is beating me now -> [family_violence, urgent]; is it a crime to beat your wife -> [].
    """
    if _WORDS.search(words) is None:
        return []
    return [told for sentence in _SENTENCE.split(words) for told in _of_sentence(sentence)]


def _of_sentence(sentence: str) -> Iterator[Told]:
    marks = _marks()
    even = unicodedata.normalize("NFKC", sentence).lower().replace("’", "'")
    left = marks.never.sub("#", " ".join(even.split()))
    calm = marks.calm.search(left) is not None and marks.present.search(left) is None
    for flag, pattern in marks.flags:
        if found := pattern.search(left):
            yield Told(flag, found[0], not calm)


def advice() -> str:
    """What an English speaker is told beside the safety words."""
    return text(table("danger_english"), "say")
