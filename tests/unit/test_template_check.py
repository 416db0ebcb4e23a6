from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from bot.errors import Refused, TooLarge
from bot.library import load
from bot.papers import armour, names
from bot.papers.places import Fault
from bot.papers.proof import Proof
from flows.papers import PAPERS

PROOF = Proof(load)


def word(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(
    data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, body in (more or {}).items():
            new.writestr(name, body)
    return out.getvalue()


async def faults(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> list[Fault]:
    return list(await PROOF.check("complaint", word(*paragraphs, rows=rows)))  # type: ignore[arg-type]  # same fields


@pytest.mark.parametrize("paper", PAPERS)
async def test_every_shipped_template_passes(paper: str) -> None:
    assert await PROOF.check(paper, PROOF.shipped(paper)) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_placeholder_is_explained(paper: str) -> None:
    listed = PROOF.placeholders(paper)
    assert listed
    assert all(one.words and one.written for one in listed)
    own = {one.name.partition(".")[0] for one in listed}
    assert own == set(names.shapes(paper))


async def test_a_good_one_passes_and_its_preview_holds_the_sample() -> None:
    data = word("案号 {{ number }}", "{%p if claims %}", "{{ court }}", "{%p endif %}")
    assert await PROOF.check("complaint", data) == []
    body, outline = await PROOF.preview("complaint", data)
    assert outline == ["案号 （2026）内0622诉前调0号", "准格尔旗人民法院"]
    assert Document(io.BytesIO(body)).paragraphs[-1].text == "准格尔旗人民法院"


async def test_a_slip_names_the_paragraph_and_the_nearest_placeholder() -> None:
    (fault,) = await faults("第一段", "法院：{{ cuort }}")
    assert fault.where == "第2段"
    assert "法院" in fault.near
    assert fault.what == "没有“cuort”这个占位符，是不是“court”"


async def test_in_a_table_it_names_the_row() -> None:
    rows = (
        ("{%tr for row in applicant %}", ""),
        ("{{ row.lable }}", "{{ row.value }}"),
        ("{%tr endfor %}", ""),
    )
    (fault,) = await faults("起诉状", rows=rows)
    assert fault.where == "第1个表格第2行"
    assert "是不是“row.label”" in fault.what


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ court", "没有配对的“}}”"),
        ("court }}", "多了一个“}}”"),
        ("{% for row in applicant %}{{ row.label }}", "循环没有结束，少了“endfor”"),
        ("{% if court %}x", "条件没有结束，少了“endif”"),
        ("{% endfor %}", "多了一个“endfor”"),
        ("{% endif %}{% for a in claims %}{% endfor %}", "多了一个“endif”"),
        ("{{ court | }}", "读不懂"),
        ("{{ claims }}", "是一组内容"),
        ("{% for a in court %}{% endfor %}", "不是一组内容"),
        ("{% fro a in claims %}", "没有“fro”这种写法"),
        ("{{r court }}", "不能直接跟"),
    ],
)
async def test_broken_tags_are_named(text: str, said: str) -> None:
    found = await faults("一", text)
    assert found
    assert found[0].where == "第2段"
    assert said in found[0].what


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ court.__class__ }}",
        "{{ court.format(number) }}",
        "{{ court['__class__'] }}",
        "{{ court|attr('__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ loop }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9**9**9 }}",
        "{{ court ~ court }}",
        "{{ court|center(100000000) }}",
        "{% set x = court %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% filter upper %}x{% endfilter %}",
        "{% for a in claims recursive %}{{ loop(claims) }}{% endfor %}",
        "{% for a in claims if a.x %}{% endfor %}",
        "{% for a in claims %}" * 3 + "x" + "{% endfor %}" * 3,
        "{{ (court, number) }}",
        "{{ [1] }}",
        "{{ court if court else number }}",
    ],
)
async def test_nothing_but_placeholders_conditions_and_loops(text: str) -> None:
    assert await faults(text)


@pytest.mark.parametrize("hidden", ["{{ ''.__class__ }}", "{% for i in range(10**9) %}x{% endfor %}"])
async def test_tags_hidden_outside_the_text_do_not_run(hidden: str) -> None:
    def in_attribute(name: str, body: bytes) -> bytes:
        if name != "word/document.xml":
            return body
        return body.replace(b"<w:p>", f'<w:p w:rsidR="{hidden}">'.encode(), 1)

    data = changed(word("一"), in_attribute)
    assert hidden.encode() in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert await PROOF.check("complaint", data)

    def in_title(name: str, body: bytes) -> bytes:
        title = f"<dc:title>{hidden}</dc:title>".encode()
        return body.replace(b"<dc:title></dc:title>", title).replace(b"<dc:title/>", title)

    data = changed(word("一"), in_title)
    assert hidden.encode() in zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml")
    assert await PROOF.check("complaint", data)


def test_what_is_no_plain_word_document_is_refused() -> None:
    good = word("一")
    keep = lambda _, body: body  # noqa: E731
    link = b'<Relationship Id="r9" Type="t/hyperlink" Target="https://x.example" TargetMode="External"/>'
    cases = [
        (b"", armour.NOT_WORD),
        (b"PK\x03\x04 nonsense", armour.NOT_WORD),
        (changed(good, keep, {"word/vbaProject.bin": b"x"}), armour.ARMED),
        (changed(good, keep, {"word/embeddings/oleObject1.bin": b"x"}), armour.ARMED),
        (
            changed(
                good,
                lambda n, b: (
                    b.replace(b"wordprocessingml.document.main", b"macroEnabled.main") if "Types" in n else b
                ),
            ),
            armour.ARMED,
        ),
        (
            changed(good, lambda n, b: b.replace(b"</Relationships>", link + b"</Relationships>")),
            armour.OUTSIDE,
        ),
        (changed(good, lambda n, b: b"<!DOCTYPE x>" + b if n == "word/document.xml" else b), armour.NOT_WORD),
        (changed(good, keep, {"word/media/a.xml": b" " * (armour.MOST_INSIDE + 1)}), armour.SWOLLEN),
    ]
    for data, reason in cases:
        with pytest.raises(Refused) as caught:
            armour.check(_packed(data))
        assert caught.value.sentence == reason
    with pytest.raises(TooLarge):
        armour.check(b"x" * (armour.MOST_BYTES + 1))


def _packed(data: bytes) -> bytes:
    if not data.startswith(b"PK\x03\x04") or len(data) < 100:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("field", ["INCLUDETEXT", "DDEAUTO", "INCLUDEPICTURE", "HYPERLINK"])
def test_fields_that_fetch_something_are_refused(field: str) -> None:
    def put(name: str, body: bytes) -> bytes:
        return body.replace(
            b"</w:body>", f"<w:p><w:r><w:instrText> {field} x</w:instrText></w:r></w:p></w:body>".encode()
        )

    with pytest.raises(Refused) as caught:
        armour.check(changed(word("一"), put))
    assert field in caught.value.sentence
