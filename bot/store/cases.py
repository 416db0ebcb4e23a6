"""Submitted cases (案件) with their parties and answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Conflict, NotFound
from bot.law.rules import Finding
from bot.model import CaseFile, CaseStatus
from bot.ports import GroupTally, Slip
from bot.store.cells import Cells
from bot.store.rows import Rows
from bot.store.tables import answer, case_file, case_year, handoff, party
from flows.engine import Answer, Json

#: Endings of field names that a clerk searches by; `applicant_name` is the `name` of the `applicant`.
LOOKED_UP: Final = ("name", "id", "uscc", "phone")


class SqlCases(Rows):
    """`ports.CaseRows`."""

    def __init__(self, conn: AsyncConnection, cells: Cells, court_code: str) -> None:
        super().__init__(conn, cells)
        self._court_code = court_code

    async def number(self, year: int) -> str:
        """（2026）内0622诉前调1号; the counter row stays locked until the transaction ends."""
        statement = (
            self._insert(case_year)
            .values(year=year, last=1)
            .on_conflict_do_update(index_elements=["year"], set_={"last": case_year.c.last + 1})
            .returning(case_year.c.last)
        )
        last = (await self._conn.execute(statement)).scalar_one()
        return f"（{year}）{self._court_code}诉前调{last}号"

    async def add(self, case: CaseFile) -> None:
        """Store with parties, answers and findings; the same case again is a Conflict."""
        statement = self._insert(case_file).values(**self._row(case)).on_conflict_do_nothing()
        if not await self._changed(statement):
            raise Conflict(f"case {case.id} or its number is stored already")
        await self._add_answers(case)

    async def get(self, case_id: str) -> CaseFile:
        """Raises NotFound."""
        found = await self._load(select(case_file).where(case_file.c.id == case_id))
        if not found:
            raise NotFound(f"no case {case_id}")
        return found[0]

    async def of(self, sid: str) -> list[CaseFile]:
        """All cases of a citizen, newest first."""
        return await self._load(_newest_first().where(case_file.c.sid == sid))

    async def listing(self, *, status: str = "", query: str = "", most: int = 100) -> list[CaseFile]:
        """For the desk, newest first; a name, phone or id has to be given in full."""
        statement = _newest_first().limit(most)
        if status:
            statement = statement.where(case_file.c.status == status)
        if query.strip():
            wanted = query.strip()
            holders = select(party.c.case_id).where(party.c.lookup_key == self._cells.lookup("party", wanted))
            statement = statement.where(
                or_(
                    case_file.c.number.contains(wanted, autoescape=True),
                    case_file.c.title.contains(wanted, autoescape=True),
                    case_file.c.id.in_(holders),
                )
            )
        return await self._load(statement)

    async def numbered(self, serial: int, year: int = 0) -> list[str]:
        """Citizens with a case of this running number, of one year or of any."""
        number = case_file.c.number.like(f"{f'（{year}）' if year else ''}%调{serial}号")
        return list((await self._conn.execute(select(case_file.c.sid).where(number))).scalars())

    async def holders(self, text: str, kinds: Sequence[str]) -> list[str]:
        """Citizens with a case that names exactly this party or telephone, by its keyed hash."""
        named = (party.c.lookup_key == self._cells.lookup("party", text)) & party.c.kind.in_(kinds)
        statement = select(case_file.c.sid).join(party, party.c.case_id == case_file.c.id).where(named)
        return list((await self._conn.execute(statement.distinct())).scalars())

    async def said_by(self, sids: Collection[str], kinds: Sequence[str]) -> list[tuple[str, str, str]]:
        """(citizen, field, text) of what stands in the fields of these kinds in their cases, opened."""
        wanted = or_(*(answer.c.field.endswith(f"_{kind}", autoescape=True) for kind in kinds))
        statement = (
            select(case_file.c.sid, answer.c.case_id, answer.c.field, answer.c.body)
            .join(answer, answer.c.case_id == case_file.c.id)
            .where(case_file.c.sid.in_(sids) & wanted)
        )
        found = []
        for row in (await self._conn.execute(statement)).all() if sids else ():
            value = self._cells.open(row.body, "answer", row.case_id, row.field)["value"]
            found += [(row.sid, row.field, value)] if isinstance(value, str) else []
        return found

    async def members(self, group: str) -> list[CaseFile]:
        """Cases filed together, in the order of their numbers; none for an empty group."""
        if not group:
            return []
        statement = select(case_file).where(case_file.c.case_group == group)
        number = case_file.c.number
        return await self._load(statement.order_by(func.length(number), number))

    async def tallies(self, case_ids: Sequence[str], field: str) -> dict[str, GroupTally]:
        """For each of the cases that was filed with others: how many, and the sum of an amount `field`."""
        own = select(case_file.c.id, case_file.c.case_group).where(
            case_file.c.id.in_(case_ids) & (case_file.c.case_group != "")
        )
        groups = {row.id: row.case_group for row in (await self._conn.execute(own)).all()}
        members = (
            select(case_file.c.case_group, case_file.c.id, answer.c.body)
            .outerjoin(answer, (answer.c.case_id == case_file.c.id) & (answer.c.field == field))
            .where(case_file.c.case_group.in_(set(groups.values())))
        )
        found: dict[str, GroupTally] = {}
        for row in (await self._conn.execute(members)).all() if groups else ():
            body = self._cells.open(row.body, "answer", row.id, field) if row.body else {"value": None}
            before = found.get(row.case_group, GroupTally(0, 0))
            fen = before.total_fen + _fen(body["value"])
            found[row.case_group] = GroupTally(before.count + 1, fen)
        return {case_id: found[group] for case_id, group in groups.items()}

    async def slips(self, case_ids: Sequence[str], fields: Sequence[str]) -> dict[str, Slip]:
        """The cases in short, with the sums that stand in `fields`; unknown ids are left out."""
        if not case_ids:
            return {}
        sums: dict[str, dict[str, int]] = {}
        wanted = select(answer.c.case_id, answer.c.field, answer.c.body).where(
            answer.c.case_id.in_(case_ids) & answer.c.field.in_(fields)
        )
        for row in (await self._conn.execute(wanted)).all():
            body = self._cells.open(row.body, "answer", row.case_id, row.field)
            sums.setdefault(row.case_id, {})[row.field] = _fen(body["value"])
        cases = select(case_file.c.id, case_file.c.number, case_file.c.findings)
        found = (await self._conn.execute(cases.where(case_file.c.id.in_(case_ids)))).all()
        return {
            row.id: Slip(
                row.number,
                sums.get(row.id, {}),
                _first_limit(self._cells.open(row.findings, "case_file", "findings", row.id)),
            )
            for row in found
        }

    async def numbers(self, ids: Sequence[str]) -> dict[str, str]:
        """Number of the case that an id of the audit means: a case's own, a handoff's or a citizen's."""
        found: dict[str, str] = {}
        by_sid = select(case_file.c.sid, case_file.c.number).where(case_file.c.sid.in_(ids))
        for row in (await self._conn.execute(by_sid.order_by(case_file.c.submitted_at))).all():
            found[row.sid] = row.number
        by_handoff = select(handoff.c.id, case_file.c.number).join(
            case_file, case_file.c.id == handoff.c.case_id
        )
        for row in (await self._conn.execute(by_handoff.where(handoff.c.id.in_(ids)))).all():
            found[row.id] = row.number
        own = select(case_file.c.id, case_file.c.number).where(case_file.c.id.in_(ids))
        for row in (await self._conn.execute(own)).all():
            found[row.id] = row.number
        return found

    async def update(self, case: CaseFile, *, expect: int) -> CaseFile:
        """Optimistic: raises Conflict unless the stored rev equals `expect`; returns with rev+1."""
        fresh = replace(case, rev=expect + 1)
        values = self._row(fresh)
        del values["id"], values["number"]
        await self._set(case.id, expect, values)
        await self._conn.execute(delete(answer).where(answer.c.case_id == case.id))
        await self._conn.execute(delete(party).where(party.c.case_id == case.id))
        await self._add_answers(fresh)
        return await self.get(case.id)

    async def move(
        self,
        case_id: str,
        status: CaseStatus,
        *,
        expect: int,
        outcome: str = "",
        note: str = "",
        at: datetime | None = None,
    ) -> CaseFile:
        """Change status by rev; outcome, note and closing time only where given."""
        values: dict[str, Any] = {"status": status.value, "rev": expect + 1}
        if outcome:
            values["outcome"] = outcome
        if note:
            values["outcome_note"] = self._cells.text(note, "case_file", "outcome_note", case_id)
        if at is not None:
            values["closed_at"] = at
        await self._set(case_id, expect, values)
        return await self.get(case_id)

    async def _set(self, case_id: str, expect: int, values: Mapping[str, Any]) -> None:
        where = (case_file.c.id == case_id) & (case_file.c.rev == expect)
        if not await self._changed(update(case_file).where(where).values(**values)):
            await self.get(case_id)
            raise Conflict(f"case {case_id} is no longer at rev {expect}")

    async def _add_answers(self, case: CaseFile) -> None:
        rows = [
            self._answer_row(case.id, place, field, one)
            for place, (field, one) in enumerate(case.answers.items())
        ]
        if rows:
            await self._conn.execute(insert(answer), rows)
        parties = [
            {"case_id": case.id, "role": role, "kind": kind, "lookup_key": self._cells.lookup("party", text)}
            for role, kind, text in _parties(case.answers)
        ]
        if parties:
            await self._conn.execute(self._insert(party).on_conflict_do_nothing(), parties)

    def _answer_row(self, case_id: str, place: int, field: str, one: Answer) -> dict[str, Any]:
        body: Json = {"value": one.value, "shown": one.shown}
        return {
            "case_id": case_id,
            "field": field,
            "place": place,
            "body": self._cells.seal(body, "answer", case_id, field),
            "source": one.source,
            "start": one.start,
            "end": one.end,
            "confirmed_by": one.by,
            "confirmed": one.confirmed,
        }

    def _row(self, case: CaseFile) -> dict[str, Any]:
        findings: Json = [_finding_json(finding) for finding in case.findings]
        return {
            "id": case.id,
            "number": case.number,
            "sid": case.sid,
            "flow": case.flow,
            "flow_rev": case.flow_rev,
            "title": case.title,
            "regime": case.regime,
            "status": case.status.value,
            "urgent": case.urgent,
            "findings": self._cells.seal(findings, "case_file", "findings", case.id),
            "submitted_at": case.submitted_at,
            "rev": case.rev,
            "outcome": case.outcome,
            "outcome_note": self._cells.text(case.outcome_note, "case_file", "outcome_note", case.id),
            "closed_at": case.closed_at,
            "case_group": case.group,
            "lanes": " ".join(case.lanes),
        }

    async def _load(self, statement: Select[Any]) -> list[CaseFile]:
        rows = (await self._conn.execute(statement)).all()
        answers: dict[str, dict[str, Answer]] = {row.id: {} for row in rows}
        if rows:
            wanted = select(answer).where(answer.c.case_id.in_(answers)).order_by(answer.c.place)
            for row in (await self._conn.execute(wanted)).all():
                answers[row.case_id][row.field] = self._answer(row)
        return [self._case(row, answers[row.id]) for row in rows]

    def _answer(self, row: Row[Any]) -> Answer:
        body = self._cells.open(row.body, "answer", row.case_id, row.field)
        return Answer(
            value=body["value"],
            shown=body["shown"],
            source=row.source,
            start=row.start,
            end=row.end,
            by=row.confirmed_by,
            confirmed=row.confirmed,
        )

    def _case(self, row: Row[Any], answers: Mapping[str, Answer]) -> CaseFile:
        findings: Sequence[Any] = self._cells.open(row.findings, "case_file", "findings", row.id)
        return CaseFile(
            id=row.id,
            number=row.number,
            sid=row.sid,
            flow=row.flow,
            flow_rev=row.flow_rev,
            title=row.title,
            regime=row.regime,
            status=CaseStatus(row.status),
            urgent=row.urgent,
            answers=answers,
            findings=tuple(Finding(**{**one, "citations": tuple(one["citations"])}) for one in findings),
            submitted_at=row.submitted_at,
            rev=row.rev,
            outcome=row.outcome,
            outcome_note=self._cells.open(row.outcome_note, "case_file", "outcome_note", row.id),
            closed_at=row.closed_at,
            group=row.case_group,
            lanes=tuple(row.lanes.split()),
        )


def _newest_first() -> Select[Any]:
    return select(case_file).order_by(case_file.c.submitted_at.desc(), case_file.c.id.desc())


def _fen(value: Json) -> int:
    high = value.get("high_fen") if isinstance(value, dict) else None
    return high if isinstance(high, int) else 0


def _parties(answers: Mapping[str, Answer]) -> list[tuple[str, str, str]]:
    """(role, kind, text) of every answer that names a person or organisation."""
    found = []
    for field, one in answers.items():
        role, _, kind = field.rpartition("_")
        if kind in LOOKED_UP and role:
            texts = {one.value, one.shown} if isinstance(one.value, str) else {one.shown}
            found += [(role, kind, text) for text in texts if text]
    return found


def _finding_json(finding: Finding) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "for_citizen": finding.for_citizen,
        "for_desk": finding.for_desk,
        "citations": list(finding.citations),
        "door": finding.door,
        "until": finding.until,
    }


def _first_limit(findings: Sequence[Mapping[str, str]]) -> date | None:
    """The nearest last day among packed findings; those of earlier versions know none."""
    days = [one["until"] for one in findings if one.get("until")]
    return date.fromisoformat(min(days)) if days else None
