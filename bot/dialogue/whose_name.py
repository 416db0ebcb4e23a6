"""Whether a name is one, and whose: a place is nobody, and one's own name is not that of the other side."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.introduced import NAME
from bot.dialogue.talk import Talk
from bot.text import place_said
from bot.text.reading import Reading, Refusal
from flows.schema import Step

#: The fact that the question for the other side is answered by.
_OTHER = "person:respondent"
#: 我叫王秀兰, where the other side is asked for; 我叫他老王 names him.
_ME = re.compile(r"(?:我|俺|本人)(?:的?(?:名字|姓名))?(?:叫|是|名叫|姓)(?!他|她|人家|对方|给|跟|被)")


def checked(talk: Talk, step: Step, text: str, reading: Reading | Refusal | None) -> Reading | Refusal | None:
    """The reading of a name; refused where it is a place, read back where it is the writer's own."""
    if step.read not in {"party", "name"} or not isinstance(reading, Reading) or reading.kind != "name":
        return reading
    if place_said.only(text, talk.context(step)):
        return Refusal(talk.words("name_is_place", said=reading.shown))
    if _OTHER not in step.facts or not _own(talk, text, reading):
        return reading
    return replace(reading, confirm=talk.words("name_is_own", said=reading.shown))


def _own(talk: Talk, text: str, reading: Reading) -> bool:
    known = str((talk.session.about or {}).get(NAME) or "")
    return reading.value == known or _ME.match(text.strip()) is not None
