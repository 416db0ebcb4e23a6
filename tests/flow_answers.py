"""Answers as a flow produces them, and what its law checks make of them; for the tables of tests here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from bot import library
from bot.dialogue.knowledge import Knowledge
from bot.law.finding import Finding
from flows import engine
from flows.engine import Answer, Json
from flows.schema import Flow

TODAY = date(2026, 11, 22)
FLOWS: Mapping[str, Flow] = library.load().flows


@cache
def knowledge() -> Knowledge:
    """What a turn looks things up in, as shipped."""
    return library.knowledge(library.load(), library.Published(), TODAY, "准格尔旗人民法院")


def day(on: str, end: str = "") -> dict[str, Json]:
    """A date as the reader of dates keeps it."""
    return {"start": on, "end": end or on, "granularity": "day", "lunar": False}


def money(yuan: int) -> dict[str, Json]:
    """A sum as the reader of amounts keeps it."""
    return {"low_fen": yuan * 100, "high_fen": yuan * 100}


def answers_of(flow_id: str, given: Mapping[str, object]) -> dict[str, Answer]:
    """The answers; raises AssertionError for one that this flow would never ask or offer."""
    flow = FLOWS[flow_id]
    answers = {"personal_data": Answer("yes", "同意")}
    answers |= {key: Answer(value, "") for key, value in given.items()}  # type: ignore[arg-type]
    asked = {step.id: step for step in engine.active(flow, answers)}
    for key, answer in answers.items():
        assert key in asked, f"{flow_id} does not ask {key} after these answers"
        options = asked[key].options
        assert not options or answer.value is None or answer.value in options, (
            f"{flow_id}: {key}: {answer.value}"
        )
    return answers


def checked(flow_id: str, given: Mapping[str, object]) -> dict[str, Json]:
    """What the rules are given."""
    return knowledge().facts(FLOWS[flow_id], answers_of(flow_id, given))


def findings(rule: str, flow_id: str, given: Mapping[str, object]) -> list[Finding]:
    """What one listed check of the flow finds."""
    flow = FLOWS[flow_id]
    assert rule in flow.checks, f"{flow_id} does not list {rule}"
    return [f for f in knowledge().findings(flow, answers_of(flow_id, given)) if f.rule == rule]


def finding(rule: str, flow_id: str, given: Mapping[str, object]) -> Finding:
    """The only finding of that rule."""
    (found,) = findings(rule, flow_id, given)
    return found
