"""Several days and sums in one breath, days that were only promised, two ways of giving the money, totals."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import payments
from bot.text.reading import Context, flat
from flows.engine import Answer
from tests.flow_answers import FLOWS, day, money
from tests.pure_talk import PureTalk

RUN = "五月一号还了五千八月十五又还了三千今年正月十五还了两千"
THREE = ["2025年5月1日，5,000元", "2025年10月6日，3,000元", "2026年3月3日，2,000元"]
LENT = {
    "side": Answer("lender", "别人欠我钱"),
    "principal": Answer(money(30_000), "30,000元"),
    "lent_on": Answer(day("2025-03-01"), "2025年3月1日"),
}


def at(step: str, **given: Answer) -> PureTalk:
    """A talk about a loan, before that question."""
    answers = {s.id: Answer(None, "不知道") for s in FLOWS["private_lending"].steps if s.id != step}
    talk = PureTalk("private_lending", {**answers, **{k: v for k, v in LENT.items() if k != step}, **given})
    assert talk.step is not None
    assert talk.step.id == step
    return talk


def story(words: str) -> PureTalk:
    """A talk that begins with a story."""
    talk = PureTalk("private_lending")
    talk.says(words)
    return talk


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (RUN, THREE),
        ("去年五月一号还了五千，八月十五又还了三千，今年正月十五还了两千", THREE),
        ("他五月份还了我两千六月份还了三千后来就没还了", ["2026年5月，2,000元", "2026年6月，3,000元"]),
        ("去年8月还了5000说好年底还清", ["2025年8月，5,000元"]),
        (
            "说好今年年底还完，去年九月还了两千，今年3月又还一千",
            ["2025年9月，2,000元", "2026年3月，1,000元"],
        ),
        (
            "他去年五月还了我三千块钱，然后到了十月份的时候又给我转了两千",
            ["2025年5月，3,000元", "2025年10月，2,000元"],
        ),
        ("去年端午还了两千，八月十五又还三千", ["2025年5月31日，2,000元", "2025年10月6日，3,000元"]),
        ("他说还了两万，其实就还了一万", ["没写日期，10,000元"]),
        ("先还了五千后还了三千", ["没写日期，5,000元", "没写日期，3,000元"]),
        (
            "五一还了两千，国庆还了三千，元旦还了一千",
            ["2026年5月1日，2,000元", "2026年10月1日，3,000元", "2026年1月1日，1,000元"],
        ),
        ("去年3月5号2000 4月5号2000", ["2025年3月5日，2,000元", "2025年4月5日，2,000元"]),
        ("到期日是2025年3月1日，去年12月还了500", ["2025年12月，500元"]),
        ("约定2026年底还，2025年4月还了5000", ["2025年4月，5,000元"]),
    ],
)
def test_every_payment_of_one_breath_is_a_row(words: str, rows: list[str]) -> None:
    talk = at("repaid")
    talk.says(words)
    assert talk.lines("repaid") == rows


@pytest.mark.parametrize(
    ("words", "rows", "due"),
    [
        (f"我借给李强三万块钱去年三月份借的说好年底还{RUN}剩下的一直不给", THREE, ""),
        (
            "李强2024年1月借了我50000元，2024年5月1日还了五千，8月15日又还了三千，2025年1月还了两千，"
            "约定2025年6月底还清，月息1分",
            ["2024年5月1日，5,000元", "2024年8月15日，3,000元", "2025年1月，2,000元"],
            "2025-06-30",
        ),
        (
            "王五欠我八万，前年3月5号借的，一共还了一万五，去年6月还了一万，去年10月又给了五千",
            ["2025年6月，10,000元", "2025年10月，5,000元"],
            "",
        ),
        ("他借我两万，一共还了五千", ["没写日期，5,000元"], ""),
        (
            "他2024年1月借了我五万，借条上写2024年底还，2024年10月还了八千",
            ["2024年10月，8,000元"],
            "",
        ),
        (
            "我借给张三五万，头一次还了三千是去年五月，第二次还了两千是去年十月",
            ["2025年5月，3,000元", "2025年10月，2,000元"],
            "",
        ),
        ("我借给他五万，还给我两万就行", [], ""),
    ],
)
def test_payments_of_a_story_keep_their_days(words: str, rows: list[str], due: str) -> None:
    talk = story(words)
    told = talk.form.answers.get("repaid")
    assert (talk.lines("repaid") if told else []) == rows
    assert told is None or not told.confirmed
    if due:
        assert flat(talk.form.answers["due_on"].value)["end"] == due


def test_a_sum_that_was_paid_back_is_no_loan() -> None:
    talk = story("我借给张三五万，头一次还了三千是去年五月，第二次还了两千是去年十月")
    principal = talk.form.answers.get("principal")
    assert principal is None or principal.value == money(50_000)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("还了三次，每次一千", True),
        ("前后还过三回，头一回两千", True),
        ("分两次还了五千", False),
        ("一共还了三次，总共一万", False),
    ],
)
def test_fewer_rows_than_were_counted_are_asked_for(words: str, asked: bool) -> None:
    talk = at("repaid")
    talk.says(words)
    assert ("还少" in talk.text()) is asked


def test_the_rows_of_a_story_are_read_back() -> None:
    talk = story(f"我借给李强三万块钱{RUN}")
    for row in THREE:
        assert row in talk.text()


@pytest.mark.parametrize("words", ["八月十五还了三千", "5月2号还了一千，八月十五还了三千"])
def test_a_feast_that_may_be_a_day_of_august_is_read_back_and_mended(words: str) -> None:
    talk = at("repaid")
    talk.says(words)
    assert "按农历记的，是2026年9月25日" in talk.text()
    talk.taps(talk.buttons()["是阳历2026年8月15日"])
    assert "2026年8月15日，3,000元" in talk.lines("repaid")


@pytest.mark.parametrize("words", ["农历八月十五还了三千", "中秋还了三千", "8月15日还了三千"])
def test_a_clear_day_is_not_asked_about(words: str) -> None:
    talk = at("repaid")
    talk.says(words)
    assert "按农历记的" not in talk.text()


def test_a_feast_in_a_story_says_how_it_was_taken() -> None:
    talk = story("李四八月十五借了我两万块钱")
    assert "要是阳历，就说“借钱的日期错了，应该是2026年8月15日”" in talk.text()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("有银行转的两万剩下是现金", "银行转账20,000元，其余现金"),
        ("微信转了一万，现金给了两万", "微信10,000元，现金20,000元"),
        ("取了两万五现金给他，又用支付宝转了5000", "现金25,000元，支付宝5,000元"),
    ],
)
def test_both_ways_of_giving_the_money_are_kept(words: str, parts: str) -> None:
    talk = PureTalk("private_lending", LENT)
    talk.says(words)
    assert talk.form.answers["paid_how"].value == "mixed"
    assert talk.form.answers["paid_parts"].value == parts


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("现金", "cash"),
        ("微信转账", "wechat"),
        ("没转账，给的现金", "cash"),
        ("一部分现金一部分微信", "mixed"),
    ],
)
def test_one_way_is_one_way(words: str, way: str) -> None:
    talk = at("paid_how")
    talk.says(words)
    assert talk.form.answers["paid_how"].value == way


def test_both_ways_in_a_story() -> None:
    talk = story("我借给王二五万，有银行转的两万剩下是现金，2024年3月1日借的")
    assert talk.form.answers["paid_parts"].value == "银行转账20,000元，其余现金"
    talk = story("我借给王二五万，给的现金，有微信聊天记录，2024年3月1日借的")
    assert "paid_parts" not in talk.form.answers


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("不对么一共还了三次，总共一万", "您说一共10,000元，这些加起来是8,000元，少2,000元"),
        ("不对吧 我算的是一万二", "少4,000元"),
        ("不是 总共是九千才对", "少1,000元"),
        ("合计应该7千", "多1,000元"),
        ("一共还了三次", "您说一共3次，现在记了2笔，还少1笔"),
        ("一共8000", "对上了"),
    ],
)
def test_another_total_of_a_list_is_understood(words: str, said: str) -> None:
    talk = at("repaid")
    talk.says("五月一号还了五千八月三号又还了三千", words)
    assert said in talk.text()
    assert len(talk.lines("repaid")) == 2
    talk.says("9月还了一千")
    assert len(talk.lines("repaid")) == 3


@pytest.mark.parametrize("words", ["没有约定", "没约定", "没催过"])
def test_words_of_another_question_are_no_answer(words: str) -> None:
    talk = at("has_iou")
    talk.says(words)
    assert talk.asked() == "has_iou"


@pytest.mark.parametrize("words", ["没有", "没有借条", "没打条子", "没写"])
def test_no_is_no(words: str) -> None:
    talk = at("has_iou")
    talk.says(words)
    assert talk.form.answers["has_iou"].value == "no"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("借款金额错了，应该是6万", "60,000元"),
        ("本金写错了，是四万", "40,000元"),
        ("借的钱不对，应该是35000", "35,000元"),
    ],
)
def test_another_answer_is_corrected_while_a_list_is_open(words: str, shown: str) -> None:
    talk = at("repaid")
    talk.says("3月还了2000", words)
    assert talk.form.answers["principal"].shown == shown
    assert talk.lines("repaid") == ["2026年3月，2,000元"]
    assert talk.asked() == "repaid"


@pytest.mark.parametrize("words", ["金额错了，是6000", "不是2000，是6000"])
def test_the_columns_of_the_open_list_are_its_own(words: str) -> None:
    talk = at("repaid")
    talk.says("3月还了2000", words)
    assert talk.lines("repaid") == ["2026年3月，6,000元"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2025年8月还了5000，说好2026年底还清", True),
        ("2025年8月还了5000，约定的是2026年12月1号还", True),
        ("2025年8月还了5000，9月又还了2000", False),
    ],
)
def test_a_due_day_told_with_payments_is_said_back(words: str, told: bool) -> None:
    talk = at("repaid")
    talk.says(words)
    assert ("您还说到约定的日子是2026年12月" in talk.text()) is told
    assert not talk.form.answers["due_on"].known
    if told:
        talk.says("约定还钱的日期改成2026年12月")
        talk.says("对")
        assert flat(talk.form.answers["due_on"].value)["end"] == "2026-12-31"


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("23年五月还了一万，七月又还了五千", [("2023-05-01", 10_000), ("2023-07-01", 5_000)]),
        ("22年正月还两万，五月还了一万", [("2022-02-01", 20_000), ("2022-05-01", 10_000)]),
        ("前年五月借的，还了五千，去年八月还的", [("2025-08-01", 5_000)]),
    ],
)
def test_a_named_year_carries_on(words: str, rows: list[tuple[str, int]]) -> None:
    found = payments.find(words, Context(today=date(2026, 11, 22)))
    assert [(flat(one.on)["start"], flat(one.amount)["low_fen"]) for one in found] == [
        (day, yuan * 100) for day, yuan in rows
    ]
