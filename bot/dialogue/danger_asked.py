"""A question beside words of danger: the safety words come first, then its answer. Nothing asked is lost."""

from __future__ import annotations

import re

from bot.dialogue import danger, giving, meant, several
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.queries import QUESTIONS, Heard, Texts
from bot.dialogue.talk import Talk

_CLAUSE = re.compile(r"[，,。.;；?？!！\n]+|(?<=[^a-zA-Z])\s+")
_NO_WORD = re.compile(r"[\W_]+")
#: A shorter part is no question of its own.
PART_CHARS = 4
#: A cry for help asks for no article of law.
_CRY = re.compile(
    r"(?:我|俺|额|该|现在|可|这|那|到底|快|谁|能|来|求|你们?|您|大家|法官|同志|请|啊|呀|呢|了|吗|在外地|我们)*"
    r"(?:怎么办|咋办|咋整|咋弄|怎么弄|怎么整|救命|救救我?|帮帮我?|帮帮忙|有人吗|在吗|在不在|[你您]好|喂|哈喽|hello)(?:啊|呀|呢|吧|了)*"
)


def listen(talk: Talk) -> bool:
    """你好, 有人吗, 怎么办 after a sign of danger ask for somebody, not for a menu or an article of law."""
    if talk.incoming.payload or not talk.text or not danger.watched(talk):
        return False
    if not _CRY.fullmatch(_NO_WORD.sub("", talk.text)):
        return False
    danger.stay_on(talk)
    return True


def asks(talk: Talk) -> bool:
    """Whether a message that raised an alarm also asks something that an answer may be found for.

    Who threatens is not told what it would cost him: he might weigh it.
    """
    if talk.verdict != "danger" or talk.session.danger_kind == danger.ANGER:
        return False
    return bool(_parts(talk.text, talk.k))


def apart(asked: Texts, knowledge: Knowledge) -> Texts:
    """What is asked beside words of danger has to be understood without them."""
    if not _asking(asked.whole) or not any(alarm.urgent for alarm in knowledge.alarms(asked.whole)):
        return asked  # most messages ask nothing and need no second screening
    return Texts(asked.whole, _parts(asked.whole, knowledge))


def answer(talk: Talk, heard: Heard) -> None:
    """The answers that are sure, under the safety words; the turn stays one of danger."""
    given: set[str] = set()
    for text, meaning in heard.questions:
        entry = meant.entry_of(talk, meaning, text)
        if entry and entry.id not in given:
            given.add(entry.id)
            giving.answer_question(talk, entry)
    talk.verdict = "danger"


def _parts(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(part for part in _asking(text) if not knowledge.alarms(part))[:QUESTIONS]


def _asking(text: str) -> list[str]:
    parts = [part for part in _CLAUSE.split(text) if part and not _CRY.fullmatch(part)]
    return [part for part in parts if several.asks(part) and len(part) >= PART_CHARS]
