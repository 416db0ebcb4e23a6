"""An unfinished intake in the shape of a case, so that papers can be made from it at any moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import together
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.errors import NotFound, StaleState
from bot.model import CaseFile, CaseStatus, Consent
from flows import engine
from flows.engine import Answer, Form
from flows.schema import Flow

_DRAFT: Final = "draft"


def ref(sid: str, flow: str) -> str:
    """How a link names the unfinished intake of a flow; a case is named by its id."""
    return f"{_DRAFT}:{sid}:{flow}"


def parts(named: str) -> tuple[str, str] | None:
    """(sid, flow) of a draft's reference; None for a case id."""
    kind, _, rest = named.partition(":")
    sid, _, flow = rest.partition(":")
    return (sid, flow) if kind == _DRAFT and sid and flow else None


def refused(consents: Sequence[Consent]) -> bool:
    """Whether the use of personal data was refused the last time it was asked."""
    said = [one for one in consents if one.scope == "personal_data"]
    return bool(said) and not said[-1].answer


def case_of(
    k: Knowledge, sid: str, session: Session, flow_id: str, *, consents: Sequence[Consent], at: datetime
) -> CaseFile:
    """The open or parked intake of that flow as a case without id and number; raises NotFound."""
    forms = [session.form, *reversed(session.parked)]
    form = next((one for one in forms if one is not None and one.flow == flow_id), None)
    if form is None:
        raise NotFound(f"no draft of {flow_id}")
    flow, form = _pinned(k, form)
    answers = together.of_all(given(flow, form, refused=refused(consents)))
    dispute = answers.get("dispute")
    return CaseFile(
        id="",
        number="",
        sid=sid,
        flow=flow.id,
        flow_rev=flow.rev,
        title=dispute.shown if dispute and dispute.known else flow.cause,
        regime=flow.regime or k.regime,
        status=CaseStatus.TO_FILE,
        urgent=False,
        answers=answers,
        findings=(),
        submitted_at=at,
    )


def _pinned(k: Knowledge, form: Form) -> tuple[Flow, Form]:
    """The flow in the form's revision; one that is gone for good is replaced as in a talk."""
    try:
        return k.flow(form.flow, form.rev), form
    except StaleState:
        flow = k.flows.get(form.flow) or k.flows["general"]
        return flow, engine.carried_over(flow, form)


def given(flow: Flow, form: Form, *, refused: bool) -> Mapping[str, Answer]:
    """What the person gave: the answers that count, and names told before anybody asked about consent.

    `refused`: the use of personal data was refused, so those names stay out as well (个保法13, 15).
    """
    if refused:
        return engine.valid_answers(flow, form)
    asked = [step.id for step in flow.steps if step.scope == "personal_data" and step.id not in form.answers]
    hoped = replace(form, answers={**form.answers, **dict.fromkeys(asked, Answer("yes", ""))})
    counted = engine.valid_answers(flow, hoped)
    return {key: answer for key, answer in counted.items() if key not in asked}
