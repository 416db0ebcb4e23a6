"""The doors of 不是危险 at the desk: who may, what is refused, what is audited, what the queue shows."""

from __future__ import annotations

from tests.unit.law.test_long_messages import story
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office

TOLD = f"{story(300)}他拿刀追我，我电话13812345678。{story(100)}"


async def test_the_queue_quotes_the_words_that_alarmed_and_covers_numbers(place: Office, come: Come) -> None:
    await place.citizen("citizen-1", TOLD)
    (row,) = (await (await come("wang")).get("queue"))["rows"]
    assert "刀追我" in row["last_line"]
    assert "138****5678" in row["last_line"]
    assert len(row["last_line"]) <= 60


async def test_only_the_holder_may_lower_with_a_reason(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1", TOLD)
    one, wang, li = (await place.handoff_of(talk)).id, await come("wang"), await come("li")
    assert (await wang.post(f"handoffs/{one}/not-danger", why="听错了"))[0] == 403
    await wang.post(f"handoffs/{one}/claim")
    for path in ("not-danger", "danger-again"):
        assert (await li.post(f"handoffs/{one}/{path}", why="听错了"))[0] == 403
    status, answer = await wang.post(f"handoffs/{one}/not-danger", why=" ")
    assert status == 422
    assert "为什么" in answer["error"]
    status, answer = await wang.post(f"handoffs/{one}/not-danger", why="拍短视频说的台词")
    assert status == 200
    assert (answer["handoff"]["urgent"], answer["handoff"]["calmed"]) == (False, "拍短视频说的台词")
    assert [event.data for event in await place.audited("not_danger")] == [{"urgent": False}]
    status, answer = await wang.post(f"handoffs/{one}/danger-again")
    assert (status, answer["handoff"]["urgent"]) == (200, True)
    assert len(await place.audited("danger_again")) == 1


async def test_what_was_lowered_is_closed_without_a_word_on_the_danger(place: Office, come: Come) -> None:
    talk = await place.citizen("citizen-1", TOLD)
    one, wang = (await place.handoff_of(talk)).id, await come("wang")
    await wang.post(f"handoffs/{one}/claim")
    assert (await wang.post(f"handoffs/{one}/close", outcome="answered"))[0] == 422
    await wang.post(f"handoffs/{one}/not-danger", why="听错了")
    assert (await wang.post(f"handoffs/{one}/close", outcome="answered"))[0] == 200
