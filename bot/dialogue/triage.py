"""Read what free words mean: a question to answer, a dispute to register, facts to keep, another door."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue import answering, asking, danger, reckoning
from bot.dialogue.knowledge import Label, Told
from bot.dialogue.talk import Talk
from bot.model import Button, Card
from bot.text.reading import is_question
from flows import engine
from flows.engine import Answer, Form, Json
from flows.questions import Entry
from flows.schema import Step
from nlu.parse import OUT_OF_SCOPE, Understanding

#: Facts below this confidence are not kept without asking.
SURE_FACT = 0.6
#: A text with this many characters or facts is a story, not a short answer.
STORY_CHARS, STORY_FACTS = 18, 2
CHOICES = 3
_WRONG_ONE = re.compile(r"不对|不是|换一?个|弄错|搞错|选错|登记错|我要登记|我(?:这|是)")
_REFUSES = re.compile(
    r"(?:不|别|拒绝)(?:想|愿意?|同意|要)?(?:再)?调解"
    r"|(?:要|想|就)?直接(?:去法院)?(?:告|起诉|立案|打官司)"
)
#: Shorter words that mean nothing of ours are more often a slip than another topic.
SHORT_CHARS = 3


def understood(talk: Talk, meaning: Understanding) -> None:
    """Decide on free words with what the model made of them."""
    if reckoning.court_fee(talk):
        return
    entry, step, asks = _entry(talk, meaning), talk.step, is_question(talk.text)
    if entry and (asks or step is None):
        answer_question(talk, entry)
        return
    if danger.stay(talk) or _other_dispute(talk, meaning):
        return
    if step and not asks and answering.answer(talk, step):
        return
    if talk.session.form is not None:
        _inside(talk, meaning, step)
    else:
        _outside(talk, meaning)


def _other_dispute(talk: Talk, meaning: Understanding) -> bool:
    """不对，我这是借钱的事: the wrong dispute is being registered; one question mends it."""
    kind, _, name = meaning.top.name.partition("/")
    label = talk.k.labels.get(name)
    here = talk.session.form
    if kind != "dispute" or label is None or here is None or not _WRONG_ONE.search(talk.text):
        return False
    given = here.answers.get("dispute")
    same = label.flow == here.flow and (label.flow != "general" or (given and given.value == label.cause))
    return False if same else _switch(talk, name, talk.text)


def _entry(talk: Talk, meaning: Understanding) -> Entry | None:
    """The FAQ entry that is meant beyond doubt, if it may be shown today."""
    for ranked in meaning.ranked[:1]:
        if ranked.name.startswith("faq/") and ranked.confidence >= talk.k.limits.faq:
            entry = talk.k.faq.get(ranked.name.removeprefix("faq/"))
            sure = entry and entry.in_force(talk.k.today) and talk.k.knows(entry.id, talk.text)
            return entry if sure else None
    return None


def _inside(talk: Talk, meaning: Understanding, step: Step | None) -> None:
    """Free words in the middle of an intake that are neither the answer nor a known question."""
    top = meaning.top
    if tell(talk):
        asking.ask(talk)
        talk.verdict = "facts"
    elif top.name.startswith("chat/") and top.confidence >= talk.k.limits.dispute:
        small_talk(talk, top.name)
        asking.ask(talk)
    elif is_question(talk.text):
        if meaning.in_scope < talk.k.limits.in_scope:
            talk.say("out")
            talk.verdict = "out"
        else:
            _unanswered(talk, meaning)
        asking.ask(talk)
    elif step:
        if not answering.answer(talk, step):
            answering.miss(talk, step)
    else:
        talk.say("missed", hint=talk.words("review_hint"))
        talk.verdict = "miss"


def _outside(talk: Talk, meaning: Understanding) -> None:
    """Free words while nothing is being registered."""
    top = meaning.top
    if meaning.in_scope < talk.k.limits.in_scope:
        _out_of_scope(talk, top.name)
    elif top.confidence < talk.k.limits.dispute or not _take(talk, top.name):
        offer(talk, meaning)


def _take(talk: Talk, name: str) -> bool:
    """Go where a sure understanding leads; False when there is no such flow or door."""
    kind, _, rest = name.partition("/")
    return begin(talk, rest) if kind == "dispute" else kind == "door" and open_door(talk, rest)


def _out_of_scope(talk: Talk, name: str) -> None:
    if name == OUT_OF_SCOPE and len(talk.text) > SHORT_CHARS:
        talk.say("out", talk.command_buttons("menu", "human"))
        talk.verdict = "out"
    elif name.startswith("chat/"):
        small_talk(talk, name)
    else:
        missed(talk)


def missed(talk: Talk) -> None:
    """Nothing understood: another wording, choices, then a person."""
    misses = talk.session.misses + 1
    talk.change(misses=misses)
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "miss"
    if misses >= answering.TRIES:
        talk.change(misses=0)
        answering.offer_person(talk, talk.command_buttons("menu"))
    elif misses > 1:
        menu(talk)
    else:
        talk.say("missed_free", talk.command_buttons("menu", "human"))


def small_talk(talk: Talk, name: str) -> None:
    """Greetings, thanks, complaints: one kind sentence."""
    kinds = {
        "greet": "greet",
        "thanks": "thanks",
        "bye": "bye",
        "who_are_you": "who",
        "complaint": "complaint",
    }
    kinds |= {"abuse": "abuse", "praise": "thanks"}
    key = kinds.get(name.removeprefix("chat/"), "out")
    talk.say(key, talk.command_buttons("human") if key in {"complaint", "abuse"} else ())
    talk.verdict = "chat"


def _unanswered(talk: Talk, meaning: Understanding) -> None:
    """A question in mid-form that no entry surely answers: offer what is near, say so honestly otherwise."""
    near = _near(talk, meaning)
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "unmatched"
    if near:
        talk.say("faq_pick", [Button(e.question, f"faq:{e.id}") for e in near])
    else:
        talk.say("missed_free_question", talk.command_buttons("human"))


def _near(talk: Talk, meaning: Understanding) -> list[Entry]:
    ids = [
        r.name.removeprefix("faq/")
        for r in meaning.ranked
        if r.name.startswith("faq/") and r.confidence >= talk.k.limits.faq_maybe
    ]
    entries = [talk.k.faq[i] for i in ids if i in talk.k.faq]
    return [e for e in entries if e.in_force(talk.k.today)][:CHOICES]


def offer(talk: Talk, meaning: Understanding) -> None:
    """Not sure: the likeliest three as buttons, and a way out."""
    buttons: list[Button] = []
    for ranked in meaning.ranked:
        kind, _, name = ranked.name.partition("/")
        if kind == "dispute" and name in talk.k.labels:
            buttons.append(Button(talk.k.labels[name].title, f"flow:{name}"))
        elif kind == "faq" and name in talk.k.faq and talk.k.faq[name].in_force(talk.k.today):
            buttons.append(Button(talk.k.faq[name].question, f"faq:{name}"))
        elif kind == "door" and name in talk.k.doors:
            buttons.append(Button(talk.k.doors[name].title, f"door:{name}"))
        if len(buttons) == CHOICES:
            break
    if not buttons:
        missed(talk)
        return
    buttons.append(Button("都不是", "triage:none"))
    data: dict[str, Json] = {"story": talk.text}
    asking.open_question(talk, "triage", "triage", buttons, data=data)
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "triage"


def menu(talk: Talk) -> None:
    """The disputes people come with most, and the other ways on."""
    popular = [label for label in talk.k.labels.values() if label.flow != "general"]
    buttons = [Button(label.title, f"flow:{label.id}") for label in popular]
    buttons += [Button("其他纠纷", "flow:general"), *talk.command_buttons("status", "human")]
    talk.say("menu", buttons)


def answer_question(talk: Talk, entry: Entry) -> None:
    """A reviewed answer with its sources; the form is not touched and its question is asked again."""
    data: dict[str, Json] = {
        "id": entry.id,
        "rate": True,
        "answer": entry.answer,
        "citations": [
            {"title": s.title, "gist": s.gist, "quote": s.quote} for s in map(talk.k.source, entry.citations)
        ],
    }
    buttons = list(_next_buttons(talk, entry)) if talk.session.form is None else []
    sources = talk.k.sources(entry.citations)
    talk.say("faq", buttons, Card("faq", data), answer=entry.answer, citations=sources)
    talk.change(topic=entry.id)
    if talk.session.asking and talk.session.asking["kind"] == "triage":
        talk.change(asking=None)  # the question found its answer; the choice is past
    asking.ask(talk)
    talk.verdict = "faq"


def _next_buttons(talk: Talk, entry: Entry) -> Sequence[Button]:
    kind, _, name = entry.next.partition(":")
    if kind == "flow" and (name in talk.k.flows or name in talk.k.labels):
        return (Button("现在登记", f"flow:{name}"),)
    if kind == "door" and name in talk.k.doors:
        return (Button(talk.k.doors[name].title, f"door:{name}"),)
    return ()


def open_door(talk: Talk, door_id: str) -> bool:
    """A matter that is not for mediation: the right office, kindly; the intake stays possible."""
    door = talk.k.doors.get(door_id)
    if door is None:
        return False
    buttons = (*talk.command_buttons("human"), Button("还是要登记调解", "flow:general"))
    sources = talk.k.sources(door.citations)
    talk.say("door", buttons, text=door.text, where=door.where, citations=sources)
    talk.verdict = "door"
    return True


def begin(talk: Talk, label_id: str, story: str = "") -> bool:
    """Start registering a dispute, with every fact of the story already filled in."""
    label = talk.k.labels.get(label_id)
    flow = talk.k.flows.get(label.flow if label else label_id)
    if flow is None:
        return False
    old = talk.session.form
    if old is not None and (old.flow != flow.id or _names_other(old, label)):
        return _switch(talk, label_id, story or talk.text)
    if old is None:
        talk.change(form=Form(flow.id, flow.rev))
        if (
            label
            and flow.id == "general"
            and "dispute" in {s.id for s in flow.steps}
            and label.id != "general"
        ):
            preset = Answer(label.cause, label.cause, talk.line, by="told", confirmed=False)
            talk.change(form=engine.put(Form(flow.id, flow.rev), "dispute", preset))
    talk.change(asking=None, paused=False, misses=0)
    talk.say("start", title=label.title if label else flow.title, intro=flow.intro)
    tell(talk, story)
    asking.ask(talk)
    talk.verdict = "begin"
    return True


def _names_other(form: Form, label: Label | None) -> bool:
    """Two disputes can share the general flow; then the 案由 tells them apart."""
    given = form.answers.get("dispute")
    return label is not None and label.flow == "general" and given is not None and given.value != label.cause


def _switch(talk: Talk, label_id: str, story: str) -> bool:
    old, new = talk.flow.title, talk.k.labels[label_id].title if label_id in talk.k.labels else label_id
    buttons = (Button("先登记新的", "yes"), Button("接着填原来的", "no"))
    data: dict[str, Json] = {"label": label_id, "story": story}
    asking.open_question(talk, "switch", "switch", buttons, data=data, old=old, new=new)
    return True


def tell(talk: Talk, story: str = "") -> bool:
    """Fill unanswered questions with what the words say; True when something was read.

    Nothing set before is replaced. What was filled is read back together, marked as not yet confirmed
    until the review.
    """
    text = story or talk.text
    form = talk.session.form
    if form is None or not text:
        return False
    _hear_refusal(talk, text)
    form = talk.session.form or form
    found = talk.k.find_facts(text, talk.context())
    facts = _facts_for(talk, [f for f in found if f.confidence >= SURE_FACT])
    filled, taken = engine.fill(talk.flow, form, facts)
    if not taken:
        return False
    talk.change(form=filled, misses=0)
    steps = [step for step in talk.flow.steps if step.id in taken]
    rows = "\n".join(f"{step.label}：{asking.display(step, taken[step.id])}" for step in steps)
    label = next((step.label for step in steps if not step.options), steps[0].label)
    talk.say("told", rows=rows, label=label)
    return True


def _hear_refusal(talk: Talk, text: str) -> None:
    """我不调解，我要直接告他: said in a story it counts, and is recorded as the refusal it is (民诉法125)."""
    step = next((s for s in talk.flow.steps if s.scope == "mediation"), None)
    form = talk.session.form
    if step is None or form is None or step.id in form.answers or not _REFUSES.search(text):
        return
    talk.put(step, Answer("no", step.options["no"].label, talk.line, 0, len(text)))
    talk.say("refused_noted")


def is_story(talk: Talk, step: Step) -> bool:
    """Whether a long text tells more than the open question asked for."""
    found = talk.k.find_facts(talk.text, talk.context(step))
    return sum(f.confidence >= SURE_FACT and bool(f.role) for f in found) >= STORY_FACTS


def _facts_for(talk: Talk, found: Sequence[Told]) -> dict[str, Answer]:
    """Facts by the step they answer: the surest one of each; several pieces of evidence are joined."""
    answers: dict[str, Answer] = {}
    for step in talk.flow.steps:
        fitting = [(f, key) for spec, key in step.facts.items() for f in found if _is(f, spec)]
        if not fitting:
            continue
        if step.read == "text":
            shown = "、".join(dict.fromkeys(f.shown for f, _ in fitting))
            first = fitting[0][0]
            answers[step.id] = Answer(
                shown, shown, talk.line, first.start, first.end, "told", confirmed=False
            )
            continue
        fact, key = max(fitting, key=lambda pair: pair[0].confidence)
        value = key or fact.value
        shown = step.options[key].label if key else fact.shown
        answers[step.id] = Answer(value, shown, talk.line, fact.start, fact.end, "told", confirmed=False)
    return answers


def _is(fact: Told, spec: str) -> bool:
    kind, _, role = spec.partition(":")
    return fact.type == kind and (
        role in {"*", fact.role} or (kind == "evidence" and str(fact.value) == role)
    )
