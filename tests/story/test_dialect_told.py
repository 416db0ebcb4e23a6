"""A person who writes as people speak in the west of the region is heard as any other."""

from __future__ import annotations

import pytest

from tests.talk import Talk


async def test_a_loan_told_in_dialect_keeps_its_payments(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("张二蛋2024年3月5号借额五万，去年8月10号还咧八千，今年3月6号还咧五千，今年5月9号还咧两千")
    talk.hears("50,000")
    talk.hears("15,000")


@pytest.mark.parametrize("words", ["额把药喝咧", "额不活咧", "额儿子打额咧，额流血咧"])
async def test_danger_in_dialect_is_danger(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("120")


async def test_the_transcript_keeps_the_words_as_they_were_written(talk: Talk) -> None:
    await talk.says("老板欠额三个月工资咧")
    assert "老板欠额三个月工资咧" in [line.text for line in await talk.world.sessions.lines(talk.sid)]
