"""Questions with a value in them, two questions at once, and a question that leans on the one before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.dialogue import calculators, queries
from bot.text.reading import Context
from nlu.parse import Understanding, ranking
from tests.talk import Talk

NOW = Context(today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("起诉3万5要多少诉讼费", ("675元", "337.5")),
        ("起诉36800要多少诉讼费", ("720元", "36,800元")),
        ("保全10万要交多少钱", ("保全", "1,020元")),
        ("我想申请支付令，欠款3万6，要交多少费用", ("支付令",)),
        ("月息2分合法吗", ("年利率24%", "12%", "超过")),
        ("月息5厘算高利贷吗", ("年利率6%", "没有超过")),
        ("借给他5万，月息1分，两年利息一共多少", ("50,000元", "12%")),
        ("我2020年借给他的钱现在过时效了吗", ("2024年1月2日", "重新算三年")),
        ("干了3年半被辞退赔多少", ("4个月工资", "8个月")),
        ("干了3年半，一个月6500，公司把我辞退了该赔多少", ("26,000元", "52,000元")),
        ("没签合同干了8个月一个月5000，双倍工资能要多少", ("35,000元",)),
        ("他一个月挣6000，抚养费给多少", ("1,200元至1,800元",)),
        ("他一个月挣8000两个孩子抚养费怎么算", ("1,600元至4,000元",)),
    ],
)
async def test_a_question_with_a_value_is_worked_out(
    talk: Talk, question: str, words: tuple[str, ...]
) -> None:
    await talk.says(question)
    talk.hears("怎么算的：", "依据：", "仅供参考", *words)


@pytest.mark.parametrize(
    "question",
    [
        "他告我要2019年的货款，过时效了吗",
        "我跟朋友说月息2分",
        "银行年利率15%合法吗",
        "借我3万月息2分",
        "他借了3万又借5万利息2分一年多少",
        "两个孩子抚养费怎么算",
        "他欠我3万，还能要回来吗",
        "2023年起诉要多少诉讼费",
        "我欠银行信用卡，2020年1月逾期，什么时候过时效",
        "我老公欠款2022年5月1日到期，时效到什么时候",
    ],
)
def test_what_does_not_say_enough_or_is_not_ours_is_not_worked_out(question: str) -> None:
    assert calculators.calculate(question, NOW) is None


@pytest.mark.parametrize("question", ["我2020年跟他借的三万，过时效了吗", "都六年了没人跟我要，还得还不"])
async def test_a_debtor_is_never_told_a_last_day(talk: Talk, question: str) -> None:
    await talk.says(question)
    talk.hears("12348", "两边的话都要听")
    talk.not_hears("2024年1月2日", "2023年12月31日", "算到", "一审")


@pytest.mark.parametrize(
    "question", ["他把我告了，我2020年跟他借的三万，过时效了吗", "收到传票了，我2020年欠他的钱过时效了没"]
)
async def test_who_is_sued_is_never_told_a_last_day(talk: Talk, question: str) -> None:
    await talk.says(question)
    talk.not_hears("2024年1月2日", "2023年1月3日", "算到")


async def test_a_bare_sum_after_the_answer_on_fees_is_worked_out(talk: Talk) -> None:
    await talk.says("起诉要交多少钱？")
    assert (await talk.session()).topic == "court_fee_amount"
    await talk.says("36800")
    talk.hears("720元")


async def test_two_questions_in_one_message_get_both_answers(talk: Talk) -> None:
    await talk.says("诉前调解收费吗？调解不成怎么办？")
    cards = [say.card.data["id"] for say in talk.reply.says if say.card and say.card.kind == "faq"]
    assert cards == ["mediation_fee", "mediation_fails"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("诉讼费谁出，要不要请律师", ("由败诉方负担", "不是必须")),
        ("调解要钱吗 多久能办完", ("不收任何费用", "30日")),
        ("没有借条能告吗，过了三年还行不行", ("转账", "三年")),
        ("保全要多少钱，几天能冻结", ("最多5000元", "48小时")),
        ("劳动仲裁收费吗，去哪申请", ("劳动仲裁不收费", "劳动争议仲裁委员会")),
        ("怎么起诉，去哪个法院，要多少钱", ("起诉状", "被告住的地方", "按金额分段累计")),
        ("工伤认定要多久还有单位不认怎么办", ("受理后60日内", "由单位拿证据")),
        ("微信记录能当证据吗\n录音行不行", ("微信", "录音")),
    ],
)
async def test_questions_joined_in_any_way_get_all_answers(
    talk: Talk, words: str, told: tuple[str, ...]
) -> None:
    await talk.says(words)
    talk.hears(*told)


async def test_the_question_no_answer_is_sure_for_is_named(talk: Talk) -> None:
    await talk.says("离婚和诉讼要多久，孩子归谁")
    talk.hears("对孩子最有利", "您还问了“离婚和诉讼要多久”")


async def test_a_sum_and_a_question_get_both_answers_in_mid_form(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    before = talk.same_question()
    await talk.says("起诉3万5要多少诉讼费？调解不成怎么办？")
    talk.hears("675元")
    assert any(say.card and say.card.data.get("id") == "mediation_fails" for say in talk.reply.says)
    assert talk.same_question() == before


async def test_a_follow_up_is_read_in_its_context(talk: Talk) -> None:
    await talk.says("诉前调解收费吗？")
    await talk.says("那要多久？")
    assert (await talk.session()).topic == "mediation_duration"


async def test_the_same_words_after_another_answer_mean_another_thing(talk: Talk) -> None:
    await talk.says("怎么申请强制执行？")
    await talk.says("那要交多少钱？")
    assert (await talk.session()).topic != "mediation_fee"


async def test_a_follow_up_the_next_day_is_about_what_we_do(talk: Talk) -> None:
    await talk.says("怎么申请强制执行？")
    talk.world.clock.pass_(hours=20)
    asked = talk.world.understander.asked
    asked.clear()
    await talk.says("那要多久？")
    assert asked == ["那要多久？", "调解要多久？"]


async def test_the_creditor_of_the_same_loan_is_told(talk: Talk) -> None:
    await talk.says("我2020年借给他三万，过时效了吗")
    talk.hears("2024年1月2日")


def test_questions_keep_the_subject_of_their_message() -> None:
    subjects = ["调解", "诉前调解", "起诉"]
    assert queries.subject("诉前调解要多久", subjects) == "诉前调解"
    assert queries.subject("起诉前先调解吗", subjects) == "起诉"
    assert queries.subject("今天天气", subjects) == ""


async def test_a_story_with_one_question_is_heard_as_a_whole(talk: Talk) -> None:
    asked = talk.world.understander.asked
    await talk.says("老板欠我工资三个月了，天天说过几天给，我该怎么办")
    assert asked == ["老板欠我工资三个月了，天天说过几天给，我该怎么办"]


class Ranked:
    """A model that is sure of the matter and half sure of one question about it."""

    def __init__(self) -> None:
        self.scores = {
            "dispute/private_lending": 0.70,
            "faq/lending_no_due_date": 0.22,
            "faq/lending_no_iou": 0.05,
            "out_of_scope": 0.03,
        }

    async def understand(self, text: str) -> Understanding:
        return ranking(self.scores, "model")


@pytest.fixture
def ranked(talk: Talk) -> Ranked:
    model = Ranked()
    talk.conversation.parts = replace(talk.conversation.parts, understander=model)
    return model


async def test_words_that_ask_get_the_answer_though_the_matter_is_clear(talk: Talk, ranked: Ranked) -> None:
    await talk.says("欠条上没写日期还能要不")
    assert any(say.card and say.card.data.get("id") == "lending_no_due_date" for say in talk.reply.says)
    assert "现在登记" in talk.buttons()


async def test_words_that_tell_open_the_intake_with_the_answer_one_tap_away(
    talk: Talk, ranked: Ranked
) -> None:
    await talk.says("他打了欠条没写日期")
    assert (await talk.session()).form is not None
    question = talk.world.content.knowledge().faq["lending_no_due_date"].question
    assert question in talk.buttons()
    await talk.taps(question)
    assert any(say.card and say.card.data.get("id") == "lending_no_due_date" for say in talk.reply.says)


async def test_a_story_opens_the_intake_even_when_it_ends_in_a_question(talk: Talk, ranked: Ranked) -> None:
    await talk.says("我前年借给老王三万五，说好去年底还，到现在一分没给，我该怎么办呢")
    session = await talk.session()
    assert session.form is not None
    assert session.form.answers["principal"].shown == "35,000元"


async def test_two_answers_equally_likely_are_offered_not_given(talk: Talk, ranked: Ranked) -> None:
    ranked.scores |= {"dispute/private_lending": 0.3, "faq/lending_no_due_date": 0.22}
    ranked.scores |= {"faq/lending_no_iou": 0.21, "faq/limitation_years": 0.24}
    await talk.says("欠条上没写日期还能要不")
    assert not any(say.card and say.card.kind == "faq" for say in talk.reply.says)
    assert "都不是" in talk.buttons()


async def test_an_answer_names_the_text_of_each_law_once(talk: Talk) -> None:
    await talk.says("工地欠薪谁来还，总包管不管")
    assert len(re.findall(r"农民工条例第", talk.text())) > 1
    assert talk.text().count("（2020年起施行的文本）") == 1
    card = next(say.card for say in talk.reply.says if say.card and say.card.kind == "faq")
    assert all(str(one["title"]).endswith("起施行的文本）") for one in card.data["citations"])
