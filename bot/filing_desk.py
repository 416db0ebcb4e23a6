"""转立案 with one click: the conversation ends, the case is to be filed, the citizen gets the papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.handoff import Desk
from bot.model import Account, CaseStatus, Handoff, Outcome
from bot.wishes import FILES
from flows.papers import BUNDLE


@dataclass(frozen=True, slots=True)
class FilingDesk:
    """What the desk does for somebody who wants to file."""

    desk: Desk
    link: Callable[[str, str, str], str]  #: (case or draft, paper, form) -> address

    async def file(self, handoff_id: str, account: Account, note: str = "", settled: str = "") -> Handoff:
        """Only the holder may; the link to everything goes into the chat with the end of the service.

        `settled`: as in `Desk.close`.
        """
        one = await self.desk.brief(handoff_id, account)
        k = self.desk.knowledge()
        more = ""
        if one.bundle:
            url = self.link(one.bundle, BUNDLE, "zip")
            more = k.words["desk_filed"].format(url=url, court=k.court)
        ended = await self.desk.close(handoff_id, account, Outcome.TO_FILE, note, more=more, settled=settled)
        if one.case is not None and one.case.id != ended.case_id and one.case.status in FILES:
            # asked for a person first and handed in afterwards: the handoff does not know its case
            async with self.desk.records.begin() as tx:
                await tx.cases.move(
                    one.case.id,
                    CaseStatus.TO_FILE,
                    expect=one.case.rev,
                    outcome=Outcome.TO_FILE.value,
                    note=note,
                )
        return ended
