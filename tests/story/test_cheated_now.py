"""Money that has just gone to a swindler: the police at once, no list of matters to choose from."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    "words",
    [
        "让人骗了八万，刚转过去",
        "被骗了3万，咋办",
        "刚给骗子打了两万",
        "网友骗了我五千块钱，怎么办",
        "钱被骗子转走了",
    ],
)
async def test_who_was_just_cheated_hears_of_the_police(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("110", "96110", "止付")


@pytest.mark.parametrize(
    "words", ["他骗我借给他三万不还", "装修的骗了我两万定金", "她骗婚要了十万彩礼", "他说我骗了他的钱"]
)
async def test_a_matter_that_is_told_is_not_taken_for_it(talk: Talk, words: str) -> None:
    await talk.says(words)
    assert (await talk.session()).topic != "police_or_court"
