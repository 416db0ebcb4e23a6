"""The court's method for the mining area as a list on a case: who ticked what, and when."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused
from bot.law import mining
from bot.model import Account, CaseFile
from bot.ports import Clock, Records, Tick


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list as it stands."""

    item: mining.Item
    tick: Tick | None  #: None: never touched
    by: str  #: name of who touched it last


@dataclass(frozen=True, slots=True)
class Checklists:
    """Reads and ticks the list of a case."""

    records: Records
    clock: Clock

    async def of(self, case: CaseFile) -> list[Entry]:
        """The list of a mining case, empty for any other."""
        if mining.LANE not in case.lanes:
            return []
        async with self.records.begin() as tx:
            ticks = {one.item: one for one in await tx.ticks.of(case.id)}
            names = {one.id: one.name for one in await tx.accounts.all()}
        return [
            Entry(item, tick, names.get(tick.account, "") if tick else "")
            for item in mining.method().items
            for tick in [ticks.get(item.id)]
        ]

    async def tick(self, case: CaseFile, account: Account, item: str, *, done: bool) -> None:
        """Tick an entry or take it back; raises Refused for one that is not on the list of this case."""
        known = {one.id for one in mining.method().items}
        if mining.LANE not in case.lanes or item not in known:
            raise Refused("这件案子没有这一项。")
        now = self.clock.now()
        async with self.records.begin() as tx:
            await tx.ticks.put(case.id, Tick(item, done, account.id, now))
            await tx.audit.add(account.id, "tick", case.id, {"item": item, "done": done}, now)
