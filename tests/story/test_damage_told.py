"""A damage of several things in one breath, and an address to its last number."""

from __future__ import annotations

import pytest

from tests.pure_talk import PureTalk

THREE = ["天花板，3,000元", "地板，5,000元", "误工，800元"]


@pytest.mark.parametrize(
    "said",
    [
        "楼上漏水，天花板3000，地板5000，误工800",
        "楼上漏水把我家天花板泡了花了3000，地板5000，还有误工800",
        "漏水，修天花板3000块、换地板5000块、误工费800",
        "天花板泡坏了要三千；地板得五千；误工八百",
    ],
)
def test_every_thing_keeps_its_sum(said: str) -> None:
    talk = PureTalk("neighbor")
    talk.says(said)
    assert talk.lines("amount") == THREE
    assert talk.form.answers["amount"].shown == "3笔，合计8,800元"


@pytest.mark.parametrize(
    "said", ["楼上漏水，天花板泡坏了要3000", "借了3000，还了5000", "楼上601，我家501", "押金3000，一共5000"]
)
def test_other_sums_are_no_list_of_things(said: str) -> None:
    talk = PureTalk("neighbor")
    talk.says(said)
    answer = talk.form.answers.get("amount")
    assert answer is None or "rows" not in str(answer.value)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (
            "我家住薛家湾镇某某小区3号楼2单元501，楼上601漏水，天花板3000，地板5000",
            "薛家湾镇某某小区3号楼2单元501",
        ),
        ("我家在薛家湾镇某某小区3号楼2单元501，楼上漏水", "薛家湾镇某某小区3号楼2单元501"),
        ("在沙圪堵镇某某村三社，邻居把路堵了不让走", "沙圪堵镇某某村三社"),
        ("薛家湾镇友谊街5号院，邻居家半夜吵得睡不着", "薛家湾镇友谊街5号"),
        ("在薛家湾镇，邻居家半夜吵得睡不着，天天这样", "薛家湾镇"),
    ],
)
def test_an_address_is_kept_whole(said: str, place: str) -> None:
    talk = PureTalk("neighbor")
    talk.says(said)
    assert talk.form.answers["property_place"].shown == place
