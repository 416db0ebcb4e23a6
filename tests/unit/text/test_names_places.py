"""People, organisations, places: names as they are written, nothing split, nothing invented."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import names, orgs, people, places
from bot.text.normalise import normalise
from bot.text.reading import Context, Reading, Refusal, flat

CONTEXT = Context(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        ("我叫张三", "张三"),
        ("姓名：李四", "李四"),
        ("他叫王小明。", "王小明"),
        ("包工头叫王五", "王五"),
        ("欧阳修", "欧阳修"),
        ("巴特尔", "巴特尔"),
        ("乌日娜", "乌日娜"),
        ("斯琴高娃", "斯琴高娃"),
        ("额尔敦其木格", "额尔敦其木格"),
        ("呼和巴雅尔", "呼和巴雅尔"),
        ("那顺乌力吉", "那顺乌力吉"),
        ("敖特根巴雅尔", "敖特根巴雅尔"),
        ("阿•巴特", "阿·巴特"),
        ("阿・巴特", "阿·巴特"),
        ("阿．巴特", "阿·巴特"),
        ("㛃䶮𠮷", "㛃䶮𠮷"),
        ("張昇", "張昇"),
        ("张 三", "张三"),
        ("张\u200b三", "张三"),
    ],
)
def test_name_is_kept_as_written(text: str, name: str) -> None:
    found = names.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert (found.value, found.confirm) == (name, "")


@pytest.mark.parametrize("text", ["老王", "王老板", "张总", "李师傅", "王某"])
def test_nickname_is_taken_and_the_full_name_asked(text: str) -> None:
    found = names.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert "全名" in found.confirm


def test_mongolian_script_is_kept_and_asked() -> None:
    found = names.read("ᠪᠠᠲᠤ", CONTEXT)
    assert isinstance(found, Reading)
    assert (found.value, bool(found.confirm)) == ("ᠪᠠᠲᠤ", True)


@pytest.mark.parametrize(
    "text", ["没有", "不知道", "忘了", "张三欠我钱", "你们几点上班？", "", "5000元", "怎么起诉", "法院在哪"]
)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert names.read(text, CONTEXT) is None


@pytest.mark.parametrize("text", ["张", "张3"])
def test_half_a_name_is_refused(text: str) -> None:
    assert isinstance(names.read(text, CONTEXT), Refusal)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("鄂尔多斯市某某劳务有限公司", "鄂尔多斯市某某劳务有限公司"),
        ("公司叫某某(集团)有限公司", "某某（集团）有限公司"),
        ("蓝天物业", "蓝天物业"),
        ("中国建设银行准格尔支行", "中国建设银行准格尔支行"),
    ],
)
def test_organisation(text: str, name: str) -> None:
    found = names.read_org(text, CONTEXT)
    assert isinstance(found, Reading)
    assert (found.value, found.exact) == (name, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("张三", "name"), ("某某煤炭有限公司", "org"), ("薛家湾李记饭店", "org"), ("王老板", "name")],
)
def test_other_side_is_person_or_organisation(text: str, kind: str) -> None:
    found = names.read_party(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三2023年5月1日借我5万元", [("张三", "respondent")]),
        (
            "我借给我朋友王小明三万五，他一直不还，担保人是赵六",
            [("王小明", "respondent"), ("赵六", "guarantor")],
        ),
        ("巴特尔向我借了2万块，斯琴高娃作的担保", [("巴特尔", "respondent"), ("斯琴高娃", "guarantor")]),
        ("我向李四借了3万元，现在他起诉我", [("李四", "applicant")]),
        ("刘伟借给我2万元", [("刘伟", "applicant")]),
        ("要求张三归还借款", [("张三", "respondent")]),
        ("2021年我给陈老板干活，工头叫周大伟", [("陈老板", "respondent"), ("周大伟", "respondent")]),
        ("老板说过年给，朋友借了5000，对方全责", []),
        ("高利贷催收的人天天骚扰我，马上就要过年了", []),
        ("物业公司不管，房东也不退押金，车主跑了", []),
        ("周三借的钱，江苏的老板一直拖着", []),
        ("白天干活晚上睡工地，工资单也没给", []),
    ],
)
def test_people_in_a_story_stand_in_telling_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.value, role) for found, role in people.find_in(normalise(text), CONTEXT)] == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我在鄂尔多斯市某某建筑有限公司上班，物业公司不管", ["鄂尔多斯市某某建筑有限公司"]),
        ("被告：中国某某银行股份有限公司准格尔支行", ["中国某某银行股份有限公司准格尔支行"]),
        ("我们公司拖欠工资", []),
        ("去医院看病，学校也不管", []),
    ],
)
def test_organisations_in_a_story(text: str, named: list[str]) -> None:
    assert [found.value for found, _ in orgs.find_in(normalise(text), CONTEXT)] == named


def test_places_by_official_and_spoken_name() -> None:
    found = places.find("我在沙镇，老板是东胜的，活在薛家湾镇", CONTEXT)
    assert [flat(one.value)["name"] for one in found] == ["沙圪堵镇", "东胜区", "薛家湾镇"]
    assert [flat(one.value)["banner"] for one in found] == ["准格尔旗", "", "准格尔旗"]


def test_towns_of_the_banner_are_complete() -> None:
    towns = {place.name for place in places.table().values() if place.banner == "准格尔旗"}
    assert len(towns) == 15
    assert all(place.code.startswith("150622") for place in places.table().values() if place.name in towns)


def test_unknown_place_is_none() -> None:
    assert places.place("火星") is None
    known = places.place("准旗")
    assert known is not None
    assert known.name == "准格尔旗"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我在棋盘井洗煤厂上班", ["棋盘井"]),
        ("他跑到缅甸去了", ["缅甸"]),
        ("我代表鑫苑小区的业主", ["鑫苑小区"]),
        ("我们福源小区停水了", ["福源小区"]),
        ("从海勒斯壕那头拉过来的", ["海勒斯壕"]),
        ("在李家圪卜种地", ["李家圪卜"]),
        ("去年在南湾村承包地", ["南湾村"]),
        ("住新庙小区三号楼", ["新庙小区"]),
        ("大路那套房归我", ["大路镇"]),
        ("五原人收羊绒", ["五原"]),
        ("在109国道出的事", ["109国道"]),
        ("草原路26公里处翻了车", ["草原路26公里处"]),
        ("在阿康大桥上追尾", ["阿康大桥"]),
        ("货发到广州了", ["广州"]),
        ("往玉林送货", ["玉林"]),
    ],
)
def test_places_by_shape_and_of_other_parts(text: str, named: list[str]) -> None:
    assert [one.shown for one in places.find(text, CONTEXT)] == named


@pytest.mark.parametrize(
    "text",
    [
        "走大路去上班",
        "五原告一起起诉",
        "王玉林欠我钱",
        "冬天水管冻了",
        "我们小区的物业",
        "在水沟里",
        "在村口大渠边",
        "我们都是一个嘎查的",
        "早上去批发市场进货",
    ],
)
def test_words_that_only_hold_a_place_are_none(text: str) -> None:
    assert places.find(text, CONTEXT) == []
