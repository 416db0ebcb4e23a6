"""Which questions with values the chat works out, and how kindly it refuses numbers that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue import calculators
from bot.law.citations import resolve
from bot.text.reading import Context, is_question
from tests.talk import Talk

NOW = Context(today=date(2026, 11, 22))
WORDS = library.load().words


def said(question: str) -> str:
    """The answer and the note as the chat words them."""
    found = calculators.calculate(question, NOW)
    assert found is not None, question
    assert all(resolve(citation) for citation in found.citations)
    return WORDS[found.key].format(**found.values) + found.note


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("货款8万从2024年3月1日拖到2024年9月1日逾期损失多少", ("1,808.75元至2,087.01元", "3.45%")),
        ("货款8万，2024年3月1日到2024年9月1日逾期损失多少", ("1,808.75元至2,087.01元", "3.45%")),
        ("工程款50万从2024年11月1日欠到2025年11月1日利息多少", ("15,500元", "365天")),
        ("物业费3000块每天万分之五的违约金拖了364天要交多少", ("546元", "适当减少")),
        ("判决还我10万，从2025年3月10日拖到2025年9月10日，加倍利息多少", ("3,220元", "184")),
        ("月薪6525，平时加班20小时加班费多少", ("1,125元", "150%")),
        ("一个月6525周末加班4天，加班费多少", ("2,400元", "200%")),
        ("月工资6525国庆加班2天该给多少", ("1,800元", "300%")),
        ("月薪6525，5天年假没休该赔多少", ("3,000元", "5天")),
        ("干了5年月薪6500没提前通知就辞退，N+1赔多少", ("32,500元", "39,000元", "65,000元")),
        ("45岁十级伤残赔多少", ("97,352元", "2023年", "请以官方公布为准")),
        ("68岁九级伤残能赔多少", ("116,822.40元", "12年")),
        ("77岁被撞死了赔多少", ("295,282元", "请以官方公布为准")),
        ("孩子10岁，我评了十级，两个人养，被扶养人生活费多少", ("12,899.60元", "2人")),
        ("月薪6000误工30天误工费多少", ("6,000元", "误工证明")),
        ("工伤九级月薪5000一次性伤残补助金赔多少", ("45,000元", "9个月")),
        ("医疗费2万5，伤残15万，车损3000，对方七成责任，交强险赔多少", ("175,600元", "170,000元", "5,600元")),
        ("医疗费2万5，我三成责任，交强险赔多少", ("22,900元", "4,900元")),
        ("2025年3月1日借出10万月息2分，到2026年3月1日利息是多少", ("100,000元", "12.4%", "12,400元")),
        ("借给他10万，月息1分，2025年3月1日到2026年3月1日利息一共多少", ("12%", "12,000元")),
        ("借5万月息1分两年利息多少", ("50,000元", "12%")),
        ("借出3万年息10%一年利息多少", ("30,000元", "3,000元")),
        ("5万分10期每期还多少", ("5,000元", "2026年12月22日", "2027年9月22日")),
        ("1万块分3期，每期多少", ("3,333.33元", "3,333.34元", "零头")),
        ("欠款36000元分12个月还，一个月还多少", ("3,000元",)),
        ("申请执行36000元要交多少钱", ("440元",)),
        ("支付令36000元要交多少钱", ("233.33元",)),
        ("保全89万6要交多少钱", ("5,000元",)),
    ],
)
def test_a_question_with_values_is_worked_out(question: str, words: tuple[str, ...]) -> None:
    assert is_question(question)
    answer = said(question)
    assert all(word in answer for word in words), answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("起诉99999亿要多少诉讼费", "金额太大"),
        ("起诉-500要多少诉讼费", "负数"),
        ("3024年借的钱过时效了吗", "年份太远"),
        ("他一个月挣6000，1000个孩子抚养费给多少", "孩子的个数太多"),
        ("借5万年利率900%两年利息多少", "太高"),
        ("5万分9999期每期还多少", "期数"),
        ("月薪6525，平时加班99999小时加班费多少", "加班的时间"),
        ("对方900%责任，医疗费2万，交强险赔多少", "责任比例"),
        ("300岁十级伤残赔多少", "年龄"),
        ("45岁十二级伤残赔多少", "一级到十级"),
        ("工程款50万欠了一年利息多少", "2025年11月的一年期贷款市场报价利率还没有录入"),
        ("5万分10期年利率12%每期还多少", "还没有录入"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_a_kind_sentence(question: str, words: str) -> None:
    answer = said(question)
    assert words in answer
    assert "元。" not in answer
    assert "仅供参考" in answer


@pytest.mark.parametrize(
    "question",
    [
        "分期还款可以吗",
        "加班费怎么算",
        "工伤怎么赔",
        "十级伤残赔多少",
        "他欠我货款3万怎么办",
        "医疗费2万，主要责任，交强险赔多少",
        "年假没休怎么算",
        "2024-03-01借的钱怎么要",
        "2023年起诉要多少诉讼费",
    ],
)
def test_what_does_not_say_enough_goes_to_the_faq(question: str) -> None:
    assert calculators.calculate(question, NOW) is None


async def test_every_answer_shows_formula_article_and_aside(talk: Talk) -> None:
    await talk.says("月薪6525，平时加班20小时加班费多少")
    talk.hears("1,125元", "怎么算的：", "依据：", "第四十四条", "仅供参考")


async def test_a_refusal_loses_nothing_in_mid_form(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    before = talk.same_question()
    await talk.says("起诉99999亿要多少诉讼费？")
    talk.hears("金额太大", "转人工")
    assert talk.same_question() == before


async def test_a_question_with_days_is_worked_out_and_no_intake_begun(talk: Talk) -> None:
    await talk.says("2025年3月1日借出10万月息2分，到2026年3月1日利息是多少")
    talk.hears("12,400元", "依据：", "仅供参考")
    assert (await talk.session()).form is None
