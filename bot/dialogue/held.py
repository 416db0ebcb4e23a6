"""While a person holds the chat the bot is silent: it keeps files, sees danger, and passes one wish on."""

from __future__ import annotations

from bot.dialogue import danger, evidence, filing
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Outcome, Talk
from bot.model import Incoming
from bot.text.mask import mask_text
from bot.text.reading import is_question


def hear(session: Session, incoming: Incoming, knowledge: Knowledge) -> Outcome:
    """What a message does while a mediator talks with the citizen."""
    talk = Talk(session, incoming, knowledge)
    talk.verdict = "human"
    evidence.keep_silently(talk)
    sent = danger.told(incoming)
    if urgent := next((a for a in knowledge.alarms(sent) if a.urgent), None):
        quoted = knowledge.quote(mask_text(sent), urgent.words)
        talk.effect("handoff", reason="危险", urgent=True, flag=urgent.kind, quote=quoted)
    command = incoming.payload.removeprefix("cmd:") or knowledge.command(talk.text)
    if command == "file_now" and not is_question(talk.text):
        filing.wish(talk)
    elif command == "mediate":
        filing.wish_back(talk)
    return talk.outcome()
