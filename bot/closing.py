"""What stands in the way of closing a talk at the desk, and what the citizen hears of a correction. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.errors import Refused
from bot.model import Handoff, HandoffState, Outcome

#: What became of the corrections the citizen asked for -> the words that tell it.
SETTLED: Final = {"done": "wanted_done", "declined": "wanted_declined"}
DECLINED: Final = "declined"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a talk ends; `more` is told the citizen, `settled` as in `handoff.Desk.close`."""

    state: HandoffState
    outcome: str = ""
    more: str = ""
    settled: str = ""


RETURNED: Final = Ending(HandoffState.RETURNED)


def check(handoff: Handoff, session: Session, outcome: Outcome, note: str, settled: str) -> None:
    """Raises Refused with what is missing: a note, or what became of the corrections asked for."""
    said = bool(note.strip())
    if outcome is Outcome.OTHER and not said:
        raise Refused("选“其他”要写一句说明。")
    if handoff.urgent and not said:
        raise Refused("这是紧急求助。结束前请写一句怎么处理的，例如：已联系派出所，本人说已经安全。")
    if session.wanted and settled not in SETTLED:
        rows = "、".join(f"“{one}”" for one in session.wanted)
        raise Refused(f"更正还没处理：{rows}。请先改好；不改的，在“结束”里选“核对过，不改”，写明理由。")
    if session.wanted and settled == DECLINED and not said:
        raise Refused("不改的，请在说明里写一句为什么。")


def settle(k: Knowledge, session: Session, settled: str) -> tuple[Session, str]:
    """The session without its open corrections, and a sentence on each; nothing where none was open."""
    if settled not in SETTLED:
        return session, ""
    told = "\n".join(k.words[SETTLED[settled]].format(said=one) for one in session.wanted)
    return replace(session, wanted=()), told
