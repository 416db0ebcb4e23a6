"""A stretch of days told where its beginning is asked: 3月到5月 answers what asks for its end as well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.text import date_runs
from bot.text.date_model import When, month_end
from bot.text.dates import show
from bot.text.normalise import normalise
from bot.text.reading import Context, Reading, flat
from flows.engine import Answer, Json
from flows.schema import Flow, Step

#: The fact a beginning is, and the fact of its end.
_ENDS: Final[Mapping[str, str]] = {"date:owed_from": "date:owed_to", "date:started": "date:left"}
_BOTH: Final = re.compile(r"[到至~～、,，和—-]")


def listed(step: Step, text: str, context: Context) -> Reading | None:
    """3、4、5月 as one stretch, where a beginning is asked; one day or month is left to its reader."""
    if not _ENDS.keys() & step.facts.keys():
        return None
    found = next(date_runs.month_list(normalise(text).text, context), None)
    if found is None:
        return None
    start, end, first, last = found
    value, shown = date_runs.as_months(first, last)
    return Reading("date", {**value}, shown, start, end, exact=True)


def parted(flow: Flow, step: Step, answer: Answer, said: str) -> tuple[Answer, dict[str, Answer]]:
    """The beginning of a stretch `said` with both its ends, and the end by the step that asks for it.

    Anything else as it is: 年初 is a stretch as well, but one beginning.
    """
    value = flat(answer.value)
    wanted = [end for begin, end in _ENDS.items() if begin in step.facts]
    asks = next((one for one in flow.steps if wanted and wanted[0] in one.facts), None)
    if value.get("granularity") != "range" or asks is None or not _BOTH.search(said):
        return answer, {}
    first, last = date.fromisoformat(str(value["start"])), date.fromisoformat(str(value["end"]))
    months = first.day == 1 and last == month_end(last.year, last.month)
    begin = When(first, month_end(first.year, first.month) if months else first, "month" if months else "day")
    end = When(date(last.year, last.month, 1) if months else last, last, begin.granularity)
    return _as(answer, value, begin), {asks.id: _as(answer, value, end)}


def _as(answer: Answer, value: Mapping[str, Json], when: When) -> Answer:
    ends: dict[str, Json] = {"start": when.start.isoformat(), "end": when.end.isoformat()}
    return replace(answer, value={**value, **ends, "granularity": when.granularity}, shown=show(when))
