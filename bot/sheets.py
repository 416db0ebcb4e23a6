"""Tables that institutions hand in and take away: .xlsx and .csv, opened within limits, written safely."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bot.errors import Refused, TooLarge
from bot.text.loan_cells import Raw, number
from bot.text.loan_columns import Headings, headings, is_heading_row

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 80
#: Rows of the file with everything empty between; a table with more is no list of loans.
MOST_LINES: Final = 20_000
#: What an .xlsx of MOST_ROWS rows never is: so large unpacked, so well packed, of so many parts.
MOST_UNPACKED: Final = 60 * 1024 * 1024
MOST_RATIO: Final = 120
RATIO_FROM: Final = 4 * 1024 * 1024
MOST_PARTS: Final = 400
HEADING_WITHIN: Final = 10

TOO_LARGE: Final = "文件超过5MB，请分成几个表上传。"
TOO_LONG: Final = f"一次最多{MOST_ROWS}行，请分成几个表上传。"
TOO_WIDE: Final = f"表格超过{MOST_COLUMNS}列，请删去用不到的列。"
TOO_EMPTY: Final = "表格里空行太多，请把数据下面的空行删掉再上传。"
EMPTY: Final = "文件是空的，请重新选一个。"
OLD: Final = "这是旧版的xls表格，请在表格软件里另存为xlsx再上传。"
LOCKED: Final = "表格有打开密码，请去掉密码再上传。"
MACROS: Final = "表格里带有宏，为了安全没有收下。请另存为不带宏的xlsx再上传。"
BOMB: Final = "表格解开后太大，为了安全没有收下。请只留数据，另存为新的xlsx再上传。"
BROKEN: Final = "表格打不开，可能没有传完整。请在表格软件里另存为xlsx再上传。"
UNKNOWN: Final = "请上传xlsx或者csv格式的表格。"
CODING: Final = "文字的编码认不出来，请在表格软件里另存为xlsx再上传。"
NO_HEADING: Final = (
    "没有找到表头。前10行里要有一行写着列名，例如：借款人、身份证号、合同编号、剩余本金。可以先下载模板。"
)
NO_ROWS: Final = "表头下面没有数据。"

#: Characters a spreadsheet would read as the beginning of a formula.
_RISKY: Final = re.compile(r"^[=+\-@\t\r]")
_QUOTED: Final = re.compile(r"^'(?=[=+\-@])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of loans: its heading, and its rows with their numbers in the file, counted from 1."""

    headings: Headings
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]


Line = tuple[Raw, ...]


def open_table(data: bytes) -> Sheet:
    """The first sheet of a file that has a heading. Blocking, up to seconds.

    Raises TooLarge, Refused with a sentence for the person who uploads.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(TOO_LARGE)
    if not data.strip():
        raise Refused(EMPTY)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(OLD)
    tables = _workbook(data) if data.startswith(b"PK\x03\x04") else [_separated(data)]
    found = [sheet for table in tables if (sheet := _sheet(table)) is not None]
    if not found:
        raise Refused(NO_HEADING)
    if len(found) > 1:
        raise Refused("有几个工作表都像数据表，请只留一个。")
    if not found[0].rows:
        raise Refused(NO_ROWS)
    return found[0]


def _sheet(lines: Iterable[Line]) -> Sheet | None:
    """Heading and rows of one table; None where it has no heading row."""
    head: Headings | None = None
    rows: list[tuple[int, Line]] = []
    for n, line in enumerate(lines, 1):
        if n > MOST_LINES:
            raise Refused(TOO_EMPTY)
        if head is None:
            titles = tuple(raw.text for raw in line)
            head = headings(titles) if is_heading_row(titles) else None
            if head is None and n >= HEADING_WITHIN:
                return None
        elif any(not raw.empty for raw in line):
            rows.append((n, line))
            if len(rows) > MOST_ROWS:
                raise TooLarge(TOO_LONG)
    return Sheet(head, tuple(rows)) if head else None


def _separated(data: bytes) -> list[Line]:
    """Comma or tab separated text in UTF-8, UTF-16 with its mark, or GBK."""
    if data[:1] in {b"{", b"<", b"%"} or data[:4] in {b"Rar!", b"\x7fELF", b"7z\xbc\xaf"}:
        raise Refused(UNKNOWN)
    text = _decoded(data)
    if "\x00" in text:
        raise Refused(UNKNOWN)
    head = "\n".join(text.splitlines()[:HEADING_WITHIN])
    delimiter = max("\t,;", key=head.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as exc:
        raise Refused(BROKEN) from exc
    if any(len(line) > MOST_COLUMNS for line in found):
        raise Refused(TOO_WIDE)
    return [tuple(Raw("text", _unquoted(cell)) for cell in line) for line in found]


def _decoded(data: bytes) -> str:
    marked = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for coding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused(CODING)


def _workbook(data: bytes) -> Iterator[Iterator[Line]]:
    """The visible sheets of an .xlsx, one after the other."""
    _check_parts(data)
    try:
        # twice: once for what formulas came to, once for where formulas are
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except (KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile, InvalidFileException) as exc:
        raise Refused(BROKEN) from exc
    for shown, formulas in zip(values.worksheets, written.worksheets, strict=True):
        if shown.sheet_state == "visible":
            yield _lines(shown, formulas)


def _check_parts(data: bytes) -> None:
    """Refuse what is no plain workbook before anything of it is unpacked as a table."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if any(part.flag_bits & 1 for part in parts):
                raise Refused(LOCKED)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise Refused(BOMB)
            if unpacked > RATIO_FROM and unpacked > MOST_RATIO * len(data):
                raise Refused(BOMB)
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise Refused(MACROS)
            if any(_declares(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))):
                raise Refused(BOMB)
            if "xl/workbook.xml" not in archive.namelist():
                raise Refused(UNKNOWN)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as exc:
        raise Refused(BROKEN) from exc


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part brings entities of its own; no spreadsheet program writes them."""
    with archive.open(part) as stream:
        start = stream.read(16 * 1024).replace(b"\x00", b"")
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


def _lines(shown: Any, formulas: Any) -> Iterator[Line]:
    shown.reset_dimensions()
    formulas.reset_dimensions()
    sizes = {"max_col": MOST_COLUMNS + 1}
    try:
        for cells, written in zip(shown.iter_rows(**sizes), formulas.iter_rows(**sizes), strict=True):
            line = tuple(_raw(cell, source) for cell, source in zip(cells, written, strict=True))
            if len(line) > MOST_COLUMNS and not line[MOST_COLUMNS].empty:
                raise Refused(TOO_WIDE)
            yield line
    except (KeyError, ValueError, TypeError, SyntaxError, IndexError, zipfile.BadZipFile, zlib.error) as exc:
        raise Refused(BROKEN) from exc


def _raw(cell: Any, source: Any) -> Raw:
    value = cell.value
    if source.data_type == "f" and value is None:
        return Raw("formula")
    if cell.data_type == "e":
        return Raw("error", str(value))
    if value is None:
        return Raw()
    if isinstance(value, bool):
        return Raw("truth", "TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        return Raw("date", value.date().isoformat())
    if isinstance(value, date):
        return Raw("date", value.isoformat())
    if isinstance(value, int | float | Decimal):
        return Raw("number", number(str(value)), "%" in (cell.number_format or ""))
    return Raw("text", _unquoted(value.isoformat() if isinstance(value, time) else str(value)))


def _unquoted(text: str) -> str:
    """A mark that only keeps a spreadsheet from reading a formula is no part of the text."""
    return _QUOTED.sub("", text)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whatever somebody had typed."""
    return f"'{text}" if _RISKY.match(text) else text


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook to write: its first row is the heading, `strong` columns stand out."""

    title: str
    rows: Sequence[Sequence[Raw]]
    strong: frozenset[int] = frozenset()
    widths: Sequence[int] = ()


def workbook(pages: Sequence[Page]) -> bytes:
    """An .xlsx of the pages; every text is safe to open. Blocking."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.title)
        sheet.freeze_panes = "A2"
        for y, line in enumerate(page.rows, 1):
            for x, raw in enumerate(line, 1):
                _put(sheet.cell(y, x), raw)
        for x in range(1, len(page.rows[0]) + 1):
            top = sheet.cell(1, x)
            top.font = Font(bold=True)
            top.fill = PatternFill("solid", fgColor="FFE8B3" if x - 1 in page.strong else "DCE9F5")
            top.alignment = Alignment(wrap_text=True, vertical="center")
            width = page.widths[x - 1] if x <= len(page.widths) else 16
            sheet.column_dimensions[get_column_letter(x)].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, raw: Raw) -> None:
    """Numbers that a spreadsheet would cut, and all texts, are written as text."""
    if raw.kind == "date":
        cell.value, cell.number_format = date.fromisoformat(raw.text), "yyyy-mm-dd"
    elif raw.kind == "number" and len(raw.text.lstrip("-").replace(".", "")) <= 15:
        cell.value = Decimal(raw.text)
        cell.number_format = "0.00####%" if raw.percent else "General"
    elif raw.text:
        cell.value, cell.number_format = safe(raw.text), "@"
        cell.data_type = "s"
