"""Who waits for a person and sends a number: it goes with the call, and nothing is asked or answered anew."""

from __future__ import annotations

import pytest

from tests.talk import Talk

MINE = [
    "13812345678",
    "我电话是13812345678",
    "号码13812345678，晚上打",
    "打13812345678，下午三点后方便",
    "换个号 138 1234 5678",
]


async def wish(talk: Talk) -> str:
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    return found.callback if found else ""


@pytest.mark.parametrize("words", MINE)
async def test_without_an_intake(talk: Talk, words: str) -> None:
    await talk.says("转人工", "我想问问租房的事", "你们什么时候来", words)
    talk.hears("谢谢，记下了", "138****5678")
    talk.not_hears("您遇到了什么事", "12345")
    assert words in await wish(talk)


@pytest.mark.parametrize("words", MINE)
async def test_in_an_intake_the_question_stands(talk: Talk, words: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "转人工", "5万", "2023年5月1日")
    before = talk.asked()
    await talk.says(words)
    talk.hears("谢谢，记下了", "138****5678")
    assert talk.asked() == before
    assert words in await wish(talk)


async def test_a_second_number_is_kept_beside_the_first(talk: Talk) -> None:
    await talk.says("转人工", "13812345678", "15847731234这个也行")
    talk.hears("158****1234")
    kept = await wish(talk)
    assert "13812345678" in kept
    assert "15847731234" in kept


async def test_after_danger_the_number_reaches_who_calls(talk: Talk) -> None:
    await talk.says("我不想活了", "13812345678")
    talk.hears("谢谢，记下了")
    assert "13812345678" in await wish(talk)


@pytest.mark.parametrize(
    "words", ["他的电话13912345678", "对方电话13912345678", "老板手机13912345678", "13912345678是骗子吗"]
)
async def test_the_number_of_another_is_no_contact(talk: Talk, words: str) -> None:
    await talk.says("转人工", "我想问问租房的事", "你们什么时候来", words)
    talk.not_hears("谢谢，记下了")
    assert "139" not in await wish(talk)


async def test_who_waits_for_nobody_is_asked_what_happened(talk: Talk) -> None:
    await talk.says("13812345678")
    talk.hears("您遇到了什么事")
