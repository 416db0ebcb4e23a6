"""交通事故: the hurt, a car alone, somebody who has to pay; each is asked what his case needs."""

from __future__ import annotations

from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "薛家湾镇迎泽街十字路口"


async def test_somebody_hurt_by_a_car(talk: Talk) -> None:
    await talk.taps_flow("traffic_accident")
    asked = await fields(
        talk, "我受伤", "2026年8月12日", PLACE, "汽车", "蒙K12345", "对方全责", "全险", "没有"
    )
    assert asked == [
        "side",
        "happened_on",
        "accident_place",
        "vehicles",
        "plate",
        "finding",
        "insurance",
        "escaped",
    ]
    asked = await fields(
        talk, "受伤了", "15天", "23500", "一个月5000", "没算过", "修车6800", "没给过", "85000"
    )
    assert asked == [
        "harm",
        "hospital_days",
        "medical",
        "income",
        "other_losses",
        "repair",
        "repaid",
        "amount",
    ]
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有认定书和病历", "赔偿85000元", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")


async def test_only_a_car_is_damaged_and_the_driver_fled(talk: Talk) -> None:
    await talk.taps_flow("traffic_accident")
    await talk.says("我的车", "2026年8月12日", PLACE, "小车", "不知道", "没报警", "不清楚", "跑了")
    talk.hears("公安")
    asked = await fields(talk, "只有车", "6800", "没给过", "6800")
    assert asked == ["harm", "repair", "repaid", "amount"]


async def test_hurt_by_a_bicycle_is_not_asked_for_plate_and_insurance(talk: Talk) -> None:
    await talk.taps_flow("traffic_accident")
    asked = await fields(talk, "我受伤", "2026年8月12日", PLACE, "电动车", "各一半", "没有")
    assert asked == ["side", "happened_on", "accident_place", "vehicles", "finding", "escaped"]
