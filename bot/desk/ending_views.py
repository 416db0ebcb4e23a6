"""Before an outcome that ends a case: the words the citizen will read, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.brief import Brief
from bot.dialogue import sued
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.handoff import OUTCOMES
from bot.model import Outcome
from flows.engine import Answer
from flows.papers import defends

View = dict[str, Any]

#: Outcomes that are asked about once more.
ASKED: Final = (Outcome.AGREED, Outcome.TO_FILE)
#: What the citizen reads in the place of an address that is made only then.
LINK: Final = "（下载链接）"
NOTHING: Final = "还什么都没有登记，案件里没有谁告谁、为什么事。"
NOT_HANDED_IN: Final = "当事人还没有提交，没有案号，也没有同意调解的记录。"
NO_PHONE: Final = "没有对方的电话。"
CORRECTION: Final = "当事人要求的更正还没有处理：{said}。"
NO_PAPERS: Final = "没有可以发给当事人的立案材料。"
SUED: Final = (
    "当事人是被告的一方。立案是原告去办的，被告不用立案，要做的是按时答辩、到庭。"
    "一般应选“咨询已解答”或者“其他”。"
)


def ending(one: Brief, session: Session, answers: Mapping[str, Answer], k: Knowledge) -> View:
    """Outcome -> {told, warnings} of those that are asked about; `answers` as in the case or its draft."""
    return {
        outcome.value: {
            "title": OUTCOMES[outcome],
            "told": _told(one, outcome, k),
            "warnings": _warnings(one, outcome, session, answers, k),
        }
        for outcome in ASKED
    }


def _told(one: Brief, outcome: Outcome, k: Knowledge) -> str:
    words = k.words["human_closed"].format(outcome=OUTCOMES[outcome])
    if outcome is Outcome.TO_FILE and one.bundle:
        words += "\n" + k.words["desk_filed"].format(url=LINK, court=k.court)
    return words


def _warnings(
    one: Brief, outcome: Outcome, session: Session, answers: Mapping[str, Answer], k: Knowledge
) -> list[str]:
    found = []
    if outcome is Outcome.TO_FILE and is_sued(one, session, answers, k):
        found.append(SUED)
    if not answers:
        found.append(NOTHING)
    elif one.case is None:
        found.append(NOT_HANDED_IN)
    if answers and not has_phone(answers):
        found.append(NO_PHONE)
    if one.wanted:
        found.append(CORRECTION.format(said="、".join(f"“{said}”" for said in one.wanted)))
    if outcome is Outcome.TO_FILE and not one.bundle:
        found.append(NO_PAPERS)
    return found


def is_sued(one: Brief, session: Session, answers: Mapping[str, Answer], k: Knowledge) -> bool:
    """Whether it is the other side that went to court: as registered, or as told last."""
    name = one.case.flow if one.case else session.form.flow if session.form else ""
    flow = k.flows.get(name)
    return session.topic == sued.ENTRY or (flow is not None and defends(flow, answers))


def has_phone(answers: Mapping[str, Answer]) -> bool:
    """Whether the other side can be called."""
    phone = answers.get("respondent_phone")
    return phone is not None and phone.known and bool(phone.shown)
