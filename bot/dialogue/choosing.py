"""Which option of a question the words choose: to the letter, by a reader, by plain words of consent."""

from __future__ import annotations

from bot.dialogue import agreeing, headcount, joint, on_topic, side
from bot.dialogue.knowledge import plain
from bot.dialogue.talk import Talk
from bot.text import place_alone, row_totals
from bot.text.reading import Reading, Refusal
from flows.engine import Answer
from flows.schema import Step

#: A longer message says more than yes or no.
YES_NO_CHARS = 8
#: Consents to the use of personal data take nothing but the words of their options.
STRICT_SCOPES = frozenset({"personal_data", "sensitive_data"})
YES, NO = "yes", "no"


def consent(talk: Talk, step: Step, text: str, *, asks: bool) -> Answer | None:
    """An option's own words, and nothing that is less than plain (个保法14, 29); `asks`: a question."""
    said = option_said(talk, step, text)
    if said or step.scope in STRICT_SCOPES or asks:
        return said
    key = agreeing.consent(step, text)
    return Answer(key, step.options[key].label, talk.line, 0, len(text)) if key in step.options else None


def option_said(talk: Talk, step: Step, text: str) -> Answer | None:
    """The option whose label or other words the text is, to the letter."""
    short = plain(text)
    for key, option in step.options.items():
        if short in {plain(option.label), *map(plain, option.words)}:
            return Answer(key, option.label, talk.line, 0, len(text))
    return None


def choice(talk: Talk, step: Step, text: str) -> Answer | Refusal | None:
    """The option that the words choose; None where they are the answer to another question."""
    if said := option_said(talk, step, text) or joint.chosen(step, text, talk.line):
        return said
    if told := side.chosen(talk.flow, step, text, talk.line):
        return told
    text = on_topic.without_remarks(step, text)
    if not text or on_topic.answers_another(talk, step, text) or _only_place(talk, step, text):
        return None
    reading = talk.k.readers["choice"](text, talk.context(step))
    if reading is None and {YES, NO} <= set(step.options) and len(text) <= YES_NO_CHARS:
        reading = talk.k.readers["yes_no"](text, talk.context(step))
    if isinstance(reading, Reading) and str(reading.value) in step.options:
        key = str(reading.value)
        shown = headcount.shown(step, step.options[key].label, row_totals.people(text))
        return Answer(key, shown, talk.line, reading.start, reading.end)
    return reading if isinstance(reading, Refusal) else None


def _only_place(talk: Talk, step: Step, text: str) -> bool:
    """德胜有梁村 holds 有 and is no yes; 纳林村委会 names an option that asks for such a one."""
    named = any(
        len(word) > 1 and word in text for one in step.options.values() for word in (one.label, *one.words)
    )
    return not named and place_alone.alone(text, talk.context(step))
