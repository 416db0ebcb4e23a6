"""Matters that are not for mediation: the right office, kindly, and three ways on - keep, hand over, go on.

Never a dead end, never a refusal by the machine: the person decides, and a mediator can look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue import asking, danger, follow_ups, intake, plainly, sued, time_limits
from bot.dialogue.knowledge import Door
from bot.dialogue.talk import Talk
from bot.law import petition
from bot.law.doors import heard as named_doors
from bot.law.doors import stage
from bot.model import Button
from bot.text.mask import mask_text
from bot.text.reading import is_question
from flows.engine import Json

KEEP, HAND, GO = "door:keep", "door:hand", "door:go"
#: Questions that take whole stories: what is told there is the answer, whatever it threatens.
FREE = frozenset({"text", "short_text"})
#: What is kept of the words that led to a door.
STORY_KEPT = 500


def open_door(talk: Talk, door_id: str, story: str = "") -> bool:
    """Which office it is, with articles, numbers and papers; then what the person wants to do.

    `story`: what was told before, where a button was tapped now.
    """
    door = talk.k.doors.get(door_id)
    if door is None:
        return False
    _tell(talk, door)
    if talk.session.form is None:
        told = story or ("" if talk.incoming.payload else talk.text)
        data: dict[str, Json] = {"door": door.id, "story": told[:STORY_KEPT], "line": talk.line}
        asking.prepare(talk, "door", "door_next", ways(talk), data=data)
    asking.ask(talk)
    talk.verdict = "door"
    return True


def _tell(talk: Talk, door: Door) -> None:
    sources = talk.k.sources(door.citations)
    talk.change(topic=f"{follow_ups.DOOR}{door.id}")
    talk.say("door", (), None, text=door.text, where=door.where, citations=sources)


def ways(talk: Talk) -> tuple[Button, ...]:
    """先存着 / 转给工作人员看看 / 还是继续登记."""
    return (
        Button(talk.words("door_keep"), KEEP),
        Button(talk.words("door_hand"), HAND),
        Button(talk.words("door_go"), GO),
    )


def answered(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    """One of the three ways was chosen; anything else is heard as if nothing had been asked."""
    talk.change(asking=None)
    door = talk.k.doors.get(str(open_["door"]))
    if door is None or payload not in {KEEP, HAND, GO}:
        return False
    if payload == HAND:
        return hand(talk, door.id)
    line = open_["line"]
    at = line if isinstance(line, int) else 0
    # a tapped door has no story; the title of its button is none
    intake.begin(talk, door.flow, str(open_["story"]) or door.title, line=at)
    if payload == KEEP:
        talk.says = []
        talk.change(paused=True)
        talk.say("door_kept", talk.command_buttons("resume", "human"), title=talk.flow.title)
    talk.verdict = "door"
    return True


def hand(talk: Talk, door_id: str) -> bool:
    """A person looks at it; what was registered so far goes along."""
    door = talk.k.doors.get(door_id)
    if door is None:
        return False
    lanes: list[Json] = [door.lane] if door.lane else []
    talk.effect(
        "handoff", reason=f"可能该去别处：{door.title}", urgent=False, flag="", lanes=lanes, title=door.title
    )
    talk.change(asking=None, misses=0)
    talk.then = "handoff"
    talk.verdict = "human"
    return True


def petitioner(talk: Talk) -> bool:
    """我要上访: a judgment, an office, a dispute with others, or danger - each goes its own way.

    Source: 信访工作条例第20条、第22条、第31条.
    """
    if not talk.text or talk.incoming.payload or sued.told(talk) or plainly.entry(talk.k, talk.text):
        return False
    heard = petition.meant(talk.text)
    if heard.learned and danger.expected(talk):
        return False
    meant = heard.kind
    if meant is petition.Kind.RISK:
        return _risk(talk)
    told = talk.step is not None and talk.step.read in FREE
    if heard.learned and told:
        return False
    if heard.learned and _next_remedy(talk, meant):
        meant = petition.Kind.NONE
    if meant is petition.Kind.CIVIL or (meant and told):
        talk.say("petition_calm")  # what it is about is heard as always
        return False
    if meant is petition.Kind.UNCLEAR:
        buttons = [
            Button(talk.words("petition_court"), f"door:{petition.Kind.COURT}"),
            Button(talk.words("petition_office"), f"door:{petition.Kind.OFFICE}"),
            Button(talk.words("petition_civil"), "cmd:menu"),
            *talk.command_buttons("human"),
        ]
        talk.say("petition_ask", buttons)
        talk.verdict = "door"
        return True
    door_id = _stage(talk.text, meant) or (meant.value if meant else "")
    return open_door(talk, door_id) if door_id and (meant or talk.session.form is None) else False


#: Whose complaints are no court's.
_ELSEWHERE = re.compile(
    r"派出所|公安|警察|交警|报案|经侦|刑警|仲裁|信访局|社保|劳动局|劳动监察|城管|学校|医院"
)
#: What a complaint heard by its words alone may be long; longer ones tell a story.
ALONE_CHARS = 40


def _stage(words: str, meant: petition.Kind) -> str:
    """The stage of the suit a complaint is about: 立案不给立, 法官拖着不判 (tables/doors.yml)."""
    if meant is petition.Kind.COURT:
        return stage(meant.value, words)
    if meant or is_question(words) or len(words) > ALONE_CHARS or _ELSEWHERE.search(words):
        return ""
    return stage(petition.Kind.COURT, words, alone=True)


def _next_remedy(talk: Talk, meant: petition.Kind) -> bool:
    """Who only asks, also for the last day of an appeal, or names a remedy (申请执行), and accuses nobody."""
    words = talk.text
    if meant in {petition.Kind.RISK, petition.Kind.CIVIL} or petition.accuses(words):
        return False
    others = (
        one.id for one in named_doors(words) if one.id not in {petition.Kind.COURT, petition.Kind.OFFICE}
    )
    return is_question(words) or time_limits.appeal(words, talk.context()) is not None or any(others)


def _risk(talk: Talk) -> bool:
    """Many people, a blocked gate, threats: a person at once, and a way that hurts nobody."""
    talk.say("petition_risk", citations=talk.k.sources(danger.RISK_SOURCES))
    if talk.session.form is not None:
        talk.change(paused=True)
    lanes: list[Json] = [danger.RISK_LANE]
    quote = talk.k.quote(mask_text(danger.told(talk.incoming)), "")  # how many, where and against whom
    noted: dict[str, Json] = {"flag": "petition", "quote": quote, "lanes": lanes, "title": danger.RISK_TITLE}
    talk.effect("handoff", reason="群体或者过激", urgent=True, **noted)
    talk.change(asking=None, misses=0)
    talk.then = "handoff"
    talk.verdict = "danger"
    return True
