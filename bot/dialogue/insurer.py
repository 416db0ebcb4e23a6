"""保险公司是人保: told of an accident it is who insured the other car, not who drove it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.dialogue.knowledge import Told
from bot.dialogue.talk import Talk

#: The question by which a flow knows an insurer from the other side.
STEP: Final = "insurance"
SOURCE: Final = "道交解释22"
_BEFORE = re.compile(
    r"(?:保险公司?|保险|车险|商业险|交强险|三者险|投保|承保|[保上入买]的)(?:的|方|是|叫|为|在|买|上|入|投|:|：)*$|[在从]$"
)
_AFTER = re.compile(r"(?:这儿|那儿|那里)?(?:的|给)?(?:车险|保险|三者|保单|承保|[买投上入]的?保|[买投上入])")
#: Who is sued, or refuses to pay, is a side.
_SUED = re.compile(r"告|起诉|被告|被申请人|拒赔|不[肯给]?赔|不理赔|只赔|少赔")


def left_out(talk: Talk, found: Sequence[Told], text: str) -> Sequence[Told]:
    """The facts without an insurer that is only named as one; its name is said back, with what it is for."""
    insurers = named(talk, found, text)
    if insurers:
        talk.say("insurer_heard", name=insurers[0].shown, source=talk.k.sources((SOURCE,)))
    return [fact for fact in found if fact not in insurers]


def named(talk: Talk, found: Sequence[Told], text: str) -> list[Told]:
    """The insurers that words name as such, in a flow that asks about the insurance."""
    if all(step.id != STEP for step in talk.flow.steps) or _SUED.search(text):
        return []
    return [fact for fact in found if fact.type == "org" and _insures(fact, text)]


def _insures(fact: Told, text: str) -> bool:
    before = text[max(0, fact.start - 10) : fact.start]
    after = text[fact.end : fact.end + 8]
    told = _BEFORE.search(before)
    if told and told[0] in {"在", "从"}:
        return _AFTER.match(after) is not None
    return told is not None or _AFTER.match(after) is not None
