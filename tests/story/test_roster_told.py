"""A table of workers told in a breath: pay and months beside names, the teller himself, nobody owes by it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import loose_roster
from bot.text.reading import Context
from tests.pure_talk import PureTalk
from tests.story.test_loose_roster import people

TODAY = Context(date(2026, 11, 22))
ME = loose_roster.ME


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("刘军七千、王五五千，还有我自己六千", [("刘军", 7000), ("王五", 5000), (ME, 6000)]),
        ("刘军七千王五五千我六千", [("刘军", 7000), ("王五", 5000), (ME, 6000)]),
        ("我们三个人，刘军欠七千，王五欠五千，我欠六千", [("刘军", 7000), ("王五", 5000), (ME, 6000)]),
        ("刘军，一个月七千，欠俩月", [("刘军", 14000)]),
        ("欠刘军俩月，一个月七千", [("刘军", 14000)]),
        ("刘军月工资7000欠2个月、王五月工资5000欠3个月", [("刘军", 14000), ("王五", 15000)]),
        ("刘军欠了3个月，一个月六千；王五欠了两个半月，一个月五千", [("刘军", 18000), ("王五", 12500)]),
        ("刘军一个月七千、王五一个月五千，都欠三个月", [("刘军", 21000), ("王五", 15000)]),
        ("刘军一天300，干了20天，王五一天280干了18天", [("刘军", 6000), ("王五", 5040)]),
        ("王建军12000，李二牛18000，还有我9000", [("王建军", 12000), ("李二牛", 18000), (ME, 9000)]),
    ],
)
def test_sums_and_months_stand_at_their_person(said: str, told: list[tuple[str, int]]) -> None:
    found = loose_roster.find(said, TODAY)
    assert found is not None
    assert [(one.name, one.fen // 100) for one in found.workers] == told


@pytest.mark.parametrize(
    "said",
    [
        "刘军欠我三万",
        "刘军一个月给我七千，欠两个月",
        "去年五月借给张三五万，今年三月还了两千",
        "王五不对，是一万一",
        "给刘军七千，给王五五千",
        "一个月七千",
        "欠俩月",
        "刘军和王五都没发工资",
    ],
)
def test_other_words_are_no_workers(said: str) -> None:
    assert loose_roster.find(said, TODAY) is None


TOLD = [
    "刘军七千、王五五千，还有我自己六千",
    "刘军一个月七千，欠一个月；王五一个月五千欠一个月，我自己六千",
    "欠刘军七千，欠王五五千，欠我六千",
]
THREE = [("刘军", 7000), ("王五", 5000), (ME, 6000)]


@pytest.mark.parametrize("said", TOLD)
def test_where_the_table_is_asked_it_is_read_back(said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", said)
    assert "共3人" in talk.text()
    assert "18,000元" in talk.text()
    talk.says("对")
    assert people(talk) == THREE
    assert "respondent_name" not in talk.form.answers


@pytest.mark.parametrize("said", TOLD)
def test_told_before_it_is_asked_it_is_the_table_and_no_other_side(said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says(said)
    assert people(talk) == THREE
    assert talk.form.answers["how_many"].value == "many"
    assert "respondent_name" not in talk.form.answers
    assert talk.asked() == "employer_kind"


@pytest.mark.parametrize("first", [[], ["几个人一起"]])
@pytest.mark.parametrize("said", ["老板叫赵大，欠刘军七千、王五五千", "包工头叫赵大，刘军七千，王五五千"])
def test_the_boss_told_beside_the_table_is_the_other_side(first: list[str], said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says(*first, said)
    assert people(talk) == THREE[:2]
    assert talk.form.answers["respondent_name"].shown == "赵大"


@pytest.mark.parametrize("said", ["刘军，一个月七千，欠俩月", "欠刘军俩月，一个月七千"])
@pytest.mark.parametrize("first", [[], ["几个人一起"]])
def test_one_worker_after_the_other(first: list[str], said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says(*first, said, "王五，一个月五千，欠仨月", "再加上马六，四千")
    assert people(talk) == [("刘军", 14000), ("王五", 15000), ("马六", 4000)]
    assert "respondent_name" not in talk.form.answers


@pytest.mark.parametrize(
    "said", ["再加上马六，四千", "还有马六，四千", "漏了马六，欠四千", "马六一个月两千欠俩月"]
)
@pytest.mark.parametrize("answer", [[], ["对"], ["对", "工地"]])
def test_one_more_is_added_whatever_is_asked(said: str, answer: list[str]) -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", TOLD[0], *answer, said)
    assert people(talk) == [*THREE, ("马六", 4000)]


@pytest.mark.parametrize("said", ["王五不对，是一万一", "王五写错了，是11000"])
def test_a_wrong_sum_of_a_told_table(said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says(TOLD[0], said)
    assert people(talk) == [THREE[0], ("王五", 11000), THREE[2]]


def test_the_teller_s_row_gets_his_name() -> None:
    talk = PureTalk("wage_claim")
    talk.says("我叫李四，欠我六千，刘军七千，王五五千")
    assert people(talk) == [("李四", 6000), *THREE[:2]]
    assert talk.form.answers["applicant_name"].shown == "李四"


def test_pay_without_months_asks_for_them() -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", "刘军，一个月七千")
    assert "没有说欠几个月" in talk.text()


@pytest.mark.parametrize("said", ["我一个月六千，欠我三个月", "一个月六千，欠三个月"])
def test_who_tells_of_himself_alone_is_no_table(said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says(said)
    assert "workers" not in talk.form.answers
