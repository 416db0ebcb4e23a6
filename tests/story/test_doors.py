"""Matters that are not for mediation, end to end: the right office with its article, always three ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.law.doors import door
from bot.law.screening import hotline
from bot.model import Handoff
from tests.talk import Talk

WAYS = ["先存着", "转给工作人员看看", "还是继续登记"]


@dataclass(frozen=True)
class Way:
    """How somebody comes to a door: what is said, then (in an intake) the answers up to the advice."""

    id: str
    door: str
    says: Sequence[str]
    flow: str = ""  #: an intake that is begun first
    taps: str = ""  #: button that opens the door


TOLD = (
    Way("行政", "administrative", ["对派出所的处罚不服，我要复议"]),
    Way("征收", "administrative", ["征收决定不合理，我不服"], taps="行政复议或行政诉讼"),
    Way("刑事", "criminal", ["我被人诈骗了五万块钱"]),
    Way("执行", "enforcement", ["判了两年了他不给钱，我要申请强制执行"]),
    Way("仲裁", "arbitration", ["合同里写了有争议交给仲裁委员会"], taps="仲裁委员会"),
    Way("劳动仲裁", "labour_arbitration", ["收到劳动仲裁裁决书了，不服"], taps="劳动仲裁"),
    Way("已有裁判", "prior_judgment", ["不服一审判决"], taps="已经判过的事"),
    Way("判过还想告", "prior_judgment", ["这事法院以前已经判过了，我还想再告"], taps="已经判过的事"),
    Way("涉诉", "court_judgment", ["判决不公，我要去北京告"]),
    Way("涉诉选", "court_petition", ["我要上访"], taps="对判决、执行有意见"),
    Way("信访", "petition", ["村里把我的低保取消了，我要信访"]),
    Way("信访选", "petition", ["我要上访"], taps="对政府、嘎查村有意见"),
)
LOAN = ("别人欠我钱", "5万", "2023年5月1日", "现金", "没有", "没约定", "没约定", "没还过", "昨天", "没有")
PAY = (
    "就我一个人",
    "公司或工厂",
    "薛家湾镇",
    "2026年3月1日",
    "还在干",
    "2026年6月",
    "2026年8月",
    "6500",
    "19500",
)
LEASE = ("草场承包", "我找对方", "嘎查", "一直没分到地")
INSIDE = (
    Way("已有裁判", "prior_judgment", [*LOAN, "判过或调解过"], "private_lending"),
    Way("劳动仲裁前置", "labour_arbitration", [*PAY, "没有", "还要别的"], "wage_claim"),
    Way("权属先由政府处理", "land_title", ["宅基地", "我找对方", "邻居", "归谁说不清"], "land"),
    Way("没分到地", "land_allocation", LEASE, "land"),
    Way("征收", "administrative", ["征地", "我找对方", "政府"], "land"),
)


def is_told(talk: Talk, door_id: str) -> None:
    """Office, numbers, papers and an article, in kind words."""
    one = door(door_id)
    talk.hears(one.say, one.office, "、".join(one.bring), "依据：", "条")
    talk.hears(*(hotline(number) for number in one.hotlines))
    assert "不受理您" not in talk.text()


async def opened(talk: Talk, way: Way) -> None:
    await talk.says(*way.says)
    if way.taps:
        await talk.taps(way.taps)
    is_told(talk, way.door)
    assert talk.buttons()[-3:] == WAYS


async def waiting(talk: Talk) -> Handoff:
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    assert found is not None
    return found


@pytest.mark.parametrize("way", TOLD, ids=lambda way: way.id)
async def test_a_door_is_explained_and_can_be_handed_over(talk: Talk, way: Way) -> None:
    await opened(talk, way)
    await talk.taps("转给工作人员看看")
    found = await waiting(talk)
    assert door(way.door).title in found.reason
    assert found.title == door(way.door).title
    assert found.lanes == (("petition",) if door(way.door).lane else ())
    assert (found.due_at is not None) is bool(door(way.door).lane)


@pytest.mark.parametrize("way", TOLD, ids=lambda way: way.id)
async def test_what_was_told_is_kept_and_comes_back(talk: Talk, way: Way) -> None:
    await opened(talk, way)
    await talk.taps("先存着")
    talk.hears("先存在", "30天")
    session = await talk.session()
    assert session.form is not None
    assert session.form.flow == door(way.door).flow
    assert session.paused
    await talk.says("继续")
    assert talk.asked()
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is None


@pytest.mark.parametrize("way", TOLD, ids=lambda way: way.id)
async def test_whoever_wants_registers_all_the_same(talk: Talk, way: Way) -> None:
    await opened(talk, way)
    await talk.taps("还是继续登记")
    session = await talk.session()
    assert session.form is not None
    assert session.form.flow == door(way.door).flow
    assert talk.asked()


async def test_other_words_after_a_door_are_heard_as_ever(talk: Talk) -> None:
    await talk.says("我被人诈骗了五万块钱")
    await talk.says("调解要收费吗")
    talk.not_hears("接下来怎么办由您定")
    await talk.says("老板欠我三个月工资")
    assert talk.asked() == "how_many"


async def test_a_number_chooses_a_way_where_nothing_can_be_tapped(talk: Talk) -> None:
    await talk.says("我被人诈骗了五万块钱", "2")
    assert "公安机关" in (await waiting(talk)).reason


@pytest.mark.parametrize("way", INSIDE, ids=lambda way: way.id)
@pytest.mark.parametrize("choice", WAYS)
async def test_an_intake_meets_a_door_and_stops_nowhere(talk: Talk, way: Way, choice: str) -> None:
    await talk.taps_flow(way.flow)
    for words in way.says:
        await talk.says(words)
        if choice in talk.buttons():
            break
    assert choice in talk.buttons(), talk.text()
    one = door(way.door)
    talk.hears(one.office, "、".join(one.bring), "依据：", *(hotline(number) for number in one.hotlines))
    asked = talk.asked()
    answers = (await talk.session()).form
    await talk.taps(choice)
    after = (await talk.session()).form
    assert after is not None
    assert answers is not None
    assert after.answers == answers.answers, "nothing is lost"
    if choice == WAYS[0]:
        assert (await talk.session()).paused
        await talk.says("继续")
    elif choice == WAYS[1]:
        found = await waiting(talk)
        assert found.reason.startswith("可能该去别处")
        assert found.title != "尚未说明", "the mediator sees what is being registered"
        await talk.says("继续")
    assert talk.asked() == asked
