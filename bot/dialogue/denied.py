"""A paper that was never made, said in running words: 借给他三万没打借条 answers the question about it."""

from __future__ import annotations

import re

from bot.dialogue.talk import Talk
from flows.engine import Answer
from flows.schema import Step

#: The option that says there is none, and how facts name a piece of evidence.
NO, EVIDENCE = "no", "evidence:"
_NEVER = (
    r"(?<![有是])(?:没有?|未曾?|不曾|也?没能)(?:让他|叫他|给我|跟我|和我|给|跟他)?"
    r"(?:打|要|写|立|签|开|留|办|拿|保存|录)?(?:过|下|个|张|一张|任何|什么|书面的?)*"
)
#: The same behind the name: 收条没写, 合同也没签; not 借条没丢.
_WITHOUT = (
    r"(?:也|都|就|从来|当时|一直)*没(?:有|给|让)?(?:我|他)?(?:打|要|写|立|签|开|留|办|拿)?(?:过|下|成)?"
    r"(?=$|[,，。;；、!！\s]|的|呢|啊)"
)


def told(talk: Talk, text: str, line: int) -> dict[str, Answer]:
    """Answers 没有 by the step that asks for the paper."""
    out: dict[str, Answer] = {}
    for step in talk.flow.steps:
        names = _names(step) if NO in step.options and not step.scope else []
        name = f"(?:{'|'.join(names)})"
        found = re.search(rf"{_NEVER}{name}(?![吗么?？丢])|{name}{_WITHOUT}", text) if names else None
        if found:
            label = step.options[NO].label
            out[step.id] = Answer(NO, label, line or talk.line, *found.span(), "told", confirmed=False)
    return out


def _names(step: Step) -> list[str]:
    """How the paper is called; none for questions about anything else."""
    papers = [spec.removeprefix(EVIDENCE) for spec in step.facts if spec.startswith(EVIDENCE)]
    return [re.escape(name) for name in (*papers, step.label, *step.aka)] if papers else []
