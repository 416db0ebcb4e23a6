"""交给同事: who is away hands over one or all, the citizen is told, and nothing of the case is lost."""

from __future__ import annotations

import pytest

from bot.model import HandoffState
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office
from tests.web.test_corrections import handed_in

WHY = "休假两周"


async def heard(talk: Talk) -> list[str]:
    return [line.text for line in await talk.conversation.history(talk.sid, 0)]


async def test_one_case_goes_to_a_colleague_as_it_stands(place: Office, come: Come) -> None:
    talk = await handed_in(place)
    wang, li, one = await come("wang"), await come("li"), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    since = (await place.handoff_of(talk)).claimed_at
    facts = (await wang.get(f"handoffs/{one}/brief"))["facts"]
    answer = await wang.get("colleagues")
    names = {row["name"]: row for row in answer["rows"]}
    assert (set(names), answer["held"]) == ({"李红", "管理员"}, 1)
    status, body = await wang.post(f"handoffs/{one}/hand-over", to=names["李红"]["id"], why=WHY)
    assert (status, body) == (200, {"holder": "李红"})
    handoff = await place.handoff_of(talk)
    assert (handoff.state, handoff.claimed_by) == (HandoffState.CLAIMED, place.people["li"].id)
    assert handoff.claimed_at == since, "the period of mediation runs on"
    assert (await heard(talk))[-1].startswith("从现在起，由调解员李红接着为您办（原来是王建国）。")
    assert WHY not in "".join(await heard(talk))
    brief = await li.get(f"handoffs/{one}/brief")
    assert (brief["holds"], brief["facts"]) == (True, facts)
    assert f"王建国交给李红接着办：{WHY}" in [note["text"] for note in brief["notes"]]
    assert (await li.post(f"handoffs/{one}/lines", text="我接着和您谈", key="k" * 16))[0] == 200
    assert (await wang.post(f"handoffs/{one}/lines", text="我也在", key="j" * 16))[0] == 403
    (event,) = await place.audited("hand_over")
    assert (event.actor, event.subject) == (place.people["wang"].id, one)
    assert event.data == {"from": place.people["wang"].id, "to": place.people["li"].id}
    assert (await talk.session()).mode == "human"


@pytest.mark.parametrize("by", ["wang", "guan"])
async def test_all_that_somebody_holds_goes_at_once(place: Office, come: Come, by: str) -> None:
    talks = [await place.citizen(f"c{n}") for n in range(3)]
    wang, hand = await come("wang"), await come(by)
    for talk in talks[:2]:
        await wang.post(f"handoffs/{(await place.handoff_of(talk)).id}/claim")
    to = {"from": place.people["wang"].id, "to": place.people["li"].id, "why": WHY}
    assert await hand.post("hand-over", **to) == (200, {"count": 2})
    for talk in talks[:2]:
        assert (await place.handoff_of(talk)).claimed_name == "李红"
        assert "接着为您办" in (await heard(talk))[-1]
    assert (await place.handoff_of(talks[2])).state is HandoffState.WAITING
    status, body = await hand.post("hand-over", **to)
    assert (status, body["error"]) == (422, "王建国手上没有在办的。")


@pytest.mark.parametrize(
    ("by", "to", "why", "status", "words"),
    [
        ("wang", "li", " ", 422, "为什么交给同事"),
        ("wang", "bian", WHY, 422, "请选一位在用的调解员"),
        ("wang", "nobody", WHY, 422, "请选一位在用的调解员"),
        ("wang", "wang", WHY, 422, "已经在王建国手上"),
        ("li", "li", WHY, 403, "王建国"),
        ("li", "guan", WHY, 403, "王建国"),
        ("bian", "li", WHY, 403, "没有这个权限"),
    ],
)
async def test_what_is_refused_and_why(
    place: Office, come: Come, by: str, to: str, why: str, status: int, words: str
) -> None:
    talk = await place.citizen("c")
    wang, hand, one = await come("wang"), await come(by), (await place.handoff_of(talk)).id
    await wang.post(f"handoffs/{one}/claim")
    wanted = place.people[to].id if to in place.people else to
    code, body = await hand.post(f"handoffs/{one}/hand-over", to=wanted, why=why)
    assert code == status
    assert words in body["error"]
    code, body = await hand.post("hand-over", to=wanted, why=why, **{"from": place.people["wang"].id})
    assert code == status
    assert (await place.handoff_of(talk)).claimed_name == "王建国"
    assert "接着为您办" not in "".join(await heard(talk))


async def test_who_waits_is_taken_over_not_handed_over(place: Office, come: Come) -> None:
    talk = await place.citizen("c")
    guan, one = await come("guan"), (await place.handoff_of(talk)).id
    status, body = await guan.post(f"handoffs/{one}/hand-over", to=place.people["li"].id, why=WHY)
    assert (status, body["error"]) == (422, "这一件没有人在办，不用交接。")
