"""Proves an edited Word template before anybody gets a paper from it. Implements ports.TemplateProof."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Mapping
from typing import Protocol
from zipfile import BadZipFile

from docx import Document

from bot.errors import Refused
from bot.locality.folder import court_name
from bot.papers import armour, names, places, sample
from bot.papers.draft import draft
from bot.papers.gaps import gap_list
from bot.papers.render import UNFIT, Made, filled, template
from bot.ports import Placeholder, TemplateFault
from flows.schema import Flow

NOT_FILLED = "模板填不出来。多半是循环或者条件跨了表格的边：开头和结尾要放在同一个表格的单独一行里。"


class Known(Protocol):
    """Where the flow of the sample comes from."""

    @property
    def flows(self) -> Mapping[str, Flow]: ...


class Proof:
    """Looks at templates; holds nothing but where the sample's flow comes from."""

    def __init__(self, known: Callable[[], Known]) -> None:
        self._known = known

    def shipped(self, paper: str) -> bytes:
        """The template the product brings."""
        return template(paper, "docx").read_bytes()

    def placeholders(self, paper: str) -> list[Placeholder]:
        """What may be used, with how it is written, what it is and what the sample has there."""
        values = self._sample(paper).to_json()
        return [
            Placeholder(name, written, words, _example(values, name))
            for name, written, words in names.listed(paper)
        ]

    async def check(self, paper: str, data: bytes) -> list[TemplateFault]:
        """What is wrong, each with its place. Raises Refused for what is no plain Word document."""
        return await asyncio.to_thread(self._check, paper, data)

    async def preview(self, paper: str, data: bytes) -> tuple[bytes, list[str]]:
        """The sample filled in, as a file and line by line. Raises Refused where it cannot be filled."""
        return await asyncio.to_thread(self._preview, paper, data)

    def _check(self, paper: str, data: bytes) -> list[TemplateFault]:
        armour.check(data)
        try:
            found = places.faults(data, names.shapes(paper))
        except (SyntaxError, BadZipFile) as exc:
            raise Refused(armour.NOT_WORD) from exc
        if found:
            return [TemplateFault(one.where, one.near, one.what) for one in found]
        try:
            self._preview(paper, data)
        except Refused as exc:
            return [TemplateFault("整份文件", "", exc.sentence)]
        return []

    def _preview(self, paper: str, data: bytes) -> tuple[bytes, list[str]]:
        try:
            body = filled(paper, self._sample(paper), data)
            Document(io.BytesIO(body))
            return body, [line.text for line in places.lines(body) if line.text.strip()]
        except UNFIT as exc:
            raise Refused(NOT_FILLED) from exc

    def _sample(self, paper: str) -> Made:
        flow = self._known().flows["private_lending"]
        case, evidence = sample.case(flow), sample.evidence()
        if paper == "gaps":
            return gap_list(case, flow, evidence, court=court_name(), today=sample.TODAY)
        return draft(paper, case, flow, evidence, court=court_name(), today=sample.TODAY)


def _example(values: object, name: str) -> str:
    """What the sample prints there, short."""
    for part in name.split("."):
        values = values.get(part, "") if isinstance(values, dict) else ""
    first = values[0] if isinstance(values, list | tuple) and values else values
    words = "：".join(str(v) for v in first.values()) if isinstance(first, dict) else str(first or "")
    return words if len(words) <= 40 else words[:40] + "…"
