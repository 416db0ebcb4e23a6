"""Several sums that are owed at once, each with what it is for: 欠租三个月共4500，电费300. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

#: What is owed for -> how people say it; longer names first.
_HEADS = {
    "水电费": r"水电费?",
    "水费": r"水费|(?<![上下])水钱",
    "电费": r"电费|电钱",
    "燃气费": r"(?:天然|燃|煤)气费?|气费",
    "取暖费": r"(?:取|供|采)暖费?|暖气?费",
    "物业费": r"物业费",
    "卫生费": r"卫生费|垃圾费|清洁费",
    "停车费": r"停车费|车位费",
    "网费": r"网费|宽带费?",
    "多交的租金": r"多[交收付给要][^，。,；;]{0,4}(?:房租|租[金费])|(?:房租|租[金费])我?还?多[交收付给]",
    "租金": r"房租|租金|租费|欠租|租子|月租|年租|房钱",
    "违约金": r"违约金",
    "滞纳金": r"滞纳金",
}
#: Roles of sums that may stand beside each other, and of what was handed over to be given back.
_OWED, _PLEDGE, _RENT = frozenset({"fee_owed", "claim", "compensation"}), "deposit", "rent"
#: What is asked back; a deposit is owed together with nothing else.
_PLEDGED, _OVERPAID = "押金", "多交的租金"
#: Characters between a name and the sum it belongs to, at most; and before the next sum, which it names then.
_FAR, _NEAR = 14, 3
_BEHIND = re.compile(r"(?:元|块钱?)?的?")
_SMALL = re.compile(r"[是共要欠有:：]{0,2}(\d{2,3})(?![\d.%年月日个天号楼度方吨点级折人次]|[百千万])")
_AND = re.compile("[和跟与及、，,]")
_PAID = re.compile(r"(?:元|块钱?)?(?:我们?|都|已经?|也|早就?|全)*(?:交|付|缴)(?:了|过|清|齐)")
_ENDS = re.compile(r"[。；;！!？?\n]")
_WHOLE = re.compile(r"一共|总共|共计|合计|总计|加起来|拢共|总额|统共|全部")
_PART = re.compile(r"其中|里面|包括|包含|含有?|内有")
_OWES = re.compile(r"欠|差|没(?:有)?[交给付]|拖|不交|不给")
_HARM = re.compile(r"赔|坏|损|砸|修")
_BACK = re.compile(
    r"不(?:给|肯|愿意?)?退|没(?:给)?退|不还|没还|不给|退(?:还|给)?我|要回|退还|要退|拒退|扣(?:着|了|下)"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of a text as the reader of facts has it; `start:end` is its place."""

    role: str
    fen: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """What one of the sums is for, "" where it is only owed."""

    name: str
    fen: int
    start: int
    end: int


@cache
def _heads() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<h{n}>{words})" for n, words in enumerate(_HEADS.values())))


def find(text: str, sums: Sequence[Sum]) -> list[Item]:
    """The sums that are owed together, in order, where each is for something else; [] where that is not sure.

    A total beside its parts is none of them, and what is a part of it is no rent of a month: 一共欠8000，
    房租6500，水电1500.
    """
    told = [(one, _name(text, one, sums)) for one in sorted(sums, key=lambda one: one.start)]
    parts = [
        Item(name, one.fen, one.start, one.end) for one, name in told if name and one.role in {*_OWED, _RENT}
    ]
    if len(parts) > 1 and sum(one.fen for one in parts) in {one.fen for one, name in told if not name}:
        return parts
    if _PART.search(text):
        return []
    told = [(one, name) for one, name in told if one.role in _OWED or name == _PLEDGED]
    names = {name for _, name in told}
    if names != {_PLEDGED, _OVERPAID}:
        told = [(one, name) for one, name in told if name != _PLEDGED]
        if _OVERPAID in names:
            return []
    items = [Item(name, one.fen, one.start, one.end) for one, name in told]
    unnamed = [one for one, name in told if not name]
    clear = len(unnamed) < 2 and all(_owed_alone(text, one) for one in unnamed)
    return items if clear and len({one.name for one in items}) == len(items) > 1 else []


def small(text: str, sums: Sequence[Sum]) -> list[Sum]:
    """The sums so small that a number alone is none elsewhere: 水费80, 电费一共95."""
    found = []
    for head in _heads().finditer(text):
        number = _SMALL.match(text, head.end())
        if number and not any(one.start < number.end() and number.start(1) < one.end for one in sums):
            found.append(Sum("fee_owed", int(number[1]) * 100, *number.span(1)))
    return found


def paid(text: str, end: int) -> bool:
    """Whether the sum that ends there was paid already: 电费300我交了."""
    return _PAID.match(text, end) is not None


def _name(text: str, one: Sum, sums: Sequence[Sum]) -> str:
    """The name right behind a sum (4500的房租), else the last one between the sum before and this one."""
    if one.role == _PLEDGE:
        return _PLEDGED if _asked_back(text, one) else ""
    if paid(text, one.end):
        return ""
    after = max((other.end for other in sums if other.end <= one.start), default=0)
    following = min((other.start for other in sums if other.start >= one.end), default=len(text) + _NEAR)
    behind = _BEHIND.match(text, one.end)
    match = _heads().match(text, behind.end() if behind else one.end)
    if match and (following - match.end() >= _NEAR or _AND.search(text[match.end() : following])):
        return _head(match)
    piece = _ENDS.split(text[after : one.start])[-1]
    found = [match for match in _heads().finditer(piece) if len(piece) - match.end() <= _FAR]
    if found:
        return _head(found[-1])
    harm = one.role != "fee_owed" and _HARM.search(re.split("[，,]", piece)[-1])
    return "损坏赔偿" if harm else ""


def _head(match: re.Match[str]) -> str:
    return next(name for n, name in enumerate(_HEADS) if match[f"h{n}"])


def _asked_back(text: str, one: Sum) -> bool:
    near = text[max(0, one.start - 8) : one.start], text[one.end : one.end + 10].split("。", maxsplit=1)[0]
    return any(_BACK.search(words) for words in near)


def _owed_alone(text: str, one: Sum) -> bool:
    """欠了9600, without a name and without being called a total."""
    clause = re.split(r"[，,。；;]", text[: one.start])[-1] + text[one.end : one.end + 4]
    return one.role == "fee_owed" and _OWES.search(clause) is not None and not _WHOLE.search(clause)
