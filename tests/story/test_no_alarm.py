"""What the bot itself offers to say, and how it is steered, is never taken for danger."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue import turn
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.model import Channel, Incoming, Kind
from tests.story.test_digressions import NOW, at_step, every_step


@pytest.fixture(scope="module")
def knowledge(shipped: library.Library) -> Knowledge:
    return library.knowledge(shipped, library.Published(), date(2026, 11, 22), "准格尔旗人民法院")


def verdict(session: Session, text: str, k: Knowledge) -> str:
    outcome = turn.hear(session, Incoming(Channel.WEB, "u", "m", Kind.TEXT, NOW, text), k)
    return outcome.verdict if outcome else ""


def test_no_command_alarms_or_fails_without_a_form(shipped: library.Library, knowledge: Knowledge) -> None:
    words = {word for command in shipped.commands for word in (command.title, *command.exact)}
    assert [word for word in sorted(words) if verdict(Session(), word, knowledge) == "danger"] == []


def test_no_option_of_any_question_alarms(shipped: library.Library, knowledge: Knowledge) -> None:
    alarmed = []
    for flow, step in every_step(shipped):
        if not step.options:
            continue
        session = Session(form=at_step(flow, step))
        for option in step.options.values():
            alarmed += [
                (flow.id, step.id, word)
                for word in map(str, (option.label, *option.words))
                if verdict(session, word, knowledge) == "danger"
            ]
    assert alarmed == []
