"""What a busy desk reads at a glance: whose word a value is, rows that tell nothing, buttons, the gauge."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from bot.brief import Fact
from bot.desk import fact_views
from bot.errors import RecordsDown
from bot.health import Health
from bot.metrics import Metrics
from bot.model import Channel, Kind
from tests.talk import Clock, Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office


@pytest.mark.parametrize(
    ("by", "confirmed", "blank", "state"),
    [
        ("asked", True, False, "已确认"),
        ("told", False, False, "待核实"),
        ("desk", True, False, "由工作人员改"),
        ("desk", False, False, "由工作人员改，待核实"),
        ("desk", True, True, "没有内容"),
        ("told", False, True, "没有内容"),
    ],
)
def test_whose_word_a_value_is(by: str, confirmed: bool, blank: bool, state: str) -> None:
    one = Fact("principal", "借款金额", "", "50,000元", 1, by, confirmed, sensitive=False, blank=blank)
    seen = fact_views.fact(one, masks=False)
    assert (seen["state"], seen["by_staff"]) == (state, by == "desk")


async def test_what_the_staff_changed_is_never_shown_as_the_citizens(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1")
    wang, one = await come("wang"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    await wang.post(f"handoffs/{one}/facts", field="principal", words="六万")
    facts = {row["field"]: row["state"] for row in (await wang.get(f"handoffs/{one}/brief"))["facts"]}
    assert facts.pop("principal") == "由工作人员改"
    assert facts
    assert "由工作人员改" not in facts.values()


async def test_a_row_that_tells_nothing_is_marked(place: Office, come: Come) -> None:
    await place.citizen("citizen-1", "你好")
    await place.citizen("citizen-2")
    rows = (await (await come("wang")).get("queue"))["rows"]
    assert {row["title"] == "尚未说明": row["unsaid"] for row in rows} == {True: True, False: False}


@pytest.mark.parametrize("channel", [Channel.REST, Channel.WEB])
async def test_a_payload_sent_as_text_is_kept_as_the_words_on_the_button(
    place: Office, channel: Channel
) -> None:
    talk = Talk(place.world, "machine", channel)
    await talk.says("张三2023年5月1日借我5万元,约定年底还,写了借条")
    button = next(b for say in talk.reply.says for b in say.buttons)
    await talk.send(Kind.TEXT, text=button.payload, payload=button.payload)
    said = [line.text for line in await talk.conversation.history(talk.sid, 0) if line.author == "citizen"]
    assert said[-1] == button.title


async def test_a_payload_nobody_was_offered_stays_a_button_without_words(place: Office) -> None:
    talk = Talk(place.world, "machine", Channel.REST)
    await talk.says("你好")
    await talk.send(Kind.TEXT, text="cmd:never_offered", payload="cmd:never_offered")
    said = [line.text for line in await talk.conversation.history(talk.sid, 0) if line.author == "citizen"]
    assert said[-1] == "［点了按钮］"


def gauge(page: bytes) -> float:
    (line,) = [one for one in page.decode().splitlines() if one.startswith("bot_handoffs_waiting ")]
    return float(line.split()[1])


async def test_the_gauge_tells_how_many_wait_now(place: Office) -> None:
    health = Health(
        place.world.sessions, place.world.records, SimpleNamespace(), Metrics(), place.world.clock
    )  # type: ignore[arg-type]
    assert gauge(await health.page()) == 0
    first = await place.citizen("citizen-1")
    await place.citizen("citizen-2")
    assert gauge(await health.page()) == 2
    await place.world.desk().claim((await place.handoff_of(first)).id, place.people["wang"])
    assert gauge(await health.page()) == 1


async def test_the_gauge_does_not_guess_while_the_records_are_down() -> None:
    def down() -> Any:
        raise RecordsDown

    records: Any = SimpleNamespace(begin=down)
    health = Health(records, records, records, Metrics(), Clock())
    assert math.isnan(gauge(await health.page()))


async def test_health_tells_of_an_overdue_rate_table_and_serves_all_the_same(place: Office) -> None:
    health = Health(
        place.world.sessions,
        place.world.records,
        SimpleNamespace(),  # type: ignore[arg-type]
        Metrics(),
        place.world.clock,
    )
    (note,) = health.notes()
    assert "贷款市场报价利率" in note
    assert b"bot_lpr_stale 1.0" in await health.page()
