"""What the effects of one turn work with, and the request for a person that several of them make."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.law import lanes
from bot.model import CaseFile, Channel, Handoff, HandoffState
from bot.ports import Records, Tx
from bot.text.mask import mask_name, mask_text
from flows import engine
from flows.engine import Answer, Json

LAST_LINE_CHARS = 60
#: What a widget sends when a button is tapped; no words of the citizen.
_PAYLOAD = re.compile(r"[a-z]+:\S+")


@dataclass(frozen=True, slots=True)
class Job:
    """One turn's effects with what they need to know."""

    tx: Tx
    sid: str
    session: Session
    knowledge: Knowledge
    at: datetime
    text: str  #: the citizen's words of this turn


Result = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Sign:
    """What made a request urgent: the masked words, and the flag (danger_kinds.yml)."""

    words: str
    flag: str


async def request(
    job: Job,
    *,
    case: CaseFile | None,
    reason: str,
    urgent: bool,
    more: Sequence[str] = (),
    told: str = "",
    sign: Sign | None = None,
) -> Result:
    """Put the citizen in the queue, once; a second request adds urgency and lanes.

    `more`: lanes by name; `told`: what it is about where nothing is being registered; `sign`: what made it
    urgent.
    """
    before = await job.tx.handoffs.open_of(job.sid)
    session = job.session
    own = case.lanes if case else _lanes(job)
    ids = lanes.ordered((*own, *more))
    handoff = await job.tx.handoffs.open(
        Handoff(
            id=uuid.uuid4().hex,
            sid=job.sid,
            case_id=case.id if case else "",
            reason=reason,
            urgent=urgent,
            state=HandoffState.WAITING,
            title=case.title if case else (title(job) if session.form else told or title(job)),
            name=_shown(session) or (named(case.answers) if case else ""),
            channel=Channel(session.channel or Channel.WEB),
            last_line="" if _PAYLOAD.fullmatch(job.text) else mask_text(job.text)[:LAST_LINE_CHARS],
            requested_at=job.at,
            alarm=sign.words if sign else "",
            danger=sign.flag if sign else "",
            lanes=ids,
            due_at=lanes.first_contact(ids, job.at, job.knowledge.hours),
        )
    )
    trail: Result = {"reason": reason, "urgent": urgent, "lanes": list(handoff.lanes)}
    await job.tx.audit.add("citizen", "handoff", handoff.id, trail, job.at)
    return await _place(job, handoff, again=before is not None)


def named(answers: Mapping[str, Answer]) -> str:
    """Who registers, as lists may show it; empty where no name was told yet."""
    name = answers.get("applicant_name")
    return mask_name(name.shown) if name and name.known else ""


def _shown(session: Session) -> str:
    return named(session.form.answers) if session.form else ""


async def show_name(records: Records, sid: str, session: Session) -> None:
    """Who waits, or is talked with, is listed by the name told after the call. Raises RecordsDown."""
    if name := _shown(session):
        async with records.begin() as tx:
            await tx.handoffs.touch(sid, name=name)


async def _place(job: Job, handoff: Handoff, *, again: bool) -> Result:
    """What the citizen is told about the place in the queue."""
    return {
        "handoff": {
            "id": handoff.id,
            "ahead": await job.tx.handoffs.ahead(handoff.id, job.knowledge.today),
            "again": again,
            "on_duty": len(await job.tx.accounts.on_duty()),
            "lanes": list(handoff.lanes),
            "due_at": handoff.due_at.isoformat() if handoff.due_at else "",
        }
    }


def _lanes(job: Job) -> tuple[str, ...]:
    """Lanes of what is being registered."""
    form = job.session.form
    if form is None:
        return ()
    flow = job.knowledge.flow(form.flow, form.rev)
    return lanes.lanes_of(flow.id, engine.valid_answers(flow, form))


def title(job: Job) -> str:
    """What the open intake is about, in words."""
    form = job.session.form
    if form is None:
        return "尚未说明"
    return job.knowledge.flow(form.flow, form.rev).title
