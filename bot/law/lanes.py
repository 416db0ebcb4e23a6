"""Green lanes (绿色通道): which cases of the court's programmes are called first, and by when.

A lane moves a case forward in the queue and shortens the time to the first call; it changes no right and no
result. The lanes stand in tables/lanes.yml. Pure: a case's answers, a moment and a date in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from bot.law import danger_kinds
from bot.law.office_hours import Hours
from bot.law.rows import Row, number, rows, section, table, text, texts
from bot.locality.folder import local
from bot.text.feasts import LUNAR, lunar_day
from bot.text.identity import is_uscc
from flows.engine import Answer, Json, holds

#: China keeps one time without summer time.
BEIJING = timezone(timedelta(hours=8))
#: Where no office hours are given: Monday to Friday, 8:30-12:00 and 14:30-17:30.
OFFICE = Hours()
#: The place of a case without a lane: behind every lane.
NO_LANE = 90
FOUND = "found"

#: Fields that hold numbers of people; nothing is looked for in them.
_NUMBERS = ("_id", "_phone", "_uscc")
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")

Key = tuple[int, datetime, datetime, str]
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Season:
    """Part of the year in which a lane is stricter: from a day to a lunar feast, which is not in it."""

    title: str
    month: int
    day: int
    until: str  #: a feast of bot.text.feasts
    rank: int
    half_days: int

    def is_on(self, on: date) -> bool:
        """Whether the season is under way on `on`."""
        month, day = LUNAR[self.until]
        return any(
            (end := lunar_day(year + 1, month, day)) is not None
            and date(year, self.month, self.day) <= on < end
            for year in (on.year - 1, on.year)
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """One line for the desk, with its articles."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """An office that works along; `phone` may be empty."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One green lane as the table has it."""

    id: str
    title: str
    chip: str  #: two or three characters for a row of the queue
    rank: int  #: the smaller goes first
    half_days: int  #: office half-days until the first call
    season: Season | None
    told: str  #: one sentence for the citizen, with {due}
    citations: tuple[str, ...]  #: of what the citizen is told
    desk: tuple[Advice, ...]
    partners: tuple[Partner, ...]
    source: str
    mark: str  #: V, V2 or U

    def rank_on(self, on: date | None) -> int:
        """Its place in the queue on a day; without one, outside every season."""
        return self.season.rank if self.season and on and self.season.is_on(on) else self.rank

    def half_days_on(self, on: date) -> int:
        """Office half-days until the first call for who comes on a day."""
        return self.season.half_days if self.season and self.season.is_on(on) else self.half_days


@cache
def lanes() -> dict[str, Lane]:
    """Every lane by its id, in the order of the table."""
    return {text(row, "id"): _lane(row) for row in rows(table("lanes"), "lanes")}


def _lane(row: Row) -> Lane:
    season = section(row, "season")
    return Lane(
        id=text(row, "id"),
        title=text(row, "title"),
        chip=text(row, "chip"),
        rank=number(row, "rank"),
        half_days=number(row, "half_days"),
        season=_season(season) if season else None,
        told=text(row, "told"),
        citations=texts(row, "citations"),
        desk=tuple(Advice(text(one, "text"), texts(one, "citations")) for one in rows(row, "desk")),
        partners=tuple(Partner(text(one, "name"), text(one, "phone")) for one in rows(row, "partners")),
        source=text(row, "source"),
        mark=text(row, "mark"),
    )


def _season(row: Row) -> Season:
    month, day = (int(part) for part in texts(row, "from"))
    return Season(
        text(row, "title"), month, day, text(row, "until"), number(row, "rank"), number(row, "half_days")
    )


def citations_in(lane: Lane) -> tuple[str, ...]:
    """Every article a lane names."""
    return (*lane.citations, *(citation for line in lane.desk for citation in line.citations))


def lanes_of(flow: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Ids of the lanes a case is in, the one that goes first first.

    `flow` is the kind of case (`wage_claim`); `answers` those that count, by field.
    """
    seen = {**answers, "flow": Answer(flow, flow)}
    seen |= {sign: Answer(FOUND, "") for sign in section(table("lanes"), "signs") if _sign(sign, answers)}
    ids = [
        text(row, "id")
        for row in rows(table("lanes"), "lanes")
        if (when := _condition(row)) and holds(when, seen)
    ]
    return ordered(ids)


def ordered(ids: Iterable[str]) -> tuple[str, ...]:
    """Known lanes of `ids`, each once, the one that goes first first."""
    known = lanes()
    return tuple(
        sorted({one for one in ids if one in known}, key=lambda one: (known[one].rank, [*known].index(one)))
    )


def _condition(row: Row) -> dict[str, Json]:
    when = row.get("when")
    return _json(when) if isinstance(when, dict) else {}


def _json(cells: Mapping[str, object]) -> dict[str, Json]:
    """A condition as the engine takes it; dates cannot stand in one."""
    return {key: _value(value) for key, value in cells.items()}


def _value(value: object) -> Json:
    if isinstance(value, dict):
        return _json(value)
    if isinstance(value, list):
        return [_value(one) for one in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"lanes.yml: no condition: {value!r}")


def _sign(name: str, answers: Mapping[str, Answer]) -> bool:
    """Whether a sign of the table is seen in the answers."""
    row = section(section(table("lanes"), "signs"), name)
    if fields := texts(row, "codes"):
        return any(_codes(answers[field]) for field in fields if field in answers)
    words = texts(row, "words")
    if "table" in row:
        words = (
            *texts(table(text(row, "table")), "places"),
            *map(re.escape, texts(local("places"), "mines")),
        )
    return re.search("|".join(f"(?:{one})" for one in words), told(answers)) is not None


def _codes(answer: Answer) -> list[str]:
    """Valid 统一社会信用代码 in an answer. Source: GB 32100-2015."""
    said = f"{answer.value if isinstance(answer.value, str) else ''} {answer.shown}".upper()
    return [code for code in _CODE.findall(said) if answer.known and is_uscc(code)]


def told(answers: Mapping[str, Answer]) -> str:
    """Everything answered in words, for looking for words; without the numbers of people."""
    return "\n".join(
        one.shown if not isinstance(one.value, str) else f"{one.value} {one.shown}"
        for field, one in answers.items()
        if one.known and not field.endswith(_NUMBERS)
    )


def rank(ids: Iterable[str], on: date | None) -> int:
    """The place of a case with these lanes on a day; NO_LANE without any."""
    known = lanes()
    return min((known[one].rank_on(on) for one in ids if one in known), default=NO_LANE)


def first_contact(ids: Iterable[str], came: datetime, hours: Hours = OFFICE) -> datetime | None:
    """When a person of these lanes must have been called at the latest, None without a lane.

    Counted in office half-days: the one under way when the person came does not count, one that had not
    begun does. Who comes at 9:00 with half a day is called by the end of the afternoon, at 7:00 by noon,
    on a Sunday by Monday noon. Days off that are not announced yet are guessed: weekends, fixed feasts.
    """
    known = lanes()
    here = came.astimezone(BEIJING)
    counts = [known[one].half_days_on(here.date()) for one in ids if one in known]
    return half_days_later(here, min(counts), hours) if counts else None


def half_days_later(came: datetime, count: int, hours: Hours = OFFICE) -> datetime:
    """The end of the `count`-th office half-day that begins at or after `came`; raises ValueError below 1.

    Only on days on which the desk works: nobody is promised a day on which it is closed.
    """
    if count < 1:
        raise ValueError(f"half-days: {count}")
    here = came.astimezone(BEIJING)
    day = here.date()
    while True:
        day = hours.next_day(day)
        for start, end in hours.spans:
            if datetime.combine(day, start, BEIJING) >= here:
                count -= 1
                if not count:
                    return datetime.combine(day, end, BEIJING)
        day += timedelta(1)


def place(
    ids: Iterable[str],
    due: datetime | None,
    came: datetime,
    key: str,
    *,
    danger: str | None,
    on: date | None,
) -> Key:
    """Sort key of the queue: danger first, by its kind and the oldest; then by lane, due time, waiting time.

    `danger`: the flag that made it urgent, empty where it is not known, None where nothing is urgent.
    """
    if danger is not None:
        return danger_kinds.place(danger), came, came, key
    return rank(ids, on), due or _LAST, came, key


def due_words(due: datetime, now: datetime) -> str:
    """今天17:30前, 明天12:00前, 12月1日17:30前."""
    there, here = due.astimezone(BEIJING), now.astimezone(BEIJING)
    ahead = (there.date() - here.date()).days
    day = {-1: "昨天", 0: "今天", 1: "明天"}.get(ahead, f"{there.month}月{there.day}日")
    return f"{day}{there:%H:%M}前"


def contact_words(due: datetime, now: datetime) -> str:
    """今天17:30前联系, or how long it is overdue: 已超时2小时."""
    if now < due:
        return f"{due_words(due, now)}联系"
    late = now - due
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    if late >= timedelta(1):
        return f"联系已超时{late.days}天"
    return f"联系已超时{hours}小时" if hours else f"联系已超时{max(minutes, 1)}分钟"
