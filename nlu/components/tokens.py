"""Characters as tokens, in the form they are learned in; no Rasa needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

#: The one token of a text without any.
NOTHING = "."

#: A number, a Latin word, or one other letter; punctuation, emoji and spaces teach nothing.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+|[^\W_0-9a-z]")

#: Parts phrasings that travel to Rasa in one example; no keyboard has it.
_PART = "\u241e"
#: Phrasings in one example. Rasa copies, compares and hashes every example some seven times while it trains:
#: one phrasing each cost 13 of 19 seconds, and memory the server never gave back.
PACKED = 32


def pack(texts: Iterable[str]) -> Iterator[str]:
    """Phrasings of one intent as few long examples."""
    bare = [text.replace(_PART, "") for text in texts]
    for start in range(0, len(bare), PACKED):
        yield _PART.join(bare[start : start + PACKED])


def unpack(example: str) -> list[str]:
    """The reverse of `pack`."""
    return [text for text in example.split(_PART) if text]


def split(text: str) -> list[tuple[str, int]]:
    """Tokens in the form they are learned in, and where each begins; never empty for a text that is not.

    Numbers differ only by length: who owes how much to the cent must not teach anything.
    """
    folded = "".join(unicodedata.normalize("NFKC", char)[:1] or char for char in text).lower()
    if len(folded) != len(text):  # a few capitals grow when lowered; positions must stay true
        folded = text
    found = [(_form(match[0]), match.start()) for match in _TOKEN.finditer(folded)]
    return found or [(NOTHING, 0)] * bool(text)


def _form(token: str) -> str:
    return f"#{min(len(token), 5)}" if token[0].isdigit() else token
