"""The side of the teller, told beside the matter: 房东把我告了 answers 您是租房子的，还是房东. Pure."""

from __future__ import annotations

import re

from bot.text import side_told, suit
from flows.engine import Answer
from flows.schema import Flow, Step

#: The question for the side, in every flow that has two of them.
STEP = "side"
#: The question who is sued, where either side may be.
SUED_STEP = "sued"
#: How flows name the side that is sued, in the question `side`; where either may be (房东, 租客), words tell.
SIDES = ("respondent", "borrower")
#: Sides that nobody has to be asked about, beside the one that sues.
_BESIDE = frozenset({*SIDES, "both"})
#: Who is sued for a loan may have borrowed it, or have stood surety for it: that is asked.
_SURETY = "guarantor"
#: Kinds of dispute that only one side registers -> where the other side does, and what it is called there.
OTHERS = {"wage_claim": ("labor_dispute", "employer")}
#: Who says to be the employer, or that the workers ask him for their wages.
_EMPLOYS = re.compile(
    r"我们?(?:就)?(?:是|作为)(?:个|这个|一个)?(?:老板|雇主|单位|用人单位|公司(?:的?(?:负责人|法人|老板|人事))|包工头)"
    r"|(?:工人|员工|职工|民工|雇工|司机|保安)[^，。,我老板]{0,6}(?:找|跟|向|问|管|朝|堵)我们?(?:公司|单位|厂|店)?(?:要|讨)(?!是)"
)


def answers(flow: Flow, text: str, line: int) -> dict[str, Answer]:
    """The side a story tells, and who is sued, for the steps that ask for it."""
    found = {step.id: _told(flow, step, text, line) for step in flow.steps if step.id == STEP}
    return {key: one for key, one in found.items() if one} | suit_told(flow, text, line)


def suit_told(flow: Flow, text: str, line: int) -> dict[str, Answer]:
    """Who is sued, in a flow that asks for it."""
    found = {step.id: _of_suit(step, text, line, "told") for step in flow.steps if step.id == SUED_STEP}
    return {key: one for key, one in found.items() if one}


def chosen(flow: Flow, step: Step, text: str, line: int) -> Answer | None:
    """The side, where it is asked for and told in other words than those of an option."""
    if step.id == SUED_STEP:
        return _of_suit(step, text, line, "asked")
    return _told(flow, step, text, line, by="asked") if step.id == STEP else None


def registers(label_id: str, story: str) -> str:
    """The kind of dispute to register: who is asked for wages has another one than who is owed them."""
    if label_id not in OTHERS:
        return label_id
    found = suit.find(story)
    sued = found is not None and found.side == suit.RESPONDENT
    return OTHERS[label_id][0] if sued or _EMPLOYS.search(story) else label_id


def _told(flow: Flow, step: Step, text: str, line: int, *, by: str = "told") -> Answer | None:
    found = side_told.find(flow.id, text) or _by_suit(step, text)
    if found is None or found[0] not in step.options:
        return None
    key, start, end = found
    return Answer(key, step.options[key].label, line, start, end, by, confirmed=by == "asked")


def _by_suit(step: Step, text: str) -> tuple[str, int, int] | None:
    """The side by 我是被告, 我是原告 alone, where one side alone can be meant."""
    found = suit.find(text)
    if found is None or _SURETY in step.options:
        return None
    keys = [key for key in step.options if key not in _BESIDE]
    if found.side == suit.RESPONDENT:
        keys = [key for key in SIDES if key in step.options]
    elif "respondent" not in step.options and keys != ["lender"]:
        return None
    return (keys[0], found.start, found.end) if len(keys) == 1 else None


def _of_suit(step: Step, text: str, line: int, by: str) -> Answer | None:
    found = suit.find(text)
    if found is None:
        return None
    label = step.options[found.side].label
    return Answer(found.side, label, line, found.start, found.end, by, confirmed=by == "asked")
