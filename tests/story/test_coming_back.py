"""Steering in people's own words: a person, coming back, what is kept, progress, taking back, giving up."""

from __future__ import annotations

import pytest

from tests.story.test_after_submission import handed_in
from tests.talk import Talk, World

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"


async def _waits(talk: Talk) -> bool:
    async with talk.world.records.begin() as tx:
        return await tx.handoffs.open_of(talk.sid) is not None


@pytest.mark.parametrize(
    "words",
    [
        "你给我找个人", "找个活人跟我说", "我不跟机器说", "帮我找人说话", "我要跟法官说", "给我叫个人来",
        "换个真人跟我聊", "我想和人说话", "我只跟调解员谈", "能不能给我找个管事的人", "懒得跟机器人扯",
        "不想再和你们这个机器说话", "我要直接跟工作人员说", "让活人来跟我讲",
    ],
)  # fmt: skip
@pytest.mark.parametrize("open_now", [True, False])
async def test_a_person_is_asked_for_in_people_s_own_words(world: World, words: str, open_now: bool) -> None:
    world.open_now = open_now
    talk, other = Talk(world, "a"), Talk(world, "b")
    await talk.says(words)
    assert await _waits(talk)
    await other.says("转人工")
    assert talk.text() == other.text()
    talk.hears("办公时间", "8:30")


@pytest.mark.parametrize(
    "words",
    [
        "找个人担保行不行",
        "他找人要账",
        "我要跟他说清楚",
        "我不和电脑公司调了",
        "法官怎么说",
        "给我找个工作的人",
    ],
)
async def test_words_about_other_people_call_nobody(talk: Talk, words: str) -> None:
    await talk.says(words)
    assert not await _waits(talk)


BACK = [
    "我又来了", "我回来了", "上次说到哪了", "接着上次的说", "继续填", "忙完了", "又回来了",
    "上回填到哪一步了", "接着昨天的弄", "我要接着没填完的填", "咱们上次说到哪儿了",
]  # fmt: skip


@pytest.mark.parametrize("words", BACK)
async def test_who_comes_back_goes_on_where_the_intake_stood(talk: Talk, words: str) -> None:
    await talk.says(STORY, "暂停", words)
    assert talk.asked() == "paid_how"
    assert not (await talk.session()).paused


@pytest.mark.parametrize("words", BACK)
async def test_who_comes_back_to_nothing_is_told_so(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears(talk.world.content.knowledge().words["nothing_open"][:6])


@pytest.mark.parametrize(
    "words",
    [
        "我说的你都记下了没",
        "给我念一遍",
        "我刚才说的记下来了吗",
        "你都记住了没有",
        "念给我听听",
        "把我说的再念一遍",
    ],
)
async def test_what_is_kept_is_shown(talk: Talk, words: str) -> None:
    await talk.says(STORY, words)
    talk.hears("到现在记下了", "50,000元")
    assert talk.asked() == "paid_how"


@pytest.mark.parametrize("words", ["我的进度", "我要看进度", "查一下进度", "帮我看看办理进度", "进度咋样了"])
async def test_progress_after_submission_is_the_case_s(talk: Talk, words: str) -> None:
    await handed_in(talk)
    await talk.says(words)
    talk.hears("等调解员接手")


@pytest.mark.parametrize(
    "words", ["我要撤回申请", "我要撤回不要了", "我想把申请撤了", "我要撤案不告了", "我们想撤回这个案子"]
)
async def test_taking_back_is_asked_for_in_people_s_own_words(talk: Talk, words: str) -> None:
    await handed_in(talk)
    await talk.says(words)
    talk.hears("真的要撤回")


@pytest.mark.parametrize(
    "words", ["不弄这个了", "全删了", "都删掉", "我不想填这个了", "把前面填的都清空", "算了不搞这些了"]
)
async def test_giving_up_in_mid_intake_is_asked_back(talk: Talk, words: str) -> None:
    await talk.says(STORY, words)
    talk.hears("要放弃这次登记吗")
    await talk.says("先放着")
    assert (await talk.session()).form is not None


@pytest.mark.parametrize("words", ["全删了", "都清空"])
async def test_all_of_it_means_what_was_asked_last(talk: Talk, words: str) -> None:
    await talk.says(STORY, "删除我的信息", words)
    talk.hears("确定删除吗")
    talk.not_hears("要放弃")


@pytest.mark.parametrize(
    "words",
    [
        "法院寄来传票说我欠人家三万，我要去不", "我让人告了", "收到法院的传票了", "邻居把我告了要我赔八千",
        "俺被人家起诉了", "法院给我送来一张起诉状，说我不还钱", "他起诉我了，咋办", "应诉通知书寄到我家了",
        "他把我告到法院了，说我打坏他家东西",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", [(), (STORY,)])
async def test_who_was_sued_hears_what_a_defendant_does(
    talk: Talk, words: str, before: tuple[str, ...]
) -> None:
    await talk.says(*before, words)
    talk.hears("15日内可交答辩状", "可能缺席判决")
    if before:
        assert talk.asked() == "paid_how"
    else:
        assert "登记我这边的情况" in talk.buttons()
        assert (await talk.session()).form is None


@pytest.mark.parametrize(
    "words",
    [
        "我要把他告了",
        "他说要起诉我",
        "我把这事告诉他了",
        "他让人告了",
        "对方收到传票不来",
        "我被判了还五万，不服",
    ],
)
async def test_others_are_not_taken_for_a_defendant(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.not_hears("登记您这边的情况")
