"""One answer typed at the desk, read as the question's own reader reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.dialogue import answering, odd
from bot.dialogue.knowledge import Knowledge, plain
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.errors import Refused
from bot.model import Channel, Incoming, Kind
from bot.text.reading import Reading, Refusal
from flows.engine import Answer
from flows.schema import Step

#: Behind a value: it is odd, and so it is.
_STANDS: Final = "确实是"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a mediator typed for a field, before it is kept."""

    answer: Answer
    doubt: str = ""  #: what the reader would ask a citizen back, empty where nothing is in doubt


def read_field(k: Knowledge, session: Session, field: str, words: str, now: datetime) -> Typed:
    """What a mediator typed, as the field's own reader understands it; raises Refused with its sentence.

    A value that can hardly be meant is refused once; with 确实是 behind it, it is kept and marked 待核实.
    That there is no value is kept only where nothing else was typed: a citizen may ramble, a correction not.
    """
    talk = Talk(
        session, Incoming(Channel(session.channel or "web"), session.user, "", Kind.HELLO, now, words), k
    )
    step = next((s for s in talk.flow.steps if s.id == field), None)
    if step is None or step.scope:
        raise Refused("这一项不能由工作人员代填。")
    typed = words.strip()
    stands = typed.endswith(_STANDS)
    said = typed.removesuffix(_STANDS).rstrip(" ，,。（(")
    result = answering.read(talk, step, said)
    if isinstance(result, Refusal):
        raise Refused(result.sentence)
    if result is None or (result.value is None and not _says_none(k, step, said)):
        raise Refused(_how_to_write(k, step, said))
    answer = Answer(result.value, result.shown, by="desk", confirmed=True)
    found = odd.doubts(k, talk.flow, talk.answers(), step, answer, today=k.today)
    if found and not stands:
        raise Refused(k.words["odd_desk"].format(label=step.label, reason=odd.reasons(found)))
    doubt = result.confirm if isinstance(result, Reading) else ""
    return Typed(odd.stood_by(answer) if found else answer, doubt)


def _says_none(k: Knowledge, step: Step, said: str) -> bool:
    """不知道, or the question's own word for "there is none", and nothing beside it."""
    none = {plain(step.unknown), *answering.NONE_WORDS} if step.unknown else set()
    return plain(said) in {plain(k.title("unknown")), *none}


def _how_to_write(k: Knowledge, step: Step, said: str) -> str:
    """Why nothing was kept, with an example or the options of the question."""
    hint = step.hint.rstrip("。")
    labels = "、".join(option.label for option in step.options.values())
    how = k.words["desk_unread_one_of"].format(options=labels) if labels else ""
    if hint and not labels:
        how = k.words["desk_unread_like"].format(hint=hint)
    if not step.required and not step.options:
        how += k.words["desk_unread_unknown"].format(
            unknown="”或者“".join(filter(None, (k.title("unknown"), step.unknown)))
        )
    return k.words["desk_unread"].format(said=said, label=step.label, how=how)
