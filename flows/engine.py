"""The form engine: which question comes next, given what is known. Pure: no I/O, no clock, no words.

A `Form` is one intake in the making. Every function takes a form and gives a new one, so a turn that is
played again gives the same result. Digressions (a question in the middle, help, a joke) never call in
here, which is why they cannot change anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.schema import Flow, Step

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

#: How many answered steps 返回 can walk back.
TRAIL = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """One known fact of an intake. `value` None means: asked, and the person does not know or skipped."""

    value: Json  #: canonical value (bot.text.reading) or choice key
    shown: str  #: how a person reads it
    source: int = 0  #: number of the transcript line it stands in; 0 = tapped or set by the desk
    start: int = 0  #: span in that line
    end: int = 0
    by: str = "asked"  #: asked | told (in a story) | desk | insisted (odd, and the person stands by it)
    confirmed: bool = True

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    def packed(self) -> list[Json]:
        """Short JSON, because every turn carries all answers: trailing defaults are left out."""
        row: list[Json] = [self.value, self.shown, self.source, self.start, self.end, self.by, self.confirmed]
        defaults: list[Json] = [0, 0, 0, "asked", True]
        while len(row) > 2 and row[-1] == defaults[len(row) - 3]:
            row.pop()
        return row

    @classmethod
    def unpacked(cls, row: list[Json]) -> Answer:
        """The reverse of `packed`."""
        return cls(*row)  # type: ignore[arg-type]  # JSON of our own making, shape held by a round-trip test


@dataclass(frozen=True, slots=True)
class Form:
    """One intake in the making, pinned to the flow revision it was started on."""

    flow: str
    rev: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    trail: tuple[str, ...] = ()  #: steps in the order they were answered, for 返回
    reopened: str = ""  #: a step opened again by 修改 or 返回, asked before anything else
    #: what `steps` found: a form never changes, and a turn asks several times
    _steps: dict[str, list[Step]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def to_json(self) -> dict[str, Json]:
        """Shape `{flow, rev, answers: {field: packed}, trail, reopened}`."""
        return {
            "flow": self.flow,
            "rev": self.rev,
            "answers": {key: answer.packed() for key, answer in self.answers.items()},
            "trail": list(self.trail),
            "reopened": self.reopened,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Form:
        """The reverse of `to_json`."""
        answers = data["answers"]
        trail = data["trail"]
        assert isinstance(answers, dict)  # noqa: S101 - JSON of our own making
        assert isinstance(trail, list)  # noqa: S101 - as above
        return cls(
            flow=str(data["flow"]),
            rev=str(data["rev"]),
            answers={k: Answer.unpacked(v) for k, v in answers.items() if isinstance(v, list)},
            trail=tuple(str(step) for step in trail),
            reopened=str(data["reopened"]),
        )


def holds(condition: Mapping[str, Json], answers: Mapping[str, Answer]) -> bool:
    """Whether a declarative condition is true of the answers. An empty condition always holds.

    `{field: value}` equals · `{field: [a, b]}` one of · `{field: known|unknown|answered}` ·
    `{field: {over: number}}` (amounts in yuan) · `{any: [..]}` · `{all: [..]}` · `{not: {..}}`
    """
    for key, want in condition.items():
        if key in {"any", "all", "not"}:
            parts = want if isinstance(want, list) else [want]
            results = [holds(part, answers) for part in parts if isinstance(part, dict)]
            truth = {"any": any(results), "all": all(results), "not": not any(results)}[key]
        else:
            answer = answers.get(key)
            truth = answer is not None and _is(answer, want)
        if not truth:
            return False
    return True


def _is(answer: Answer, want: Json) -> bool:
    if want == "answered":
        return True
    if want == "known":
        return answer.known
    if want == "unknown" or not answer.known:
        return want == "unknown" and not answer.known
    if isinstance(want, dict):
        return _magnitude(answer.value) > float(str(want["over"]))
    if isinstance(want, list):
        return answer.value in want
    return answer.value == want


def _magnitude(value: Json) -> float:
    """Amounts and the totals of lists are compared in yuan by their upper end, counts as they are."""
    if isinstance(value, dict):
        high = value.get("high_fen", value.get("total_fen", 0))
        return float(high) / 100 if isinstance(high, int | float) else 0.0
    return float(value) if isinstance(value, int | float) else 0.0


def active(flow: Flow, answers: Mapping[str, Answer]) -> list[Step]:
    """The steps this person has to go through, in order, given what is known now.

    Conditions look at earlier steps only (`schema.prove`), and only at those that are open themselves: an
    answer that waits for its step, or whose step was closed, opens nothing. A step that `stands` is open to
    whoever told its answer.
    """
    going: list[Step] = []
    counted: dict[str, Answer] = {}
    for step in flow.steps:
        told = step.stands and step.id in answers
        if step.when and not told and not holds(step.when, counted):
            continue
        going.append(step)
        if step.id in answers:
            counted[step.id] = answers[step.id]
    return going


def steps(flow: Flow, form: Form) -> list[Step]:
    """The active steps of a form; found once for each form."""
    found = form._steps.get(flow.rev)
    if found is None:
        found = form._steps[flow.rev] = active(flow, form.answers)
    return found


def current(flow: Flow, form: Form) -> Step | None:
    """The open question: the reopened step, else the first active one without an answer; None = review."""
    going = steps(flow, form)
    for step in going:
        if step.id == form.reopened:
            return step
    return next((step for step in going if step.id not in form.answers), None)


def progress(flow: Flow, form: Form) -> tuple[int, int]:
    """(number of the open question, number of questions) as the answers stand; branches change the total.

    Consents that were not asked yet are counted as given, so that the total does not leap afterwards.
    """
    hoped = _hoped(flow, form.answers)
    here = current(flow, form)
    return (hoped.index(here) + 1 if here else len(hoped)), len(hoped)


def _hoped(flow: Flow, answers: Mapping[str, Answer]) -> list[Step]:
    """The active steps if every consent that was not asked yet were given."""
    given = {s.id: Answer("yes", "") for s in flow.steps if s.scope and s.id not in answers}
    return active(flow, {**given, **answers})


def put(form: Form, step_id: str, answer: Answer) -> Form:
    """Answer a step. The value is set even over an old one: callers decide whether that is allowed."""
    trail = (*(s for s in form.trail if s != step_id), step_id)
    return replace(
        form,
        answers={**form.answers, step_id: answer},
        trail=trail[-TRAIL:],
        reopened="" if form.reopened == step_id else form.reopened,
    )


def fill(flow: Flow, form: Form, facts: Mapping[str, Answer]) -> tuple[Form, dict[str, Answer]]:
    """Take facts told early; gives (form, what was taken). Nothing said earlier is ever replaced here, but
    who once said 不知道 or 跳过 has said nothing.

    A fact whose step is not open yet waits in the form and counts once the step opens: who says in the
    first sentence what he is owed must not be asked again behind a later branch.
    """
    taken = {
        step.id: facts[step.id]
        for step in flow.steps
        if step.id in facts and (step.id not in form.answers or left_open(step, form.answers[step.id], facts))
    }
    return (replace(form, answers={**form.answers, **taken}) if taken else form), taken


def left_open(step: Step, answer: Answer, facts: Mapping[str, Answer]) -> bool:
    """Whether the question was passed over, and the facts tell its answer; 没约定 is an answer itself."""
    told = facts.get(step.id)
    passed = not answer.known and answer.shown != step.unknown and not step.scope
    return passed and told is not None and told.known


def reopen(form: Form, step_id: str) -> Form:
    """Ask a step again; its old answer stays until a new one comes."""
    return replace(form, reopened=step_id)


def forget(form: Form, step_id: str) -> Form:
    """Drop an answer; its step asks when it is open."""
    return replace(form, answers={key: a for key, a in form.answers.items() if key != step_id})


def back(flow: Flow, form: Form) -> Form:
    """返回: open the step answered before the open one. At the very beginning nothing changes."""
    ids = {step.id for step in steps(flow, form)}
    walked = [s for s in form.trail if s in ids]
    if form.reopened in walked:
        walked = walked[: walked.index(form.reopened)]
    return reopen(form, walked[-1]) if walked else form


def valid_answers(flow: Flow, form: Form) -> dict[str, Answer]:
    """The answers that count: those of active steps, in flow order.

    An answer whose step was closed by a correction stays in the form, so that undoing the correction
    brings it back, but it reaches neither papers nor checks.
    """
    return {step.id: form.answers[step.id] for step in steps(flow, form) if step.id in form.answers}


def carried_over(flow: Flow, form: Form) -> Form:
    """The same answers on another revision of the flow: steps that are gone drop their answers."""
    ids = {step.id for step in flow.steps}
    return Form(
        flow=flow.id,
        rev=flow.rev,
        answers={key: answer for key, answer in form.answers.items() if key in ids},
        trail=tuple(step for step in form.trail if step in ids),
    )
