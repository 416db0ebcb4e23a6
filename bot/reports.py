"""一周一通报: what happened in a week, counted from the trail of who did what, beside the week before.

Every number can be counted again from the audit; nothing here is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Final

from bot.dialogue.after import SHANGHAI
from bot.dialogue.knowledge import Knowledge
from bot.errors import Refused
from bot.handoff import OUTCOMES
from bot.model import AuditEvent, Outcome
from bot.ports import AuditFilter, Clock, Records
from bot.sheets import Page, workbook
from bot.text.loan_cells import Raw

AT_ONCE: Final = 500  #: rows of the trail read together
TOP: Final = 10  #: questions named
COUNTED: Final = {
    "submit": "提交的调解申请（件）",
    "handoff": "找人工的（人次）",
    "urgent": "其中紧急的",
    "claim": "调解员接手的",
    "closed": "办结的对话",
    "returned": "交回机器人的",
    "withdraw": "当事人撤回的申请",
    "file_now": "要求直接立案的",
    "faq_useful": "觉得回答有用的",
    "faq_useless": "觉得回答没用的",
}
WAITED: Final = "等人接手的时间，中位数（分钟）"
GONE: Final = "已删除的账号"
OLD: Final = "这一周还没有到，请选以前的一周。"


@dataclass(frozen=True, slots=True)
class Row:
    """One number of this week and of the week before; None where there is nothing to count."""

    title: str
    now: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Week:
    """The report; its days are from Monday to Sunday."""

    first: date
    last: date
    totals: tuple[Row, ...]
    disputes: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    people: tuple[tuple[str, int, int], ...]  #: (account id, taken over, ended)
    questions: tuple[tuple[str, int], ...]  #: asked in vain that week and still open, covered


@dataclass(frozen=True, slots=True)
class Reports:
    """The use cases of 报表."""

    records: Records
    clock: Clock
    knowledge: Callable[[], Knowledge]

    async def week(self, day: date) -> Week:
        """The week a day lies in; raises Refused for one to come."""
        first = day - timedelta(day.weekday())
        if first > self.clock.today():
            raise Refused(OLD)
        since, until = _midnight(first), _midnight(first + timedelta(7))
        now = await self._trail(since, until)
        before = await self._trail(since - timedelta(7), since)
        async with self.records.begin() as tx:
            open_ = [one for one in await tx.unmatched.listing(most=AT_ONCE) if since <= one.last_at < until]
        asked = sorted(open_, key=lambda one: -one.count)[:TOP]
        titles = {flow.id: flow.title for flow in self.knowledge().flows.values()}
        outcomes = {value.value: words for value, words in OUTCOMES.items()}
        return Week(
            first,
            first + timedelta(6),
            _totals(now, before),
            _rows(_submitted(now), _submitted(before), titles),
            _rows(_ended(now), _ended(before), outcomes),
            _people(now),
            tuple((one.text, one.count) for one in asked),
        )

    async def _trail(self, since: datetime, until: datetime) -> list[AuditEvent]:
        """What counts in these days; an outcome that was taken back, however late, is none."""
        found = await self._events(frozenset(COUNTED) - {"urgent"}, since, until)
        back = await self._events(frozenset({"outcome_back"}), since, self.clock.now() + timedelta(1))
        return _standing(found, back)

    async def _events(self, actions: frozenset[str], since: datetime, until: datetime) -> list[AuditEvent]:
        found: list[AuditEvent] = []
        only = AuditFilter("", actions, since, until)
        async with self.records.begin() as tx:
            while True:
                before = found[-1].n if found else 0
                part = await tx.audit.listing(before=before, most=AT_ONCE, only=only)
                found += part
                if len(part) < AT_ONCE:
                    return found


def _standing(events: Sequence[AuditEvent], back: Sequence[AuditEvent]) -> list[AuditEvent]:
    """Without the ends that were taken back: before a talk can end again, its end before has to be undone."""
    last: dict[str, int] = {}
    for one in back:
        last[one.subject] = max(last.get(one.subject, 0), one.n)
    return [one for one in events if one.action != "closed" or one.n > last.get(one.subject, 0)]


def table(week: Week, names: Mapping[str, str]) -> bytes:
    """The report as an Excel file."""
    heads = ("本周", "上周")
    people = [(names.get(who, GONE), taken, ended) for who, taken, ended in week.people]
    pages: Sequence[tuple[str, tuple[str, ...], Sequence[tuple[str | int | None, ...]]]] = (
        ("总数", ("项目", *heads), [(row.title, row.now, row.before) for row in week.totals]),
        ("纠纷", ("纠纷", *heads), [(row.title, row.now, row.before) for row in week.disputes]),
        ("结果", ("结果", *heads), [(row.title, row.now, row.before) for row in week.outcomes]),
        ("调解员", ("调解员", "接手", "办结"), people),
        ("没答上的问题", ("问题", "问了几次"), week.questions),
    )
    return workbook(
        [
            Page(name, [[_cell(one) for one in row] for row in (head, *rows)], widths=(40, 12, 12))
            for name, head, rows in pages
        ]
    )


def _cell(value: str | int | None) -> Raw:
    return Raw("number" if isinstance(value, int) else "text", "" if value is None else str(value))


def _totals(now: Sequence[AuditEvent], before: Sequence[AuditEvent]) -> tuple[Row, ...]:
    counted, earlier = _count(now), _count(before)
    rows = [Row(title, counted[key], earlier[key]) for key, title in COUNTED.items()]
    return (*rows, Row(WAITED, _waited(now), _waited(before)))


def _count(events: Sequence[AuditEvent]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in events:
        cases = one.data.get("cases")
        found[one.action] += cases if one.action == "submit" and isinstance(cases, int) else 1
        if one.action == "handoff" and one.data.get("urgent") is True:
            found["urgent"] += 1
    return found


def _waited(events: Sequence[AuditEvent]) -> int | None:
    """Minutes from the wish for a person to the first mediator, of those who came that week."""
    asked = {one.subject: one.at for one in events if one.action == "handoff"}
    waits: dict[str, float] = {}
    for one in events:  # newest first: the first claim is written last
        if one.action == "claim" and one.subject in asked and one.at >= asked[one.subject]:
            waits[one.subject] = (one.at - asked[one.subject]).total_seconds() / 60
    return round(median(waits.values())) if waits else None


def _submitted(events: Sequence[AuditEvent]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in events:
        cases = one.data.get("cases")
        if one.action == "submit":
            found[str(one.data.get("flow", ""))] += cases if isinstance(cases, int) else 1
    return found


def _ended(events: Sequence[AuditEvent]) -> Counter[str]:
    known = {value.value for value in Outcome}
    said = (str(one.data.get("outcome", "")) for one in events if one.action == "closed")
    return Counter(one for one in said if one in known)


def _rows(now: Counter[str], before: Counter[str], titles: Mapping[str, str]) -> tuple[Row, ...]:
    keys = sorted({*now, *before}, key=lambda key: (-now[key], -before[key], key))
    return tuple(Row(titles.get(key, "其他"), now[key], before[key]) for key in keys)


def _people(events: Sequence[AuditEvent]) -> tuple[tuple[str, int, int], ...]:
    taken = Counter(one.actor for one in events if one.action == "claim")
    ended = Counter(one.actor for one in events if one.action in {"closed", "returned"})
    order = sorted({*taken, *ended}, key=lambda who: (-ended[who], -taken[who], who))
    return tuple((who, taken[who], ended[who]) for who in order)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
