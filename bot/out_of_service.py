"""Texts that rest on a repealed article, or on one not yet in force: what was taken out until it is reviewed.

The review is a date: `reviewed_on` at the law or article (tables/laws.yml, tables/citations.yml) says that
every text citing it was read against the new law; an FAQ entry can as well be edited to cite the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.law.citations import Citations, UnknownCitation, parse
from bot.law.rows import Cell, table
from flows.questions import Entry
from flows.schema import Flow

#: Law tables whose rows speak to people and carry `citations`.
_TABLES = (
    *("limitation", "jurisdiction", "fees", "doors", "regimes", "minors", "lanes"),
    *("red_flags_harm", "red_flags_needs"),
)
_PAPERS = Path(__file__).parent / "papers" / "templates"
_WRITTEN = re.compile(r"(?P<law>[一-龥]{2,12}?)第(?P<article>[零一二三四五六七八九十百千]+)条")


@dataclass(frozen=True, slots=True)
class Out:
    """One text that is not shown, or shown without its source: what it is, which one, and why."""

    kind: str  #: 问答 | 流程 | 法律表 | 文书
    id: str
    title: str
    why: str


def out_of_service(
    flows: Mapping[str, Flow], faq: Iterable[Entry], on: date, book: Citations | None = None
) -> list[Out]:
    """Every text that cannot be shown with its source on that day, in the order of kinds."""
    book = book or Citations.load()
    found: list[Out] = []
    for kind, key, title, cited in _texts(flows, faq, book):
        if dead := book.faults(cited, on):
            found.append(Out(kind, key, title, "；".join(dict.fromkeys(dead.values()))))
    return found


def _texts(
    flows: Mapping[str, Flow], faq: Iterable[Entry], book: Citations
) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for entry in faq:
        yield "问答", entry.id, entry.question, entry.citations
    for flow in flows.values():
        yield "流程", flow.id, flow.title, flow.law
        for step in flow.steps:
            yield "流程", f"{flow.id}.{step.id}", step.label, step.law
    for name in _TABLES:
        for key, cited in _rows(table(name), name):
            yield "法律表", key, name, cited
    for path in sorted(_PAPERS.glob("*.typ")):
        yield "文书", path.stem, path.stem, tuple(_written(path.read_text(encoding="utf-8"), book))


def _rows(cell: Cell | Mapping[str, Cell], at: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every mapping with `citations`, by its place in the table."""
    if isinstance(cell, Mapping):
        cited = cell.get("citations")
        if isinstance(cited, list):
            yield at, tuple(str(one) for one in cited)
        for key, inner in cell.items():
            yield from _rows(inner, f"{at}.{key}")
    elif isinstance(cell, list):
        for number, inner in enumerate(cell):
            yield from _rows(inner, f"{at}.{number}")


def _written(words: str, book: Citations) -> Iterator[str]:
    """Citations written out in a text (民诉法第一百二十五条) whose law is in the book."""
    for found in _WRITTEN.finditer(words):
        for cut in range(len(found["law"]) - 1):
            name = found["law"][cut:]
            if book.names.get(name, name) in book.laws:
                try:
                    yield str(book.resolve(parse(f"{name}第{found['article']}条")).citation)
                except UnknownCitation:
                    continue
                break
