"""What the model may not answer: a special case that the words lack, advice to the other side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import library
from bot.dialogue import plainly
from bot.dialogue.meant import entry_of
from flows import answer_limits
from nlu import dataset
from nlu.keywords import Keywords
from tests.flow_answers import knowledge

#: Phrasings of an entry among which its own `needs` must be found.
FOUND = 0.98
#: Of the right answers to lines nobody trained on, at most so many may be lost.
LOST = 0.003

#: (words, answer that is not meant): the special thing is not there, or the other side asks.
REFUSED = [
    ("媳妇在外头有人了，这婚我要离", "divorce_pregnant_wife"),
    ("过不下去，我要跟他离", "divorce_pregnant_wife"),
    ("他发生了外遇我要离", "divorce_pregnant_wife"),
    ("我欠了好几个平台的网贷", "loan_in_my_name"),
    ("我开车把行人撞了", "child_hurts"),
    ("我不小心把别人的手机摔坏了", "child_hurts"),
    ("庭审的时候能拿手机录像吗", "evidence_recording"),
    ("上法庭可以带手机录吗", "evidence_recording"),
    ("我家羊啃了邻居家的玉米要赔多少", "livestock_crops"),
    ("我们家的马跑到别人地里了", "livestock_crops"),
    ("我养的狗咬了人", "dog_bite"),
    ("我家的猫抓伤了隔壁的小孩", "dog_bite"),
    ("顾客在我家饭馆摔了一跤，找我要钱", "public_place_fall"),
    ("我是开超市的，有人滑倒了", "public_place_fall"),
    ("我们是物业，住户欠费可以断电不", "property_cut_off"),
    ("业主拖着不缴物业费，我们能不能停水", "property_cut_off"),
    ("嘴上说好的协议算数吗", "no_contract_double"),
    ("没盖章的合同有效没", "no_contract_double"),
    ("外甥可以继承舅舅的房子吗", "inherit_carer_inlaw"),
    ("房屋租赁合同最长能签几年", "lease_early_end"),
    ("老板半年不发工钱咋办", "employer_vanished"),
    ("拖了我两个月工资", "employer_vanished"),
    ("砍树的工钱不给我", "neighbor_trees"),
    ("我把邻居打成轻伤了", "fight_hurt"),
    ("我动手打了同事，他要我赔", "fight_hurt"),
    ("我告了他，他倒反诉我了", "counterclaim"),
    ("我起诉对方以后他又反过来告我", "counterclaim"),
    ("学校把我儿子劝退了", "school_injury"),
    ("登记", "mortgage_unregistered"),
]
#: (words, answer that stays): the special thing in words the list may not know from the phrasings.
KEPT = [
    ("老婆肚子里有娃了我能离吗", "divorce_pregnant_wife"),
    ("刚坐完月子他要跟我离", "divorce_pregnant_wife"),
    ("有人拿我身份证在网上借的贷", "loan_in_my_name"),
    ("我家小子把人家玻璃砸了", "child_hurts"),
    ("偷偷录的音算不算数", "evidence_recording"),
    ("隔壁的羊把我家的苗啃了", "livestock_crops"),
    ("我家的地让邻居的牛踩了", "livestock_crops"),
    ("我被邻居家的狗咬了", "dog_bite"),
    ("邻居的狗把我家狗咬死了", "dog_bite"),
    ("我在饭馆滑倒摔断了腿", "public_place_fall"),
    ("物业把我家的水停了", "property_cut_off"),
    ("干了一年老板没跟我签合同", "no_contract_double"),
    ("儿媳照顾公公能分遗产不", "inherit_carer_inlaw"),
    ("厂子黄了工资没人给", "employer_vanished"),
    ("邻居的树压到我房上", "neighbor_trees"),
    ("邻居把我打成轻伤", "fight_hurt"),
    ("他告我，我想反诉他", "counterclaim"),
    ("娃在学校把胳膊摔断了", "school_injury"),
    ("拿房本押给我，没登记", "mortgage_unregistered"),
]


@pytest.mark.parametrize(("words", "entry"), REFUSED)
def test_an_answer_is_not_given_to_whom_it_does_not_speak(words: str, entry: str) -> None:
    assert plainly.refuses(knowledge(), words, entry)


@pytest.mark.parametrize(("words", "entry"), KEPT)
def test_it_stays_for_whom_it_was_written(words: str, entry: str) -> None:
    assert not plainly.refuses(knowledge(), words, entry)


def test_each_finds_what_it_needs_in_its_own_phrasings() -> None:
    shipped, _ = library.look()
    short = {}
    for entry, limit in shipped.answer_limits.items():
        lines = [shipped.faq[entry].question, *shipped.faq[entry].variants]
        found = [one for one in lines if limit.needs is None or limit.needs.search("".join(one.split()))]
        if len(found) < FOUND * len(lines):
            short[entry] = [one for one in lines if one not in found]
    assert short == {}


def test_a_phrasing_that_an_answer_lists_is_never_refused() -> None:
    k = knowledge()
    entry = k.faq["divorce_pregnant_wife"]
    told = replace(entry, variants=(*entry.variants, "他要离咋办"))
    assert plainly.refuses(k, "他要离咋办", entry.id)
    assert not plainly.refuses(replace(k, faq={**k.faq, entry.id: told}), "他要离咋办", entry.id)


def test_faults_are_named(tmp_path: Path) -> None:
    _, faults = library.look()
    assert faults == []
    path = tmp_path / "answer_limits.yml"
    rows = [
        "- entry: nothing\n  needs: (\n  what: 1\n",
        "- entry: dog_bite\n",
        "- entry: dog_bite\n  never: a\n",
    ]
    path.write_text("".join(rows), encoding="utf-8")
    _, faults = answer_limits.load(path, {"dog_bite"})
    kinds = [fault.partition(": ")[2].split()[0] for fault in faults]
    assert kinds == ["unknown", "no", "wrong", "neither", "'dog_bite'"]


def test_hardly_a_right_answer_is_lost_on_lines_nobody_trained_on(keywords: Keywords) -> None:
    shipped = library.load()
    k = library.knowledge(shipped, library.Published(), date(2026, 11, 22), "准格尔旗人民法院")
    before = replace(k, answer_limits={})
    right = right_before = lost = wrong = wrong_before = 0
    for line in dataset.held_out().lines:
        if line.intent.startswith("faq/"):
            meaning = keywords.understand(line.text)
            entries = [entry_of(SimpleNamespace(k=one), meaning, line.text) for one in (before, k)]  # type: ignore[arg-type]
            first, then = (f"faq/{entry.id}" if entry else "" for entry in entries)
            right_before, right = right_before + (first == line.intent), right + (then == line.intent)
            lost += first == line.intent != then
            wrong_before += first not in {"", line.intent}
            wrong += then not in {"", line.intent}
    assert lost <= LOST * right_before
    assert right >= right_before
    assert right * wrong_before >= right_before * wrong  # no less sure than before
