"""那要多久, 要钱吗, 去哪办: short questions are answered about the matter of the answer before them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from bot.dialogue import asking, giving
from bot.dialogue.queries import FOLLOW_WITHIN
from bot.dialogue.talk import Talk
from bot.law.limitation import terms
from bot.law.period_rules import running
from bot.model import Button
from flows.follow_ups import Aspect, Topic
from flows.questions import Entry

#: Before the id of a door in `Session.topic`.
DOOR: Final = "door:"
#: Forms of disputes that go to labour arbitration first, and its door.
LABOUR: Final = frozenset({"wage_claim", "labor_dispute"})
ARBITRATION_DOOR: Final = "labour_arbitration"
_SUING: Final = re.compile(r"打官司|起诉|立案|告(?:状|他们?|老板|公司|单位)?(?!诉)")
#: How many other things that are known of a matter are offered.
OFFERED: Final = 4


def listen(talk: Talk) -> bool:
    """Answer a short question that leans on the last answer; True when the message was one.

    Before the reader of an open question, which would take 谁来办 for a name.
    """
    if labour := _before_court(talk):
        _tell(talk, *labour)
        talk.change(topic=f"{DOOR}{ARBITRATION_DOOR}")
        return True
    aspect = meant(talk)
    if aspect is None:
        return False
    _tell(talk, _about(talk)[1], aspect)
    return True


def _before_court(talk: Talk) -> tuple[Topic, Aspect] | None:
    """去哪告, 打官司要钱吗 in a labour form: about arbitration, which comes first. Source: 劳动仲裁法第5条.

    A suit is left a suit where the case may go to court at once (工资欠条, a private boss) or has an award.
    """
    form, topic = talk.session.form, talk.k.follow_ups.named("arbitration")
    if form is None or topic is None or talk.incoming.payload or talk.flow.id not in LABOUR:
        return None
    suing = _SUING.search(talk.text) is not None
    last = _about(talk)[1]
    if not suing and (last is None or last.id != "filing" or meant(talk) is None):
        return None
    aspect = talk.k.follow_ups.aspect(_SUING.sub("", talk.text), topic)
    limits = running(talk.k.facts(talk.flow, talk.answers()), talk.k.today) if aspect else []
    first = bool(limits) and terms(limits[0].matter).kind == "arbitration"
    return (topic, aspect) if aspect and first and aspect.id in topic.answers else None


def meant(talk: Talk) -> Aspect | None:
    """What the whole message asks about the matter of the last answer, None where it does not."""
    heard_at = talk.session.heard_at
    if talk.incoming.payload or not (talk.session.topic and heard_at):
        return None
    if talk.incoming.at - datetime.fromisoformat(heard_at) > FOLLOW_WITHIN:
        return None
    entry, topic = _about(talk)
    found = talk.k.follow_ups.aspect(talk.text, topic)
    if found is None or topic:
        return found
    return found if entry and found.id in talk.k.follow_ups.other else None


def tapped(talk: Talk, topic_id: str, aspect_id: str) -> bool:
    """The button of something that is known of a matter."""
    topic = talk.k.follow_ups.named(topic_id)
    aspect = next((one for one in talk.k.follow_ups.aspects if one.id == aspect_id), None)
    if topic is None or aspect is None or aspect_id not in topic.answers:
        return False
    _tell(talk, topic, aspect)
    return True


def _about(talk: Talk) -> tuple[Entry | None, Topic | None]:
    """(last answer, its matter); the answer is None where a door was shown."""
    last = talk.session.topic
    entry = talk.k.faq.get(last)
    if entry is None and not last.startswith(DOOR):
        return None, None
    return entry, talk.k.follow_ups.topic(entry, last.removeprefix(DOOR))


def _tell(talk: Talk, topic: Topic | None, aspect: Aspect) -> None:
    talk.change(paused=False)
    give(talk, topic, aspect)
    asking.ask(talk)


def give(talk: Talk, topic: Topic | None, aspect: Aspect) -> None:
    """What is known of a matter, or that it is not."""
    cell = topic.answers.get(aspect.id) if topic else None
    given = talk.k.faq.get(cell.entry) or talk.k.checking.get(cell.entry) if cell else None
    if given and given.in_force(talk.k.today):
        giving.answer_question(talk, given)
    elif cell and cell.say and all(talk.k.stands(one) for one in cell.law):
        talk.say("faq", _ways(talk), None, answer=cell.say, citations=talk.k.sources(cell.law))
        talk.verdict = "faq"
    else:
        _unknown(talk, topic, aspect)


def _ways(talk: Talk) -> list[Button]:
    """What the answer before leads to, where nothing is being registered."""
    entry, _ = _about(talk)
    return list(giving.next_buttons(talk, entry)) if entry and talk.session.form is None else []


def _unknown(talk: Talk, topic: Topic | None, aspect: Aspect) -> None:
    """Nothing is known of this: what is, and a person; never the answer about another matter."""
    human = talk.command_buttons("human")
    if topic:
        known = [one for one in talk.k.follow_ups.aspects if one.id in topic.answers and one is not aspect]
        buttons = [Button(one.title, f"follow:{topic.id}:{one.id}") for one in known[:OFFERED]]
        talk.say("follow_none", [*buttons, *human], title=topic.title)
    else:
        near = [talk.k.faq[one] for one in talk.k.follow_ups.other[aspect.id] if one in talk.k.faq]
        talk.say("follow_other", [*(Button(one.question, f"faq:{one.id}") for one in near), *human])
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "unmatched"
