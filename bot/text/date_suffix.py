"""Words behind a date that move or widen it: 左右, 以前, 之后, 那天."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

from bot.text import feasts
from bot.text.date_model import DAY, Moment, When, add_months


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?:的?(?P<about>左右|上下|前后)|(?P<before>(?:以|之)?前|之内|以内)(?!\w?年|天|几)|(?P<after>以后|之后|过后|后)(?!天|年|来|晌|儿|边|面)|(?:期间|那天|当天|那会儿|的时候|这天|份))"
    )


def _about(found: When) -> When:
    """Widen by three days, a month or a year, whichever fits what was said."""
    if found.granularity in ("month", "year"):
        months = 1 if found.granularity == "month" else 12
        end = add_months(found.end + DAY, months) - DAY
        return replace(
            found, start=add_months(found.start, -months), end=end, granularity="range", exact=False
        )
    return replace(
        found, start=found.start - 3 * DAY, end=found.end + 3 * DAY, granularity="range", exact=False
    )


def suffixed(text: str, found: When, end: int, moment: Moment, said: str) -> tuple[When, int]:
    """Return a date with the words behind it that move or widen it, and where they end; `said` is its own."""
    match = _suffix().match(text, end)
    if match is None or found.granularity == "recurring":
        return found, end
    if match["about"]:
        return _about(found), match.end()
    if match["before"]:
        if feasts.pattern().search(said):
            found = _feast_ahead(said, found, moment)
            start, last = found.start - timedelta(days=30), found.start - DAY
            return replace(found, start=start, end=last, granularity="range", exact=False), match.end()
        # 十五号前 ends a promise that day; of what is past it says only that it was earlier
        past = moment.alone and moment.direction == "past"
        return (replace(found, exact=False) if past else found), match.end()
    if match["after"]:
        if feasts.pattern().search(said):
            return replace(
                found, end=found.end + timedelta(days=30), granularity="range", exact=False
            ), match.end()
        return replace(found, exact=False), match.end()
    return found, match.end()


def _feast_ahead(said: str, found: When, moment: Moment) -> When:
    """春节前 in November looks ahead, 国庆前 looks back: take the nearer side unless a year was said."""
    name = feasts.pattern().search(said)
    if name is None or not found.yearless or moment.direction == "future":
        return found
    coming = feasts.feast(name[0], replace(moment, direction="future"))
    back = moment.base - found.start
    near = coming is not None and coming.start - moment.base < min(back, timedelta(days=120))
    return coming if coming and near and back > timedelta(days=180) else found
