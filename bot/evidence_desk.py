"""What a mediator does with a citizen's evidence: turn, order, name, note what it proves, ask for more."""

from __future__ import annotations

from dataclasses import dataclass

from bot import evidence
from bot.errors import NotFound, Refused
from bot.handoff import Desk
from bot.model import Account, Handoff, Line
from bot.transcript import load
from flows import checklist

NOTE_CHARS = 200
#: What a mediator may change; deleting stays with the citizen.
OPS = frozenset({"rotate", "up", "down", "item", "split", "join"})


@dataclass(frozen=True, slots=True)
class EvidenceDesk:
    """Beside `Desk`; the door checks that the account holds the conversation."""

    desk: Desk

    async def edit(self, handoff: Handoff, account: Account, evidence_id: str, op: str, to: str) -> None:
        """One change to a file of this citizen. Raises NotFound, Refused."""
        if op not in OPS | {"note"}:
            raise Refused("这一步做不了。")
        _, session = await load(self.desk.sessions, handoff.sid)
        target = evidence.Target(evidence_id)
        async with self.desk.records.begin() as tx:
            if op == "note":
                await evidence.note(tx, handoff.sid, target, to.strip()[:NOTE_CHARS])
            else:
                flow, _ = await evidence.subject(tx, handoff.sid, session, self.desk.knowledge())
                await evidence.apply(tx, handoff.sid, evidence.Edit(op, target, to), flow)
            now = self.desk.clock.now()
            await tx.audit.add(account.id, f"evidence_{op}", handoff.id, {"id": evidence_id}, now)

    async def wanted(self, handoff: Handoff, item: str) -> str:
        """The kind sentence to the citizen for an entry of the list; nothing is sent.

        Raises NotFound for another word.
        """
        _, session = await load(self.desk.sessions, handoff.sid)
        k = self.desk.knowledge()
        async with self.desk.records.begin() as tx:
            flow, _ = await evidence.subject(tx, handoff.sid, session, k)
        if flow is None or item not in flow.evidence:
            raise NotFound("清单上没有这一样。")
        one = checklist.item(item)
        return k.words["desk_wants"].format(item=item, proves=one.proves, get=one.get).strip()

    async def ask_for(self, handoff: Handoff, account: Account, item: str, key: str) -> Line:
        """Send `wanted` to the citizen. Raises NotFound for another word."""
        said = await self.desk.write(handoff.id, account, await self.wanted(handoff, item), key)
        now = self.desk.clock.now()
        async with self.desk.records.begin() as tx:
            await tx.audit.add(account.id, "evidence_wanted", handoff.id, {"item": item}, now)
        return said
