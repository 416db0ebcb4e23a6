"""Questions whose words alone say which answer is meant, and words beside them that mean another matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import library
from bot.dialogue import plainly
from flows import plain_questions
from tests.flow_answers import knowledge
from tests.talk import Talk

ASKED = [
    # 欠债 and jail: in all wordings, from the creditor's side
    ("欠钱不还会不会坐牢", "debt_no_jail"),
    ("他欠我钱不还能不能抓他", "debt_no_jail"),
    ("欠我五万不还，我想让他坐牢", "debt_no_jail"),
    ("不还钱判几年", "debt_no_jail"),
    ("欠钱不还判刑吗", "debt_no_jail"),
    ("能不能让公安把他抓起来他欠我三万", "debt_no_jail"),
    ("怎么才能把欠钱的人关进去", "debt_no_jail"),
    ("不还钱能拘留吗", "debt_no_jail"),
    ("老赖能抓起来吗", "debt_no_jail"),
    ("我借给他的钱他不还，公安能拘他不", "debt_no_jail"),
    ("欠两千块够判吗", "debt_no_jail"),
    ("不给钱就抓他行不行", "debt_no_jail"),
    ("他有钱不执行判决能坐牢吗", "enforcement_no_property"),
    ("法院判了他就是不还能判他刑吗", "enforcement_no_property"),
    ("老板欠工资不给能让他坐牢吗", "wage_crime"),
    ("包工头拖欠工钱跑了能抓他吗", "wage_crime"),
    ("不发工资判几年", "wage_crime"),
    # twenty years
    ("最长诉讼时效多少年", "limitation_longest"),
    ("时效最长能有几年", "limitation_longest"),
    ("三十年前的事还能起诉吗", "limitation_longest"),
    # the way to a hearing
    ("过路费谁出", "hearing_travel_cost"),
    ("开庭的车费谁出", "hearing_travel_cost"),
    ("我去开庭误工费谁出", "hearing_travel_cost"),
    ("去法院请假扣的工资谁赔", "hearing_travel_cost"),
    ("来回的路费能让对方出吗", "hearing_travel_cost"),
    # only children have custody
    ("猫的抚养权归谁", "pet_property"),
    ("手机的抚养权归谁", "pet_property"),
    ("车的抚养权", "pet_property"),
    ("离婚狗判给谁", "pet_property"),
    ("分手后猫给谁", "pet_property"),
    ("离婚了宠物怎么分", "pet_property"),
    # who is sued
    ("信用卡不是我办的被起诉了", "card_not_mine"),
    ("我儿子拿我的身份证办的信用卡银行起诉我", "card_not_mine"),
    ("信用卡被人冒用了银行告我", "card_not_mine"),
    ("收到律师函怎么办", "lawyer_letter"),
    ("银行发来律师函说要起诉我", "lawyer_letter"),
    ("仲裁委给我发了应诉通知书", "labour_sued"),
    ("我是公司，员工去仲裁了", "labour_sued"),
    ("管辖权异议怎么提", "jurisdiction_objection"),
    ("收到法院短信说我有案子", "court_sms_real"),
    # words that only look like another matter
    ("我想让欠钱的人坐牢", "debt_no_jail"),
    ("借了我的钱不还，公安抓人不", "debt_no_jail"),
    ("工头不给钱，叫警察抓他行不行", "wage_crime"),
    ("收到律师函要不要找律师", "lawyer_letter"),
    ("来回路费算不算诉讼费，开庭花的", "hearing_travel_cost"),
    ("员工去仲裁把我们告了，能谈好让他撤吗", "labour_sued"),
    ("房子的抚养权归谁", "pet_property"),
]
OTHERS = [
    "我还不上钱会不会被抓",  # the debtor's own worry
    "信用卡还不上会坐牢吗",
    "他打伤我判几年",
    "他偷了我的钱能判几年",
    "借条是假的他骗我钱能判刑吗",
    "欠钱的利息超过多少犯法",
    "催收堵门犯不犯法",
    "他欠我钱不还怎么办",
    "抓紧还钱行吗",
    "老板不给工资怎么办",
    "房租合同最长签多少年",
    "二十年工龄被辞退赔多少",
    "诉讼时效是几年",
    "诉讼费谁出",
    "受伤误工费谁出",
    "车祸的车费误工费谁出",
    "证人出庭的车费谁出",
    "孩子的抚养权归谁",
    "离婚孩子和狗归谁",
    "有车有房能要孩子的抚养权吗",
    "属狗的和属马的离婚怎么办",
    "狗咬了人怎么赔",
    "信用卡逾期了怎么办",
    "健身卡不给退怎么办",
    "律师函怎么写",
    "收到律师函说我店里卖的货侵犯商标",
    "欠银行的卡还不上要坐牢吗",
    "我要给他发律师函",
    "我想申请仲裁",
    "仲裁裁决不服怎么办",
    "该去哪个法院起诉",
    "签收法院短信算送达吗",
    # a word of the answer, about something else
    "收到法院的调解短信要去吗",
    "收到法院短信说银行告我",
    "申请司法拘留老赖",
    "还不起网贷会坐牢吗",
    "捡到手机不还算犯罪吗",
    "借款利率多少不违法",
    "探视对方拒不配合能拘留吗",
    "结婚二十年了，离婚还能要彩礼吗",
    "干了二十年被开除，能要补偿吗",
    "二十年前卖出去的院子能要回来吗",
    "车位使用权二十年，过期咋办",
    "跑大车的收入不固定，抚养费咋定",
    "我家放羊的，孩子的抚养费怎么给",
    "他开着好车就是不给抚养费",
    "抚养一只鹦鹉要注意什么",
    "信用卡还不上没办法了，怎么办",
    "协商没用，信用卡怎么办",
    "卡车让人撞了怎么办，没有人管",
    "贷款买软件没用正版收到律师函",
    "发了律师函他还不给工资怎么办",
    "律师函有什么用",
    "律师函模板发一个",
    "这事归不归法院管",
    "管辖异议要交钱吗",
]


@pytest.mark.parametrize(("words", "entry"), ASKED)
def test_plain_words_find_their_answer(words: str, entry: str) -> None:
    found = plainly.entry(knowledge(), words)
    assert found is not None
    assert found.id == entry


@pytest.mark.parametrize("words", OTHERS)
def test_other_matters_are_left_to_the_model(words: str) -> None:
    assert plainly.entry(knowledge(), words) is None


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("老板欠工资不给能坐牢吗", "debt_no_jail"),
        ("他打伤我欠医药费不还判几年", "debt_no_jail"),
        ("房租合同最长签多少年", "limitation_longest"),
        ("在车祸里车费误工费谁出", "hearing_travel_cost"),
        ("律师函怎么写", "lawyer_letter"),
    ],
)
def test_words_of_another_matter_keep_the_model_from_an_answer(words: str, entry: str) -> None:
    assert plainly.refuses(knowledge(), words, entry)
    assert not plainly.refuses(knowledge(), knowledge().faq[entry].question, entry)


def test_a_story_is_left_to_the_model() -> None:
    story = "张三2023年5月1日借我5万元，约定年底还，写了借条，到现在一分钱都没还，电话也不接，能让他坐牢吗"
    assert plainly.entry(knowledge(), story) is None


def test_every_row_has_its_answer_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    _, faults = library.look()
    assert faults == []
    path = tmp_path / "plain_questions.yml"
    path.write_text("- entry: nothing\n  all: ['(']\n  what: 1\n", encoding="utf-8")
    _, faults = plain_questions.load(path, {"debt_no_jail"})
    assert [fault.partition(": ")[2].split()[0] for fault in faults] == ["unknown", "no", "missing"]


@pytest.mark.parametrize(
    ("words", "hears"),
    [
        ("不还钱判几年", ("民事纠纷", "拒不执行判决", "第一百一十四条")),
        ("怎么才能把欠钱的人关进去", ("民事纠纷", "扣人")),
        ("猫的抚养权归谁", ("都是财产", "没有抚养权", "第一百一十五条")),
        ("过路费谁出", ("一般各出各的", "证人", "票据")),
        ("最长诉讼时效多少年", ("最长二十年", "第一百八十八条")),
        ("我儿子拿我的身份证办的信用卡银行起诉我", ("十五日内交答辩状", "笔迹鉴定", "调解")),
        ("收到律师函怎么办", ("不是传票", "十五日内答辩")),
        ("仲裁委给我发了应诉通知书", ("十日内交答辩书", "缺席裁决")),
    ],
)
async def test_the_answer_is_given_with_its_articles(talk: Talk, words: str, hears: tuple[str, ...]) -> None:
    await talk.says(words)
    talk.hears("依据：", *hears)
    talk.not_hears("派出所报案", "受理费由原告先交", "满八岁")
    assert (await talk.session()).form is None
