"""How a flow's answers are laid out on the complaint in elements (要素式起诉状). Pure.

Source: 法〔2024〕46号, 法〔2025〕82号 (示范文本: 诉讼请求 and 事实和理由 as tables of elements).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.engine import Json


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what a step was told, or a row no question fills, left open for the pen."""

    step: str = ""  #: id of the step
    label: str = ""  #: of a row without a step
    options: tuple[str, ...] = ()  #: its boxes; none = 待补
    when: Mapping[str, Json] = field(default_factory=dict)  #: the row makes sense only then


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading: 合同的签订和履行."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of 诉讼请求."""

    label: str
    lines: tuple[str, ...] = ()  #: what is said where the flow's own claims have no line for it


@dataclass(frozen=True, slots=True)
class Layout:
    """The order a court expects; whatever a flow asks beside it follows in the order it was asked."""

    claims: tuple[Claim, ...] = ()  #: a row nothing fills is left open
    parts: tuple[Part, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Layout:
        """The reverse of `dataclasses.asdict`; revisions stored before there were layouts have none."""
        if not data:
            return cls()
        claims = tuple(Claim(row["label"], tuple(row["lines"])) for row in data["claims"])
        parts = tuple(
            Part(part["title"], tuple(_stored(item) for item in part["items"])) for part in data["parts"]
        )
        return cls(claims, parts)


def _stored(item: Mapping[str, Any]) -> Item:
    return Item(item["step"], item["label"], tuple(item["options"]), dict(item["when"]))


def written(flow: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a flow that say what stands on its papers, from its YAML. Raises ValueError.

    `papers: [complaint, {payment_order: {side: lender}}]`, `claims: [line, {本金: line}, {利息: [line, …]}]`.
    """
    papers = [
        pair
        for row in flow.get("papers", ())
        for pair in (row.items() if isinstance(row, dict) else [(str(row), {})])
    ]
    claims = [pair for row in flow.get("claims", ()) for pair in _claim(row)]
    return {
        "papers": tuple(name for name, _ in papers),
        "paper_when": {name: when for name, when in papers if when},
        "claims": tuple(line for _, line in claims),
        "claim_rows": tuple(row for row, _ in claims),
        "complaint": parsed(flow.get("complaint")),
    }


def _claim(row: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(row, dict):
        yield "", str(row)
        return
    for label, lines in row.items():
        yield from ((str(label), str(line)) for line in (lines if isinstance(lines, list) else [lines]))


def parsed(data: Mapping[str, Any] | None) -> Layout:
    """From YAML: `claims: [本金, 利息]`, `elements: [{签订: [lent_on, 签订地点, {共同债务: [是, 否]}]}]`.

    A word of ASCII letters is a step, everything else a row left open: `{担保的方式: {guarantor: yes}}` only
    where the condition holds. Raises ValueError.
    """
    if data is None:
        return Layout()
    if not isinstance(data, dict) or set(data) - {"claims", "elements"}:
        raise ValueError("complaint is a mapping with claims and elements")
    parts = tuple(_part(row) for row in data.get("elements", ()))
    claims: dict[str, list[str]] = {}
    for label, line in (pair for row in data.get("claims", ()) for pair in _claim(row)):
        claims.setdefault(label or line, []).extend([line] if label else [])
    return Layout(tuple(Claim(label, tuple(lines)) for label, lines in claims.items()), parts)


def _part(row: Any) -> Part:
    if not isinstance(row, dict) or len(row) != 1:
        raise ValueError("elements of a complaint are a list of {heading: rows}")
    ((title, items),) = row.items()
    if not isinstance(items, list):
        raise ValueError(f"'{title}' of the complaint needs a list of rows")
    return Part(str(title), tuple(_item(item) for item in items))


def _item(item: Any) -> Item:
    if isinstance(item, dict):
        if len(item) != 1:
            raise ValueError(f"a row is one {{label: boxes or condition}}, not {sorted(map(str, item))}")
        ((label, options),) = item.items()
        if isinstance(options, dict):
            return Item(label=str(label), when=options)
        return Item(label=str(label), options=tuple(str(option) for option in options))
    word = str(item)
    return Item(step=word) if word.isascii() else Item(label=word)


def faults(layout: Layout, steps: Collection[str], rows: Sequence[str]) -> Iterator[str]:
    """What is wrong with a layout, given the ids of the flow's steps and the rows its claims name."""
    named = [item.step for part in layout.parts for item in part.items if item.step]
    yield from (f"complaint: unknown step '{step}'" for step in named if step not in steps)
    yield from (
        f"complaint: step '{step}' stands twice" for step in sorted(set(named)) if named.count(step) > 1
    )
    labels = {claim.label for claim in layout.claims}
    yield from (
        f"claim row '{row}' is not in complaint.claims"
        for row in dict.fromkeys(rows)
        if row and row not in labels
    )
