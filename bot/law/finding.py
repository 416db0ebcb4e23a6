"""What a rule finds, in words for the citizen and for the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

#: Aside that stands behind every sentence for a citizen.
ASIDE = "仅供参考"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `level` info | warn | stop; no rule says stop: a door is a suggestion."""

    rule: str
    level: str
    for_citizen: str
    for_desk: str
    citations: tuple[str, ...] = ()
    door: str = ""
    until: str = ""  #: last day of the limit it speaks of, ISO; empty where there is none or it is not known


Rule = Callable[[Mapping[str, object], date], list[Finding]]


def aside(words: str) -> str:
    """The sentence with （仅供参考） behind it; empty stays empty."""
    return f"{words.rstrip('。')}。（{ASIDE}）" if words else ""
