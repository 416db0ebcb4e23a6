"""Days without work told as months, and the insurer of the other car."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import losses
from bot.text.reading import Context
from tests.pure_talk import PureTalk
from tests.story.test_loose_payments import at

TODAY = Context(date(2026, 11, 22))
CRASH = {
    "happened_on": "2026年8月12日",
    "accident_place": "薛家湾镇",
    "harm": "没伤人，只有车和东西",
    "repair": "3000",
    "applicant_name": "王芳",
    "applicant_id": "150622199003070018",
    "applicant_phone": "13800138000",
    "applicant_place": "薛家湾镇友谊街3号",
}


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("误工三个月一个月挣四千", 90),
        ("误工两个半月", 75),
        ("休息了半个月，一个月5000", 15),
        ("没上班20天", 20),
        ("歇了三周", 21),
        ("误工费一个月4000", None),
        ("一个月挣四千", None),
        ("住院23天", None),
    ],
)
def test_days_without_work(said: str, days: int | None) -> None:
    found = losses.off_work(said, TODAY)
    assert (found[0] if found else None) == days


@pytest.mark.parametrize(
    "said",
    ["住院23天，误工三个月一个月挣四千", "误工三个月，一个月挣四千，住院23天", "住院23天误工90天月工资4000"],
)
def test_days_without_work_are_not_the_days_in_hospital(said: str) -> None:
    talk = PureTalk("personal_injury")
    talk.says(said, "能赔多少")
    assert "误工费12,000元" in talk.text()
    assert "3,066" not in talk.text()


def test_what_was_worked_out_gives_way_to_what_is_said() -> None:
    talk = PureTalk("personal_injury")
    talk.says("误工三个月一个月挣四千")
    assert "误工证明" in talk.text()
    assert talk.form.answers["income"].shown == "4,000元"
    talk.says("误工费4500", "能赔多少")
    assert "误工费4,500元" in talk.text()


def test_the_words_of_the_story_stay_whole() -> None:
    talk = PureTalk("personal_injury")
    talk.says("住院23天，误工三个月一个月挣四千")
    assert talk.form.answers["facts"].shown == "住院23天，误工三个月一个月挣四千"


@pytest.mark.parametrize(
    "said",
    ["误工3个月，月工资4000，误工费怎么算", "误工三个月每月4000误工费多少", "月薪4000误工90天误工费多少"],
)
def test_lost_income_asked_with_months_or_days(said: str) -> None:
    talk = PureTalk("personal_injury")
    talk.says(said)
    assert "12,000元" in talk.text()


@pytest.mark.parametrize(
    "said",
    ["保险公司是人保", "对方保险公司是平安", "车在太平洋投的保", "对方车险是人保的", "他的车在平安买的保险"],
)
@pytest.mark.parametrize("step", ["insurance", "respondent_name"])
def test_who_insured_the_other_car_is_not_who_drove_it(step: str, said: str) -> None:
    talk = at("traffic_accident", step, CRASH)
    talk.says(said)
    assert "respondent_name" not in talk.form.answers
    assert "保险公司" in talk.text()
    assert talk.step is not None
    assert talk.step.id == step


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("李强，保险公司是人保", "李强"),
        ("司机叫李强，保险公司是人保", "李强"),
        ("李强", "李强"),
        ("我要告平安保险公司", "平安保险公司"),
    ],
)
def test_the_other_side_is_still_named(said: str, name: str) -> None:
    talk = at("traffic_accident", "respondent_name", CRASH)
    talk.says(said)
    assert talk.form.answers["respondent_name"].shown == name
