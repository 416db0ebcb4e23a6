"""What people answer beside a form raises no alarm, and the shortest cries for help do."""

from __future__ import annotations

import pytest

from bot.law.screening import danger


@pytest.mark.parametrize(
    "text",
    [
        "我老伴看见了",
        "我妈看见了",
        "我家屋顶漏水",
        "我家屋顶漏水 楼上老是往下滴 天花板都掉了一块",
        "我六十八了不识几个字 电话打慢点",
        "孩子发烧了我先去医院，明天再说",
        "我妈住院了我先去医院，回头再填",
        "我要杀了这头羊抵债行不行",
        "医院把我爸治死了",
        "我没有难受 我是家里漏水",
        "姐夫摸我手机看聊天记录",
        "他开车去撞坏了我家的门",
        "老板往我饭卡里打药费",
    ],
)
def test_everyday_words_raise_no_alarm(text: str) -> None:
    assert not danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "敌草快喝了怎么办",
        "百草枯我都喝了",
        "流血不止",
        "孩子中毒了",
        "我想噶了",
        "我想紫砂",
        "真想解脱",
        "活不起了",
        "老师摸我",
        "老板老是摸我",
        "我被拐卖来的",
        "我被人强迫卖淫",
        "在他家水井下药",
        "开车撞他家去",
        "他说要找人收拾我",
        "我现在躲在厕所里 他在外面砸门",
    ],
)
def test_short_cries_for_help_are_heard(text: str) -> None:
    assert danger(text)
