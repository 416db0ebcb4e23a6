"""Characters as tokens, in the form they are learned in; no Rasa needed."""

from __future__ import annotations

import re
import unicodedata

#: A number, a Latin word, or one character of anything else that is not a space.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+|[^\s0-9a-z]")
_NUMBER = re.compile(r"[0-9]")
_MARK = re.compile(r"[\W_]")


def split(text: str) -> list[tuple[str, int]]:
    """Tokens in the form they are learned in, and where each begins.

    Numbers differ only by length and punctuation not at all: who owes how much to the cent, or which
    quotation marks somebody types, must not teach anything.
    """
    folded = "".join(unicodedata.normalize("NFKC", char)[:1] or char for char in text).lower()
    if len(folded) != len(text):  # a few capitals grow when lowered; positions must stay true
        folded = text
    return [(_form(found[0]), found.start()) for found in _TOKEN.finditer(folded)]


def _form(token: str) -> str:
    if _NUMBER.match(token):
        return f"#{min(len(token), 5)}"
    return "," if _MARK.fullmatch(token) else token
