"""Ask the model about a message; and what `python -m bot understand` and `POST /api/understand` answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.dialogue import danger_asked, queries, several
from bot.dialogue.knowledge import Knowledge, Limits
from bot.dialogue.queries import Heard
from bot.dialogue.session import Session
from bot.law import screening
from bot.model import Incoming
from bot.ports import Understander
from bot.text.fact import Fact
from bot.text.facts import outward
from flows.engine import Json
from nlu.parse import Understanding

FAQ_SHOWN = 5


async def hear(
    understander: Understander, session: Session, incoming: Incoming, knowledge: Knowledge
) -> Heard:
    """What a message means: itself, its questions, and a follow-up in its context, side by side."""
    asked = several.apart(queries.texts(session, incoming, knowledge), knowledge.subjects)
    asked = danger_asked.apart(asked, knowledge)
    return queries.heard(asked, await asyncio.gather(*map(understander.understand, asked.all())))


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
