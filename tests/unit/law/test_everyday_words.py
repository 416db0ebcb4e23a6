"""Everyday words of the old and of the worried, answers in a form, that are no sign of danger."""

from __future__ import annotations

import pytest

from bot.law.screening import screen


@pytest.mark.parametrize(
    "words",
    [
        "有哩，条子在家里头放着",
        "条子在家里头放着",
        "他在家里头",
        "工头欠我男人两万工钱 我是他媳妇",
        "我该准备点啥",
        "我走不动 来不了法院",
        "就这些 没别的了",
        "没有别的了",
        "药停了 没钱买 腿肿的",
        "在屋里头坐着呢",
        "腿肿 药吃完了 没钱买",
        "娃娃们不管我",
        "冬天没煤烧 娃们不管",
        "我腿疼走不动 在家里头 没人管",
        "孙子不给我吃药",
        "存折让他锁在柜子里了",
        "婆婆把我赶出来了",
        "他把我羊打死了两只",
        "我家狗让他打死了",
        "他把我牛打死了",
        "打了半辈子光棍",
        "我家门让他堵住了车出不去",
        "我已经报警了",
        "他走了,我安全了",
        "我把他微信屏蔽了",
        "我把他送医院了",
        "我把他的车修好了",
        "我把借条弄丢了",
        "我把他骂了一顿",
        "我把他辞退了",
        "我要砍了那棵树,邻居不让",
        "今天高兴死了",
        "我喝了半斤酒,头有点晕",
        "我恨死那司机了",
        "我现在在派出所,安全",
        "我小时候爸爸打我,现在他要我养老",
        "我家孩子在学校被孤立",
        "我把孩子送学校了",
    ],
)
def test_everyday_words_raise_no_alarm(words: str) -> None:
    assert not [flag.id for flag in screen(words) if flag.urgent]
