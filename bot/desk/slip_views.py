"""Number, sum and time limit of the cases in the queue. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from bot.ports import Slip
from bot.text.amounts import format_yuan
from flows.papers import SUMS

View = dict[str, Any]

#: A table of loans says what is left.
ROW_SUMS: Final = (*SUMS, "remaining")
SHORT: Final = "limitation"  #: what the queue can be filtered by beside the lanes
SHORT_DAYS: Final = 60  #: a limit with so many days left is marked


def slip(one: Slip, today: date) -> View:
    """What tells a row from one like it; `limit` only where it is short."""
    fen = next((one.sums[field] for field in ROW_SUMS if one.sums.get(field)), 0)
    left = _left(one, today)
    return {
        "number": one.number,
        "amount": format_yuan(fen) if fen else "",
        "limit": None if left is None else (f"时效还有{left}天" if left else "时效今天到期"),
    }


def is_short(one: Slip | None, today: date) -> bool:
    """Whether a limit of the case ends within `SHORT_DAYS`, and has not ended yet."""
    return one is not None and _left(one, today) is not None


def count(slips: Iterable[Slip], today: date) -> View:
    """How many of the list are short of time, as a lane of the queue."""
    found = sum(is_short(one, today) for one in slips)
    return {"id": SHORT, "title": f"时效{SHORT_DAYS}天内到期", "chip": "时效", "count": found, "overdue": 0}


def _left(one: Slip, today: date) -> int | None:
    if one.until is None:
        return None
    left = (one.until - today).days
    return left if 0 <= left <= SHORT_DAYS else None
