"""The side that is sued: the answer fits what came - a summons, a letter, a card, an arbitration."""

from __future__ import annotations

import pytest

from tests.talk import Talk

#: What is told, the answer's topic, and what it has to say.
CAME = [
    ("法院给我发了传票", "summons_received", ("15日内", "可以请法院调解", "第一百二十八条")),
    ("他告我欠他钱，其实我已经还了", "summons_received", ("15日内", "哪些不认")),
    ("房东告我不交房租，可屋里冷得没法住", "summons_received", ("15日内", "哪些不认")),
    ("他们单位告我没付货款", "summons_received", ("15日内",)),
    ("起诉我的钱数不对", "summons_received", ("哪些不认",)),
    ("银行告我的金额太高", "summons_received", ("15日内",)),
    ("收到法院传票说我欠信用卡，我没办过卡", "card_not_mine", ("十五日内交答辩状", "请银行拿出", "管")),
    ("我儿子偷用我的身份证办卡，银行把我告了", "card_not_mine", ("十五日内交答辩状", "家里人")),
    ("信用卡被别人冒名办的，法院寄来传票", "card_not_mine", ("笔迹鉴定", "报警")),
    ("收到律师函说我欠物业费", "lawyer_letter", ("不是传票", "商量分期")),
    ("仲裁委给我们公司发了应诉通知书", "labour_sued", ("十日内交答辩书", "先调解")),
    ("收到仲裁申请书副本，工人告我的", "labour_sued", ("十日内交答辩书",)),
    ("他在外地法院起诉我，管辖异议怎么提", "jurisdiction_objection", ("十五日", "十日内上诉")),
]


@pytest.mark.parametrize(("words", "topic", "hears"), CAME)
async def test_who_is_sued_hears_what_to_do(
    talk: Talk, words: str, topic: str, hears: tuple[str, ...]
) -> None:
    await talk.says(words)
    talk.hears("依据：", *hears)
    assert (await talk.session()).topic == topic
    assert (await talk.session()).form is None


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("我要给他发律师函", {"lawyer_letter"}),
        ("我想告银行，卡被盗刷了", {"card_not_mine", "summons_received"}),
        ("法院把我的诉状退回来了", {"summons_received"}),
        ("我申请了劳动仲裁，什么时候开庭", {"labour_sued"}),
        ("我儿子没办信用卡，想去办一张", {"card_not_mine"}),
        ("我要起诉他，去哪个法院", {"jurisdiction_objection", "summons_received"}),
    ],
)
async def test_who_sues_does_not_hear_it(talk: Talk, words: str, topics: set[str]) -> None:
    await talk.says(words)
    assert (await talk.session()).topic not in topics


async def test_in_an_intake_the_question_comes_again(talk: Talk) -> None:
    await talk.taps_flow("credit_card")
    before = talk.same_question()
    await talk.says("卡不是我办的，银行告我怎么办？")
    talk.hears("十五日内交答辩状")
    assert talk.same_question() == before


@pytest.mark.parametrize(
    "words", ["我成被告了", "收到传票", "我让人告了", "我咋成了被告", "法院给我发了传票"]
)
async def test_a_button_registers_the_own_side(talk: Talk, words: str) -> None:
    await talk.says(words)
    await talk.taps("登记我这边的情况")
    if (await talk.session()).form is None:
        await talk.taps("借钱不还")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["side"].value in {"borrower", "respondent"}


@pytest.mark.parametrize("words", ["登记我这边的情况", "我要登记我这边的情况", "登记一下我们的情况"])
async def test_the_words_register_the_own_side(talk: Talk, words: str) -> None:
    await talk.says(words)
    await talk.taps("借钱不还")
    assert await talk.answer("side") == "我欠别人钱"
    talk.hears("一共借了多少钱")


@pytest.mark.parametrize("words", ["不调解，直接立案", "不调解", "我不想调解"])
async def test_a_borrower_is_told_to_answer_not_to_file(talk: Talk, words: str) -> None:
    await talk.says("登记我这边的情况")
    await talk.taps("借钱不还")
    await talk.says("5万", words)
    talk.hears("15日内交答辩状", "不用您去立案")
    talk.not_hears("材料包", "直接立案。")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("我是欠钱的，欠老赵六万，想登记调解", {"principal": "60,000元"}),
        ("俺欠村里老张两万块，还不上，想慢慢还", {"principal": "20,000元"}),
        ("我确实欠着我表哥三万五，想跟他商量分期", {"principal": "35,000元"}),
    ],
)
async def test_who_owes_registers_the_own_side(talk: Talk, words: str, told: dict[str, str]) -> None:
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "private_lending"
    assert form.answers["side"].value == "borrower"
    assert {key: form.answers[key].shown for key in told} == told
    talk.hears("哪天借的")


@pytest.mark.parametrize(
    "words", ["我欠工人工资十万，想商量分期", "我欠银行八万还不上，想调解", "老赵欠我六万，我想登记调解"]
)
async def test_another_debt_is_not_taken_for_it(talk: Talk, words: str) -> None:
    await talk.says(words)
    form = (await talk.session()).form
    assert form is None or "side" not in form.answers or form.answers["side"].value != "borrower"


@pytest.mark.parametrize(
    ("words", "flow"),
    [
        ("房东告我不交房租，可屋里冷得没法住", "housing_lease"),
        ("物业起诉我欠物业费，他们从来不打扫", "property_service"),
    ],
)
@pytest.mark.parametrize("beside", [(), ("法院几点上班",)])
@pytest.mark.parametrize("then", ["登记我这边的情况", "我就欠四个月，不是六个月", "我只欠八百"])
async def test_a_known_kind_is_not_asked_again(
    talk: Talk, words: str, flow: str, beside: tuple[str, ...], then: str
) -> None:
    await talk.says(words, *beside, then)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == flow
    talk.not_hears("哪一类事")


@pytest.mark.parametrize(
    "words", ["我就欠四个月，不是六个月", "我都交了，不是没交", "我只差两个月，不是半年"]
)
async def test_how_much_is_owed_is_no_other_dispute(talk: Talk, words: str) -> None:
    await talk.says("房东告我不交房租，可屋里冷得没法住", "登记我这边的情况", words)
    talk.not_hears("先放着它")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "housing_lease"
