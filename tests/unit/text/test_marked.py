"""Marks of web pages are no part of a name, a firm or an address."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.marked import REFUSED
from bot.text.readers import readers
from bot.text.reading import Context, Reading, Refusal

TODAY = Context(date(2026, 11, 22))
MARKED = [
    "<b>张三</b>",
    "张三<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>薛家湾镇",
    "准格尔旗薛家湾镇＜a＞1号楼",
    "鑫达&lt;建筑公司",
    "{{ applicant_name }}公司",
    "准格尔旗{% if x %}1号楼",
    "javascript:alert(1)公司",
]


@pytest.mark.parametrize("kind", ["name", "org", "party", "address"])
@pytest.mark.parametrize("words", MARKED)
def test_marks_are_refused_kindly(kind: str, words: str) -> None:
    assert readers()[kind](words, TODAY) == Refusal(REFUSED)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("name", "张三"), ("org", "鑫达建筑有限公司"), ("party", "李四"), ("address", "薛家湾镇1号楼2单元")],
)
def test_plain_words_are_read(kind: str, words: str) -> None:
    assert isinstance(readers()[kind](words, TODAY), Reading)
