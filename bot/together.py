"""People who file together (一批工人): one case each, made from the table one of them sent. Pure.

Source: 民诉法56, 农民工条例10 (one of them may speak for all; every claim stays its own).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import Refused
from bot.model import CaseFile
from bot.text.amounts import format_yuan
from flows.engine import Answer, Json

TABLE = "workers"
#: What is each person's own: nothing of it may stand in another one's case.
_OWN = ("applicant_name", "applicant_id", "wage_owed")
_CELLS = (("name", "applicant_name"), ("phone", "applicant_phone"), ("id_number", "applicant_id"))


def rows(answers: Mapping[str, Answer]) -> list[Mapping[str, Json]]:
    """The rows of the table; none where there is no table."""
    table = answers.get(TABLE)
    found = table.value.get("rows") if table and isinstance(table.value, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def persons(answers: Mapping[str, Answer]) -> list[dict[str, Answer]]:
    """One set of differing answers per claimant: the rows of the table, or just the applicant."""
    return [_person(row) for row in rows(answers)] or [{}]


def _person(row: Mapping[str, Json]) -> dict[str, Answer]:
    person = {field: Answer(row[key], str(row[key])) for key, field in _CELLS if row.get(key)}
    fen = row.get("amount_fen")
    if isinstance(fen, int) and fen > 0:
        person["wage_owed"] = _sum(fen)
    return person


def _sum(fen: int) -> Answer:
    return Answer({"low_fen": fen, "high_fen": fen}, format_yuan(fen))


def total_fen(answers: Mapping[str, Answer]) -> int | None:
    """What the table comes to in fen; None without one."""
    table = answers.get(TABLE)
    total = table.value.get("total_fen") if table and isinstance(table.value, dict) else None
    return total if isinstance(total, int) else None


def of_each(answers: Mapping[str, Answer]) -> list[dict[str, Answer]]:
    """The answers of every case: of several people each has only what is theirs."""
    people = persons(answers)
    shared = {key: a for key, a in answers.items() if len(people) == 1 or key not in _OWN}
    return [{**shared, **person} for person in people]


def of_all(answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers of a batch that is one draft still: 张伟等3人, and what they are owed together."""
    people, total = rows(answers), total_fen(answers)
    if len(people) < 2:
        return answers
    called = f"{people[0].get('name') or '申请人'}等{len(people)}人（见名单）"
    mine = {key: a for key, a in answers.items() if key not in _OWN}
    owed = {"wage_owed": _sum(total)} if total else {}
    return {**mine, "applicant_name": Answer(called, called), **owed}


def with_row(
    members: Sequence[CaseFile], before: Mapping[str, Answer], table: Answer, row: int
) -> list[CaseFile]:
    """Everybody's open case with the corrected table, and whose row (from 1) it is with what is theirs.

    Raises Refused where the row belongs to none of the cases, or to more than one.
    """
    old, new = rows(before)[row - 1], rows({TABLE: table})[row - 1]
    theirs = [one for one in members if _is_of(one, old)]
    if len(theirs) > 1 and len(members) == len(rows(before)):
        theirs = [members[row - 1]]  # two of one name: they were numbered as they stand in the table
    if len(theirs) != 1:
        raise Refused("没有找到这一行是谁的案件，没有保存。请打开那个人的案件核对。")
    own = _person(new)
    out = []
    for one in members:
        answers = {**one.answers, TABLE: table}
        if one.id == theirs[0].id:
            answers |= own
        if one.id == theirs[0].id or one.closed_at is None:
            out.append(replace(one, answers=answers))
    return out


def _is_of(case: CaseFile, row: Mapping[str, Json]) -> bool:
    said = {key: case.answers[field].value for key, field in _CELLS if field in case.answers}
    return said.get("name") == row.get("name") and all(
        said[key] == row[key] for key in ("id_number", "phone") if said.get(key) and row.get(key)
    )


def divided(case: CaseFile) -> list[CaseFile]:
    """A draft as the cases it will be, one a person; a case that was handed in is one already."""
    if case.id:
        return [case]
    return [replace(case, answers=answers) for answers in of_each(case.answers)]
