"""诉访分离 in the talk: courts, offices, disputes, danger; nobody is promised anything, danger finds help."""

from __future__ import annotations

import pytest

from bot.law.petition import Kind
from bot.model import Handoff
from tests.talk import Talk, World
from tests.unit.law.test_petition import utterances

PROMISES = ("一定给您", "保证给", "肯定能", "马上给您办")


async def called(talk: Talk) -> Handoff:
    """The call for a person that waits."""
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    assert found is not None
    return found


@pytest.mark.parametrize("words", utterances()["risk"])
async def test_danger_reaches_a_person_in_one_turn(talk: Talk, words: str) -> None:
    await talk.says(words)
    found = await called(talk)
    assert found.urgent
    talk.hears("110")
    talk.not_hears(*PROMISES, "违法犯罪", "抓")


HEARS = {
    "court_petition": ("去哪里：", "12368", "依据："),  # each stage its own words: test_court_stages.py
    "office": ("信访局", "12345", "15日", "60日", "30日", "不能先答应您", "依据："),
    "civil": ("您着急的心情我理解",),
    "unclear": ("您要反映的是哪一类",),
}
#: Share that must hear its own words; the others reached a person because the words sounded of danger.
ENOUGH = 0.9


@pytest.mark.parametrize("kind", HEARS)
async def test_everybody_hears_the_way_that_is_meant(world: World, kind: str) -> None:
    right, rows = 0, utterances()[kind]
    for n, words in enumerate(rows):
        talk = Talk(world, f"{kind}-{n}")
        await talk.says(words)
        talk.not_hears(*PROMISES)
        told = all(word in talk.text() for word in HEARS[kind])
        async with world.records.begin() as tx:
            called = await tx.handoffs.open_of(talk.sid)
        assert told or called is not None, f"{words}: {talk.text()}"
        assert talk.buttons() or called is not None, f"a dead end: {words}"
        right += told
    assert right / len(rows) >= ENOUGH, f"{right} of {len(rows)}"


async def test_a_threat_inside_a_story_stays_the_answer(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("退订金")
    assert talk.asked() == "facts"
    await talk.says("开发商收了我八万块订金，房子没盖，找了十几趟，再不退我就去上访")
    talk.hears("您着急的心情我理解")
    form = (await talk.session()).form
    assert form is not None
    assert "八万块订金" in str(form.answers["facts"].value)
    assert talk.asked() != "facts"


async def test_who_only_says_it_is_asked_what_about(talk: Talk) -> None:
    await talk.says("我要上访")
    assert talk.buttons()[:3] == ["对判决、执行有意见", "对政府、嘎查村有意见", "和别人的纠纷"]
    await talk.taps("和别人的纠纷")
    assert "拖欠工资" in talk.buttons()


async def test_a_crowd_goes_before_everybody_in_the_queue(world: World) -> None:
    first = Talk(world, "first")
    await first.says("老板欠我三个月工资", "转人工")
    crowd = Talk(world, "crowd")
    await crowd.says("我们八十个人明天去堵政府大门")
    async with world.records.begin() as tx:
        found = await tx.handoffs.open_of(crowd.sid)
        assert found is not None
        assert (found.title, found.lanes) == ("信访风险", ("petition",))
        assert await tx.handoffs.ahead(found.id) == 0


@pytest.mark.parametrize(
    "words",
    ["宏达煤矿欠我们六十个人工资，明天去堵政府大门", "我们四十来个工人要去政府门口拉横幅，鑫源公司不给钱"],
)
async def test_the_desk_reads_how_many_and_against_whom(world: World, words: str) -> None:
    crowd = Talk(world, "crowd")
    await crowd.says(words)
    async with world.records.begin() as tx:
        found = await tx.handoffs.open_of(crowd.sid)
    assert found is not None
    assert (found.urgent, found.alarm) == (True, words)


async def test_a_question_about_petitions_is_answered_not_taken_for_one(talk: Talk) -> None:
    await talk.says("信访要带什么材料")
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is None
    talk.not_hears("接下来怎么办由您定", "您要反映的是哪一类")


@pytest.mark.parametrize(
    "words",
    [
        "我男人正拿刀追着我砍，我们村八十个人明天还要去堵政府大门",
        "工友们都在项目部门口堵着，老板叫来的人正在打我，我头上流血了",
        "我站在法院楼顶，我不想活了，我们一家都来了",
    ],
)
async def test_a_crowd_silences_no_alarm(talk: Talk, words: str) -> None:
    await talk.says(words)
    first = talk.reply.says[0]
    assert first.card is not None
    assert first.card.kind == "safety"
    found = await called(talk)
    assert found.urgent


@pytest.mark.parametrize(
    "words",
    ["他正拿菜刀砍我，我们八十个人明天去堵政府大门", "我们几十个工人一起去堵工地大门，不给钱就砸死老板"],
)
async def test_who_is_in_danger_and_tells_of_a_crowd_hears_both(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("110", "推代表来谈")
    found = await called(talk)
    assert (found.urgent, found.lanes) == (True, ("petition",))


@pytest.mark.parametrize(
    "words",
    [
        "他正拿菜刀砍我，我躲在厕所里",
        "我把一瓶药都倒在手心里了",
        "我拿着刀带着孩子去法院门口",
        "抱着孩子拿着刀去政府",
        "他拿刀追着孩子砍，派出所不管",
        "我要去政府楼顶跳楼",
        "我带着汽油去法院",
    ],
)
async def test_who_is_in_danger_alone_hears_nothing_of_petitions(
    talk: Talk, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.law.petition.kind", lambda _: Kind.RISK)  # also where it is heard wrongly
    await talk.says(words)
    talk.hears("110")
    talk.not_hears("推代表来谈", "信访")
    found = await called(talk)
    assert (found.urgent, found.lanes) == (True, ())
    assert found.title != "信访风险"


@pytest.mark.parametrize(
    "words",
    [
        "我们五十个工人被堵在工地大门里面，不让出",
        "讨债公司二十多人堵住我公司大门，我出不去",
        "矿上把大门焊了，我们八十多个人出不去",
        "放贷的带着一车人堵我公司门口，我不敢出去",
    ],
)
async def test_many_who_cannot_get_out_hear_nothing_of_petitions(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("110")
    talk.not_hears("推代表来谈", "信访")
    found = await called(talk)
    assert (found.urgent, found.lanes) == (True, ())


async def test_a_complaint_about_a_court_needs_no_word_of_petitions(talk: Talk) -> None:
    await talk.says("开庭那天法官一句话都不让我讲，判决书上写的全是对方的说法")
    talk.hears("再审", "12309")


async def test_an_office_told_of_in_a_story_stays_the_answer(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("退订金")
    await talk.says("派出所收了材料三个月不给立案，所长躲着不见，开发商收了我八万块订金不退")
    talk.not_hears("您着急的心情我理解", "旗信访局")
    assert talk.asked() != "facts"


@pytest.mark.parametrize(
    "words",
    [
        "警察罚了我500块我不服",
        "交警给我开罚单扣了12分，我不服",
        "城管把我的摊子没收了，我不服",
        "烟草局把我的证吊销了，我不认",
        "派出所把我拘了五天，我不服这个决定",
        "运管扣了我的车，还要罚一万，我不服",
    ],
)
async def test_who_does_not_accept_a_penalty_hears_of_review_and_its_time(talk: Talk, words: str) -> None:
    await talk.says(words)
    if "行政复议或行政诉讼" in talk.buttons():
        await talk.taps("行政复议或行政诉讼")
    talk.hears("行政复议", "六个月")


async def test_the_way_of_petitions_names_the_time_of_a_lawsuit(talk: Talk) -> None:
    await talk.says("林草局罚我三万，我觉得冤，我要上访")
    talk.hears("信访局", "行政复议", "六个月", "行诉法第四十六条")
