"""Before an outcome that ends a case, the desk is told what the citizen reads and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import ending_views
from tests.web.desk_hand import Come, claimed
from tests.web.staff_bench import Office
from tests.web.test_corrections import handed_in


async def asked(place: Office, come: Come, *texts: str) -> dict[str, Any]:
    wang, _, one = await claimed(place, come, *texts)
    found: dict[str, Any] = (await wang.get(f"handoffs/{one}/brief"))["ending"]
    assert set(found) == {"agreed", "to_file"}
    return found


async def test_a_draft_is_not_handed_in_and_nobody_can_be_called(place: Office, come: Come) -> None:
    found = await asked(place, come)
    assert found["agreed"]["told"] == "这次服务结束了：达成调解协议。以后有事随时说话。"
    for one in found.values():
        assert {ending_views.NOT_HANDED_IN, ending_views.NO_PHONE} <= set(one["warnings"])
        assert ending_views.SUED not in one["warnings"]


async def test_nothing_registered_is_said(place: Office, come: Come) -> None:
    found = await asked(place, come, "你好")
    assert ending_views.NOTHING in found["agreed"]["warnings"]
    assert ending_views.NOTHING in found["to_file"]["warnings"]


@pytest.mark.parametrize("words", ["我收到法院传票了", "邻居把我告了", "银行起诉我了，我成了被告"])
async def test_who_is_sued_has_nothing_to_file(place: Office, come: Come, words: str) -> None:
    found = await asked(place, come, words)
    assert found["to_file"]["warnings"][0] == ending_views.SUED
    assert ending_views.SUED not in found["agreed"]["warnings"]


async def test_a_case_that_was_handed_in_gives_its_papers(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    found = (await wang.get(f"handoffs/{one}/brief"))["ending"]["to_file"]
    assert "立案材料包" in found["told"]
    assert not {ending_views.NOT_HANDED_IN, ending_views.NOTHING, ending_views.NO_PAPERS} & set(
        found["warnings"]
    )
