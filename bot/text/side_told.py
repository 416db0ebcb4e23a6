"""Which side of a kind of dispute the teller is on: 房东把我告了 rents, 租客不交租 lets (side_words.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

PAPER = "(?:传票|起诉状|起诉书|诉状|应诉通知)"
ME = (
    "(?:我们?|俺们?|咱们?|额)"
    "(?:家|爸|妈|老公|老婆|儿子|公司|单位|厂|店|饭店|诊所|医院|物业|学校|合作社|银行|工地)?"
)
SUE = r"(?:告(?![诉知别示])|起诉)"
#: The teller has been sued: a paper of the court, or the words for it.
SUED = (
    rf"(?:收到|接到|拿到|寄来|送来|发来|来了|寄了|送了|发了|打来).{{0,8}}{PAPER}"
    rf"|{PAPER}.{{0,4}}(?:收到|接到|来了|到了|寄|送来|发来|下来)"
    rf"|{PAPER}[^。]{{0,12}}?{SUE}{ME}"
    rf"|{ME}(?:让|叫|被|给)[^，。,]{{0,8}}?{SUE}"
    rf"|(?:把|将){ME}(?:给)?{SUE}"
    rf"|{ME}(?:现在|怎么|咋|就|也|却)*(?:成了?|变成了?|当了?|是|做了?)被告(?!人|知|诫)"
    rf"|(?:起诉{ME}|告{ME})(?:了|到|上|欠|还|赔|说我|(?:不|没|没有|拒绝?)(?:[交付还给缴搬退赔]|履行|按时)|拖欠?|赖|违约|占|打了?|伤|弄坏|损坏|毁)"
    rf"|(?:起诉|告){ME}(?:的)?(?:钱数|金额|数额|数目|利息)[^，。,]{{0,6}}(?:不对|错|不认|多|太高)"
    rf"|(?:有人|对方|他|她|银行|公司|房东|物业)(?:已经|又)?(?:去法院|到法院|上法院)(?:把)?{ME}(?:给)?{SUE}"
)
#: Beside the papers of a suit: 他要告我, 他告我 alone; the side is the same, a suit there may be none yet.
_NAMED = rf"{SUE}(?:我|俺|咱)"
_NAME = re.compile(r"<([a-z]+)>")
#: Option of the question `side` -> what says so.
Rank = Mapping[str, re.Pattern[str]]


@cache
def _kinds() -> Mapping[str, Sequence[Rank]]:
    raw: dict[str, Any] = yaml.safe_load(
        files("bot.text").joinpath("side_words.yml").read_text(encoding="utf-8")
    )
    words: dict[str, str] = {**raw["words"], "sued": f"(?:{SUED}|{_NAMED})"}

    def filled(pattern: str) -> str:
        return _NAME.sub(lambda m: f"(?:{filled(words[m[1]])})", pattern)

    return {
        kind: [
            {key: re.compile("|".join(map(filled, patterns))) for key, patterns in rank.items()}
            for rank in ranks
        ]
        for kind, ranks in raw["kinds"].items()
    }


def kinds() -> Mapping[str, frozenset[str]]:
    """The options each kind of dispute has words for."""
    return {kind: frozenset(key for rank in ranks for key in rank) for kind, ranks in _kinds().items()}


def find(kind: str, text: str) -> tuple[str, int, int] | None:
    """(option, start, end) of the side the words put the teller on; None where none or several are told."""
    for rank in _kinds().get(kind, ()):
        found = {key: m for key, pattern in rank.items() if (m := pattern.search(text))}
        if found:
            key, match = next(iter(found.items()))
            return (key, *match.span()) if len(found) == 1 else None
    return None
