"""The rules a case runs under, its mediation period, and every timer, as data with articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.law.calendar import Period, add_working_days, chinese, known, period
from bot.law.rows import Row, day, number, section, table, text, texts


@dataclass(frozen=True, slots=True)
class Regime:
    """A set of rules (tables/regimes.yml). `extend_days` None = by consent without a legal cap."""

    id: str
    title: str
    since: date
    days: int
    days_simple: int  #: for 简易程序, same as `days` where the rules make no difference
    starts: str
    extend_days: int | None
    then: str
    say: str
    pauses: tuple[str, ...]
    charges: bool
    citations: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Timer:
    """A legal or court clock. `unit` working_days | days | months | years | hours; length 0 = an instant."""

    id: str
    title: str
    length: int
    unit: str
    more: int  #: possible extension in the same unit (T06: days)
    starts: str
    citations: tuple[str, ...]
    kind: str  #: case | law
    mark: str


def regimes() -> tuple[str, ...]:
    """Ids of all regimes."""
    return tuple(section(table("regimes"), "regimes"))


def default_regime() -> str:
    """The regime of a fresh installation."""
    return text(table("regimes"), "default")


def regime(regime_id: str = "") -> Regime:
    """One regime, the default without an id. Raises KeyError."""
    wanted = regime_id or default_regime()
    row = section(section(table("regimes"), "regimes"), wanted)
    since = day(row, "from")
    if since is None:
        raise KeyError(wanted)
    extend = row.get("extend")
    days = number(row, "days")
    return Regime(
        id=wanted,
        title=text(row, "title"),
        since=since,
        days=days,
        days_simple=number(row, "days_simple") if "days_simple" in row else days,
        starts=text(row, "starts"),
        extend_days=extend if isinstance(extend, int) else None,
        then=text(row, "then"),
        say=text(row, "say"),
        pauses=texts(row, "pauses"),
        charges=bool(row.get("charges")),
        citations=texts(row, "citations"),
        mark=text(row, "mark"),
    )


def mediation_period(
    regime_id: str, accepted_on: date, *, simple: bool = False, paused_days: int = 0, extended_days: int = 0
) -> Period:
    """When the mediation ends by itself: period from acceptance, plus pauses and agreed extensions.

    Raises:
        KeyError: unknown regime.
        ValueError: an extension longer than the regime allows; the message is Chinese.
    Source: 特邀调解规定第27条，在线调解规则第24条、第26条.
    """
    rules = regime(regime_id)
    if rules.extend_days is not None and extended_days > rules.extend_days:
        raise ValueError(f"这类调解最多延长{rules.extend_days}天。")
    length = rules.days_simple if simple else rules.days
    return period(accepted_on, days=length + paused_days + extended_days)


def timers(kind: str = "") -> tuple[str, ...]:
    """Ids of all timers, or of one kind (case, law)."""
    book = section(table("regimes"), "timers")
    return tuple(key for key in book if not kind or text(section(book, key), "kind") == kind)


def timer(timer_id: str) -> Timer:
    """One timer. Raises KeyError."""
    row: Row = section(section(table("regimes"), "timers"), timer_id)
    if not row:
        raise KeyError(timer_id)
    more = row.get("more", 0)
    return Timer(
        id=timer_id,
        title=text(row, "title"),
        length=number(row, "length"),
        unit=text(row, "unit"),
        more=more if isinstance(more, int) else 0,
        starts=text(row, "starts"),
        citations=texts(row, "citations"),
        kind=text(row, "kind"),
        mark=text(row, "mark", "V"),
    )


def due(timer_id: str, start: date) -> Period:
    """When a timer that started on `start` runs out.

    Working days of a year that is not announced yet are provisional. Hours are rounded up to days.
    Raises KeyError. Source: the timer's own citations, 民诉法第85条.
    """
    clock = timer(timer_id)
    if clock.unit == "working_days":
        end = add_working_days(start, clock.length, provisional=True)
        provisional = not (known(start.year) and known(end.year))
        step = f"{chinese(start)}当天不算，{clock.length}个工作日到{chinese(end)}"
        return Period(end, end, provisional, (step,), (*clock.citations, "民诉法85"))
    if clock.unit == "hours":
        return period(start, days=-(-clock.length // 24), rolls=False)
    sizes = {clock.unit: clock.length}
    return period(
        start, years=sizes.get("years", 0), months=sizes.get("months", 0), days=sizes.get("days", 0)
    )
