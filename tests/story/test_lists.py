"""Lists in a talk: told, added to, corrected, dropped, undone, at any time; 69 workers at once."""

from __future__ import annotations

import pytest

from bot.model import Kind
from bot.text.cells import Row
from flows.engine import Answer
from tests.story.test_other_flows import WHO
from tests.talk import Talk

THREE = "3月5号还了2000，5月又还了1500，去年底还过一千"
BEGUN = ("别人欠我钱", "5万", "2023年5月1日", "现金", "没有", "没约定", "没约定")


async def to_repaid(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says(*BEGUN)
    assert talk.asked() == "repaid"


async def stored(talk: Talk, field: str) -> Answer:
    form = (await talk.session()).form
    assert form is not None
    return form.answers[field]


async def fens(talk: Talk, field: str = "repaid") -> list[int]:
    value = (await stored(talk, field)).value
    assert isinstance(value, dict)
    found: list[Row] = value["rows"]  # type: ignore[assignment]
    sums = [row[-1] for row in found]
    assert value["total_fen"] == sum(one["high_fen"] for one in sums if isinstance(one, dict))  # type: ignore[misc]
    return [one["high_fen"] for one in sums if isinstance(one, dict)]  # type: ignore[misc]


async def test_payments_are_told_and_closed(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says(THREE)
    talk.hears("3笔，合计4,500元", "1. 2026年3月5日，2,000元", "3. 2025年12月，1,000元", "还有吗")
    assert talk.buttons() == ["没有了", "修改"]
    assert talk.asked() == "repaid"
    await talk.taps("没有了")
    assert talk.asked() == "last_demand_on"
    value = (await stored(talk, "repaid")).value
    assert isinstance(value, dict)
    assert set(value) == {"rows", "total_fen"}
    assert await fens(talk) == [200_000, 150_000, 100_000]


async def test_rows_are_corrected_dropped_and_brought_back(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says(THREE, "第2笔是1600")
    talk.hears("原来是2026年5月，1,500元，现在是2026年5月，1,600元")
    await talk.says("第2笔日期错了，是6月")
    talk.hears("2. 2026年6月，1,600元")
    await talk.says("不是1000，是1100")
    talk.hears("3. 2025年12月，1,100元")
    await talk.says("删掉第3笔")
    talk.hears("删掉了第3笔", "2笔，合计3,600元")
    await talk.says("撤销")
    talk.hears("改回来了", "3笔，合计4,700元")
    await talk.says("第一笔不算")
    assert await fens(talk) == [160_000, 110_000]
    await talk.says("第9笔不要了")
    talk.hears("只记了2笔，没有第9笔")
    assert await fens(talk) == [160_000, 110_000]
    await talk.says("第1笔错了")
    talk.hears("应该是什么")


async def test_more_may_come_at_any_later_time(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says("3月还了500", "没有了", "昨天")
    assert talk.asked() == "guarantor"
    await talk.says("再加一笔，8月还了500")
    talk.hears("加上了", "2笔，合计1,000元")
    await talk.says("就这些")
    assert talk.asked() == "guarantor"
    await talk.says("还漏了一笔9月700")
    talk.hears("3笔，合计1,700元")
    await talk.says("没了", "把9月那笔删了", "没有了")
    assert talk.asked() == "guarantor"
    assert await fens(talk) == [50_000, 50_000]


async def test_one_payment_is_corrected_by_the_name_of_the_list(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says("还过5000", "没有了", "已经还的钱错了，是6000")
    talk.hears("原来是5,000元，现在是6,000元")
    assert await fens(talk) == [600_000]


async def test_two_equal_sums_are_two_payments_but_a_list_sent_again_is_one(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says("还了500", "又还了500")
    assert await fens(talk) == [50_000, 50_000]
    await talk.says("还了500，500，300")
    assert await fens(talk) == [50_000, 50_000, 30_000]


async def test_a_table_with_a_bad_row_keeps_the_good_ones(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says("日期\t金额\n2026/3/5\t2,000\n2026/5/1\t不记得\n2026/6/1\t300")
    talk.hears("没有看到金额" if "没有看到金额" in talk.text() else "看不明白", "2笔，合计2,300元")
    assert await fens(talk) == [200_000, 30_000]


async def test_taps_drop_a_row_and_an_empty_list_counts_as_none(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says("还了500")
    await talk.taps("修改")
    await talk.taps("删第1笔")
    talk.hears("0笔")
    await talk.taps("没有了")
    assert talk.asked() == "last_demand_on"
    answer = await stored(talk, "repaid")
    assert (answer.value, answer.shown) == (None, "没还过")


@pytest.mark.parametrize("words", ["为什么", "帮助", "进度", "继续", "调解要交钱吗？", "我的证据"])
async def test_a_digression_leaves_the_open_list_as_it_is(talk: Talk, words: str) -> None:
    await to_repaid(talk)
    await talk.says(THREE)
    before, asked = await talk.state(), talk.same_question()
    await talk.says(words)
    assert await talk.state() == before
    if any(say.card and say.card.kind == "question" for say in talk.reply.says):
        assert talk.same_question() == asked
    await talk.says("还有一笔6月300")
    assert len(await fens(talk)) == 4


async def test_a_list_is_opened_again_from_the_review(talk: Talk) -> None:
    await to_repaid(talk)
    await talk.says(THREE, "没有了", "昨天", "没有", "没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强")
    await talk.says("不知道", "薛家湾镇", "没有", "有转账记录", "还钱", "没有", "同意手机收")
    talk.hears("已经还的钱：3笔，合计4,500元", "2. 2026年5月，1,500元")
    await talk.send(Kind.TEXT, text="修改", payload="edit:repaid")
    talk.hears("还有吗")
    await talk.says("第2笔是1600", "没有了")
    talk.hears("请您核对", "3笔，合计4,600元")
    await talk.says("确认提交")
    talk.hears("已经提交")
