"""What a turn does to the records: consents, the case itself, evidence, requests for a person.

All effects of a turn are one SQL transaction, marked done by (sid, turn): a turn that is played again
finds them done and gets the same results.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot import evidence, hiding, together, wishes
from bot.dialogue.session import Effect
from bot.errors import NotFound, Refused
from bot.job import Job, Result, Sign, request
from bot.law import lanes
from bot.model import CaseFile, CaseStatus, Consent, Media, Uploader
from bot.ports import Asked, Records, Tx
from bot.text.mask import mask_name, mask_text
from flows import engine
from flows.engine import Answer, Form, Json
from flows.papers import applying, defends

#: Cases in these states can still be withdrawn by the applicant.
OPEN = frozenset({CaseStatus.SUBMITTED, CaseStatus.IN_MEDIATION, CaseStatus.TO_FILE})
#: What is kept of a question asked in vain.
QUESTION_CHARS = 300


async def apply(
    records: Records, job_of: Callable[[Tx], Job], turn: str, effects: Sequence[Effect]
) -> Result:
    """Do all effects in one transaction, once. Raises RecordsDown when SQL does not take them now."""
    async with records.begin() as tx:
        job = job_of(tx)
        done = await tx.effects.done(job.sid, turn)
        if done is not None:
            return done
        results: Result = {}
        for effect in effects:
            results |= await EFFECTS[effect.kind](job, effect.data)
        await tx.effects.mark(job.sid, turn, results)
        return results


async def _consent(job: Job, data: Mapping[str, Json]) -> Result:
    shown = str(data["shown"])
    consent = Consent(
        scope=str(data["scope"]),
        answer=data["answer"] is True,
        raw=str(data["raw"])[:200],
        text_version=str(data["version"]),
        text_sha256=hashlib.sha256(shown.encode()).hexdigest(),
        answered_at=job.at,
    )
    await job.tx.consents.add(job.sid, consent)
    return {}


async def _submit(job: Job, data: Mapping[str, Json]) -> Result:
    """Open the case, or one per row of a pasted table of workers, and put it before the mediators."""
    form_json = data["form"]
    assert isinstance(form_json, dict)  # noqa: S101 - written by steering.submit
    form = Form.from_json(form_json)
    flow = job.knowledge.flow(form.flow, form.rev)
    answers = engine.valid_answers(flow, form)
    group = uuid.uuid4().hex
    people = together.of_each(answers)
    many = len(people) > 1
    cases = [await _open(job, form, person, group if many else "") for person in people]
    first = cases[0]
    asked: Result = {}
    if first.status is CaseStatus.SUBMITTED:
        asked = await request(job, case=first, reason="案件已提交", urgent=False)
    await job.tx.audit.add("citizen", "submit", first.id, {"cases": len(cases), "flow": flow.id}, job.at)
    return {
        "submitted": {
            "cases": [case.id for case in cases],
            "first": first.number,
            "last": cases[-1].number,
            "people": [_masked(c) for c in cases if many],
            "status": first.status.value,
            "at": job.at.isoformat(),
            "title": first.title,
            "papers": list(applying(flow, first.answers, first.status.value)),
            "total_fen": together.total_fen(answers),
            "hidden": await hiding.hidden(job.tx, job.sid),
            **_called(asked),
        }
    }


def _masked(case: CaseFile) -> str:
    """Whose case it is, as a screen may show it; a row of the table may lack the name."""
    name = case.answers.get("applicant_name")
    return mask_name(name.shown) if name else "没写姓名"


def _called(asked: Result) -> Result:
    """In which lanes the case waits for its first call, and until when."""
    handoff = asked.get("handoff")
    return {key: handoff[key] for key in ("lanes", "due_at")} if isinstance(handoff, dict) else {}


async def _open(job: Job, form: Form, answers: Mapping[str, Answer], group: str) -> CaseFile:
    flow = job.knowledge.flow(form.flow, form.rev)
    mediates = answers["mediation"].value == "yes" if "mediation" in answers else True
    dispute = answers.get("dispute")
    case = CaseFile(
        id=uuid.uuid4().hex,
        number=await job.tx.cases.number(job.knowledge.today.year),
        sid=job.sid,
        flow=flow.id,
        flow_rev=flow.rev,
        title=dispute.shown if dispute and dispute.known else flow.cause,
        regime=flow.regime or job.knowledge.regime,
        status=CaseStatus.SUBMITTED if mediates else CaseStatus.TO_FILE,
        urgent=False,
        answers=answers,
        findings=tuple(job.knowledge.findings(flow, answers)),
        submitted_at=job.at,
        group=group,
        lanes=lanes.lanes_of(flow.id, answers),
    )
    await job.tx.cases.add(case)
    return case


async def _handoff(job: Job, data: Mapping[str, Json]) -> Result:
    named = data.get("lanes")
    more = [str(one) for one in named] if isinstance(named, list) else []
    told, urgent = str(data.get("title") or ""), data["urgent"] is True
    return await request(
        job,
        case=None,
        reason=str(data["reason"]),
        urgent=urgent,
        more=more,
        told=told,
        sign=Sign(str(data.get("quote") or ""), str(data.get("flag") or "")) if urgent else None,
    )


async def _callback(job: Job, data: Mapping[str, Json]) -> Result:
    before = await job.tx.handoffs.open_of(job.sid)
    reason = str(data.get("reason") or "请求回电")
    result = await request(job, case=None, reason=reason, urgent=False)
    handoff = result["handoff"]
    assert isinstance(handoff, dict)  # noqa: S101 - made two lines above
    told, wish = before.callback if before else "", str(data["wish"])
    await job.tx.handoffs.wish(
        str(handoff["id"]), told if wish in told else "；".join(filter(None, (told, wish)))
    )
    return result


async def _leave(job: Job, _: Mapping[str, Json]) -> Result:
    """Whoever waits for nothing but a person leaves the queue; danger and a case handed in stay there."""
    found = await job.tx.handoffs.open_of(job.sid)
    if found is None:
        return {"left": True}
    left = not (found.urgent or found.case_id) and await job.tx.handoffs.leave(found.id, job.at)
    if left:
        await job.tx.audit.add("citizen", "handoff_left", found.id, {}, job.at)
    return {"left": left}


async def _unmatched(job: Job, data: Mapping[str, Json]) -> Result:
    text = str(data["text"])
    # effects that waited for the database do not know their line any more
    line = job.session.n + 1 if text.strip() == job.text.strip() else 0
    await job.tx.unmatched.add(mask_text(text)[:QUESTION_CHARS], job.at, Asked(job.sid, line, job.at))
    return {}


async def _feedback(job: Job, data: Mapping[str, Json]) -> Result:
    """有用 or 没用 under an FAQ answer; the trail names the entry, not the person.

    What was of no use counts as a question asked in vain, once it is found (`followup`).
    """
    verdict = "faq_useful" if data["useful"] is True else "faq_useless"
    if data["useful"] is not True:
        await job.tx.askers.rate(Asked(job.sid, job.session.n + 1, job.at), str(data["entry"]))
    await job.tx.audit.add("citizen", verdict, str(data["entry"]), {}, job.at)
    return {}


async def _evidence(job: Job, data: Mapping[str, Json]) -> Result:
    media = Media(
        blob=str(data["blob"]),
        name=str(data["name"]),
        content_type=str(data["content_type"]),
        size=_int(data["size"]),
        sha256=str(data["sha256"]),
        pages=_int(data.get("pages")),
        seconds=_int(data.get("seconds")),
        marks=str(data.get("marks", "")),
    )
    kept = await evidence.keep(
        job.tx,
        job.sid,
        media,
        more=data.get("more") is True,
        by=Uploader(str(data.get("by", Uploader.CITIZEN))),
        item=str(data["item"]),
        at=job.at,
    )
    row = kept.row
    found = await evidence.look(job.tx, job.sid, job.session, job.knowledge)
    known = evidence.row_json(row) if row else {}
    del found["evidence_list"]  # not needed for the answer, and kept with every turn
    found["evidence"] = {**known, "again": kept.again, "refused": kept.refused}
    if (kept.again or not row) and (row is None or row.media.blob != media.blob):
        found["blobs"] = [media.blob]
    return found


def _int(value: Json) -> int:
    return value if isinstance(value, int) else 0


async def _evidence_list(job: Job, _: Mapping[str, Json]) -> Result:
    return await evidence.look(job.tx, job.sid, job.session, job.knowledge)


async def _evidence_drop(job: Job, data: Mapping[str, Json]) -> Result:
    return await _evidence_edit(job, {"op": "drop", "id": data["id"]})


async def _evidence_edit(job: Job, data: Mapping[str, Json]) -> Result:
    """One change by a button or in words; what cannot be done says why and changes nothing."""
    target = evidence.Target(str(data.get("id", "")), _int(data.get("piece")), _int(data.get("page")))
    edit = evidence.Edit(str(data["op"]), target, str(data.get("to", "")))
    flow, _ = await evidence.subject(job.tx, job.sid, job.session, job.knowledge)
    done: dict[str, Json] = {"op": edit.op}
    blobs: list[Json] = []
    try:
        rows = await evidence.apply(job.tx, job.sid, edit, flow)
    except NotFound:
        done["refused"] = evidence.GONE
    except Refused as exc:
        done["refused"] = exc.sentence
    else:
        done |= {"name": rows[0].media.name, "item": rows[0].item, "pages": len(rows)}
        if edit.op in {"drop", "drop_all"}:
            blobs = [key for row in rows for key in (row.media.blob, row.thumb) if key]
    found = await evidence.look(job.tx, job.sid, job.session, job.knowledge)
    return {**found, "edited": done, "blobs": blobs}


async def _status(job: Job, _: Mapping[str, Json]) -> Result:
    rows = [
        {
            "id": c.id,
            "number": c.number,
            "title": c.title,
            "status": c.status.value,
            "at": c.submitted_at.isoformat(),
            "papers": c.status is not CaseStatus.WITHDRAWN,
            "defends": (flow := job.knowledge.flows.get(c.flow)) is not None and defends(flow, c.answers),
        }
        for c in await job.tx.cases.of(job.sid)
    ]
    return {
        "cases": [dict(row) for row in rows],
        "open": [r["number"] for r in rows if CaseStatus(str(r["status"])) in OPEN],
    }


async def _withdraw(job: Job, data: Mapping[str, Json]) -> Result:
    for case in await job.tx.cases.of(job.sid):
        if case.number == data["case"] and case.status in OPEN:
            await job.tx.cases.move(case.id, CaseStatus.WITHDRAWN, expect=case.rev, outcome="withdrawn")
            await job.tx.audit.add("citizen", "withdraw", case.id, {}, job.at)
            return {"withdrawn": case.number}
    return {"withdrawn": ""}


async def _forget(job: Job, data: Mapping[str, Json]) -> Result:
    """Delete what is not part of a submitted case (个保法47); the files themselves go after the commit."""
    cases = await job.tx.cases.of(job.sid)
    files = [] if cases else await job.tx.evidence.of(job.sid)
    for row in files:
        await job.tx.evidence.remove(job.sid, row.id)
    if not cases:
        await job.tx.messages.forget(job.sid)
    await job.tx.askers.forget(job.sid)
    await job.tx.audit.add("citizen", "forget", job.sid, {"files": len(files), "cases": len(cases)}, job.at)
    blobs: list[Json] = [key for row in files for key in (row.media.blob, row.thumb) if key]
    drafts = data["drafts"]
    return {"forgotten": {"files": len(files), "kept": len(cases), "drafts": drafts}, "blobs": blobs}


EFFECTS: dict[str, Callable[[Job, Mapping[str, Json]], Awaitable[Result]]] = {
    "consent": _consent,
    "submit": _submit,
    "handoff": _handoff,
    "callback": _callback,
    "leave": _leave,
    "unmatched": _unmatched,
    "feedback": _feedback,
    "evidence": _evidence,
    "evidence_list": _evidence_list,
    "evidence_drop": _evidence_drop,
    "evidence_edit": _evidence_edit,
    "status": _status,
    "withdraw": _withdraw,
    "forget": _forget,
    "file": wishes.file,
    "mediate": wishes.mediate,
}
