"""What a good row of a table of loans is as a case: the answers a lender would have given. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.dialogue.knowledge import Knowledge
from bot.law import lanes
from bot.law.calendar import chinese
from bot.law.finding import Finding
from bot.model import CaseFile, CaseStatus
from bot.ports import Batch, BatchRow
from bot.text import cells
from bot.text.amounts import format_yuan
from bot.text.mask import mask_id, mask_phone
from flows import engine
from flows.engine import Answer, Form, Json
from flows.schema import Flow

LANE: Final = "finance"
BY: Final = "table"  #: `Answer.by`; its `source` is the row of the table

Values = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Made:
    """Who a case is made for and when."""

    id: str
    sid: str
    number: str
    at: datetime


def case_of(k: Knowledge, flow: Flow, batch: Batch, row: BatchRow, made: Made) -> CaseFile:
    """The case of one row, in the shape of a submitted form, so that papers, brief and checks work on it.

    Rows are separate disputes: `CaseFile.group` stays empty, because cases of a group are claimed and closed
    together. What holds them is the batch.
    """
    answers = answers_of(flow, row, mediates=batch.mediates)
    notes = tuple(Finding("table", "info", "", note) for note in row.notes)
    return CaseFile(
        id=made.id,
        number=made.number,
        sid=made.sid,
        flow=flow.id,
        flow_rev=flow.rev,
        title=flow.cause,
        regime=flow.regime or k.regime,
        status=CaseStatus.SUBMITTED if batch.mediates else CaseStatus.TO_FILE,
        urgent=False,
        answers=answers,
        findings=(*notes, *k.findings(flow, answers)),
        submitted_at=made.at,
        lanes=lanes.ordered((*lanes.lanes_of(flow.id, answers), LANE)),
    )


def answers_of(flow: Flow, row: BatchRow, *, mediates: bool) -> dict[str, Answer]:
    """Every answer the row gives, in the order of the flow; what the row does not say stays a gap."""
    told = {**_loan(flow, row.values), **_parties(flow, row.values), **_choices(flow, mediates=mediates)}
    marked = {key: Answer(value, shown, source=row.n, by=BY) for key, (value, shown) in told.items() if shown}
    return engine.valid_answers(flow, Form(flow.id, flow.rev, marked))


def _choices(flow: Flow, *, mediates: bool) -> dict[str, tuple[Json, str]]:
    chosen = {
        "side": "lender",
        "issue": "overdue",
        "mediation": "yes" if mediates else "no",
        "personal_data": "yes",
        "acting": "self",
        "applicant_kind": "company",
    }
    return {key: (value, _label(flow, key, value)) for key, value in chosen.items()}


def _label(flow: Flow, field: str, value: str) -> str:
    """How the flow says an option; empty where the flow has no such question."""
    step = next((one for one in flow.steps if one.id == field), None)
    return step.options[value].label if step and value in step.options else ""


def _loan(flow: Flow, values: Values) -> dict[str, tuple[Json, str]]:
    """What the row says about the loan; a card's principal is what is left of it."""
    card = any(step.id == "extra" for step in flow.steps)
    interest, penalty = _fen(values, "interest"), _fen(values, "penalty")
    owed = None if interest is None and penalty is None else (interest or 0) + (penalty or 0)
    rate = values.get("rate")
    security = values.get("security") or ("guarantor" if values.get("guarantors") else "")
    return {
        "lender_name": _text(values, "lender"),
        "contract_no": _text(values, "contract_no"),
        "principal": _money(_fen(values, "remaining" if card else "principal")),
        "remaining": _money(_fen(values, "remaining")),
        "owed_interest": _money(owed),
        "extra": _money(owed),
        "lent_on": _day(values, "lent_on"),
        "due_on": _day(values, "overdue_on"),
        "rate": ({"percent": rate, "per": "year"}, f"年利率{rate}%") if isinstance(rate, str) else (None, ""),
        "security": (security, _label(flow, "security", str(security))),
        "claim": _claim(values, owed),
        "story": _story(values),
    }


def _claim(values: Values, owed: int | None) -> tuple[Json, str]:
    remaining = _fen(values, "remaining")
    words = f"归还剩余本金{format_yuan(remaining or 0)}"
    if owed:
        words += f"，支付已经欠的利息和罚息{format_yuan(owed)}"
    return words, words


def _story(values: Values) -> tuple[Json, str]:
    """What the table says and no question asks for."""
    parts = []
    if isinstance(due := values.get("due_on"), str):
        parts.append(f"合同到期日{chinese(date.fromisoformat(due))}")
    if values.get("company"):
        parts.append(f"借款人统一社会信用代码{values.get('id_number')}")
    words = "，".join(parts)
    return (f"{words}。", f"{words}。") if words else (None, "")


def _parties(flow: Flow, values: Values) -> dict[str, tuple[Json, str]]:
    """The lender asks, the borrower answers, guarantors stand beside the borrower."""
    company = bool(values.get("company"))
    number, phone = str(values.get("id_number") or ""), str(values.get("phone") or "")
    found = {
        "applicant_name": _text(values, "lender"),
        "applicant_uscc": _text(values, "uscc"),
        "applicant_rep": _text(values, "lender_rep"),
        "applicant_phone": _number(str(values.get("lender_phone") or "")),
        "applicant_place": _text(values, "lender_place"),
        "respondent_name": _text(values, "borrower"),
        "respondent_phone": _number(phone),
        "respondent_place": _text(values, "address"),
        "respondent_id": ("", "") if company or not number else (number, mask_id(number)),
    }
    if company and number:
        found["respondent_uscc"] = (number, number)
    kind = "company" if company else "person"
    found["respondent_kind"] = (kind, _label(flow, "respondent_kind", kind))
    names = values.get("guarantors")
    step = next((one for one in flow.steps if one.id == "more_respondents"), None)
    if step and isinstance(names, list) and names:
        rows: list[list[Json]] = [[name, *[None] * (len(step.columns) - 1)] for name in names]
        found["more_respondents"] = ({"rows": [*rows]}, cells.shown(step.columns, rows))
    return found


def _number(phone: str) -> tuple[Json, str]:
    return phone, mask_phone(phone) if phone else ""


def _text(values: Values, key: str) -> tuple[Json, str]:
    said = str(values.get(key) or "")
    return said, said


def _fen(values: Values, key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) else None


def _money(fen: int | None) -> tuple[Json, str]:
    return (None, "") if fen is None else ({"low_fen": fen, "high_fen": fen}, format_yuan(fen))


def _day(values: Values, key: str) -> tuple[Json, str]:
    value = values.get(key)
    if not isinstance(value, str):
        return None, ""
    day: Json = {"start": value, "end": value, "granularity": "day", "lunar": False}
    return day, chinese(date.fromisoformat(value))
