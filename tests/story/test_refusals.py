"""No means no to what was asked, and nothing else; words of a button count where none can be tapped."""

from __future__ import annotations

import pytest

from bot.model import Channel
from tests.story.test_after_submission import handed_in
from tests.talk import Talk, World

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"
REFUSALS = [
    "算了", "取消", "不删", "别删", "我不想删", "不要", "不删除", "点错了", "no", "不用删了", "先不删了吧",
    "千万别删", "哎呀按错了", "算了，不删了", "不是要删", "我后悔了", "留着吧", "手滑了，别删我的信息", "No.",
]  # fmt: skip


@pytest.mark.parametrize("words", REFUSALS)
async def test_a_refused_deletion_leaves_the_intake_as_it_is(talk: Talk, words: str) -> None:
    await talk.says(STORY)
    before = (await talk.state()).form
    await talk.says("删除我的信息", words)
    talk.hears("好的，没有删除", "钱是怎么给的")
    talk.not_hears("要放弃", "刚才说的删除没有做")
    await talk.says("好")
    form = (await talk.session()).form
    assert form is not None
    assert before is not None
    assert form.answers.items() >= before.answers.items()


@pytest.mark.parametrize(
    "words", ["别撤", "我不想撤回", "点错了", "取消", "算了不撤了", "先不撤回", "再想想"]
)
async def test_a_refused_withdrawal_withdraws_nothing(talk: Talk, words: str) -> None:
    await handed_in(talk)
    await talk.says("撤回申请", words)
    talk.hears("没有撤回")
    await talk.says("我的案子到哪了")
    talk.hears("等调解员接手")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("重来", "取消"),
        ("重来", "点错了"),
        ("不登记了", "别放弃"),
        ("不登记了", "按错了"),
        ("请人打给我", "算了"),
        ("请人打给我", "不用打电话了"),
    ],
)
async def test_a_refusal_of_any_such_question_throws_nothing_away(talk: Talk, ask: str, said: str) -> None:
    await talk.says(STORY, ask, said)
    talk.not_hears("要放弃这次登记吗")
    await talk.says("好")
    assert (await talk.session()).form is not None


@pytest.mark.parametrize("words", ["删除后会怎样", "别的问题", "不知道", "嗯", "好", "张三不还钱"])
async def test_other_words_are_no_refusal_and_delete_nothing(talk: Talk, words: str) -> None:
    await talk.says(STORY, "删除我的信息", words)
    talk.not_hears("好的，没有删除", "已经删除")
    assert (await talk.session()).form is not None


@pytest.mark.parametrize("words", ["yes", "Yes", "确定删除", "确定删除。", "1"])
@pytest.mark.parametrize("story", ["", STORY])
async def test_payload_and_title_of_a_button_delete_in_plain_text(
    world: World, words: str, story: str
) -> None:
    talk = Talk(world, channel=Channel.REST)
    await talk.says(*filter(None, [story]), "删除我的信息", words)
    talk.hears("已经删除")


@pytest.mark.parametrize(("words", "heard"), [("yes", "已经撤回"), ("撤回", "已经撤回"), ("no", "没有撤回")])
async def test_payload_and_title_of_a_button_withdraw_in_plain_text(
    talk: Talk, words: str, heard: str
) -> None:
    await handed_in(talk)
    await talk.says("撤回申请", words)
    talk.hears(heard)


async def test_the_payload_of_any_button_of_the_last_reply_counts_in_plain_text(talk: Talk) -> None:
    await talk.says("菜单", "menu:more", "cmd:human")
    talk.hears("记下您要找人")
    await talk.says("菜单", "flow:wage_claim")
    assert talk.asked() == "how_many"


async def _offered(talk: Talk, *stuck: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", *stuck)
    talk.hears("要转人工吗")


@pytest.mark.parametrize("stuck", [("跳过", "跳过"), ("嘎嘎嘎", "哈哈哈哈", "呱呱呱呱")])
@pytest.mark.parametrize("words", ["跳过", "啦啦啦啦", "张伟", "对方叫王建国", "这个那个"])
async def test_a_person_is_offered_twice_and_then_the_question_goes_on(
    talk: Talk, stuck: tuple[str, ...], words: str
) -> None:
    await _offered(talk, *stuck)
    asked = 0
    for _ in range(3):
        await talk.says(words)
        asked += "要转人工吗" in talk.text()
    assert asked <= 1
    assert talk.asked() == "principal"


async def test_the_value_of_the_open_question_is_taken_while_a_person_is_offered(talk: Talk) -> None:
    await _offered(talk, "跳过", "跳过")
    assert (await talk.session()).form is not None
    await talk.says("三万块")
    assert await talk.answer("principal") == "30,000元"
    talk.not_hears("要转人工吗")


async def test_who_waits_for_a_person_already_is_not_asked_whether_to(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "转人工", "13800138000", "跳过", "跳过", "跳过", "嘎嘎嘎", "呱呱呱呱")
    talk.not_hears("要转人工吗")
    talk.hears("在排队")


@pytest.mark.parametrize("words", ["对方的电话", "对方叫王建国", "对面那家", "要是他不来呢"])
async def test_the_other_side_is_no_yes(talk: Talk, words: str) -> None:
    await _offered(talk, "跳过", "跳过")
    await talk.says(words)
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is None


async def test_the_wish_for_a_call_is_asked_for_twice_and_then_the_intake_goes_on(talk: Talk) -> None:
    await talk.says(STORY, "转人工")
    talk.hears("想让人打电话给您")
    await talk.says("嘎嘎嘎")
    talk.hears("想让人打电话给您")
    await talk.says("哈哈哈哈")
    talk.not_hears("想让人打电话给您")
    assert talk.asked() == "paid_how"
