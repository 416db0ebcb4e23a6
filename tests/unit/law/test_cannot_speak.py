"""Who is in danger and cannot speak aloud is told of the silent number; questions about 110 are not that."""

from __future__ import annotations

import pytest

from bot.law.screening import safety_text, screen

UNHEARD = """
能不能帮我打110，不方便说话
能不能替我叫警察，他就在旁边
别回我消息，他在看我手机
我假装点外卖
帮我报警
快帮我报警，我不敢出声
替我打个110，求你了
麻烦帮我叫一下警察，他在门口
你们可以帮我拨110吗
能帮我喊警察来吗，我在家
给我报警，我不能说话
请偷偷帮我报个警
帮忙报警，他在翻我手机
不要给我发消息了，我老公在查我手机
别发了，手机被他拿着看
千万别回复，他正盯着我手机看
先别打电话过来，他就在我旁边
别给我回信息，那人在我身后
我装作在订外卖，你懂吗
我就当点披萨，你别多问
你就假装是快递
您装作打错了行吗
你当是我同事，他在听
我想报警但是不能出声
报警要说话吗，我现在不敢开口
怎么报警，他就在我跟前
我不敢打电话，想找警察
想打110，他在外屋
拿点外卖当暗号可以吗
幫我報警
小声点，他在监视我手机
"""

CALM = """
打110没人管怎么办
报警电话是多少
聋哑人怎么报警
报警有用吗
他欠钱不还，能帮我报警抓他吗
邻居帮我报警了
我朋友帮我打的110
他帮我报的警
我已经报过警了，警察来了
在开会，不方便说话
嗓子疼不能说话，打字行吗
我现在不方便接电话，晚点联系
别给我打电话，发短信就行
不要打电话，我在上班
别回了，我明天再来
他看我手机发现了转账记录
对方偷看我手机侵犯隐私吗
老公翻我手机看到聊天记录要离婚
他假装点外卖骗我开门
骗子假装是快递打来的
我点外卖吃坏了肚子
外卖送错了商家不赔
他在我旁边坐着一起来填
我爸就在旁边，他来说
报警回执算证据吗
警察不管，法院管吗
打110要钱吗
派出所不立案怎么办
能帮我找律师吗
帮我找一下承办法官
帮我打一份起诉状
给我打电话就行
我被骗了三万，帮我报警
"""


def _lines(block: str) -> list[str]:
    return [line for line in block.split("\n") if line]


@pytest.mark.parametrize("words", _lines(UNHEARD))
def test_who_cannot_speak_is_told_of_the_silent_number(words: str) -> None:
    flags = screen(words)
    assert flags
    assert flags[0].urgent
    said = safety_text(flags)
    assert "12110" in said
    assert "在哪里" in said
    assert "先打上面的电话" not in said


@pytest.mark.parametrize("words", _lines(CALM))
def test_a_question_about_the_police_alarms_nobody(words: str) -> None:
    assert not any("不方便说话" in flag.say and flag.urgent for flag in screen(words))
