"""One answer typed at the desk, read as the question's own reader reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.dialogue import answering, lists, odd
from bot.dialogue.knowledge import Knowledge, plain
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.errors import Refused
from bot.model import Channel, Incoming, Kind
from bot.text import workers
from bot.text.reading import Reading, Refusal
from flows.engine import Answer, Json
from flows.schema import Step

#: Behind a value: it is odd, and so it is.
STANDS: Final = "确实是"
#: So many lines that could not be read are named, and so much of each is quoted.
LINES, LINE_CHARS = 8, 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be changed: a whole answer, or a row of a list."""

    field: str
    words: str
    what: str = ""  #: "" the whole answer | row | drop | add
    row: int = 0  #: which row, from 1
    mark: str = ""  #: what that row was when it was read (`row_reading.mark`)

    def audited(self) -> dict[str, Json]:
        """What the audit keeps of it: never the words."""
        return {"field": self.field, **({"what": self.what, "row": self.row} if self.what else {})}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a mediator typed for a field, before it is kept."""

    answer: Answer
    doubt: str = ""  #: what the reader would ask a citizen back, empty where nothing is in doubt
    part: str = ""  #: which row of a list was changed; empty for the whole answer
    before: str = ""  #: that row as it was
    shown: str = ""  #: that row as it is


def place_of(k: Knowledge, session: Session, wish: Wish, now: datetime) -> tuple[Talk, Step]:
    """The form as a turn sees it, and the question; raises Refused for what the staff may not answer."""
    channel = Channel(session.channel or "web")
    talk = Talk(session, Incoming(channel, session.user, "", Kind.HELLO, now, wish.words), k)
    step = next((s for s in talk.flow.steps if s.id == wish.field), None)
    if step is None or step.scope:
        raise Refused("这一项不能由工作人员代填。")
    return talk, step


def without_stand(words: str) -> tuple[str, bool]:
    """The words without 确实是 behind them, and whether it stood there."""
    typed = words.strip()
    return typed.removesuffix(STANDS).rstrip(" ，,。（("), typed.endswith(STANDS)


def read_field(k: Knowledge, session: Session, wish: Wish, now: datetime) -> Typed:
    """What a mediator typed, as the field's own reader understands it; raises Refused with its sentence.

    A value that can hardly be meant is refused once; with 确实是 behind it, it is kept and marked 待核实.
    That there is no value is kept only where nothing else was typed: a citizen may ramble, a correction not.
    """
    talk, step = place_of(k, session, wish, now)
    said, stands = without_stand(wish.words)
    result = answering.read(talk, step, said)
    if isinstance(result, Refusal):
        raise Refused(result.sentence)
    if result is None and lists.is_list(step) and "\n" in said:
        raise Refused(unread_lines(talk, step, said))
    if result is None or (result.value is None and not _says_none(k, step, said)):
        raise Refused(_how_to_write(k, step, said))
    answer = Answer(result.value, result.shown, by="desk", confirmed=True)
    found = odd.doubts(k, talk.flow, talk.answers(), step, answer, today=k.today)
    if found and not stands:
        raise Refused(k.words["odd_desk"].format(label=step.label, reason=odd.reasons(found)))
    doubt = result.confirm if isinstance(result, Reading) else ""
    return Typed(odd.stood_by(answer) if found else answer, doubt)


def unread_lines(talk: Talk, step: Step, said: str) -> str:
    """Which lines of a list could not be read and what each lacks, with an example."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if len(lines) < 2 or step.read != "table":
        return _how_to_write(talk.k, step, said)
    named = [f"第{n}行“{line[:LINE_CHARS]}”：{_lacks(talk, line)}" for n, line in enumerate(lines, 1)]
    more = f"；还有{len(lines) - LINES}行" if len(lines) > LINES else ""
    how = talk.k.words["desk_unread_like"].format(hint=step.hint.rstrip("。"))
    return "没有保存。" + "；".join(named[:LINES]) + more + "。" + how


def _lacks(talk: Talk, line: str) -> str:
    """What one line of workers lacks to be a row."""
    row, wrong = workers.row_of(line, talk.context())
    if not row["name"] and not row["amount_fen"]:
        return "没有看到姓名，也没有看到金额"
    return "、".join(reason for _, reason in wrong) or "没有看明白"


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
