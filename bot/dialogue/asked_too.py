"""A question in a story that registers a dispute: the answer comes first, then the intake goes on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import giving
from bot.dialogue.talk import Talk
from flows.engine import Json
from flows.questions import Entry

#: Key of the answers near to a story whose kind of dispute is asked, in `Session.asking`.
NEAR = "near"


def leads_to(entry: Entry, label: str) -> bool:
    """Whether an answer speaks of this kind of dispute."""
    return entry.next == f"flow:{label}"


def answer_first(talk: Talk, entry: Entry) -> bool:
    """Put the answer before what is said already; the intake that was begun stays what the turn did."""
    said, verdict = talk.says, talk.verdict
    talk.says = []
    giving.answer_question(talk, entry)
    talk.says += said
    talk.verdict = verdict
    return True


def answer_near(talk: Talk, open_: Mapping[str, Json], label: str) -> None:
    """The answer to what the story asked, now that its kind of dispute is chosen."""
    near = open_.get(NEAR)
    entries = [talk.k.faq.get(str(name)) for name in near] if isinstance(near, list) else []
    found = next((one for one in entries if one and leads_to(one, label)), None)
    if found and found.in_force(talk.k.today):
        answer_first(talk, found)
