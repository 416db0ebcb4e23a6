"""Danger told in ways a form does not expect: deep in a long message, taken back, said by who threatens."""

from __future__ import annotations

import pytest

from tests.talk import Talk
from tests.unit.law.test_long_messages import SIGNS, story


@pytest.mark.parametrize("sign", SIGNS)
async def test_a_sign_beyond_what_the_talk_reads_comes_first(talk: Talk, sign: str) -> None:
    await talk.says(f"{story(5000)}{sign}。{story(2000)}")
    assert talk.reply.says[0].card
    assert talk.reply.says[0].card.kind == "safety"
    talk.hears("110", "已通知工作人员")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert handoff.urgent


async def test_a_calm_long_message_calls_nobody(talk: Talk) -> None:
    await talk.says(story(5000))
    talk.not_hears("已通知工作人员", "12356")


@pytest.mark.parametrize(
    "sign", ["I want to kill myself", "he is beating me now", "wo xiang si", "jiuming", "喝yao", "我想自sha"]
)
async def test_danger_in_other_letters_calls_a_person(talk: Talk, sign: str) -> None:
    await talk.says(sign)
    assert talk.reply.says[0].card
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert handoff.urgent


@pytest.mark.parametrize("threat", ["让法官小心点", "我要弄死他全家", "叫他们走着瞧，我有刀"])
async def test_who_threatens_meets_a_person_and_no_words_for_victims(talk: Talk, threat: str) -> None:
    await talk.says(threat)
    talk.hears("违法", "通知工作人员", "110")
    talk.not_hears("躲到邻居", "先到安全的地方", "不要等我们")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert handoff.urgent
    await talk.says("他就是欺负人")
    talk.hears("请先别去找对方")
    talk.not_hears("12110")


@pytest.mark.parametrize(
    "denied",
    ["没有危险，就是跳绳", "没危险，孩子玩呢", "就是开玩笑的", "家里没有危险，是装修吊顶", "打错字了"],
)
async def test_a_denial_in_ordinary_words_lets_the_talk_go_on(talk: Talk, denied: str) -> None:
    await talk.says("我在楼顶要跳", denied)
    talk.hears("是我多心了")
    talk.not_hears("12110")
    assert (await talk.session()).danger_at == ""
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is not None, "who was called stays called"


@pytest.mark.parametrize("words", ["我不敢出声", "他就在旁边，听得见", "不方便接电话"])
async def test_who_cannot_speak_is_told_of_the_text_message(talk: Talk, words: str) -> None:
    await talk.says("他拿刀要砍我", words)
    talk.hears("12110", "不用出声")


@pytest.mark.parametrize(
    "words",
    [
        "他已经走了",
        "人都走了，我没事了",
        "我现在安全了",
        "我没事就是要工钱",
        "额在额姐家，安全着呢",
        "我已经到我舅家了",
    ],
)
async def test_who_is_safe_again_goes_on_with_the_protection_order_at_hand(talk: Talk, words: str) -> None:
    await talk.says("老公捅了我一刀", words)
    talk.hears("人身安全保护令", "110")
    assert (await talk.session()).danger_at == ""


@pytest.mark.parametrize("words", ["他走了又回来了", "他还没走", "他在我妈家闹", "他追到我姐家了"])
async def test_who_may_come_back_is_not_gone(talk: Talk, words: str) -> None:
    await talk.says("老公捅了我一刀", words)
    assert (await talk.session()).danger_at


async def test_who_despairs_never_hears_the_words_for_hostages(talk: Talk) -> None:
    await talk.says("我不想活了", "家里欠了很多钱")
    talk.hears("12356", "120")
    talk.not_hears("12110")


async def test_the_same_words_are_not_said_a_third_time(talk: Talk) -> None:
    await talk.says("他把我推下楼梯", "我姓王家在薛家湾", "我家在三楼", "我姐姐姓李")
    talk.hears("我在看您写的")


@pytest.mark.parametrize("words", ["邻居拿铁锹打我", "债主捅了我一刀", "老板威胁要弄死我", "他打我"])
async def test_who_is_struck_by_an_outsider_hears_nothing_about_the_family(talk: Talk, words: str) -> None:
    heard = ""
    for said in (words, "他已经走了"):
        await talk.says(said)
        heard += talk.text()
    assert "110" in heard
    for about_home in ("家庭暴力", "家暴", "保护令", "家人打"):
        assert about_home not in heard


@pytest.mark.parametrize("words", ["我不想活了也要拉他垫背", "死之前我要拉上老板一家"])
async def test_who_means_to_die_and_to_take_others_along_hears_both(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("12356", "身边的人", "手里有东西就放下", "通知工作人员")
    assert (await talk.session()).danger_at


@pytest.mark.parametrize("words", ["我手里有炸药", "我要炸了法院"])
async def test_who_has_explosives_hears_no_words_for_despair(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("违法", "110", "通知工作人员")
    talk.not_hears("12356")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Намайг зодож байна", "violence"),
        ("Туслаарай", "emergency"),
        ("амиа хорломоор байна", "self_harm"),
        ("ᠠᠯᠠᠬᠤ ᠭᠡᠵᠦ ᠪᠠᠢᠨ᠎ᠠ", "threat"),
    ],
)
async def test_danger_in_mongolian_calls_a_person_who_speaks_it(talk: Talk, words: str, kind: str) -> None:
    await talk.says(words)
    talk.hears("110", "цагдаа", "120", "已通知工作人员")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert (handoff.urgent, handoff.danger, handoff.title) == (True, kind, "需要蒙古语")


@pytest.mark.parametrize(
    "words", ["Цалингаа авч чадахгүй байна", "Салах өргөдөл яаж өгөх вэ", "ᠰᠠᠢᠨ ᠪᠠᠢᠨ᠎ᠠ ᠤᠤ"]
)
async def test_ordinary_mongolian_goes_to_the_translator(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("您有权使用蒙古语")
    talk.not_hears("110")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert (handoff.urgent, handoff.reason) == (False, "需要蒙古语")


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [
        ("屋里煤气味很大，头晕", "gas", "119"),
        ("隔壁起火了，烟进来了", "fire", "119"),
        ("我爸突然倒地叫不醒", "collapse", "120"),
        ("零下三十度被房东赶出来，没地方去", "cold", "110"),
        ("我孙子在集市走丢了", "lost", "110"),
        ("老板不发工资，我们三天没吃饭了", "hunger", "12333"),
    ],
)
async def test_a_need_of_now_has_its_number_and_calls_a_person(
    talk: Talk, words: str, kind: str, number: str
) -> None:
    await talk.says(words)
    talk.hears(number, "已通知工作人员")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert (handoff.urgent, handoff.danger) == (True, kind)
    await talk.says("我在薛家湾镇上")
    talk.hears("把电话打通")
    talk.not_hears("12110", "只发短信")


@pytest.mark.parametrize("words", ["去年家里煤气泄漏，物业有责任吗", "孩子在商场走失过，商场有责任吗"])
async def test_a_question_about_a_need_of_long_ago_calls_nobody(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.not_hears("已通知工作人员", "119")
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is None


@pytest.mark.parametrize(
    "aside", ["锅里水开了，我去关下火", "班车来了，我先上车了", "手机马上没电了", "身子没力气，缓一会再填"]
)
async def test_who_turns_away_for_a_moment_alarms_nobody(talk: Talk, aside: str) -> None:
    await talk.says("我要离婚", aside)
    talk.not_hears("已通知工作人员")
    assert (await talk.session()).danger_at == ""


async def test_an_aside_with_a_need_in_it_is_heard(talk: Talk) -> None:
    await talk.says("手机马上没电了，我被他锁在屋里出不去")
    talk.hears("已通知工作人员")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("我妹在群里说永别了，电话关机", "她电话还是不接"),
        ("我老公爬上楼顶要跳", "在楼顶边上站着呢"),
        ("媳妇不见了，桌上留了封信", "门口邻居说往河边走了"),
    ],
)
async def test_who_fears_for_somebody_is_never_spoken_to_as_who_means_to_die(
    talk: Talk, first: str, then: str
) -> None:
    await talk.says(first)
    talk.hears("110", "已通知工作人员")
    talk.not_hears("您现在难受")
    await talk.says(then)
    talk.hears("离得近的人")
    talk.not_hears("您现在难受", "让家里人或者邻居来陪着您")


@pytest.mark.parametrize("words", ["我控制不住，又抽了我闺女一顿", "我刚捅伤了合伙人，现在很害怕"])
async def test_who_struck_somebody_is_still_spoken_to_as_such(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("120")
    talk.not_hears("先保证自己安全")
    await talk.says("我不知道该咋办")
    talk.hears("请先别去找对方")
