"""Which questions with values the chat works out, and how kindly it refuses numbers that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue import calculators
from bot.dialogue.numbers_said import bids
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
    return found.worded(WORDS) + found.note


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "借给他三十来万，起诉交多少诉讼费",
            ("270,000元到330,000元", "5,350元到6,250元", "2,675元到3,125元"),
        ),
        ("五六万的官司诉讼费多少", ("1,050元到1,300元", "525元到650元")),
        ("八九万块钱要花多少起诉费", ("1,800元到2,050元",)),
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
        ("没签合同干了8个月一个月5000能要多少双倍工资", ("35,000元", "满7个月", "一年内", "最多11个月")),
        ("在厂里上班14个月没签合同，工资4500一个月，双倍工资怎么算", ("49,500元", "满11个月")),
        ("公司没跟我签合同，我干了10个月，一个月4000块，能赔多少钱", ("36,000元",)),
        ("干了十个月没签合同每月五千二倍工资给多少", ("45,000元", "每月5,000元")),
        ("从2025年3月1日干到2025年11月30日没签合同，工资6000，双倍工资多少", ("48,000元", "2025年4月1日")),
        ("去年3月入职到现在一直没签合同，月薪6000，双倍工资是多少", ("66,000元", "满11个月")),
        ("一个月6000，没签合同干了8个月，能要双倍工资吗", ("42,000元",)),
        ("2023年1月到2023年10月没签合同工资5000双倍工资多少", ("45,000元", "可能过了申请的时间")),
        ("没签合同干了20天，月薪5000，双倍工资多少", ("一个月以内", "没有双倍工资")),
        ("老板不跟我签合同我干了11个月工资5200双倍工资给多少", ("52,000元", "满10个月")),
        ("没签合同干了十一个月工资5200，双倍工资多少", ("52,000元",)),
        ("没签合同干了8个月一个月工资5000，双倍工资多少", ("35,000元",)),
        ("在这干了8个月，一个月4500，突然把我开了，赔多少", ("4,500元", "9,000元")),
        ("我被炒鱿鱼了，做了两年，工资6000，能赔几个月", ("12,000元", "24,000元")),
        ("干了3年半月薪6000被辞退赔多少", ("24,000元", "48,000元", "4个月")),
        ("公司把我辞了，干了两年八个月，一个月5500，赔偿多少", ("16,500元", "33,000元")),
        ("2021年3月1日入职2024年9月1日被辞退，月工资6000，赔多少", ("24,000元", "48,000元")),
        ("2019年5月入职，现在被裁，月薪8000，N+1是多少", ("64,000元", "72,000元", "128,000元")),
        ("一个月4350，每天加班2小时，加了20天，加班费多少", ("1,500元", "40小时")),
        ("月薪5220周末加班4天每天4小时加班费多少", ("960元", "2天")),
        ("两万三 从2023年5月1日到2025年6月1日 年利率10% 利息多少", ("23,000元", "762天", "4,801.64元")),
        (
            "借了两万三，2023年5月1日借的，年利率10%，到2025年6月1日利息多少",
            ("算到2025年6月1日", "4,801.64元"),
        ),
        ("本金三万五月息一分二借了14个月利息多少", ("35,000元", "14.4%", "算到今天")),
        ("三万五年利率8%从2024年1月1日到2025年1月1日利息多少", ("35,000元", "366天", "2,807.67元")),
        (
            "20年前借的钱还能要吗",
            ("最长的期限，二十年", "2026年1月1日", "2026年12月31日", "两年", "申请延长"),
        ),
        ("借条放了二十一年了还能告吗", ("最长的期限，二十年", "2025年11月22日")),
        ("欠条是1998年的现在还有效吗", ("最长的期限，二十年", "2018年12月31日")),
        ("5万分10期每期还多少", ("5,000元", "2026年12月22日", "2027年9月22日")),
        ("1万块分3期，每期多少", ("3,333.33元", "3,333.34元", "零头")),
        ("欠款36000元分12个月还，一个月还多少", ("3,000元",)),
        ("申请执行36000元要交多少钱", ("440元",)),
        ("支付令36000元要交多少钱", ("233.33元",)),
        ("保全89万6要交多少钱", ("5,000元",)),
    ],
)
def test_a_question_with_values_is_worked_out(question: str, words: tuple[str, ...]) -> None:
    assert is_question(question) or bids(question)
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
        "每周加班6小时一个月5000，加班费多少",
        "没签合同双倍工资怎么算",
        "我自己辞职的，干了三年，工资5000，能拿多少补偿",
        "我辞了工作，干了三年，工资5000一月，能要多少",
        "借给他三万五月利息怎么算",
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


@pytest.mark.parametrize(
    "words",
    ["2万3 2023.5.1到2025.6.1 年利10% 利息", "帮我算一下两万三年息10%从2023年5月1日到2025年6月1日的利息"],
)
async def test_figures_without_a_question_word_are_worked_out(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("4,801.64元", "依据：")
    assert (await talk.session()).form is None


@pytest.mark.parametrize("question", ["2020年借的钱过时效了吗", "2014年5月借的钱还能告吗"])
def test_the_longest_period_is_spoken_of_only_near_its_end(question: str) -> None:
    assert "二十年" not in said(question)


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


@pytest.mark.parametrize(
    ("first", "then", "hears"),
    [
        ("借出去三十来万，起诉交多少诉讼费", ("那要是廿五万呢", "廿五万的呢"), "5,050元"),
        ("十来万打官司要交多少诉讼费", ("五六万的呢", "八万的呢", "八万的呢"), "1,800元"),
        ("五六万的官司诉讼费多少", ("二十几万的呢",), "4,450元到5,650元"),
    ],
)
async def test_another_sum_after_a_fee(talk: Talk, first: str, then: tuple[str, ...], hears: str) -> None:
    await talk.says(first, *then)
    talk.hears(hears)


@pytest.mark.parametrize(
    ("words", "over"), [("三分利合法不", "24"), ("两分的利算高利贷不", "12"), ("五分利受保护么", "48")]
)
async def test_a_rate_is_judged_however_it_is_asked(talk: Talk, words: str, over: str) -> None:
    await talk.says(words)
    talk.hears("上限12%", f"多出{over}个百分点", "多出的利息法院不支持")
