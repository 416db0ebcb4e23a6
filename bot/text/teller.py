"""Who writes: the one who asks for something, or the one who is sued or asked to pay."""

from __future__ import annotations

import re
from functools import cache

from bot.text import role_model
from bot.text.name_features import told_by_the_other_side
from bot.text.role_features import Features

#: characters before and behind a word that points at the writer, and of the opening of a story
_BEFORE, _AFTER, _OPENING = 5, 6, 12
_GRAMS = (1, 2, 3, 4)
#: length of the vector of all characters
_ALL = 10


@cache
def _writer() -> re.Pattern[str]:
    return re.compile("我|俺|咱|本人|告|传票|起诉")


def features(text: str) -> Features:
    """Return the characters about every word that points at the writer, and what the rules say."""
    stretches = [f"^{text[:_OPENING]}"]
    stretches += [text[max(0, m.start() - _BEFORE) : m.end() + _AFTER] for m in _writer().finditer(text)]
    grams = {
        stretch[at : at + size]
        for stretch in stretches
        for size in _GRAMS
        for at in range(len(stretch) - size + 1)
    }
    found = dict.fromkeys(sorted(grams), _ALL / max(len(grams), 1) ** 0.5)
    found["owes"] = float(told_by_the_other_side(text))
    return found


def sued(text: str) -> float:
    """Return the chance that the writer is the one who is sued or asked to pay."""
    return role_model.chances(role_model.model().teller, features(text))["sued"]
