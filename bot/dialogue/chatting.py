"""Small talk: a greeting, thanks, a complaint. One kind sentence, where the words say it too."""

from __future__ import annotations

from bot.dialogue.talk import Talk
from flows import small_talk as small_words

#: Kind of small talk -> its words in flows/words.yml.
SMALL_TALK = {
    "greet": "greet",
    "thanks": "thanks",
    "praise": "thanks",
    "bye": "bye",
    "who_are_you": "who",
    "complaint": "complaint",
    "abuse": "abuse",
}


def said(talk: Talk, name: str) -> bool:
    """Whether the words say the small talk the model hears in them (好吧 is no goodbye, 材料 no thanks)."""
    key = SMALL_TALK.get(name.removeprefix("chat/"), "out")
    return name.startswith("chat/") and small_words.says(key, talk.text)


def answer(talk: Talk, name: str) -> None:
    """Greetings, thanks, complaints: one kind sentence."""
    key = SMALL_TALK.get(name.removeprefix("chat/"), "out")
    talk.say(key, talk.command_buttons("human") if key in {"complaint", "abuse"} else ())
    talk.verdict = "chat"
