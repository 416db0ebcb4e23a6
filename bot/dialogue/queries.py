"""What the model is asked about one message: the whole, each of several questions, a follow-up in context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.model import Incoming
from bot.text import person_wish, workers
from bot.text.reading import Context, is_question
from nlu.parse import Understanding

#: Questions of one message that are answered one by one; more are heard as one story.
QUESTIONS = 3
#: 那要多久: a short question, soon after an answer, that does not say what it is about.
FOLLOW_CHARS, FOLLOW_WITHIN = 14, timedelta(minutes=15)
#: A shorter piece between two commas is no question of its own.
PIECE_CHARS = 4
_SENTENCES = re.compile(r"[?？。；;！!\n]+")
_PIECES = re.compile(r"[，,、 ]+|(?:还有就是|还有|另外|再就是|再问一下|顺便问一下|顺便问)")
#: What a question about nothing in particular is about here (要多久, 收费吗).
OURS = "调解"
_ABOUT_US = re.compile(
    r"^(?:那么|那|这个|这|它)?(?:大概|一般|总共|一共)?(?:要|得|需要|能|花|收)?"
    r"(?:多久|多长时间|几天|多少钱|要钱|收钱|收费|带什么|带啥)"
)
#: What lasts no time itself: after an answer about the fee, 那要多久 asks about the suit.
_LASTING = re.compile(r"多久|多长|几[天个]")
#: Asks without a word of `is_question`: 上诉费多少，上诉几天.
_HOW_LONG = re.compile(r"几[天日年]$|多久$|多长时间$|哪[天日]$")
_BELONGS = {"诉讼费": "起诉", "律师": "起诉", "证据": "起诉"}
_LEADS = re.compile(r"^(?:那么|那|还有|另外|再问一下|这个|它|这)(?:这个)?")


@dataclass(frozen=True, slots=True)
class Texts:
    """What has to be understood of one message."""

    whole: str
    questions: tuple[str, ...] = ()  #: two or three, each with its subject
    follow_up: str = ""  #: the message with the subject of the last answer before it

    def all(self) -> list[str]:
        """Every text once asked, in the order `heard` takes the results."""
        return [self.whole, *self.questions, *([self.follow_up] if self.follow_up else [])]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message understood."""

    whole: Understanding
    questions: tuple[tuple[str, Understanding], ...] = ()
    follow_up: tuple[str, Understanding] | None = None


def texts(session: Session, incoming: Incoming, knowledge: Knowledge) -> Texts:
    """What to ask the model about a message; nearly always only the message itself."""
    text = incoming.text.strip()
    text = _without_table(person_wish.without(text) or text, knowledge)
    pieces = _questions(text)
    if len(pieces) > 1:
        return Texts(text, tuple(_with_subjects(pieces, text, knowledge.subjects)))
    return Texts(text, follow_up=_follow_up(session, incoming.at, text, knowledge))


def _without_table(text: str, knowledge: Knowledge) -> str:
    """The words around a pasted list of people: names and numbers say nothing of what the matter is."""
    found = workers.pasted(text, Context(knowledge.today))
    rest = (text[: found.start] + text[found.end :]).strip() if found else ""
    return rest if len(rest) >= PIECE_CHARS else text


def heard(asked: Texts, found: Sequence[Understanding]) -> Heard:
    """Put together what the model said about `asked.all()`."""
    questions = tuple(zip(asked.questions, found[1:], strict=False))
    return Heard(found[0], questions, (asked.follow_up, found[-1]) if asked.follow_up else None)


def subject(text: str, subjects: Sequence[str]) -> str:
    """What a text is about: the first of the known subjects in it, the longest where several begin."""
    places = [(text.find(word), -len(word), word) for word in subjects if word in text]
    return min(places)[2] if places else ""


def _questions(text: str) -> list[str]:
    """The questions of a message: at least two that can stand alone, else none."""
    sentences = [part.strip() for part in _SENTENCES.split(text) if is_question(part)]
    if len(sentences) < 2:
        sentences = [part.strip() for part in _PIECES.split(text)] if sentences else []
        if not all(is_question(part) or _HOW_LONG.search(part) for part in sentences if part):
            return []
    found = [part for part in sentences if len(part) >= PIECE_CHARS]
    return found if 2 <= len(found) <= QUESTIONS else []


def _with_subjects(pieces: Sequence[str], text: str, subjects: Sequence[str]) -> list[str]:
    """调解要钱吗，要多久: the second is about 调解 too."""
    out, last = [], subject(text, subjects)
    for piece in pieces:
        own = subject(piece, subjects)
        out.append(piece if own or not last else last + _LEADS.sub("", piece))
        last = own or last
    return out


def _follow_up(session: Session, at: datetime, text: str, knowledge: Knowledge) -> str:
    ours = _ABOUT_US.match(text)
    if len(text) > FOLLOW_CHARS or not (ours or is_question(text)) or subject(text, knowledge.subjects):
        return ""
    entry = knowledge.faq.get(session.topic)
    fresh = session.heard_at and at - datetime.fromisoformat(session.heard_at) <= FOLLOW_WITHIN
    about = subject(entry.question, knowledge.subjects) if entry and fresh else ""
    if not about and not ours:
        return ""
    if _LASTING.search(text):
        about = _BELONGS.get(about, about)
    return (about or OURS) + _LEADS.sub("", text)
