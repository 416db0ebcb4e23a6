"""流程文字: reworded, seen, live for who begins, unchanged for who is in the middle, one click back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows import reword
from tests.talk import Talk
from tests.web.admin_bench import Bureau
from tests.web.admin_hand import Come, Hand
from tests.web.staff_bench import shipped

LENDING = shipped().flows["private_lending"]
PRINCIPAL = LENDING.step("principal")
KEY = reword.key_of(PRINCIPAL)
ASK = "一共借出去多少钱？"
CHOICE = next(
    step for step in LENDING.steps if step.read == "choice" and len(step.options) > 2 and not step.scope
)


async def edited(hand: Hand, key: str = KEY, **changed: Any) -> dict[str, Any]:
    found = await hand.get(f"questions/{key}")
    return {"words": {**found["words"], **changed}, "expect": found["n"]}


async def asked(place: Bureau, user: str) -> Talk:
    talk = Talk(place.office.world, user)
    await talk.says("朋友借钱不还")
    return talk


async def test_a_question_is_reworded_seen_saved_and_taken_back(place: Bureau, come: Come) -> None:
    hand = await come()
    rows = (await hand.get("flows"))["rows"]
    assert {row["id"] for row in rows} == set(shipped().flows)
    listed = (await hand.get("flows/private_lending"))["questions"]
    assert [row["label"] for row in listed] == [step.label for step in LENDING.steps]
    body = await edited(hand, ask=ASK)
    seen = await hand.post(f"questions/{KEY}/check", words=body["words"])
    assert seen["faults"] == []
    assert [one["title"] for one in seen["changes"]] == ["问题"]
    assert ASK in seen["says"][0]["text"]
    world = place.office.world
    assert world.content.knowledge().flows["private_lending"] is not None
    saved = await hand.post(f"questions/{KEY}", **body, why="口语一些")
    assert (saved["n"], saved["edited"], saved["words"]["ask"]) == (1, True, ASK)
    assert [(one["n"], one["why"], one["now"]) for one in saved["versions"]] == [
        (1, "口语一些", True),
        (0, "", False),
    ]
    live = world.content.knowledge().flows["private_lending"]
    assert (live.step("principal").ask, live.rev != LENDING.rev) == (ASK, True)
    assert (await place.office.audited("question_save"))[0].data == {"n": 1}
    (event,) = (await (await come("guan")).get("audit?kind=content"))["rows"]
    assert (event["what"], event["subject"]) == ("修改流程文字", f"{PRINCIPAL.label}：{PRINCIPAL.ask}")
    back = await hand.post(f"questions/{KEY}/roll-back", n=0)
    assert (back["edited"], back["words"]["ask"]) == (False, PRINCIPAL.ask)
    assert world.content.knowledge().flows["private_lending"].step("principal").ask == PRINCIPAL.ask


async def test_who_begins_hears_it_and_who_is_in_the_middle_goes_on_as_before(
    place: Bureau, come: Come
) -> None:
    world = place.office.world
    before = await asked(place, "before")
    pinned = (await before.session()).form
    hand = await come()
    await hand.post(f"questions/{KEY}", **await edited(hand, ask=ASK))
    after = await asked(place, "after")
    assert (await after.session()).form is not None
    old = world.content.knowledge().flow("private_lending", pinned.rev)
    assert old.step("principal").ask == PRINCIPAL.ask
    newer = (await after.session()).form
    assert newer.rev != pinned.rev
    await hand.post(f"questions/{KEY}", **await edited(hand, ask="借出去的钱是多少？"))
    k = world.content.knowledge()
    assert k.flow("private_lending", newer.rev).step("principal").ask == ASK, "an edit never pulls the floor"
    await before.says("帮助")
    await before.says("返回")


async def test_a_button_renamed_is_understood_by_both_names(place: Bureau, come: Come) -> None:
    key = reword.key_of(CHOICE)
    hand, first = await come(), next(iter(CHOICE.options))
    old = CHOICE.options[first].label
    body = await edited(hand, key)
    body["words"]["options"][first] = "新的叫法"
    seen = await hand.post(f"questions/{key}/check", words=body["words"])
    assert (seen["faults"], "新的叫法" in seen["says"][0]["buttons"]) == ([], True)
    await hand.post(f"questions/{key}", **body)
    live = place.office.world.content.knowledge().flows["private_lending"].step(CHOICE.id).options[first]
    assert (live.label, old in live.words) == ("新的叫法", True)


async def test_one_edit_reaches_every_flow_that_asks_the_same(place: Bureau, come: Come) -> None:
    step = LENDING.step("agent_phone")
    key, hand = reword.key_of(step), await come()
    found = await hand.get(f"questions/{key}")
    assert len(found["flows"]) == len(shipped().flows)
    await hand.post(f"questions/{key}", **await edited(hand, key, ask="代理人的手机号是多少？"))
    flows = place.office.world.content.knowledge().flows.values()
    assert {flow.step("agent_phone").ask for flow in flows} == {"代理人的手机号是多少？"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ask": ""}, "“问题”要填写"),
        ({"hint": " "}, "“例子”要填写"),
        ({"why": ""}, "“为什么问”要填写"),
        ({"ask": "长" * 301}, "“问题”有301个字，最多300个字"),
        ({"ask": "借了{amount}吗？"}, "里不要用“{”“}”"),
        ({"ask": "快说借了多少！"}, "里不要用“！”"),
        ({"options": {"yes": "是"}}, "不能增减"),
    ],
)
async def test_what_would_be_wrong_is_refused_in_chinese(
    place: Bureau, come: Come, changed: dict[str, Any], words: str
) -> None:
    hand = await come()
    body = await edited(hand, **changed)
    seen = await hand.post(f"questions/{KEY}/check", words=body["words"])
    assert any(words in fault for fault in seen["faults"])
    refused = await hand.post(f"questions/{KEY}", 422, **body)
    assert words in refused["error"]
    live = place.office.world.content.knowledge().flows["private_lending"]
    assert live.step("principal").ask == PRINCIPAL.ask


@pytest.mark.parametrize(
    ("label", "words"),
    [("", "每个按钮都要有名字"), ("返回", "是一句口令"), ("很长" * 11, "最多20个字"), ("<b>", "不要用")],
)
async def test_buttons_that_would_mislead_are_refused(come: Come, label: str, words: str) -> None:
    key, hand = reword.key_of(CHOICE), await come()
    body = await edited(hand, key)
    first, second = list(CHOICE.options)[:2]
    body["words"]["options"][first] = label
    assert words in (await hand.post(f"questions/{key}", 422, **body))["error"]
    body["words"]["options"][first] = CHOICE.options[second].label
    assert "两个按钮都叫" in (await hand.post(f"questions/{key}", 422, **body))["error"]


async def test_a_consent_keeps_its_words(come: Come) -> None:
    step = next(step for step in LENDING.steps if step.scope)
    key, hand = reword.key_of(step), await come()
    found = await hand.get(f"questions/{key}")
    assert "有版本" in found["fixed"]
    refused = await hand.post(f"questions/{key}", 422, **await edited(hand, key, ask="同意吗？"))
    assert "重新征得同意" in refused["error"]


async def test_the_second_to_save_is_told(come: Come) -> None:
    one, two = await come("bian"), await come("guan")
    mine, theirs = await edited(one, ask="我写的？"), await edited(two, ask="他写的？")
    await two.post(f"questions/{KEY}", **theirs)
    assert "刚被别人改过" in (await one.post(f"questions/{KEY}", 409, **mine))["error"]


async def test_nothing_new_and_nothing_there(come: Come) -> None:
    hand = await come()
    same = await edited(hand)
    assert "没有改动" in (await hand.post(f"questions/{KEY}", 422, **same))["error"]
    assert "没有这一题" in (await hand.get("questions/principal-000000000000", 404))["error"]
    assert "没有第7版" in (await hand.post(f"questions/{KEY}/roll-back", 404, n=7))["error"]


async def test_an_edit_the_product_has_overtaken_is_counted(place: Bureau, come: Come) -> None:
    hand = await come()
    await hand.post(f"questions/{KEY}", **await edited(hand, ask=ASK))
    assert (await hand.get("flows"))["lost"] == 0
    content = place.office.world.content
    newer = reword.put(PRINCIPAL, reword.Wording("新版的问法？", "例如：三万五", PRINCIPAL.why))
    steps = tuple(newer if step.id == "principal" else step for step in LENDING.steps)
    flows = {"private_lending": replace(LENDING, steps=steps)}
    content._shipped = replace(shipped(), flows=flows)
    assert (await hand.get("flows"))["lost"] == 1
