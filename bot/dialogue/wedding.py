"""Where the day of registration is asked: no certificate, and days of a feast. Pure."""

from __future__ import annotations

from typing import Final

from bot.dialogue.talk import Talk
from bot.text import weddings
from bot.text.reading import Refusal
from flows.engine import Answer
from flows.schema import Step

#: What the question for the day of registration takes from a story.
MARRIED: Final = "date:married"


def read(talk: Talk, step: Step, text: str) -> Answer | Refusal | None:
    """没领证，88年办的酒席 is "none"; 88年办的酒席 alone asks for the certificate; None for other words."""
    if MARRIED not in step.facts:
        return None
    found = (0, len(text)) if weddings.never(text) else weddings.unregistered(text)
    if found:
        return Answer(None, step.unknown, talk.line, *found)
    return Refusal(talk.words("wedding_feast", none=step.unknown)) if weddings.only_feast(text) else None


def told(talk: Talk, text: str, line: int) -> dict[str, Answer]:
    """The answer "none" by the step that asks for the day of registration."""
    found = weddings.unregistered(text)
    return {
        step.id: Answer(None, step.unknown, line or talk.line, *found, "told", confirmed=False)
        for step in talk.flow.steps
        if found and MARRIED in step.facts
    }
