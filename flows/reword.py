"""The words of a question as an admin may change them: how it is asked, its example, its reason, its buttons.

Logic (readers, conditions, keys of options, citations) stays with the flow. Questions with the same words in
several kinds of dispute are one question here, so that one edit reaches all of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flows.schema import ASK_CHARS, Flow
from flows.steps import Option, Step

HINT_CHARS, WHY_CHARS, LABEL_CHARS = 120, 200, 20
#: Readers that need no example: the buttons are the example.
SHOWN = frozenset({"choice", "yes_no", "consent"})
TITLES = {"ask": "问题", "hint": "例子", "why": "为什么问", "options": "按钮"}
CONSENT = "这一题是请人同意，文字有版本，改了要重新征得同意，请技术人员改。"


@dataclass(frozen=True, slots=True)
class Wording:
    """What may be changed of one question."""

    ask: str
    hint: str
    why: str
    options: Mapping[str, str] = field(default_factory=dict)  #: key of an option -> its button

    @classmethod
    def of(cls, step: Step) -> Wording:
        """As a step says it."""
        labels = {key: option.label for key, option in step.options.items()}
        return cls(step.ask, step.hint, step.why, labels)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Wording:
        """From a stored version or a form; what is missing is empty."""
        ask, hint, why = (str(row.get(name) or "").strip() for name in ("ask", "hint", "why"))
        labels = row.get("options") or {}
        return cls(ask, hint, why, {str(key): str(label).strip() for key, label in labels.items()})

    def to_json(self) -> dict[str, Any]:
        """For the revision store."""
        return {"ask": self.ask, "hint": self.hint, "why": self.why, "options": dict(self.options)}


def key_of(step: Step) -> str:
    """The same for steps that ask the same in the same words, 48 bits beside the name of the field."""
    words = [step.id, step.read, Wording.of(step).to_json()]
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return f"{step.id}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def questions(flows: Mapping[str, Flow]) -> Iterator[tuple[str, Flow, Step]]:
    """(key, flow, step) of every question in every flow."""
    for flow in flows.values():
        for step in flow.steps:
            yield key_of(step), flow, step


def reworded(flows: Mapping[str, Flow], edits: Mapping[str, Wording]) -> dict[str, Flow]:
    """The flows with the edited words; one that changes gets a revision of its own."""
    if not edits:
        return dict(flows)
    return {name: _flow(flow, edits) for name, flow in flows.items()}


def _flow(flow: Flow, edits: Mapping[str, Wording]) -> Flow:
    said = {step.id: edits[key] for step in flow.steps if (key := key_of(step)) in edits}
    if not said:
        return flow
    steps = tuple(put(step, said[step.id]) if step.id in said else step for step in flow.steps)
    text = json.dumps([flow.rev, [[k, w.to_json()] for k, w in said.items()]], ensure_ascii=False)
    return replace(flow, steps=steps, rev=hashlib.sha256(text.encode()).hexdigest()[:10])


def put(step: Step, words: Wording) -> Step:
    """A step with other words; what a button was called before is still understood."""
    options = {key: _option(option, words.options.get(key, "")) for key, option in step.options.items()}
    return replace(step, ask=words.ask, hint=words.hint, why=words.why, options=options)


def _option(option: Option, label: str) -> Option:
    if not label or label == option.label:
        return option
    return replace(option, label=label, words=tuple(dict.fromkeys((*option.words, option.label))))


def faults(step: Step, words: Wording) -> list[str]:
    """Everything that forbids these words for this step (as shipped), in Chinese."""
    if step.scope:
        return [CONSENT]
    found = []
    needed = ("ask", "why") if step.read in SHOWN else ("ask", "hint", "why")
    found += [f"“{TITLES[name]}”要填写" for name in needed if not getattr(words, name)]
    for name, most in (("ask", ASK_CHARS), ("hint", HINT_CHARS), ("why", WHY_CHARS)):
        said = getattr(words, name)
        if len(said) > most:
            found.append(f"“{TITLES[name]}”有{len(said)}个字，最多{most}个字，手机一屏才放得下")
        found += _signs(TITLES[name], said)
    return found + _labels(step, words)


def _labels(step: Step, words: Wording) -> list[str]:
    found, taken = [], {}
    if set(words.options) != set(step.options):
        found.append("按钮只能改名字，不能增减。请刷新页面再改")
    for key, label in words.options.items():
        if not label:
            found.append("每个按钮都要有名字")
        elif len(label) > LABEL_CHARS:
            found.append(f"按钮“{label}”有{len(label)}个字，最多{LABEL_CHARS}个字")
        elif label in taken:
            found.append(f"两个按钮都叫“{label}”，人们分不清")
        taken[label] = key
        found += _signs("按钮", label)
        for other, option in step.options.items():
            if other != key and label in (option.label, *option.words) and label != words.options.get(other):
                found.append(f"“{label}”原来是另一个按钮“{option.label}”的说法，会选错")
    return list(dict.fromkeys(found))


def _signs(title: str, said: str) -> list[str]:
    bad = [sign for sign in "{}<>！!" if sign in said]
    return [f"“{title}”里不要用“{'”“'.join(bad)}”"] if bad else []
