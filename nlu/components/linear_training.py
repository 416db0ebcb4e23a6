"""How the linear model is fitted and calibrated; needs scikit-learn, used only while training.

`python -m nlu.components.linear_training LINES FOLDER`: LINES is JSON, a list of {tokens, intent}; the model
is saved in FOLDER.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from nlu.components.linear_model import (
    Floats,
    Found,
    Head,
    LinearModel,
    Trust,
    count,
    gathered,
    grams,
    group_of,
)

#: Softness of the margin; larger trusts single phrasings more.
SOFTNESS = 1.0
#: How little naive Bayes makes of n-grams a class was never seen with (additive smoothing).
SMOOTHING = 0.1
#: How loud naive Bayes is beside the margin machine, between groups and inside them.
LOUDNESS = {"": 0.5}
#: Shares for calibration: each phrasing is judged by a model that has not seen it.
FOLDS = 3
SEED = 20260101
#: Groups that can never be complete, and the part of their intents left out in each share.
OPEN, LEFT_OUT = {"faq"}, 10

#: By group, the probability below which a phrasing judged wrong weighs no more: some fit two answers of the
#: FAQ, and those few would keep the rest from being as sure as they may be.
FORGIVEN = {"faq": 0.15}
NEVER = 1e-9

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Phrasings as rows of n-gram counts, and their intents."""

    counts: csr_matrix
    strange: Floats  #: `Counts.strange` of each
    intents: NDArray[np.str_]

    def part(self, chosen: Numbers) -> Lines:
        """Some of them."""
        return Lines(self.counts[chosen], self.strange[chosen], self.intents[chosen])

    def of(self, group: str) -> Lines:
        """Those of one group."""
        return self.part(np.flatnonzero(self.groups == group))

    @property
    def groups(self) -> NDArray[np.str_]:
        """The group of each."""
        return np.array([group_of(intent) for intent in self.intents])


def fit(texts: Sequence[Sequence[str]], intents: Sequence[str]) -> LinearModel:
    """Train on tokenized texts and their intents; needs at least two groups (`group_of`).

    The model and those that calibrate it know nothing of each other and are fitted side by side.
    """
    columns = _columns(texts)
    lines = _lines(columns, texts, intents)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(lines.strange, lines.intents)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        shares = [pool.submit(_share, lines, *fold, number) for number, fold in enumerate(folds)]
        gate, heads = _heads(lines)
        return _calibrated(columns, gate, heads, [share.result() for share in shares])


def _columns(texts: Sequence[Sequence[str]]) -> dict[str, int]:
    seen: Counter[str] = Counter()
    for tokens in texts:
        seen.update(set(grams(tokens)))
    return {gram: number for number, gram in enumerate(sorted(gram for gram, n in seen.items() if n > 1))}


def _lines(columns: Mapping[str, int], texts: Sequence[Sequence[str]], intents: Sequence[str]) -> Lines:
    rows = [count(columns, tokens) for tokens in texts]
    starts = np.cumsum([0, *(len(row.columns) for row in rows)])
    values = np.concatenate([row.values for row in rows])
    numbers = np.concatenate([row.columns for row in rows])
    counts = csr_matrix((values, numbers, starts), shape=(len(texts), len(columns)))
    return Lines(counts, np.array([row.strange for row in rows], np.float32), np.array(intents))


def _heads(lines: Lines) -> tuple[Head, dict[str, Head]]:
    """The gate, and a head for each group that has more than one intent."""
    groups = sorted(set(lines.groups))
    inside = {group: lines.of(group) for group in groups}
    heads = {
        group: _head(own, own.intents, group) for group, own in inside.items() if set(own.intents) != {group}
    }
    return _head(lines, lines.groups, ""), heads


def _head(lines: Lines, labels: NDArray[np.str_], group: str) -> Head:
    names, numbers = np.unique(labels, return_inverse=True)
    size = len(labels)
    spread = lines.counts.getnnz(axis=0)
    idf = np.where(spread > 1, np.log((1 + size) / (1 + spread)) + 1, 0).astype(np.float32)
    rare = float(np.log((1 + size) / 2) + 1)
    rows = _rows(lines, idf, rare)
    if len(names) == 1:
        weights, bias = np.zeros((rows.shape[1], 1), np.float32), np.zeros(1, np.float32)
    else:
        weights, bias = _weights(rows, numbers, LOUDNESS.get(group, 1.0))
    seen = np.array([lines.counts[numbers == own].getnnz(axis=0) > 0 for own in range(len(names))]).T
    return Head(tuple(str(name) for name in names), idf, rare, weights, bias, seen, Trust())


def _powers(lines: Lines, idf: Floats, rare: float) -> tuple[csr_matrix, Floats]:
    """How much of each text each n-gram is, by its rarity; and how much all are, strange ones too."""
    powers = lines.counts.power(2) @ diags(np.square(np.where(idf > 0, idf, rare)))
    whole = np.asarray(powers.sum(axis=1)).ravel() + lines.strange * rare**2
    whole[whole == 0] = 1
    return powers, whole


def _rows(lines: Lines, idf: Floats, rare: float) -> csr_matrix:
    """The rows that `Head.find` multiplies."""
    _, whole = _powers(lines, idf, rare)
    rows = csr_matrix(diags(1 / np.sqrt(whole)) @ lines.counts @ diags(idf))
    rows.eliminate_zeros()
    return rows


def _weights(rows: csr_matrix, numbers: Numbers, loudness: float) -> tuple[Floats, Floats]:
    """Two linear opinions in one.

    The margin machine is the most exact on phrasings like those it saw; naive Bayes is bolder on words it
    saw once, which is what strangers' questions are made of.
    """
    machine = LinearSVC(C=SOFTNESS, class_weight="balanced", tol=1e-3, random_state=SEED).fit(rows, numbers)
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:  # two classes share one machine
        weights, bias = np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    # every name weighs the same and priors are left out: how many phrasings somebody wrote for it says
    # nothing about who will ask, and smoothing would leave those with few pale beside those with many
    counts = np.bincount(numbers)
    each = (len(numbers) / len(counts) / counts)[numbers]
    said = MultinomialNB(alpha=SMOOTHING).fit(rows, numbers, sample_weight=each).feature_log_prob_.T
    said = said - said.mean(axis=1, keepdims=True)
    said *= loudness * _spread(rows @ weights) / max(_spread(rows @ said), 1e-9)
    return (weights + said).astype(np.float32), bias.astype(np.float32)


def _spread(scores: NDArray[Any]) -> float:
    return float(scores.std(axis=1).mean())


def _find(head: Head, lines: Lines) -> Found:
    rows = _rows(lines, head.idf, head.rare)
    powers, whole = _powers(lines, head.idf, head.rare)
    familiar = (powers @ head.seen.astype(np.float32)) / whole[:, None]
    return Found(rows @ head.weights + head.bias, familiar, np.asarray(rows.power(2).sum(axis=1)).ravel())


def _some(found: Found, chosen: Numbers) -> Found:
    return Found(found.scores[chosen], found.familiar[chosen], found.known[chosen])


#: What a head found in phrasings it has not seen, and where it has their intent; -1 where it does not.
Trial = tuple[Found, Numbers]


@dataclass(frozen=True)
class Share:
    """What models that have not seen a share of the phrasings say about it."""

    evidence: Floats  #: what is `gathered` of each phrasing whose intent they know
    groups: NDArray[np.str_]  #: the group of each of these
    trials: Mapping[str, Trial]  #: by group


def _share(lines: Lines, seen: Numbers, unseen: Numbers, number: int) -> Share:
    part, kept = lines.part(unseen), _without(lines.part(seen), number)
    gate, heads = _heads(kept)
    within = {group: _find(head, part) for group, head in heads.items()}
    met = np.isin(part.intents, kept.intents)
    trials: dict[str, Trial] = {}
    for group, head in heads.items():
        chosen = np.flatnonzero(part.groups == group)
        names = {name: place for place, name in enumerate(head.names)}
        right = np.array([names.get(part.intents[k], -1) for k in chosen])
        trials[group] = (_some(within[group], chosen), right)
    return Share(gathered(_find(gate, part), within.values())[met], part.groups[met], trials)


def _calibrated(
    columns: Mapping[str, int], gate: Head, heads: Mapping[str, Head], shares: Sequence[Share]
) -> LinearModel:
    """Trust and judge, from what models say about phrasings they have not seen."""
    evidence = np.concatenate([share.evidence for share in shares])
    judge = _judge(evidence, np.concatenate([share.groups for share in shares]))
    trusted = {
        group: replace(
            head, trust=_trust([share.trials[group] for share in shares], FORGIVEN.get(group, NEVER))
        )
        for group, head in heads.items()
    }
    return LinearModel(columns, gate, trusted, judge)


def _without(lines: Lines, fold: int) -> Lines:
    """Leave out every `LEFT_OUT`-th intent of the open groups: somebody will ask what nobody has answered."""
    names = [name for name in sorted(set(lines.intents)) if group_of(name) in OPEN]
    gone = set(names[fold::LEFT_OUT]) if len(names) > LEFT_OUT else set()
    return lines.part(np.flatnonzero([intent not in gone for intent in lines.intents]))


def _judge(seen: Floats, groups: NDArray[np.str_]) -> Floats:
    """Each group counts the same: who wrote how many phrasings says nothing about who will ask."""
    middle, width = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    fitted = LogisticRegression(class_weight="balanced", max_iter=1000).fit((seen - middle) / width, groups)
    weights = fitted.coef_.T / width[:, None]
    return np.vstack([weights, fitted.intercept_ - middle @ weights]).astype(np.float32)


def _trust(trials: Sequence[Trial], forgiven: float) -> Trust:
    """Honest probabilities: of the intent where it is known, of "none of these" where it was left out."""

    def loss(values: NDArray[np.float64]) -> float:
        trust, total = Trust(*values), 0.0
        for found, right in trials:
            (_, none), known = trust.parts(found), right >= 0
            shares = trust.probabilities(found)
            total -= float(np.log(shares[known, right[known]] + forgiven).sum())
            total -= float(np.log(none[~known] + forgiven).sum())
        return total / sum(len(right) for _, right in trials)

    return Trust(*minimize(loss, (4.0, 4.0, 2.0), method="Nelder-Mead", options={"xatol": 0.02}).x)


def main(given: Path, folder: Path) -> None:
    """Fit on the lines in `given`, politely: somebody may be waiting for an answer on this machine."""
    os.nice(5)
    lines = json.loads(given.read_text(encoding="utf-8"))
    fit([line["tokens"] for line in lines], [line["intent"] for line in lines]).save(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
