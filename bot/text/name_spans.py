"""Where a person's name may stand in a story: more places than there are names; the role model decides.

The rules (people.py) hear a name only in a telling place. Here every surname with what looks like a given
name behind it is a candidate, every run of Mongolian name parts, every form of address and whatever stands
behind 叫 or 姓名.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.text.names import HAN, lexicon

#: characters that no name holds
_NEVER = '的了我他她你您们没不就也又让把被给欠借,。;:!?、 ()“”"\n块万千百个这那什吗呢吧啊是'
_TITLES = (
    "大姐|大哥|女士|先生|师傅|老板娘?|经理|工头|队长|主任|大爷|大妈|大娘|大叔|大夫|老师|会计|厂长|矿长|校长|园长|"
    "院长|总|哥|姐|叔|姨|婶|嫂|头儿?|老汉|老太太?|某某?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that may be a name, and how it is built: han2, han3, mongolian, address, called."""

    start: int
    end: int
    shape: str


@cache
def _mongolian() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, lexicon().mongolian))}){{1,3}}")


@cache
def _address() -> re.Pattern[str]:
    every = re.escape("".join(sorted(lexicon().surnames | lexicon().rare)))
    return re.compile(
        rf"[老小阿大][{every}](?:头|[一二三四五六]|师傅|板)?|姓[{every}]的?|[{every}](?:{_TITLES})|[{every}][老二三四五六](?:[一二三四五六板头汉]|小)?"
    )


@cache
def _introduced() -> re.Pattern[str]:
    return re.compile(
        r"(?:叫做?|名叫|大名|全名|姓名|名字(?:是|叫)?|绰号|外号|小名|(?:被)?申请人|原告|被告|本人|证人|担保人|牧民|女儿|儿子|"
        r"老板娘?|[弟哥姐妹兄])[:,(“\" ]?(?:是|为|叫|:)?[:(“\" ]?"
    )


@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}·]{{2,5}}")


def spans(text: str) -> list[Span]:
    """Return the stretches of a normalised text that may be people's names, in order of place."""
    found: dict[tuple[int, int], Span] = {}
    for one in (*_by_introduction(text), *_by_surname(text), *_by_parts(text), *_by_address(text)):
        found.setdefault((one.start, one.end), one)
    return [found[key] for key in sorted(found)]


def _clean(name: str) -> bool:
    return not any(char in _NEVER for char in name)


def _by_surname(text: str) -> Iterator[Span]:
    words = lexicon()
    given = words.every_given
    for at, char in enumerate(text):
        size = 2 if text.startswith(words.compound, at) else 1
        usual = size == 2 or char in words.surnames
        if not usual and char not in words.rare:
            continue
        for more in (1, 2):
            rest = text[at + size : at + size + more]
            if len(rest) < more or not re.fullmatch(f"[{HAN}]+", rest) or not _clean(rest):
                continue
            likely = sum(part in given for part in rest)
            if likely == more or (usual and more == 2 and likely):
                yield Span(at, at + size + more, f"han{more + 1}" if usual else f"rare{more + 1}")


def _by_parts(text: str) -> Iterator[Span]:
    for match in _mongolian().finditer(text):
        if match.end() - match.start() >= 2:
            yield Span(match.start(), match.end(), "mongolian")
            surname = match.start() - 1
            if surname >= 0 and text[surname] in lexicon().surnames | lexicon().rare:
                yield Span(surname, match.end(), "mongolian")


def _by_address(text: str) -> Iterator[Span]:
    for match in _address().finditer(text):
        yield Span(match.start(), match.end(), "address")


def _by_introduction(text: str) -> Iterator[Span]:
    for match in _introduced().finditer(text):
        run = _run().match(text, match.end())
        for size in range(2, run.end() - run.start() + 1) if run else ():
            name = text[match.end() : match.end() + size]
            if _clean(name):
                yield Span(match.end(), match.end() + size, f"called{size}")
