"""What the pages of tables of loans get: values of the use cases as JSON, people's data masked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.batch_board import RESULTS, TITLES, Board, Place
from bot.batches import Seen
from bot.brief import facts_of
from bot.desk.fact_views import fact
from bot.desk.slip_views import SHORT_DAYS
from bot.desk.views import CASE_STATES, iso
from bot.handoff import OUTCOMES
from bot.law.calendar import chinese
from bot.law.citations import render
from bot.law.instalments import Plan
from bot.law.limitation import limitation
from bot.law.loans import Totals
from bot.model import Account, CaseFile, CaseStatus, Handoff, Outcome
from bot.ports import Batch, BatchRow, BatchState, RowState, Stage, Step
from bot.text.amounts import format_yuan
from bot.text.loan_cells import Raw, masked
from bot.text.loan_columns import book, headings
from bot.text.mask import mask_id, mask_name, mask_phone
from flows.engine import Json
from flows.schema import Flow

View = dict[str, Any]

STATES: Final = {
    BatchState.CHECKED: "待确认",
    BatchState.RUNNING: "正在登记",
    BatchState.DONE: "已登记",
}
#: What a step on the board is called.
STEPS: Final = {"stage": "移到", "outcome": "结果", "measures": "采取保全措施的日期"}


def batch(one: Batch, counts: Mapping[RowState, int], account: Account, owner: str) -> View:
    """One row of the list."""
    return {
        "id": one.id,
        "name": one.name,
        "kind": book().kinds[one.kind].title,
        "state": one.state.value,
        "state_words": STATES[one.state],
        "counts": {state.value: number for state, number in counts.items()},
        "at": iso(one.created_at),
        "mine": one.owner == account.id,
        "owner": owner,
        "mediates": one.mediates,
    }


def seen(one: Seen, account: Account, owner: str) -> View:
    """The head of a batch's page."""
    return {
        "batch": batch(one.batch, one.counts, account, owner),
        "sums": sums(one.sums),
        "unknown": list(one.unknown),
        "consents": dict(book().consents),
    }


def sums(totals: Totals) -> View:
    """Sums to the fen, in fen and in words."""
    all_fen = totals.principal_fen + totals.interest_fen + totals.penalty_fen
    return {
        "rows": totals.rows,
        "principal_fen": totals.principal_fen,
        "interest_fen": totals.interest_fen,
        "penalty_fen": totals.penalty_fen,
        "principal": format_yuan(totals.principal_fen),
        "interest": format_yuan(totals.interest_fen),
        "penalty": format_yuan(totals.penalty_fen),
        "all": format_yuan(all_fen),
    }


def row(one: BatchRow, titles: Sequence[str]) -> View:
    """One row of the table, masked: enough to find it in the file."""
    return {
        "n": one.n,
        "state": one.state.value,
        **_who(one.values, one.cells, titles),
        "faults": [
            {key: str(fault[key]) for key in ("column", "value", "what", "mend")} for fault in one.faults
        ],
        "notes": list(one.notes),
    }


def _who(values: Mapping[str, Json], cells: Sequence[Json], titles: Sequence[str]) -> View:
    """Borrower, contract and sums; of a bad row what stands in the cells, masked."""
    shown = {
        "borrower": mask_name(str(values["borrower"])) if values.get("borrower") else "",
        "id_number": mask_id(str(values["id_number"])) if values.get("id_number") else "",
        "phone": mask_phone(str(values["phone"])) if values.get("phone") else "",
        "contract": _tail(str(values.get("contract_no") or "")),
        "lender": str(values.get("lender") or ""),
        "remaining": _money(values, "remaining"),
        "interest": _money(values, "interest"),
        "penalty": _money(values, "penalty"),
        "overdue": _day(values, "overdue_on"),
    }
    places = headings(titles).places
    for key, column in (("borrower", "borrower"), ("contract", "contract_no"), ("remaining", "remaining")):
        place = places.get(column)
        if not shown[key] and place and place.at < len(cells) and isinstance(cells[place.at], list):
            raw = cells[place.at]
            shown[key] = masked(book().columns[column], Raw.unpacked(raw)) if isinstance(raw, list) else ""
    return shown


def _tail(number: str) -> str:
    return f"****{number[-4:]}" if len(number) > 6 else number


def _money(values: Mapping[str, Json], key: str) -> str:
    fen = values.get(key)
    return format_yuan(fen) if isinstance(fen, int) else ""


def _day(values: Mapping[str, Json], key: str) -> str:
    value = values.get(key)
    return chinese(date.fromisoformat(value)) if isinstance(value, str) else ""


def choices() -> View:
    """What the board can do, in words."""
    return {
        "stages": [{"id": stage.value, "title": TITLES[stage]} for stage in Stage],
        "outcomes": [{"id": one.value, "title": OUTCOMES[one]} for one in RESULTS],
        "kinds": [{"id": kind.id, "title": kind.title} for kind in book().kinds.values()],
    }


def board(one: Board, papers: Mapping[str, str], chosen: Sequence[Place], today: date, *, more: bool) -> View:
    """Counts of all stages and the chosen places."""
    return {
        "counts": [
            {
                "id": stage.value,
                "title": TITLES[stage],
                "open": count.open,
                "ended": count.ended,
                "alarms": count.alarms,
            }
            for stage, count in one.counts.items()
        ],
        "places": [place(each, papers[each.standing.case_id], today) for each in chosen],
        "more": more,
    }


def place(one: Place, papers: str, today: date) -> View:
    """One case on the board."""
    standing = one.standing
    return {
        "n": standing.n,
        "number": standing.number,
        "status": CASE_STATES[standing.status],
        "stage": one.stage.value,
        "stage_title": TITLES[one.stage],
        "since": iso(standing.stage_at),
        "ended": one.ended,
        "applied_at": iso(standing.applied_at),
        "measured_on": standing.measured_on.isoformat() if standing.measured_on else "",
        "alarm": {
            "title": one.alarm.title,
            "words": one.alarm.words,
            "level": one.alarm.level,
            "citations": [render(citation) for citation in one.alarm.citations],
        }
        if one.alarm
        else None,
        "limit": _limit(one, today),
        "papers": papers if standing.status is not CaseStatus.WITHDRAWN else "",
        **_who(standing.values, (), ()),
    }


def case(one: CaseFile, flow: Flow, handoff: Handoff | None, account: Account) -> View:
    """One case as it was handed in, and who has it."""
    mine = handoff is not None and handoff.claimed_by == account.id
    return {
        "number": one.number,
        "title": one.title,
        "status": CASE_STATES[one.status],
        "facts": [fact(each, masks=True, rows=False) for each in facts_of(flow, one.answers)],
        "handoff": handoff.id if handoff and mine else "",
        "holder": handoff.claimed_name if handoff and not mine else "",
    }


def _limit(one: Place, today: date) -> View:
    """诉讼时效 of the loan until the suit is filed; for the staff only (时效规定2)."""
    if one.ended:
        return {"words": "已办结", "level": "far"}
    if one.stage not in {Stage.PRESERVE, Stage.MEDIATE}:
        return {"words": "已到立案以后，没有在走的提醒", "level": "far"}
    values = one.standing.values
    due, overdue = values.get("due_on"), values.get("overdue_on")
    start = due or overdue
    if not isinstance(start, str):
        return {"words": "没有到期日，算不出时效", "level": "near"}
    found = limitation("instalments" if due else "general", date.fromisoformat(start), today)
    if found.deadline is None or found.days_left is None:
        return {"words": "算不出时效，请核对", "level": "near"}
    left = found.days_left
    words = f"诉讼时效到{chinese(found.deadline)}，" + (
        f"还有{left}天" if left >= 0 else "可能已过，请核对最近的催收"
    )
    return {"words": words, "level": "over" if left < 0 else ("near" if left <= SHORT_DAYS else "far")}


def step(one: Step, name: str) -> View:
    """One line of the history."""
    return {"at": iso(one.at), "by": name, "what": STEPS[one.kind], "to": _after(one), "note": one.note}


def _after(one: Step) -> str:
    if one.kind == "stage":
        return f"{TITLES[Stage(one.before)]} → {TITLES[Stage(one.after)]}"
    if one.kind == "outcome":
        return OUTCOMES[Outcome(one.after)]
    return chinese(date.fromisoformat(one.after))


def plan(one: Plan) -> View:
    """A plan to pay in parts, with how it was made and its articles."""
    return {
        "rows": [
            {"n": part.number, "due": chinese(part.due), "amount": format_yuan(part.total_fen)}
            for part in one.rows
        ],
        "total": format_yuan(one.result.amount_fen),
        "steps": list(one.result.steps),
        "note": one.result.note,
        "citations": [render(citation) for citation in one.result.citations],
    }
