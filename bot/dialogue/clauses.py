"""Clauses of a message that are, word for word, the answer to some question of the flow. Pure.

转账的，没约定利息，一分没还: the readers of facts find values; what is *not* there is said in whole clauses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from bot.dialogue.knowledge import plain
from flows.engine import Answer
from flows.schema import Flow, Step

#: Shorter words (没有, 不知道) answer whatever was asked last, never another question.
OWN_CHARS = 3
_CLAUSES = re.compile(r"[^，,。．；;！!？?、\n]+")
_DENIED = re.compile(r"(?:没有?|不是|不|未|无)(?:再|过|什么)?$")
#: The option that says there is none.
NO = "no"
_NOTHING = r"(?:也|都|就|当时|从来)?(?:没有?|未)(?:约定|说|写|谈|讲|定|提|打|签|立|办)?"


def said(flow: Flow, text: str, line: int, skip: Collection[str]) -> dict[str, Answer]:
    """Answers by step; only what the whole clause says, and only where no other question could be meant."""
    owners = _owners(flow)
    found: dict[str, Answer] = {}
    for clause in _CLAUSES.finditer(text):
        words = plain(clause[0])
        own = owners.get(words) if len(words) >= OWN_CHARS else None
        own = own or _named_nothing(flow, words)
        if own is None or own[0] in found or own[0] in skip:
            continue
        step_id, key = own
        step = flow.step(step_id)
        shown = step.options[key].label if key else step.unknown
        found[step_id] = Answer(key or None, shown, line, *clause.span(), "told", confirmed=False)
    return found


def named(flow: Flow, text: str, line: int, skip: Collection[str]) -> dict[str, Answer]:
    """Options named anywhere in the words, of the steps that listen for it: 楼上漏水把我家泡了; one alone."""
    found: dict[str, Answer] = {}
    for step in flow.steps:
        hits = [] if step.id in skip or not step.hear else _options_in(step, text)
        if len({key for key, _ in hits}) == 1:
            key, at = hits[0]
            found[step.id] = Answer(key, step.options[key].label, line, *at, "told", confirmed=False)
    return found


def _options_in(step: Step, text: str) -> list[tuple[str, tuple[int, int]]]:
    """(option, place) of each of its words of two characters or more that is not denied."""
    return [
        (key, found.span())
        for key, option in step.options.items()
        for word in (option.label, *option.words)
        if len(word) > 1
        for found in re.finditer(re.escape(word), text)
        if not _DENIED.search(text[: found.start()])
    ]


def _owners(flow: Flow) -> dict[str, tuple[str, str]]:
    """Words -> (step, option or ""), for words that belong to one question alone; consents are never told."""
    rows = [row for step in flow.steps if not step.scope for row in _own_words(step)]
    many = Counter(words for words, _, _ in rows)
    return {words: (step, key) for words, step, key in rows if many[words] == 1}


def _own_words(step: Step) -> Iterator[tuple[str, str, str]]:
    if step.unknown:
        yield plain(step.unknown), step.id, ""
    for key, option in step.options.items():
        for words in {plain(option.label), *map(plain, option.words)}:
            yield words, step.id, key


def _named_nothing(flow: Flow, words: str) -> tuple[str, str] | None:
    """没约定利息, 没打条子: the one step that is named and may be answered with nothing, else None."""
    named = {
        (step.id, "" if step.unknown else NO)
        for step in flow.steps
        if (step.unknown or NO in step.options)
        and not step.scope
        and any(
            re.fullmatch(rf"{_NOTHING}过?{name}|{name}{_NOTHING}[过好]?", words)
            for name in map(re.escape, {step.label, *step.aka})
        )
    }
    return named.pop() if len(named) == 1 else None
