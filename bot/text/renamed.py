"""A person's name put right: 打错了，是张莉不是张丽, 不是老刘是老柳, 对方名字写错了，叫王建国."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text.name_ends import person_at

#: Longer words tell more than one correction.
LONG = 30


@dataclass(frozen=True, slots=True)
class Renamed:
    """`new` in the place of `old` ("" where it is not said); `whose`: me | other | guarantor | ""."""

    new: str
    old: str = ""
    whose: str = ""


_WHOSE = {
    "我": "me",
    "俺": "me",
    "本": "me",
    "对": "other",
    "他": "other",
    "她": "other",
    "被": "other",
    "担": "guarantor",
}
_NAME = r"[\u4e00-\u9fff·]{2,8}?"
_GAP = r"[\s,，、。.:：]*"
_SORRY = r"哎呀?|哦|啊|嗯|对不起|不好意思|抱歉|不对|等等|我(?!的|名|姓)|刚才|刚刚|前面|上面|那个?|把"
_LEAD = rf"(?:{_GAP}(?:{_SORRY}))*{_GAP}"
_WHO = r"(?P<whose>(?:我|俺|本人)(?=的|名|姓)|对方|他|她|被告|被申请人|担保人)?(?:的)?(?:那个)?"
_NOUN = r"(?:名字|姓名|人名|全名|名|姓|字)"
_SLIP = r"(?:给|都|是)*(?:(?:打|写|说|记|填|弄|搞|输|报|念|登记)(?:得|的)?错|错|不对|有误)(?:了|字|别字|的)*"
_IS = r"(?:应该|应当|其实|正确的?|而|得|就)*(?:是|叫|姓名是|改成|改为|写成|写)+"
_END = r"(?:才对|的|啊|呀|吧|呢|了)*[。.！!~～\s]*"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    new, old = rf"(?P<new>{_NAME})", rf"(?P<old>{_NAME})"
    said = rf"{_LEAD}(?:{_WHO}{_NOUN}?{_GAP}(?:{_SLIP}){_GAP})?"
    return tuple(
        re.compile(one + _END)
        for one in (
            rf"{said}(?<!是)不是(?:叫)?{old}{_GAP}(?:{_IS}){new}",
            rf"{said}(?:{_IS}){new}{_GAP}(?:而)?不(?:是|叫){old}",
            rf"{_LEAD}{_WHO}{_NOUN}?{_GAP}{_SLIP}{_GAP}(?:{_IS}){new}",
            rf"{_LEAD}{_WHO}{_NOUN}{_GAP}(?:应该|应当|其实)(?:是|叫){new}",
            rf"{_LEAD}{old}{_GAP}{_SLIP}{_GAP}(?:{_IS}){new}",
        )
    )


def read(text: str) -> Renamed | None:
    """Return what name the whole message puts right; None for anything else."""
    if len(text) > LONG:
        return None
    for pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is None:
            continue
        said = found.groupdict(default="")
        if _is_name(said["new"]) and (not said.get("old") or _is_name(said["old"])):
            return Renamed(said["new"], said.get("old", ""), _WHOSE.get(said.get("whose", "")[:1], ""))
    return None


@cache
def _called() -> re.Pattern[str]:
    """老柳, 王婶: how people are called."""
    return re.compile(r"[老小大阿][\u4e00-\u9fff]|[\u4e00-\u9fff][哥姐叔婶嫂总]")


def _is_name(words: str) -> bool:
    return person_at(words, 0) == len(words) or _called().fullmatch(words) is not None


def alike(one: str, other: str) -> bool:
    """Tell whether one may be the other written wrongly: as long, and with a character in common."""
    return len(one) == len(other) and any(a == b for a, b in zip(one, other, strict=True))
