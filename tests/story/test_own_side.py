"""Who did it himself never hears what the injured side is told; look-alikes stay apart."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.dialogue import plainly
from bot.dialogue.meant import entry_of
from nlu.keywords import Keywords
from tests.flow_answers import knowledge

#: (answer for who did it, answer for who suffers it, words of the first, words of the second).
SIDES = [
    ("my_dog_bit", "dog_bite", "我养的狼狗咬了个路人", "邻居养的狼狗咬了我"),
    ("my_dog_bit", "dog_bite", "我家的猫抓伤了隔壁的小孩", "隔壁的猫抓伤了我家小孩"),
    ("i_hurt_someone", "fight_hurt", "我把工友打伤了", "工友把我打伤了"),
    ("i_hurt_someone", "fight_hurt", "我打了邻居，要赔他多少", "我被邻居打了，要他赔多少"),
    ("fell_in_my_shop", "public_place_fall", "顾客在我的饭馆滑倒了", "我在饭馆滑倒了"),
    ("fell_in_my_shop", "public_place_fall", "我开浴池，客人摔断了腿", "我在浴池摔断了腿，老板不管"),
    ("my_livestock_damage", "livestock_crops", "我家的马啃了人家的苗", "人家的马啃了我家的苗"),
    ("my_livestock_damage", "livestock_crops", "我的羊跑到邻居地里了", "邻居的羊跑到我地里了"),
    ("i_hit_someone", "hit_and_run", "我开车撞了个老汉", "撞我的车跑了"),
]
#: (words, the answer they ask for, the one they look like).
ALIKE = [
    ("男人判了五年在坐牢，怎么离", "divorce_prisoner", "divorce_absent"),
    ("老婆在监狱服刑，离婚去哪里告", "divorce_prisoner", "divorce_absent"),
    ("喝酒开车出事保险赔不", "drunk_driving_insurance", "oral_contract"),
    ("嘴上说好的协议算数吗", "oral_contract", "no_contract_double"),
    ("租铺子最长能签多少年", "lease_longest", "lease_early_end"),
    ("草场承包期是几年", "land_contract_term", "lease_longest"),
    ("学校把我女儿开除了", "school_expelled", "school_injury"),
    ("法院不给立案咋办", "filing_refused", "police_no_case"),
]
#: Words that the phrasings do not have -> the answer they get, even by keywords.
ASKED = [
    ("分居够两年是不是自动就离了", "divorce_separated"),
    ("房本加了她名字，离婚一人一半吗", "house_add_name"),
    ("丈夫在监狱，离婚怎么办", "divorce_prisoner"),
    ("口头合同有没有法律效力", "oral_contract"),
    ("耕地的承包期是多少年", "land_contract_term"),
    ("公安局不予立案怎么办", "police_no_case"),
    ("酒驾出事故保险公司赔吗", "drunk_driving_insurance"),
    ("过期食品最少赔一千吗", "food_tenfold"),
]


@pytest.mark.parametrize(("did", "suffers", "mine", "theirs"), SIDES)
def test_no_side_hears_the_answer_of_the_other(did: str, suffers: str, mine: str, theirs: str) -> None:
    k = knowledge()
    assert plainly.refuses(k, mine, suffers)
    assert not plainly.refuses(k, mine, did)
    assert plainly.refuses(k, theirs, did)
    assert not plainly.refuses(k, theirs, suffers)


@pytest.mark.parametrize(("words", "meant", "alike"), ALIKE)
def test_what_looks_alike_is_told_apart(words: str, meant: str, alike: str) -> None:
    assert not plainly.refuses(knowledge(), words, meant)
    assert plainly.refuses(knowledge(), words, alike)


@pytest.mark.parametrize(("words", "meant"), ASKED)
def test_the_keywords_find_it_too(words: str, meant: str, keywords: Keywords) -> None:
    entry = entry_of(SimpleNamespace(k=knowledge()), keywords.understand(words), words)  # type: ignore[arg-type]
    assert entry is not None
    assert entry.id == meant


@pytest.mark.parametrize("words", ["我老公坐牢了，他欠的债要我还吗", "借我钱的人坐牢以后，钱找谁要"])
def test_who_is_in_jail_already_is_not_asked_about_jail(words: str) -> None:
    assert plainly.refuses(knowledge(), words, "debt_no_jail")
