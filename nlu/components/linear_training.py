"""How the linear model is fitted and calibrated; needs scikit-learn, used only while training.

`python -m nlu.components.linear_training LINES FOLDER`: LINES is JSON, a list of {tokens, intent}; the model
is saved in FOLDER.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.svm import LinearSVC

from nlu.components.linear_model import Floats, Head, LinearModel, grams, group_of

#: Softness of the margin; larger trusts single phrasings more.
SOFTNESS = 1.0
#: How little naive Bayes makes of n-grams a class was never seen with (additive smoothing).
BY_COMPLEMENT = 1.0
BY_CLASS = 0.3
#: Shares for calibration: each phrasing is judged by a model that has not seen it.
FOLDS = 3
SEED = 20260101


def fit(texts: Sequence[Sequence[str]], intents: Sequence[str]) -> LinearModel:
    """Train on tokenized texts and their intents; needs at least two groups (`group_of`)."""
    columns, idf = _vocabulary(texts)
    model = LinearModel(columns, idf, _empty(), {})
    rows = _matrix(model, texts)
    groups = [group_of(intent) for intent in intents]
    heads = {}
    for group in sorted(set(groups)):
        chosen = [number for number, own in enumerate(groups) if own == group]
        inside = [intents[number] for number in chosen]
        if set(inside) != {group}:
            heads[group] = _head(rows[chosen], inside)
    return LinearModel(columns, idf, _head(rows, groups), heads)


def _empty() -> Head:
    return Head((), np.zeros((0, 0), np.float32), np.zeros(0, np.float32), 1.0)


def _vocabulary(texts: Sequence[Sequence[str]]) -> tuple[dict[str, int], Floats]:
    seen: Counter[str] = Counter()
    for tokens in texts:
        seen.update(set(grams(tokens)))
    kept = sorted(gram for gram, count in seen.items() if count > 1 or len(gram) <= 1)
    counts = np.array([seen[gram] for gram in kept], dtype=np.float32)
    idf = np.log((1 + len(texts)) / (1 + counts)) + 1
    return {gram: number for number, gram in enumerate(kept)}, idf.astype(np.float32)


def _matrix(model: LinearModel, texts: Sequence[Sequence[str]]) -> csr_matrix:
    vectors = [model.vector(tokens) for tokens in texts]
    starts = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
    columns = np.concatenate([columns for columns, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, columns, starts), shape=(len(texts), len(model.columns)))


def _head(rows: csr_matrix, labels: Sequence[str]) -> Head:
    names = sorted(set(labels))
    if len(names) == 1:
        return Head((names[0],), np.zeros((rows.shape[1], 1), np.float32), np.zeros(1, np.float32), 1.0)
    numbers = np.array([names.index(label) for label in labels])
    weights, bias = _weights(rows, numbers)
    return Head(tuple(names), weights, bias, _scale(rows, numbers, len(names)))


def _weights(rows: csr_matrix, numbers: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Three linear opinions, equally loud.

    The margin machine is the most exact on phrasings like those it saw; the two kinds of naive Bayes are
    bolder on words it saw once, which is what strangers' questions are made of.
    """
    machine = LinearSVC(C=SOFTNESS, class_weight="balanced", tol=1e-3, random_state=SEED).fit(rows, numbers)
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:  # two classes share one machine
        weights, bias = np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    loudness = _spread(rows @ weights)
    for bayes in (ComplementNB(alpha=BY_COMPLEMENT), MultinomialNB(alpha=BY_CLASS)):
        # their priors are left out: how many phrasings somebody wrote says nothing about who will ask
        said = bayes.fit(rows, numbers).feature_log_prob_.T
        said = said - said.mean(axis=1, keepdims=True)
        weights = weights + said * (loudness / max(_spread(rows @ said), 1e-9))
    return weights.astype(np.float32), bias.astype(np.float32)


def _spread(scores: NDArray[Any]) -> float:
    return float(scores.std(axis=1).mean())


def _scale(rows: csr_matrix, numbers: NDArray[np.int64], classes: int) -> float:
    """The softmax scale under which unseen phrasings get honest probabilities."""
    scores = np.zeros((len(numbers), classes))
    folds = min(FOLDS, int(np.bincount(numbers).min()))
    if folds < 2:
        return 1.0
    for seen, unseen in StratifiedKFold(folds, shuffle=True, random_state=SEED).split(rows, numbers):
        weights, bias = _weights(rows[seen], numbers[seen])
        scores[unseen] = rows[unseen] @ weights + bias
    return float(minimize_scalar(_loss, bounds=(0.1, 30), args=(scores, numbers), method="bounded").x)


def _loss(scale: float, scores: NDArray[Any], numbers: NDArray[np.int64]) -> float:
    scaled = scores * scale
    scaled -= scaled.max(axis=1, keepdims=True)
    chosen = scaled[np.arange(len(numbers)), numbers]
    return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - chosen))


def main(given: Path, folder: Path) -> None:
    """Fit on the lines in `given`, politely: somebody may be waiting for an answer on this machine."""
    os.nice(5)
    lines = json.loads(given.read_text(encoding="utf-8"))
    fit([line["tokens"] for line in lines], [line["intent"] for line in lines]).save(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
