"""What is asked and told beside words of danger, and after them, is neither lost nor swallowed."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("他刚才又打我了，人身安全保护令怎么申请", "保护令"),
        ("老公拿皮带抽我，我脸都肿了。离婚时孩子归谁？", "孩子"),
        ("我闺女正被女婿按在地上打，打官司的诉讼费谁出", "诉讼费"),
    ],
)
async def test_a_question_beside_danger_is_answered_after_the_safety_words(
    talk: Talk, text: str, answered: str
) -> None:
    await talk.says(text)
    said = [say.text for say in talk.reply.says]
    assert "110" in said[0]
    assert any(answered in one for one in said[1:])


@pytest.mark.parametrize("text", ["他拿刀追我，我该咋办", "我老公打我，救命啊怎么办", "谁来救救我，他在砸门"])
async def test_a_cry_for_help_hears_the_safety_words_alone(talk: Talk, text: str) -> None:
    await talk.says(text)
    talk.hears("110", "已通知工作人员")
    talk.not_hears("依据")


async def test_who_threatens_is_not_told_what_it_costs(talk: Talk) -> None:
    await talk.says("我要弄死他，故意伤害赔多少钱")
    talk.hears("110")
    talk.not_hears("医疗、护理")


async def test_after_danger_a_question_is_answered_with_a_line_of_care(talk: Talk) -> None:
    await talk.says("老公又打我了，我脸上都是血")
    await talk.says("离婚的时候房子怎么分，是婚前买的")
    talk.hears("房")
    talk.not_hears("您说的我都给工作人员看")


async def test_what_is_told_after_danger_is_in_the_intake_later(talk: Talk) -> None:
    await talk.says("老公又打我了，我脸上都是血")
    await talk.says("我叫王秀兰，他叫李国强，2012年5月结的婚")
    talk.hears("110")
    await talk.says("警察来了，他走了，我安全了")
    await talk.says("我要离婚")
    talk.hears("2012年5月")


async def test_unsafe_at_home_told_early_hears_of_the_protection_order(talk: Talk) -> None:
    await talk.says("我要离婚")
    talk.hears("第")
    await talk.says("不安全")
    talk.hears("保护令", "第")
    await talk.says("不安全")
    talk.not_hears("保护令")
