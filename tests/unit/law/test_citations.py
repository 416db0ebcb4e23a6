from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import citations, statutes
from bot.law.citations import Citation, Citations, UnknownCitation, parse, render, resolve

ROOT = Path(__file__).parents[3]
LAWS = ROOT.parent / "shared" / "laws"
TODAY = date(2026, 11, 22)

with_laws = pytest.mark.skipif(not LAWS.is_dir(), reason="no folder of statute texts beside the project")


@pytest.mark.parametrize(
    ("words", "citation"),
    [
        ("民法典188", Citation("民法典", 188)),
        ("劳动解释一15", Citation("劳动解释一", 15)),
        ("民诉法127（七）", Citation("民诉法", 127, "第七项")),
        ("民诉法127(七)", Citation("民诉法", 127, "第七项")),
        ("民法典第188条", Citation("民法典", 188)),
        ("民法典第一百八十八条第二款", Citation("民法典", 188, "第二款")),
        ("《民法典》第188条", Citation("民法典", 188)),
        (" 民法典 1064 ", Citation("民法典", 1064)),
        ("某法133之一", Citation("某法", 133, "之一")),
    ],
)
def test_citations_are_read_in_every_usual_spelling(words: str, citation: Citation) -> None:
    assert parse(words) == citation


@pytest.mark.parametrize("words", ["", "民法典", "188", "第188条", "民法典一八八", "民法典18888"])
def test_what_is_no_citation_is_refused(words: str) -> None:
    with pytest.raises(UnknownCitation):
        parse(words)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("民法典188", "《中华人民共和国民法典》第一百八十八条"),
        ("民诉法解释351", "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百五十一条"),
        ("民诉法127（七）", "《中华人民共和国民事诉讼法》第一百二十七条第七项"),
        ("民法典1064", "《中华人民共和国民法典》第一千零六十四条"),
        ("人损解释12", "《最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释》第十二条"),
        ("民事诉讼法165", "《中华人民共和国民事诉讼法》第一百六十五条"),
    ],
)
def test_citations_are_written_out(words: str, title: str) -> None:
    assert render(words) == title


@given(st.integers(1, 9999))
def test_article_numbers_survive_the_way_to_chinese_and_back(n: int) -> None:
    assert statutes.from_chinese(statutes.in_chinese(n)) == n


@pytest.mark.parametrize(
    ("n", "written"),
    [
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1110, "一千一百一十"),
    ],
)
def test_article_numbers_as_statutes_write_them(n: int, written: str) -> None:
    assert statutes.in_chinese(n) == written


def test_an_article_without_a_gist_resolves_inside_the_range_of_its_law() -> None:
    entry = resolve("民法典2")
    assert entry.gist == ""
    assert entry.title.endswith("第二条")


@pytest.mark.parametrize("words", ["民法典1261", "某某法1", "民法典0", "商事调解条例17"])
def test_an_article_outside_does_not(words: str) -> None:
    with pytest.raises(UnknownCitation):
        resolve(words)
    assert not citations.valid(words, TODAY)


def test_a_version_is_valid_from_the_day_it_takes_effect() -> None:
    assert citations.valid("民诉法125", date(2024, 1, 1))
    assert not citations.valid("民诉法125", date(2023, 12, 31))


def test_a_repealed_article_takes_its_texts_out_of_service(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Citations.load()
    gone = Citation("民法典", 188)
    entries = {**book.entries, gone: replace(book.entries[gone], repealed_on=date(2026, 1, 1))}
    monkeypatch.setattr(citations, "_load", lambda: Citations(book.laws, entries, book.names))
    assert not citations.in_service(["民法典189", "民法典188"], TODAY)
    assert citations.in_service(["民法典189", "民法典188"], date(2025, 12, 31))
    assert citations.in_service(["民法典189"], TODAY)
    assert "民法典188" in Citations.load().faults(["民法典188"], on=TODAY)


def test_a_repealed_law_takes_all_its_articles_with_it() -> None:
    book = Citations.load()
    law = replace(book.laws["民法典"], repealed_on=date(2026, 1, 1))
    entry = replace(book.resolve("民法典188"), law=law)
    assert not entry.in_force(TODAY)
    assert entry.in_force(date(2025, 1, 1))


def test_every_law_says_where_it_was_read() -> None:
    for law in Citations.load().laws.values():
        assert law.title
        assert law.mark in {"V", "V2", "U"}
        assert law.checked_on


def test_every_entry_has_a_plain_sentence() -> None:
    for entry in Citations.load().entries.values():
        assert entry.gist.endswith("。"), entry.citation
        assert "！" not in entry.gist


@with_laws
def test_no_article_is_dead_and_no_quote_is_wrong() -> None:
    assert citations.check_against(LAWS) == []


@with_laws
def test_the_ranges_of_laws_yml_are_those_of_the_texts() -> None:
    for law in Citations.load().laws.values():
        if law.file:
            numbers = [int(re.match(r"\d+", n)[0]) for n in statutes.statute(LAWS, law.file)]  # type: ignore[index]  # keys start with digits
            assert max(numbers) == law.articles, law.name


def _cited_in_the_project() -> set[str]:
    names = sorted(Citations.load().laws, key=len, reverse=True)
    pattern = re.compile("(?:" + "|".join(map(re.escape, names)) + r")\d+(?:（[一二三四五六七八九十]+）)?")
    paths = [*(ROOT / "bot" / "law").rglob("*.py"), *(ROOT / "bot" / "law" / "tables").glob("*.yml")]
    skip = {"citations.yml", "laws.yml"}
    return {
        found for path in paths if path.name not in skip for found in pattern.findall(path.read_text("utf-8"))
    }


def test_everything_the_law_cites_resolves_and_is_explained() -> None:
    cited = _cited_in_the_project()
    assert len(cited) > 150
    assert Citations.load().faults(cited, on=TODAY) == {}
    assert [c for c in cited if not resolve(c).gist] == []


@with_laws
def test_everything_the_law_cites_exists_in_the_texts() -> None:
    assert citations.check_against(LAWS, _cited_in_the_project()) == []


STATUTE = """# 某法

第一条 为了测试。

第二条 有下列情形的：

（一）甲；

（二）乙。

## 第二章

第三条 完。
"""


def _book(quote: str, article: int = 1, sub: str = "") -> Citations:
    law = citations.Law("某法", "某法", date(2020, 1, 1), 9, "V", TODAY, "某法.md")
    entry = citations.Entry(Citation("某法", article, sub), law, "测试。", quote)
    return Citations({"某法": law}, {entry.citation: entry})


def test_faults_are_found_dead_misquoted_and_unknown(tmp_path: Path) -> None:
    (tmp_path / "某法.md").write_text(STATUTE, encoding="utf-8")
    assert citations.check_against(tmp_path, book=_book("为了测试。")) == []
    assert [f.kind for f in citations.check_against(tmp_path, book=_book("为了考试。"))] == ["misquoted"]
    assert [f.kind for f in citations.check_against(tmp_path, book=_book("", article=8))] == ["dead"]
    assert citations.check_against(tmp_path, book=_book("", article=2, sub="第二项")) == []
    assert [f.kind for f in citations.check_against(tmp_path, book=_book("", 2, "第九项"))] == ["dead"]
    assert [f.kind for f in citations.check_against(tmp_path, ["另法3"], book=_book(""))] == ["unknown"]


def test_a_missing_file_is_a_fault_and_a_missing_folder_proves_nothing(tmp_path: Path) -> None:
    assert citations.check_against(tmp_path / "nowhere") == []
    (tmp_path / "别的法.md").write_text(STATUTE, encoding="utf-8")
    book = _book("")
    with pytest.raises(FileNotFoundError):
        statutes.statute(tmp_path, "没有*.md")
    assert [f.kind for f in citations.check_against(tmp_path, book=book)] == ["dead"]
