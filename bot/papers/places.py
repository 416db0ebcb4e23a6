"""Where a template says what: paragraph by paragraph, so that a fault can be found with the eye."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from bot.papers.gate import vet
from bot.papers.names import Shape

MOST: Final = 20  #: faults told at once
AROUND: Final = 40  #: characters of the paragraph shown with a fault
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = (("word/document.xml", ""), ("word/header", "页眉"), ("word/footer", "页脚"))
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_HALF: Final = re.compile(r"\{\{|\{%|\}\}|%\}")
_STRUCTURE: Final = re.compile(r"\{%(-?)(?:p|tr|tc|r)\s")
_RAW: Final = re.compile(r"\{\{-?(?:p|tr|tc|r)\s")
_WORD: Final = re.compile(r"\{%-?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)")
_OPENS: Final = {"for": "endfor", "if": "endif"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with its place."""

    where: str  #: 第3段, 第2个表格第1行
    near: str  #: the words around it
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as it reads."""

    where: str
    text: str


def lines(data: bytes) -> list[Line]:
    """Every paragraph of body, headers and footers; those of a table are named by their row.

    Raises SyntaxError for broken XML. `data` went through `armour.check`.
    """
    found: list[Line] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for start, word in _PARTS:
            for name in sorted(n for n in archive.namelist() if n.startswith(start) and n.endswith(".xml")):
                found += _lines(fromstring(archive.read(name)), word)  # noqa: S314 - no DTD got past armour.check
    return found


def _lines(root: Element, part: str) -> Iterator[Line]:
    above = {child: parent for parent in root.iter() for child in parent}
    tables = {table: n for n, table in enumerate(root.iter(f"{_W}tbl"), 1)}
    count = 0
    for paragraph in root.iter(f"{_W}p"):
        row = paragraph
        while row is not root and row.tag != f"{_W}tr":
            row = above[row]
        if row is root:
            count += 1
            where = f"{part}第{count}段"
        else:
            table = above[row]
            place = [one for one in table if one.tag == f"{_W}tr"].index(row) + 1
            where = f"{part}第{tables[table]}个表格第{place}行"
        text = "".join(one.text or "" for one in paragraph.iter(f"{_W}t"))
        yield Line(where, text.replace("\n", " "))


def faults(data: bytes, known: Mapping[str, Shape]) -> list[Fault]:
    """What is wrong with the placeholders, each at its paragraph."""
    paragraphs = lines(data)
    broken = [f for line in paragraphs for f in _halves(line)]
    if broken:
        return broken[:MOST]
    unclosed = _unclosed(paragraphs)
    if unclosed:
        return unclosed[:MOST]
    source = "\n".join("".join(_plain(tag) for tag in _TAG.findall(line.text)) for line in paragraphs)
    try:
        tree = Environment(autoescape=True).parse(source)
    except TemplateSyntaxError as exc:
        return [_at(paragraphs, exc.lineno, f"这个标记读不懂：{_said(exc.message or '')}")]
    return [_at(paragraphs, line, words) for line, words in vet(tree, known)][:MOST]


def _plain(tag: str) -> str:
    return _STRUCTURE.sub(r"{%\1 ", tag)


def _halves(line: Line) -> list[Fault]:
    """A tag that begins and does not end, or the other way round, or puts in raw Word code."""
    if _RAW.search(line.text):
        return [_fault(line, _RAW.search(line.text), "“{{”后面不能直接跟p、r、tr、tc，请写成“{{ 名字 }}”")]
    rest = _TAG.sub(lambda tag: " " * len(tag[0]), line.text)
    half = _HALF.search(rest)
    if half is None:
        return []
    whole = {"{{": "}}", "{%": "%}"}.get(half[0])
    words = f"有“{half[0]}”，没有配对的“{whole}”" if whole else f"多了一个“{half[0]}”，前面没有开头"
    return [_fault(line, half, words)]


def _unclosed(paragraphs: list[Line]) -> list[Fault]:
    """Loops and conditions without an end, ends without a beginning."""
    open_: list[tuple[str, Line, re.Match[str]]] = []
    for line in paragraphs:
        for tag in re.finditer(r"\{%.*?%\}", line.text):
            word = _WORD.match(tag[0])
            name = word[1] if word else ""
            if name in _OPENS:
                open_.append((name, line, tag))
            elif name in _OPENS.values():
                if not open_ or _OPENS[open_[-1][0]] != name:
                    return [_fault(line, tag, f"多了一个“{name}”，前面没有和它配对的开头")]
                open_.pop()
    kinds = {"for": "循环", "if": "条件"}
    return [_fault(line, tag, f"{kinds[name]}没有结束，少了“{_OPENS[name]}”") for name, line, tag in open_]


def _fault(line: Line, place: re.Match[str] | None, what: str) -> Fault:
    start = max(0, (place.start() if place else 0) - AROUND // 2)
    return Fault(line.where, line.text[start : start + AROUND].strip(), what)


def _at(paragraphs: list[Line], number: int, what: str) -> Fault:
    line = paragraphs[min(max(number, 1), len(paragraphs)) - 1]
    return Fault(line.where, line.text[:AROUND].strip(), what)


def _said(message: str) -> str:
    """Jinja's reason in Chinese where it is a usual one."""
    unknown = re.search(r"unknown tag '(\w+)'", message)
    if unknown:
        return f"没有“{unknown[1]}”这种写法，只能用for、if、elif、else、endfor、endif"
    return "括号、引号或者名字写错了"
