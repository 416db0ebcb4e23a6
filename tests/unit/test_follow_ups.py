"""Short questions after an answer: each matter and each thing asked has its own answer, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import library
from bot.dialogue.session import Session
from flows.engine import Form
from tests.flow_answers import FLOWS, knowledge
from tests.pure_talk import AT, buttons, hear, said

#: What people say, by what they ask.
ASKED = {
    "time": (
        "那要多久？",
        "得多长时间",
        "几天能办下来",
        "大概要等多长时间啊",
        "多久能有结果",
        "最长多久",
        "要几个月呢",
    ),
    "money": (
        "要钱吗",
        "那要花多少",
        "收费不",
        "要不要交钱",
        "这个要花钱吗",
        "办这个得多少钱",
        "免费的吗",
        "要钱不",
        "还要不要再交钱",
        "一分钱不要吗",
        "这个怎么收费",
    ),
    "papers": (
        "要带什么",
        "那需要什么材料",
        "准备些啥",
        "要什么手续",
        "都得带哪些证件",
        "去的话带什么东西",
        "要交哪些材料",
        "用带身份证吗",
    ),
    "place": ("去哪办", "那到哪里申请", "在哪儿办理", "去哪个部门", "找哪个单位办", "去哪里弄呢", "地址在哪"),
    "who": ("谁来办", "那谁管", "找谁办", "归谁管", "谁给办呢", "谁负责", "能让别人替我去吗"),
    "refuse": (
        "不去行不行",
        "我不去可以吗",
        "不去会怎么样",
        "必须去吗",
        "能不去吗",
        "不同意行不行",
        "不办有什么后果",
        "要是不去呢",
    ),
    "absent": (
        "他不同意怎么办",
        "对方不配合咋办",
        "他不来呢",
        "对方不去怎么办",
        "人家不认怎么办",
        "对方不理我怎么办",
        "不同意怎么办",
    ),
    "how": ("怎么办", "那怎么申请", "咋办", "具体怎么弄", "流程呢"),
}
#: The answer after which it is asked, and a few characters of what is told by aspect.
TOLD = {
    "mediation_what": {
        "time": "30日",
        "money": "不收任何费用",
        "papers": "身份证明",
        "place": "诉讼服务中心",
        "who": "名册",
        "refuse": "可以不参加",
        "absent": "不能强制",
        "how": "口头或书面",
    },
    "labour_arbitration_first": {
        "time": "45日内裁决，复杂的最多再延长15日",
        "money": "劳动仲裁不收费",
        "papers": "仲裁申请书",
        "place": "劳动争议仲裁委员会",
        "who": "劳动争议仲裁委员会",
        "refuse": "撤回申请",
        "absent": "缺席裁决",
        "how": "劳动仲裁",
    },
    "filing_how": {
        "time": "普通程序六个月",
        "money": "按金额分段累计",
        "papers": "起诉状",
        "place": "被告住的地方",
        "who": "授权委托书",
        "refuse": "撤诉处理",
        "absent": "缺席判决",
        "how": "口头起诉",
    },
    "enforcement_apply": {
        "time": "超过6个月",
        "money": "执行费由被执行人负担",
        "papers": "财产线索",
        "place": "一审法院",
        "who": "执行员",
        "refuse": "两年",
        "absent": "冻结、扣划",
        "how": "申请执行",
    },
    "legal_aid": {
        "time": "7日内审查",
        "money": "法律援助不收费",
        "papers": "经济困难",
        "place": "司法局",
        "who": "法律援助机构",
        "refuse": "自己申请",
        "absent": "不用对方同意",
        "how": "法律援助机构",
    },
    "child_support_amount": {
        "time": "18岁",
        "money": "免交",
        "papers": "出生证明",
        "place": "对方住的地方",
        "who": "孩子当原告",
        "refuse": "可以不参加",
        "absent": "先予执行",
        "how": "20%至30%",
    },
    "traffic_items": {
        "time": "3年",
        "money": "缓交",
        "papers": "事故认定书",
        "place": "事故发生地",
        "who": "交警认定",
        "refuse": "不影响起诉",
        "absent": "缺席判决",
        "how": "医疗费",
    },
    "injury_decision": {
        "time": "受理后60日内",
        "money": "没有写工伤认定要收钱",
        "papers": "工伤认定申请表",
        "place": "人社部门",
        "who": "近亲属",
        "refuse": "享受不到工伤待遇",
        "absent": "由单位拿证据",
        "how": "工伤认定",
    },
    "confirmation_how": {
        "time": "30日内一起申请",
        "money": "司法确认不收费",
        "papers": "主持调解的证明",
        "place": "委派的那家法院",
        "who": "双方一起申请",
        "refuse": "另外起诉",
        "absent": "对方不去就办不成",
        "how": "共同申请",
    },
    "eservice": {
        "time": "满30日",
        "money": "不用交钱",
        "papers": "带身份证",
        "place": "送到您住的地方",
        "refuse": "留在您住处",
        "absent": "公告送达",
        "how": "答辩",
    },
    "preservation": {
        "time": "48小时",
        "money": "要提供担保",
        "papers": "保全申请书",
        "place": "财产所在地",
        "who": "法院裁定",
        "refuse": "不申请也能起诉",
        "absent": "复议一次",
        "how": "保全",
    },
    "protection_order": {
        "time": "72小时内作出，情况紧急的24小时内",
        "money": "不用交钱",
        "papers": "报警记录",
        "place": "家暴发生地的基层法院",
        "who": "近亲属",
        "refuse": "不用先离婚",
        "absent": "不用对方同意",
        "how": "110",
    },
}
CASES = [
    pytest.param(after, words, told, id=f"{after}-{words}")
    for after, aspects in TOLD.items()
    for aspect, told in aspects.items()
    for words in ASKED[aspect]
]


def after(topic: str) -> Session:
    return Session(topic=topic, heard_at=AT.isoformat(), noticed=True)


@pytest.mark.parametrize(("topic", "words", "told"), CASES)
def test_a_short_question_is_answered_about_the_matter_before_it(topic: str, words: str, told: str) -> None:
    outcome = hear(words, after(topic))
    assert told in said(outcome)
    assert "依据：" in said(outcome)


@pytest.mark.parametrize("topic", [one for one in TOLD if one != "mediation_what"])
@pytest.mark.parametrize("words", ASKED["money"])
def test_nobody_is_told_of_the_fee_of_mediation_after_another_matter(topic: str, words: str) -> None:
    fee = knowledge().faq["mediation_fee"].answer
    assert fee not in said(hear(words, after(topic)))


def test_every_matter_has_three_wordings_for_each_thing_asked() -> None:
    assert all(len(set(words)) >= 3 for words in ASKED.values())
    known = {one.id for one in knowledge().follow_ups.aspects}
    assert set(ASKED) == known
    asked = [knowledge().follow_ups.topic(knowledge().faq[one], "") for one in TOLD]
    assert {one.id for one in asked if one} == {one.id for one in knowledge().follow_ups.topics}


@pytest.mark.parametrize("words", ["谁来办", "那谁管", "找谁办"])
def test_what_is_not_known_of_a_matter_is_said_and_the_rest_offered(words: str) -> None:
    outcome = hear(words, after("eservice"))
    assert "我没有现成的说法" in said(outcome)
    titles = buttons(outcome)
    assert titles["要多久"] == "follow:service:time"
    assert "转人工" in titles
    tapped = hear("要多久", outcome.session, payload=titles["要多久"])
    assert "满30日" in said(tapped)


@pytest.mark.parametrize("topic", ["lease_deposit", "bride_price", "property_late_fee", "privacy_safe"])
@pytest.mark.parametrize(
    ("aspect", "offered"), [("time", "mediation_duration"), ("money", "court_fee_amount")]
)
def test_after_an_answer_without_a_procedure_both_ways_are_offered(
    topic: str, aspect: str, offered: str
) -> None:
    for words in ASKED[aspect]:
        outcome = hear(words, after(topic))
        assert "我没有单独的说法" in said(outcome)
        assert f"faq:{offered}" in buttons(outcome).values()


@pytest.mark.parametrize(
    ("door", "words", "told"),
    [
        ("door:labour_arbitration", "要钱吗", "劳动仲裁不收费"),
        ("door:enforcement", "要多久", "超过6个月"),
        ("door:legal_aid", "去哪办", "司法局"),
        ("door:preservation", "要花多少", "最多5000元"),
    ],
)
def test_after_another_door_the_question_is_about_that_door(door: str, words: str, told: str) -> None:
    opened = hear("", after(""), payload=door)
    assert opened.session.topic == door
    assert told in said(hear(words, replace(opened.session, heard_at=AT.isoformat())))


@pytest.mark.parametrize(
    "words",
    [
        "能要多少",
        "赔多少钱",
        "他不给钱怎么办",
        "我不去上班他就不给工资",
        "老板不给工资怎么办",
        "我借给他3万他不还，要多久能要回来",
        "离婚要多久",
        "押金不退怎么办",
        "利息要多少",
        "他不同意",
        "我不去",
        "5万",
        "去年三月",
        "张三",
    ],
)
def test_words_that_speak_of_something_else_are_no_follow_up(words: str) -> None:
    assert knowledge().follow_ups.aspect(words, knowledge().follow_ups.named("mediation")) is None


@pytest.mark.parametrize("words", ["仲裁要多久", "那劳动仲裁得几天", "仲裁的话要多长时间"])
def test_the_matter_itself_may_be_named(words: str) -> None:
    assert "45日内裁决" in said(hear(words, after("labour_arbitration_first")))


def test_later_the_same_words_lean_on_nothing() -> None:
    outcome = hear("要带什么", after("labour_arbitration_first"), later=timedelta(hours=2))
    assert "仲裁申请书" not in said(outcome)


@pytest.mark.parametrize("words", ["谁来办", "要带什么", "去哪办", "不去行不行", "要多久"])
def test_inside_a_form_the_answer_comes_before_the_open_question(words: str) -> None:
    form = Form("private_lending", FLOWS["private_lending"].rev, {})
    outcome = hear(words, replace(after("protection_order"), form=form))
    assert "依据：" in said(outcome)
    assert outcome.session.form == form
    assert any(say.card and say.card.kind == "question" for say in outcome.says)


def test_every_answer_of_the_faq_says_what_comes_next() -> None:
    assert [entry.id for entry in knowledge().faq.values() if not entry.next] == []


@pytest.mark.parametrize(
    ("entry", "payload"),
    [
        ("case_progress", "cmd:status"),
        ("mediation_fails", "faq:filing_how"),
        ("filing_refused", "door:court_filing"),
        ("privacy_delete", "cmd:delete"),
    ],
)
def test_an_answer_leads_to_a_command_another_answer_or_a_door(entry: str, payload: str) -> None:
    outcome = hear("", Session(noticed=True), payload=f"faq:{entry}")
    assert payload in buttons(outcome).values()
    assert hear("", outcome.session, payload=payload).verdict not in {"miss", "out"}


@pytest.mark.parametrize(("next_", "fault"), [("", "next is missing"), ("faq:nowhere", "does not exist")])
def test_an_answer_that_leads_nowhere_is_refused(next_: str, fault: str) -> None:
    entry = replace(knowledge().faq["mediation_fails"], next=next_)
    assert fault in "".join(library._next_faults([entry], {}, {}))
