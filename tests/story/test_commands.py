from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.talk import Talk, World

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"


async def test_why_help_and_progress_explain_the_open_question(talk: Talk) -> None:
    await talk.says(STORY, "为什么问这个")
    talk.hears("钱给了合同才成立", "第六百七十九条", "钱是怎么给的")
    await talk.says("看不懂")
    talk.hears("不知道可以说", "转人工", "钱是怎么给的")
    await talk.says("进度")
    talk.hears("第4步", "大约还要")


async def test_back_opens_the_step_before_and_keeps_its_answer(talk: Talk) -> None:
    await talk.says(STORY, "现金", "返回")
    assert talk.asked() == "paid_how"
    assert await talk.answer("paid_how") == "现金"
    await talk.says("微信")
    talk.hears("原来是现金", "现在是微信或支付宝")
    assert talk.asked() == "rate"


async def test_edit_lists_what_was_said_and_opens_the_chosen_one(talk: Talk) -> None:
    await talk.says(STORY, "修改")
    assert any("借款金额" in title for title in talk.buttons())
    await talk.says("修改2")
    assert talk.asked() == "principal"
    await talk.says("六万")
    talk.hears("现在是60,000元")
    assert talk.asked() == "paid_how"


async def test_skip_and_dont_know_store_an_explicit_unknown(talk: Talk) -> None:
    await talk.says(STORY, "不知道")
    form = (await talk.session()).form
    assert form is not None
    assert not form.answers["paid_how"].known
    assert talk.asked() == "rate"
    await talk.says("跳过")
    assert talk.asked() == "repaid"


async def test_what_is_required_says_why_it_cannot_be_skipped(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "跳过")
    talk.hears("这一项必须有")
    assert talk.asked() == "principal"


async def test_pause_and_three_days_later_a_recap_and_the_same_question(talk: Talk) -> None:
    await talk.says(STORY, "暂停")
    talk.hears("先停在这里", "30天")
    talk.world.clock.pass_(days=3)
    await talk.says("我回来了")
    talk.hears("上次我们在登记“借钱不还”", "问到第4步")
    assert talk.asked() == "paid_how"


async def test_an_answer_after_days_is_taken_with_the_recap_before_it(talk: Talk) -> None:
    await talk.says(STORY)
    talk.world.clock.pass_(days=9)
    await talk.says("现金给的")
    talk.hears("上次我们在登记")
    assert talk.asked() == "rate"


async def test_restart_asks_first_and_no_keeps_everything(talk: Talk) -> None:
    await talk.says(STORY, "重来")
    talk.hears("真的要从头再来吗")
    await talk.says("不")
    assert talk.asked() == "paid_how"
    await talk.says("重来")
    await talk.taps("从头再来")
    assert (await talk.session()).form is None


async def test_unlimited_misses_never_loop_but_lead_to_a_person(talk: Talk) -> None:
    await talk.says(STORY, "现金")
    seen = []
    for words in ("嘎嘎嘎", "哈哈哈哈", "呱呱呱呱"):
        await talk.says(words)
        seen.append(talk.text())
    assert len(set(seen)) == 3
    assert "转人工" in talk.buttons()
    assert await talk.answer("paid_how") == "现金"


@pytest.mark.parametrize("words", ["转人工", "我要找个人", "接人工", "不想和机器人说了", "找调解员"])
async def test_a_person_is_asked_for_in_one_turn_in_any_words(talk: Talk, words: str) -> None:
    await talk.says(STORY, words)
    async with talk.world.records.begin() as tx:
        waiting = await tx.handoffs.open_of(talk.sid)
    assert waiting is not None
    assert waiting.reason == "主动要求"
    assert (await talk.session()).form is not None


async def test_outside_office_hours_the_truth_is_said_and_a_call_back_taken(world: World) -> None:
    world.open_now = False
    talk = Talk(world)
    await talk.says("转人工")
    talk.hears("现在没有工作人员在线", "8:30", "12368", "方便的时间")
    await talk.says("13800138000 下午三点后")
    talk.hears("138****8000 下午三点后", "按您说的方式联系您")
    async with world.records.begin() as tx:
        waiting = await tx.handoffs.open_of(talk.sid)
    assert waiting is not None
    assert "下午三点后" in waiting.callback


@pytest.mark.parametrize(
    ("words", "at", "by"),
    [
        ("转人工", datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "今天17:30前"),  # Monday 9:00
        ("我要找个人", datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "明天12:00前"),  # Monday 15:00
        ("找调解员", datetime(2026, 11, 27, 7, 0, tzinfo=UTC), "11月30日12:00前"),  # Friday 15:00
        ("接人工", datetime(2026, 9, 30, 7, 0, tzinfo=UTC), "10月8日12:00前"),  # before a long holiday
    ],
)
async def test_within_office_hours_it_is_said_by_when_a_mediator_looks(
    world: World, words: str, at: datetime, by: str
) -> None:
    world.clock.at = at
    talk = Talk(world)
    await talk.says(words)
    talk.hears(f"{by}会有调解员看到", "12368", "方便的时间")
    assert not any(wrong in talk.text() for wrong in ("在岗", "没有工作人员"))


async def test_delete_clears_draft_talk_and_files_and_shows_it(talk: Talk) -> None:
    await talk.says(STORY)
    await talk.sends_file()
    await talk.says("删除我的信息")
    talk.hears("找不回来", "确定删除吗")
    await talk.taps("确定删除")
    talk.hears("已经删除：草稿1份", "文件1个")
    assert (await talk.session()).form is None
    assert await talk.conversation.history(talk.sid, 0) == [
        line for line in await talk.conversation.history(talk.sid, 0) if "张三" not in line.text
    ]
    assert "blob-借条.jpg" in talk.world.blobs.removed  # type: ignore[attr-defined]
    await talk.says("看看填了什么")
    talk.hears("还没有提交过申请")


async def test_a_draft_is_kept_when_another_dispute_begins(talk: Talk) -> None:
    await talk.says(STORY)
    await talk.taps_flow("wage_claim")
    talk.hears("您有一份没填完的“借钱不还”")
    await talk.taps("先登记新的")
    assert talk.asked() == "how_many"
    await talk.says("重来", "从头再来", "继续")
    assert talk.asked() == "paid_how"


async def test_another_device_goes_on_with_a_code_that_works_once(world: World) -> None:
    phone, computer = Talk(world, "phone"), Talk(world, "computer")
    await phone.says(STORY, "换设备")
    code = next(line for line in phone.text().splitlines() if line.startswith("续办"))
    await computer.says(code)
    computer.hears("接上了", "钱是怎么给的")
    await computer.says("现金")
    await phone.says("进度")
    phone.hears("第7步")
    thief = Talk(world, "thief")
    await thief.says(code)
    thief.hears("用过")


async def test_a_greeting_gives_the_menu_and_who_this_is(talk: Talk) -> None:
    await talk.says("你好")
    talk.hears("自动助手", "不是法官", "转人工")
    assert "拖欠工资" in talk.buttons()


async def test_a_question_is_answered_at_once_with_one_line_of_notice(talk: Talk) -> None:
    await talk.says("借条没写还款日期怎么办")
    talk.hears("依据", "仅供参考", "我是自动助手")
    await talk.says("调解要多久")
    talk.not_hears("我是自动助手")


async def test_without_buttons_a_title_or_a_number_of_the_last_list_does_the_same(talk: Talk) -> None:
    await talk.says("菜单", "2")
    assert talk.asked() == "how_many"
    await talk.says("重来", "从头再来", "物业纠纷")
    assert talk.asked() == "side"
