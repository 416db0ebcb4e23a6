"""What `python -m bot understand` and `POST /api/understand` answer, in the shape of the README."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.knowledge import Limits
from bot.law import screening
from bot.text.facts import Fact, outward
from flows.engine import Json
from nlu.parse import Understanding

FAQ_SHOWN = 5


def as_row(text: str, meaning: Understanding, facts: Sequence[Fact], limits: Limits) -> dict[str, Json]:
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
        "facts": [outward(fact) for fact in facts],
    }
