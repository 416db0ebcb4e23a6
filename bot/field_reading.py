"""One answer typed at the desk, read as the question's own reader reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.dialogue import answering, odd
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.errors import Refused
from bot.model import Channel, Incoming, Kind
from bot.text.reading import Refusal
from flows.engine import Answer

#: Behind a value: it is odd, and so it is.
_STANDS: Final = "确实是"


def read_field(k: Knowledge, session: Session, field: str, words: str, now: datetime) -> Answer:
    """What a mediator typed, as the field's own reader understands it; raises Refused with its sentence.

    A value that can hardly be meant is refused once; with 确实是 behind it, it is kept and marked 待核实.
    """
    talk = Talk(
        session, Incoming(Channel(session.channel or "web"), session.user, "", Kind.HELLO, now, words), k
    )
    step = next((s for s in talk.flow.steps if s.id == field), None)
    if step is None or step.scope:
        raise Refused("这一项不能由工作人员代填。")
    plain = words.strip()
    stands = plain.endswith(_STANDS)
    result = answering.read(talk, step, plain.removesuffix(_STANDS).rstrip(" ，,。（("))
    if isinstance(result, Refusal):
        raise Refused(result.sentence)
    if result is None:
        raise Refused(f"没看懂这个值。{step.hint}")
    answer = Answer(result.value, result.shown, by="desk", confirmed=True)
    found = odd.doubts(k, talk.flow, talk.answers(), step, answer, today=k.today)
    if found and not stands:
        raise Refused(k.words["odd_desk"].format(label=step.label, reason=odd.reasons(found)))
    return odd.stood_by(answer) if found else answer
