"""Read what free words mean: a question to answer, a dispute to register, facts to keep, another door."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bot.dialogue import (
    answering,
    asked_too,
    asking,
    bare,
    chatting,
    danger,
    doors,
    farm_pay,
    follow_ups,
    giving,
    harm_total,
    intake,
    meant,
    on_topic,
    own_side,
    reckoning,
    several,
    sued,
    swapped,
    telling,
    told_before,
    two_matters,
)
from bot.dialogue.queries import Heard
from bot.dialogue.talk import Talk
from bot.dialogue.two_matters import STORY_KEPT
from bot.law.doors import heard as guess_doors
from bot.model import Button
from bot.text import workers
from bot.text.reading import is_question
from flows.engine import Json
from flows.follow_ups import Topic
from flows.questions import Entry
from flows.schema import Step
from nlu.parse import OUT_OF_SCOPE, Understanding

_TAKES_BACK = re.compile(r"(?:不对|不是|弄错|搞错|错了|选错)[了啊呀，,。 ]")
_WRONG_ONE = re.compile(r"不对|不是|换一?个|弄错|搞错|选错|登记错|我要登记|我(?:这|是)")
#: A shorter 不对 is an answer.
WRONG_CHARS = 8
#: Doors that words alone point at, offered before what the model guesses.
GUESSES = 2
#: The kind of dispute for all that is no other (flows/labels.yml).
GENERAL = "other_civil"
#: Shorter words that mean nothing of ours are more often a slip than another topic.
SHORT_CHARS = 3


def understood(talk: Talk, heard: Heard) -> None:
    """Decide on free words with what the model made of them."""
    meaning = farm_pay.meant(talk.text, heard.whole)
    if sued.told(talk):
        sued.keep(talk)
        nearer = None if sued.says_nothing_else(talk.text) else meant.entry_of(talk, meaning, talk.text)
        giving.answer_question(talk, nearer if nearer and sued.about(nearer) else talk.k.faq[sued.ENTRY])
        told = [one for one in meaning.disputes()[:1] if one.confidence >= talk.k.limits.faq_maybe]
        sued.next_step(talk, told[0].name if told and told[0].name in talk.k.labels else "")
        return
    if own_side.move(talk) or own_side.told(talk) or two_matters.begin(talk):
        return
    if heard.follow_up and meaning.in_scope < talk.k.limits.in_scope:
        meaning = heard.follow_up[1]  # 那要多久 means nothing without what it follows
    if _several(talk, heard) or _reckoned(talk, meaning) or _hands_in_a_list(talk, meaning):
        return
    if talk.session.form is None and bare.asks_back(talk):
        return
    step = talk.step
    asks = is_question(talk.text) or (step is not None and answering.asks_beside(step, talk.text))
    if not asks and danger.stay(talk):
        return
    entry = meant.in_context(talk, heard) or meant.entry_of(talk, meaning, talk.text)
    if (
        entry
        and (asks or step is None or meant.asks(talk.text))
        and not (talk.session.form is None and _tells_a_case(talk, meaning))
    ):
        giving.answer_question(talk, entry)
        if leads_to := entry.next.removeprefix(intake.FLOW) if entry.next.startswith(intake.FLOW) else "":
            told_before.remember(talk, answered=leads_to)
        asking.ask(talk)
        return
    if (asks and danger.stay(talk, asks=meant.of_law(talk, meaning))) or _other_dispute(talk, meaning):
        return
    several = step is not None and (telling.is_story(talk, step) or telling.belongs_elsewhere(talk, step))
    if step and not asks and not several and answering.answer(talk, step):
        return
    if talk.session.form is not None:
        _inside(talk, meaning, step)
    else:
        _outside(talk, meaning, meant.asked_beside(talk, heard))


def _several(talk: Talk, heard: Heard) -> bool:
    """Two questions in one message get both answers; where only one is sure, the other is named."""
    found: dict[str, Callable[[], None]] = {}
    doubtful: list[tuple[str, Understanding]] = []
    topic: Topic | None = None
    for text, meaning in heard.questions:
        topic = talk.k.follow_ups.about(text) or topic
        aspect = talk.k.follow_ups.aspect(text, topic) if topic else None
        value = None if aspect else reckoning.find(talk, text)
        entry = None if aspect or value else meant.entry_of(talk, meaning, text)
        if topic and aspect and aspect.id in topic.answers:
            found[f"{topic.id}:{aspect.id}"] = partial(follow_ups.give, talk, topic, aspect)
        elif value:
            found[value.key] = partial(reckoning.say, talk, value)
        elif entry:
            found[entry.id] = partial(giving.answer_question, talk, entry)
            topic = talk.k.follow_ups.topic(entry, "") or topic
        else:
            doubtful.append((text, meaning))
    doubtful = [(text, one) for text, one in doubtful if not any(row.name in found for row in one.faqs()[:1])]
    if len(found) < 2 and not (found and doubtful and several.pieces(talk.text)):
        return False  # one matter, told in more than one sentence
    for give in found.values():
        give()
    if len(found) < 2:
        _still_asked(talk, *doubtful[0])
    asking.ask(talk)
    return True


def _still_asked(talk: Talk, text: str, meaning: Understanding) -> None:
    """The other question of a message, which no answer is sure for: what lies near, else a person."""
    verdict = talk.verdict
    near = [Button(one.question, f"faq:{one.id}") for one in meant.near(talk, meaning)]
    talk.say("also_asked", [*near, *talk.command_buttons("human")], text=text)
    talk.effect("unmatched", text=text)
    talk.verdict = verdict


def _reckoned(talk: Talk, meaning: Understanding) -> bool:
    value = reckoning.find(talk, talk.text)
    if value is None:
        return False
    if value.key == harm_total.KEY and talk.session.form is None and _tells_a_case(talk, meaning):
        return False  # the intake begins with what was told, and adds it up itself
    reckoning.say(talk, value)
    asking.ask(talk)
    return True


def _other_dispute(talk: Talk, meaning: Understanding) -> bool:
    """不对，我这是借钱的事: the wrong dispute is being registered; one question mends it."""
    kind, _, name = meaning.top.name.partition("/")
    label = talk.k.labels.get(name)
    here = talk.session.form
    if kind != "dispute" or label is None or here is None or own_side.says_how_much(talk.text):
        return False
    if not _WRONG_ONE.search(talk.text):
        return False
    if not _TAKES_BACK.search(talk.text) and telling.answers_open(talk):
        return False  # 我是在饭馆打工的，一月4500: what the open intake asks, not another dispute
    if swapped.pair(talk):
        return False  # 不是三千，是五千 speaks of a sum, not of another matter
    given = here.answers.get("dispute")
    same = label.flow == here.flow and (label.flow != "general" or (given and given.value == label.cause))
    if same:
        return False
    began = talk.session.began
    retold = began is None or len(talk.text) >= telling.STORY_CHARS
    story = talk.text if retold or began is None else str(began["story"])
    return intake.switch(talk, name, story, mistake=True)


def may_be_wrong_one(text: str) -> bool:
    """不对，这是工资的事: has to be understood before its 不对 is taken as a no to the open question."""
    return len(text) > WRONG_CHARS and _TAKES_BACK.match(text) is not None


def _tells_a_case(talk: Talk, meaning: Understanding) -> bool:
    """A story with its facts opens the intake even when it ends in a question; the answer is one tap away."""
    top = meaning.top
    sure = top.name.startswith("dispute/") and top.confidence >= talk.k.limits.dispute
    return sure and telling.is_story(talk, None)


def _inside(talk: Talk, meaning: Understanding, step: Step | None) -> None:
    """Free words in the middle of an intake that are neither the answer nor a known question."""
    top = meaning.top
    remark = step is not None and not on_topic.without_remarks(step, talk.text)
    if not remark and (telling.tell(talk) or telling.differs(talk)):
        asking.ask(talk)
        talk.verdict = "facts"
    elif chatting.said(talk, top.name) and top.confidence >= talk.k.limits.dispute:
        chatting.answer(talk, top.name)
        asking.ask(talk)
    elif is_question(talk.text) or (step is not None and answering.asks_beside(step, talk.text)):
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


def _outside(talk: Talk, meaning: Understanding, asked: Entry | None) -> None:
    """Free words while nothing is being registered; `asked`: the answer to what they ask beside."""
    top = meaning.top
    if meaning.in_scope < talk.k.limits.in_scope and telling.states_a_debt(talk):
        offer(talk, meaning, asked)
    elif meaning.in_scope < talk.k.limits.in_scope:
        _out_of_scope(talk, top.name)
    elif top.confidence < talk.k.limits.dispute or not _take(talk, meaning, asked):
        offer(talk, meaning, asked)


def _take(talk: Talk, meaning: Understanding, asked: Entry | None) -> bool:
    """Go where a sure understanding leads; False when there is no such flow or door."""
    kind, _, name = meaning.top.name.partition("/")
    if kind != "dispute":
        return kind == "door" and doors.open_door(talk, name)
    return _begin(talk, meaning, name, asked)


def _begin(talk: Talk, meaning: Understanding, name: str, asked: Entry | None = None) -> bool:
    others: list[Json] = [row.name for row in meaning.disputes()[: intake.CHOICES + 1] if row.name != name]
    began: dict[str, Json] = {"story": talk.text[:STORY_KEPT], "line": talk.line, "others": others}
    if asked and asked_too.leads_to(asked, name):
        return intake.begin(talk, name, began=began) and asked_too.answer_first(talk, asked)
    return intake.begin(talk, name, near=meant.near(talk, meaning)[:1], began=began)


def _hands_in_a_list(talk: Talk, meaning: Understanding) -> bool:
    """People with their sums are an application, however much the heading sounds like a question."""
    if talk.session.form is not None or workers.pasted(talk.text, talk.context()) is None:
        return False
    for row in meaning.disputes()[: intake.CHOICES]:
        label = talk.k.labels.get(row.name)
        flow = talk.k.flows.get(label.flow) if label else None
        if flow and any(step.read == "table" for step in flow.steps):
            return _begin(talk, meaning, row.name)
    return False


def _out_of_scope(talk: Talk, name: str) -> None:
    if name == OUT_OF_SCOPE and bare.names_thing(talk):
        return
    if name == OUT_OF_SCOPE and len(talk.text) > SHORT_CHARS:
        talk.say("out", talk.command_buttons("menu", "human"))
        talk.verdict = "out"
    elif chatting.said(talk, name):
        chatting.answer(talk, name)
    else:
        missed(talk)


def none_of_these(talk: Talk) -> bool:
    """都不是, of the kinds that were offered: one's own words, and where that is said again, a person."""
    talk.change(asking=None, misses=talk.session.misses + 1)
    general = Button(talk.k.labels[GENERAL].title, f"flow:{GENERAL}")
    if talk.session.misses < answering.STUCK or not answering.offer_person(talk, (general,)):
        talk.say("triage_none", [general, *talk.command_buttons("menu", "human")])
    talk.verdict = "triage"
    return True


def missed(talk: Talk) -> None:
    """Nothing understood: another wording, choices, then a person."""
    misses = talk.session.misses + 1
    talk.change(misses=misses)
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "miss"
    if misses >= answering.TRIES:
        if not answering.offer_person(talk, talk.command_buttons("menu")):
            talk.change(misses=0)
            menu(talk)
    elif misses > 1:
        menu(talk)
    else:
        talk.say("missed_free", talk.command_buttons("menu", "human"))


def _unanswered(talk: Talk, meaning: Understanding) -> None:
    """A question in mid-form that no entry surely answers: offer what is near, say so honestly otherwise."""
    near = meant.near(talk, meaning)
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "unmatched"
    if near:
        talk.say("faq_pick", [Button(e.question, f"faq:{e.id}") for e in near])
    else:
        talk.say("missed_free_question", talk.command_buttons("human"))


def offer(talk: Talk, meaning: Understanding, asked: Entry | None = None) -> None:
    """Not sure: the likeliest three as buttons, and a way out."""
    guessed = [one for one in guess_doors(talk.text) if one.id in talk.k.doors][:GUESSES]
    buttons = [Button(one.title, f"door:{one.id}") for one in guessed]
    taken = {one.id for one in guessed}
    for ranked in meaning.ranked:
        kind, _, name = ranked.name.partition("/")
        if kind == "dispute" and name in talk.k.labels:
            buttons.append(Button(talk.k.labels[name].title, f"flow:{name}"))
        elif kind == "faq" and meant.may_be(talk, name):
            buttons.append(Button(talk.k.faq[name].question, f"faq:{name}"))
        elif kind == "door" and name in talk.k.doors and name not in taken:
            buttons.append(Button(talk.k.doors[name].title, f"door:{name}"))
        if len(buttons) >= intake.CHOICES:
            break
    if not buttons:
        missed(talk)
        return
    buttons.append(intake.none_button(talk))
    data: dict[str, Json] = {"story": talk.text, "line": talk.line}
    if asked or meant.asks(talk.text):
        offered = [one.payload.removeprefix("faq:") for one in buttons if one.payload.startswith("faq:")]
        data[asked_too.NEAR] = [*([asked.id] if asked else ()), *offered]
    asking.open_question(talk, "triage", "triage", buttons, data=data)
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "triage"


def menu(talk: Talk, *, more: bool = False) -> bool:
    """The disputes people come with most, and the other ways on; `more`: the rest of them."""
    shown = [label for label in talk.k.labels.values() if label.popular != more]
    buttons = [Button(label.title, f"flow:{label.id}") for label in shown]
    if not more:
        buttons += [Button(talk.words("menu_more_button"), "menu:more"), *talk.command_buttons("status")]
    talk.say("menu_more" if more else "menu", [*buttons, *talk.command_buttons("human")])
    talk.verdict = "menu"
    return True
