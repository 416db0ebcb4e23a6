"""Who lends money: a financial institution, one of the seven kinds of local ones, or neither.

To the first two the interest cap of 民间借贷 does not apply. Source: 民间借贷规定第1条第二款,
最高人民法院关于新民间借贷司法解释适用范围问题的批复 (2021-01-01 起施行). Rows in tables/lenders.yml.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.law.rows import Row, rows, table, text, texts


@dataclass(frozen=True, slots=True)
class Lender:
    """One kind of lender. `capped`: the 4×LPR cap of 民间借贷 applies to its loans."""

    id: str
    title: str
    capped: bool
    citations: tuple[str, ...]


def lender(name: str, stated: str = "") -> Lender | None:
    """The kind of a lender by what the institution says of itself, else by its name.

    None where `stated` is said and means nothing here. Without `stated`, a name that shows no licence is
    the kind `other`. Source: 民间借贷规定第1条.
    """
    kinds = rows(table("lenders"), "kinds")
    if stated:
        return next((_lender(row) for row in kinds if _fits(row, stated)), None)
    found = next((row for row in kinds if text(row, "id") != "other" and _fits(row, name)), None)
    return _lender(found or next(row for row in kinds if text(row, "id") == "other"))


def _fits(row: Row, words: str) -> bool:
    return any(word in words for word in texts(row, "words"))


def _lender(row: Row) -> Lender:
    return Lender(text(row, "id"), text(row, "title"), bool(row.get("capped")), texts(row, "citations"))
