"""交给同事: a mediator who is away hands one case, or all they hold, to a colleague who carries on.

The talk stays with a person throughout: the new holder finds every line, value, note and time limit as it
was, and the citizen is told who carries on. The period of mediation runs on from the first receipt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.dialogue.session import Session
from bot.errors import Conflict, Forbidden, NotFound, Refused
from bot.handoff import Desk
from bot.model import Account, Channel, Handoff, HandoffState, Line, Role
from bot.transcript import amend

WHY_CHARS: Final = 200
NOTE: Final = "{old}交给{new}接着办：{why}"
NO_WHY: Final = "请写一句为什么交给同事，例如：休假两周。"
NOBODY: Final = "请选一位在用的调解员。"
SAME: Final = "这一件已经在{name}手上。"
NOT_HELD: Final = "这一件没有人在办，不用交接。"
NOT_YOURS: Final = "只有{name}自己或管理员能交给别人。"
MOVED: Final = "刚才有人改了这一件，请刷新看一眼再交。"
NOTHING: Final = "{name}手上没有在办的。"
TAKES: Final = frozenset({Role.MEDIATOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The use cases."""

    desk: Desk

    async def colleagues(self) -> list[tuple[Account, int]]:
        """Everybody who may carry a case on, with how many they hold; those on duty first."""
        held = await self.desk.queue(states=[HandoffState.CLAIMED])
        async with self.desk.records.begin() as tx:
            people = [one for one in await tx.accounts.all() if one.active and one.role in TAKES]
        counted = [(one, sum(row.claimed_by == one.id for row in held)) for one in people]
        return sorted(counted, key=lambda pair: (not pair[0].on_duty, pair[0].role is Role.ADMIN, pair[1]))

    async def one(self, handoff_id: str, by: Account, to_id: str, why: str) -> Handoff:
        """Hand one over. Raises Refused, Forbidden where `by` neither holds it nor is an admin, NotFound."""
        to, why = await self._who(to_id), _reason(why)
        async with self.desk.records.begin() as tx:
            before = await tx.handoffs.get(handoff_id)
        return await self._pass(before, by, to, why)

    async def everything(self, holder_id: str, by: Account, to_id: str, why: str) -> int:
        """Hand over all that `holder_id` holds; gives how many. Raises as `one`.

        Each is a step of its own: one that somebody ends meanwhile keeps none of the others back.
        """
        to, why = await self._who(to_id), _reason(why)
        async with self.desk.records.begin() as tx:
            holder = await tx.accounts.get(holder_id)
        _may(by, holder.id, holder.name)
        if holder.id == to.id:
            raise Refused(SAME.format(name=to.name))
        held = await self.desk.queue(states=[HandoffState.CLAIMED], account=holder.id)
        if not held:
            raise Refused(NOTHING.format(name=holder.name))
        done = 0
        for before in held:
            try:
                await self._pass(before, by, to, why)
            except Conflict:
                continue
            done += 1
        return done

    async def _who(self, account_id: str) -> Account:
        async with self.desk.records.begin() as tx:
            try:
                to = await tx.accounts.get(account_id)
            except NotFound as exc:
                raise Refused(NOBODY) from exc
        if not to.active or to.role not in TAKES:
            raise Refused(NOBODY)
        return to

    async def _pass(self, before: Handoff, by: Account, to: Account, why: str) -> Handoff:
        if before.state is not HandoffState.CLAIMED:
            raise Refused(NOT_HELD)
        _may(by, before.claimed_by, before.claimed_name)
        if before.claimed_by == to.id:
            raise Refused(SAME.format(name=to.name))
        now, desk = self.desk.clock.now(), self.desk
        async with desk.records.begin() as tx:
            try:
                after = await tx.handoffs.pass_on(before, to)
            except Conflict as exc:
                raise Conflict(MOVED) from exc
            said = NOTE.format(old=before.claimed_name, new=to.name, why=why)
            await tx.messages.note(before.sid, by, said, now)
            data = {"from": before.claimed_by, "to": to.id}
            await tx.audit.add(by.id, "hand_over", before.id, data, now)
        if before.channel is not Channel.TABLE:

            def carry_on(session: Session) -> tuple[Session, Sequence[Line]]:
                return replace(session, mode="human", handoff=after.id, mediator=to.name), ()

            await amend(desk.sessions, before.sid, carry_on)
            words = desk.knowledge().words["handed_over"]
            await desk.tell(before.sid, words.format(old=before.claimed_name, new=to.name))
        await desk.sessions.wake("desk", before.id)
        return after


def _may(by: Account, holder_id: str, holder_name: str) -> None:
    if by.role is not Role.ADMIN and by.id != holder_id:
        raise Forbidden(NOT_YOURS.format(name=holder_name))


def _reason(why: str) -> str:
    why = why.strip()
    if not why:
        raise Refused(NO_WHY)
    if len(why) > WHY_CHARS:
        raise Refused(f"理由最多{WHY_CHARS}个字。")
    return why
