"""What the cells of one loan say together: dates in order, sums that fit, the cap, who must be named.

Findings name a column and the key of the words in `bot/text/loan_columns.yml`. Nothing about limitation is
ever a fault: it is a note for the desk alone (时效规定第2条).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.law.calendar import chinese
from bot.law.interest import lpr, simple
from bot.law.lenders import lender
from bot.law.limitation import State, desk_note, guarantee_period, limitation
from bot.law.money import Refusal, fen_of, plain, yuan
from bot.law.plausible import Asked, doubts
from bot.law.rate_cap import cap_from, old_rule
from bot.text.identity import is_uscc, person
from bot.text.loan_columns import book
from bot.text.reading import Json

Values = Mapping[str, Json]
ADULT = 18


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault found between cells: the column it is shown at, the words' key, and what fills their blanks."""

    column: str
    key: str
    blanks: Mapping[str, str] = field(default_factory=dict)


def troubles(values: Values, today: date) -> list[Trouble]:
    """Every fault of one row, all at once. `values` hold only cells that could be read."""
    return [found for check in _CHECKS for found in check(values, today)]


def notes(values: Values, today: date) -> list[str]:
    """What the desk should know and nobody else is told: limitation, guarantors, who lends."""
    words = book().notes
    found = [words[f"lender_{_kind(values)}"]]
    if values.get("lender_kind") and _kind(values) == "other":
        named = lender(str(values.get("lender") or ""))
        found += [words["lender_changed"]] if named and named.id != "other" else []
    if values.get("company"):
        found.append(words["company"].format(code=values.get("id_number") or "没有填"))
    if "rate" not in values:
        found.append(words["rate_none"])
    elif _kind(values) == "other":
        found += _unchecked(values)
    return found + _odd(values, today) + _periods(values, today)


#: Columns looked at for what can hardly be meant, and how they read.
_LOOKED = {"principal": "amount", "remaining": "amount", "lent_on": "date"}


def _odd(values: Values, today: date) -> list[str]:
    """What the chat would ask back (bot.law.plausible); a table is not stopped by it."""
    asked = (Asked(key, read, "") for key, read in _LOOKED.items() if key in values)
    said = {doubt.say: None for one in asked for doubt in doubts(one, values, today)}
    return [book().notes["odd"].format(words=words) for words in said]


def day(values: Values, key: str) -> date | None:
    """A date of the row, None where it is not there or could not be read."""
    value = values.get(key)
    return date.fromisoformat(value) if isinstance(value, str) else None


def fen(values: Values, key: str) -> int | None:
    """A sum of the row in fen, None where it is not there or could not be read."""
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _dates(values: Values, today: date) -> list[Trouble]:
    lent, overdue, due = (day(values, key) for key in ("lent_on", "overdue_on", "due_on"))
    found = []
    for key, label, on in (("lent_on", "放款日期", lent), ("overdue_on", "逾期日期", overdue)):
        if on and on > today:
            found.append(Trouble(key, "date_future", {"label": label}))
    for key, code, later in (("overdue_on", "date_order", overdue), ("due_on", "due_order", due)):
        if lent and later and later < lent:
            found.append(Trouble(key, code, {"later": chinese(later), "earlier": chinese(lent)}))
    return found


def _sums(values: Values, today: date) -> list[Trouble]:
    del today
    principal, remaining = fen(values, "principal"), fen(values, "remaining")
    found = []
    for key, label, amount in (("principal", "借款金额", principal), ("remaining", "剩余本金", remaining)):
        if amount == 0:
            found.append(Trouble(key, "amount_zero", {"label": label}))
    if principal and remaining and remaining > principal:
        blanks = {"remaining": yuan(remaining), "principal": yuan(principal)}
        found.append(Trouble("remaining", "amount_over", blanks))
    return found


def _borrower(values: Values, today: date) -> list[Trouble]:
    number = values.get("id_number")
    if not isinstance(number, str):
        return []
    if values.get("company"):
        return [] if is_uscc(number) else [Trouble("id_number", "company_id")]
    try:
        holder = person(number, today)
    except ValueError:
        return [Trouble("id_number", "id_unreadable")]
    lent = day(values, "lent_on")
    age = holder.age(lent) if lent else ADULT
    return [Trouble("id_number", "minor", {"age": str(max(age, 0))})] if age < ADULT else []


def _contact(values: Values, today: date) -> list[Trouble]:
    del today
    return [] if "phone" in values or "address" in values else [Trouble("phone", "contact")]


def _security(values: Values, today: date) -> list[Trouble]:
    del today
    wanted = values.get("security") in {"guarantor", "both"}
    there = "guarantors" in values and values["guarantors"] != []
    return [Trouble("guarantors", "security_people")] if wanted and not there else []


def _lender(values: Values, today: date) -> list[Trouble]:
    del today
    stated = str(values.get("lender_kind") or "")
    return [Trouble("lender_kind", "lender_kind")] if stated and lender("", stated) is None else []


def _kind(values: Values) -> str:
    found = lender(str(values.get("lender") or ""), str(values.get("lender_kind") or ""))
    return found.id if found else ""


def cap(lent_on: date) -> Decimal:
    """The most a loan that is 民间借贷 may cost, in percent a year.

    Loans made before 2020-08-20 are held against the older 24 % alone: what applies after that day depends
    on the day of the suit. Raises Refusal for an LPR that is not in the table.
    Source: 民间借贷规定第25条、第31条.
    """
    return old_rule().protected if lent_on < cap_from() else lpr(lent_on).rate * 4


def _cap(values: Values, today: date) -> list[Trouble]:
    """Rate and all interest together under the cap, for lenders to whom it applies (民间借贷规定25、29)."""
    lent, rate = day(values, "lent_on"), values.get("rate")
    if not values.get("lender") or _kind(values) != "other" or lent is None or lent > today:
        return []
    try:
        most = cap(lent)
    except Refusal:
        return []
    found = []
    if isinstance(rate, str) and Decimal(rate) > most:
        words = f"年利率{rate}%超过法律保护的上限{plain(most)}%（民间借贷规定第25条）"
        found.append(Trouble("rate", "rate_cap", {"words": words}))
    base_fen = fen(values, "principal") or fen(values, "remaining")
    asked = (fen(values, "interest") or 0) + (fen(values, "penalty") or 0)
    top = fen_of(simple(base_fen, most, lent, today)) if base_fen else 0
    if base_fen and asked > top:
        words = (
            f"欠息和罚息合计{yuan(asked)}，超过按年{plain(most)}%能算的最多{yuan(top)}（民间借贷规定第29条）"
        )
        found.append(
            Trouble("interest" if "interest" in values else "penalty", "interest_cap", {"words": words})
        )
    return found


def _unchecked(values: Values) -> list[str]:
    """Why the cap could not be looked up: a month that is not in the table, or no day of the loan."""
    lent = day(values, "lent_on")
    if lent is None:
        return [book().notes["rate_unchecked"].format(words="没有放款日期")]
    try:
        cap(lent)
    except Refusal as refusal:
        return [book().notes["rate_unchecked"].format(words=str(refusal).rstrip("。"))]
    return []


def _periods(values: Values, today: date) -> list[str]:
    """诉讼时效 where it is short or past, and 保证期间 where somebody stands surety; for the desk only."""
    overdue, due = day(values, "overdue_on"), day(values, "due_on")
    found = []
    if overdue and due and due > today:
        found.append(book().notes["maturity_open"])
    start = due or overdue
    if start:
        result = limitation("instalments" if due else "general", start, today)
        found += [desk_note(result)] if result.state in {State.SOON, State.MAYBE_EXPIRED} else []
    if start and (values.get("guarantors") or values.get("security") in {"guarantor", "both"}):
        found.append(desk_note(guarantee_period(start, today)))
    return found


_CHECKS: tuple[Callable[[Values, date], list[Trouble]], ...] = (
    _dates,
    _sums,
    _borrower,
    _contact,
    _security,
    _lender,
    _cap,
)
