"""不是X，是Y with two values of one kind corrects what was told, whatever is asked at the moment."""

from __future__ import annotations

import pytest

from tests.talk import Talk


async def lent(talk: Talk) -> None:
    """王强 was lent 30,000 on 2023-05-01; a choice is asked."""
    await talk.taps_flow("private_lending")
    await talk.says("我2023年5月1日借给王强三万块钱，他一直没还")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["principal"].shown == "30,000元"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("不是三万，是五万", "50,000元"),
        ("不是三万，应该是三万五", "35,000元"),
        ("哎呀，不是三万块，是四万二", "42,000元"),
        ("不是30000，是廿五万", "250,000元"),
        ("是两万八，不是三万", "28,000元"),
        ("不是借给他三万，是借给他三万六", "36,000元"),
    ],
)
async def test_a_sum_told_before_is_replaced(talk: Talk, words: str, shown: str) -> None:
    await lent(talk)
    await talk.says(words)
    session = await talk.session()
    assert session.form is not None
    assert session.form.flow == "private_lending"
    assert await talk.answer("principal") == shown


@pytest.mark.parametrize("words", ["不是七千，是九千", "不是一万二，是一万三"])
async def test_a_sum_that_was_not_told_is_asked_about(talk: Talk, words: str) -> None:
    await lent(talk)
    await talk.says(words)
    talk.hears("哪一项")
    assert await talk.answer("principal") == "30,000元"
    session = await talk.session()
    assert session.form is not None
    assert session.form.flow == "private_lending"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("不是2023年，是2024年", "2024年5月1日"),
        ("不是2023年5月1日，是2023年6月2日", "2023年6月2日"),
        ("不是5月1号，是5月3号", "2023年5月3日"),
    ],
)
async def test_a_day_told_before_is_replaced(talk: Talk, words: str, shown: str) -> None:
    await lent(talk)
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert shown in {one.shown for one in form.answers.values()}


@pytest.mark.parametrize("words", ["不是还了三万，是还了三万五", "不是三万，是三万五", "是三万五不是三万"])
async def test_a_payment_told_by_who_is_sued_is_replaced_not_added(talk: Talk, words: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("我欠他五万，都还了三万了")
    form = (await talk.session()).form
    assert form is not None
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    shown = " ".join(one.shown for one in form.answers.values())
    assert "35,000" in shown
    assert "65,000" not in shown
