"""A talk without Redis and SQL: the pure deciding alone, for what must be tried many times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.dialogue import lists, turn
from bot.dialogue.queries import Heard
from bot.dialogue.session import Effect, Session
from bot.dialogue.talk import Outcome
from bot.model import Button, Channel, Incoming, Kind, Say
from flows import engine
from flows.engine import Answer, Form
from flows.schema import Step
from nlu.parse import OUT_OF_SCOPE, Ranked, Understanding
from tests.flow_answers import FLOWS, knowledge

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def hear(
    text: str, session: Session, *, payload: str = "", later: timedelta = timedelta(minutes=1)
) -> Outcome:
    """One turn; words that need the model mean nothing to it."""
    message = Incoming(Channel.WEB, "u", "m1", Kind.TEXT, AT + later, text, payload)
    nothing = Heard(Understanding((Ranked(OUT_OF_SCOPE, 1.0),), 0.0, "keywords"))
    outcome = turn.hear(session, message, knowledge())
    return outcome or turn.hear_understood(session, message, knowledge(), nothing)


def said(outcome: Outcome) -> str:
    """All bubbles."""
    return "\n".join(say.text for say in outcome.says)


def buttons(outcome: Outcome) -> dict[str, str]:
    """Payload by title."""
    return {button.title: button.payload for say in outcome.says for button in say.buttons}


class PureTalk:
    """One intake being filled. Words that the reader of the open question cannot take mean nothing."""

    def __init__(self, flow: str, answers: dict[str, Answer] | None = None) -> None:
        self.flow = FLOWS[flow]
        self.session = Session(form=Form(flow, self.flow.rev, answers or {}), noticed=True)
        self.reply: tuple[Say, ...] = ()
        self.effects: list[Effect] = []

    @property
    def form(self) -> Form:
        assert self.session.form is not None
        return self.session.form

    @property
    def step(self) -> Step | None:
        """The open question, None where all is answered."""
        return engine.current(self.flow, self.form) if self.session.form else None

    def says(self, *texts: str) -> None:
        for text in texts:
            self._turn(text, "")

    def taps(self, button: Button) -> None:
        self._turn(button.title, button.payload)

    def _turn(self, text: str, payload: str) -> None:
        incoming = Incoming(Channel.WEB, "u", f"m{self.session.n}", Kind.TEXT, AT, text, payload)
        outcome = turn.hear(self.session, incoming, knowledge())
        if outcome is None:
            nothing = Heard(Understanding((Ranked(OUT_OF_SCOPE, 1.0),), 0.0, "keywords"))
            outcome = turn.hear_understood(self.session, incoming, knowledge(), nothing)
        self.session, self.reply = outcome.session, outcome.says
        self.effects += outcome.effects

    def text(self) -> str:
        return "\n".join(say.text for say in self.reply)

    def buttons(self) -> dict[str, Button]:
        return {button.title: button for say in self.reply for button in say.buttons}

    def asked(self) -> str:
        """The field of the question that was put last, "" where none was."""
        cards = [say.card for say in self.reply if say.card and say.card.kind == "question"]
        return str(cards[-1].data["field"]) if cards else ""

    def lines(self, step: str) -> list[str]:
        """The rows of a list as they are shown, without their numbers."""
        said = lists.lines(self.flow.step(step), self.form.answers[step], most=10_000)
        return [line.partition(". ")[2] for line in said]


def at_step(flow: str, step_id: str) -> PureTalk:
    """A talk at a question, those before it answered by their first option or not known."""
    answers: dict[str, Answer] = {}
    talk = PureTalk(flow)
    while talk.step is not None and talk.step.id != step_id:
        options = talk.step.options
        key = next(iter(options), None)
        answers[talk.step.id] = Answer(key, options[key].label if key else "")
        talk = PureTalk(flow, answers)
    assert talk.step is not None, f"{flow} does not ask {step_id} behind these answers"
    return talk
