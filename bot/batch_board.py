"""The board of a batch, 保、调、立、审、执: cases moved, closed and opened, with history and trail.

A case's status stays the one truth: where the desk has closed one elsewhere, the board shows it there too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.batch_cases import LANE
from bot.batches import visible
from bot.case_steps import CASE_STATUS
from bot.errors import AlreadyClaimed, Forbidden, NotFound, Refused
from bot.law.stages import Alarm, ruling, suit
from bot.model import Account, CaseFile, CaseStatus, Channel, Handoff, HandoffState, Outcome, Role
from bot.ports import Batch, Clock, Records, Stage, Standing, Step, Tx
from bot.text.mask import mask_name
from flows.engine import Json

#: Cases changed by one request: short enough that nobody else waits long for the database.
AT_ONCE: Final = 50
NOTE_CHARS: Final = 500
TITLES: Final = {
    Stage.PRESERVE: "保",
    Stage.MEDIATE: "调",
    Stage.FILE: "立",
    Stage.TRY: "审",
    Stage.ENFORCE: "执",
}
#: Nothing more is done to these on the board.
OVER: Final = frozenset({CaseStatus.WITHDRAWN, CaseStatus.REFERRED, CaseStatus.CLOSED})
ENDED: Final = OVER | {CaseStatus.AGREED}
OPEN: Final = frozenset({CaseStatus.SUBMITTED, CaseStatus.IN_MEDIATION, CaseStatus.TO_FILE})
#: Outcomes a case of a batch can have; 咨询已解答 is none of them.
RESULTS: Final = tuple(one for one in Outcome if one in CASE_STATUS)


def stage_of(stage: Stage, status: CaseStatus) -> Stage:
    """Where a case shows: one that goes to filing has left mediation, wherever that was decided."""
    to_court = status in {CaseStatus.TO_FILE, CaseStatus.FAILED}
    return Stage.FILE if to_court and stage in {Stage.PRESERVE, Stage.MEDIATE} else stage


def status_after(stage: Stage, status: CaseStatus) -> CaseStatus | None:
    """What a move makes of the case's status; None where the case cannot go there."""
    if status in OVER:
        return None
    if status is CaseStatus.AGREED:
        return status if stage is Stage.ENFORCE else None
    if stage is Stage.PRESERVE and status is CaseStatus.SUBMITTED:
        return status
    return CaseStatus.IN_MEDIATION if stage in {Stage.PRESERVE, Stage.MEDIATE} else CaseStatus.TO_FILE


@dataclass(frozen=True, slots=True)
class Place:
    """One case on the board."""

    standing: Standing
    stage: Stage  #: where it shows
    ended: bool
    alarm: Alarm | None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases of a stage still run, are over, and have a clock that is near or past."""

    open: int = 0
    ended: int = 0
    alarms: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board; `counts` add up to the cases of the batch."""

    batch: Batch
    counts: Mapping[Stage, Count]
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Boards:
    """The use cases of the board. Access as for the batch itself."""

    records: Records
    clock: Clock

    async def board(self, batch_id: str, account: Account) -> Board:
        """Every case of the batch where it stands; looking at it is logged."""
        async with self.records.begin() as tx:
            batch = await visible(tx, batch_id, account)
            found = await tx.batches.standings(batch_id)
            await tx.audit.add(account.id, "batch_board", batch_id, {"cases": len(found)}, self.clock.now())
        places = [self._place(one) for one in found]
        return Board(batch, {stage: _count(places, stage) for stage in Stage}, places)

    async def move(
        self, batch_id: str, account: Account, rows: Sequence[int], stage: Stage, *, note: str = ""
    ) -> int:
        """Put cases into a stage; all of them or none. 保 starts the 48 hours. Raises Refused, Conflict."""
        now = self.clock.now()
        async with self.records.begin() as tx:
            chosen = await _chosen(tx, batch_id, account, rows)
            _refuse(
                f"第{one.n}行{_why_not(one.status)}"
                for one in chosen
                if status_after(stage, one.status) is None
            )
            for one in chosen:
                status = status_after(stage, one.status)
                if status is not None and status is not one.status:
                    case = await tx.cases.get(one.case_id)
                    await tx.cases.move(case.id, status, expect=case.rev)
                starts = stage is Stage.PRESERVE and one.stage is not Stage.PRESERVE
                moved = replace(one, stage=stage, applied_at=now if starts else one.applied_at)
                moved = replace(moved, measured_on=None if starts else one.measured_on)
                await tx.batches.move(moved, at=now)
                shown = stage_of(one.stage, one.status)
                await tx.batches.note(one, Step(now, account.id, "stage", shown, stage, note[:NOTE_CHARS]))
            data: dict[str, Json] = {"rows": len(chosen), "stage": stage.value}
            await tx.audit.add(account.id, "batch_move", batch_id, data, now)
        return len(chosen)

    async def measures(self, batch_id: str, account: Account, rows: Sequence[int], on: date) -> int:
        """The court took the measures on that day: the 30 days to sue begin. Raises Refused."""
        now, today = self.clock.now(), self.clock.today()
        if on > today:
            raise Refused("采取保全措施的日期不能晚于今天。")
        async with self.records.begin() as tx:
            chosen = await _chosen(tx, batch_id, account, rows)
            _refuse(f"第{one.n}行没有申请过诉前保全" for one in chosen if one.applied_at is None)
            for one in chosen:
                await tx.batches.move(replace(one, measured_on=on), at=one.stage_at)
                before = one.measured_on.isoformat() if one.measured_on else ""
                await tx.batches.note(one, Step(now, account.id, "measures", before, on.isoformat()))
            await tx.audit.add(account.id, "batch_measures", batch_id, {"rows": len(chosen)}, now)
        return len(chosen)

    async def close(
        self, batch_id: str, account: Account, rows: Sequence[int], outcome: Outcome, *, note: str = ""
    ) -> int:
        """Record a result (在线调解规则25) for cases; all of them or none. Raises Refused, Conflict."""
        if outcome not in RESULTS:
            raise Refused("请先选一个结果。")
        if outcome is Outcome.OTHER and not note.strip():
            raise Refused("选“其他”要写一句说明。")
        now = self.clock.now()
        async with self.records.begin() as tx:
            chosen = await _chosen(tx, batch_id, account, rows)
            _refuse(f"第{one.n}行{_why_not(one.status)}" for one in chosen if one.status not in OPEN)
            for one in chosen:
                case = await tx.cases.get(one.case_id)
                await _end_talk(tx, case, account, outcome, note, now)
                status = CASE_STATUS[outcome]
                at = now if status in ENDED else None
                await tx.cases.move(
                    case.id, status, expect=case.rev, outcome=outcome.value, note=note[:NOTE_CHARS], at=at
                )
                await tx.batches.move(replace(one, stage=stage_of(one.stage, status)), at=now)
                step = Step(now, account.id, "outcome", one.status, outcome.value, note[:NOTE_CHARS])
                await tx.batches.note(one, step)
            data: dict[str, Json] = {"rows": len(chosen), "outcome": outcome.value}
            await tx.audit.add(account.id, "batch_outcome", batch_id, data, now)
        return len(chosen)

    async def look(self, batch_id: str, account: Account, row: int) -> tuple[CaseFile, Handoff | None]:
        """One case to read, and on whose desk it is; nothing moves. Looking is logged."""
        async with self.records.begin() as tx:
            one = (await _chosen(tx, batch_id, account, [row]))[0]
            case = await tx.cases.get(one.case_id)
            await tx.audit.add(account.id, "batch_look", case.id, {"row": row}, self.clock.now())
            return case, await tx.handoffs.open_of(case.sid)

    async def open(self, batch_id: str, account: Account, row: int, to: str = "") -> Handoff:
        """Put one case on somebody's desk, on one's own without `to`; no citizen is written to.

        Raises AlreadyClaimed where a colleague has it, Refused where it is over.
        """
        now = self.clock.now()
        async with self.records.begin() as tx:
            one = (await _chosen(tx, batch_id, account, [row]))[0]
            holder = await _colleague(tx, to) if to else account
            case = await tx.cases.get(one.case_id)
            if case.status in ENDED:
                raise Refused("这件已经办结。材料可以在“材料”里下载。")
            found = await tx.handoffs.open_of(case.sid)
            if found is not None:
                if found.claimed_by != holder.id:
                    raise AlreadyClaimed(found.claimed_name)
                return found
            handoff = await tx.handoffs.open(_handoff(case, holder, now))
            if case.status is CaseStatus.SUBMITTED:
                await tx.cases.move(case.id, CaseStatus.IN_MEDIATION, expect=case.rev)
            data: dict[str, Json] = {"row": row, "to": holder.id}
            await tx.audit.add(account.id, "batch_open", handoff.id, data, now)
        return handoff

    async def history(self, batch_id: str, account: Account, row: int) -> list[tuple[Step, str]]:
        """What was done to a case, oldest first, with the name of who did it."""
        async with self.records.begin() as tx:
            await _chosen(tx, batch_id, account, [row])
            steps = await tx.batches.history(batch_id, row)
            names = {one.id: one.name for one in await tx.accounts.all()}
        return [(step, names.get(step.account, "")) for step in steps]

    async def colleagues(self) -> list[Account]:
        """Who can be given a case."""
        async with self.records.begin() as tx:
            return [one for one in await tx.accounts.all() if _works_here(one)]

    def _place(self, one: Standing) -> Place:
        stage, ended = stage_of(one.stage, one.status), one.status in ENDED
        return Place(one, stage, ended, None if ended else self._alarm(one, stage))

    def _alarm(self, one: Standing, stage: Stage) -> Alarm | None:
        """The 30 days run until the suit is filed, in mediation too; the 48 hours only while 保 is open."""
        if stage not in {Stage.PRESERVE, Stage.MEDIATE}:
            return None
        if one.measured_on:
            return suit(one.measured_on, self.clock.today())
        if stage is Stage.PRESERVE and one.applied_at:
            return ruling(one.applied_at, self.clock.now())
        return None


def _count(places: Iterable[Place], stage: Stage) -> Count:
    mine = [one for one in places if one.stage is stage]
    ended = sum(one.ended for one in mine)
    alarms = sum(one.alarm is not None and one.alarm.level != "far" for one in mine)
    return Count(len(mine) - ended, ended, alarms)


async def _chosen(tx: Tx, batch_id: str, account: Account, rows: Sequence[int]) -> list[Standing]:
    """The cases of these rows; raises NotFound where one is no case of the batch."""
    await visible(tx, batch_id, account)
    wanted = sorted(set(rows))
    if not wanted:
        raise Refused("请先选案件。")
    if len(wanted) > AT_ONCE:
        raise Refused(f"一次最多选{AT_ONCE}件。")
    found = await tx.batches.standings(batch_id, rows=wanted)
    if len(found) != len(wanted):
        raise NotFound(f"rows of {batch_id}")
    return found


def _refuse(reasons: Iterable[str]) -> None:
    """All that stands in the way at once."""
    found = list(reasons)
    if found:
        raise Refused("；".join(found[:10]) + ("等，" if len(found) > 10 else "，") + "一件都没有改。")


def _why_not(status: CaseStatus) -> str:
    words = {
        CaseStatus.AGREED: "已经达成协议，只能移到“执”",
        CaseStatus.WITHDRAWN: "申请人已经撤回",
        CaseStatus.REFERRED: "已经转到其他部门",
        CaseStatus.FAILED: "已经记了调解不成",
    }
    return words.get(status, "已经结束")


async def _end_talk(
    tx: Tx, case: CaseFile, account: Account, outcome: Outcome, note: str, now: datetime
) -> None:
    """Close what lies open on somebody's desk for this case; a colleague's is not closed over his head."""
    found = await tx.handoffs.open_of(case.sid)
    if found is None:
        return
    if found.claimed_by not in {"", account.id} and account.role is not Role.ADMIN:
        raise Forbidden(f"{case.number}由{found.claimed_name}在办，请他记结果。")
    if found.state is HandoffState.WAITING:
        found = await tx.handoffs.claim(found.id, account, now)
    await tx.handoffs.end(
        found.id, account, HandoffState.CLOSED, at=now, outcome=outcome.value, note=note[:NOTE_CHARS]
    )


async def _colleague(tx: Tx, account_id: str) -> Account:
    found = await tx.accounts.get(account_id)
    if not _works_here(found):
        raise Refused("这个账号不能办案，请换一位调解员。")
    return found


def _works_here(account: Account) -> bool:
    return account.active and account.role in {Role.MEDIATOR, Role.ADMIN}


def _handoff(case: CaseFile, holder: Account, now: datetime) -> Handoff:
    name = case.answers.get("respondent_name")
    return Handoff(
        id=uuid.uuid4().hex,
        sid=case.sid,
        case_id=case.id,
        reason="批量登记",
        urgent=False,
        state=HandoffState.CLAIMED,
        title=case.title,
        name=mask_name(name.shown) if name else "",
        channel=Channel.TABLE,
        last_line="",
        requested_at=now,
        claimed_by=holder.id,
        claimed_name=holder.name,
        claimed_at=now,
        lanes=case.lanes or (LANE,),
    )
