"""After a sign of danger a greeting, a cry or a word of where one is finds care, no menu and no article."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    ("danger", "then"),
    [
        ("我不想活了", "在吗"),
        ("我想死", "有人吗？"),
        ("我男人拿刀追我", "你好"),
        ("老公又打我了，我躲在厕所", "怎么办"),
        ("老公又打我了，我躲在厕所", "我跑到邻居家院里了"),
        ("他把我关在屋里不让出去", "咋办呀"),
    ],
)
async def test_who_is_in_danger_finds_somebody(talk: Talk, danger: str, then: str) -> None:
    await talk.says(danger)
    await talk.says(then)
    talk.not_hears("借钱不还", "民法典", "请问您遇到了什么事")
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    assert found is not None
    assert found.urgent


async def test_a_question_of_law_is_still_answered(talk: Talk) -> None:
    await talk.says("老公又打我了，我躲在厕所")
    await talk.says("人身安全保护令怎么申请")
    talk.hears("保护令")
