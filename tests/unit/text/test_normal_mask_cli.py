"""One spelling with spans into the original, masks over personal data, the command line's rows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import mask
from bot.text.cli import read_lines
from bot.text.normalise import normalise

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("５０００元", "5000元"),
        ("張三欠條", "张三欠条"),
        ("三\u200b万", "三万"),
        ("a\ud800b", "ab"),
        ("㈠①", "㈠1"),
        ("ｋｇ　￥", "kg ¥"),
        ("㛃䶮𠮷", "㛃䶮𠮷"),
    ],
)
def test_normal_form(text: str, plain: str) -> None:
    assert normalise(text).text == plain


@given(st.text(max_size=60))
def test_every_normal_character_has_a_place_in_the_original(text: str) -> None:
    normal = normalise(text)
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_span_of_a_widened_word_covers_the_original() -> None:
    normal = normalise("借\u200b了５\u200b万")
    assert normal.text == "借了5万"
    assert normal.said(2, 4) == "５\u200b万"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("巴特尔", "巴*尔"),
        ("巴特巴尔", "巴**尔"),
        ("欧阳修", "欧*修"),
        ("张", "*"),
        ("额尔敦其木格", "额****格"),
    ],
)
def test_masked_name(name: str, masked: str) -> None:
    assert mask.mask_name(name) == masked


def test_masked_numbers() -> None:
    assert mask.mask_phone("13812340018") == "138****0018"
    assert mask.mask_phone("0477-4212345") == "0477-****345"
    assert mask.mask_id("150622199003070018") == "150622********0018"
    assert mask.mask_card("6228480400000000010") == "尾号0010"
    assert mask.mask_address("准格尔旗薛家湾镇某小区3号楼2单元501") == "准格尔旗薛家湾镇****"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我13812340018", "我138****0018"),
        ("身份证１５０６２２１９９００３０７００１８。", "身份证150622********0018。"),
        ("卡6228480400000000010借35000元", "卡****0010借35000元"),
        ("+86 138-1234-0018 或 0477-4212345", "138****0018 或 0477****345"),
        ("15062219851231002x", "150622********002X"),
        ("150622 19900307 0018", "150622********0018"),
        ("2023年5月1日借了350000元", "2023年5月1日借了350000元"),
        ("138\u200b12340018", "138****0018"),
    ],
)
def test_numbers_in_a_text_are_masked(text: str, masked: str) -> None:
    assert mask.mask_text(text) == masked


@given(
    st.text("我借了元，。 a", max_size=8),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text("我借了元，。 ", max_size=8),
)
def test_no_phone_survives_masking(before: str, phone: str, after: str) -> None:
    out = mask.mask_text(f"{before} {phone}{after}")
    assert phone not in out
    assert phone[3:7] + phone[7:] not in out


def row(kind: str, text: str) -> dict[str, object]:
    return dict(next(iter(read_lines(kind, TODAY, [text + "\n"]))))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("amount", "三万五", ("35000", "35000", "35000", None, None, True)),
        ("amount", "3块6", ("3.6", "3.6", "3.6", None, None, True)),
        ("amount", "八九千", ("8000-9000", "8000", "9000", None, None, False)),
        ("date", "上周五", ("2026-11-13", None, None, "2026-11-13", "2026-11-13", True)),
        ("date", "去年上半年", ("2025-01-01/2025-06-30", None, None, "2025-01-01", "2025-06-30", True)),
        ("duration", "一年零三个月", ("P1Y3M", 455, 455, None, None, True)),
        ("rate", "月息2分", ("2%/month", None, None, None, None, True)),
        ("rate", "日万分之五", ("0.05%/day", None, None, None, None, True)),
        ("rate", "LPR的4倍", ("4*LPR", None, None, None, None, True)),
        ("id", "150622199003070018", ("150622199003070018", None, None, None, None, True)),
        ("phone", "138 1234 0018", ("13812340018", None, None, None, None, True)),
        ("amount", "你好", (None, None, None, None, None, False)),
    ],
)
def test_row_of_the_command_line(kind: str, text: str, expected: tuple[object, ...]) -> None:
    out = row(kind, text)
    assert list(out) == ["text", "reading", "low", "high", "start", "end", "exact", "confirm"]
    assert out["text"] == text
    assert tuple(out.values())[1:7] == expected


def test_refused_text_has_its_sentence_in_confirm() -> None:
    out = row("date", "2月30日")
    assert out["reading"] is None
    assert "日历上没有" in str(out["confirm"])


def test_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        list(read_lines("colour", TODAY, ["红"]))
