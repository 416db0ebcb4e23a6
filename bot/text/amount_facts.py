"""Sums of a story with their parts."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text import amounts
from bot.text.amount_roles import amount_role
from bot.text.fact import Fact, free, made
from bot.text.fact_roles import around
from bot.text.normalise import Normal
from bot.text.reading import Context, Reading, flat
from bot.text.topics import Topic

#: confidence of a number that nothing marks as money, and of a part plain enough to make it one
_BARE, _TOLD = 0.6, 0.65
_GUESSED = 0.62
#: confidence of a bare number that no rule gives a part; without one from the role model it is left out
HIDDEN = 0.05


def find_in(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    """Return the sums; a bare number counts where the words beside it give it a part."""
    out = []
    for reading in amounts.find_loose_in(plain, context):
        if not free(reading, taken):
            continue
        role, sure = amount_role(around(plain.text, reading.start, reading.end), kind)
        bare = reading.confidence <= _BARE
        if not bare:
            told = bool(role) and sure >= _TOLD
            out.append(made(replace(reading, confidence=1.0) if told else reading, role, sure))
        elif _may_be_money(reading):
            told = bool(role) and sure >= _TOLD
            out.append(
                made(replace(reading, confidence=0.8), role, max(sure, 0.8))
                if told
                else made(replace(reading, confidence=HIDDEN))
            )
    taken += [(one.start, one.end) for one in out if one.confidence > HIDDEN]
    return _with_principal(plain.text, out) if kind == "loan" else out


def _with_principal(text: str, found: list[Fact]) -> list[Fact]:
    """The first sum of a loan that no words claim for another part is what was lent."""
    first = next((one for one in found if one.confidence > HIDDEN), None)
    if first is None or first.role or any(one.role == "principal" for one in found):
        return found
    if not re.search(r"借|欠|透支|贷|拿", text[max(0, first.start - 24) : first.start]):
        return found
    told = replace(first, role="principal", confidence=_GUESSED)
    return [told if one is first else one for one in found]


def _may_be_money(reading: Reading) -> bool:
    return 10_000 <= int(str(flat(reading.value)["high_fen"])) <= 10**10
