"""不调了，直接立案: at any moment the filing papers are made of what is known, without another question.

Mediation is voluntary and never a condition of filing (民诉法122, 125; 人民调解法17). The choice is a
consent of its own and can be taken back with 还是调解吧.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.dialogue import answering, asking, giving
from bot.dialogue.talk import Talk
from bot.model import Button, Card, Say
from flows import engine
from flows.engine import Answer
from flows.papers import BUNDLE, INDEX
from flows.schema import Flow, Step

Link = Callable[[str, str, str], str]

#: Of the two sides: what a complaint cannot be without (民诉法122, 124).
_SIDES: Final = ("respondent_name", "respondent_place", "applicant_name", "applicant_place")
#: Of what is missing so many are named in the chat; the list has all.
NAMED: Final = 3


def missing(flow: Flow, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Labels of what a complaint needs most and nobody has said, whom to sue first."""
    going = {step.id for step in engine.active(flow, answers)}
    open_ = [
        step
        for step in flow.steps
        if (step.id in _SIDES or (step.required and not step.scope and step.id in going))
        and not ((answer := answers.get(step.id)) and answer.known)
    ]
    return tuple(step.label for step in sorted(open_, key=lambda step: step.id not in _SIDES[:1]))


def file_now(talk: Talk, number: str = "") -> None:
    """不调了，直接立案. `number` chooses one of several submitted cases."""
    session = talk.session
    if session.form is None and not session.cases and not session.parked:
        _nothing_yet(talk)
        return
    if talk.defends:
        talk.say("defends")
        talk.change(paused=False)
        asking.ask(talk)
        talk.verdict = "file_now"
        return
    _choose(talk, answering.NO)
    form = talk.session.form
    if form is not None:
        _other_door_first(talk)
    talk.change(asking=None, misses=0, paused=form is not None)
    talk.effect("file", draft=form.flow if form else "", number=number)
    talk.then = "filed"
    talk.verdict = "file_now"


def _other_door_first(talk: Talk) -> None:
    """Where the law sends this matter to another office first, it is said before the papers (劳动仲裁法5)."""
    found = talk.k.findings(talk.flow, talk.answers())
    for finding in [f for f in found if f.door and f.for_citizen][:2]:
        talk.says.append(Say(answering.advice(talk, finding)))
    if talk.flow.regime == "labour" and not any(f.rule == "wage_route" for f in found):
        talk.say("filing_labour")


def wish(talk: Talk) -> None:
    """The same while a mediator holds the chat: the wish reaches the desk, the papers are there at once."""
    paused, form = talk.session.paused, talk.session.form
    _choose(talk, answering.NO)
    talk.change(paused=paused)
    talk.effect("file", draft=form.flow if form else "", number="")
    talk.then = "wished"


def wish_back(talk: Talk) -> None:
    """还是调解吧, while a mediator holds the chat."""
    paused, form = talk.session.paused, talk.session.form
    _choose(talk, answering.YES)
    talk.change(paused=paused)
    if form is None:
        talk.effect("mediate")
    talk.say("mediate_wish", name=talk.session.mediator)


def _choose(talk: Talk, choice: str) -> None:
    """Answer the question about mediation of the open intake, with the consent log; once."""
    step, form = _mediation(talk), talk.session.form
    if step is None or form is None:
        return
    now = form.answers.get(step.id)
    if now is None or now.value != choice:
        talk.put(step, Answer(choice, step.options[choice].label, talk.line))


def mediate(talk: Talk) -> None:
    """还是调解吧: the choice is taken back, on the form or on the submitted case."""
    step, form = _mediation(talk), talk.session.form
    if form is None:
        talk.effect("mediate")
        talk.then = "mediating"
    elif step is not None and (now := form.answers.get(step.id)) is not None and now.value == answering.NO:
        answering.accept(talk, step, Answer(answering.YES, step.options[answering.YES].label, talk.line))
    else:
        talk.change(paused=False)
        asking.ask(talk)
    talk.verdict = "mediate"


def _mediation(talk: Talk) -> Step | None:
    """The question about mediation in the open intake."""
    if talk.session.form is None:
        return None
    return next((step for step in talk.flow.steps if step.scope == "mediation"), None)


def _nothing_yet(talk: Talk) -> None:
    """Nothing was told yet: how filing goes, and that the papers come with the first words about it."""
    entry = talk.k.faq.get("filing_how")
    if entry is not None and entry.in_force(talk.k.today):
        giving.answer_question(talk, entry)
    talk.say("filing_tell", talk.command_buttons("menu"))
    talk.verdict = "file_now"


# -- once the effects are done ----------------------------------------------------------------------------


def filed(talk: Talk, results: Mapping[str, Any], link: Link) -> None:
    """Where to file, what to bring, what is missing, and one link to everything."""
    found = results.get("filing")
    if found is None:
        talk.say("records_down")
    elif found["which"]:
        buttons = [Button(number, f"file:{number}") for number in found["which"]]
        talk.say("filing_which", buttons)
    elif not found["refs"]:
        _nothing_yet(talk)
    else:
        _hand_out(talk, found, link)
    asking.ask(talk)


def filed_on(talk: Talk, results: Mapping[str, Any], link: Link) -> None:
    """The same in one line, because the questions go on."""
    found = results.get("filing")
    if found is not None and found["refs"]:
        talk.say("filing_on", url=link(found["refs"][0], BUNDLE, "zip"))
    asking.ask(talk)


def wished(talk: Talk, results: Mapping[str, Any], link: Link) -> None:
    """One bubble between the mediator's words; what the desk does comes from the desk."""
    found = results.get("filing")
    name = talk.session.mediator
    if found is None or not found["refs"]:
        talk.say("filing_wish_bare", name=name)
    else:
        talk.say("filing_wish", name=name, url=link(found["refs"][0], BUNDLE, "zip"))


def mediating(talk: Talk, results: Mapping[str, Any]) -> None:
    """Whether a submitted case goes back to the mediators."""
    number = results.get("mediating")
    if number is None:
        talk.say("records_down")
    elif number:
        talk.say("mediate_again", number=number)
    else:
        talk.say("mediate_none", talk.command_buttons("menu"))


def _hand_out(talk: Talk, found: Mapping[str, Any], link: Link) -> None:
    draft = not found["number"]
    parts = [talk.words("filing_draft" if draft else "filing_case", number=found["number"])]
    if found["mediator"]:
        parts.append(talk.words("filing_told_desk"))
    parts.append(talk.words("filing_where"))
    parts += [str(line) for line in found["advice"]]
    parts.append(talk.words("filing_bring"))
    missing = [str(label) for label in found["missing"]]
    if missing:
        named = "、".join(missing[:NAMED])
        parts.append(talk.words("filing_missing", labels=named))
    bundles = [link(ref, BUNDLE, "zip") for ref in found["refs"]]
    single = link(found["refs"][0], INDEX, "html")
    text = "\n".join(parts)
    undo = talk.words("filing_undo")
    card = Card("filing", {"text": text, "bundles": list(bundles), "single": single, "undo": undo})
    links = [
        talk.words("filing_bundle", url="\n".join(bundles)),
        talk.words("filing_single", url=single),
    ]
    buttons = talk.command_buttons(*(("resume",) if draft else ()), "mediate")
    talk.say("plain", buttons, card, text="\n".join([text, *links, undo]))
