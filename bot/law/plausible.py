"""What can be true but is more often a slip: 500 % of interest, a loan due before it was made. Pure.

The rules are rows of `tables/plausible.yml`. They ask; none of them refuses anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.law.answers import Answers, Span, amount, rate, when
from bot.law.money import yuan
from bot.law.rows import Row, number, rows, section, table, text, texts
from bot.text.dates import show_day
from bot.text.identity import person


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a value belongs to: `read` as the flow's step, column key -> its reader for a list."""

    id: str
    read: str
    shown: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a value is asked back; `key` stays the same while the doubt does."""

    key: str
    say: str
    never: bool = False  #: it cannot be so, and no yes makes it so


def doubts(asked: Asked, answers: Answers, today: date) -> list[Doubt]:
    """What is odd about the answer to one question, `answers[asked.id]`, alone and beside the others."""
    found = [doubt for cell in _cells(asked, answers) for doubt in _alone(cell, asked, answers, today)]
    found += [*_order(asked, answers), *_less(asked, answers), *_same(asked, answers)]
    found += _workers(asked, answers, today)
    return list({doubt.key: doubt for doubt in found}.values())


def _cells(asked: Asked, answers: Answers) -> Iterator[tuple[str, str, object]]:
    """(field, reader, value) of the value itself or of every cell of its rows."""
    value = answers.get(asked.id)
    told = value.get("rows") if isinstance(value, Mapping) else None
    if not isinstance(told, list):
        yield asked.id, asked.read, value
        return
    for row in told:
        if isinstance(row, list):
            for (key, read), cell in zip(asked.columns.items(), row, strict=False):
                yield f"{asked.id}.{key}", read, cell
        elif isinstance(row, Mapping):
            # 0 is a sum that was left out: the table names it as a fault of its own
            yield f"{asked.id}.amount", "amount", row.get("amount_fen") or None


def _alone(cell: tuple[str, str, object], asked: Asked, answers: Answers, today: date) -> Iterator[Doubt]:
    name, read, value = cell
    if value is None:
        return
    if read == "amount":
        yield from _amount(value, listed=name != asked.id)
    elif read == "date":
        yield from _date(name, value, today)
    elif read == "rate":
        yield from _rate(asked, value)


def _amount(value: object, *, listed: bool) -> Iterator[Doubt]:
    rule = section(table("plausible"), "amount")
    sums = amount({"sum": value}, "sum")
    if sums is None:
        return
    low, high = sums
    if high > number(rule, "over_yuan") * 100:
        yield Doubt(f"over:{high}", text(rule, "over").format(shown=yuan(high)))
    least = number(rule, "under_yuan") * 100
    if low < least and (listed or low > 0) and low == high:
        yield Doubt(f"under:{low}", text(rule, "under").format(shown=yuan(low)))


def _rate(asked: Asked, value: object) -> Iterator[Doubt]:
    rule = section(table("plausible"), "rate")
    yearly = rate({"rate": value})
    if yearly is not None and yearly > number(rule, "over_percent"):
        cost = yuan(int(yearly * 10_000))  # of 10,000 yuan, in fen
        yield Doubt(f"rate:{yearly}", text(rule, "over").format(shown=asked.shown, yearly=cost))
    times = value.get("multiple") if isinstance(value, Mapping) else None
    if times is not None and float(str(times)) > number(rule, "over_times"):
        yield Doubt(f"lpr:{times}", text(rule, "over_lpr").format(shown=asked.shown))


def _date(name: str, value: object, today: date) -> Iterator[Doubt]:
    rule = section(table("plausible"), "dates")
    span = when({"on": value}, "on")
    if span is None:
        return
    if span.start > today and name not in texts(rule, "ahead"):
        say = text(rule, "future").format(shown=show_day(span.start))
        yield Doubt(f"future:{span.start}", say, never=name in texts(rule, "happened"))
    years = today.year - span.end.year
    if years > number(rule, "years") and name not in texts(rule, "old"):
        shown = show_day(span.start)
        yield Doubt(f"past:{span.start}", text(rule, "past").format(shown=shown, years=years))


def _rules(key: str, asked: Asked, *ends: str) -> Iterator[tuple[Row, list[str]]]:
    """The rows of a section that look at the question."""
    for row in rows(table("plausible"), key):
        names = [text(row, end) for end in ends]
        if asked.id in {name.partition(".")[0] for name in names}:
            yield row, names


def _order(asked: Asked, answers: Answers) -> Iterator[Doubt]:
    for row, (first, then) in _rules("order", asked, "first", "then"):
        begin = when(answers, first)
        for later in _spans(then, answers):
            if begin and later.end < begin.start:
                blanks = {"first": show_day(begin.start), "then": show_day(later.start)}
                yield Doubt(f"order:{first}:{begin.start}:{later.end}", text(row, "say").format(**blanks))


def _spans(name: str, answers: Answers) -> list[Span]:
    """The day of a field, or the days of a column of a list: in a list of payments the first date."""
    step, _, column = name.partition(".")
    value = answers.get(step)
    if not column:
        found = when(answers, step)
        return [found] if found else []
    told = value.get("rows") if isinstance(value, Mapping) else None
    cells = [cell for row in told if isinstance(row, list) for cell in row] if isinstance(told, list) else []
    return [span for cell in cells if (span := when({"on": cell}, "on"))]


def _less(asked: Asked, answers: Answers) -> Iterator[Doubt]:
    for row, (part, whole) in _rules("less", asked, "part", "whole"):
        some, all_ = amount(answers, part), amount(answers, whole)
        if some and all_ and some[0] > all_[1]:
            blanks = {"part": yuan(some[0]), "whole": yuan(all_[1])}
            yield Doubt(f"less:{part}:{some[0]}:{all_[1]}", text(row, "say").format(**blanks))


def _same(asked: Asked, answers: Answers) -> Iterator[Doubt]:
    for row, (one, other) in _rules("same", asked, "one", "other"):
        value = answers.get(one)
        if isinstance(value, str) and value and value == answers.get(other):
            yield Doubt(f"same:{one}:{other}:{value}", text(row, "say"))


def _workers(asked: Asked, answers: Answers, today: date) -> Iterator[Doubt]:
    """Workers of a table whose id number makes them children or very old."""
    rule = section(table("plausible"), "workers")
    value = answers.get(asked.id)
    told = value.get("rows") if asked.read == "table" and isinstance(value, Mapping) else None
    for row in told if isinstance(told, list) else []:
        given = row.get("id_number") if isinstance(row, Mapping) else None
        if not given:
            continue
        try:
            age = person(str(given), today).age(today)
        except ValueError:
            continue  # the table names it as a fault of its own
        if not number(rule, "under") <= age <= number(rule, "over"):
            say = text(rule, "say").format(name=row.get("name") or "", age=age)
            yield Doubt(f"age:{given}", say)
