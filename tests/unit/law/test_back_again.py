"""Who comes back, digresses or grumbles in the middle of a form alarms nobody; who despairs still does."""

from __future__ import annotations

import pytest

from bot.law.screening import danger

CALM = """
我刚才吃饭去了
刚才去接孩子，回来晚了
刚才手机没电了
刚睡醒，继续吧
我先去喂牛，黑了再填
昨天忙得没顾上
去了趟厕所，问到哪了
等我把羊赶回来
我妈喊我端饭呢
下班了，接着说
不好意思，走开了一会儿
忙死了
累死了今天
急死我了
气死了，说话不算数
我不想活得这么窝囊
不想活得窝窝囊囊的，该要的得要
我活了五十岁没见过这种人
烦死了，填了半天
愁死个人
这表填得我头都大了
要了我半条命才干完的活
打死我也不借给他了
他跟死了一样不接电话
""".strip().splitlines()

DANGER = """
吃完这顿我就走了，谁也别找我
我刚才喝了农药
刚才他又打我了
刚吞了一大把药
我先走了，下辈子再还你们
活得这么窝囊，死了算了
窝囊成这样，真不想活了
累得不想活了，绳子都找好了
气得我要喝药
急得我想跳楼，人已经上来了
我睡了，不想再醒过来
刚从家里跑出来，他拿刀在后面追
孩子睡了，我也该走了，不用救我
手机快没电了，我在楼顶上，再见了
""".strip().splitlines()


@pytest.mark.parametrize("words", CALM)
def test_words_beside_a_form_alarm_nobody(words: str) -> None:
    assert not danger(words)


@pytest.mark.parametrize("words", DANGER)
def test_danger_in_like_words_is_heard(words: str) -> None:
    assert danger(words)
