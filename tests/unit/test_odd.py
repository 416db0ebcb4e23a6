"""In a talk: what can hardly be meant is asked back; a person who insists is heard."""

from __future__ import annotations

import pytest

from bot.dialogue.odd import INSISTED
from bot.papers.draft import draft
from flows.engine import Answer
from flows.papers import PAPERS
from tests.flow_answers import FLOWS, TODAY
from tests.papers.cases import case
from tests.pure_talk import PureTalk
from tests.unit.test_payments_told import at


@pytest.mark.parametrize(
    ("step", "words", "reason"),
    [
        ("principal", "九千亿兆", "超过一亿元"),
        ("principal", "0.01元", "不到一元"),
        ("rate", "年利率500%", "50,000元"),
        ("due_on", "2023年5月1日", "还早"),
        ("repaid", "九千万", "还多"),
        ("repaid", "2030年5月1日还了五千", "还没有到"),
        ("repaid", "2020年3月还了五千", "还早"),
    ],
)
def test_it_is_asked_back_and_kept_when_the_person_insists(step: str, words: str, reason: str) -> None:
    talk = at(step)
    before = talk.form.answers.get(step)
    talk.says(words)
    assert reason in talk.text()
    assert talk.form.answers.get(step) == before
    talk.says("确实是")
    kept = talk.form.answers[step]
    assert (kept.by, kept.confirmed) == (INSISTED, False)
    assert "待核实" in talk.text()


@pytest.mark.parametrize("words", ["就是这么多，没写错", "确实是这样", "对"])
def test_the_person_may_insist_in_other_words(words: str) -> None:
    talk = at("rate")
    talk.says("年利率500%", words)
    assert talk.form.answers["rate"].by == INSISTED


@pytest.mark.parametrize("words", ["年利率5%", "说错了，是年利率5%", "不是，是年利率5%"])
def test_another_value_takes_its_place(words: str) -> None:
    talk = at("rate")
    talk.says("年利率500%", words)
    assert (talk.form.answers["rate"].shown, talk.form.answers["rate"].confirmed) == ("年利率5%", True)


def test_no_asks_again() -> None:
    talk = at("rate")
    talk.says("年利率500%", "不是")
    assert "rate" not in talk.form.answers
    assert talk.asked() == "rate"


@pytest.mark.parametrize("words", ["还了-2000", "-2000", "负两千", "3月还了-500元"])
def test_nobody_pays_back_less_than_nothing(words: str) -> None:
    talk = at("repaid")
    talk.says(words)
    assert "负数" in talk.text()
    assert "repaid" not in talk.form.answers


def test_a_row_that_is_changed_is_looked_at_too() -> None:
    talk = at("repaid")
    talk.says("2000", "第1笔错了，是九千亿")
    assert "改好了" not in talk.text()
    talk.says("不是")
    assert talk.lines("repaid") == ["没写日期，2,000元"]
    talk.says("再加一笔，九千万")
    assert "加上了" not in talk.text()
    assert talk.lines("repaid") == ["没写日期，2,000元"]


def test_more_rows_do_not_ask_again_and_stay_marked() -> None:
    talk = at("repaid")
    talk.says("九千万", "确实是")
    talk.says("再加一笔2026年3月还了2000", "确实是")
    assert len(talk.lines("repaid")) == 2
    assert not talk.form.answers["repaid"].confirmed


@pytest.mark.parametrize(
    ("words", "field", "reason"),
    [
        ("王二去年3月借我九千亿，一直不还", "principal", "超过一亿元"),
        ("王二2025年3月借我三万，年利率300%", "rate", "30,000元"),
        ("王二2025年3月借我三万，说好2023年底还", "due_on", "还早"),
    ],
)
def test_a_story_is_asked_back_too(words: str, field: str, reason: str) -> None:
    talk = PureTalk("private_lending")
    talk.says(words)
    assert reason in talk.text()
    assert field not in talk.form.answers
    talk.says("都对")
    assert talk.form.answers[field].by == INSISTED


def test_the_same_phone_for_both_sides_is_asked_back() -> None:
    talk = at(
        "respondent_phone",
        applicant_phone=Answer("13800138000", "13800138000"),
        personal_data=Answer("yes", "同意"),
    )
    talk.says("13800138000")
    assert "电话一样" in talk.text()
    talk.says("13900139000")
    assert talk.form.answers["respondent_phone"].value == "13900139000"


def test_handing_in_does_not_verify_what_was_insisted_on() -> None:
    talk = at("rate")
    talk.says("年利率500%", "确实是", "确认提交")
    (submitted,) = [effect for effect in talk.effects if effect.kind == "submit"]
    form = submitted.data["form"]
    assert isinstance(form, dict)
    answers = {key: Answer.unpacked(row) for key, row in form["answers"].items()}
    assert not answers["rate"].confirmed
    assert answers["principal"].confirmed
    flow = FLOWS["private_lending"]
    made = draft("complaint", case(flow, answers), flow, [], court="法院", today=TODAY)
    assert PAPERS["complaint"].title == made.title
    assert any("年利率500%（待核实）" in row.value for row in made.elements)


@pytest.mark.parametrize("yes", ["嗯嗯", "对", "是的", "没错"])
@pytest.mark.parametrize("day", ["明年五月", "2028年3月1日", "后年"])
def test_a_yes_keeps_no_loan_that_lies_ahead(day: str, yes: str) -> None:
    talk = at("lent_on")
    talk.says(day, yes)
    assert "lent_on" not in talk.form.answers
    assert "已经发生" in talk.text()
    talk.says("2024年3月1日")
    assert talk.form.answers["lent_on"].shown == "2024年3月1日"


@pytest.mark.parametrize("odd", ["还了三百万", "九千万", "2030年5月1日还了五千"])
@pytest.mark.parametrize("refused", ["还了-500", "-200元", "给了他负三千"])
def test_a_refused_sum_keeps_nothing_of_what_was_asked_back(odd: str, refused: str) -> None:
    talk = at("repaid")
    talk.says(odd, refused)
    assert "repaid" not in talk.form.answers
    assert "合计" not in talk.text()
