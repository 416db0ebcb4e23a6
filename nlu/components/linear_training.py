"""How the linear model is fitted and calibrated; needs scikit-learn, used only while training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from nlu.components.linear_model import Floats, Head, LinearModel, grams, group_of

#: Softness of the margin; larger trusts single phrasings more.
SOFTNESS = 1.0
#: Doubt of the second opinion (naive Bayes) about n-grams it has not seen.
SMOOTHING = 1.0
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
    """Two linear opinions, equally loud: the margin machine is exact, naive Bayes bolder on new words."""
    machine = LinearSVC(C=SOFTNESS, class_weight="balanced", tol=1e-3, random_state=SEED).fit(rows, numbers)
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:  # two classes share one machine
        weights, bias = np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    bayes = ComplementNB(alpha=SMOOTHING).fit(rows, numbers).feature_log_prob_.T
    bayes = bayes - bayes.mean(axis=1, keepdims=True)
    loudness = _spread(rows @ weights) / max(_spread(rows @ bayes), 1e-9)
    return (weights + loudness * bayes).astype(np.float32), bias.astype(np.float32)


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
