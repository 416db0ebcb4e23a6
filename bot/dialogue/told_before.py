"""What was told before an intake is open: kept message by message, and put into the intake it was told for.

It lies in `Session.began` until an intake begins.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.talk import Talk
from flows.engine import Json

#: Key of what was told, and how many messages are kept of it.
TOLD, MOST_TOLD = "told", 6
#: Key of the kind of dispute somebody is sued for (flows/labels.yml), where that is known.
KIND = "kind"
#: Key of the kind of dispute the last answer leads to: what was said there is told to its intake alone.
ANSWERED = "answered"
#: The same where nobody can say yet what it leads to: words beside danger are told to whatever is registered.
ANY = "*"


def remember(talk: Talk, kind: str = "", *, answered: str = "") -> None:
    """Keep this message; `kind`: what its teller is sued for, `answered`: where its answer leads."""
    if talk.session.form is not None:
        return
    began = talk.session.began or {}
    told = rows(began) if not answered or began.get(ANSWERED) in {answered, ANY, None} else []
    asked = talk.session.asking or {}
    if asked.get("kind") == "triage":  # a story whose kind of dispute was still asked
        told.append((int(str(asked.get("line", 0))), str(asked.get("story", ""))))
    kept: list[Json] = [[line, text] for line, text in [*told, (talk.line, talk.text)]]
    data: dict[str, Json] = {"story": talk.text, "line": talk.line, "others": [], TOLD: kept[-MOST_TOLD:]}
    data[KIND] = kind or str(began.get(KIND) or "")
    if answered:
        data[ANSWERED] = answered
    talk.change(began=data)


def rows(began: Mapping[str, Json] | None) -> list[tuple[int, str]]:
    """(transcript line, words) of what was told so far."""
    kept = (began or {}).get(TOLD)
    found = [row for row in kept if isinstance(row, list)] if isinstance(kept, list) else []
    return [(int(str(line)), str(text)) for line, text in found]


def leading_to(began: Mapping[str, Json] | None, label: str) -> list[tuple[int, str]]:
    """The same, of what was answered with the way to register `label` or told beside danger; else nothing."""
    return rows(began) if (began or {}).get(ANSWERED) in {label, ANY} else []


def kind(began: Mapping[str, Json] | None) -> str:
    """The kind of dispute its teller is sued for; "" where it is not known."""
    return str((began or {}).get(KIND) or "")
