"""What was understood wrongly is mended with one tap, and nothing that was said has to be said again."""

from __future__ import annotations

from dataclasses import replace

from bot.text.fact import Fact
from tests.talk import Talk

STORY = "老板欠我工资一万九千五一直不给，2026年8月31号我就不干了"


async def begun(talk: Talk, story: str, title: str) -> None:
    await talk.says(story)
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    elif title in talk.buttons():
        await talk.taps(title)


async def test_a_sum_told_first_is_not_asked_behind_a_later_branch(talk: Talk) -> None:
    await begun(talk, STORY, "拖欠工资")
    talk.hears("19,500元")
    await talk.says("就我一个人")
    assert await talk.answer("wage_owed") == "19,500元"
    form = (await talk.session()).form
    assert form is not None
    while talk.asked() in {"employer_kind", "work_place", "started_on", "still_working"}:
        await talk.says(
            {"employer_kind": "包工头", "work_place": "大路镇", "started_on": "2026年3月"}.get(
                talk.asked(), "不干了"
            )
        )
    assert talk.asked() not in {"left_on", "wage_owed"}


async def test_a_fact_that_waits_can_be_corrected_or_taken_back(talk: Talk) -> None:
    await begun(talk, STORY, "拖欠工资")
    await talk.says("一共欠多少错了，应该是18500")
    talk.hears("18,500元")
    await talk.says("一共欠多少写错了")
    form = (await talk.session()).form
    assert form is not None
    assert "wage_owed" not in form.answers
    assert talk.asked() == "how_many"


async def test_the_wrong_kind_of_dispute_is_mended_with_one_tap(talk: Talk) -> None:
    await talk.says("我哥们前年借我三万五说去年底还到现在没还")
    talk.hears("借钱不还", "35,000元")
    await talk.taps("不是这件事")
    talk.hears("哪方面的事")
    assert "都不是" in talk.buttons()
    assert (await talk.session()).form is None, "nothing goes on until another kind is chosen"
    other = next(title for title in talk.buttons() if title != "都不是")
    await talk.taps(other)
    session = await talk.session()
    assert session.form is not None
    assert session.parked == ()


async def test_facts_move_along_to_the_right_flow(talk: Talk) -> None:
    await talk.says("我哥们前年借我三万五说去年底还到现在没还")
    await talk.says("银行转账")
    await talk.says("不对，这是工资的事，公司欠我三万五工资")
    await talk.taps("先登记新的")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "wage_claim"
    assert not (await talk.session()).parked, "the mistaken form is gone, its facts moved"


async def test_none_of_the_kinds_keeps_the_first_form(talk: Talk) -> None:
    await talk.says("我哥们前年借我三万五说去年底还到现在没还")
    await talk.taps("不是这件事")
    await talk.taps("都不是")
    session = await talk.session()
    assert session.form is None
    assert [form.flow for form in session.parked] == ["private_lending"]
    await talk.says("继续")
    assert talk.asked()


async def test_the_tap_is_offered_only_until_the_consents(talk: Talk) -> None:
    await talk.says("我哥们前年借我三万五说去年底还到现在没还")
    assert (await talk.session()).began is not None
    await talk.taps_flow("wage_claim")
    await talk.taps("接着填原来的")
    for _ in range(20):
        if talk.asked() == "mediation":
            break
        await talk.says("不知道" if talk.asked() not in {"principal", "side"} else "别人欠我钱")
    await talk.says("愿意调解")
    assert (await talk.session()).began is None


class Doubtful:
    """Reads one doubtful fact in every text; stands in for stories that are hard to read."""

    def __call__(self, text: str, context: object) -> list[Fact]:
        value = {"low_fen": 600_000, "high_fen": 600_000}
        return [Fact("amount", value, "principal", text, 0, len(text), 0.5, "6,000元")]


async def test_doubtful_facts_are_read_back_together_once(talk: Talk) -> None:
    known = talk.world.content.knowledge()
    talk.conversation.parts = replace(
        talk.conversation.parts, knowledge=lambda: replace(known, find_facts=Doubtful())
    )
    await talk.says("我哥们借我的钱说去年底还到现在没还")
    talk.hears("没听准", "借款金额：6,000元", "都对吗")
    await talk.taps("都对")
    assert await talk.answer("principal") == "6,000元"
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["principal"].confirmed


async def test_doubtful_facts_that_are_wrong_are_asked_as_usual(talk: Talk) -> None:
    known = talk.world.content.knowledge()
    talk.conversation.parts = replace(
        talk.conversation.parts, knowledge=lambda: replace(known, find_facts=Doubtful())
    )
    await talk.says("我哥们借我的钱说去年底还到现在没还")
    await talk.taps("不对，您再问我")
    form = (await talk.session()).form
    assert form is not None
    assert "principal" not in form.answers
    assert talk.asked() == "side"


async def test_an_old_story_is_not_offered_under_a_dispute_chosen_afterwards(talk: Talk) -> None:
    await talk.says("我哥们前年借我三万五说去年底还到现在没还")
    assert "不是这件事" in talk.buttons()
    await talk.says("重来", "是")
    await talk.taps_flow("wage_claim")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "wage_claim"
    assert "不是这件事" not in talk.buttons()
