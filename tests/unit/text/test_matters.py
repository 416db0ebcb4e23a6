"""Two matters of one message, the wish for a person beside a story, and pay for work on a farm."""

from __future__ import annotations

import pytest

from bot.text import farm_hands, matters, person_wish


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他欠我钱还打我", ["private_lending", "personal_injury"]),
        ("他把我打了，还欠我两万块钱", ["personal_injury", "private_lending"]),
        ("老板不给工资，还扣了我的三轮车", ["wage_claim", "property_damage"]),
        ("厂里干活压断了手，工资也没给", ["work_injury", "wage_claim"]),
        ("房东不退押金，把我的行李扔到楼道", ["housing_lease", "property_damage"]),
        ("邻居占了我家的地还骂我", ["land", "reputation_privacy"]),
        ("我借给他三万没还，他到处说我坏话", ["private_lending", "reputation_privacy"]),
    ],
)
def test_both_matters_are_found_in_their_order(text: str, found: list[str]) -> None:
    assert matters.find(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "他欠我钱",
        "他欠我钱，说要打我",
        "他没打我就是欠我钱",
        "他欠我三万工资",
        "老公打我，我要离婚",
        "离婚后他不给抚养费",
        "开车撞了我还骂我",
        "打电话催他还欠我的钱",
        "我欠他钱",
        "他欠我羊钱",
    ],
)
def test_one_matter_is_not_two(text: str) -> None:
    assert matters.find(text) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我借给老王三万他不还，帮我转人工", "我借给老王三万他不还"),
        ("转人工，工头欠我八千工钱", "工头欠我八千工钱"),
        ("房东不退押金怎么办？转人工", "房东不退押金怎么办？"),
        ("我想找调解员，物业停我家电合法吗", "物业停我家电合法吗"),
        ("三万，转人工", "三万"),
        ("他打伤我不赔钱转人工", "他打伤我不赔钱"),
    ],
)
def test_what_is_told_beside_the_wish(text: str, rest: str) -> None:
    assert person_wish.without(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "你们太慢了转人工",
        "不想跟机器说，转人工",
        "麻烦帮我转人工，谢谢",
        "不要转人工，我自己填欠款",
        "调解员说我欠他三万",
        "客服不理我，买的东西三百块不退",
        "我借给老王三万他不还",
        "他欠我两万不还，村里不管，让我找调解员",
    ],
)
def test_the_wish_alone_or_none(text: str) -> None:
    assert person_wish.without(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "给人放羊工钱没给",
        "给老乡剪羊毛剪了五天钱没给",
        "给养殖场喂牛三个月没开钱",
        "帮人掰玉米干了六天说好一天二百没给钱",
        "给人种树一天一百八没结",
        "摘枸杞的工钱一直没给",
        "雇我放牛的人不给钱",
        "给他家收葵花十天没给钱",
        "在大棚里摘西红柿干了俩月工钱没结",
    ],
)
def test_unpaid_farm_work(text: str) -> None:
    assert farm_hands.unpaid(text)


@pytest.mark.parametrize(
    "text",
    [
        "我雇人放羊没给钱他告我",
        "给人收玉米用收割机，钱没给",
        "卖羊的钱没给",
        "给我种树的人要工钱",
        "他家羊吃了我的玉米不赔钱",
        "给人放羊摔断了腿不赔",
        "给人种地十亩代耕费没结",
        "给人放羊，工钱都结清了想问问社保",
    ],
)
def test_other_farm_matters(text: str) -> None:
    assert not farm_hands.unpaid(text)
