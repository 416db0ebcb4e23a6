"""Computed answers in a talk: they come before an intake, go on with new values, and read the open form."""

from __future__ import annotations

import pytest

from bot.model import Kind
from tests.talk import Talk


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("离婚，房子值80万，诉讼费多少", ("3,050元至3,300元", "诉讼费办法第十三条")),
        ("起诉3万5的案子诉讼费", ("675元", "337.50元")),
        ("违约金50%合法吗", ("38.46%", "民法典第五百八十五条")),
        ("定金2万退不退", ("40,000元", "民法典第五百八十七条")),
        ("2019年借的，说好2020年底还，还能告吗", ("2024年1月2日", "民法典第一百八十八条")),
        ("2021年3月摔伤的还能起诉吗", ("2024年3月1日",)),
        ("我11月10日收到判决书，上诉到哪天", ("2026年11月25日", "民诉法第一百七十一条")),
        ("8个月没签合同 工资5000", ("35,000元", "劳动合同法第八十二条")),
    ],
)
async def test_the_figures_come_first_and_no_intake_begins(
    talk: Talk, question: str, figures: tuple[str, ...]
) -> None:
    await talk.says(question)
    talk.hears(*figures, "怎么算的：", "仅供参考")
    assert (await talk.session()).form is None


async def test_new_values_go_on_from_one_to_the_next(talk: Talk) -> None:
    await talk.says("离婚，房子值80万，诉讼费多少")
    await talk.says("如果是120万呢")
    talk.hears("5,050元至5,300元")
    await talk.says("那200万呢")
    talk.hears("9,050元至9,300元")


async def test_what_was_asked_for_is_taken(talk: Talk) -> None:
    await talk.says("干了五年被裁赔多少")
    talk.hears("5个月")
    await talk.says("工资6000")
    talk.hears("30,000元", "60,000元")
    await talk.says("那要是干了13个月呢")
    talk.hears("9,000元", "18,000元")


async def test_a_limit_without_a_day_asks_for_it_and_takes_it(talk: Talk) -> None:
    await talk.says("时效到哪天")
    talk.hears("是什么事")
    await talk.says("2021年3月摔伤的")
    talk.hears("2024年3月1日")


async def test_an_answer_between_ends_the_reckoning(talk: Talk) -> None:
    await talk.says("起诉3万5要多少诉讼费", "调解要钱吗", "如果是30万呢")
    talk.not_hears("5,800元")


@pytest.mark.parametrize("question", ["时效到哪天", "这样过期了吗", "那还能告吗？"])
async def test_a_limit_is_read_from_the_open_form(talk: Talk, question: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("2019年5月1日张三借了我5万，约定2020年5月6日还")
    before = talk.same_question()
    await talk.says(question)
    talk.hears("按您填的", "2023年5月6日", "民法典第一百九十五条")
    assert talk.same_question() == before


async def test_a_new_value_does_not_touch_the_open_form(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    before = talk.same_question()
    await talk.says("起诉3万5要多少诉讼费？")
    await talk.says("如果是30万呢")
    talk.hears("5,800元")
    assert talk.same_question() == before


@pytest.mark.parametrize(
    "question",
    [
        "时效到哪天",
        "2020年5月6日到期的借款过时效了吗",
        "这样过期了吗",
        "都六年了他没找我要过，还用还吗",
        "我欠的钱2020年5月6日到期，过时效了吗",
    ],
)
async def test_who_is_sued_hears_of_no_limit(talk: Talk, question: str) -> None:
    await talk.send(Kind.TEXT, text="登记我这边的情况", payload="sued:private_lending")
    await talk.says("2019年5月1日我跟张三借了5万，约定2020年5月6日还")
    await talk.says(question)
    talk.not_hears("2023年5月6日", "算到", "我能算到哪天", "在一审里决定")
