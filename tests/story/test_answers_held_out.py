"""What the dialogue makes of phrasings the model was never trained on: answered, offered, or left alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

import pytest

from bot import library, understanding
from bot.dialogue import turn
from bot.dialogue.session import Session
from bot.dialogue.talk import Outcome
from bot.model import Channel, Incoming, Kind
from nlu import dataset
from nlu.client import RasaClient
from nlu.keywords import Keywords
from tests.conftest_nlu import Rasa
from tests.story.test_digressions import NOW

#: Every so many held-out lines are asked, but every idle one: of a quarter of those, 1 % is a single line.
EACH = 4
#: Who asks these may be in danger: an alarm is no fault there.
GRAVE = {
    "faq/protection_order",
    "door/criminal",
    "faq/fight_hurt",
    "faq/i_hurt_someone",
    "faq/photo_published",
}


def answer_of(outcome: Outcome) -> str:
    """`faq/<id>` given at once, else the verdict."""
    cards = [say.card.data["id"] for say in outcome.says if say.card and say.card.kind == "faq"]
    return f"faq/{cards[0]}" if cards else outcome.verdict


def offered(outcome: Outcome) -> set[str]:
    """FAQ entries among the buttons."""
    payloads = [button.payload for say in outcome.says for button in say.buttons]
    return {payload.replace("faq:", "faq/", 1) for payload in payloads if payload.startswith("faq:")}


@pytest.mark.nlu
@pytest.mark.timeout(400)  # trains where no test before it did
async def test_questions_are_answered_rightly_and_idle_talk_is_not(
    rasa: Rasa, shipped: library.Library, keywords: Keywords
) -> None:
    k = library.knowledge(shipped, library.Published(), date(2026, 11, 22), "准格尔旗人民法院")
    held = dataset.held_out().lines
    lines = [line for n, line in enumerate(held) if n % EACH == 0 or line.intent == "out_of_scope"]
    count: Counter[str] = Counter()
    async with RasaClient(rasa.url, rasa.token, keywords=keywords, timeout_s=10) as client:
        for line in lines:
            incoming = Incoming(Channel.WEB, "u", "m", Kind.TEXT, NOW, line.text)
            outcome = turn.hear(Session(noticed=True), incoming, k)
            if outcome is None:
                heard = await understanding.hear(client, Session(noticed=True), incoming, k)
                outcome = turn.hear_understood(Session(noticed=True), incoming, k, heard)
            given, kind = answer_of(outcome), line.intent.partition("/")[0]
            count[kind] += 1
            count[f"{kind} answered"] += given.startswith("faq/")
            count[f"{kind} right"] += given == line.intent
            count[f"{kind} in reach"] += given == line.intent or line.intent in offered(outcome)
            count[f"{kind} begun"] += given in {"begin", "door"}
            await asyncio.sleep(0)
    idle = count["out_of_scope"]
    assert count["faq right"] >= 0.93 * count["faq answered"]
    assert count["faq answered"] >= 0.70 * count["faq"]
    assert count["faq in reach"] >= 0.80 * count["faq"]
    assert count["out_of_scope answered"] + count["out_of_scope begun"] <= 0.01 * idle


def test_ordinary_questions_raise_no_alarm(shipped: library.Library) -> None:
    """Of all held-out phrasings but those that may tell of danger."""
    k = library.knowledge(shipped, library.Published(), date(2026, 11, 22), "准格尔旗人民法院")
    held = [line for line in dataset.held_out().lines if line.intent not in GRAVE]
    calm = [line.text for line in held if line.intent.partition("/")[0] in {"faq", "dispute", "door"}]
    alarmed = [text for text in calm if any(one.urgent for one in k.alarms(text))]
    assert len(alarmed) <= 0.02 * len(calm)
