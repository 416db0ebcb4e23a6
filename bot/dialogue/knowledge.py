"""Everything the talk may look up: flows, answers, words, readers, rules. Built by `bot.content`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.errors import StaleState
from bot.law.office_hours import Hours
from bot.law.rules import Finding
from bot.text.reading import Context, Reader
from flows import engine
from flows.answer_limits import AnswerLimit
from flows.engine import Answer, Json
from flows.follow_ups import FollowUps
from flows.plain_questions import PlainQuestion
from flows.questions import Entry
from flows.schema import Flow, Step


class Told(Protocol):
    """A fact found in free text (bot.text.facts.Fact)."""

    @property
    def type(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def value(self) -> Json: ...
    @property
    def shown(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def confidence(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger sign found in a text: what to say first and whether a person must come at once."""

    kind: str
    urgent: bool
    text: str
    hotlines: tuple[tuple[str, str], ...]  #: (number, name)
    citations: tuple[str, ...] = ()
    learned: bool = False  #: no rule saw it, only the learned opinion
    words: str = ""  #: what it was seen in: personal data, never to be logged
    of_another: bool = False  #: the writer tells of somebody else who suffers it or does it to himself
    by_writer: bool = False  #: the writer does it to somebody


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it is shown."""

    short: str  #: 民法典第一百八十八条
    title: str  #: 《中华人民共和国民法典》第一百八十八条
    gist: str  #: one plain sentence in our own words
    quote: str  #: short exact words of the statute, may be empty
    law: str  #: short name of the law: 民法典
    since: date  #: since when the text that was read applies


@dataclass(frozen=True, slots=True)
class Door:
    """A way out that is not mediation: who to turn to and what to bring."""

    id: str
    title: str
    text: str
    where: str
    citations: tuple[str, ...]
    flow: str = "general"  #: what is registered for who goes on all the same
    lane: str = ""  #: green lane of who is handed to a person here


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of dispute the model knows; the ones without a flow of their own go to `general`."""

    id: str
    title: str
    cause: str
    flow: str
    popular: bool = False  #: in the first menu


@dataclass(frozen=True, slots=True)
class Command:
    """A way to steer the talk: 返回, 修改, 转人工 …"""

    name: str
    title: str
    exact: frozenset[str]
    like: tuple[re.Pattern[str], ...] = ()


#: Stands in the place of a repealed article until the text was reviewed.
UNDER_REVIEW = "依据正在复核"
#: Which text of a law was read, by the year it applies from.
VERSION = "（{year}年起施行的文本）"
#: The longest message that can be a command by pattern.
COMMAND_CHARS = 16
_NOISE = re.compile(r"[\s，。！!、,.~～…]+|(?:吧|了|啊|呀|哦|呢|一下|谢谢)$")


def plain(text: str) -> str:
    """A short message without spaces, punctuation and final particles, for comparing with commands."""
    text = text.strip().lower()
    while (shorter := _NOISE.sub("", text)) != text:
        text = shorter
    return text


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on an understanding is trusted; calibrated on held-out data (nlu/thresholds.yml)."""

    faq: float = 0.5  #: share of the best answer among all answers, to give it without asking back
    faq_asked: float = 0.15  #: summed probability of the answers, for words that ask something
    faq_told: float = 0.5  #: the same, for words that ask nothing
    faq_maybe: float = 0.25  #: offer as a button
    dispute: float = 0.5  #: take as understood
    in_scope: float = 0.5  #: below: not a legal matter


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the dialogue looks things up in; one value, swapped whole when content is published."""

    flows: Mapping[str, Flow]
    revisions: Mapping[tuple[str, str], Flow]
    faq: Mapping[str, Entry]
    words: Mapping[str, str]
    commands: tuple[Command, ...]
    labels: Mapping[str, Label]
    doors: Mapping[str, Door]
    readers: Mapping[str, Reader]
    rules: Mapping[str, Callable[[Mapping[str, Json], date], list[Finding]]]
    find_facts: Callable[[str, Context], Sequence[Told]]
    alarms: Callable[[str], Sequence[Alarm]]
    quote: Callable[[str, str], str]  #: (text, an alarm's words) -> the part of the text around them
    source: Callable[[str], Source]  #: `民法典188` -> what it stands for
    today: date
    court: str
    checking: Mapping[str, Entry] = field(default_factory=dict)  #: answers out of service until reviewed
    stands: Callable[[str], bool] = bool  #: whether texts may rest on this citation today
    plain_questions: tuple[PlainQuestion, ...] = ()  #: words that ask for one answer, whatever the model says
    answer_limits: Mapping[str, AnswerLimit] = field(default_factory=dict)  #: what an answer needs, by entry
    subjects: tuple[str, ...] = ()  #: what a question can be about (flows/subjects.yml)
    #: things that name no matter -> the kinds of dispute likely with them (flows/things.yml)
    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follow_ups: FollowUps = field(default_factory=FollowUps)  #: short questions after an answer
    limits: Limits = field(default_factory=Limits)
    hours: Hours = field(default_factory=Hours)  #: when the desk works, for the first call
    regime: str = "pre_filing"  #: the court's programme (bot/law/tables/regimes.yml); a flow may name its own

    def flow(self, flow_id: str, rev: str) -> Flow:
        """The flow as it was when the intake was started; raises StaleState when it is gone for good."""
        current = self.flows.get(flow_id)
        if current and current.rev == rev:
            return current
        try:
            return self.revisions[flow_id, rev]
        except KeyError:
            raise StaleState(f"{flow_id}@{rev}") from None

    def command(self, text: str) -> str:
        """Name of the command the whole message is, else ''."""
        if len(text) > COMMAND_CHARS:
            return ""
        short = plain(text)
        for command in self.commands:
            if short in command.exact or any(p.search(short) for p in command.like):
                return command.name
        return ""

    def facts(self, flow: Flow, answers: Mapping[str, Answer]) -> dict[str, Json]:
        """What the law checks are given: known values by field, and the kind of dispute as `flow`."""
        known = {key: answer.value for key, answer in answers.items() if answer.known}
        cause = next((x.id for x in self.labels.values() if x.cause == known.get("dispute")), flow.id)
        return {**known, "flow": cause}

    def findings(self, flow: Flow, answers: Mapping[str, Answer]) -> list[Finding]:
        """What the law checks of a flow, and the ways out its options name, say about the answers."""
        values = self.facts(flow, answers)
        found = self.check(flow.checks, values)
        steps = engine.active(flow, answers)
        return found + [f for step in steps if (f := self.way_out(step, answers.get(step.id)))]

    def check(self, names: Sequence[str], values: Mapping[str, Json]) -> list[Finding]:
        """What these checks find; one that rests on a repealed article is for the desk only."""
        found = [f for name in names for f in self.rules[name](values, self.today)]
        return [self._reviewed(finding) for finding in found]

    def _reviewed(self, finding: Finding) -> Finding:
        live = tuple(c for c in finding.citations if self.stands(c))
        if live == finding.citations:
            return finding
        desk = f"{finding.for_desk}｜依据正在复核，先不向当事人说"
        return replace(finding, for_citizen="", for_desk=desk, citations=live, door="")

    def way_out(self, step: Step, answer: Answer | None) -> Finding | None:
        """The door a chosen option names: a suggestion with its office; the person can always go on."""
        option = step.options.get(str(answer.value)) if answer else None
        door = self.doors.get(option.door) if option else None
        if option is None or door is None:
            return None
        desk = f"{step.label}：{option.label}。{door.title}"
        return Finding("door", "warn", f"{door.text}{door.where}", desk, door.citations, door.id)

    def title(self, command: str) -> str:
        """The words on a command's button."""
        return next(c.title for c in self.commands if c.name == command)

    def sources(self, citations: Sequence[str]) -> str:
        """Citations as they fit a chat bubble, with the version of each law behind its last article.

        民法典第一百八十八条、民诉法第一百二十五条 …; a repealed one is left out and said to be under review.
        """
        live = [self.source(c) for c in citations if self.stands(c)]
        last = {source.law: n for n, source in enumerate(live)}
        shown = [
            source.short + (VERSION.format(year=source.since.year) if last[source.law] == n else "")
            for n, source in enumerate(live)
        ]
        return "、".join([*shown, *([UNDER_REVIEW] if len(live) < len(citations) else [])])
