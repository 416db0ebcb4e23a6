"""What understanding a text yields, and how a citizen's text is made safe to send to the model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Source = Literal["model", "keywords"]
Script = Literal["han", "mongolian", "other", "none"]

#: Prefixes of intents that concern law; the rest is talk (`chat/…`) or `out_of_scope`.
LEGAL = ("dispute/", "faq/", "door/")
OUT_OF_SCOPE = "out_of_scope"

#: Longest text the model is given at once; Rasa's time grows with the length.
PIECE_CHARS = 300
#: Most pieces of one story that are asked; together they are the length cap.
PIECES = 5

_BREAK = re.compile(r"(?<=[。！？；!?;\n])")
_MONGOLIAN = re.compile(r"[\u1800-\u18af\u0400-\u04ff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One intent with its probability (0..1)."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """All intents of a text, best first."""

    ranked: tuple[Ranked, ...]  #: never empty, confidences sum to about 1
    in_scope: float  #: summed probability of the legal intents
    source: Source

    @property
    def top(self) -> Ranked:
        """The most likely intent, with its full name."""
        return self.ranked[0]

    def disputes(self) -> tuple[Ranked, ...]:
        """`dispute/…` intents under their bare label (`private_lending`), best first."""
        return self.under("dispute/")

    def faqs(self) -> tuple[Ranked, ...]:
        """`faq/…` intents under their bare id, best first."""
        return self.under("faq/")

    def doors(self) -> tuple[Ranked, ...]:
        """`door/…` intents (criminal, administrative, enforcement, procedure) under their bare name."""
        return self.under("door/")

    def labels(self) -> tuple[Ranked, ...]:
        """Disputes and doors together: what kind of matter this is, whatever else is asked."""
        return self.under("dispute/", "door/")

    def under(self, *prefixes: str) -> tuple[Ranked, ...]:
        """Intents under any of the prefixes, without it, best first; confidences stay as they are."""
        return tuple(
            Ranked(row.name[len(prefix) :], row.confidence)
            for row in self.ranked
            for prefix in prefixes
            if row.name.startswith(prefix)
        )


def ranking(scores: Mapping[str, float], source: Source) -> Understanding:
    """Scores (not negative) per intent -> probabilities, best first; equal ones by name."""
    total = sum(scores.values())
    if not total:
        return nothing(source)
    rows = sorted(scores.items(), key=lambda row: (-row[1], row[0]))
    legal = sum(score for name, score in rows if name.startswith(LEGAL))
    return Understanding(tuple(Ranked(name, score / total) for name, score in rows), legal / total, source)


def nothing(source: Source) -> Understanding:
    """What a text without words means: nothing of ours."""
    return Understanding((Ranked(OUT_OF_SCOPE, 1.0),), 0.0, source)


def from_rasa(answer: object) -> Understanding:
    """Read the JSON of Rasa's `/model/parse`; raises ValueError when it is not one or ranks nothing."""
    rows = answer.get("intent_ranking") if isinstance(answer, Mapping) else None
    if not isinstance(rows, Sequence) or not rows:
        raise ValueError("no intent_ranking")
    scores: dict[str, float] = {}
    for row in rows:
        name = row.get("name") if isinstance(row, Mapping) else None
        confidence = row.get("confidence") if isinstance(row, Mapping) else None
        if not isinstance(name, str) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
            raise ValueError("bad row in intent_ranking")
        scores[own_name(name)] = float(confidence)
    if not sum(scores.values()):
        raise ValueError("intent_ranking is all zero")
    return ranking(scores, "model")


def rasa_name(intent: str) -> str:
    """`faq/fee` -> `faq.fee`: Rasa takes what follows a slash for the key of a response selector."""
    return intent.replace("/", ".", 1)


def own_name(name: str) -> str:
    """The reverse of `rasa_name`."""
    return name.replace(".", "/", 1)


def average(parts: Iterable[tuple[int, Understanding]]) -> Understanding:
    """One understanding of a story from those of its pieces, each with its weight (its length)."""
    total: dict[str, float] = {}
    source: Source = "model"
    for weight, part in parts:
        if part.source == "keywords":
            source = "keywords"
        for row in part.ranked:
            total[row.name] = total.get(row.name, 0.0) + weight * row.confidence
    return ranking(total, source)


def clean(text: str) -> str:
    """Text that may be sent to Rasa: no lone surrogates or control characters, no leading `/`.

    Rasa takes a text that begins with `/` for an intent chosen by the sender, at full confidence.
    """
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    whole = unicodedata.normalize("NFKC", whole)
    whole = "".join(char for char in whole if char == "\n" or _is_visible(char))
    return whole.strip().lstrip("/ ").strip()


def _is_visible(char: str) -> bool:
    return not unicodedata.category(char).startswith("C")


def pieces(text: str) -> list[str]:
    """Cut a long cleaned story at sentence ends into at most `PIECES` pieces of `PIECE_CHARS`.

    Of a very long one the beginning and the end are kept: what happened, and what is wanted.
    """
    if len(text) <= PIECE_CHARS:
        return [text] if text else []
    found = [""]
    for sentence in _BREAK.split(text):
        for start in range(0, len(sentence), PIECE_CHARS):
            part = sentence[start : start + PIECE_CHARS]
            if len(found[-1]) + len(part) <= PIECE_CHARS:
                found[-1] += part
            else:
                found.append(part)
    if len(found) > PIECES:
        found = [*found[: PIECES - 2], *found[-2:]]
    return [part for part in found if part.strip()]


def script(text: str) -> Script:
    """What the text is written in: `han` where any Chinese character stands in it.

    `mongolian`: traditional or Cyrillic Mongolian; the model knows only Chinese and would guess.
    """
    if _HAN.search(text):
        return "han"
    if _MONGOLIAN.search(text):
        return "mongolian"
    return "other" if any(char.isalpha() for char in text) else "none"
