"""Payments and bills told in one breath are all kept; what is not paid yet is no payment."""

from __future__ import annotations

import pytest

from bot.text import row_years, unpaid
from tests.pure_talk import PureTalk

HURT = {"happened_on": "2026年8月12日", "happened_at": "薛家湾镇", "facts": "打架受伤", "harm": "住院"}
CRASH = {"happened_on": "2026年8月12日", "accident_place": "薛家湾镇", "harm": "受伤了"}
SURETY = {"side": "我是担保人，被人追着要", "principal": "10万"}
LOAN = {"side": "别人欠我钱", "principal": "10万"}


def at(flow: str, step_id: str, told: dict[str, str]) -> PureTalk:
    talk = PureTalk(flow)
    for _ in range(50):
        step = talk.step
        assert step is not None
        if step.id == step_id:
            return talk
        first = next((option.label for option in step.options.values()), "不知道")
        talk.says(told.get(step.id, first))
    raise AssertionError(f"{step_id} is never asked")


def sums(talk: PureTalk, step_id: str) -> list[int]:
    """The sums of a list, or of one value, in yuan."""
    value = talk.form.answers[step_id].value if step_id in talk.form.answers else None
    assert isinstance(value, dict)
    rows = value.get("rows")
    found = (
        [cell for row in rows for cell in row if isinstance(cell, dict)]
        if isinstance(rows, list)
        else [value]
    )
    return [int(str(cell["low_fen"])) // 100 for cell in found if "low_fen" in cell]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("对方垫付10000后来又2000", [10000, 2000]),
        ("对方垫付了10000，后来又2000", [10000, 2000]),
        ("给了5000后来又给3000", [5000, 3000]),
        ("8月12日垫付10000，9月又2000", [10000, 2000]),
        ("垫付一万，又2000，再1000", [10000, 2000, 1000]),
        ("先给了5000又给了3000", [5000, 3000]),
        ("一共给了12000", [12000]),
        ("垫付了3000没再给", [3000]),
    ],
)
@pytest.mark.parametrize(("flow", "told_before"), [("personal_injury", HURT), ("traffic_accident", CRASH)])
def test_every_payment_of_one_breath_is_kept(
    flow: str, told_before: dict[str, str], said: str, told: list[int]
) -> None:
    talk = at(flow, "repaid", told_before)
    talk.says(said)
    assert sums(talk, "repaid") == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("去年腊月还了一千，后来还八百，前几天微信转了二百", [1000, 800, 200]),
        ("先还了五千，陆续还两千，中秋给了一千", [5000, 2000, 1000]),
        ("五月还两千，七月还一千五，没再还", [2000, 1500]),
        ("2026年3月还了三千，六月还两千五，没还利息", [3000, 2500]),
        ("还了一千，后来我又借给他五百", [1000]),
    ],
)
def test_payments_are_kept_as_the_story_goes_on(said: str, told: list[int]) -> None:
    talk = at("private_lending", "repaid", LOAN)
    talk.says(said)
    assert sums(talk, "repaid") == told


@pytest.mark.parametrize(
    "said",
    [
        "借给张三五万，三月还了两千，五月又还三千，过年给了五百",
        "张三跟我借了五万，二月又还两千，四月再还一千",
    ],
)
def test_a_day_of_paying_back_is_no_day_of_the_loan(said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says(said)
    assert "lent_on" not in talk.form.answers


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("8月12日门诊300，8月13日住院8600，9月2日复查150", [300, 8600, 150]),
        ("8月12号花了300 8月13号花了8600 9月2号150", [300, 8600, 150]),
        ("8月12号300块，13号8600，9月2号150块", [300, 8600, 150]),
        ("3月5号花了1200又3月9号花了800", [1200, 800]),
        ("门诊300，8月13号住院8600，9月2号又花了150", [300, 8600, 150]),
    ],
)
def test_every_bill_of_one_breath_is_kept(said: str, told: list[int]) -> None:
    talk = at("personal_injury", "medical", HURT)
    talk.says(said)
    assert sums(talk, "medical") == told


def test_a_day_without_its_month_is_of_the_month_told_before() -> None:
    talk = at("personal_injury", "medical", HURT)
    talk.says("8月12号300块，13号8600，2号150块")
    shown = talk.text()
    assert "2026年8月13日" in shown
    assert "2026年9月2日" in shown


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("8月12号300，13号8600", "8月12号300，8月13号8600"),
        ("8月28日300，2日500", "8月28日300，9月2日500"),
        ("12月30号1，2号2", "12月30号1，1月2号2"),
        ("13号8600", "13号8600"),
        ("8月12号，13号楼", "8月12号，13号楼"),
        ("8月12号，每月5号", "8月12号，每月5号"),
    ],
)
def test_days_with_their_months(said: str, read: str) -> None:
    assert row_years.with_months(said) == read


@pytest.mark.parametrize(
    "said",
    ["8月12日门诊300，8月13日住院8600，9月2日复查150", "挂号50，住院8600，9月2日拍片150，8月12日门诊300"],
)
def test_bills_told_beside_another_question_are_all_kept(said: str) -> None:
    talk = at("personal_injury", "happened_at", HURT)
    talk.says(said)
    assert {300, 8600, 150} <= set(sums(talk, "medical"))


@pytest.mark.parametrize("said", ["8月12号花了300 8月13号花了8600", "3月5号花了1200又3月9号花了800"])
def test_days_with_sums_are_no_address(said: str) -> None:
    talk = at("personal_injury", "happened_at", HURT)
    talk.says(said)
    assert "happened_at" not in talk.form.answers


@pytest.mark.parametrize("said", ["友谊街13号", "8月12号在薛家湾镇友谊街13号", "鑫源小区3号楼"])
def test_house_numbers_are_addresses(said: str) -> None:
    talk = at("personal_injury", "happened_at", HURT)
    talk.says(said)
    assert talk.form.answers["happened_at"].known


@pytest.mark.parametrize(
    "said", ["我没还", "没还", "我没替他还过", "他一分没还", "还没还呢", "到现在都没还", "没还钱"]
)
@pytest.mark.parametrize(("flow", "told"), [("guarantee", SURETY), ("private_lending", LOAN)])
def test_nothing_paid_back_is_none(flow: str, told: dict[str, str], said: str) -> None:
    talk = at(flow, "repaid", told)
    talk.says(said)
    assert not talk.form.answers["repaid"].known
    assert talk.step is not None
    assert talk.step.id != "repaid"


@pytest.mark.parametrize("said", ["我没还3万", "3万没还", "还有3万没还", "还欠3万", "剩两万没还"])
@pytest.mark.parametrize(("flow", "told"), [("guarantee", SURETY), ("private_lending", LOAN)])
def test_what_is_still_owed_is_not_paid_back(flow: str, told: dict[str, str], said: str) -> None:
    talk = at(flow, "repaid", told)
    talk.says(said)
    assert "repaid" not in talk.form.answers
    assert "不算已经给的" in talk.text()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("还了2万，3万没还", [20000]),
        ("还了两万，还欠三万", [20000]),
        ("我没还，他还了2万", [20000]),
        ("还了2万还没还清", [20000]),
    ],
)
@pytest.mark.parametrize(("flow", "before"), [("guarantee", SURETY), ("private_lending", LOAN)])
def test_what_was_paid_stays_beside_what_is_owed(
    flow: str, before: dict[str, str], said: str, told: list[int]
) -> None:
    talk = at(flow, "repaid", before)
    talk.says(said)
    assert sums(talk, "repaid") == told


@pytest.mark.parametrize(
    "said", ["没还清", "没还完", "不还", "还了", "没钱", "我没还，他还了2万", "没还过吗"]
)
def test_these_words_do_not_say_that_nothing_was_paid(said: str) -> None:
    assert not unpaid.is_nothing(said)
