"""Training phrasings: read, proven, hashed, and written the way Rasa wants them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.components.tokens import pack
from nlu.parse import LEGAL, OUT_OF_SCOPE, clean, rasa_name

NLU = Path(__file__).parent
DATA = NLU / "data"
HELD_OUT = DATA / "held_out"
FAQ = NLU.parent / "flows" / "faq"

#: Files that decide what a model trained on the same phrasings becomes.
RECIPE = (
    "config.yml",
    "components/tokens.py",
    "components/linear_classifier.py",
    "components/linear_model.py",
    "components/linear_training.py",
)

_SILENT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One FAQ entry as the admin published it."""

    id: str
    question: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One phrasing and where it stands."""

    text: str
    intent: str
    source: str  #: file name, or `FAQ` for an entry given by the caller


@dataclass(frozen=True, slots=True)
class Dataset:
    """Phrasings without repetitions, and all faults found in them."""

    lines: tuple[Line, ...]
    faults: tuple[str, ...] = ()

    def examples(self) -> dict[str, list[str]]:
        """Intent -> its phrasings, both sorted, so that equal data has equal bytes."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            found.setdefault(line.intent, []).append(line.text)
        return {intent: sorted(found[intent]) for intent in sorted(found)}


def load(data: Path = DATA, faq: Path | None = FAQ, *, entries: Iterable[Entry] | None = None) -> Dataset:
    """All training phrasings: `data`/**.yml without `held_out`, and the FAQ.

    `entries` (the FAQ as the admin keeps it) take the place of the files in `faq`. A fault reads
    `disputes/divorce.yml: …`; phrasings that may not share (`may_share`) stay with the first.
    """
    faults: list[str] = []
    lines: list[Line] = []
    for path in sorted(data.glob("**/*.yml")):
        if "held_out" not in path.relative_to(data).parts:
            lines += read(path, path.relative_to(data).as_posix(), faults)
    if entries is not None:
        lines += _faq_lines(entries, "FAQ")
    elif faq is not None:
        for path in sorted(faq.glob("*.yml")):
            lines += _faq_lines(_entries(path, faults), path.name)
    return _proven(lines, faults)


def held_out(data: Path = HELD_OUT) -> Dataset:
    """Phrasings that judge a model; never trained on."""
    faults: list[str] = []
    lines: list[Line] = []
    for path in sorted(data.glob("**/*.yml")):
        lines += read(path, f"held_out/{path.relative_to(data).as_posix()}", faults)
    return _proven(lines, faults)


def overlap(training: Dataset, judges: Dataset) -> list[str]:
    """Faults: phrasings of `judges` that are trained on and so would prove nothing."""
    known = {key(line.text): line.source for line in training.lines}
    return [
        f"{line.source}: “{line.text}”也在训练数据里（{known[key(line.text)]}）"
        for line in judges.lines
        if key(line.text) in known
    ]


def read(path: Path, name: str, faults: list[str]) -> list[Line]:
    """Phrasings of one file: a mapping with `intent` and `examples`, or a list of them."""
    found: list[Line] = []
    for block in _blocks(path, name, faults):
        intent, examples = block.get("intent"), block.get("examples")
        if not isinstance(intent, str) or not (
            intent.startswith((*LEGAL, "chat/")) or intent == OUT_OF_SCOPE
        ):
            faults.append(f"{name}: 不认识的意图 {intent!r}")
        elif not isinstance(examples, list) or not all(isinstance(text, str) for text in examples):
            faults.append(f"{name}: {intent} 的 examples 应是文字的列表")
        else:
            found += (Line(one_line(text), intent, name) for text in examples if one_line(text))
    return found


def _blocks(path: Path, name: str, faults: list[str]) -> list[Mapping[str, Any]]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        faults.append(f"{name}: {fault}")
        return []
    blocks = content if isinstance(content, list) else [content]
    if not all(isinstance(block, Mapping) for block in blocks):
        faults.append(f"{name}: 应是 intent 和 examples，或它们的列表")
        return []
    return blocks


def _entries(path: Path, faults: list[str]) -> list[Entry]:
    found = []
    for block in _blocks(path, path.name, faults):
        entry, question, variants = (block.get(field) for field in ("id", "question", "variants"))
        if not isinstance(entry, str) or not isinstance(question, str) or not isinstance(variants, list):
            faults.append(f"{path.name}: {entry or '?'} 缺少 id、question 或 variants")
        else:
            found.append(Entry(entry, question, tuple(str(text) for text in variants)))
    return found


def _faq_lines(entries: Iterable[Entry], source: str) -> list[Line]:
    return [
        Line(one_line(text), f"faq/{entry.id}", source)
        for entry in entries
        for text in (entry.question, *entry.variants)
        if one_line(text)
    ]


def _proven(lines: Sequence[Line], faults: list[str]) -> Dataset:
    kept: dict[str, list[Line]] = {}
    for line in lines:
        others = kept.setdefault(key(line.text), [])
        clash = next((other for other in others if not may_share(other.intent, line.intent)), None)
        if clash is not None:
            faults.append(
                f"{line.source}: “{line.text}”既在 {line.intent}，又在 {clash.intent}（{clash.source}）"
            )
        elif all(other.intent != line.intent for other in others):
            others.append(line)
    return Dataset(tuple(line for others in kept.values() for line in others), tuple(faults))


def may_share(one: str, other: str) -> bool:
    """Whether one phrasing may stand under both: a question can be an FAQ and belong to a dispute as well."""
    return one == other or {kind(one), kind(other)} == {"faq", "matter"}


def kind(intent: str) -> str:
    """`faq`, `matter` (what kind of dispute, or which door) or `talk`."""
    if intent.startswith("faq/"):
        return "faq"
    return "matter" if intent.startswith(LEGAL) else "talk"


def one_line(text: str) -> str:
    """A phrasing as it goes into the training file."""
    return " ".join(clean(text).split())


def key(text: str) -> str:
    """Equal for texts that differ only in punctuation, spacing, width and case."""
    return _SILENT.sub("", clean(text).lower()) or text


def data_hash(dataset: Dataset, recipe: Path = NLU) -> str:
    """16 hex digits over the phrasings and over how a model is made from them."""
    whole = hashlib.sha256(json.dumps(dataset.examples(), ensure_ascii=False).encode())
    for name in RECIPE:
        whole.update((recipe / name).read_bytes())
    return whole.hexdigest()[:16]


def rasa_yaml(dataset: Dataset, *, config: str = "") -> str:
    """Test data in Rasa's format; with `config` training data, its domain in the same document (`pack`)."""
    rows = [config.rstrip(), 'version: "3.1"', "intents:"] if config else ['version: "3.1"']
    examples = dataset.examples()
    if config:
        rows += [f"- {json.dumps(rasa_name(intent))}" for intent in examples]
    rows.append("nlu:")
    for intent, texts in examples.items():
        rows += [f"- intent: {json.dumps(rasa_name(intent))}", "  examples: |"]
        plain = [as_trained(text) for text in texts]
        rows += [f"    - {text}" for text in (pack(plain) if config else plain)]
    return "\n".join(rows).strip() + "\n"


#: Rasa reads [words](entity) in a phrasing as an annotation.
_ANNOTATION = str.maketrans("[]{}", "（）（）")


def as_trained(text: str) -> str:
    """A phrasing as it stands in Rasa's data."""
    return text.translate(_ANNOTATION)
