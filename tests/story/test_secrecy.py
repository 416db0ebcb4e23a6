"""Who asks not to have the other side told is heard, and whoever helps reads it first."""

from __future__ import annotations

import pytest

from bot.model import Handoff
from tests.talk import Talk


async def called(talk: Talk) -> Handoff | None:
    async with talk.world.records.begin() as tx:
        return await tx.handoffs.open_of(talk.sid)


@pytest.mark.parametrize(
    "text",
    [
        "先别给他打电话",
        "千万别让我男人知道",
        "求求你们，不要通知他",
        "你们先不要联系对方",
        "我还没想好，别跟我婆婆说",
        "先别惊动老板",
    ],
)
async def test_the_wish_is_kept_for_whoever_helps(talk: Talk, text: str) -> None:
    await talk.says("我要离婚")
    asked = talk.reply.says[-1]
    await talk.says(text)
    talk.hears("先不联系对方")
    assert talk.reply.says[-1].card == asked.card
    handoff = await called(talk)
    assert handoff
    assert "不要联系对方" in handoff.callback


async def test_after_danger_both_wishes_are_kept_and_the_call_stays_urgent(talk: Talk) -> None:
    await talk.says("老公又打我了，我脸上都是血")
    await talk.says("先别给他打电话，别让他知道")
    talk.hears("先不联系对方")
    handoff = await called(talk)
    assert handoff
    assert (handoff.urgent, "不要联系对方" in handoff.callback) == (True, True)


@pytest.mark.parametrize(
    "text", ["别让他跑了", "他不让我联系他", "别联系他妈，联系他", "能不能先不要通知对方？", "他说别告诉别人"]
)
async def test_other_words_are_no_such_wish(talk: Talk, text: str) -> None:
    await talk.says(text)
    talk.not_hears("先不联系对方")
