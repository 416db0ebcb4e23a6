"""Who told of blows or threats at home: the papers for the other side do not say where she is."""

from __future__ import annotations

import pytest

from bot import hiding
from tests.story.test_private_lending import to_review
from tests.talk import Talk, World


@pytest.mark.parametrize(
    ("words", "hides"),
    [
        ("他拿着刀在门口要杀我", True),
        ("我老公刚才又打我，我躲在厕所里", True),
        ("我家煤气漏了，人晕倒了", False),
        ("转人工", False),
    ],
)
async def test_danger_from_a_person_hides_the_address(
    talk: Talk, world: World, words: str, hides: bool
) -> None:
    await talk.says(words)
    async with world.records.begin() as tx:
        assert await hiding.hidden(tx, talk.sid) is hides


async def test_it_is_said_when_the_case_is_handed_in(talk: Talk) -> None:
    await talk.says("他拿着刀在门口要杀我", "没事了，他走了")
    await to_review(talk)
    await talk.taps("确认提交")
    talk.hears("由法院掌握", "反家暴法")


async def test_without_danger_nothing_is_said(talk: Talk) -> None:
    await to_review(talk)
    await talk.taps("确认提交")
    talk.not_hears("由法院掌握")
