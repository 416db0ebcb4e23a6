"""The facts table of the brief: each value with whose word it is and how sure. Pure."""

from __future__ import annotations

from typing import Any, Final, cast

from bot.brief import Fact, Table
from bot.row_reading import mark
from bot.text import cells
from bot.text.mask import mask_address, mask_name, mask_text
from flows.engine import Json
from flows.schema import Column

View = dict[str, Any]

BY_STAFF: Final = "desk"
BY: Final = {"asked": "当事人回答", "told": "当事人叙述", BY_STAFF: "工作人员填写"}


def fact(one: Fact, *, masks: bool, rows: bool = True) -> View:
    """A row of the facts table; sensitive values come covered, numbers of people too where `masks`.

    With `rows` a list comes as its total and its rows, else all in one value.
    """
    said = one.table.summary if rows and one.table else one.value
    value = mask_text(said) if masks else said
    value = masked(one.field, value) if one.sensitive and one.known and not one.table else value
    listed = table(one.table, masks=masks) if rows and one.table else None
    return {
        "field": one.field,
        "label": one.label,
        "section": one.section,
        "value": value,
        "covered": listed["covered"] if listed else one.sensitive and one.known and "*" in value,
        "table": listed,
        "source": 0 if one.by == "table" else one.source,
        "by": f"表格第{one.source}行" if one.by == "table" else BY.get(one.by, ""),
        "confirmed": one.confirmed and not one.blank,
        "state": _fact_state(one),
        "by_staff": one.by == BY_STAFF,
    }


def table(one: Table, *, masks: bool) -> View:
    """The rows of a list: people's numbers covered, names too where `masks`; `mark` is what a row is."""
    rows = [
        {
            "n": n,
            "mark": mark(row),
            "cells": [
                _cell(column, cell, masks=masks) for column, cell in zip(columns(one), row, strict=True)
            ],
            "doubt": "" if masks else one.doubts.get(n, ""),
        }
        for n, row in enumerate(one.rows, 1)
    ]
    covered = any("*" in cell for row in rows for cell in cast("list[str]", row["cells"]))
    return {"heads": [column.label for column in columns(one)], "rows": rows, "covered": covered}


def whole(one: Table) -> list[list[str]]:
    """Every cell in full, for who has the case."""
    named = columns(one)
    return [
        [cells.cell(column, cell, masked=False) for column, cell in zip(named, row, strict=True)]
        for row in one.rows
    ]


def columns(one: Table) -> list[Column]:
    return list(one.columns.values())


def _cell(column: Column, value: Json, *, masks: bool) -> str:
    said = cells.cell(column, value)
    if not masks or not said:
        return said
    return mask_name(said) if column.read in {"name", "party"} else mask_text(said)


def _fact_state(one: Fact) -> str:
    """How sure a value is, and whose word it is: what the staff wrote was never confirmed by the citizen."""
    if one.blank:
        return "没有内容"
    if one.by == BY_STAFF:
        return "由工作人员改" if one.confirmed else "由工作人员改，待核实"
    return "已确认" if one.confirmed else "待核实"


def masked(field: str, value: str) -> str:
    """A sensitive value covered: numbers as everywhere, names as names, the rest as an address.

    What the reader has covered already stays as it is.
    """
    covered = mask_text(value)
    if covered != value or "*" in value:
        return covered
    return mask_name(value) if field.endswith("_name") else mask_address(value)
