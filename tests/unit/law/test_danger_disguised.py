"""Initials, sounds and hints of danger; names, trades and goods that look the same alarm nobody."""

from __future__ import annotations

import pytest

from bot.law.screening import screen
from bot.law.spelling import spelled_out

DISGUISED = """
self_harm|我想zs
self_harm|准备zs了
self_harm|只能kms
self_harm|wbxhl
self_harm|真的bxhl了
self_harm|WXZS
self_harm|想寻短jian
self_harm|只想跳黄he
self_harm|我要自sha
self_harm|想紫砂了
self_harm|好想亖
self_harm|安眠yao吃了一瓶
self_harm|我已经fu毒了
self_harm|割wan了，血流出来了
self_harm|煤气打开了，就这样走吧
self_harm|农药就在手边，喝了算了
self_harm|安眠药我攒够了
harm_others|我要s人
harm_others|逼急了我sha人
harm_others|弄si他
harm_others|我要放huo烧了他家
harm_others|想一把火烧了他家
harm_others|恨不得一把火点了那公司，汽油都买好了
harm_others|把他家院子一把火点了
""".strip().splitlines()

CALM = """
他叫zs
客户zs的货款没给
微信号zs0456
货发zs，运费我出
张三（zs）欠我钱
想要zs证书
这车跑了300kms
我姓鲨
欠我农药钱两千
赊了他八百块农药
煤气公司退钱吗
煤气罐押金不给退
安眠药是医生开的药费
买紫砂壶被骗了
卖紫砂壶的货款
紫砂壶买卖合同
敌敌畏货款三百
割腕表带的钱
割麦子的手工费
火锅店转让
一把火钳子
木炭款没结
""".strip().splitlines()


@pytest.mark.parametrize("row", DISGUISED)
def test_disguised_words_are_heard(row: str) -> None:
    flag, words = row.split("|")
    first = screen(words)[0]
    assert (first.id, first.urgent) == (flag, True)


@pytest.mark.parametrize("words", CALM)
def test_names_trades_and_goods_alarm_nobody(words: str) -> None:
    assert not [flag.id for flag in screen(words) if flag.urgent]


@pytest.mark.parametrize("words", ["发zs快递", "zs", "kms", "s人帮忙", "客户是zs的"])
def test_letters_stand_for_a_word_only_where_somebody_wishes_it(words: str) -> None:
    assert spelled_out(words) == words
