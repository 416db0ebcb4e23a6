"""What a flow may say about lists, and what else reads their totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.brief import facts_of
from bot.dialogue import lists
from bot.law.answers import amount
from bot.text.reading import Context, flat
from flows import engine
from flows.engine import Answer, Form
from flows.schema import Column, Flow, Known, Step, load, prove

KNOWN = Known(readers={"rows", "amount", "text", "plate", "yes_no"}, rules=(), papers=())
PAID = {"on": Column("日期", "date"), "amount": Column("金额", "amount")}
VALUE = {"rows": [[None, {"low_fen": 200_000, "high_fen": 250_000}]], "total_fen": 250_000}


def step(read: str, columns: Mapping[str, Column]) -> Step:
    return Step("paid", "还了多少？", "还款", read, "要扣掉", hint="例如", law=("x",), columns=columns)


def flow(one: Step) -> Flow:
    return Flow(id="f", rev="1", title="t", cause="c", steps=(one,))


@pytest.mark.parametrize(
    ("read", "columns", "fault"),
    [
        ("rows", {}, "a list (rows) needs columns"),
        ("yes_no", PAID, "only a list or one of amount, date, plate, short_text, text has columns"),
        ("plate", PAID, "one of the columns must hold the plate itself"),
        ("rows", {"on": Column("日期", "dates")}, "column 'on' has unknown reader 'dates'"),
    ],
)
def test_a_list_without_sound_columns_is_a_fault(
    read: str, columns: Mapping[str, Column], fault: str
) -> None:
    assert prove(flow(step(read, columns)), KNOWN) == [f"step 'paid': {fault}"]


def test_a_sound_list_is_none() -> None:
    assert prove(flow(step("rows", PAID)), KNOWN) == []


def test_columns_survive_the_revision_store() -> None:
    made = flow(step("rows", PAID))
    again = Flow.from_json(made.to_json())
    assert again == made
    assert list(again.steps[0].columns) == ["on", "amount"]


def test_columns_are_read_from_yaml_in_their_order(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "common").mkdir()
    (tmp_path / "disputes").mkdir()
    text = (
        "{id: f, title: t, cause: c, steps: [{id: p, ask: a, label: l, read: rows, why: w, hint: h, law: x,"
    )
    columns = (
        "columns: {on: {label: 日期, read: date}, amount: {label: 金额, read: amount, required: true}}}]}"
    )
    (tmp_path / "disputes" / "f.yml").write_text(f"{text} {columns}", encoding="utf-8")
    flows, faults = load(tmp_path, KNOWN)
    assert faults == []
    assert flows["f"].steps[0].columns == {
        "on": Column("日期", "date"),
        "amount": Column("金额", "amount", required=True),
    }
    swapped = columns.replace("on: {label: 日期, read: date}, ", "").replace(
        "required: true}}", "required: true}, on: {label: 日期, read: date}}"
    )
    (tmp_path / "disputes" / "f.yml").write_text(f"{text} {swapped}", encoding="utf-8")
    assert load(tmp_path, KNOWN)[0]["f"].rev != flows["f"].rev
    (tmp_path / "disputes" / "f.yml").write_text(
        f"{text} columns: {{on: {{label: 日期}}}}}}]}}", encoding="utf-8"
    )
    assert "column 'on' needs label and read" in load(tmp_path, KNOWN)[1][0]


def test_rules_and_conditions_read_the_total() -> None:
    assert amount({"repaid": VALUE}, "repaid") == (250_000, 250_000)
    assert engine.holds({"paid": {"over": 2000}}, {"paid": Answer(VALUE, "1笔")})  # type: ignore[arg-type]
    assert not engine.holds({"paid": {"over": 3000}}, {"paid": Answer(VALUE, "1笔")})  # type: ignore[arg-type]


def test_one_sum_of_an_older_revision_is_one_row() -> None:
    one = step("rows", PAID)
    assert lists.rows(one, Answer({"low_fen": 5, "high_fen": 5}, "5分")) == [
        [None, {"low_fen": 5, "high_fen": 5}]
    ]
    form = Form("f", "1", {"paid": Answer(VALUE, "1笔")})  # type: ignore[arg-type]
    assert Form.from_json(form.to_json()) == form


def test_a_total_beside_its_parts_is_no_payment() -> None:
    sums = [{"low_fen": fen, "high_fen": fen} for fen in (350, 200, 150)]
    told = lists.told(step("rows", PAID), [*sums], "3月还了2块，又还了1块5", Context(date(2026, 11, 22)))
    assert told.shown == "2笔，合计3.50元"
    assert isinstance(told.value, dict)
    assert [flat(row[0]).get("start") for row in told.value["rows"]] == ["2026-03-01", None]  # type: ignore[index,union-attr]
    assert not told.confirmed


def test_the_desk_reads_the_entries_but_not_peoples_numbers() -> None:
    one = step("rows", PAID)
    (fact,) = facts_of(flow(one), {"paid": Answer(VALUE, "1笔，合计约2,500元")})  # type: ignore[arg-type]
    assert fact.value == "1笔，合计约2,500元：1. 没写日期，2,000元到2,500元"
    (fact,) = facts_of(flow(replace(one, sensitive=True)), {"paid": Answer(VALUE, "1笔")})  # type: ignore[arg-type]
    assert fact.value == "1笔"
