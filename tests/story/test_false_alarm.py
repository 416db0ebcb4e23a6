"""不是危险: a false alarm is lowered by who holds the case, with a reason, and a new sign raises it again."""

from __future__ import annotations

import pytest

from bot.errors import Refused
from bot.false_alarm import FalseAlarm
from bot.model import Handoff, HandoffState
from tests.story.test_handoff import ANNA
from tests.talk import Talk, World
from tests.unit.law.test_long_messages import story

WAITING = [HandoffState.WAITING]


async def held(talk: Talk) -> Handoff:
    async with talk.world.records.begin() as tx:
        if ANNA.id not in {one.id for one in await tx.accounts.on_duty()}:
            await tx.accounts.add(ANNA, "hash")
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    if handoff.state is HandoffState.WAITING:
        handoff = await talk.world.desk().claim(handoff.id, ANNA)
    return handoff


async def now(talk: Talk) -> Handoff:
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    assert found
    return found


async def test_a_false_alarm_is_lowered_with_a_reason_that_stays(talk: Talk) -> None:
    await talk.says("我在楼顶要跳")
    desk, handoff = talk.world.desk(), await held(talk)
    after = await FalseAlarm(desk).calm(handoff, ANNA, "  打过电话，孩子在跳绳 ")
    assert (after.urgent, after.calmed) == (False, "打过电话，孩子在跳绳")
    brief = await desk.brief(handoff.id, ANNA)
    assert [text for _, _, text in brief.notes] == ["不是危险：打过电话，孩子在跳绳"]
    assert (await talk.session()).danger_at == ""


async def test_lowered_and_given_back_it_waits_in_its_normal_place(world: World) -> None:
    early, late = Talk(world, "early"), Talk(world, "late")
    await early.says("转人工")
    world.clock.pass_(minutes=5)
    await late.says("我在楼顶要跳", "打电话给我 13800138000")
    desk = world.desk()
    assert [one.sid for one in await desk.queue(states=WAITING)] == [late.sid, early.sid]
    handoff = await held(late)
    await FalseAlarm(desk).calm(handoff, ANNA, "本人说是开玩笑")
    assert [one.urgent for one in await desk.queue(states=[HandoffState.CLAIMED])] == [False]


async def test_it_can_be_taken_back(talk: Talk) -> None:
    await talk.says("他拿着刀在门口")
    alarm, handoff = FalseAlarm(talk.world.desk()), await held(talk)
    lowered = await alarm.calm(handoff, ANNA, "听错了")
    raised = await alarm.undo(lowered, ANNA)
    assert (raised.urgent, raised.calmed) == (True, "")
    with pytest.raises(Refused):
        await alarm.undo(raised, ANNA)


async def test_a_new_sign_makes_it_urgent_again_and_is_quoted(talk: Talk) -> None:
    await talk.says("我在楼顶要跳")
    await FalseAlarm(talk.world.desk()).calm(await held(talk), ANNA, "装修工人在楼顶跳板上")
    await talk.says("好的谢谢")
    assert not (await now(talk)).urgent
    await talk.says(f"{story(300)}他又拿刀砍我，快来人")
    again = await now(talk)
    assert (again.urgent, again.calmed) == (True, "")
    assert "刀砍我" in again.alarm


async def test_given_back_ordinary_words_do_not_raise_it(talk: Talk) -> None:
    await talk.says("我在楼顶要跳")
    desk, handoff = talk.world.desk(), await held(talk)
    await FalseAlarm(desk).calm(handoff, ANNA, "本人说没事")
    await desk.give_back(handoff.id, ANNA)
    await talk.says("物业一直不修电梯")
    async with talk.world.records.begin() as tx:
        again = await tx.handoffs.open_of(talk.sid)
    assert again is None or not again.urgent
    talk.not_hears("12110")


@pytest.mark.parametrize("why", ["", "   ", "字" * 201])
async def test_a_reason_is_required_and_short(talk: Talk, why: str) -> None:
    await talk.says("我在楼顶要跳")
    handoff = await held(talk)
    with pytest.raises(Refused):
        await FalseAlarm(talk.world.desk()).calm(handoff, ANNA, why)
    assert (await now(talk)).urgent


async def test_a_sign_that_comes_meanwhile_is_not_lowered_with_the_old_one(talk: Talk) -> None:
    await talk.says("我在楼顶要跳")
    seen = await held(talk)
    await talk.says("他拿刀砍我")
    with pytest.raises(Refused, match="新消息"):
        await FalseAlarm(talk.world.desk()).calm(seen, ANNA, "开玩笑")
    assert (await now(talk)).urgent


async def test_what_is_not_urgent_cannot_be_lowered(talk: Talk) -> None:
    await talk.says("转人工")
    handoff = await held(talk)
    with pytest.raises(Refused):
        await FalseAlarm(talk.world.desk()).calm(handoff, ANNA, "没事")


async def test_the_words_that_alarmed_stay_quoted_while_it_is_urgent(talk: Talk) -> None:
    await talk.says(f"{story(500)}老板把我们关在宿舍里不让出去。{story(500)}")
    assert "关在宿舍" in (await now(talk)).alarm
    await talk.says("你们快点")
    assert "关在宿舍" in (await now(talk)).alarm
