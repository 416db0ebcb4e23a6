"""A table of workers put right in loose words: paid sums, somebody missing, another number of people."""

from __future__ import annotations

import pytest

from bot.text import row_totals, worker_rows
from tests.pure_talk import PureTalk

TABLE = "张三 5000\n李四 6000\n王五 10000"


def with_table(*more: str, closed: bool = False, first: str = "几个人一起") -> PureTalk:
    talk = PureTalk("wage_claim")
    talk.says(first, TABLE)
    if closed:
        talk.says("对")
    talk.says(*more)
    return talk


def people(talk: PureTalk) -> list[tuple[str, int]]:
    """Names and what is owed to them, in yuan."""
    value = talk.form.answers["workers"].value if "workers" in talk.form.answers else {}
    assert isinstance(value, dict)
    rows = value.get("rows", [])
    assert isinstance(rows, list)
    return [(str(row["name"]), int(str(row["amount_fen"])) // 100) for row in rows if isinstance(row, dict)]


THREE = [("张三", 5000), ("李四", 6000), ("王五", 10000)]


@pytest.mark.parametrize(
    "said", ["已付3000", "老板已经给了3000", "先发了2000块", "预支过1000", "生活费给了500"]
)
def test_what_was_paid_is_no_worker(said: str) -> None:
    talk = with_table(said)
    assert people(talk) == THREE
    assert "已经给过的钱" in talk.text()


@pytest.mark.parametrize("said", ["王五已付3000", "王五先支了3000", "给了王五3000"])
def test_what_was_paid_to_one_asks_what_is_still_owed(said: str) -> None:
    talk = with_table(said)
    assert people(talk) == THREE
    assert "还欠多少" in talk.text()
    talk.says("7000")
    assert people(talk) == [*THREE[:2], ("王五", 7000)]


@pytest.mark.parametrize("said", ["付强 4000", "马发 4000", "李给 4000"])
def test_people_whose_names_sound_like_paying_are_people(said: str) -> None:
    name = said.split(maxsplit=1)[0]
    assert people(with_table(said)) == [*THREE, (name, 4000)]


@pytest.mark.parametrize(
    "said",
    [
        "王五不对 是一万一",
        "王五错了，应该是11000",
        "王五的写错了 是一万一",
        "王五是一万一",
        "不对，王五是11000",
    ],
)
@pytest.mark.parametrize("closed", [False, True])
def test_a_wrong_sum_goes_to_the_row_of_its_worker(said: str, closed: bool) -> None:
    assert people(with_table(said, closed=closed)) == [*THREE[:2], ("王五", 11000)]


@pytest.mark.parametrize(
    "said", ["少了一个还有马六", "漏了马六", "少写了一个，是马六", "忘了一个人 马六", "还漏了马六呢"]
)
@pytest.mark.parametrize("closed", [False, True])
def test_somebody_missing_is_added_and_the_sum_asked(said: str, closed: bool) -> None:
    talk = with_table(said, closed=closed)
    assert people(talk) == [*THREE, ("马六", 0)]
    assert "马六欠多少" in talk.text()
    talk.says("八千")
    assert people(talk) == [*THREE, ("马六", 8000)]


@pytest.mark.parametrize("said", ["还有马六", "再加上马六", "还有马六也没给"])
def test_somebody_more_is_added_while_the_list_is_open(said: str) -> None:
    talk = with_table("王五是10000", said)
    assert people(talk) == [*THREE, ("马六", 0)]


@pytest.mark.parametrize("said", ["少了一个还有马六8000", "漏了一个 马六 8000", "还有一个马六8000"])
def test_somebody_missing_with_the_sum_is_one_row(said: str) -> None:
    assert people(with_table(said)) == [*THREE, ("马六", 8000)]


@pytest.mark.parametrize("said", ["还有加班费", "少了钱", "还有别的吗", "漏了", "还差很多"])
def test_other_words_add_nobody(said: str) -> None:
    assert [name for name, _ in people(with_table(said))] in ([], ["张三", "李四", "王五"])


@pytest.mark.parametrize("said", ["我们5个工人", "一共5个人", "我们一共五个人", "连我5个人"])
def test_another_number_of_people_is_pointed_out(said: str) -> None:
    assert "还少2个" in with_table(said, closed=True).text()
    assert "还少2个" in with_table(said).text()
    assert "还少2个" in with_table(closed=True, first=said if "我们" in said else "我们5个工人").text()


def test_the_number_of_people_told_with_the_table() -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", f"我们5个工人\n{TABLE}")
    assert "还少2个" in talk.text()
    talk.says("马六8000", "孙七 3000")
    assert "还少" not in talk.text()


@pytest.mark.parametrize("said", ["我们3个工人", "一共三个人"])
def test_the_right_number_of_people_is_nothing_to_say(said: str) -> None:
    assert "还少" not in with_table(said).text()


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("我们5个工人", 5),
        ("一共十二个人", 12),
        ("我们8人", 8),
        ("就我一个人", None),
        ("欠我5个月", None),
        ("第5个人", None),
    ],
)
def test_how_many_people_words_tell(said: str, count: int | None) -> None:
    assert row_totals.people(said) == count


@pytest.mark.parametrize("cell", ["123", "1501", "身份证123456", "15010319"])
def test_an_id_that_looks_like_none_is_named_and_its_row_kept(cell: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", f"张三 {cell} 5000\n李四 6000")
    assert "没记进去" in talk.text()
    assert "张三" in talk.text()
    talk.says("对")
    assert people(talk) == [("张三", 5000), ("李四", 6000)]


def test_days_and_pay_for_a_day_are_no_bad_id() -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", "张三 20 250 5000\n李四 10 300 3000")
    assert "没记进去" not in talk.text()


@pytest.mark.parametrize(
    ("said", "owed", "asked"),
    [("张三 15000 已付3000 欠12000", 12000, False), ("张三 15000 已付3000", 15000, True)],
)
def test_in_a_row_what_was_paid_is_not_what_is_owed(said: str, owed: int, asked: bool) -> None:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", f"{said}\n李四 6000")
    assert ("已经付的" in talk.text()) == asked
    if talk.session.asking:
        talk.says("对")
    assert people(talk) == [("张三", owed), ("李四", 6000)]


def test_only_names() -> None:
    assert worker_rows.only_names("马六、孙七和赵八") == ["马六", "孙七", "赵八"]
    assert worker_rows.only_names("加班费") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("俺 两万三 老张 一万八 二蛋 九千", [("本人", 23000), ("老张", 18000), ("二蛋", 9000)]),
        ("我是两万三，老张一万八，二蛋欠九千", [("本人", 23000), ("老张", 18000), ("二蛋", 9000)]),
        ("俺两万三 老李一万八\n狗剩九千", [("本人", 23000), ("老李", 18000), ("狗剩", 9000)]),
        ("三娃 八千，狗剩 七千五和王哥 6000", [("三娃", 8000), ("狗剩", 7500), ("王哥", 6000)]),
        ("小李子是八千五、老刘头欠一万二", [("小李子", 8500), ("老刘头", 12000)]),
        ("李师傅12000 石头 9000 俺自己8000", [("李师傅", 12000), ("石头", 9000), ("本人", 8000)]),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_callings_with_sums_are_a_row_each(said: str, told: list[tuple[str, int]], asked: bool) -> None:
    talk = PureTalk("wage_claim")
    talk.says(*(["几个人一起", said, "对"] if asked else [said]))
    assert people(talk) == told


@pytest.mark.parametrize(
    "said",
    [
        "平时 五千 旺季 八千",
        "大工 300 小工 200",
        "基本工资三千 加班费五百",
        "去年 三千 今年 两千",
        "老板 五千 工头 三千",
        "一共 五万 给了 三千",
    ],
)
def test_other_pairs_with_sums_are_no_workers(said: str) -> None:
    talk = PureTalk("wage_claim")
    talk.says(said)
    assert people(talk) == []
