"""The turn being decided: the session as it develops, what is said, what must happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.dialogue.knowledge import Knowledge, Told
from bot.dialogue.session import Effect, Session
from bot.errors import StaleState
from bot.model import Button, Card, Incoming, Media, Say
from bot.text.reading import Context, flat
from flows import engine
from flows.engine import Answer, Form, Json
from flows.papers import defends
from flows.schema import Flow, Step

#: facts by which the questions "when was it lent" and "when was it to be paid back" are known
LENT, DUE = "date:lent", "date:due"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn decided. `then` names what to say once the effects gave their results."""

    session: Session
    says: tuple[Say, ...]
    effects: tuple[Effect, ...] = ()
    then: str = ""
    verdict: str = ""  #: one word for the log line: answer, faq, command …
    media: Media | None = None  #: the file as the transcript keeps it, where that is another one than came


class Talk:
    """Collects one turn; the session is replaced, never mutated, so nothing leaks between turns."""

    def __init__(self, session: Session, incoming: Incoming, knowledge: Knowledge) -> None:
        self.session = session
        self.incoming = incoming
        self.k = knowledge
        self.text = incoming.text.strip()
        self.line = session.n + 1  #: number this message will have in the transcript
        self.says: list[Say] = []
        self.effects: list[Effect] = []
        self.then = ""
        self.verdict = ""
        self.settled = False  #: the talk's own question was answered
        self._step: tuple[Form, Step | None] | None = None  # asked several times a turn
        self._facts: dict[tuple[str, str], Sequence[Told]] = {}

    def outcome(self) -> Outcome:
        """The finished turn; neighbouring plain bubbles become one, to spare the WeChat quota."""
        return Outcome(self.session, tuple(_joined(self.says)), tuple(self.effects), self.then, self.verdict)

    # -- words ---------------------------------------------------------------------------------------------

    def words(self, key: str, **values: str | int) -> str:
        """A text of flows/words.yml with its blanks filled."""
        return self.k.words[key].format_map({"court": self.k.court, **values})

    def say(
        self, key: str, buttons: Sequence[Button] = (), card: Card | None = None, /, **values: str | int
    ) -> None:
        """Add a bubble."""
        self.says.append(Say(self.words(key, **values).strip(), tuple(buttons), card))

    def command_buttons(self, *names: str) -> tuple[Button, ...]:
        """Buttons that do what typing their title does."""
        return tuple(Button(self.k.title(name), f"cmd:{name}") for name in names)

    def effect(self, kind: str, **data: Json) -> None:
        """Add something that must happen in SQL."""
        self.effects.append(Effect(kind, data))

    # -- state ---------------------------------------------------------------------------------------------

    def change(self, **values: Any) -> None:
        """Change fields of the session."""
        self.session = replace(self.session, **values)

    def ask_about(self, kind: str, **data: Json) -> None:
        """Open a question of the talk itself; the next message goes there first."""
        self.change(asking={"kind": kind, **data})

    @property
    def form(self) -> Form | None:
        """The intake being filled."""
        return self.session.form

    @property
    def flow(self) -> Flow:
        """The flow of the open intake, in the revision it was started on.

        A revision that is gone (restored backup, retired content) is replaced by the current one with
        the same answers, and the citizen is told.
        """
        form = self.session.form
        if form is None:
            raise StaleState("no intake is open")
        try:
            return self.k.flow(form.flow, form.rev)
        except StaleState:
            flow = self.k.flows.get(form.flow) or self.k.flows["general"]
            self.change(form=engine.carried_over(flow, form))
            self.say("carried")
            return flow

    @property
    def step(self) -> Step | None:
        """The open question of the intake; None when there is no intake or all is answered."""
        if self.session.form is None:
            return None
        if self._step is None or self._step[0] is not self.session.form:
            flow = self.flow  # first, as it may carry the form over to another revision
            self._step = (self.session.form, engine.current(flow, self.session.form))
        return self._step[1]

    def context(self, step: Step | None = None) -> Context:
        """What a reader may know; what falls due, falls due after the money was lent (年底, 三个月内)."""
        plain = self._context(step)
        lent = self._lent_on() if step and DUE in step.facts else None
        return replace(plain, direction="future", anchor=lent) if lent else plain

    def _context(self, step: Step | None) -> Context:
        options = {key: [o.label, *o.words] for key, o in step.options.items()} if step else {}
        future = step is not None and step.direction == "future"
        return Context(
            today=self.k.today,
            direction="future" if future else "past",
            options=options,
            columns=step.columns if step else {},
        )

    def _lent_on(self) -> date | None:
        """The day the money was lent, where it was told."""
        answers = self.answers()
        for step in self.flow.steps:
            value = flat(answers[step.id].value) if LENT in step.facts and step.id in answers else {}
            if isinstance(start := value.get("start"), str):
                return date.fromisoformat(start)
        return None

    def facts(self, text: str, step: Step | None = None) -> Sequence[Told]:
        """What a text tells; read once a turn, some twenty milliseconds for a long story."""
        context = self._context(step)
        known = (text, context.direction)
        if known not in self._facts:
            self._facts[known] = self.k.find_facts(text, context)
        return self._facts[known]

    def put(self, step: Step, answer: Answer) -> None:
        """Answer a step of the open intake; a consent is recorded, with its words."""
        form = self.session.form
        if form is None:
            return
        old = form.answers.get(step.id)
        if old and old.known and old.value != answer.value and not step.columns and step.read != "table":
            undo = {"flow": form.flow, "step": step.id, "was": old.packed(), "now": answer.packed()}
            self.change(undo=undo)  # lists keep a way back of their own
        self.change(form=engine.put(form, step.id, answer), misses=0, asking=None, paused=False, topic="")
        if step.scope:
            self.change(began=None)  # the matter is settled when consents are asked
            self.effect(
                "consent",
                scope=step.scope,
                answer=answer.value == "yes",
                raw=self.text or self.incoming.payload,
                version=step.version,
                shown=self.asks(step),
            )

    @property
    def defends(self) -> bool:
        """Whether the open intake is that of the side that is sued."""
        return self.session.form is not None and defends(self.flow, self.answers())

    def asks(self, step: Step) -> str:
        """The words of a question; who is sued is not told of filing."""
        return self.words("mediation_defends") if step.scope == "mediation" and self.defends else step.ask

    def answers(self) -> Mapping[str, Answer]:
        """The answers that count."""
        form = self.session.form
        return engine.valid_answers(self.flow, form) if form else {}


def _joined(says: Sequence[Say]) -> list[Say]:
    """Plain bubbles without buttons or card are put before the next one."""
    out: list[Say] = []
    lead: list[str] = []
    for say in says:
        if not say.text:
            continue
        if not say.buttons and not say.card:
            lead.append(say.text)
            continue
        out.append(replace(say, text="\n\n".join([*lead, say.text])))
        lead = []
    if lead:
        out.append(Say("\n\n".join(lead)))
    return out
