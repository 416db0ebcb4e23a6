"""What the bot would say, without saying it: an entry before it is saved, a question nobody asked yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import understanding
from bot.dialogue import asking, giving, turn
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.model import Channel, Incoming, Kind, Say
from bot.ports import Clock, Understander
from bot.text.dialect import standard
from flows.engine import Form
from flows.questions import Entry
from flows.schema import Flow
from nlu.parse import Ranked


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An answer to words typed by an editor, and what the model made of them."""

    says: tuple[Say, ...]
    ranked: tuple[Ranked, ...]
    source: str  #: model | keywords | "" where the words were not given to the model


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Runs the real dialogue on an empty session and throws the outcome away."""

    knowledge: Callable[[], Knowledge]
    understander: Understander
    clock: Clock

    def answer(self, entry: Entry) -> tuple[Say, ...]:
        """The entry exactly as a citizen gets it; its citations must resolve."""
        k = self.knowledge()
        talk = Talk(Session(noticed=True), self._incoming(entry.question), k)
        giving.answer_question(talk, entry)
        return talk.outcome().says

    def question(self, flow: Flow, step: str) -> tuple[Say, ...]:
        """A question of a flow as a citizen gets it."""
        k = self.knowledge()
        k = replace(k, flows={**k.flows, flow.id: flow})
        session = Session(noticed=True, form=Form(flow.id, flow.rev))
        talk = Talk(session, self._incoming(""), k)
        asking.ask_step(talk, flow.step(step))
        return tuple(talk.says)

    async def ask(self, text: str, entry: Entry | None = None) -> Rehearsed:
        """What the bot answers to `text` now; with `entry`, as if that version were live already.

        The model is the live one: new phrasings of `entry` are only understood after a training.
        """
        k = self.knowledge()
        if entry is not None:
            k = replace(k, faq={**k.faq, entry.id: entry})
        session, incoming = Session(noticed=True), self._incoming(text)
        outcome = turn.hear(session, incoming, k)
        if outcome is not None:
            return Rehearsed(outcome.says, (), "")
        heard = await understanding.hear(self.understander, session, incoming, k)
        outcome, meaning = turn.hear_understood(session, incoming, k, heard), heard.whole
        return Rehearsed(outcome.says, meaning.ranked[:5], meaning.source)

    def _incoming(self, text: str) -> Incoming:
        return Incoming(Channel.WEB, "rehearsal", "rehearsal", Kind.TEXT, self.clock.now(), standard(text))
