"""After a case is handed in: corrections are read back, old buttons help, nothing is dropped silently."""

from __future__ import annotations

import pytest

from bot.model import Kind
from tests.story.test_private_lending import STORY, to_review
from tests.talk import Talk


async def handed_in(talk: Talk) -> list[str]:
    """Hand a case in; gives the payloads of the review card's buttons."""
    await to_review(talk)
    payloads = [button.payload for say in talk.reply.says for button in say.buttons]
    await talk.taps("确认提交")
    talk.hears("诉前调")
    return payloads


@pytest.mark.parametrize(
    "words",
    [
        "借款金额写错了，应该是6万",
        "对方姓名错了，应该是{{7*7}}",
        "我要修改对方电话",
        "更正一下，借的日子是去年",
    ],
)
async def test_a_correction_is_read_back_and_shown_under_progress(talk: Talk, words: str) -> None:
    await handed_in(talk)
    await talk.says(words)
    talk.hears(f"您要更正的是：“{words}”", "由他核对后改")
    for ask in ("进度", "我的案子到哪了"):
        await talk.says(ask)
        talk.hears("诉前调", f"您要求更正：“{words}”")


async def test_numbers_in_a_correction_are_masked(talk: Talk) -> None:
    await handed_in(talk)
    await talk.says("对方电话错了，应该是13912345678")
    talk.not_hears("13912345678")
    await talk.says("进度")
    talk.not_hears("13912345678")


@pytest.mark.parametrize(
    "payload", ["cmd:edit", "edit:principal", "pick:paid_how:cash", "none:rate", "rows:done:repaid"]
)
async def test_old_buttons_say_what_to_do_instead(talk: Talk, payload: str) -> None:
    assert "cmd:edit" in await handed_in(talk)
    await talk.send(Kind.TEXT, text="修改", payload=payload)
    talk.hears("申请已经提交", "直接打字告诉我")
    assert (await talk.session()).form is None


async def test_handing_in_twice_is_answered(talk: Talk) -> None:
    await handed_in(talk)
    await talk.send(Kind.TEXT, text="确认提交", payload="cmd:submit")
    talk.hears("已经交上去了")


@pytest.mark.parametrize("other", ["算了不登记了", "修改", "转人工", "重来", "请人打给我"])
async def test_another_command_says_that_nothing_was_deleted(talk: Talk, other: str) -> None:
    await talk.says(STORY, "删除我的信息", other)
    talk.hears("刚才说的删除没有做")
    assert (await talk.session()).form is not None


@pytest.mark.parametrize("other", ["进度", "帮助", "调解要钱吗"])
async def test_a_question_leaves_the_deletion_open(talk: Talk, other: str) -> None:
    await talk.says(STORY, "删除我的信息", other)
    talk.not_hears("刚才说的删除没有做")
    talk.hears("确定删除吗")


@pytest.mark.parametrize("answer", ["确定删除", "先不删"])
async def test_an_answer_drops_nothing(talk: Talk, answer: str) -> None:
    await talk.says(STORY, "删除我的信息", answer)
    talk.not_hears("刚才说的删除没有做")


async def test_another_command_says_that_nothing_was_withdrawn(talk: Talk) -> None:
    await handed_in(talk)
    await talk.says("撤回申请", "删除我的信息")
    talk.hears("刚才说的撤回没有做")
