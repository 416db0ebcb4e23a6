"""Puts questions of one meaning together: character n-grams weighed by TF-IDF, average-link clustering.

Two sentences are alike when they share telling characters (停车, 公鸡打鸣). A gram tells the more, the fewer
FAQ entries have it: 怎么, 能不能 and 我 stand everywhere and count next to nothing. No model and no chance is
involved: the same questions always give the same clusters, whatever order they come in.

In two steps: every question goes to the cluster it is most like on average, or begins a new one; then
the clusters that are most alike on average are joined, again and again. Candidates come from an inverted
index over each text's most telling grams, so the time grows little faster than the number of questions.

Source of the measures: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 6.2 (tf-idf),
6.3 (cosine), 17.3 (group-average agglomerative clustering).
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

#: From this average likeness (0..1) on a question belongs to a cluster, and two clusters are one.
JOIN = 0.1
#: Most telling grams of a text that are looked up, and how many clusters found by them are compared exactly.
LOOKED_UP, COMPARED = 10, 5
#: Grams a text is known by; the rest of a long story only costs time.
KNOWN_BY = 32
#: What a gram of n characters counts: single characters hold loose paraphrases together.
LENGTHS: Mapping[int, float] = {1: 1.5, 2: 1.0, 3: 0.3}
WHY = 3  #: shared words shown as the reason

#: Punctuation, particles and the polite frame of a question say nothing of its meaning.
_SILENT = re.compile(r"[\W_吗呢啊呀吧嘛哦呗的了]+|请问|你好|您好|一下")
_NUMBER = re.compile(r"[0-9]+")

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions of one meaning, by their places in the given list."""

    members: tuple[int, ...]  #: the most alike first; the first one, the medoid, stands for all
    shared: tuple[str, ...]  #: the words that hold them together, most telling first
    likeness: tuple[float, ...]  #: of each member to the first one, 0..1


@dataclass(frozen=True, slots=True)
class Background:
    """How common a gram is in what people ask anyway: it stands in `spread[gram]` of `size` FAQ entries."""

    spread: Mapping[str, int] = field(default_factory=dict)
    size: int = 0

    @classmethod
    def of(cls, entries: Iterable[Iterable[str]]) -> Background:
        """`entries`: the phrasings of each. Grams are counted once an entry: 怎么 stands in nearly all."""
        spread: Counter[str] = Counter()
        size = 0
        for phrasings in entries:
            spread.update({gram for text in phrasings for gram in _grams(text)})
            size += 1
        return cls(spread, size)

    def rarity(self, gram: str) -> float:
        """Inverse document frequency, natural logarithm."""
        return math.log((1 + self.size) / (1 + self.spread.get(gram, 0)))


def clusters(texts: Sequence[str], background: Background | None = None) -> list[Cluster]:
    """All questions in clusters, the largest first; a question like no other is a cluster of its own.

    Without a `background` the rarity of a gram is taken from the questions themselves.
    """
    known = background or Background.of([text] for text in texts)
    weights = _Weights(known)
    vectors = [_vector(text, weights) for text in texts]
    pile = _Pile()
    for number in sorted(range(len(texts)), key=lambda n: (texts[n], n)):
        pile.add(number, vectors[number])
    pile.merge()
    found = [_cluster(members, texts, vectors) for members in pile.members.values()]
    return sorted(found, key=lambda one: (-len(one.members), texts[one.members[0]], one.members))


def _grams(text: str) -> Counter[str]:
    """Grams of one to three characters; punctuation is silent and a number is a number."""
    flat = _NUMBER.sub("#", _SILENT.sub("", unicodedata.normalize("NFKC", text).lower()))
    return Counter(flat[start : start + n] for n in LENGTHS for start in range(len(flat) - n + 1))


class _Weights(dict[str, float]):
    """What a gram counts, reckoned when it is first met."""

    def __init__(self, known: Background) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, gram: str) -> float:
        self[gram] = weight = self._known.rarity(gram) * LENGTHS[len(gram)]
        return weight


def _vector(text: str, weights: Mapping[str, float]) -> Vector:
    """The text's telling grams by weight, the heaviest first; length 1."""
    found = {
        gram: weights[gram] if count == 1 else (1 + math.log(count)) * weights[gram]
        for gram, count in _grams(text).items()
    }
    top = heapq.nsmallest(KNOWN_BY, found.items(), key=lambda row: (-row[1], row[0]))
    length = math.sqrt(sum(weight * weight for _, weight in top)) or 1.0
    return {gram: weight / length for gram, weight in top if weight > 0}


class _Pile:
    """Clusters while they grow: their members, and the sums of their members' vectors."""

    def __init__(self) -> None:
        self.members: dict[int, list[int]] = {}
        self._sums: dict[int, Vector] = {}
        self._holders: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, number: int, vector: Vector) -> None:
        """Put a question to the cluster it is most like, or begin one named after it."""
        likeness, name = max(
            ((self._likeness(vector, 1, one), -one) for one in self._near(vector)), default=(0.0, 0)
        )
        if likeness >= JOIN:
            self._take(-name, [number], vector)
        else:
            self.members[number], self._sums[number] = [], {}
            self._take(number, [number], vector)

    def merge(self) -> None:
        """Join the two clusters most alike on average until none are alike enough."""
        heap: list[tuple[float, int, int, int]] = []
        for name in self.members:
            self._push(heap, name)
        heapq.heapify(heap)
        while heap:
            _, one, other, sizes = heapq.heappop(heap)
            both = [self.members[name] for name in (one, other) if name in self.members]
            if len(both) < 2 or sizes != sum(map(len, both)):
                continue  # one of them has grown or is gone since
            self._take(one, self.members.pop(other), self._sums.pop(other))
            fresh: list[tuple[float, int, int, int]] = []
            self._push(fresh, one)
            for row in fresh:
                heapq.heappush(heap, row)

    def _push(self, heap: list[tuple[float, int, int, int]], name: int) -> None:
        vector, size = self._sums[name], len(self.members[name])
        for other in self._near(vector):
            if other != name and (likeness := self._likeness(vector, size, other)) >= JOIN:
                first, second = sorted((name, other))
                heap.append((-likeness, first, second, size + len(self.members[other])))

    def _take(self, name: int, members: Sequence[int], vector: Vector) -> None:
        self.members[name] += members
        total = self._sums[name]
        for gram, weight in vector.items():
            total[gram] = total.get(gram, 0.0) + weight
            self._holders[gram].add(name)

    def _likeness(self, vector: Vector, size: int, name: int) -> float:
        """Average cosine between all questions of two clusters."""
        fewer, more = sorted((vector, self._sums[name]), key=len)
        product = sum([weight * more[gram] for gram, weight in fewer.items() if gram in more])
        return product / (size * len(self.members[name]))

    def _near(self, vector: Vector) -> list[int]:
        """Clusters that share the most telling grams with the vector."""
        votes: defaultdict[int, float] = defaultdict(float)
        for gram in heapq.nlargest(LOOKED_UP, vector, key=vector.__getitem__):
            weight = vector[gram]
            for name in self._holders.get(gram, ()):
                votes[name] += weight
        alive = [(weight, -name) for name, weight in votes.items() if name in self.members]
        return [-name for _, name in heapq.nlargest(COMPARED, alive)]


def _cluster(members: Sequence[int], texts: Sequence[str], vectors: Sequence[Vector]) -> Cluster:
    total: defaultdict[str, float] = defaultdict(float)
    holders: Counter[str] = Counter()
    for number in members:
        for gram, weight in vectors[number].items():
            total[gram] += weight
            holders[gram] += 1

    def central(number: int) -> tuple[float, str, int]:
        return -sum(weight * total[gram] for gram, weight in vectors[number].items()), texts[number], number

    ordered = tuple(sorted(members, key=central))
    likeness = tuple(min(1.0, _alike(vectors[ordered[0]], vectors[number])) for number in ordered)
    return Cluster(ordered, _shared(total, holders, len(members)), (1.0, *likeness[1:]))


def _alike(one: Vector, other: Vector) -> float:
    return sum(weight * other.get(gram, 0.0) for gram, weight in one.items())


def _shared(total: Mapping[str, float], holders: Mapping[str, int], size: int) -> tuple[str, ...]:
    """Words of two and three characters most members have, none a part of another."""
    if size < 2:
        return ()
    grams = [gram for gram in total if len(gram) > 1 and "#" not in gram and holders[gram] * 2 >= size]
    words = [gram for gram in grams if not _between(gram, grams, holders)]
    words.sort(key=lambda gram: (-total[gram] * len(gram), gram))
    shown: list[str] = []
    for word in words:
        if len(shown) < WHY and not any(word in one or one in word for one in shown):
            shown.append(word)
    return tuple(shown)


def _between(gram: str, grams: Iterable[str], holders: Mapping[str, int]) -> bool:
    """Whether it only joins the end of one word with the beginning of the next: 院停 of 法院停车."""
    pairs = [one for one in grams if len(one) == 2 and one not in gram and holders[one] >= holders[gram]]
    return any(one[1] == gram[0] for one in pairs) and any(one[0] == gram[-1] for one in pairs)
