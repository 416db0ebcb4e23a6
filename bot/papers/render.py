"""Papers as bytes: .docx through docxtpl, PDF through typst. The same case gives the same bytes."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import typst
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError

from bot.errors import NotFound, Unavailable
from bot.model import CaseFile, Evidence
from bot.papers.draft import draft
from bot.papers.gaps import gap_list
from bot.papers.gate import Gate
from bot.papers.names import shapes
from flows.papers import PAPERS
from flows.schema import Flow

FOLDER: Final = Path(__file__).with_name("templates")
#: Chinese fonts by preference: Debian's fonts-noto-cjk, macOS, Windows.
FONTS: Final = (
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "STSong",
)
#: Comes with typst itself: the boxes to tick are in no serif font of Chinese.
BOXES: Final = "DejaVu Sans Mono"
#: What a template may raise while it is filled; anything else is a defect of ours.
UNFIT: Final = (
    TemplateError,
    SyntaxError,
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
)
_ZIP_DATE: Final = (2026, 1, 1, 0, 0, 0)


class Made(Protocol):
    """The words of a paper."""

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for the templates."""
        ...


class NoChineseFont(Unavailable):
    """这台机器上没有中文字体，不能生成PDF。请安装 fonts-noto-cjk，或者先下载Word版。"""


#: Told of a published template that could not be filled: (paper, version).
Failed = Callable[[str, int], Awaitable[None]]


class Drafts:
    """Implements ports.Papers."""

    def __init__(self, flow: Callable[[str, str], Flow], court: str, failed: Failed | None = None) -> None:
        """`flow` finds a flow by id and revision."""
        self._flow = flow
        self._court = court
        self._failed = failed
        self._published: Mapping[str, tuple[int, bytes]] = {}

    def use(self, published: Mapping[str, tuple[int, bytes]]) -> None:
        """Word papers are filled into these templates from now on; paper -> (version, file)."""
        self._published = dict(published)

    async def render(
        self, paper: str, case: CaseFile, evidence: Sequence[Evidence], *, form: str, today: date
    ) -> bytes:
        """Raises NotFound for an unknown paper or form, NoChineseFont where PDF cannot be set."""
        if paper not in PAPERS or form not in {"docx", "pdf"}:
            raise NotFound(f"{paper}.{form}")
        flow = self._flow(case.flow, case.flow_rev)
        make: Callable[..., Made] = gap_list if paper == "gaps" else partial(draft, paper)
        made = make(case, flow, evidence, court=self._court, today=today)
        if form == "pdf":
            return await asyncio.to_thread(pdf, paper, made)
        return await self._word(paper, made)

    async def _word(self, paper: str, made: Made) -> bytes:
        """Into the published template; should that fail although it was proven, into the shipped one."""
        if paper in self._published:
            version, data = self._published[paper]
            try:
                return await asyncio.to_thread(filled, paper, made, data)
            except UNFIT:
                if self._failed is not None:
                    await self._failed(paper, version)
        return await asyncio.to_thread(docx, paper, made)


def template(paper: str, form: str) -> Path:
    """The template file of a paper; `form` docx | typ."""
    return FOLDER / f"{paper}.{form}"


def pdf(paper: str, made: Made) -> bytes:
    """Set with typst; a fraction of a second. Raises NoChineseFont."""
    here = {str(family).lower(): str(family) for family in typst.Fonts().families()}
    fonts = [font for font in FONTS if font.lower() in here]
    if not fonts:
        raise NoChineseFont
    inputs = {"data": json.dumps({**made.to_json(), "fonts": [*fonts, BOXES]}, ensure_ascii=False)}
    body = typst.compile(str(template(paper, "typ")), sys_inputs=inputs, timestamp=0)
    return bytes(body)


def docx(paper: str, made: Made) -> bytes:
    """The shipped Word template, filled; equal cases give equal bytes."""
    return filled(paper, made, template(paper, "docx").read_bytes())


def filled(paper: str, made: Made, data: bytes) -> bytes:
    """A Word template, filled behind the gate; file dates inside are fixed. Raises one of UNFIT."""
    document = DocxTemplate(io.BytesIO(data))
    document.render(made.to_json(), jinja_env=Gate(shapes(paper)), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return _still(out.getvalue())


def _still(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
