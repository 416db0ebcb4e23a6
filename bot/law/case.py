"""What kind of case the answers of a flow make, and which side the person talking to us is on."""

from __future__ import annotations

from bot.law.answers import Answers, choice
from bot.law.jurisdiction import disputes
from bot.law.rows import Row, rows, section, table, text, texts

#: Words of a condition about any answer: it was given, or it was not (never asked, skipped, not known).
KNOWN, UNKNOWN = "known", "unknown"


def dispute_of(answers: Answers) -> str:
    """The kind of dispute: given as `flow` or `label`, else guessed from fields and the free description."""
    for key in ("flow", "label", "dispute"):
        if str(answers.get(key) or "") in disputes():
            return str(answers[key])
    fields = section(table("jurisdiction"), "fields")
    for name in fields:
        if name in answers:
            return text(fields, name)
    words = str(answers.get("dispute") or "")
    hints = section(table("jurisdiction"), "hints")
    for label in hints:
        if any(hint in words for hint in texts(hints, label)):
            return label
    return "other_civil"


def holds(condition: Row, answers: Answers) -> bool:
    """Whether every field has one of the option keys listed for it; `known` and `unknown` fit any answer."""
    return all(
        _one(answers, name) in texts(condition, name) or _any(condition, answers, name) for name in condition
    )


def _one(answers: Answers, name: str) -> str:
    return choice(answers, name) if isinstance(answers.get(name), str | bool) else ""


def _any(condition: Row, answers: Answers, name: str) -> bool:
    return (UNKNOWN if answers.get(name) in (None, "") else KNOWN) in texts(condition, name)


def first_fitting(table_rows: list[Row], answers: Answers) -> Row | None:
    """The first row whose `when` holds; a row without one always does."""
    return next((row for row in table_rows if holds(section(row, "when"), answers)), None)


def owes(answers: Answers) -> bool:
    """Whether the person talking to us is the one from whom something is wanted (tables/sides.yml)."""
    book = table("sides")
    if any(holds(row, answers) for row in rows(book, "claims_all_the_same")):
        return False
    return any(holds(row, answers) for row in rows(book, "owes"))
