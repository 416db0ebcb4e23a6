"""Yes means yes: what agrees, destroys or sends takes nothing but a whole clear answer."""

from __future__ import annotations

import pytest

from tests.story.test_after_submission import handed_in
from tests.story.test_private_lending import STORY, to_consents
from tests.talk import Talk

#: Turned-round, doubtful and unrelated sentences with 不是.
TURNED = [
    "不是不同意",
    "我不是不同意",
    "不是同意",
    "不是这个意思",
    "不是不同意，是不放心",
    "不是本人",
    "不是，我不识字",
    "不是我借的",
    "不是不愿意，是不会弄",
    "也不是不行",
    "不是说了吗",
    "是不是都行",
    "不是，是张三",
    "又不是我的错",
]
#: What is said before the consent is asked.
BEFORE = {
    "mediation": (),
    "online": ("愿意调解",),
    "personal_data": ("愿意调解", "同意在网上"),
    "sensitive_data": ("愿意调解", "同意在网上", "同意"),
    "side": ("愿意调解", "同意在网上", "同意", "同意"),
}
TO_SERVICE = (
    "愿意调解",
    "同意在网上",
    "同意",
    "不同意",
    "给自己办",
    "个人",
    "王秀兰",
    "13800138000",
    "准格尔旗薛家湾镇某小区3号楼",
    "个人",
    "不知道",
    "沙圪堵镇",
    "没有",
    "三个月内还清本金",
    "没有",
)
BEFORE["e_service"] = TO_SERVICE


async def stored(talk: Talk) -> dict[str, bool]:
    async with talk.world.records.begin() as tx:
        return {c.scope: c.answer for c in await tx.consents.of(talk.sid)}


@pytest.mark.parametrize("scope", sorted(BEFORE))
async def test_turned_sentences_break_nothing_and_are_no_consent(talk: Talk, scope: str) -> None:
    await to_consents(talk)
    await talk.says(*BEFORE[scope])
    before = await stored(talk)
    for words in TURNED:
        await talk.says(words)
        assert await stored(talk) == before, words


@pytest.mark.parametrize("step", ["has_iou", "paid_how", "rate"])
async def test_turned_sentences_break_no_other_question(talk: Talk, step: str) -> None:
    await talk.says(
        "张三2023年5月1日借我5万元", *{"has_iou": (), "paid_how": ("有",), "rate": ("有", "现金")}[step]
    )
    for words in TURNED:
        reply = await talk.says(words)
        assert reply.says, words


NOT_PLAIN = {
    "mediation": [
        "谁愿意啊",
        "愿意个屁",
        "对方愿意我就愿意",
        "对方愿意，我就愿意",
        "不是不想调解，是怕他赖账",
        "愿意才怪",
        "他同意我就同意",
        "愿意不愿意都行",
        "我不是不愿意",
        "能不愿意吗",
        "愿意是愿意，就怕他不来",
        "他们愿意",
        "不同意不行啊",
        "愿意的话怎么办",
        "同意也没用",
    ],
    "online": [
        "我手机坏了",
        "同意个屁",
        "谁同意啊",
        "不是不同意",
        "网上骗子多",
        "手机没电了",
        "网上哪行",
        "同意才怪",
    ],
    "e_service": [
        "我手机坏了",
        "同意个屁",
        "谁同意啊",
        "不是不同意",
        "微信不会用",
        "短信我看不懂",
        "手机丢了",
        "要是同意呢",
    ],
}


@pytest.mark.parametrize("scope", sorted(NOT_PLAIN))
async def test_what_is_not_plain_is_asked_again(talk: Talk, scope: str) -> None:
    await to_consents(talk)
    await talk.says(*BEFORE[scope])
    for words in NOT_PLAIN[scope]:
        await talk.says(words)
        assert scope not in await stored(talk), words


PLAIN = [
    ("mediation", "愿意", True),
    ("mediation", "我愿意调解", True),
    ("mediation", "好的，愿意", True),
    ("mediation", "可以", True),
    ("mediation", "愿意，乡里乡亲的", True),
    ("mediation", "同意吧，谢谢", True),
    ("mediation", "我愿意和他谈谈", True),
    ("mediation", "那就先请调解员谈一谈，我愿意", True),
    ("mediation", "我不同意", False),
    ("mediation", "不愿意，我要起诉", False),
    ("mediation", "我想直接立案", False),
    ("online", "我不会用手机", False),
    ("online", "可以在网上", True),
    ("online", "我同意", True),
    ("online", "当面谈吧", False),
    ("online", "我不会弄手机，当面谈", False),
    ("e_service", "发短信就行", True),
    ("e_service", "可以，发微信吧", True),
    ("e_service", "寄纸质的吧", False),
]


@pytest.mark.parametrize(("scope", "words", "answer"), PLAIN)
async def test_plain_words_decide(talk: Talk, scope: str, words: str, answer: bool) -> None:
    await to_consents(talk)
    await talk.says(*BEFORE[scope], words)
    assert (await stored(talk))[scope] is answer


async def test_an_unclear_consent_is_put_again_with_both_buttons(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("谁愿意啊")
    assert talk.asked() == "mediation"
    assert talk.buttons()[-2:] == ["愿意调解", "不调解，直接立案"]


SIDE_WORDS = [
    "对了",
    "对了，他是我表哥",
    "是他欠我的",
    "嗯？",
    "确认提交",
    "有",
    "好几个人都看见了",
    "要是他不还呢",
    "对方姓张",
]


@pytest.mark.parametrize("ask", ["重来", "不登记了", "删除我的信息"])
@pytest.mark.parametrize("words", SIDE_WORDS)
async def test_only_a_whole_yes_throws_away(talk: Talk, ask: str, words: str) -> None:
    await talk.says(STORY)
    before = (await talk.session()).form
    await talk.says(ask, words)
    after = (await talk.session()).form
    assert before is not None
    assert after is not None
    assert after.answers.items() >= before.answers.items()


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("重来", "是"),
        ("重来", "是的，重来"),
        ("重来", "好的"),
        ("重来", "确定"),
        ("重来", "对，从头来吧"),
        ("不登记了", "放弃吧"),
        ("不登记了", "是的"),
        ("不登记了", "可以"),
        ("删除我的信息", "是的"),
        ("删除我的信息", "确定"),
    ],
)
async def test_a_whole_yes_is_obeyed(talk: Talk, ask: str, words: str) -> None:
    await talk.says(STORY, ask, words)
    assert (await talk.session()).form is None


@pytest.mark.parametrize("words", ["对了，他是我表哥", "是他欠我的", "嗯？", "确认提交", "有", "对方姓张"])
async def test_nobody_is_called_by_a_side_remark(talk: Talk, words: str) -> None:
    await talk.says(STORY, "嘎嘎嘎", "哈哈哈哈", "呱呱呱呱")
    talk.hears("要转人工吗")
    await talk.says(words)
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is None


@pytest.mark.parametrize("words", ["是他欠我的", "对方欠我的", "是我表哥借的", "有借条", "对了，他是我表哥"])
async def test_a_read_back_needs_a_whole_yes(talk: Talk, words: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我的钱", "大概三五万")
    asked = (await talk.session()).asking
    assert asked is not None, talk.text()
    step = str(asked["step"])
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert step not in form.answers or not form.answers[step].confirmed


@pytest.mark.parametrize("words", ["是", "是的", "确定", "撤回吧", "对，撤回", "是的，谢谢"])
async def test_yes_withdraws_beside_another_intake(talk: Talk, words: str) -> None:
    await handed_in(talk)
    await talk.says("李四2024年3月借我2万元", "撤回申请", words)
    talk.hears("已经撤回")


@pytest.mark.parametrize("words", ["是他欠我的", "有", "对方还钱了怎么办", "嗯？"])
async def test_a_side_remark_withdraws_nothing(talk: Talk, words: str) -> None:
    await handed_in(talk)
    await talk.says("撤回申请", words)
    talk.not_hears("已经撤回")


async def test_a_required_name_is_never_said_to_be_skippable(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意", "不同意", "给自己办", "个人")
    for words in ("呱呱呱呱123", "嘎嘎嘎嘎456", "12345"):
        await talk.says(words)
        talk.not_hears("可以跳过")
