"""What taking over and closing do to a submitted case, and to those filed together with it."""

from __future__ import annotations

from bot.model import CaseFile, CaseStatus, Outcome
from bot.ports import Tx

#: What closing does to a submitted case.
CASE_STATUS = {
    Outcome.AGREED: CaseStatus.AGREED,
    Outcome.TO_FILE: CaseStatus.TO_FILE,
    Outcome.REFERRED: CaseStatus.REFERRED,
    Outcome.WITHDRAWN: CaseStatus.WITHDRAWN,
    Outcome.UNREACHABLE: CaseStatus.FAILED,
    Outcome.REFUSED: CaseStatus.FAILED,
    Outcome.OTHER: CaseStatus.CLOSED,
}


async def _together(tx: Tx, case_id: str) -> list[CaseFile]:
    """The case, and those filed together with it: whoever takes over one takes over all."""
    case = await tx.cases.get(case_id)
    return await tx.cases.members(case.group) or [case]


async def advance(tx: Tx, case_id: str) -> None:
    """Mediation begins, for everybody of the case."""
    for case in await _together(tx, case_id):
        if case.status is CaseStatus.SUBMITTED:
            await tx.cases.move(case.id, CaseStatus.IN_MEDIATION, expect=case.rev)


async def settle(tx: Tx, case_id: str, outcome: Outcome, note: str) -> None:
    """An outcome, for everybody of the case whose case is still open."""
    status = CASE_STATUS.get(outcome)
    for case in await _together(tx, case_id):
        if status and case.status in {CaseStatus.SUBMITTED, CaseStatus.IN_MEDIATION}:
            await tx.cases.move(case.id, status, expect=case.rev, outcome=outcome.value, note=note)
