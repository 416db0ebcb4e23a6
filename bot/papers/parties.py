"""The tables of the two sides, and of people who apply together.

Source: 民诉法124 (当事人的姓名、住所、联系方式; 法人的名称、住所和法定代表人).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.papers.values import MISSING, UNSURE, money, printed, shown
from bot.text import cells, party_kinds
from flows.engine import Answer, Json
from flows.schema import Flow

MAY_BE_EMPTY = "待补（不知道可以不填）"
#: kind of party -> (end of the step's id, what stands before it on the paper)
_ROWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "person": (("name", "姓名"), ("id", "身份证号"), ("phone", "电话"), ("place", "住址")),
    "company": (
        ("name", "名称"),
        ("uscc", "统一社会信用代码"),
        ("rep", "法定代表人或负责人"),
        ("phone", "电话"),
        ("place", "住所地"),
    ),
    "business": (
        ("name", "名称"),
        ("rep", "经营者"),
        ("id", "经营者身份证号"),
        ("uscc", "统一社会信用代码"),
        ("phone", "电话"),
        ("place", "住址"),
    ),
}
#: Rows a clerk needs even where nothing was asked about them.
_ALWAYS = frozenset({"name", "id", "phone", "place"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table under one heading, "" for none."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One of several people who apply together."""

    no: int
    name: str
    amount: str


def party(flow: Flow, answers: Mapping[str, Answer], side: str, word: str) -> tuple[Row, ...]:
    """The table of `applicant` or `respondent`; what the other side's papers hold may stay empty.

    `word` is what the paper calls the side, for the second and further ones: 被告2.
    """
    rows = list(principal(flow, answers, side))
    if side == "applicant":
        rows += _agent(flow, answers)
    further = others(flow, answers, side)
    rows += [Row(f"{word}{n}{label}", value) for n, one in further for label, value in one]
    return tuple(rows)


def kind_of(answers: Mapping[str, Answer], side: str) -> str:
    """person, company or business: as it was answered, else as the name tells it (某某有限公司)."""
    said, name = answers.get(f"{side}_kind"), answers.get(f"{side}_name")
    if said and said.value in _ROWS:
        return str(said.value)
    return (party_kinds.kind_of(str(name.value)) if name and name.known else "") or "person"


def principal(flow: Flow, answers: Mapping[str, Answer], side: str) -> tuple[Row, ...]:
    """The first one of a side, without agent and companions."""
    wanted = _ROWS[kind_of(answers, side)]
    steps = {step.id: step for step in flow.steps}
    rows: list[Row] = []
    for end, label in wanted:
        step = steps.get(f"{side}_{end}")
        if step is None and end not in _ALWAYS:
            continue
        value = shown(step, answers.get(step.id)) if step else MISSING
        if value == MISSING and side == "respondent" and end != "name":
            value = MAY_BE_EMPTY
        rows.append(Row(label, value))
    return tuple(rows)


def others(flow: Flow, answers: Mapping[str, Answer], side: str) -> list[tuple[int, list[tuple[str, str]]]]:
    """Everybody else on this side, counted from 2, as many (label, value) each as were asked for."""
    step = next((step for step in flow.steps if step.id == f"more_{side}s"), None)
    answer = answers.get(step.id) if step else None
    if step is None or answer is None:
        return []
    gap = MAY_BE_EMPTY if side == "respondent" else MISSING
    unsure = "" if answer.confirmed else UNSURE
    found = []
    for number, row in enumerate(cells.rows_of(step.columns, answer.value), 2):
        said = [
            printed(cells.cell(c, v, masked=False)) for c, v in zip(step.columns.values(), row, strict=True)
        ]
        labels = [column.label for column in step.columns.values()]
        found.append((number, [(k, f"{v}{unsure}" if v else gap) for k, v in zip(labels, said, strict=True)]))
    return found


def _agent(flow: Flow, answers: Mapping[str, Answer]) -> list[Row]:
    wanted = {"agent_name": "代办人", "agent_phone": "代办人电话"}
    return [
        Row(wanted[s.id], shown(s, answers[s.id]))
        for s in flow.steps
        if s.id in wanted.keys() & answers.keys()
    ]


def members(answers: Mapping[str, Answer]) -> list[dict[str, Json]]:
    """The rows of the table of workers, nothing for one person alone."""
    table = answers.get("workers")
    rows = table.value.get("rows") if table and isinstance(table.value, dict) else None
    people = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return people if len(people) > 1 else []


def together(answers: Mapping[str, Answer], paper_word: str) -> tuple[str, tuple[Member, ...]]:
    """Who applies together, in a sentence and as a list; ("", ()) for one person alone."""
    people = members(answers)
    if not people:
        return "", ()
    fens = [fen if isinstance(fen := row.get("amount_fen"), int) else 0 for row in people]
    note = f"本批共{len(people)}人一并申请，合计{money(sum(fens))}，每人一份{paper_word}。"
    rows = [
        Member(
            n, printed(str(row.get("name") or "")) or MISSING, money(fen, capitals=False) if fen else MISSING
        )
        for n, (row, fen) in enumerate(zip(people, fens, strict=True), 1)
    ]
    return note, tuple(rows)


def of_this_one(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers of one person of a group, without what belongs to whoever sent the table.

    A row without an id number must not show another person's, phone and address say whose they are, and
    a sum that was left out is a gap, not 0元. What the desk has set stands.
    """
    mine = dict(answers)
    people = members(answers)
    name = answers.get("applicant_name")
    if not people or name is None:
        return mine
    rows = [row for row in people if row.get("name") == name.value]
    for key, cell in (
        ("applicant_id", "id_number"),
        ("applicant_phone", "phone"),
        ("applicant_place", "place"),
    ):
        answer = mine.get(key)
        if answer is None or answer.by == "desk" or any(row.get(cell) == answer.value for row in rows):
            continue
        if key == "applicant_id":
            del mine[key]
        elif answer.known:
            mine[key] = replace(answer, value=f"{answer.value}（本批联系人的）")
    owed = mine.get("wage_owed")
    if owed and isinstance(owed.value, dict) and owed.value.get("high_fen") == 0:
        del mine["wage_owed"]
    return mine
