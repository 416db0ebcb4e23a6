"""The citizen's own wish about mediation: no more of it and straight to filing, or back to it after all.

Nobody has to agree (民诉法125, 人民调解法23): a draft or a waiting case turns at once; a mediator who holds
the chat is told and ends it with one click.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from bot import drafts
from bot.dialogue import filing
from bot.job import Job, Result, request
from bot.model import CaseFile, CaseStatus, Consent, HandoffState
from flows.engine import Json

#: From these the applicant may go on to filing; the papers stay to be had afterwards.
FILES = frozenset({CaseStatus.SUBMITTED, CaseStatus.IN_MEDIATION})
FILED = frozenset({CaseStatus.TO_FILE, CaseStatus.FAILED})
#: What lists and the brief say of somebody who wants no mediation any more.
WANTS_TO_FILE = "要直接立案，不调解"
BACK = "还是愿意调解"
#: How many other offices are named.
ADVICE = 2


async def file(job: Job, data: Mapping[str, Json]) -> Result:
    """不调了，直接立案: the draft as it stands, or the submitted case, which is to be filed from now on.

    A mediator who holds the chat decides about the case with one click; whoever has it is told.
    """
    draft, number = str(data["draft"]), str(data["number"])
    cases = [c for c in await job.tx.cases.of(job.sid) if c.status in FILES | FILED]
    if not draft and not cases and job.session.parked:
        draft = job.session.parked[-1].flow
    await job.tx.audit.add("citizen", "file_now", job.sid, {"draft": bool(draft)}, job.at)
    handoff = await job.tx.handoffs.open_of(job.sid)
    if handoff is not None:
        await job.tx.handoffs.touch(job.sid, last_line=WANTS_TO_FILE)
    if draft and not number:
        consents = await job.tx.consents.of(job.sid)
        case = drafts.case_of(job.knowledge, job.sid, job.session, draft, consents=consents, at=job.at)
        return _filing(job, case, drafts.ref(job.sid, draft), told=handoff is not None)
    open_ = [c for c in cases if c.status in FILES] or cases[:1]
    wanted = [c for c in open_ if number in {"", c.number}]
    if not number and len({c.group or c.id for c in wanted}) > 1:
        return {"filing": {"refs": [], "which": [c.number for c in wanted]}}
    if not wanted:
        return {"filing": {"refs": [], "which": []}}
    return await _file_case(job, wanted)


async def _file_case(job: Job, cases: Sequence[CaseFile]) -> Result:
    """One case, or the cases of people who filed together; the first stands for all."""
    result: Result = {}
    first = min(cases, key=lambda one: one.number)
    if first.status in FILES:
        await job.tx.consents.add(job.sid, _changed_mind(job, first, willing=False))
        if job.session.mode != "human":
            for case in cases:
                await job.tx.cases.move(case.id, CaseStatus.TO_FILE, expect=case.rev)
        result = await request(job, case=first, reason=WANTS_TO_FILE, urgent=False)
        await job.tx.handoffs.touch(job.sid, last_line=WANTS_TO_FILE)
    return result | _filing(job, first, first.id, told=bool(result))


def _filing(job: Job, case: CaseFile, ref: str, *, told: bool) -> Result:
    flow = job.knowledge.flow(case.flow, case.flow_rev)
    return {
        "filing": {
            "refs": [ref],
            "which": [],
            "number": case.number,
            "flow": case.flow,
            "rev": case.flow_rev,
            "mediator": told,
            "missing": [*filing.missing(flow, case.answers)],
            "advice": [*_advice(job, case)],
        }
    }


def _advice(job: Job, case: CaseFile) -> list[str]:
    """Another court, or another office that has to be gone to first."""
    k = job.knowledge
    found = k.findings(k.flow(case.flow, case.flow_rev), case.answers)
    told = [f for f in found if f.for_citizen and f.level != "info" and (f.door or f.rule == "jurisdiction")]
    return [f"{f.for_citizen}依据：{k.sources(f.citations)}。" for f in told[:ADVICE]]


def _changed_mind(job: Job, case: CaseFile, *, willing: bool) -> Consent:
    """The choice about mediation, made anew after handing in; the question it answers is that of the flow."""
    flow = job.knowledge.flow(case.flow, case.flow_rev)
    step = next((one for one in flow.steps if one.scope == "mediation"), None)
    shown = step.ask if step else ""
    digest = hashlib.sha256(shown.encode()).hexdigest()
    return Consent("mediation", willing, job.text[:200], step.version if step else "", digest, job.at)


async def mediate(job: Job, _: Mapping[str, Json]) -> Result:
    """还是调解吧: what the applicant alone sent to filing goes back to the mediators."""
    found = [c for c in await job.tx.cases.of(job.sid) if c.status is CaseStatus.TO_FILE and not c.outcome]
    if not found:
        return await _take_back(job)
    newest = [c for c in found if c.id == found[0].id or (c.group and c.group == found[0].group)]
    handoff = await job.tx.handoffs.open_of(job.sid)
    taken = handoff is not None and handoff.state is HandoffState.CLAIMED
    for case in newest:
        status = CaseStatus.IN_MEDIATION if taken else CaseStatus.SUBMITTED
        await job.tx.cases.move(case.id, status, expect=case.rev)
    await job.tx.consents.add(job.sid, _changed_mind(job, newest[0], willing=True))
    await job.tx.audit.add("citizen", "mediate", newest[0].id, {"cases": len(newest)}, job.at)
    result = await request(job, case=newest[0], reason="改为愿意调解", urgent=False)
    await job.tx.handoffs.touch(job.sid, last_line=BACK)
    return result | {"mediating": newest[0].number}


async def _take_back(job: Job) -> Result:
    """A wish to file that the mediator has not carried out yet."""
    said = [one for one in await job.tx.consents.of(job.sid) if one.scope == "mediation"]
    open_ = [c for c in await job.tx.cases.of(job.sid) if c.status in FILES]
    if not open_ or not said or said[-1].answer:
        return {"mediating": ""}
    await job.tx.consents.add(job.sid, _changed_mind(job, open_[0], willing=True))
    await job.tx.handoffs.touch(job.sid, last_line=BACK)
    return {"mediating": open_[0].number}
