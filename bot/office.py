"""The time of day and the hours of the desk, as the settings give them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.dialogue.after import SHANGHAI
from bot.model import Duty
from bot.ports import Clock
from bot.settings import Settings


class RealClock:
    """The clock on the wall; BOT_TODAY fixes the date for rehearsals."""

    def __init__(self, today: date | None) -> None:
        self._today = today

    def now(self) -> datetime:
        """Aware, UTC; on a fixed date the time of day still runs."""
        now = datetime.now(UTC)
        return now if self._today is None else datetime.combine(self._today, now.timetz())

    def today(self) -> date:
        """The date in Asia/Shanghai."""
        return self._today or datetime.now(SHANGHAI).date()


class Office:
    """Whether the desk is open, by hours and holidays."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def __call__(self) -> Duty:
        """The state of this moment."""
        here = self._clock.now().astimezone(SHANGHAI)
        hours = self._settings.hours
        return Duty(hours.is_open(here.date(), here.time()), 0, hours.words())
