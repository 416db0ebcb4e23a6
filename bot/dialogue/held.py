"""While a person holds the chat the bot is silent but for danger: it keeps files, and passes one wish on."""

from __future__ import annotations

from bot.dialogue import danger, evidence, filing
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Outcome, Talk
from bot.model import Incoming
from bot.text.reading import is_question


def hear(session: Session, incoming: Incoming, knowledge: Knowledge) -> Outcome:
    """What a message does while a mediator talks with the citizen."""
    talk = Talk(session, incoming, knowledge)
    talk.verdict = "human"
    evidence.keep_silently(talk)
    danger.while_held(talk)
    command = incoming.payload.removeprefix("cmd:") or knowledge.command(talk.text)
    if command == "file_now" and not is_question(talk.text):
        filing.wish(talk)
    elif command == "mediate":
        filing.wish_back(talk)
    return talk.outcome()
