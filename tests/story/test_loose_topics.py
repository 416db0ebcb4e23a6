"""What is no due date and no evidence is heard as something else: asked again kindly, nothing stored."""

from __future__ import annotations

import pytest

from tests.pure_talk import PureTalk


def due(lent: str = "2024年3月1日") -> PureTalk:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱", "五万", lent, "现金", "有")
    assert talk.step is not None
    assert talk.step.id == "due_on"
    return talk


def evidence() -> PureTalk:
    talk = due()
    told = {
        "applicant_name": "王芳",
        "respondent_name": "刘强",
        "applicant_id": "150622199003070018",
        "applicant_phone": "13800138000",
        "applicant_place": "薛家湾镇友谊街3号",
    }
    for _ in range(40):
        step = talk.step
        assert step is not None
        if step.id == "evidence":
            return talk
        first = next((option.label for option in step.options.values()), "不知道")
        talk.says(told.get(step.id, first))
    raise AssertionError("the evidence is never asked")


@pytest.mark.parametrize(
    "said",
    [
        "我家今年收成不好",
        "今天天气真冷",
        "他今年买了新车",
        "我刚才吃饭去了",
        "他去年离婚了",
        "我是2023年认识他的",
        "他3月份就搬走了",
        "明年我孩子上学",
        "我昨天去找他了他不在",
        "打了借条的是2024年3月写的",
        "现在他电话都打不通",
    ],
)
def test_a_day_of_something_else_is_no_due_date(said: str) -> None:
    talk = due()
    talk.says(said)
    assert "due_on" not in talk.form.answers
    assert not talk.session.asking
    assert talk.step is not None
    assert talk.step.id == "due_on"
    assert "约定什么时候还" in talk.text()


def test_what_strays_is_said_to_be_heard() -> None:
    talk = due()
    talk.says("我家今年收成不好")
    assert "先没有记" in talk.text()
    talk.says("我家今年收成不好")  # who says it again is asked, and nothing is kept before a yes
    assert talk.session.asking
    assert "due_on" not in talk.form.answers
    talk.says("不对", "2025年底")
    talk.says("对")
    assert talk.form.answers["due_on"].shown == "2025年12月"


@pytest.mark.parametrize(
    "said",
    [
        "2024年12月31号",
        "说的去年8月",
        "当时说今年过年给我",
        "他说今年秋天卖了羊就还",
        "大概24年底吧",
        "明年",
        "一年以后",
        "约定2025年3月1日一次性付清",
        "拖到去年10月",
        "2026年6月底2万，9月底3万",
    ],
)
def test_words_about_paying_are_a_due_date(said: str) -> None:
    talk = due()
    talk.says(said)
    if talk.session.asking:
        talk.says("对")
    assert talk.form.answers["due_on"].known


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("借期一年", "2025-03-01"),
        ("一年", "2025-03-01"),
        ("写的是三个月", "2024-06-01"),
        ("用半年", "2024-09-01"),
        ("一年半", "2025-09-01"),
        ("说好借10天", "2024-03-11"),
    ],
)
def test_a_term_is_read_back_as_the_day_it_ends(said: str, day: str) -> None:
    talk = due()
    talk.says(said)
    assert "due_on" not in talk.form.answers
    talk.says("对")
    value = talk.form.answers["due_on"].value
    assert isinstance(value, dict)
    assert value["end"] == day


@pytest.mark.parametrize("said", ["欠我一年了", "借了一年了"])
def test_how_long_it_is_owed_is_no_term(said: str) -> None:
    talk = due()
    talk.says(said)
    assert not talk.session.asking
    assert "due_on" not in talk.form.answers


def test_without_the_day_of_the_loan_a_term_ends_nowhere() -> None:
    talk = due("不记得了")
    talk.says("借期一年")
    assert "due_on" not in talk.form.answers


@pytest.mark.parametrize(
    "said",
    [
        "今天天气真冷",
        "我家狗丢了",
        "他人品太差了",
        "老板跑了",
        "催了好几次",
        "他家住薛家湾",
        "我再说一遍他不还钱",
        "你快点",
    ],
)
def test_what_proves_nothing_is_no_evidence(said: str) -> None:
    talk = evidence()
    talk.says(said)
    assert "evidence" not in talk.form.answers
    assert talk.step is not None
    assert talk.step.id == "evidence"


@pytest.mark.parametrize("said", ["有", "都有", "有的", "全有"])
def test_evidence_without_a_name_is_asked_for_its_name(said: str) -> None:
    talk = evidence()
    talk.says(said)
    assert "evidence" not in talk.form.answers
    assert "有哪些" in talk.text()
    talk.says("借条和转账记录")
    assert talk.form.answers["evidence"].shown == "借条和转账记录"


@pytest.mark.parametrize("said", ["没有", "啥也没有", "手里什么都没有", "就我一张嘴", "没有证据"])
def test_no_evidence_is_none(said: str) -> None:
    talk = evidence()
    talk.says(said)
    assert not talk.form.answers["evidence"].known


@pytest.mark.parametrize(
    "said",
    [
        "有借条",
        "房本",
        "工友能作证",
        "一个U盘",
        "坏了的手机",
        "邻居看见了",
        "他亲口承认过",
        "都在手机里",
        "打的白条",
        "坏羊圈",
        "村里人都知道",
    ],
)
def test_things_that_prove_are_evidence(said: str) -> None:
    talk = evidence()
    talk.says(said)
    assert talk.form.answers["evidence"].shown == said


def test_an_unknown_thing_said_again_is_read_back() -> None:
    talk = evidence()
    talk.says("我家那两只羊的耳朵", "我家那两只羊的耳朵")
    assert talk.session.asking
    talk.says("对")
    assert talk.form.answers["evidence"].shown == "我家那两只羊的耳朵"
