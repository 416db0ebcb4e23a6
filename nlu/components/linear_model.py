"""Character n-grams and linear heads in plain numpy; what is stored is arrays and JSON, never a pickle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Shortest and longest n-gram.
ORDERS = (1, 2)


def grams(tokens: Sequence[str]) -> Iterable[str]:
    """All n-grams of a text, with its beginning and end marked."""
    marked = ["^", *tokens, "$"]
    low, high = ORDERS
    for order in range(low, high + 1):
        for start in range(len(marked) - order + 1):
            yield "".join(marked[start : start + order])


def group_of(intent: str) -> str:
    """`dispute.divorce` and `door.criminal` answer one question, `faq.…` another."""
    group = intent.partition(".")[0]
    return "matter" if group in {"dispute", "door"} else group


@dataclass(frozen=True)
class Counts:
    """The n-grams of one text: of the model's, which and how often (1 + log); of others, how much."""

    columns: NDArray[np.int32]
    values: Floats
    strange: float  #: sum of squares of the values of n-grams the model has no column for


@dataclass(frozen=True)
class Found:
    """What a head finds in one text; in training, in many, a row each."""

    scores: Floats  #: of each name
    familiar: Floats  #: share of the text's n-grams that phrasings of this name have, each by its rarity
    known: Floats  #: share that the head knows at all

    def evidence(self) -> Floats:
        """How well the best name matches, and how much of the text its phrasings have."""
        best = self.scores.argmax(axis=-1)[..., None]
        return np.concatenate(
            [np.take_along_axis(part, best, -1) for part in (self.scores, self.familiar)], -1
        )


@dataclass(frozen=True)
class Trust:
    """How scores become honest probabilities, fitted on phrasings held back and on questions left out."""

    scale: float = 1.0  #: of scores
    familiar: float = 0.0  #: of the share of familiar n-grams
    nothing: float = -99.0  #: score of "none of these": its probability is spread over all names alike

    def probabilities(self, found: Found) -> Floats:
        """Of each name; a row for each text."""
        powers, none = self.parts(found)
        return np.asarray(powers + none / powers.shape[-1], dtype=np.float32)

    def parts(self, found: Found) -> tuple[Floats, Floats]:
        """How likely each name is, and none of them (one column); together 1."""
        merits = self.scale * found.scores + self.familiar * found.familiar
        highest = np.maximum(merits.max(axis=-1, keepdims=True), self.nothing)
        powers, none = np.exp(merits - highest), np.exp(self.nothing - highest)
        whole = powers.sum(axis=-1, keepdims=True) + none
        return powers / whole, none / whole


@dataclass(frozen=True)
class Head:
    """A choice among `names`, made by n-grams its own phrasings have at least twice."""

    names: tuple[str, ...]
    idf: Floats  #: by column; 0 = this head does not know the n-gram
    rare: float  #: rarity of an n-gram it does not know
    weights: Floats  #: columns x names
    bias: Floats
    seen: NDArray[np.bool_]  #: columns x names: whether phrasings of the name have the n-gram
    trust: Trust

    def find(self, text: Counts) -> Found:
        """Judge one text.

        A row has length 1 with the unknown part in it: the less is known, the less is said.
        """
        idf = self.idf[text.columns]
        row = text.values * idf
        powers = np.square(text.values * np.where(idf > 0, idf, self.rare))
        whole = float(powers.sum() + text.strange * self.rare**2) or 1.0
        scores = (row / np.sqrt(whole)) @ self.weights[text.columns] + self.bias
        return Found(scores, powers @ self.seen[text.columns] / whole, np.float32(row @ row / whole))


def softmax(scores: Floats) -> Floats:
    """Scores of one text -> probabilities."""
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def gathered(between: Found, within: Iterable[Found]) -> Floats:
    """What tells the groups apart: the gate's scores, how much it knows, how well each head is matched."""
    return np.concatenate(
        [between.scores, between.known[..., None], *(found.evidence() for found in within)], axis=-1
    )


@dataclass(frozen=True)
class LinearModel:
    """A head inside each group of intents that has more than one, a gate, and a judge of both."""

    columns: Mapping[str, int]  #: n-gram -> column
    gate: Head  #: among the groups
    heads: Mapping[str, Head]  #: by group, sorted
    judge: Floats  #: (what is `gathered`, and 1) x groups

    def counts(self, tokens: Sequence[str]) -> Counts:
        """The n-grams of a text."""
        return count(self.columns, tokens)

    def rank(self, tokens: Sequence[str]) -> list[tuple[str, float]]:
        """Every intent with its probability, best first."""
        text = self.counts(tokens)
        between = self.gate.find(text)
        within = {group: head.find(text) for group, head in self.heads.items()}
        evidence = np.append(gathered(between, within.values()), 1)
        found: list[tuple[str, float]] = []
        for group, share in zip(self.gate.names, softmax(evidence @ self.judge), strict=True):
            head = self.heads.get(group)
            if head is None:
                found.append((group, float(share)))
                continue
            inside = head.trust.probabilities(within[group])
            found += [(name, float(share * part)) for name, part in zip(head.names, inside, strict=True)]
        return sorted(found, key=lambda row: (-row[1], row[0]))

    def save(self, folder: Path) -> None:
        """Write `linear.npz` and `linear.json`."""
        heads = {"": self.gate, **self.heads}
        arrays = {f"weights:{name}": head.weights.astype(np.float16) for name, head in heads.items()}
        arrays |= {f"bias:{name}": head.bias for name, head in heads.items()}
        arrays |= {f"idf:{name}": head.idf for name, head in heads.items()}
        arrays |= {f"seen:{name}": head.seen for name, head in heads.items()}
        np.savez_compressed(folder / "linear.npz", judge=self.judge, **arrays)
        facts = {
            name: {"names": head.names, "rare": head.rare, "trust": asdict(head.trust)}
            for name, head in heads.items()
        }
        text = json.dumps({"columns": list(self.columns), "heads": facts}, ensure_ascii=False)
        (folder / "linear.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Read what `save` wrote; raises OSError, ValueError or KeyError on anything else."""
        facts = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            heads = {
                name: Head(
                    tuple(row["names"]),
                    arrays[f"idf:{name}"],
                    float(row["rare"]),
                    arrays[f"weights:{name}"].astype(np.float32),
                    arrays[f"bias:{name}"],
                    arrays[f"seen:{name}"],
                    Trust(**row["trust"]),
                )
                for name, row in facts["heads"].items()
            }
            judge = arrays["judge"]
        columns = {gram: number for number, gram in enumerate(facts["columns"])}
        return cls(columns, heads.pop(""), heads, judge)


def count(known: Mapping[str, int], tokens: Sequence[str]) -> Counts:
    """The n-grams of a text, by the columns of those that are known."""
    columns, values, strange = [], [], 0.0
    for gram, number in Counter(grams(tokens)).items():
        value = 1 + float(np.log(number)) if number > 1 else 1.0
        column = known.get(gram)
        if column is None:
            strange += value * value
        else:
            columns.append(column)
            values.append(value)
    return Counts(np.array(columns, dtype=np.int32), np.array(values, dtype=np.float32), strange)
