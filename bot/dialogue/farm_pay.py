"""Pay for work on a farm goes to labour, whatever else the model hears in it."""

from __future__ import annotations

from bot.text import farm_hands
from nlu.parse import Ranked, Understanding

WAGE = "dispute/wage_claim"
#: How sure the words are.
SURE = 0.9


def meant(text: str, meaning: Understanding) -> Understanding:
    """The understanding with the claim for wages first, where the words tell of unpaid farm work."""
    if meaning.top.name.startswith("faq/") or not farm_hands.unpaid(text):
        return meaning
    rest = [Ranked(one.name, one.confidence * (1 - SURE)) for one in meaning.ranked if one.name != WAGE]
    return Understanding((Ranked(WAGE, SURE), *rest), max(meaning.in_scope, SURE), meaning.source)
