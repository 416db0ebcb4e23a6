from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import sheets
from bot.errors import Refused, TooLarge
from bot.sheets import MOST_ROWS, Page, open_table, safe, workbook
from bot.text.loan_cells import Raw

HEAD = ["借款人", "身份证号", "合同编号", "放款日期", "剩余本金", "年利率"]
LINE = ["张三", "150622199003070018", "HT-001", "2024-03-01", "32000", "7.2%"]


def xlsx(*rows: list[Any], title: str = "数据", second: list[list[Any]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for row in second or []:
        (book["另一张"] if "另一张" in book.sheetnames else book.create_sheet("另一张")).append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(data: bytes, change: Any) -> bytes:
    """The same file with one part written anew by `change(name, body)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part.filename)))
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        open_table(data)
    return caught.value.sentence


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_separated_text_in_every_coding(coding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(line) for line in (["某某银行清单"], HEAD, LINE, [], LINE))
    sheet = open_table(text.encode(coding))
    assert [n for n, _ in sheet.rows] == [3, 5]
    assert [raw.text for raw in sheet.rows[0][1]] == LINE
    assert set(sheet.headings.places) == {
        "borrower",
        "id_number",
        "contract_no",
        "lent_on",
        "remaining",
        "rate",
    }


def test_quoted_cells_keep_commas_and_line_breaks() -> None:
    sheet = open_table((",".join(HEAD) + '\n"张三",1,"HT,1\n2",2024-03-01,"32,000.50",7%').encode())
    assert [raw.text for raw in sheet.rows[0][1]][2:5:2] == ["HT,1\n2", "32,000.50"]


def test_a_workbook_keeps_what_kind_a_cell_is() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD)
    sheet.append(["张三", 150622199003070018, "=1+1", date(2024, 3, 1), 32000.5, 0.072])
    sheet["C2"].data_type = "s"
    sheet["F2"].number_format = "0.00%"
    sheet.append(["李四", "x", "HT-2", date(2024, 3, 2), "=A1", True])
    out = io.BytesIO()
    book.save(out)
    first, second = (row for _, row in open_table(out.getvalue()).rows)
    assert (first[1].kind, len(first[1].text)) == ("number", 18)
    assert first[2] == Raw("text", "=1+1")
    assert first[3] == Raw("date", "2024-03-01")
    assert first[4] == Raw("number", "32000.5")
    assert first[5] == Raw("number", "0.072", percent=True)
    assert second[4] == Raw("formula")
    assert second[5] == Raw("truth", "TRUE")


def test_a_formula_with_a_stored_value_counts_as_that_value() -> None:
    def stored(name: str, body: bytes) -> bytes:
        known = re.sub(rb"(<f>16000\*2</f>)<v ?/?>(</v>)?", rb"\1<v>32000</v>", body)
        return known if "sheet1" in name else body

    made = edited(xlsx(HEAD, [*LINE[:4], "=16000*2", "7%"]), stored)
    assert open_table(made).rows[0][1][4] == Raw("number", "32000")


def test_a_broken_formula_is_told_apart() -> None:
    made = xlsx(HEAD, [*LINE[:4], "#REF!", "7%"])
    assert open_table(made).rows[0][1][4] == Raw("error", "#REF!")


def test_hidden_sheets_and_explanations_are_not_read() -> None:
    sheet = open_table(xlsx(HEAD, LINE, second=[["列名", "说明"], ["借款人", "全名"]]))
    assert len(sheet.rows) == 1
    assert "只留一个" in refusal(xlsx(HEAD, LINE, second=[HEAD, LINE]))


def test_limits_of_size_and_rows() -> None:
    assert refusal(b"a" * (sheets.MOST_BYTES + 1)) == sheets.TOO_LARGE
    text = [",".join(HEAD), *(",".join(LINE) for _ in range(MOST_ROWS))]
    assert len(open_table("\n".join(text).encode()).rows) == MOST_ROWS
    with pytest.raises(TooLarge):
        open_table("\n".join([*text, ",".join(LINE)]).encode())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", sheets.EMPTY),
        (b" \r\n", sheets.EMPTY),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, sheets.OLD),
        (b"PK\x03\x04 cut short", sheets.BROKEN),
        (b"%PDF-1.7", sheets.UNKNOWN),
        (b"a\x00b", sheets.UNKNOWN),
        (b"\xff\xfe\x00\xd8", sheets.CODING),
        ("姓名,电话\n张三,1".encode(), sheets.NO_HEADING),
        (",".join(HEAD).encode(), sheets.NO_ROWS),
        ((",".join([*HEAD, *["x"] * 80]) + "\n").encode(), sheets.TOO_WIDE),
    ],
)
def test_what_is_no_table_is_named(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_a_zip_bomb_is_not_unpacked() -> None:
    def swollen(name: str, body: bytes) -> bytes:
        return body + b" " * (40 * 1024 * 1024) if "sheet1" in name else body

    assert refusal(edited(xlsx(HEAD, LINE), swollen)) == sheets.BOMB


def test_many_parts_macros_and_entities_are_refused() -> None:
    def with_entity(name: str, body: bytes) -> bytes:
        return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]>' + body if "sheet1" in name else body

    assert refusal(edited(xlsx(HEAD, LINE), with_entity)) == sheets.BOMB
    out = io.BytesIO(xlsx(HEAD, LINE))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refusal(out.getvalue()) == sheets.MACROS
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(sheets.MOST_PARTS):
            archive.writestr(f"xl/{n}.txt", b"x")
    assert refusal(out.getvalue()) == sheets.BOMB


def test_a_lone_far_cell_is_no_bomb() -> None:
    def far(name: str, body: bytes) -> bytes:
        cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        return body.replace(b"</sheetData>", cell) if "sheet1" in name else body

    assert refusal(edited(xlsx(HEAD, LINE), far)) == sheets.TOO_EMPTY


def test_any_zip_of_sheets_cut_short_is_refused_in_words() -> None:
    whole = xlsx(HEAD, LINE)
    for length in range(10, len(whole), 397):
        assert re.search(r"[\u4e00-\u9fff]", refusal(whole[:length]))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back(text: str) -> None:
    made = workbook([Page("数据", [[Raw("text", title) for title in HEAD], [Raw("text", text)] * 6])])
    cell = openpyxl.load_workbook(io.BytesIO(made)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{text}")
    assert safe(text) == f"'{text}"
    back = open_table(made).rows[0][1][0].text
    assert back == (text if text[0] in "=+-@" else f"'{text}")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="张三=+-@'A1 ,\n", min_size=1, max_size=8), min_size=6, max_size=6))
def test_no_text_leaves_as_a_formula(texts: list[str]) -> None:
    made = workbook([Page("数据", [[Raw("text", title) for title in HEAD], [Raw("text", t) for t in texts]])])
    for cell in openpyxl.load_workbook(io.BytesIO(made)).active[2]:
        assert cell.data_type in {"s", "n"}
        assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_numbers_a_spreadsheet_would_cut_are_written_as_text() -> None:
    line = [Raw("number", "150622199003070018"), Raw("number", "32000.5"), Raw("date", "2024-03-01")]
    made = workbook([Page("数据", [[Raw("text", title) for title in HEAD[:3]], line])])
    cells = openpyxl.load_workbook(io.BytesIO(made)).active[2]
    assert [cell.data_type for cell in cells] == ["s", "n", "d"]
    assert cells[0].value == "150622199003070018"
