"""The rules about time: which limits run in the case the answers make, for the desk with dates.

The applicant hears neutral advice only; whoever owes hears nothing (时效规定2). Which limits belong to which
answers stands in tables/periods.yml, how long they are in tables/limitation.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.law.answers import Answers, Span, choice, when
from bot.law.calendar import add_months
from bot.law.case import dispute_of, first_fitting, holds, owes
from bot.law.finding import Finding, aside
from bot.law.limitation import (
    Event,
    Kind,
    Limitation,
    State,
    applicant_note,
    desk_note,
    guarantee_period,
    limitation,
    wages,
)
from bot.law.money import UNCONFIRMED
from bot.law.rows import Row, rows, section, table, text, texts


def limitation_rule(answers: Answers, today: date) -> list[Finding]:
    """Every limit that runs in this case. Source: 民法典第188条至第199条 and what limitation.yml cites."""
    if not set(answers) - {"flow", "label", "dispute"}:
        return []
    book, main = _main(answers)
    besides = [row for row in book if row.get("also") and holds(section(row, "when"), answers)]
    found: list[Finding] = []
    said: set[str] = set()
    for row in [*([main] if main else []), *besides]:
        finding = _finding(_reckoned(row, answers, today), silent=owes(answers), said=said)
        said.add(finding.for_citizen)
        found.append(finding)
    return found


def running(answers: Answers, today: date) -> list[Limitation]:
    """The main limit of the case, reckoned from the earliest and the latest day it may have begun."""
    _, main = _main(answers)
    return _reckoned(main, answers, today) if main else []


def _main(answers: Answers) -> tuple[list[Row], Row | None]:
    """Every limit of the kind of dispute, and the one that holds in this case."""
    book = rows(table("periods"), dispute_of(answers))
    return book, first_fitting([row for row in book if not row.get("also")], answers)


def _reckoned(row: Row, answers: Answers, today: date) -> list[Limitation]:
    matter = text(row, "matter")
    if row.get("employed"):
        return [wages(None, today, employed=True)]
    events = [] if row.get("no_events") else _events(answers)
    starts = _starts(row, answers)
    days = dict.fromkeys((starts.start, starts.end)) if starts else [None]
    return [limitation(matter, on, today, events=events) for on in days]


def _starts(row: Row, answers: Answers) -> Span | None:
    if pair := texts(row, "whole"):
        first, last = when(answers, *pair), when(answers, *reversed(pair))
        return Span(first.start, last.end) if first and last else None
    later = section(row, "plus_months")
    found = []
    for name in texts(row, "starts"):
        on = when(answers, name)
        if on is not None:
            months = later.get(name)
            found.append(_moved(on, months) if isinstance(months, int) else on)
    if not found:
        return None
    return min(found, key=lambda span: span.start) if row.get("pick") == "earliest" else found[0]


def _moved(on: Span, months: int) -> Span:
    return Span(add_months(on.start, months), add_months(on.end, months))


def _finding(results: list[Limitation], *, silent: bool, said: set[str]) -> Finding:
    worst = min(results, key=lambda result: result.deadline or date.max)
    level = "warn" if worst.state in {State.SOON, State.MAYBE_EXPIRED} or worst.human else "info"
    desk = desk_note(worst)
    if len({result.state for result in results}) > 1:
        desk += "｜日期只说了大概，按最早的一天算；按最晚的一天结果不同，请核对"
    words = "" if silent else aside(_for_applicant(worst))
    return Finding(
        "limitation", level, "" if words in said else words, desk, worst.citations, until=_until(worst)
    )


def _until(result: Limitation) -> str:
    return result.deadline.isoformat() if result.deadline else ""


def _for_applicant(result: Limitation) -> str:
    """Neutral: keep the proof, and do not wait. What knows no limit is said to be so."""
    if result.state is not State.NONE:
        return applicant_note(result)
    doubt = f"，{UNCONFIRMED.removeprefix('所用数据')}" if result.provisional else ""
    return f"{result.title}的要求，一般没有三年的时间限制{doubt}；请保留好证据"


def _events(answers: Answers) -> list[Event]:
    """What interrupted the period, as far as the answers tell: demands, promises, payments with a day."""
    demanded = when(answers, "last_demand_on", "demanded_on")
    promised = when(answers, "promised_on")
    found = [Event(Kind.DEMAND, demanded.start)] if demanded else []
    found += [Event(Kind.PROMISE, promised.start)] if promised else []
    return found + [Event(Kind.PAYMENT, on) for on in _paid_on(answers)]


def _paid_on(answers: Answers) -> list[date]:
    """The days of a list of payments (`repaid: {rows: [[date, amount], …]}`), of vague ones the first."""
    value = answers.get("repaid")
    listed = value.get("rows") if isinstance(value, Mapping) else None
    cells = (
        [cell for row in listed if isinstance(row, list) for cell in row] if isinstance(listed, list) else []
    )
    spans = [when({"on": cell}, "on") for cell in cells if isinstance(cell, Mapping) and "start" in cell]
    return [span.start for span in spans if span]


def guarantee_rule(answers: Answers, today: date) -> list[Finding]:
    """保证期间 where there is a guarantor. Source: 民法典第692条、第693条."""
    if choice(answers, "guarantor") != "yes":
        return []
    due = when(answers, "due_on")
    agreed = when(answers, "guarantee_until")
    result = guarantee_period(
        due.start if due else None, today, agreed_until=agreed.start if agreed else None
    )
    level = "info" if result.state is State.OPEN else "warn"
    words = "有担保人的，请尽快书面要求担保人承担责任，并留下凭证；没有约定期间的，一般只有六个月"
    said = "" if owes(answers) else aside(words)
    cited = ("民法典692", "民法典693", "民法典686")
    return [Finding("guarantee_period", level, said, desk_note(result), cited, until=_until(result))]
