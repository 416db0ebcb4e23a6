"""Answers that are asked for in so many words (flows/plain_questions.yml), whatever the model thinks."""

from __future__ import annotations

from bot.dialogue.knowledge import Knowledge
from flows.questions import Entry


def entry(knowledge: Knowledge, text: str) -> Entry | None:
    """The answer that the words ask for, if it may be shown today."""
    for question in knowledge.plain_questions:
        if question.asked(text):
            found = knowledge.faq.get(question.entry) or knowledge.checking.get(question.entry)
            return found if found and found.in_force(knowledge.today) else None
    return None


def refuses(knowledge: Knowledge, text: str, entry_id: str) -> bool:
    """Whether the words speak of another matter than an answer, or lack the special one it is for."""
    if any(one.entry == entry_id and one.refuses(text) for one in knowledge.plain_questions):
        return True
    limit = knowledge.answer_limits.get(entry_id)
    return limit is not None and limit.refuses(text) and not _written(knowledge, text, entry_id)


def _written(knowledge: Knowledge, text: str, entry_id: str) -> bool:
    """Whether the answer lists these very words: whoever wrote it, an admin too, says that they mean it."""
    found = knowledge.faq.get(entry_id) or knowledge.checking.get(entry_id)
    return found is not None and text.strip() in (found.question, *found.variants)
