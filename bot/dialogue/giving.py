"""Give a reviewed answer of the FAQ, with its sources and the way on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.intake import CHOICES
from bot.dialogue.knowledge import VERSION
from bot.dialogue.talk import Talk
from bot.model import Button, Card
from flows.engine import Json
from flows.questions import NEXT_COMMANDS, Entry


def answer_question(talk: Talk, entry: Entry) -> None:
    """A reviewed answer with its sources; the form is not touched, its question is asked again afterwards.

    One whose law was repealed is not given until it was reviewed: what lies nearest, and a person.
    """
    if entry.id in talk.k.checking:
        _under_review(talk, entry)
        return
    data: dict[str, Json] = {
        "id": entry.id,
        "rate": True,
        "answer": entry.answer,
        "citations": [
            {"title": s.title + VERSION.format(year=s.since.year), "gist": s.gist, "quote": s.quote}
            for s in map(talk.k.source, entry.citations)
        ],
    }
    buttons = list(next_buttons(talk, entry)) if talk.session.form is None else []
    sources = talk.k.sources(entry.citations)
    talk.say("faq", buttons, Card("faq", data), answer=entry.answer, citations=sources)
    talk.change(topic=entry.id, reckoned="")
    if talk.session.asking and talk.session.asking["kind"] in {"triage", "door"}:
        talk.change(asking=None)  # the question found its answer; the choice is past
    talk.verdict = "faq"


def _under_review(talk: Talk, entry: Entry) -> None:
    near = [e for e in talk.k.faq.values() if e.topic == entry.topic and e.in_force(talk.k.today)]
    buttons = [Button(e.question, f"faq:{e.id}") for e in near[:CHOICES]]
    talk.say("faq_under_review", [*buttons, *talk.command_buttons("human")])
    talk.verdict = "faq_under_review"


def next_buttons(talk: Talk, entry: Entry) -> Sequence[Button]:
    """What an answer leads to: an intake, another door, another answer or a command."""
    kind, _, name = entry.next.partition(":")
    if kind == "flow" and (name in talk.k.flows or name in talk.k.labels):
        return (Button(talk.words("register_now"), f"flow:{name}"),)
    if kind == "door" and name in talk.k.doors:
        return (Button(talk.k.doors[name].title, f"door:{name}"),)
    if kind == "faq" and (after := talk.k.faq.get(name)) and after.in_force(talk.k.today):
        return (Button(after.question, entry.next),)
    return talk.command_buttons(name) if kind == "cmd" and name in NEXT_COMMANDS else ()
