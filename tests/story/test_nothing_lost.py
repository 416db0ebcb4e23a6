"""What was said beside the answer, or read back and not yet confirmed, is kept."""

from __future__ import annotations

import pytest

from bot.errors import Refused
from bot.model import Account, Outcome, Role
from tests.talk import Talk

ANNA = Account("a1", "anna", "王调解员", Role.MEDIATOR, on_duty=True)


async def test_an_answer_that_tells_more_fills_more(talk: Talk) -> None:
    await talk.says("我要登记借钱的事")
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万")
    assert talk.asked() == "lent_on"
    await talk.says("2024年3月1日借的，说好2024年底还，打了借条")
    talk.hears("我从您的话里记下了", "约定还钱的日期：2024年12月", "借条：有")
    assert await talk.answer("lent_on") == "2024年3月1日"
    assert talk.asked() == "paid_how"
    await talk.says("微信转的")
    assert talk.asked() == "rate"


async def test_a_short_answer_tells_nothing_but_itself(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万五千块钱")
    session = await talk.session()
    assert session.form is not None
    assert set(session.form.answers) == {"side", "principal"}


async def test_a_table_read_back_survives_the_call_for_a_person(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", "王建军 12000\n李小明 8000\n赵大海 5600")
    talk.hears("合计25,600元", "对吗")
    await talk.says("转人工")
    session = await talk.session()
    assert session.form is not None
    kept = session.form.answers["workers"]
    assert not kept.confirmed
    assert isinstance(kept.value, dict)
    assert kept.value["total_fen"] == 2_560_000


async def test_some_people_is_no_single_person(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", "名单晚点给")
    assert talk.asked() == "employer_kind"
    await talk.says("我们几个人一起干的")
    assert talk.asked() == "employer_kind"


async def test_a_call_for_help_is_not_closed_without_a_word(talk: Talk) -> None:
    async with talk.world.records.begin() as tx:
        await tx.accounts.add(ANNA, "hash")
    await talk.says("我不想活了")
    desk = talk.world.desk()
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff is not None
    await desk.claim(handoff.id, ANNA)
    with pytest.raises(Refused, match="紧急求助"):
        await desk.close(handoff.id, ANNA, Outcome.ANSWERED)
    closed = await desk.close(handoff.id, ANNA, Outcome.ANSWERED, "已打通电话，家里人陪着，本人说已安全")
    assert closed.outcome == "answered"


async def test_what_is_not_there_is_kept_too(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万", "2024年3月1日")
    assert talk.asked() == "paid_how"
    await talk.says("转账的，没约定利息，没打条子")
    assert await talk.answer("paid_how") == "银行转账"
    assert await talk.answer("rate") == "没约定"
    assert await talk.answer("has_iou") == "没有"
    assert talk.asked() == "due_on"


async def test_the_answer_to_another_question_goes_there(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万", "2024年3月1日", "现金", "有", "没约定")
    assert talk.asked() == "rate"
    await talk.says("没还过")
    assert await talk.answer("repaid") == "没还过"
    assert talk.asked() == "rate"


async def test_words_of_two_questions_answer_neither(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万", "2024年3月1日", "现金，当时没约定")
    form = (await talk.session()).form
    assert form is not None
    assert not {"due_on", "rate"} & form.answers.keys()


async def test_how_long_after_the_fee_is_about_the_suit(talk: Talk) -> None:
    await talk.says("起诉3万5要多少诉讼费")
    await talk.says("那要多久")
    assert (await talk.session()).topic == "trial_time"
