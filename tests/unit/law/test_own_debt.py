"""Who owes and asks of limitation himself hears where he may ask, and neither a day nor what to plead."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue.calculators import calculate
from bot.dialogue.numbers_said import wonders
from bot.dialogue.own_debt import own_debt
from bot.law.citations import resolve
from bot.text.reading import Context

NOW = Context(today=date(2026, 11, 30))
WORDS = library.load().words
#: What would help one side against the other (时效规定2), and what is said to who is owed.
ONE_SIDED = ("算到", "可以不还", "拿时效", "一审", "要不回来", "对方愿意给", "请把催要的")


def answer(question: str) -> str:
    """What the question is answered with: as the first calculator of all takes it."""
    assert wonders(question)
    found = calculate(question, NOW)
    assert found is not None
    assert "时效规定2" in found.citations
    assert all(resolve(one) for one in found.citations)
    told = found.worded(WORDS)
    assert not [one for one in ONE_SIDED if one in told], told
    return told


@pytest.mark.parametrize(
    "question",
    [
        "我欠的钱过了好几年还用还吗",
        "都五年了没人找我要，还得还不",
        "欠了人家钱，三年多没催过，是不是可以不还了",
        "早年借了别人的钱，对方从没来要过，用不用还",
        "人家六年没问我要钱了，我还该不该还",
        "俺借邻居的钱都十来年了还要还不",
        "我欠老王的货款八年了，他没找过我，还要还吗",
        "我跟同学借的钱这么久了，能不还吗",
        "他好多年没向我要账，我必须还吗",
        "我欠朋友的账过了时效还用还不",
        "我跟表哥拿了两万，七年了他没开过口，是不是就不用还了",
        "欠条写了都六年了，对方一直没来找，我还用付吗",
        "前几年向战友借的一万块，现在还得给人家不",
        "我欠的料款五年没人催了，还作数吗",
        "借条过了三年我还用还吗",
        "我赊的种子钱十年了没来催，能不给吗",
        "人家都八年没吱声了，这钱我还得还么",
        "我老早借同村人的，没要过，过期没",
        "当初跟工友拿的钱四年没联系上人了，用不用还他",
        "我签过一张白条五年多了，过期了没有",
    ],
)
def test_who_owes_hears_where_to_ask(question: str) -> None:
    told = answer(question)
    assert "12348" in told
    assert "调解" in told


@pytest.mark.parametrize(
    "question",
    [
        "我欠的钱2022年5月10日到期，过时效了吗",
        "我借的钱说好2021年底还，过期了没",
        "我2019年借朋友的钱，他一直没要，现在还用还吗",
        "2020年我向同事借了两万，2023年5月他催过我，时效过了吗",
        "我2018年跟他借的三万，2022年3月1日我还过五千，还用还吗",
        "前年找二舅借的五千，他没要过，要不要还",
        "我表弟2020年借给我一万，没催，我还用还不",
        "我写的借条2015年的，还有效吗",
        "我十年前欠人家的钱，还得还吗",
        "我欠的钱2023年11月该还，过时效了吗",
    ],
)
def test_no_day_is_reckoned_for_who_owes(question: str) -> None:
    answer(question)


@pytest.mark.parametrize(
    "question",
    [
        "他欠我的钱好几年了还用还吗",
        "我借给他的钱五年了他还要还吗",
        "我借他三万，还能要吗",
        "我一直没催他，五年了他还用还吗",
        "我前年借他两万，他不认账，还有效吗",
        "我姐夫借了我三万，四年没还，还管用吗",
        "借条三年没催，他是不是可以不还",
        "我三年没找他要钱，他可以不还吗",
        "对方三年没还，我要不要给他宽限",
        "老王欠我两万，四年了我没要过，还能要吗",
        "邻居五年没还我种子钱，还能要不",
        "我打的借条没写日期有效吗",
        "去年我写的欠条没按手印有效吗",
        "我买的房五年了，还要还贷款吗",
        "我和他合伙三年了，亏了要不要还他钱",
        "过了三年他是不是就不用还我了",
        "欠我钱的人说过了时效不用还了，对吗",
        "我2021年借出去的钱过时效了吗",
        "他起诉我了，我欠的钱2019年到期，过时效了吗",
        "收到传票了，我2019年欠他的钱过时效了吗",
        "我欠银行信用卡，2020年1月逾期，什么时候过时效",
        "网贷五年了还用还吗",
        "我老公欠人家的钱五年了还用还吗",
        "担保过了六个月还用还吗",
        "我欠工人工资2020年的，过时效了吗",
        "物业费2020年的还用交吗",
        "我欠他两万，下个月还用还利息吗",
        "我欠他三万两年了，要不要还利钱",
        "我欠老李五万三年了，现在还不起，能不还吗",
        "我欠人家两年了实在没钱，是不是可以不还",
        "我借他的钱三年前就还清了，他又来要，还用还吗",
        "我赌钱欠人家的，都四年了还用还吗",
        "三年前我被逼打的欠条，我欠他的还用还吗",
    ],
)
def test_who_is_owed_or_sued_and_other_matters_hear_nothing_of_it(question: str) -> None:
    assert own_debt(question, NOW) is None
