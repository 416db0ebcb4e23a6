"""A limit that is asked for by its name is answered by that name, whatever form is open."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize("flow", ["work_injury", "wage_claim", "traffic_accident"])
@pytest.mark.parametrize("question", ["工伤认定还来得及吗", "认定工伤的期限过期没有", "申请工伤晚不晚"])
async def test_certification_by_its_name(talk: Talk, flow: str, question: str) -> None:
    await talk.taps_flow(flow)
    await talk.says(question)
    talk.hears("1年", "工伤条例第十七条")
    talk.not_hears("3年", "三年")


@pytest.mark.parametrize("flow", ["work_injury", "wage_claim", "private_lending"])
@pytest.mark.parametrize("question", ["劳动仲裁时效几年", "工资的仲裁还来得及不", "劳动仲裁多久之内要提"])
async def test_labour_arbitration_by_its_name(talk: Talk, flow: str, question: str) -> None:
    await talk.taps_flow(flow)
    await talk.says(question)
    talk.hears("1年", "劳动仲裁法第二十七条")
    talk.not_hears("3年", "三年")


@pytest.mark.parametrize("question", ["上诉还来得及吗", "上诉期过期没"])
async def test_an_appeal_is_not_the_limit_of_the_form(talk: Talk, question: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("2019年5月1日张三借了我5万，约定2020年5月6日还")
    await talk.says(question)
    talk.not_hears("按您填的")


@pytest.mark.parametrize(
    "question", ["一审判决书11月18号到手的，上诉到几号", "上诉期几天，判决书我11月18收到的"]
)
async def test_the_last_day_of_an_appeal_is_no_complaint(talk: Talk, question: str) -> None:
    await talk.says(question)
    talk.hears("2026年12月3日")
