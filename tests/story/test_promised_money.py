"""What is promised for later is not counted as paid back, wherever it is told."""

from __future__ import annotations

import pytest

from bot.text.reading import flat
from tests.talk import Talk

LOAN = ("别人欠我钱", "5万", "2023年5月1日", "微信", "有", "没约定", "没约定")


async def repaid(talk: Talk) -> object:
    form = (await talk.session()).form
    assert form is not None
    answer = form.answers.get("repaid")
    return flat(answer.value).get("total_fen") if answer else None


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("还了三千，答应开春再还两千", 300_000),
        ("上个月还了四千，他说年底再还五千，过两天再给一千", 400_000),
        ("微信转了2600，剩下的下个月还", 260_000),
    ],
)
async def test_beside_what_was_paid(talk: Talk, words: str, fen: int) -> None:
    await talk.taps_flow("private_lending")
    await talk.says(*LOAN, words)
    assert await repaid(talk) == fen


@pytest.mark.parametrize("words", ["下个月再还两千", "他说过年前再还一万", "等发了工资还三千"])
async def test_a_promise_alone_is_asked_about(talk: Talk, words: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says(*LOAN, words)
    talk.hears("以后要给的")
    assert talk.asked() == "repaid"
    assert await repaid(talk) is None


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("张三2023年5月1日借我5万，还了三千，说下个月再还两千", 300_000),
        ("李四去年借我2万，微信还了五千，准备过年再还一万", 500_000),
    ],
)
async def test_in_a_story(talk: Talk, words: str, fen: int) -> None:
    await talk.says(words)
    assert await repaid(talk) == fen


async def test_more_for_an_open_list(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says(*LOAN, "还了三千", "下个月再还两千")
    talk.hears("以后要给的")
    assert await repaid(talk) == 300_000
