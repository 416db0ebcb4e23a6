"""Who tells of somebody else, or of a heavy heart, hears words that fit."""

from __future__ import annotations

import pytest

from bot.law.screening import screen


@pytest.mark.parametrize(
    "text", ["老伴喝了敌敌畏，嘴里吐沫", "我闺女把手腕割了", "媳妇吞了一瓶安眠药", "俺儿子喝农药了"]
)
def test_who_tells_of_somebody_else_hears_the_ambulance_first(text: str) -> None:
    told = [flag for flag in screen(text) if flag.id == "self_harm"]
    assert told[0].urgent
    assert told[0].hotlines[0] == "120"
    assert told[0].say.startswith("马上打120")
    assert "您现在难受" not in told[0].say


@pytest.mark.parametrize("text", ["我喝了农药", "我想喝农药", "我不想活了"])
def test_who_tells_of_himself_hears_words_for_himself(text: str) -> None:
    assert "您现在难受" in screen(text)[0].say


@pytest.mark.parametrize("text", ["心里憋屈得很", "我真难受", "心里闷得慌", "喝了点酒，就想跟你聊聊"])
def test_a_heavy_heart_is_offered_a_number_and_no_alarm(text: str) -> None:
    flags = screen(text)
    assert [flag.urgent for flag in flags] == [False]
    assert "12356" in flags[0].hotlines
