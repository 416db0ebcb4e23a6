"""不是危险: whoever holds a case lifts an urgency that was a mistake, says why, and may take that back.

The reason stays as an internal note. A new sign of danger makes the case urgent again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.dialogue.session import Session
from bot.errors import Conflict, Refused
from bot.handoff import Desk
from bot.model import Account, Handoff, Line
from bot.transcript import amend

WHY_CHARS: Final = 200
NOTE: Final = "不是危险：{why}"
TAKEN_BACK: Final = "改回紧急"
CHANGED: Final = "刚才又有新消息，请先看一眼再改。"


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """The use cases; that the account holds the case is checked before."""

    desk: Desk

    async def calm(self, handoff: Handoff, account: Account, why: str) -> Handoff:
        """Lower it to its normal place; raises Refused without a reason or where nothing is urgent."""
        why = why.strip()
        if not handoff.urgent:
            raise Refused("这一件现在没有标紧急。")
        if not why:
            raise Refused("请写一句为什么不是危险，例如：打过电话，本人说是开玩笑。")
        if len(why) > WHY_CHARS:
            raise Refused(f"理由最多{WHY_CHARS}个字。")
        after = await self._mark(handoff, account, urgent=False, calmed=why)
        await amend(self.desk.sessions, handoff.sid, _unwatched)
        await self.desk.sessions.wake("desk", handoff.id)
        return after

    async def undo(self, handoff: Handoff, account: Account) -> Handoff:
        """Make it urgent again; raises Refused where it was not lowered."""
        if handoff.urgent or not handoff.calmed:
            raise Refused("这一件没有标过“不是危险”。")
        after = await self._mark(handoff, account, urgent=True, calmed="")
        await self.desk.sessions.wake("desk", handoff.id)
        return after

    async def _mark(self, handoff: Handoff, account: Account, *, urgent: bool, calmed: str) -> Handoff:
        now = self.desk.clock.now()
        action, note = ("danger_again", TAKEN_BACK) if urgent else ("not_danger", NOTE.format(why=calmed))
        try:
            async with self.desk.records.begin() as tx:
                after = await tx.handoffs.mark(handoff, urgent=urgent, calmed=calmed)
                await tx.messages.note(handoff.sid, account, note, now)
                await tx.audit.add(account.id, action, handoff.id, {"urgent": urgent}, now)
        except Conflict as exc:
            raise Refused(CHANGED) from exc
        return after


def _unwatched(session: Session) -> tuple[Session, Sequence[Line]]:
    """The bot is no longer careful either, or the next words would make the case urgent again."""
    return replace(session, danger_at="", danger_kind=""), ()
