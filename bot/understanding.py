"""What `python -m bot understand` and `POST /api/understand` answer, in the shape of the README."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.knowledge import Limits, Told
from bot.law import screening
from bot.text.cli import reading_of
from bot.text.reading import Reading, flat
from flows.engine import Json
from nlu.parse import Understanding

FAQ_SHOWN = 5
#: Parts of a value that are told beside its reading: days of a date, bounds of a duration.
EXTRA = frozenset({"start", "end", "low_days", "high_days"})
#: Kinds of fact that only the dialogue uses.
INNER = frozenset({"side", "story"})


def as_row(text: str, meaning: Understanding, facts: Sequence[Told], limits: Limits) -> dict[str, Json]:
    """{"disputes":[{"label","confidence"}], "faq":[…], "urgent", "in_scope", "facts":[…]}.

    `disputes` hold the doors too (criminal, administrative, enforcement, procedure) and sum to one.
    """
    labels = meaning.labels()
    total = sum(row.confidence for row in labels) or 1.0
    return {
        "disputes": [{"label": r.name, "confidence": round(r.confidence / total, 4)} for r in labels],
        "faq": [{"id": r.name, "confidence": round(r.confidence, 4)} for r in meaning.faqs()[:FAQ_SHOWN]],
        "urgent": screening.danger(text),
        "in_scope": meaning.in_scope >= limits.in_scope,
        "facts": [_fact(text, fact) for fact in facts if fact.type not in INNER],
    }


def _fact(text: str, fact: Told) -> dict[str, Json]:
    reading = Reading(fact.type, fact.value, fact.shown, fact.start, fact.end, exact=True)
    row: dict[str, Json] = {"type": fact.type, "value": reading_of(reading)}
    row |= {key: value for key, value in flat(fact.value).items() if key in EXTRA}
    row |= {"role": fact.role, "text": text[fact.start : fact.end]}
    return row | {"confidence": round(fact.confidence, 2)}
