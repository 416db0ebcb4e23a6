"""Which questions the words of another may answer, and which facts of a story only another says. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue import lists
from bot.text import hearsay
from flows.engine import Answer
from flows.schema import Flow, Step

#: Readers of what people know of others by hearing it (他说他叫王强) and of free words.
_EXEMPT = frozenset(
    {"name", "party", "phone", "id_number", "address", "text", "short_text", "table", "consent"}
)
#: Questions about what the other side says, and options that are its words.
_ASKS_OTHERS = re.compile(r"(?:他|她|对方|商家|别人|老板|物业|单位)[^，。？?、]{0,4}(?:说|承认|答应|认)")
_THEIR_WORDS = re.compile(r"不认|^认|认账|承认|都说|说我|[他她]说")


def may_answer(step: Step) -> bool:
    """Whether what another says is itself what the question asks for."""
    words = [word for option in step.options.values() for word in (option.label, *option.words)]
    asked = _ASKS_OTHERS.search(step.ask) or any(_THEIR_WORDS.search(word) for word in words)
    return step.read in _EXEMPT or bool(step.scope) or bool(asked)


def parted(flow: Flow, text: str, facts: Mapping[str, Answer]) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """Facts of a story that are the writer's own, and those that only another says, by step.

    Days, names and what was lent stay: who tells of the promise of another tells a fact.
    """
    spans = hearsay.spans(text)
    others = {
        step.id: facts[step.id]
        for step in (flow.steps if spans else ())
        if step.id in facts
        and (step.options or step.read == "rate" or step.id == "evidence" or lists.REPAID in step.facts)
        and (step.id == "evidence" or not may_answer(step))
        and any(start <= facts[step.id].start < end for start, end in spans)
    }
    return {key: one for key, one in facts.items() if key not in others}, others
