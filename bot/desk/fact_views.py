"""The facts table of the brief: each value with whose word it is and how sure. Pure."""

from __future__ import annotations

from typing import Any, Final

from bot.brief import Fact
from bot.text.mask import mask_address, mask_name, mask_text

View = dict[str, Any]

BY_STAFF: Final = "desk"
BY: Final = {"asked": "当事人回答", "told": "当事人叙述", BY_STAFF: "工作人员填写"}


def fact(one: Fact, *, masks: bool) -> View:
    """A row of the facts table; sensitive values come covered, numbers of people too where `masks`."""
    value = mask_text(one.value) if masks else one.value
    value = masked(one.field, value) if one.sensitive and one.known else value
    return {
        "field": one.field,
        "label": one.label,
        "section": one.section,
        "value": value,
        "covered": one.sensitive and one.known and "*" in value,
        "source": 0 if one.by == "table" else one.source,
        "by": f"表格第{one.source}行" if one.by == "table" else BY.get(one.by, ""),
        "confirmed": one.confirmed and not one.blank,
        "state": _fact_state(one),
        "by_staff": one.by == BY_STAFF,
    }


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
