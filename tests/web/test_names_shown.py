"""The queue and the head of a talk show the name that was told after a person had been called."""

from __future__ import annotations

import pytest

from tests.story.test_private_lending import STORY, to_consents, to_review
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office


async def shown(wang: Come, one: str) -> set[str]:
    """The name in every list and in the head of the brief."""
    rows = (await wang.get("queue?filter=all"))["rows"]
    return {rows[0]["name"], (await wang.get(f"handoffs/{one}/brief"))["handoff"]["name"]}


@pytest.mark.parametrize(
    ("words", "name"), [("王秀兰", "王*兰"), ("我叫李娜", "李*"), ("我是巴特巴尔", "巴**尔")]
)
async def test_a_name_told_after_the_call_is_shown_covered(
    place: Office, come: Come, words: str, name: str
) -> None:
    talk, wang = Talk(place.world), await come("wang")
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意", "同意", "转人工")
    one = (await place.handoff_of(talk)).id
    assert await shown(wang, one) == {"未登记姓名"}
    await talk.says("给自己办", "个人", words)
    assert await shown(wang, one) == {name}


async def test_a_name_set_or_corrected_at_the_desk_is_shown(place: Office, come: Come) -> None:
    talk, wang = Talk(place.world), await come("wang")
    await talk.says(STORY, "转人工")
    one = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    for words, name in (("王秀兰", "王*兰"), ("李娜", "李*")):
        status, _ = await wang.post(f"handoffs/{one}/facts", field="applicant_name", words=words)
        assert status == 200
        assert await shown(wang, one) == {name}


async def test_the_name_of_a_submitted_case_follows_its_correction(place: Office, come: Come) -> None:
    talk, wang = Talk(place.world), await come("wang")
    await to_review(talk)
    await talk.taps("确认提交")
    one = (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    assert await shown(wang, one) == {"王*兰"}
    assert (await wang.post(f"handoffs/{one}/facts", field="applicant_name", words="李娜"))[0] == 200
    assert await shown(wang, one) == {"李*"}
