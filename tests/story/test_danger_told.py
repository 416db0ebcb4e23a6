"""Danger told in ways a form does not expect: deep in a long message, taken back, said by who threatens."""

from __future__ import annotations

import pytest

from tests.talk import Talk
from tests.unit.law.test_long_messages import SIGNS, story


@pytest.mark.parametrize("sign", SIGNS)
async def test_a_sign_beyond_what_the_talk_reads_comes_first(talk: Talk, sign: str) -> None:
    await talk.says(f"{story(5000)}{sign}。{story(2000)}")
    assert talk.reply.says[0].card
    assert talk.reply.says[0].card.kind == "safety"
    talk.hears("110", "已通知工作人员")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert handoff.urgent


async def test_a_calm_long_message_calls_nobody(talk: Talk) -> None:
    await talk.says(story(5000))
    talk.not_hears("已通知工作人员", "12356")
