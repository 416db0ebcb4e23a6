"""Green lanes as the desk and the admin page show them: chips, first calls, counts, notes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.checklists import Entry
from bot.dialogue.knowledge import Knowledge
from bot.law import lanes, mining
from bot.model import Handoff, HandoffState

View = dict[str, Any]

NEAR_CALL: Final = timedelta(hours=2)  #: a first call due so soon is shown in amber
#: What the queue can be filtered by beside the lanes.
DANGER: Final = "danger"
PLAIN: Final = "plain"


def _lanes(handoff: Handoff) -> list[lanes.Lane]:
    known = lanes.lanes()
    return [known[one] for one in handoff.lanes if one in known]


def chips(handoff: Handoff) -> list[View]:
    """The lanes of a row of the queue."""
    return [{"id": one.id, "title": one.title, "chip": one.chip} for one in _lanes(handoff)]


def contact(handoff: Handoff, now: datetime) -> View | None:
    """The first call of a lane: 今天17:30前联系, 联系已超时2小时; None once somebody has taken over."""
    if handoff.due_at is None or handoff.state is not HandoffState.WAITING:
        return None
    left = handoff.due_at - now
    level = "over" if left <= timedelta(0) else ("near" if left <= NEAR_CALL else "far")
    return {
        "due_at": handoff.due_at.isoformat(),
        "words": lanes.contact_words(handoff.due_at, now),
        "level": level,
    }


def counts(queue: Sequence[Handoff], now: datetime) -> list[View]:
    """Every lane with how many of the list are in it, and whose first call is overdue; danger first."""
    danger = [one for one in queue if one.urgent]
    found: list[View] = [{"id": DANGER, "title": "紧急", "chip": "紧急", "count": len(danger), "overdue": 0}]
    for lane in lanes.lanes().values():
        inside = [one for one in queue if lane.id in one.lanes]
        late = sum(overdue(one, now) for one in inside)
        found.append(
            {"id": lane.id, "title": lane.title, "chip": lane.chip, "count": len(inside), "overdue": late}
        )
    return found


def plain(queue: Sequence[Handoff]) -> View:
    """Who is in no danger, as a lane of the queue: ten of them are found among two hundred who are."""
    count = sum(not one.urgent for one in queue)
    return {"id": PLAIN, "title": "普通", "chip": "普通", "count": count, "overdue": 0}


def overdue(handoff: Handoff, now: datetime) -> bool:
    """Whether somebody still waits for a first call that was due."""
    return handoff.state is HandoffState.WAITING and handoff.due_at is not None and handoff.due_at <= now


def in_lane(handoff: Handoff, lane: str) -> bool:
    """Whether a row belongs to the lane that is filtered by; an empty one keeps all."""
    if lane in {DANGER, PLAIN}:
        return handoff.urgent is (lane == DANGER)
    return not lane or lane in handoff.lanes


def notes(handoff: Handoff, k: Knowledge, topic: str) -> list[View]:
    """Each lane of a case with what to think of, who helps, and where it comes from.

    `topic`: what a case of the mining area is about.
    """
    return [
        {
            "id": one.id,
            "title": f"{one.title}：{topic}" if topic and one.id == mining.LANE else one.title,
            "advice": [
                {"text": line.text, "citations": [k.source(c).short for c in line.citations]}
                for line in one.desk
            ],
            "partners": [f"{partner.name} {partner.phone}".strip() for partner in one.partners],
            "source": one.source + ("，请以本院公布为准" if one.mark == "U" else ""),
        }
        for one in _lanes(handoff)
    ]


def checklist(entries: Sequence[Entry]) -> View:
    """The court's method on a case: what to tick, who ticked it and when."""
    method = mining.method()
    return {
        "title": method.title,
        "filled": method.filled,
        "items": [
            {
                "id": one.item.id,
                "part": one.item.part,
                "title": one.item.title,
                "text": one.item.text,
                "done": one.tick is not None and one.tick.done,
                "by": one.by,
                "at": one.tick.at.isoformat() if one.tick else "",
            }
            for one in entries
        ],
    }
