"""Applicants under age: their guardian acts for them, and has to consent to the use of their data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.law.rows import number, section, table, text, texts
from bot.text.identity import person


@dataclass(frozen=True, slots=True)
class Minor:
    """What to say about an applicant's age."""

    say: str
    desk: str
    citations: tuple[str, ...]


def minor(answers: Mapping[str, object], today: date) -> Minor | None:
    """By the applicant's id number; None for adults and where no number is known.

    Source: 民法典第19条、第23条；个人信息保护法第31条.
    """
    given = answers.get("applicant_id")
    if not isinstance(given, str):
        return None
    age = person(given, today).age(today)
    for key in ("under_14", "under_18"):
        row = section(table("minors"), key)
        if age < number(row, "age"):
            return Minor(text(row, "say"), text(row, "desk"), texts(row, "law"))
    return None
