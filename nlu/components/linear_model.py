"""Character n-grams and linear heads in plain numpy; what is stored is arrays and JSON, never a pickle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
class Head:
    """A choice among `names`: softmax of (row @ weights + bias) * scale."""

    names: tuple[str, ...]
    weights: Floats  #: features x names
    bias: Floats
    scale: float

    def probabilities(self, columns: NDArray[np.int32], values: Floats) -> Floats:
        """Of one text, given as its known features."""
        scores = (values @ self.weights[columns] + self.bias) * self.scale
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum(), dtype=np.float32)


@dataclass(frozen=True)
class LinearModel:
    """A gate between groups of intents, and a head inside each group that has more than one."""

    columns: dict[str, int]  #: n-gram -> feature
    idf: Floats
    gate: Head
    heads: dict[str, Head]

    def vector(self, tokens: Sequence[str]) -> tuple[NDArray[np.int32], Floats]:
        """Known n-grams of a text with their weights, of length 1 together."""
        counts = Counter(self.columns[gram] for gram in grams(tokens) if gram in self.columns)
        columns = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(values)) * self.idf[columns]
        length = float(np.linalg.norm(values))
        return columns, values / length if length else values

    def rank(self, tokens: Sequence[str]) -> list[tuple[str, float]]:
        """Every intent with its probability, best first."""
        columns, values = self.vector(tokens)
        found: list[tuple[str, float]] = []
        for group, share in zip(self.gate.names, self.gate.probabilities(columns, values), strict=True):
            head = self.heads.get(group)
            if head is None:
                found.append((group, float(share)))
                continue
            inside = head.probabilities(columns, values)
            found += [(name, float(share * part)) for name, part in zip(head.names, inside, strict=True)]
        return sorted(found, key=lambda row: (-row[1], row[0]))

    def save(self, folder: Path) -> None:
        """Write `linear.npz` and `linear.json`."""
        heads = {"": self.gate, **self.heads}
        arrays = {f"weights:{name}": head.weights.astype(np.float16) for name, head in heads.items()}
        arrays |= {f"bias:{name}": head.bias for name, head in heads.items()}
        np.savez_compressed(folder / "linear.npz", idf=self.idf, **arrays)
        names = {name: {"names": head.names, "scale": head.scale} for name, head in heads.items()}
        text = json.dumps({"columns": list(self.columns), "heads": names}, ensure_ascii=False)
        (folder / "linear.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Read what `save` wrote; raises OSError, ValueError or KeyError on anything else."""
        facts = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            heads = {
                name: Head(
                    tuple(row["names"]),
                    arrays[f"weights:{name}"].astype(np.float32),
                    arrays[f"bias:{name}"],
                    float(row["scale"]),
                )
                for name, row in facts["heads"].items()
            }
            idf = arrays["idf"]
        columns = {gram: number for number, gram in enumerate(facts["columns"])}
        return cls(columns, idf, heads.pop(""), heads)
