"""A table of loans read and checked, row by row: every fault at once, with the cell, and how to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.law.loan_checks import notes, troubles
from bot.text import names
from bot.text.loan_cells import Raw, Wrong, masked, read
from bot.text.loan_columns import Column, Headings, book, folded
from bot.text.reading import Context, Json, Reading

EMPTY = Raw()
#: So many rows a fault names; the rest is 等.
ROWS_NAMED = 5
#: A row that has all of these from the template is the template's own.
_EXAMPLE = ("borrower", "id_number", "contract_no")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell; `value` is masked, `row` is the row of the sheet as people count."""

    row: int
    column: str  #: label, as in the template
    value: str
    what: str
    mend: str
    key: str

    @property
    def sentence(self) -> str:
        """All of it but the row: 身份证号“150622********0019”：…；…。"""
        shown = f"“{self.value}”" if self.value else ""
        return f"{self.column}{shown}：{self.what}；{self.mend}。"


@dataclass(frozen=True, slots=True)
class Loan:
    """One row. `values` hold what could be read; money in fen, dates ISO. `notes` are for the desk only."""

    row: int
    values: Mapping[str, Json]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """Lender and contract number, which make a loan the same one; empty where either is unread."""
        lender, number = self.values.get("lender"), self.values.get("contract_no")
        return f"{folded(str(lender))}|{folded(str(number)).upper()}" if lender and number else ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over rows, in fen."""

    rows: int = 0
    principal_fen: int = 0
    interest_fen: int = 0
    penalty_fen: int = 0


def check_row(kind: str, headings: Headings, row: int, cells: Sequence[Raw], today: date) -> Loan:
    """One row with all its faults. `kind` is a key of the book's kinds; `row` as the sheet counts, from 1."""
    context = Context(today)
    values: dict[str, Json] = {}
    faults: list[Fault] = []
    for column in book().columns.values():
        raw = _cell(headings, column, cells)
        if raw.empty:
            if kind in column.need:
                faults.append(_fault(row, column, raw, "missing"))
            continue
        try:
            values[column.id] = read(column, raw, context, headings.places[column.id].factor)
        except Wrong as wrong:
            faults.append(_fault(row, column, raw, wrong.key, wrong.blanks))
    if isinstance(name := values.get("borrower"), str) and _is_company(name, context):
        values["company"] = True
    if not faults and all(str(values.get(key)) == book().columns[key].example for key in _EXAMPLE):
        faults.append(_fault(row, book().columns["borrower"], EMPTY, "example"))
    faults += _between(row, headings, cells, values, {f.column for f in faults}, today)
    told = () if faults else tuple(notes(values, today))
    return Loan(row, values, tuple(faults), told)


def _between(
    row: int,
    headings: Headings,
    cells: Sequence[Raw],
    values: Mapping[str, Json],
    told: set[str],
    today: date,
) -> list[Fault]:
    """Faults between cells; one about a cell that is unreadable anyway would only be noise."""
    found = []
    for trouble in troubles(values, today):
        column = book().columns[trouble.column]
        if column.label not in told:
            raw = _cell(headings, column, cells)
            found.append(_fault(row, column, raw, trouble.key, trouble.blanks))
    return found


def check_table(
    kind: str, headings: Headings, rows: Iterable[tuple[int, Sequence[Raw]]], today: date
) -> list[Loan]:
    """Every row, with rows that repeat an earlier one named too."""
    first: dict[str, int] = {}
    found = []
    numbers: dict[int, Raw] = {}
    for row, cells in rows:
        numbers[row] = _cell(headings, book().columns["id_number"], cells)
        loan = check_row(kind, headings, row, cells, today)
        if loan.identity and loan.identity in first:
            column = book().columns["contract_no"]
            blanks = {"first": str(first[loan.identity])}
            again = _fault(row, column, _cell(headings, column, cells), "duplicate", blanks)
            loan = replace(loan, faults=(*loan.faults, again), notes=())
        elif loan.identity:
            first[loan.identity] = row
        found.append(loan)
    return _one_number_one_borrower(found, numbers)


def _one_number_one_borrower(loans: Sequence[Loan], cells: Mapping[int, Raw]) -> list[Loan]:
    """An id number or credit code under several names: every such row waits until somebody looked at it.

    Which of the names is right cannot be told, and a case against the wrong person is worse than one later.
    """
    holders: dict[str, list[Loan]] = defaultdict(list)
    for loan in loans:
        if loan.values.get("id_number") and loan.values.get("borrower"):
            holders[str(loan.values["id_number"])].append(loan)
    told: dict[int, Fault] = {}
    column = book().columns["id_number"]
    for held in holders.values():
        if len({_name(loan) for loan in held}) < 2:
            continue
        for loan in held:
            rows = [str(other.row) for other in held if _name(other) != _name(loan)]
            named = "、".join(rows[:ROWS_NAMED]) + ("等" if len(rows) > ROWS_NAMED else "")
            told[loan.row] = _fault(loan.row, column, cells[loan.row], "number_shared", {"rows": named})
    return [
        replace(loan, faults=(*loan.faults, told[loan.row]), notes=()) if loan.row in told else loan
        for loan in loans
    ]


def _name(loan: Loan) -> str:
    return folded(str(loan.values["borrower"]))


def totals(loans: Iterable[Loan]) -> Totals:
    """Sums to the fen: what is left of the principal, interest, penalty."""
    rows = principal = interest = penalty = 0
    for loan in loans:
        rows += 1
        principal += _fen(loan, "remaining")
        interest += _fen(loan, "interest")
        penalty += _fen(loan, "penalty")
    return Totals(rows, principal, interest, penalty)


def _fen(loan: Loan, key: str) -> int:
    value = loan.values.get(key)
    return value if isinstance(value, int) else 0


def _cell(headings: Headings, column: Column, cells: Sequence[Raw]) -> Raw:
    place = headings.places.get(column.id)
    return cells[place.at] if place and place.at < len(cells) else EMPTY


def _fault(row: int, column: Column, raw: Raw, key: str, blanks: Mapping[str, str] | None = None) -> Fault:
    words = book().faults[key]
    filled = {"label": column.label, "example": column.example, **(blanks or {})}
    return Fault(
        row, column.label, masked(column, raw), words.what.format(**filled), words.mend.format(**filled), key
    )


def _is_company(name: str, context: Context) -> bool:
    found = names.read_party(name, context)
    return isinstance(found, Reading) and found.kind == "org"
