"""A row of the queue behind which several people wait says how many they are and whom it is about."""

from __future__ import annotations

from typing import Any

import pytest

from bot import crowds
from flows.engine import Answer
from tests.story.test_many_people import people, submitted
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office
from tests.web.test_list_rows import TABLE, told

FIRM = "某某劳务有限公司"


async def row_of(place: Office, come: Come, talk: Talk) -> dict[str, Any]:
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    rows = (await wang.get("queue?filter=waiting"))["rows"]
    (found,) = [row for row in rows if row["id"] == one]
    return dict(found)


async def test_a_list_that_is_being_told_counts_and_nobody_is_named_yet(place: Office, come: Come) -> None:
    talk = await told(place, TABLE)
    await talk.says("转人工")
    row = await row_of(place, come, talk)
    assert (row["crowd"], row["group"]) == ("3人一起在等，还没说对方是谁", None)


async def test_who_filed_together_is_counted_once_beside_the_employer(place: Office, come: Come) -> None:
    talk = Talk(place.world)
    await talk.taps_flow("wage_claim")
    lines = [f"{name} {idn} {phone} {fen / 100:.2f}" for name, idn, phone, fen in people()[:4]]
    await talk.says("几个人一起", "\n".join(lines), "对")
    await submitted(talk)
    if not await place.waiting():
        await talk.says("转人工")
    row = await row_of(place, come, talk)
    assert row["group"]["count"] == 4
    assert row["crowd"] == "对方：某某建设集团有限公司"


async def test_one_person_alone_is_no_crowd(place: Office, come: Come) -> None:
    talk = await place.citizen("alone", "物业一直不修电梯，我不想交物业费", "转人工")
    assert (await row_of(place, come, talk))["crowd"] == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("我们三十几个工人在工地上等着要钱", "三十几个工人"),
        ("门口来了五十多号人", "五十多号人"),
        ("几十号人都没拿到工资", "几十号人"),
        ("一百来人堵在项目部", "一百来人"),
        ("我和12名工友都没结账", "12名工友"),
        ("我们3个人", "3个人"),
        ("就我一个人，没别人", ""),
        ("我们两个人合伙", ""),
        ("第三人是谁", ""),
        ("欠我3000人民币", ""),
        ("干了三个月", ""),
    ],
)
def test_how_many_people_words_tell_of(words: str, said: str) -> None:
    assert crowds.told(words) == said


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"respondent_name": FIRM, "main_contractor": "某某建设集团有限公司"}, FIRM),
        ({"main_contractor": "某某建设集团有限公司"}, "某某建设集团有限公司"),
        ({"respondent_name": "赵大成"}, "赵*成"),
        ({"respondent_name": "欧阳建国包工队长", "respondent_kind": "person"}, "欧****长"),
        ({}, ""),
    ],
)
def test_a_company_is_named_and_a_person_covered(answers: dict[str, str], shown: str) -> None:
    assert crowds.employer({key: Answer(value, value) for key, value in answers.items()}) == shown
