"""不要转人工了: words that refuse a person call nobody, and take whoever only waits out of the queue."""

from __future__ import annotations

import pytest

from bot.model import HandoffState
from tests.talk import Talk, World

REFUSED = [
    "不要转人工了",
    "我不要转人工",
    "别转人工",
    "先别给我转人工了",
    "不用找工作人员了",
    "我不想转人工",
    "取消转人工",
    "不转人工",
]


async def waiting(world: World) -> int:
    async with world.records.begin() as tx:
        return len(await tx.handoffs.listing(states=[HandoffState.WAITING]))


@pytest.mark.parametrize("words", REFUSED)
async def test_nobody_is_called(talk: Talk, world: World, words: str) -> None:
    await talk.taps_flow("private_lending")
    before = talk.same_question()
    await talk.says(words)
    talk.hears("好的，不转人工")
    assert talk.same_question() == before
    assert await waiting(world) == 0


@pytest.mark.parametrize("words", REFUSED)
async def test_who_waits_leaves_the_queue(talk: Talk, world: World, words: str) -> None:
    await talk.says("转人工")
    assert await waiting(world) == 1
    await talk.says(words)
    talk.hears("不用排队了")
    assert await waiting(world) == 0
    assert (await talk.session()).mode == "bot"
    await talk.says("转人工")
    assert await waiting(world) == 1


async def test_who_is_in_danger_stays_in_the_queue(talk: Talk, world: World) -> None:
    await talk.says("他拿着刀在门口要杀我", "没事了，他走了", "不要转人工了")
    talk.hears("工作人员还会照常联系您")
    assert await waiting(world) == 1


@pytest.mark.parametrize(
    "words",
    ["要不要转人工", "不要客服要真人", "不想和机器人说了", "怎么还不给我转人工"],
)
async def test_who_wants_a_person_gets_one(talk: Talk, world: World, words: str) -> None:
    await talk.says(words)
    assert await waiting(world) == 1


@pytest.mark.parametrize("words", ["别转人工，我自己看看", "不用找调解员，先问你几句"])
async def test_other_words_beside_the_refusal_call_nobody(talk: Talk, world: World, words: str) -> None:
    await talk.says(words)
    assert await waiting(world) == 0
