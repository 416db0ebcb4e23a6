"""A citizen's evidence outside the turns of the talk: the page shows it and puts it in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot import evidence
from bot.dialogue import checklist
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.errors import NotFound
from bot.model import Evidence, Line
from bot.ports import Blobs, Clock, Records, Sessions
from bot.transcript import amend, load
from flows.engine import Json


@dataclass(frozen=True, slots=True)
class EvidenceBox:
    """Implements ports.EvidenceBox; every call names the conversation, and sees nothing of any other."""

    sessions: Sessions
    records: Records
    blobs: Blobs
    knowledge: Callable[[], Knowledge]
    clock: Clock

    async def look(self, sid: str) -> dict[str, Json]:
        """{evidence_list, checklist, entries, title, files}: pieces with their pages in order."""
        _, session = await load(self.sessions, sid)
        async with self.records.begin() as tx:
            return await evidence.look(tx, sid, session, self.knowledge())

    async def page(self, sid: str, evidence_id: str) -> Evidence:
        """One file of this conversation; raises NotFound for any other."""
        async with self.records.begin() as tx:
            found = await tx.evidence.get(evidence_id)
        if found.sid != sid:
            raise NotFound(evidence.GONE)
        return found

    async def edit(self, sid: str, evidence_id: str, op: str, to: str) -> dict[str, Json]:
        """Do one change, and look again. Raises NotFound for what is not here, Refused with a sentence."""
        _, session = await load(self.sessions, sid)
        k = self.knowledge()
        async with self.records.begin() as tx:
            flow, _ = await evidence.subject(tx, sid, session, k)
            change = evidence.Edit(op, evidence.Target(evidence_id), to)
            rows = await evidence.apply(tx, sid, change, flow)
            found = await evidence.look(tx, sid, session, k)
            await tx.audit.add("citizen", f"evidence_{op}", evidence_id, {}, self.clock.now())
            files = checklist.counts(await tx.evidence.of(sid))
        if op in {"drop", "drop_all"}:
            for row in rows:
                await self.blobs.remove(row.media.blob)

        def remember(session: Session) -> tuple[Session, Sequence[Line]]:
            """The talk's own count, and that a named piece takes no further page by itself."""
            gathering = session.gathering
            if op == "item" and gathering:
                gathering = {**gathering, "open": False, "named": True}
            return replace(session, files=files, gathering=gathering), ()

        await amend(self.sessions, sid, remember)
        return found
