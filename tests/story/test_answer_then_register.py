"""What was told to an answer is told to the intake it leads to; who owes comes in from that side."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    ("words", "topic", "flow", "side"),
    [
        ("房东要撵我走", "lease_early_end", "housing_lease", "tenant"),
        ("房东要收房", "lease_early_end", "housing_lease", "tenant"),
        ("房主说不租了让我月底搬", "lease_early_end", "housing_lease", "tenant"),
        ("租期没到房东突然赶我走", "lease_early_end", "housing_lease", "tenant"),
        ("物业停我电", "property_cut_off", "property_service", "owner"),
        ("物业把我家水停了", "property_cut_off", "property_service", "owner"),
        ("欠信用社的钱能不能慢慢还", "bank_loan_extension", "financial_loan", "borrower"),
        ("我在农商行的贷款能分期还吗", "bank_loan_extension", "financial_loan", "borrower"),
        ("贷款到期了想让银行宽限几个月", "bank_loan_extension", "financial_loan", "borrower"),
    ],
)
@pytest.mark.parametrize("way", ["tap", "type"])
async def test_the_side_is_known(talk: Talk, words: str, topic: str, flow: str, side: str, way: str) -> None:
    await talk.says(words)
    talk.hears("依据：")
    assert (await talk.session()).topic == topic
    await (talk.taps("现在登记") if way == "tap" else talk.says("登记"))
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == flow
    assert form.answers["side"].value == side


async def test_the_sums_of_the_question_are_kept(talk: Talk) -> None:
    await talk.says("退租了房东不退押金两千怎么办")
    assert (await talk.session()).topic == "lease_deposit"
    await talk.taps("现在登记")
    talk.hears("押金：2,000元")


async def test_what_was_asked_of_another_matter_stays_out(talk: Talk) -> None:
    await talk.says("退租了房东不退押金两千怎么办", "没有借条还能要回钱吗")
    assert (await talk.session()).topic == "lending_no_iou"
    await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "private_lending"
    assert "principal" not in form.answers
    talk.not_hears("2,000")


@pytest.mark.parametrize(
    ("words", "principal"),
    [
        ("借了表哥八万想分期还", "80,000元"),
        ("欠人家两万三一时还不上，想缓一缓", "23,000元"),
        ("前年借了朋友五万，想一个月还两千慢慢还", "50,000元"),
    ],
)
async def test_who_wants_to_pay_in_parts_owes(talk: Talk, words: str, principal: str) -> None:
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "private_lending"
    assert form.answers["side"].value == "borrower"
    assert form.answers["principal"].shown == principal


@pytest.mark.parametrize("words", ["老赵欠我三万想分期还我，我能同意吗", "他借了我八万说要慢慢还"])
async def test_who_is_owed_does_not(talk: Talk, words: str) -> None:
    await talk.says(words)
    form = (await talk.session()).form
    assert form is None or "side" not in form.answers or form.answers["side"].value == "lender"
