"""Who cannot speak aloud: the silent number first, a person at once, no question of the form after it."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    "words", ["替我拨个110，我不敢出声", "先别回信息，他正翻我手机", "我装作订披萨，别问"]
)
async def test_a_person_is_called_in_silence(talk: Talk, words: str) -> None:
    await talk.says("别人欠我钱", words)
    talk.hears("12110", "值班的工作人员")
    talk.not_hears("先打上面的电话")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert handoff.urgent
