"""Who turns away from the form for a moment calls nobody; who is in need is heard all the same."""

from __future__ import annotations

import pytest

from bot.law.screening import danger, screen


@pytest.mark.parametrize(
    "text",
    [
        "家里来亲戚了，我去招呼",
        "老伴叫我吃饭去",
        "狗在叫，我出去瞧瞧",
        "没意思，不填了",
        "孩子放学了，我得赶紧去接",
        "胃病老毛病又犯了，吃点药",
        "我睡觉了，明天接着填",
        "邻居把我家的狗毒死了",
        "我爷三十年前掉井里没的，坟地让他占了",
        "工头说有种你去跳楼，我才不跳",
        "血压高，头疼得像要炸开",
    ],
)
def test_a_digression_raises_no_alarm(text: str) -> None:
    assert not danger(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("真想一头碰死在墙上", "self_harm"),
        ("爬到塔吊上，不给工钱我就跳", "self_harm"),
        ("早点死了省心", "self_harm"),
        ("门让他反锁着，额四天没出去了", "confinement"),
        ("我拉着煤气罐去法院找他们", "harm_others"),
    ],
)
def test_what_was_missed_is_heard_as_what_it_is(text: str, kind: str) -> None:
    first = screen(text)[0]
    assert (first.id, first.urgent) == (kind, True)
