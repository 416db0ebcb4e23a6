"""Short things people say that once led astray: whose fee, ask my wife, what have you kept, I do not know."""

from __future__ import annotations

import pytest

from bot.dialogue import fee_named
from tests.story.test_private_lending import to_consents
from tests.talk import Talk, World

LOAN = "张三2023年5月1日借我5万元，约定年底还，写了借条"
COURT_COSTS = "受理费由原告先交"


@pytest.mark.parametrize(
    "words", ["煤气费谁交", "水费谁交", "电费谁来交", "停车费谁承担", "过户费谁出", "房子的燃气费该谁交"]
)
async def test_a_fee_that_is_not_the_court_s_is_not_answered_with_its_costs(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.not_hears(COURT_COSTS)
    assert not [title for title in talk.buttons() if "诉讼费" in title]


@pytest.mark.parametrize(
    "words", ["诉讼费谁交", "律师费谁出", "保全费谁交", "公告费谁出", "打官司的费用谁出", "诉讼费律师费谁出"]
)
async def test_the_court_s_costs_are_still_answered(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears(COURT_COSTS)


@pytest.mark.parametrize(
    ("text", "fees"),
    [
        ("煤气费谁交", ["煤气费"]),
        ("交费难不难", []),
        ("调解免费吗", []),
        ("白费劲", []),
        ("诉讼费和律师费", ["诉讼费", "律师费"]),
    ],
)
def test_fees_are_named(text: str, fees: list[str]) -> None:
    assert [long for long, _ in fee_named.names(text)] == fees


DONT_KNOW = [
    "问我老婆",
    "我不记得了",
    "得问我媳妇",
    "去问我儿子",
    "我也记不清了",
    "我想不起来了",
    "实在不知道了",
    "问一下家里人",
]


@pytest.mark.parametrize("words", DONT_KNOW)
async def test_as_a_first_message_it_is_asked_what_happened(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("直接说发生了什么")
    talk.not_hears("让您不满意", "12356")


@pytest.mark.parametrize("words", DONT_KNOW)
async def test_in_an_intake_it_is_not_known(talk: Talk, words: str) -> None:
    await talk.says(LOAN)
    asked = talk.asked()
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert not form.answers[asked].known


@pytest.mark.parametrize("words", ["我不想活了", "我想不开了", "问我老婆为什么打我", "我不知道怎么活下去了"])
async def test_more_than_not_knowing_is_heard_as_before(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.not_hears("直接说发生了什么")


@pytest.mark.parametrize(
    "words",
    [
        "我都记了些啥",
        "你记下了什么",
        "你都记了啥",
        "我前面说了啥",
        "到现在填了哪些",
        "看看你都记了啥",
        "让我看看你记的",
    ],
)
async def test_what_is_kept_is_shown_and_the_question_stays(talk: Talk, words: str) -> None:
    await talk.says(LOAN)
    asked = talk.same_question()
    await talk.says(words)
    talk.hears("到现在记下了", "50,000元", "2023年5月1日")
    assert talk.same_question() == asked


@pytest.mark.parametrize("words", ["对方说了什么", "借条上写了什么"])
async def test_what_somebody_else_said_is_no_such_wish(talk: Talk, words: str) -> None:
    await talk.says(LOAN)
    await talk.says(words)
    talk.not_hears("到现在记下了")


@pytest.mark.parametrize("words", ["不知道", "我不清楚", "问我老婆", "跳过"])
@pytest.mark.parametrize("before", [(), ("愿意调解", "同意在网上")])
async def test_who_cannot_say_whether_to_consent_meets_a_person(
    world: World, words: str, before: tuple[str, ...]
) -> None:
    talk = Talk(world, "unsure")
    await to_consents(talk)
    await talk.says(*before)
    asked = talk.asked()
    await talk.says(words)
    assert talk.asked() == asked
    await talk.says(words)
    assert "转人工" in talk.buttons()
    await talk.says("不用")
    assert talk.asked() == asked
    form = (await talk.session()).form
    assert form is not None
    assert asked not in form.answers


async def test_a_person_is_reached_from_there(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("不知道", "不知道")
    await talk.taps("转人工")
    assert (await talk.session()).mode == "waiting"
