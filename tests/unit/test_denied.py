"""Which words end the careful mode after a sign of danger: only a plain denial, never its opposite."""

from __future__ import annotations

import pytest

from bot.dialogue.danger import _denies


@pytest.mark.parametrize(
    "said",
    [
        "没事",
        "我没事了",
        "没人威胁我 我就是要钱",
        "没有没有 我就是说说 气的",
        "就是气话",
        "我很安全",
        "你们误会了",
    ],
)
def test_a_plain_denial(said: str) -> None:
    assert _denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "我不安全",
        "我现在不太安全",
        "我不是开玩笑",
        "这不是气话",
        "他说没事，可他还在砸门",
        "哪里安全",
        "没人帮我",
        "没有人管我",
        "他没打我，可是要杀我",
        "我没事，孩子在流血",
        "不是误会",
    ],
)
def test_what_takes_nothing_back(said: str) -> None:
    assert not _denies(said)
