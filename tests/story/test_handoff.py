from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import casework
from bot.errors import AlreadyClaimed, Forbidden, Refused
from bot.field_reading import Wish
from bot.model import Account, Author, Channel, HandoffState, Kind, Outcome, Reply, Role
from tests.story.test_other_flows import WHO
from tests.talk import Talk, World

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"
ANNA = Account("a1", "anna", "王调解员", Role.MEDIATOR, on_duty=True)
BOLD = Account("b1", "bold", "李调解员", Role.MEDIATOR, on_duty=True)


@pytest.fixture
async def waiting(world: World) -> Talk:
    """A citizen in the middle of an intake who asked for a person."""
    async with world.records.begin() as tx:
        for account in (ANNA, BOLD):
            await tx.accounts.add(account, "hash")
    talk = Talk(world)
    await talk.says(STORY, "转人工")
    talk.hears("已经为您转接")
    return talk


async def open_handoff(talk: Talk) -> str:
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff is not None
    return handoff.id


async def transcript(talk: Talk) -> list[tuple[Author, str]]:
    return [(line.author, line.text) for line in await talk.conversation.history(talk.sid, 0)]


async def test_the_brief_knows_what_was_said_and_from_which_message(waiting: Talk) -> None:
    desk = waiting.world.desk()
    brief = await desk.brief(await open_handoff(waiting), ANNA)
    facts = {fact.field: fact for fact in brief.facts}
    assert facts["principal"].value == "50,000元"
    assert not facts["principal"].confirmed
    lines = {line.n: line.text for line in await waiting.conversation.history(waiting.sid, 0)}
    assert lines[facts["principal"].source] == STORY
    assert "怎么给的钱" in brief.gaps
    assert ("借条或欠条", "said") in [(row.item.name, row.state.value) for row in brief.checklist]


async def test_the_bot_is_silent_while_a_person_holds_the_chat_and_resumes_the_exact_step(
    waiting: Talk,
) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    reply = await waiting.says("您好，在吗")
    assert reply.silent
    await desk.write(handoff, ANNA, "您好，我是调解员，请说")
    assert (await waiting.says("转账凭证在哪里看")).silent
    await desk.give_back(handoff, ANNA)
    last = (await transcript(waiting))[-2:]
    assert "我们接着来" in last[0][1]
    assert "钱是怎么给的" in last[1][1]
    await waiting.says("现金")
    assert waiting.asked() == "rate"
    assert (Author.MEDIATOR, "您好，我是调解员，请说") in await transcript(waiting)


async def test_a_second_claimer_is_told_who_has_it(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    with pytest.raises(AlreadyClaimed) as caught:
        await desk.claim(handoff, BOLD)
    assert caught.value.by == "王调解员"
    with pytest.raises(Forbidden):
        await desk.write(handoff, BOLD, "我来")


async def test_no_bot_words_follow_the_takeover_under_race(world: World) -> None:
    async with world.records.begin() as tx:
        await tx.accounts.add(ANNA, "hash")
    talks = [Talk(world, f"racer-{i}") for i in range(20)]
    for talk in talks:
        await talk.says(STORY, "转人工")
    desk = world.desk()
    ids = [await open_handoff(talk) for talk in talks]
    await asyncio.gather(
        *(talk.says("现金", "没约定", "没还过") for talk in talks), *(desk.claim(i, ANNA) for i in ids)
    )
    for talk in talks:
        authors = [author for author, _ in await transcript(talk)]
        taken = authors.index(Author.SYSTEM)
        assert Author.BOT not in authors[taken:]


async def test_a_note_reaches_no_channel(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    await desk.note(waiting.sid, ANNA, "当事人情绪激动，先安抚")
    assert not [text for _, text in await transcript(waiting) if "情绪激动" in text]
    async with waiting.world.records.begin() as tx:
        parcels = await tx.outbox.of(waiting.sid)
    assert not [p for p in parcels if "情绪激动" in p.body]
    assert [text for _, _, text in (await desk.brief(handoff, ANNA)).notes] == ["当事人情绪激动，先安抚"]


async def test_closing_needs_an_outcome_and_other_needs_a_word(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    with pytest.raises(Refused):
        await desk.close(handoff, ANNA, Outcome.OTHER)
    ended = await desk.close(handoff, ANNA, Outcome.ANSWERED)
    assert ended.state is HandoffState.CLOSED
    assert (await waiting.session()).mode == "bot"
    await waiting.says("现金")
    assert waiting.asked() == "rate"


async def test_the_mediators_edit_is_read_by_the_fields_own_reader(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    assert await desk.edit(handoff, ANNA, Wish("principal", "六万")) == "60,000元"
    with pytest.raises(Refused):
        await desk.edit(handoff, ANNA, Wish("principal", "很多"))
    with pytest.raises(Refused):
        await desk.edit(handoff, ANNA, Wish("mediation", "愿意"))
    assert await waiting.answer("principal") == "60,000元"
    await desk.give_back(handoff, ANNA)
    assert "调解员帮您改了：借款金额 60,000元" in (await transcript(waiting))[-2][1]


async def test_a_message_posted_twice_by_the_desk_is_said_once(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    first = await desk.write(handoff, ANNA, "请补充借条照片", "key-1")
    again = await desk.write(handoff, ANNA, "请补充借条照片", "key-1")
    assert first.n == again.n
    assert [t for _, t in await transcript(waiting)].count("请补充借条照片") == 1


async def test_danger_puts_the_citizen_first_in_the_queue(world: World) -> None:
    calm, urgent = Talk(world, "calm"), Talk(world, "urgent")
    await calm.says("转人工")
    await urgent.says("他拿着刀在门口要杀我")
    urgent.hears("110", "已通知工作人员")
    queue = await world.desk().queue(states=[HandoffState.WAITING])
    assert [h.sid for h in queue] == [urgent.sid, calm.sid]
    assert queue[0].urgent


async def test_the_wechat_quota_counts_down_and_ends_with_the_window(world: World) -> None:
    async with world.records.begin() as tx:
        await tx.accounts.add(ANNA, "hash")
    talk = Talk(world, "openid", Channel.WECHAT)
    await talk.says("转人工")
    desk, handoff = world.desk(), await open_handoff(talk)
    await desk.claim(handoff, ANNA)
    assert (await desk.brief(handoff, ANNA)).quota == 5
    session = await talk.session()
    await world.sessions.count(f"sent:{talk.sid}:{session.heard}", 3600, by=2)
    assert (await desk.brief(handoff, ANNA)).quota == 3
    world.clock.at += timedelta(hours=49)
    assert (await desk.brief(handoff, ANNA)).quota == 0


async def test_files_sent_to_a_person_are_kept_as_evidence(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    assert (await waiting.sends_file("转账截图.jpg", Kind.IMAGE)).silent
    assert [e.media.name for e in (await desk.brief(handoff, ANNA)).evidence] == ["转账截图.jpg"]


async def claimed_while_saying(waiting: Talk, words: str) -> Reply:
    """The answer to a message whose turn is decided when a mediator takes over, and not yet kept."""
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    apply = casework.apply

    async def slow(*args: object) -> object:
        if (await waiting.session()).mode != "human":
            await desk.claim(handoff, ANNA)
        return await apply(*args)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casework, "apply", slow)
        return await waiting.says(words)


async def test_a_turn_begun_before_the_takeover_is_finished_in_silence(waiting: Talk) -> None:
    reply = await claimed_while_saying(waiting, "我的证据")
    assert reply.says == ()
    authors = [author for author, _ in await transcript(waiting)]
    assert Author.BOT not in authors[authors.index(Author.SYSTEM) :]


async def test_who_held_a_citizen_and_is_switched_off_leaves_nobody_alone(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    assert await desk.put_back(ANNA, replace(BOLD, role=Role.ADMIN)) == 1
    queue = await desk.queue(states=[HandoffState.WAITING])
    assert [(h.sid, h.reason) for h in queue] == [(waiting.sid, "原调解员不在岗")]
    assert (await waiting.session()).mode == "waiting"
    await waiting.says("现金")
    assert waiting.asked() == "rate"


async def test_nobody_else_talks_into_a_held_chat_not_even_an_admin(waiting: Talk) -> None:
    desk, handoff = waiting.world.desk(), await open_handoff(waiting)
    await desk.claim(handoff, ANNA)
    with pytest.raises(Forbidden):
        await desk.write(handoff, replace(BOLD, role=Role.ADMIN), "我插一句")


async def test_who_asked_for_a_person_before_handing_in_is_briefed_with_the_case(talk: Talk) -> None:
    await talk.taps_flow("neighbor")
    await talk.says("转人工")
    await talk.says("我家受影响", "噪音", "薛家湾镇某小区", "2026年3月1日", "还这样", "没找过", "没有损失")
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有照片", "别再吵了", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        open_ = await tx.handoffs.open_of(talk.sid)
    assert open_ is not None
    brief = await talk.world.desk().brief(open_.id, ANNA)
    assert brief.case is not None
    assert brief.facts


async def test_a_mediator_who_works_late_is_there(world: World) -> None:
    world.open_now = False
    async with world.records.begin() as tx:
        await tx.accounts.add(ANNA, "hash")
    talk = Talk(world)
    await talk.says(STORY, "转人工")
    talk.hears("已经为您转接")


async def test_a_danger_decided_before_the_takeover_keeps_its_safety_words(waiting: Talk) -> None:
    reply = await claimed_while_saying(waiting, "我把一瓶农药喝下去了")
    assert "120" in reply.says[0].text
