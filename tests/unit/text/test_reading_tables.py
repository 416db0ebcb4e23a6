"""The readers against values worked out by hand (readings.yml), not taken from a program."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.text import amounts, dates, durations, rates
from bot.text.cli import reading_of
from bot.text.date_model import month_end
from bot.text.reading import Context, Direction, Reading, Refusal, flat

TODAY = date(2026, 11, 22)
CONTEXT = Context(TODAY)
TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("readings.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("section", ["amount", "date_past", "duration", "rate"])
def test_tables_are_long(section: str) -> None:
    assert len(TABLE[section]) >= 60


@pytest.mark.parametrize(("text", "yuan"), TABLE["amount"].items())
def test_sum(text: str, yuan: Any) -> None:
    low, high = yuan if isinstance(yuan, list) else (yuan, yuan)
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"low_fen": int(Decimal(low) * 100), "high_fen": int(Decimal(high) * 100)}
    assert found.exact is not isinstance(yuan, list)


@pytest.mark.parametrize(("text", "yuan"), TABLE["amount_about"].items())
def test_loose_sum_lies_about_its_middle(text: str, yuan: int) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    value = flat(found.value)
    assert 75 * yuan <= int(str(value["low_fen"])) <= 100 * yuan <= int(str(value["high_fen"])) <= 125 * yuan
    assert not found.exact


@pytest.mark.parametrize("text", TABLE["amount_none"])
def test_no_sum(text: str) -> None:
    assert amounts.find(text, CONTEXT) == []


def period(said: Any) -> tuple[str, str]:
    if isinstance(said, list):
        return said[0], said[1]
    parts = [int(part) for part in said.split("-")]
    if len(parts) == 3:
        return said, said
    first = date(parts[0], parts[1] if len(parts) == 2 else 1, 1)
    return first.isoformat(), month_end(first.year, parts[1] if len(parts) == 2 else 12).isoformat()


DATES = [
    (text, direction, said)
    for direction in ("past", "future")
    for text, said in TABLE[f"date_{direction}"].items()
]


@pytest.mark.parametrize(("text", "direction", "said"), DATES)
def test_date(text: str, direction: Direction, said: Any) -> None:
    found = dates.read(text, Context(TODAY, direction))
    if said is None:
        assert isinstance(found, Refusal)
        return
    assert isinstance(found, Reading)
    value = flat(found.value)
    assert (value["start"], value["end"]) == period(said)
    assert found.exact or found.confirm


@pytest.mark.parametrize("text", TABLE["date_refused"])
def test_no_day_of_the_calendar(text: str) -> None:
    assert isinstance(dates.read(text, CONTEXT), Refusal)


@pytest.mark.parametrize("text", TABLE["date_none"])
def test_no_date(text: str) -> None:
    assert dates.read(text, CONTEXT) is None


@pytest.mark.parametrize(("text", "days"), TABLE["duration"].items())
def test_stretch(text: str, days: Any) -> None:
    low, high = days if isinstance(days, list) else (days, days)
    found = durations.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert (flat(found.value)["low_days"], flat(found.value)["high_days"]) == (low, high)
    assert found.exact is not isinstance(days, list)


@pytest.mark.parametrize("text", TABLE["duration_none"])
def test_no_stretch(text: str) -> None:
    assert durations.find(text, CONTEXT) == []


@pytest.mark.parametrize(("text", "rate"), TABLE["rate"].items())
def test_rate(text: str, rate: str) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert reading_of(found).replace("%/", "/") == rate.replace("%/", "/")


@pytest.mark.parametrize("text", TABLE["rate_none"])
def test_no_rate(text: str) -> None:
    assert rates.find(text, CONTEXT) == []
