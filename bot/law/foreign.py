"""Signs of danger told in another language: few write so to a court, and who does must be heard too.

Words only, as in bot.law.screening; the learned opinion knows none of them and has no say. The words stand
in the tables danger_english, _mongolian, _russian, _korean and _japanese. Mongolian typed in Latin letters is
put into Cyrillic first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.law.rows import section, table, text, texts

ENGLISH, MONGOLIAN, RUSSIAN = "danger_english", "danger_mongolian", "danger_russian"
KOREAN, JAPANESE = "danger_korean", "danger_japanese"
_SENTENCE = re.compile(r"[.?;\n。！？；，᠃]+")
_NO_LETTER = re.compile(r"[\W\d_]+")
_WRITTEN = {
    ENGLISH: re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}|[A-Za-z]{4,}"),
    MONGOLIAN: re.compile(r"[\u0400-\u04ff\u1820-\u18aa]{2,}"),
    RUSSIAN: re.compile(r"[\u0400-\u04ff]{2,}"),
    KOREAN: re.compile(r"[\uac00-\ud7a3]{2,}"),
    JAPANESE: re.compile(r"[\u3040-\u30ff]"),
}
#: Words that tell Mongolian in Latin letters from English and from pinyin.
_LATIN_MONGOLIAN = re.compile(
    r"\b(?:bai?na|bna|bgaa|baigaa|namaig|nadad|bid(?:en|n)\w*|minii|manai|gej|geed|gesen|tusl?a\w+|tusal\w+"
    r"|avra\w+|awra\w+|ami(?:a|naas)?|horlo\w+|[uü]h(?:maar|meer|eh|[uü]ul)\w*|zodo\w+|zodu\w+|alah|alna"
    r"|hutga\w*|amidar\w+)\b",
    re.IGNORECASE,
)
#: Longest first: sh, kh and ya are one letter each; a soft sign is typed as i (amid for амьд).
_CYRILLIC = (
    ("amid", "амьд"),
    *(("sh", "ш"), ("ch", "ч"), ("ts", "ц"), ("kh", "х"), ("zh", "ж"), ("ya", "я"), ("yu", "ю"), ("yo", "ё")),
    *(("ye", "е"), ("ii", "ий"), ("ai", "ай"), ("ei", "эй"), ("oi", "ой"), ("ui", "уй"), ("üi", "уй")),
    *zip("abvwgdejziklmnoprstufhxcyöüq", "абввгдэжзиклмнопрстуфххцыөүк", strict=True),
)
#: What is typed for each other, or looks the same, in Cyrillic (ү as у, ө as о) and in the traditional script
#: (o and u, t and d, q and g, a and e); hard and soft signs and what only shapes a letter go.
_ALIKE = str.maketrans(
    "үөйё\u1821\u1824\u1825\u1826\u1832\u182d",
    "уоие\u1820\u1823\u1823\u1823\u1833\u182c",
    "ьъ\u180b\u180c\u180d\u180e\u180f\u200c\u200d\u202f",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sign: the flag it belongs to, the words it was seen in (personal data), and whether it is present."""

    flag: str
    words: str
    urgent: bool
    language: str  #: the table, for `advice`


@dataclass(frozen=True, slots=True)
class _Marks:
    never: re.Pattern[str]
    calm: re.Pattern[str]
    present: re.Pattern[str]
    alone: re.Pattern[str]  #: a cry for help where the message is nothing else
    flags: Sequence[tuple[str, re.Pattern[str]]]


def _small(words: str) -> str:
    return unicodedata.normalize("NFKC", words).lower().replace("’", "'")


def _folded(words: str) -> str:
    return _small(words).translate(_ALIKE)


def _in_cyrillic(words: str) -> str:
    """namaig zodoj baina -> намайг зодож байна."""
    written = _small(words)
    for latin, letter in _CYRILLIC:
        written = written.replace(latin, letter)
    return written


_FOLDS: dict[str, Callable[[str], str]] = {MONGOLIAN: _folded}


@cache
def _marks(language: str) -> _Marks:
    data, alike = table(language), _ALIKE if language == MONGOLIAN else {}

    def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(patterns).translate(alike) or r"(?!)")

    never, calm, present, alone = (any_of(texts(data, n)) for n in ("never", "calm", "present", "alone"))
    flags = section(data, "flags")
    signs = [(name, any_of(texts(flags, name))) for name in flags]
    return _Marks(never, calm, present, alone, signs)


def signs(words: str) -> list[Told]:
    """Every sign in a text, in the order of the sentences.

    Example: he is beating me now -> [violence, urgent]; is it a crime to beat your wife -> [];
    Намайг зодож байна -> [violence, urgent].
    """
    found = [
        told
        for language, written in _WRITTEN.items()
        if written.search(words)
        for told in _told(words, language)
    ]
    if _LATIN_MONGOLIAN.search(words):
        found += _told(_in_cyrillic(words), MONGOLIAN)
    return found


def _told(words: str, language: str) -> Iterator[Told]:
    marks, fold = _marks(language), _FOLDS.get(language, _small)
    bare = _NO_LETTER.sub(" ", fold(words)).strip()
    if marks.alone.fullmatch(bare):
        yield Told("emergency", words.strip(), True, language)
    for sentence in _SENTENCE.split(words):
        left = marks.never.sub("#", " ".join(fold(sentence).split()))
        calm = marks.calm.search(left) is not None and marks.present.search(left) is None
        for flag, pattern in marks.flags:
            if found := pattern.search(left):
                yield Told(flag, found[0], not calm, language)


def advice(language: str, role: str = "") -> str:
    """What a speaker of the language is told beside the safety words; `role`: doer, teller or hurt."""
    data = table(language)
    return text(section(data, "says"), role, text(data, "say"))
