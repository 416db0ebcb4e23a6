from __future__ import annotations

import pytest

from bot.model import Author
from tests.story.test_private_lending import STORY, to_consents
from tests.talk import Talk, World


async def test_in_danger_the_talk_stays_careful_until_she_says_to_go_on(talk: Talk) -> None:
    await talk.says("他拿着刀在门口要杀我", "我现在躲在厕所里")
    talk.hears("先顾安全", "12110")
    talk.not_hears("哪方面的事")
    await talk.says("保护令怎么申请")
    talk.hears("依据")
    await talk.says("继续", "邻居欠我八千块不还")
    talk.not_hears("先顾安全")


async def test_how_to_be_reached_safely_is_repeated_back(world: World) -> None:
    world.open_now = False
    talk = Talk(world)
    await talk.says("转人工", "15134567890 晚上别打电话发短信就行")
    talk.hears("别打电话发短信就行", "没让打电话就不打")
    talk.not_hears("会有工作人员打给您")


@pytest.mark.parametrize("words", ["好", "要", "可以", "转人工"])
async def test_the_offer_of_a_person_can_be_answered_with_yes(talk: Talk, words: str) -> None:
    await talk.says(STORY, "嘎嘎嘎", "哈哈哈哈", "呱呱呱呱", words)
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is not None


async def test_after_the_offer_the_answer_itself_is_taken(talk: Talk) -> None:
    await talk.says(STORY, "嘎嘎嘎", "哈哈哈哈", "呱呱呱呱", "现金")
    assert await talk.answer("paid_how") == "现金"


@pytest.mark.parametrize("words", ["嗯", "好的", "行"])
async def test_a_mere_nod_withdraws_and_deletes_nothing(talk: Talk, words: str) -> None:
    await talk.says(STORY, "删除我的信息", words)
    assert (await talk.session()).form is not None


async def test_a_complaint_is_no_correction(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says(
        "卖羊的钱没给", "去年秋天他买了我四十只羊，说年底给钱，到现在不给", "我不是说了嘛 前年秋天"
    )
    assert await talk.answer("facts") == "去年秋天他买了我四十只羊，说年底给钱，到现在不给"


async def test_no_is_only_wages(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(
        "就我一个人",
        "包工头",
        "大路镇某工地",
        "2026年3月1日",
        "还在干",
        "2026年6月",
        "到现在",
        "6500",
        "19500",
    )
    await talk.says("没有", "没有")
    assert await talk.answer("only_wage_iou") == "只要工资"


async def test_a_list_of_workers_may_come_later(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", "不知道")
    assert talk.asked() == "employer_kind"


async def test_unwilling_words_in_the_story_count(talk: Talk) -> None:
    await talk.says("物业不修电梯我不交物业费，我要直接告他们，不调解", "现在登记")
    if (await talk.session()).form is None:
        await talk.taps_flow("property_service")
        await talk.says("我不调解，我要直接起诉")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["mediation"].value == "no"


async def test_the_wrong_dispute_can_be_left_in_ones_own_words(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("不对，我这是借钱的事，他跟我借了三万不还")
    talk.hears("先放着它", "借钱不还")
    await talk.taps("先登记新的")
    assert await talk.answer("principal") == "30,000元"


async def test_the_title_of_a_button_typed_is_the_button(talk: Talk) -> None:
    await talk.says("借钱不还")
    assert talk.asked() == "side"


async def test_giving_up_asks_once_and_keeps_on_request(talk: Talk) -> None:
    await talk.says(STORY, "算了不登记了")
    talk.hears("要放弃这次登记吗")
    await talk.taps("先放着")
    await talk.says("继续")
    assert talk.asked() == "paid_how"
    await talk.says("取消")
    await talk.taps("放弃")
    assert (await talk.session()).form is None


async def test_a_sum_in_a_fee_question_is_reckoned(talk: Talk) -> None:
    await talk.says("5万块的官司诉讼费多少")
    talk.hears("1,050元", "525元", "诉讼费办法第十三条")
    await talk.says("3万6呢")
    talk.hears("700元", "350元")


@pytest.mark.parametrize("words", ["电话不知道", "记不清他电话了", "没有电话"])
async def test_an_unknown_in_whole_words_is_an_unknown(talk: Talk, words: str) -> None:
    await to_consents(talk)
    await talk.says("愿意，乡里乡亲的", "我不会弄手机，当面谈", "同意", "同意", "给自己办", "个人", "王秀兰")
    await talk.says("不知道", "13800138000", "薛家湾镇", "个人")
    assert talk.asked() == "respondent_phone"
    await talk.says(words)
    assert talk.asked() == "respondent_place"


async def test_a_surname_is_enough_to_go_on(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("邻居漏水", "楼上把我家泡了，找他不管", "我要找对方")
    await talk.says("2026年3月", "薛家湾镇某小区", "不要钱", "没有")
    await talk.says(
        "愿意调解", "当面", "同意", "不同意", "给自己办", "个人", "王秀兰", "13800138000", "薛家湾镇", "个人"
    )
    assert talk.asked() == "respondent_name"
    await talk.says("不知道")
    talk.hears("姓赵")
    await talk.says("姓赵，全名不知道")
    assert (await talk.answer("respondent_name")).startswith("赵某")


async def test_the_choice_to_meet_in_person_stands_in_the_review(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "我要当面谈", "看看填了什么")
    talk.hears("我要当面谈")


async def test_the_old_device_is_told_that_another_goes_on(world: World) -> None:
    phone, computer = Talk(world, "phone"), Talk(world, "computer")
    await phone.says(STORY, "换设备")
    await computer.says(next(line for line in phone.text().splitlines() if line.startswith("续办")))
    lines = await phone.conversation.history(phone.sid, 0)
    assert [x for x in lines if x.author is Author.SYSTEM and "另一台设备" in x.text]


@pytest.mark.parametrize("words", ["欠钱不还可以扣押他孩子吗", "可以把欠我钱的人关起来吗"])
async def test_holding_people_for_a_debt_is_no_question_of_deposits(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("违法", "110")
    talk.not_hears("押金", "依据：民法典")


@pytest.mark.parametrize("words", ["恐龙踩坏了玻璃城堡谁来赔偿糖果飞船", "猫吃了月亮上的石头谁来赔偿月亮"])
async def test_a_question_far_from_every_phrasing_is_asked_back(talk: Talk, words: str) -> None:
    await talk.says(words)
    assert "faq" not in {say.card.kind for say in talk.reply.says if say.card}


async def test_a_change_may_name_the_field_and_the_value_in_one_breath(talk: Talk) -> None:
    await talk.says(STORY, "现金", "没约定", "还过5000", "改一下 还了八千")
    talk.hears("现在是8,000元")
