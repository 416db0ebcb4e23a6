"""Every sign of danger of one who waits: the gravest with its words, and the lesser ones beside it. Pure."""

from __future__ import annotations

from typing import Final

from bot.law import danger_kinds
from bot.model import Handoff

#: So many kinds are kept; who says more than that is long since helped as the gravest wants it.
MOST: Final = 4
Heard = tuple[str, str]  #: (flag of danger_kinds.yml, masked words)


def heard(existing: Handoff, asked: Handoff) -> list[Heard]:
    """All that count after a second sign, the gravest first; of one kind the newest words.

    What its mediator found to be no danger counts no longer beside a new sign.
    """
    known = [(existing.danger, existing.alarm), *existing.lesser]
    if asked.danger or asked.alarm:
        if not existing.urgent:
            known = []
        words = asked.alarm or dict(known).get(asked.danger, "")
        known = [(asked.danger, words), *(one for one in known if one[0] != asked.danger)]
    found = [one for one in known if any(one)]
    return sorted(found, key=lambda one: danger_kinds.place(one[0]))[:MOST]


def joined(alarm: str, lesser: tuple[Heard, ...]) -> str:
    """As the sealed cell keeps them: the gravest one's words, then a line `flag<tab>words` for each other."""
    lines = [alarm, *(f"{flag}\t{words}" for flag, words in lesser)]
    return "\n".join(" ".join(line.splitlines()) for line in lines).rstrip("\n")


def parted(cell: str) -> tuple[str, tuple[Heard, ...]]:
    """What `joined` put together."""
    alarm, *others = cell.split("\n")
    parts = (line.partition("\t") for line in others)
    return alarm, tuple((flag, words) for flag, _, words in parts)
