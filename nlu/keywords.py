"""Understanding without the model: which phrasings share the most telling characters and pairs of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from nlu.parse import Understanding, clean, nothing, pieces, ranking, script

#: Of a long text only so much is weighed, so that the time stays under 2 ms.
WEIGHED_CHARS = 240
#: Weight of pairs an intent was never seen with.
SMOOTHING = 0.1
#: How strongly a better match pushes the others down.
SHARPNESS = 1.5
#: More phrasings than this weigh as this many: the idle lines, four times any dispute's, would swallow
#: whole stories.
FULL_VOICE = 3000

_SILENT = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[0-9]+")

#: Rarity of a pair of characters, and (intent, how much it speaks for it).
_Row = tuple[float, tuple[tuple[int, float], ...]]
_UNKNOWN: _Row = (8.0, ())


def _grams(text: str) -> Counter[str]:
    bare = _NUMBER.sub("#", _SILENT.sub("", text.lower()))[:WEIGHED_CHARS]
    found = Counter(bare[start : start + 2] for start in range(len(bare) - 1))
    found.update(bare)
    return found


class Keywords:
    """Fallback understanding over the same phrasings the model is trained on; build once, it takes a second.

    `examples`: intent (`dispute/divorce`, `faq/fee`, `chat/greet`, `out_of_scope`) -> phrasings.
    """

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        self._intents = sorted(examples)
        self._exact = {_bare(text): intent for intent in reversed(self._intents) for text in examples[intent]}
        self._weights, self._bases = _weigh([[_grams(clean(t)) for t in examples[i]] for i in self._intents])

    def understand(self, text: str) -> Understanding:
        """Ranked intents of a citizen's text; never raises, never empty."""
        whole = clean(text)
        if not self._intents or script(whole) != "han":
            return nothing("keywords")
        known = self._exact.get(_bare(whole))
        scores = self._score(" ".join(pieces(whole)))
        best = max(scores)
        sharp = {
            intent: math.exp(SHARPNESS * (score - best))
            for intent, score in zip(self._intents, scores, strict=True)
        }
        if known is not None:
            sharp[known] = 9 * sum(sharp.values())
        return ranking(sharp, "keywords")

    def _score(self, text: str) -> list[float]:
        """Log-likelihood of the text under each intent (multinomial naive Bayes over weighted pairs)."""
        gains = [0.0] * len(self._intents)
        total = squares = 0.0
        for gram, count in _grams(text).items():
            idf, rows = self._weights.get(gram, _UNKNOWN)
            weight = (1 + math.log(count)) * idf
            squares += weight * weight
            if rows:
                total += weight
                for number, gain in rows:
                    gains[number] += weight * gain
        length = math.sqrt(squares) or 1.0
        return [(gain - total * base) / length for gain, base in zip(gains, self._bases, strict=True)]


def _bare(text: str) -> str:
    return _SILENT.sub("", text.lower())


def _weigh(intents: Sequence[Sequence[Counter[str]]]) -> tuple[dict[str, _Row], list[float]]:
    """Per pair its rarity and what it says for each intent; per intent what any pair says against it."""
    spread = Counter(gram for texts in intents for text in texts for gram in text)
    size = sum(map(len, intents))
    idf = {gram: 1 + math.log((1 + size) / (1 + seen)) for gram, seen in spread.items()}
    rows: dict[str, list[tuple[int, float]]] = {}
    bases: list[float] = []
    for number, texts in enumerate(intents):
        masses = _masses(texts, idf)
        for gram, mass in masses.items():
            rows.setdefault(gram, []).append((number, math.log(1 + mass / SMOOTHING)))
        bases.append(math.log(len(spread) + sum(masses.values()) / SMOOTHING))
    return {gram: (idf[gram], tuple(found)) for gram, found in rows.items()}, bases


def _masses(texts: Sequence[Counter[str]], idf: Mapping[str, float]) -> dict[str, float]:
    """Summed weights of the pairs of one intent; each phrasing counts the same, however long."""
    masses: dict[str, float] = {}
    voice = min(1.0, FULL_VOICE / max(1, len(texts)))
    for text in texts:
        length = math.sqrt(sum(idf[gram] ** 2 for gram in text)) or 1.0
        for gram in text:
            masses[gram] = masses.get(gram, 0.0) + voice * idf[gram] / length
    return masses
