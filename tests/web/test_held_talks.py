"""Talks that a mediator holds while another one is open: new words are counted, danger is never quiet."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Author, Channel, Reply
from tests.talk import Talk
from tests.web.desk_hand import Come, Hand
from tests.web.staff_bench import Office


async def holding(place: Office, come: Come, channel: Channel = Channel.WEB) -> tuple[Hand, Talk, str]:
    talk = await place.citizen("citizen-1", channel=channel)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    assert (await wang.post(f"handoffs/{one}/claim"))[0] == 200
    place.world.clock.pass_(minutes=1)
    return wang, talk, one


async def told(hand: Hand, one: str, filter_: str = "waiting") -> dict[str, Any]:
    return next(row for row in (await hand.get(f"queue?filter={filter_}"))["held"] if row["id"] == one)


def safety(reply: Reply) -> list[str]:
    return [say.text for say in reply.says if say.card and say.card.kind == "safety"]


async def test_new_words_are_counted_whatever_the_queue_shows(place: Office, come: Come) -> None:
    wang, talk, one = await holding(place, come)
    assert (await told(wang, one))["heard"] == 0
    await talk.says("我明天把借条拍给您", "还有转账记录")
    await wang.post(f"handoffs/{one}/lines", text="好的", key="k" * 16)
    for shown in ("waiting", "mine", "all", "ended"):
        assert (await told(wang, one, shown))["heard"] == 2, "words of the mediator are none"
    li = await come("li")
    assert (await li.get("queue"))["held"] == []


async def test_quiet_words_stay_without_an_answer(place: Office, come: Come) -> None:
    wang, talk, one = await holding(place, come)
    await talk.says("您好，在吗")
    assert talk.reply.silent
    assert not (await told(wang, one))["urgent"]


@pytest.mark.parametrize(
    ("words", "chip", "channel"),
    [
        ("我爬到楼顶了，一迈腿就都结束了", "自伤", Channel.WEB),
        ("我把一瓶农药喝下去了", "自伤", Channel.REST),
        ("他拿着刀在砸我家门", "暴力", Channel.WECHAT),
        ("煤气漏了，我头晕得站不住", "险情", Channel.WEB),
    ],
)
async def test_danger_turns_the_row_red_and_brings_the_numbers(
    place: Office, come: Come, words: str, chip: str, channel: Channel
) -> None:
    wang, talk, one = await holding(place, come, channel)
    await talk.says(words)
    assert safety(talk.reply)
    row = await told(wang, one)
    assert (row["urgent"], row["heard"], row["danger"]) == (True, 1, chip)
    last = (await talk.conversation.history(talk.sid, 0))[-1]
    assert (last.author, last.text) == (Author.BOT, safety(talk.reply)[-1]), "the mediator reads it too"
    assert (await talk.session()).mode == "human"


async def test_the_safety_words_are_not_repeated_while_they_stand_there(place: Office, come: Come) -> None:
    _, talk, _ = await holding(place, come)
    await talk.says("我爬到楼顶了，不想活了")
    assert safety(talk.reply)
    await talk.says("我还在楼顶上，就是不想活了")
    assert not talk.reply.says
    await talk.says("喂", "在吗", "我在楼顶，不想活了")
    assert safety(talk.reply), "said again once they are out of sight"


async def test_what_cannot_wait_is_said_although_other_safety_words_stand_there(
    place: Office, come: Come
) -> None:
    _, talk, _ = await holding(place, come)
    await talk.says("我不想活了")
    assert safety(talk.reply)
    await talk.says("我把一瓶农药喝下去了")
    assert "120" in safety(talk.reply)[0]
