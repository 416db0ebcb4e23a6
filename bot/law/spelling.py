"""Words of danger that are spelled otherwise: jiuming, 喝yao, 自鲨, 我想4, 不 想 活.

Who is watched, or thinks that such words are not allowed, writes them like that. They are put back into the
words of tables/danger_spellings.yml, so that the rules and the learned opinion hear them as any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from bot.law.rows import Row, rows, section, table, text

_INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINALS = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn"
    "|ia|ua|uo|a|o|e|i|u|v"
)
_SYLLABLE = rf"(?:{_INITIALS})?(?:{_FINALS})"
#: What may stand between the parts of a word that is hidden: 自.杀, 自 杀, 不-想-活.
_BETWEEN = r"[\s.*_·\-~/|]{0,2}"
_CLAUSE = re.compile(r"[^，,。!！?？;；\n]+")
_HAN = re.compile(r"[一-鿿]")
_RUN = re.compile(r"(?<![a-z0-9])[a-z]+(?:[\s'’\-]+[a-z]+)*(?![a-z0-9])", re.IGNORECASE)
_WISH = "想|要|准备|打算|只能|只好|不如|干脆|想去|要去|真的|好想"
_ENDS = r"(?=$|[了算吧啊呀我他她你，。,.!！?？\s])"


def spelled_out(words: str) -> str:
    """The text with hidden words of danger written as usual; all else stays as it is.

    Example: wo xiang si -> 我想死; 他🔪我 -> 他砍我; 我要喝yao了 -> 我要喝药了; 去4S店 -> 去4S店.
    """
    for picture, meant in _pictures():
        words = picture.sub(meant, words)
    words = _short().sub(lambda match: _meant()[match[0].lower()], words)
    even = _without_tones(words)
    runs = ((match.span(), _from_pinyin(match[0])) for match in _RUN.finditer(even))
    found, at = "", 0
    for (start, end), said in runs:
        if said:
            found, at = found + words[at:start] + said, end
    found += words[at:]
    return _CLAUSE.sub(lambda match: _in_clause(match[0]), found)


@cache
def _pictures() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pictures that stand for a word of danger, and the word."""
    data = table("danger_spellings")
    return tuple((re.compile(text(row, "when")), text(row, "word")) for row in rows(data, "pictures"))


@cache
def _meant() -> Mapping[str, str]:
    """Letters -> what they stand for."""
    return {short: meant for name in ("letters", "wished") for meant, (short, *_) in _rows(name)}


@cache
def _short() -> re.Pattern[str]:
    """Initials that stand for words: some wherever they stand alone, others only where somebody wishes it."""
    letters, wished = (
        "|".join(re.escape(short) for _, (short, *_) in _rows(name)) for name in ("letters", "wished")
    )
    wish = "|".join(f"(?<={one})" for one in _WISH.split("|"))
    return re.compile(
        rf"(?<![a-z0-9])(?:{letters})(?![a-z0-9])|(?:{wish})(?:{wished})(?![a-z0-9]){_ENDS}", re.IGNORECASE
    )


def _in_clause(clause: str) -> str:
    """Only a clause with something odd in it is searched, for most texts have none."""
    if _odd().search(clause) is None or _HAN.search(clause) is None:
        return clause
    return _hidden().sub(lambda match: _words()[match.lastgroup or ""], clause)


@cache
def _odd() -> re.Pattern[str]:
    likes = section(table("danger_spellings"), "likes")
    others = {other for char in likes for other in text(likes, char).split()}
    return re.compile(f"[a-z.*_·\\-~/|{''.join(sorted(others))}]", re.IGNORECASE)


def _without_tones(words: str) -> str:
    """Latin letters without accents (jiù mìng), each at its place."""
    if words.isascii() or not re.search("[à-ǿ]", words, re.IGNORECASE):
        return words
    return "".join(
        unicodedata.normalize("NFKD", char)[0] if "à" <= char.lower() <= "ǿ" else char for char in words
    )


@cache
def _words() -> Mapping[str, str]:
    """Name of a group in `_hidden` -> word."""
    return {f"w{number}": word for number, (word, _) in enumerate(_rows("words"))}


def _rows(name: str) -> list[tuple[str, list[str]]]:
    lines = text(table("danger_spellings"), name).splitlines()
    return [(parts[0], parts[1:]) for line in lines if (parts := line.split())]


@cache
def _hidden() -> re.Pattern[str]:
    """Every word of which at least one part is spelled otherwise, or something stands between its parts."""
    likes = section(table("danger_spellings"), "likes")
    found = []
    for number, (word, syllables) in enumerate(_rows("words")):
        parts = [_part(char, said, likes) for char, said in zip(word, syllables, strict=True)]
        found.append(f"(?P<w{number}>(?!{word}){_BETWEEN.join(parts)})")
    return re.compile("|".join(found), re.IGNORECASE)


def _part(char: str, syllable: str, likes: Row) -> str:
    """One character of a word, and all that may stand for it."""
    others = text(likes, char).split()
    marks = (f"(?<![a-z0-9]){one}{_ENDS}" if one.isascii() else one for one in others)
    return f"(?:{'|'.join([char, rf'(?<![a-z]){syllable}(?![a-z])', *marks])})"


@cache
def _pinyin() -> tuple[Mapping[str, str], frozenset[str], int]:
    """Syllables with spaces between -> word; which of them are words of danger; the longest's syllables."""
    core = {" ".join(said): word for word, said in _rows("words")}
    beside = {" ".join(said): word for word, said in _rows("around")}
    return {**beside, **core}, frozenset(core), max(key.count(" ") + 1 for key in core)


def _from_pinyin(run: str) -> str:
    """A run of Latin words with its pinyin read, where a word of danger is in it; else empty."""
    known, core, longest = _pinyin()
    syllables = [one for word in re.split(r"[\s'’\-]+", run.lower()) for one in _syllables(word)]
    found: list[str] = []
    heard = False
    at = 0
    while at < len(syllables):
        for size in range(min(longest, len(syllables) - at), 0, -1):
            key = " ".join(syllables[at : at + size])
            if key in known:
                found.append(known[key])
                heard = heard or key in core
                at += size
                break
        else:
            found.append(f" {syllables[at]} ")
            at += 1
    return "".join(found) if heard else ""


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(rf"{_SYLLABLE}(?=(?:{_SYLLABLE})*$)")


def _syllables(word: str) -> list[str]:
    """woxiangsi -> wo, xiang, si; a word that is no pinyin stays one."""
    found = _cut().findall(word)
    return found if "".join(found) == word else [word]
