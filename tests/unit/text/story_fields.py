"""What a story fills in the form of its dispute, right and wrong: facts as far as a flow can use them.

A flow says by itself which facts a question takes (`facts: [amount:claim, amount:fee_owed]`); whether a sum
still due is called a claim or a fee makes no difference to a form that takes both. A field is stated where
a labelled fact answers it, filled where a kept fact does, right where the two are the same words and value.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import story_scores as labels

from bot.dialogue.telling import SURE
from bot.text.fact import Fact
from bot.text.facts import find_facts
from bot.text.reading import Context
from flows.schema import Flow, Step
from tests.flow_answers import FLOWS, knowledge


@dataclass
class Fields:
    """Counts by flow and question."""

    stated: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: Fields) -> None:
        for mine, more in (
            (self.stated, other.stated),
            (self.filled, other.filled),
            (self.right, other.right),
        ):
            mine.update(more)

    @property
    def recall(self) -> float:
        return self.right.total() / self.stated.total()

    @property
    def precision(self) -> float:
        return self.right.total() / self.filled.total()

    def short(self) -> str:
        return f"{self.stated.total()} fields: recall {self.recall:.3f}, precision {self.precision:.3f}"


def flow_of(label: str) -> Flow:
    """The flow that registers a kind of dispute."""
    return FLOWS[knowledge().labels[label].flow]


def fields(rows: list[labels.Story], least: float = SURE) -> Fields:
    """Count the fields of stories; facts from the confidence `least` on are kept."""
    out = Fields()
    for story in rows:
        flow, text = flow_of(story["label"]), story["text"]
        found = find_facts(text, Context(date.fromisoformat(str(story["today"]))))
        kept = [fact for fact in found if fact.confidence >= least]
        for step in flow.steps:
            _count(out, step, kept, story, text)
    return out


def _count(out: Fields, step: Step, kept: list[Fact], story: labels.Story, text: str) -> None:
    said = [(row, key) for spec, key in step.facts.items() for row in story["facts"] if _answers(row, spec)]
    told = [(fact, key) for spec, key in step.facts.items() for fact in kept if _fits(fact, spec)]
    name = f"{step.id}"
    out.stated[name] += any(_answers({**row, "also": ()}, spec) for row, _ in said for spec in step.facts)
    if not told:
        return
    fact, key = max(told, key=lambda pair: pair[0].confidence)
    same = any(key == other and _same(fact, row, text) for row, other in said)
    if fact.type in ("place", "evidence") and not same and not said:
        return  # nobody labels every place and paper
    out.filled[name] += 1
    out.right[name] += same


def _answers(row: labels.Story, spec: str) -> bool:
    kind, _, role = spec.partition(":")
    named = kind == "evidence" and labels.same_evidence(role, row["value"])
    return row["type"] == kind and (role in {"*", *labels.parts(row)} or named)


def _fits(fact: Fact, spec: str) -> bool:
    kind, _, role = spec.partition(":")
    return fact.type == kind and (
        role in {"*", fact.role} or (kind == "evidence" and str(fact.value) == role)
    )


def _same(fact: Fact, row: labels.Story, text: str) -> bool:
    return fact.type == row["type"] and labels.matches(fact, {**row, "role": fact.role}, text)
