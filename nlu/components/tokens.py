"""Characters as tokens, in the form they are learned in; no Rasa needed."""

from __future__ import annotations

import re
import unicodedata

#: The one token of a text without any.
NOTHING = "."

#: A number, a Latin word, or one other letter; punctuation, emoji and spaces teach nothing.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+|[^\W_0-9a-z]")


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
