"""Begin an intake, and mend a wrong beginning: what was told and answered moves along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import asking, harm_total, reckoning, side, telling, told_before
from bot.dialogue.knowledge import Label
from bot.dialogue.talk import Talk
from bot.model import Button
from flows import engine
from flows.engine import Answer, Form, Json
from flows.questions import Entry
from flows.schema import Flow

#: Kinds of dispute offered at once.
CHOICES = 3
#: Before the id of a dispute: in the payload of a button, and in where an answer leads.
FLOW = "flow:"
WRONG = "triage:wrong"
NONE = "triage:none"


def none_button(talk: Talk) -> Button:
    """都不是, under a choice of disputes."""
    return Button(talk.words("none_of_these"), NONE)


def begin(
    talk: Talk,
    label_id: str,
    story: str = "",
    *,
    line: int = 0,
    mistake: Form | None = None,
    near: Sequence[Entry] = (),
    began: Mapping[str, Json] | None = None,
) -> bool:
    """Start registering a dispute, with every fact of the story (of transcript line `line`) filled in.

    `mistake` is a form that was begun by mistake: its answers move along. `near` are answers the words may
    have asked for; `began` is what `mend` needs when the dispute was understood and not chosen.
    """
    chosen_id = label_id
    for words in (story or talk.text, *(words for _, words in told_before.rows(talk.session.began))):
        label_id = side.registers(label_id, words)
    label = talk.k.labels.get(label_id)
    flow = talk.k.flows.get(label.flow if label else label_id)
    if flow is None:
        return False
    old = talk.session.form
    if old is not None and (old.flow != flow.id or _names_other(old, label)):
        return switch(talk, label_id, story or talk.text)
    told: list[tuple[int, str]] = []
    if old is None:
        before = talk.session.began
        told = told_before.leading_to(before, chosen_id) or told_before.leading_to(before, label_id)
        talk.change(form=_new_form(talk, flow, label), began=began, topic="")
    talk.change(asking=None, paused=False, misses=0)
    wrong = (Button(talk.words("not_this"), WRONG),) if talk.session.began else ()
    questions = [Button(entry.question, f"faq:{entry.id}") for entry in near]
    talk.say("start", [*questions, *wrong], title=label.title if label else flow.title, intro=flow.intro)
    if mistake:
        _move(talk, mistake)
    for at, words in told:
        telling.tell(talk, words, at)
    telling.tell(talk, story, line)
    _add_up(talk, story or talk.text)
    asking.ask(talk)
    talk.verdict = "begin"
    return True


def _add_up(talk: Talk, story: str) -> None:
    """A story that ends in 能赔多少 is answered with what it tells, before the first question."""
    found = reckoning.find(talk, story)
    if found and found.key == harm_total.KEY:
        reckoning.say(talk, found)


def _move(talk: Talk, mistake: Form) -> None:
    form = talk.session.form
    if form is None:
        return
    answers = telling.moved(talk.k.flow(mistake.flow, mistake.rev), mistake, talk.flow)
    filled, taken = engine.fill(talk.flow, form, answers)
    talk.change(form=filled)
    if taken:
        telling.say_taken(talk, taken)


def _new_form(talk: Talk, flow: Flow, label: Label | None) -> Form:
    """An empty form; in the general flow a kind of dispute that is known is written down already."""
    form = Form(flow.id, flow.rev)
    if label is None or label.id == "general" or "dispute" not in {step.id for step in flow.steps}:
        return form
    preset = Answer(label.cause, label.cause, talk.line, by="told", confirmed=False)
    return engine.put(form, "dispute", preset)


def mend(talk: Talk) -> bool:
    """不是这件事: the next best kinds of dispute; what was told and answered moves along.

    The form begun by mistake is parked until another kind is chosen, so nothing is lost meanwhile.
    """
    form, began = talk.session.form, talk.session.began
    if form is None or began is None:
        return False
    others = began["others"]
    names = [str(name) for name in others] if isinstance(others, list) else []
    buttons = [Button(talk.k.labels[n].title, f"flow:{n}") for n in names if n in talk.k.labels][:CHOICES]
    talk.change(form=None, parked=(*talk.session.parked, form)[-3:], began=None)
    data: dict[str, Json] = {"story": began["story"], "line": began["line"], "mend": True}
    asking.open_question(talk, "triage", "triage", [*buttons, none_button(talk)], data=data)
    talk.effect("unmatched", text=str(began["story"]))
    talk.verdict = "triage"
    return True


def chosen(talk: Talk, label_id: str, open_: Mapping[str, Json]) -> bool:
    """One of the offered kinds of dispute was taken; after a mistake its answers come along."""
    line, parked = open_.get("line"), talk.session.parked
    mistake = parked[-1] if open_.get("mend") and parked else None
    if mistake:
        talk.change(parked=parked[:-1])
    story_line = line if isinstance(line, int) else 0
    return begin(talk, label_id, str(open_["story"]), line=story_line, mistake=mistake)


def _names_other(form: Form, label: Label | None) -> bool:
    """Two disputes can share the general flow; then the 案由 tells them apart."""
    given = form.answers.get("dispute")
    return label is not None and label.flow == "general" and given is not None and given.value != label.cause


def switch(talk: Talk, label_id: str, story: str, *, mistake: bool = False) -> bool:
    """Another dispute while one is being registered: ask first; after a mistake the answers move along."""
    old, new = talk.flow.title, talk.k.labels[label_id].title if label_id in talk.k.labels else label_id
    buttons = (Button(talk.words("switch_yes"), "yes"), Button(talk.words("switch_no"), "no"))
    data: dict[str, Json] = {"label": label_id, "story": story, "line": talk.line, "mend": mistake}
    asking.open_question(talk, "switch", "switch", buttons, data=data, old=old, new=new)
    return True
