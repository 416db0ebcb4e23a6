"""诉讼时效 and other time limits as a flag for the desk, never as advice to the other side.

The respondent is never told about this (时效规定2，民法典193): `applicant_note` gives neutral advice,
`desk_note` is for the mediator only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.law.calendar import add_months, add_years, chinese, known, next_working_day, period
from bot.law.money import UNCONFIRMED
from bot.law.rows import Row, table, text, texts

#: Fewer days left than this is `soon`.
SOON_DAYS = 180

#: The general period became three years on this day; claims already barred under the old two stay barred.
THREE_YEARS_FROM = date(2017, 10, 1)


class State(StrEnum):
    """How a claim stands."""

    OPEN = "open"  #: more than SOON_DAYS left
    SOON = "soon"  #: fewer days left than SOON_DAYS
    MAYBE_EXPIRED = "maybe_expired"  #: the computed last day is past; a person asks for later demands
    NONE = "none"  #: no limitation applies
    UNKNOWN = "unknown"  #: a date is missing, or an obstacle still goes on


class Kind(StrEnum):
    """What interrupts a limitation (民法典195)."""

    DEMAND = "demand"  #: 权利人催要，消息到达对方
    PROMISE = "promise"  #: 对方答应还、还款计划、延期请求、提供担保
    PAYMENT = "payment"  #: 部分履行
    SUIT = "suit"  #: 提交起诉状、支付令、诉前保全、申请执行
    ARBITRATION = "arbitration"  #: 申请仲裁
    MEDIATION = "mediation"  #: 向人民调解委员会等提出请求
    REPORT = "report"  #: 报案、控告


#: Kind -> (in words, the article that makes it an interruption).
_INTERRUPTS: dict[Kind, tuple[str, str]] = {
    Kind.DEMAND: ("催要", "时效规定8"),
    Kind.PROMISE: ("对方答应履行", "时效规定14"),
    Kind.PAYMENT: ("对方履行了一部分", "时效规定14"),
    Kind.SUIT: ("提交起诉材料", "时效规定10"),
    Kind.ARBITRATION: ("申请仲裁", "民法典195"),
    Kind.MEDIATION: ("向调解组织提出请求", "时效规定12"),
    Kind.REPORT: ("报案或控告", "时效规定13"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that restarts the period; `ended`: the day its proceedings were over, if it had any."""

    kind: Kind
    on: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """不可抗力等障碍 (民法典194); `end` None = still going on."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reckoning, with the article it rests on."""

    words: str
    citation: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Limitation:
    """How a claim stands today. `deadline` is the last day, None where there is none or it is not known."""

    matter: str
    title: str
    state: State
    today: date
    started: date | None = None  #: where the period now running began
    deadline: date | None = None
    days_left: int | None = None  #: negative when past
    reasons: tuple[Reason, ...] = ()
    provisional: bool = False  #: rests on an unconfirmed rule or an unknown year of days off
    human: bool = False  #: a person should look the same day

    @property
    def citations(self) -> tuple[str, ...]:
        """Every article the reckoning used, once, in order."""
        return tuple(dict.fromkeys(reason.citation for reason in self.reasons if reason.citation))


@dataclass(slots=True)
class _Run:
    """The period that is running while the events are walked through."""

    start: date
    deadline: date
    blocked: bool = False
    provisional: bool = False


def matters() -> tuple[str, ...]:
    """Every matter this module knows, in the order of the table."""
    return tuple(table("limitation"))


@dataclass(frozen=True, slots=True)
class Terms:
    """A matter in words for people: what it is, which kind of period, how long, from when."""

    title: str
    kind: str
    length: str
    starts: str


def terms(matter: str) -> Terms:
    """The words of a matter; raises KeyError for an unknown one."""
    row = _row(matter)
    return Terms(text(row, "title"), text(row, "kind"), _length(row), text(row, "starts"))


def _row(matter: str) -> Row:
    row = table("limitation").get(matter)
    if not isinstance(row, dict):
        raise KeyError(matter)
    return row


def _size(row: Row, unit: str) -> int:
    value = row.get(unit, 0)
    return value if isinstance(value, int) else 0


def limitation(
    matter: str,
    started: date | None,
    today: date,
    *,
    events: Sequence[Event] = (),
    obstacles: Sequence[Obstacle] = (),
    harmed_on: date | None = None,
) -> Limitation:
    """Reckon the last day of `matter` (a key of tables/limitation.yml) that began on `started`.

    Events count only on or before the day then running out; afterwards only the debtor's own promise or
    performance does. `harmed_on` sets the twenty-year cap (default: `started`).

    Raises:
        KeyError: unknown matter.
    Source: 民法典第188条至第197条，时效规定第1条至第19条，民诉法第250条，劳动仲裁法第27条.
    """
    row = _row(matter)
    title, cited = text(row, "title"), texts(row, "citations")
    base = Limitation(
        matter,
        title,
        State.UNKNOWN,
        today,
        human=bool(row.get("human", False)),
        provisional=text(row, "mark") == "U",
    )
    if text(row, "kind") == "none":
        never = tuple(Reason(f"{title}不适用诉讼时效", citation) for citation in cited)
        return replace(base, state=State.NONE, reasons=never)
    opening = Reason(f"{title}的期间是{_length(row)}，从{text(row, 'starts')}起算", cited[0], started)
    more = tuple(Reason("", citation) for citation in cited[1:])
    if started is None:
        return replace(base, reasons=(opening, *more, Reason("起算的日子还不清楚", cited[0])))
    run = _opened(row, started)
    reasons = [opening, *more]
    if text(row, "kind") in {"limitation", "arbitration", "enforcement"}:
        ordered = sorted(events, key=lambda event: event.on)
        run = _walk(row, run, ordered, obstacles, reasons)
        if text(row, "kind") == "limitation":
            _cap(run, harmed_on or started, reasons)
    elif events:
        reasons.append(Reason("这个期间不因催要、起诉而重新计算", cited[0]))
    return _judged(base, run, reasons)


def _length(row: Row) -> str:
    words = ((_size(row, "years"), "年"), (_size(row, "months"), "个月"), (_size(row, "days"), "日"))
    return "".join(f"{n}{unit}" for n, unit in words if n)


def _opened(row: Row, start: date) -> _Run:
    years, months, days = _size(row, "years"), _size(row, "months"), _size(row, "days")
    general = text(row, "kind") == "limitation" and years == 3
    if general and add_years(start, 2) < THREE_YEARS_FROM:
        return _Run(start, add_years(start, 2), provisional=True)
    rolls = text(row, "kind") != "exclusion"
    end = period(start, years=years, months=months, days=days, rolls=rolls)
    return _Run(start, end.day, provisional=end.provisional)


def _walk(
    row: Row, run: _Run, events: Sequence[Event], obstacles: Sequence[Obstacle], reasons: list[Reason]
) -> _Run:
    if run.provisional and run.deadline < THREE_YEARS_FROM:
        reasons.append(
            Reason("2017年10月1日前的旧规定是二年，这一笔要由工作人员核对", "民法典188", run.deadline)
        )
    _suspend(row, run, obstacles, reasons)
    for event in events:
        if event.on <= run.start:
            continue
        if event.on > run.deadline and not run.blocked:
            run = _after_expiry(row, run, event, reasons)
            continue
        words, citation = _INTERRUPTS[event.kind]
        if text(row, "kind") != "limitation":
            citation = texts(row, "citations")[0]
        restart = max(event.on, event.ended or event.on)
        reasons.append(
            Reason(f"{chinese(event.on)}{words}，期间从{chinese(restart)}重新算", citation, restart)
        )
        run = _opened(row, restart)
        _suspend(row, run, obstacles, reasons)
    return run


def _after_expiry(row: Row, run: _Run, event: Event, reasons: list[Reason]) -> _Run:
    words, _ = _INTERRUPTS[event.kind]
    if event.kind not in {Kind.PROMISE, Kind.PAYMENT}:
        reasons.append(
            Reason(
                f"{chinese(event.on)}的{words}在{chinese(run.deadline)}之后，不再使期间重新算",
                "民法典195",
                event.on,
            )
        )
        return run
    reasons.append(
        Reason(f"{chinese(event.on)}{words}，期间虽已届满，对方不得再以时效为由反悔", "民法典192", event.on)
    )
    reasons.append(Reason("从对方答应之日重新算，由工作人员核对", "时效规定19", event.on))
    renewed = _opened(row, event.on)
    renewed.provisional = True
    return renewed


def _suspend(row: Row, run: _Run, obstacles: Sequence[Obstacle], reasons: list[Reason]) -> None:
    for obstacle in sorted(obstacles, key=lambda item: item.start):
        if obstacle.start > run.deadline or (obstacle.end is not None and obstacle.end <= run.start):
            continue
        if obstacle.end is None:
            run.blocked = True
            reasons.append(Reason("不能主张权利的障碍还没有消除，期间暂停", "民法典194", obstacle.start))
        elif row.get("pause") == "added":
            pause = obstacle.end - max(obstacle.start, run.start)
            run.deadline = next_working_day(run.deadline + pause, provisional=True)
            words = f"障碍在{chinese(obstacle.end)}消除，停下的{pause.days}天补回来继续算"
            reasons.append(Reason(words, texts(row, "citations")[0], run.deadline))
        elif obstacle.end >= add_months(run.deadline, -6):
            run.deadline = max(run.deadline, period(obstacle.end, months=6).day)
            words = f"障碍在{chinese(obstacle.end)}消除，再过六个月届满"
            reasons.append(Reason(words, "民法典194", run.deadline))


def _cap(run: _Run, harmed_on: date, reasons: list[Reason]) -> None:
    cap = add_years(harmed_on, 20)
    if cap < run.deadline:
        reasons.append(Reason("从权利受损之日起最长二十年", "民法典188", cap))
        run.deadline = cap


def _judged(base: Limitation, run: _Run, reasons: list[Reason]) -> Limitation:
    left = (run.deadline - base.today).days
    provisional = base.provisional or run.provisional or not known(run.deadline.year)
    result = replace(base, started=run.start, reasons=tuple(reasons), provisional=provisional)
    if run.blocked:
        return replace(result, state=State.UNKNOWN)
    state = State.MAYBE_EXPIRED if left < 0 else State.SOON if left < SOON_DAYS else State.OPEN
    return replace(result, state=state, deadline=run.deadline, days_left=left)


def last_instalment(dues: Sequence[date]) -> date | None:
    """The due day that starts the period of one debt paid in parts. Source: 民法典第189条."""
    return max(dues, default=None)


def due_without_date(
    demanded_on: date | None, *, grace_days: int = 0, refused_on: date | None = None
) -> date | None:
    """When the period of a debt without a due date begins: grace after the first demand, or first refusal.

    Source: 时效规定第4条.
    """
    if refused_on is not None and (demanded_on is None or refused_on <= demanded_on + timedelta(grace_days)):
        return refused_on
    return demanded_on + timedelta(grace_days) if demanded_on is not None else None


def guarantee_period(
    due: date | None, today: date, *, agreed_until: date | None = None, agreed_months: int = 0
) -> Limitation:
    """保证期间: as agreed, else six months from the debt's due day; nothing interrupts it.

    An agreed end on or before the due day counts as none agreed. Source: 民法典第692条、第693条.
    """
    plain = limitation("guarantee", due, today)
    if due is None or plain.deadline is None:
        return plain
    agreed = agreed_until or (add_months(due, agreed_months) if agreed_months else None)
    if agreed is None or agreed <= due:
        return plain
    left = (agreed - today).days
    state = State.MAYBE_EXPIRED if left < 0 else State.SOON if left < SOON_DAYS else State.OPEN
    reasons = (Reason("约定了保证期间，按约定", "民法典692", agreed), plain.reasons[-1])
    return replace(plain, deadline=agreed, days_left=left, state=state, reasons=reasons)


def wages(
    left_on: date | None, today: date, *, employed: bool = False, events: Sequence[Event] = ()
) -> Limitation:
    """拖欠工资: no one-year limit while employed, one year from leaving. Source: 劳动仲裁法第27条."""
    result = limitation("wages", left_on, today, events=events)
    if not employed:
        return result
    reason = Reason("还在职，追讨拖欠的工资不受一年限制", "劳动仲裁法27")
    return replace(result, state=State.OPEN, deadline=None, days_left=None, reasons=(reason,))


def applicant_note(result: Limitation) -> str:
    """Neutral advice for the person who asks; the same words whether time is short or past."""
    if result.state is State.NONE:
        return ""
    if result.state is State.OPEN:
        return "请保留好每次催要的记录，例如聊天截图、短信、通话录音。"
    return "请尽快主张权利，并保留好每次催要和对方答复的记录，例如聊天截图、短信、通话录音。"


def desk_note(result: Limitation) -> str:
    """What the mediator reads; never shown to a citizen. Source of the silence: 时效规定第2条."""
    heads = {
        State.NONE: f"{result.title}：不适用诉讼时效。",
        State.UNKNOWN: f"{result.title}：时间还不清楚，请核对起算日和最近一次催要。",
    }
    head = heads.get(result.state) or _dated(result)
    tail = "".join(f"｜{reason.words}（{reason.citation}）" for reason in result.reasons if reason.words)
    warned = f"｜{UNCONFIRMED}" if result.provisional else ""
    return f"{head}仅内部掌握，不得向对方释明（时效规定2）。{tail}{warned}"


def _dated(result: Limitation) -> str:
    if result.deadline is None or result.days_left is None:
        return f"{result.title}：不受期间限制。"
    if result.state is State.MAYBE_EXPIRED:
        return (
            f"{result.title}：可能已过期（算到{chinese(result.deadline)}，过了{-result.days_left}天），"
            "请问最近一次催要或对方答应是什么时候、有没有记录。"
        )
    return f"{result.title}：到{chinese(result.deadline)}，还有{result.days_left}天。"
