"""八月十五 may be a feast or the 15th of August: how it was taken is read back, and mended with one tap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.dialogue import lists
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import dates, feasts
from bot.text.cells import Row
from bot.text.reading import Json, flat
from flows.engine import Answer
from flows.schema import Step


def read_back(talk: Talk, step: Step, answer: Answer, text: str) -> None:
    """Say which days of the answer were taken by the lunar calendar though the words leave it open."""
    said = feasts.numbered(text)
    if not said or not answer.known:
        return
    if not lists.listed(step, answer):
        for name, on, solar in _doubtful(said, answer.value):
            shown = dates.show_day(on)
            talk.say("lunar_day", said=name, shown=shown, label=step.label, solar=dates.show_day(solar))
        return
    measure = lists.measure(step)
    for place, row in enumerate(lists.rows(step, answer), 1):
        for name, on, solar in (found for cell in row for found in _doubtful(said, cell)):
            shown, other = dates.show_day(on), dates.show_day(solar)
            button = Button(talk.words("lunar_button", solar=other), f"rows:solar:{step.id}:{place}")
            talk.say("lunar_row", [button], said=name, shown=shown, n=place, measure=measure, solar=other)


def _doubtful(said: list[str], value: Json) -> Iterator[tuple[str, date, date]]:
    """The name of the feast, the day it was taken for, and the day of the solar calendar it may be."""
    told = flat(value)
    if told.get("lunar") is not True or told.get("granularity") != "day":
        return
    on = date.fromisoformat(str(told["start"]))
    solar = solar_day(on)
    _, month, number = feasts.lunar_of(on)
    name = next((name for name in said if feasts.LUNAR[name] == (month, number)), "")
    if name and solar:
        yield name, on, solar


def solar_day(on: date) -> date | None:
    """The day of the solar calendar with the same month and number as a lunar day, of the same year."""
    _, month, number = feasts.lunar_of(on)
    try:
        return date(on.year, abs(month), number)
    except ValueError:
        return None


def by_the_sun(row: Row) -> Row | None:
    """The row with its lunar day as a day of the solar calendar; None where it has none."""
    out, changed = list(row), False
    for place, cell in enumerate(row):
        told = flat(cell)
        solar = solar_day(date.fromisoformat(str(told["start"]))) if told.get("lunar") is True else None
        if solar:
            out[place] = {
                "start": solar.isoformat(),
                "end": solar.isoformat(),
                "granularity": "day",
                "lunar": False,
            }
            changed = True
    return out if changed else None
