"""The words about a value in a story."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDS = ",。;!?\n…"
_REACH = 24


@dataclass(frozen=True, slots=True)
class Around:
    """The words about a span: its clause before and after it, the clause before that, the whole text."""

    before: str
    after: str
    earlier: str
    later: str
    text: str
    said: str = ""  #: the words of the value itself

    @property
    def clause(self) -> str:
        """The clause with the span itself left out."""
        return f"{self.before} {self.after}"


def around(text: str, start: int, end: int) -> Around:
    """Return the words about `text[start:end]`, at most 24 characters each way."""
    cut = max((text.rfind(char, 0, start) for char in _ENDS), default=-1) + 1
    stops = [at for char in _ENDS if (at := text.find(char, end)) >= 0]
    stop = min(stops, default=len(text))
    earlier = text[max(0, cut - _REACH) : max(0, cut - 1)]
    for char in _ENDS:
        earlier = earlier.rsplit(char, 1)[-1]
    later = re.split(r"[,。;!?\n…]", text[stop + 1 : stop + 1 + _REACH])[0]
    return Around(
        text[max(cut, start - _REACH) : start],
        text[end : min(stop, end + _REACH)],
        earlier,
        later,
        text,
        text[start:end],
    )
