"""Words of the names of firms (org_words.yml): trades, goods, brands, kinds, firms known by a short name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from bot.text import places
from bot.text.names import HAN, ORG_ENDS


@cache
def words(group: str) -> frozenset[str]:
    """Return the words of a group of org_words.yml: trades, common, goods, brand, kinds, lenders …"""
    raw = yaml.safe_load(Path(__file__).with_name("org_words.yml").read_text(encoding="utf-8"))
    said = str(raw[group])
    return frozenset("".join(said.split()) if group == "brand" else said.split())


def longest_first(group: Iterable[str]) -> str:
    """Return the words as one alternation, longer ones first, quickly given up at another first character."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(group, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    first = re.escape("".join(sorted(by_first)))
    return (
        f"(?=[{first}])(?:"
        + "|".join(f"{re.escape(char)}(?:{'|'.join(rest)})" for char, rest in by_first.items())
        + ")"
    )


@cache
def ends_of_all() -> re.Pattern[str]:
    """The end of a name that is the end of any organisation's name or a trade."""
    return re.compile(rf"(?:{ORG_ENDS}|{longest_first(words('trades'))})$")


@cache
def kind_ahead() -> re.Pattern[str]:
    """A word for a kind of firm, or 叫, right before a name."""
    return re.compile(rf"(?:{longest_first(words('kinds'))}|叫|名字)[“\"(]?$")


@cache
def trades_in(said: str) -> tuple[str, ...]:
    """Return the trades one after another in words made of trades."""
    return tuple(_trade().findall(said))


@cache
def _trade() -> re.Pattern[str]:
    return re.compile(longest_first(words("trades")))


@cache
def _tail() -> re.Pattern[str]:
    """What a name ends with that is no brand: ends, trades and goods."""
    goods = {word for word in words("goods") if len(word) > 1}
    return re.compile(rf"(?:{ORG_ENDS}|{longest_first(words('trades') | goods)})$")


def place_ahead() -> re.Pattern[str]:
    """A known place at the beginning of a name."""
    return _ahead(places.names())


@cache
def _ahead(known: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{longest_first(known)})[省市旗县区镇乡]?")


def core(name: str) -> str:
    """Return what is the brand of a name: 准旗德盛水暖安装队 → 德盛; empty for 水暖安装队."""
    rest = name.replace("(", "").replace(")", "")
    ahead = place_ahead().match(rest)
    if ahead:
        rest = rest[ahead.end() :]
    while found := _tail().search(rest):
        rest = rest[: found.start()]
    return "" if rest in words("goods") else rest


def is_brand(said: str, least: float = 1.0) -> bool:
    """Tell whether every character (or that share of them) is one that brands like: 宏泰, 鑫磊."""
    return len(said) >= 2 and sum(char in words("brand") for char in said) >= least * len(said)


@cache
def cut() -> re.Pattern[str]:
    """What a sentence has before the name of a firm; the name begins where the last of it ends."""
    return re.compile(
        r".*(?:[,。;:!?、\s“”\"「」『』《》【】/]|(?<!存)在|给|被|跟|与|和(?!浩特|顺|谐)(?<![佳仁永顺祥义惠康泰安协丰万广瑞百谦众福吉]和)|向(?!阳|荣|东|上)"
        r"|我们?|他们?|她|[你咱俺]们?|是|叫|的|去|到|从|欠|借|由|找|通过|经由|(?<!广)告|了|起诉|把|说|让"
        r"|(?<=[0-9一二三四五六七八九十今去前明])[年月日号]|名下|老板|头前|先前|当时|后来|之前|以前|原来|现在|如今|新来的|(?<![华有])为|于|这家|那家|一家|该|个"
        r"|(?<=[一这那两几哪咱人])家|对|(?<![原起成])因|将|(?<![福悦东客万宾喜缘])来|要求|起|入职|买(?!卖)|租(?!赁|车)|甲方|总包|车主"
        r"|(?<![先前跃])进|帮|(?<![配])送|本人系|原系|全称|名称|投保|承保|(?<![关联])系(?![统列])|(?<![公])开(?![元源发心泰达来明封鲁拓])|走(?=..))"
    )


@cache
def _kind_ahead() -> re.Pattern[str]:
    kinds = longest_first(words("kinds"))
    return re.compile(rf"(?:小区|旗里|县里|市里|村里|里)?(?:{kinds})+(?=[{HAN}]{{2}})")


def begin_of(text: str, first: int, end: int, whole: int) -> tuple[int, bool]:
    """Return where a name begins in `text[first:end]`, and whether the words before it show it.

    `whole` is where the name ends. 物业佳和物业: what kind of firm it is stands before the name.
    """
    found = cut().match(text[first:end])
    begin = first + found.end() if found else first
    opened = text.rfind("(", begin, end)
    if opened >= 0 and ")" not in text[opened:end]:
        begin = opened + 1
        found = found or re.match(r".", text[opened:end])
    kind = _kind_ahead().match(text, begin, end)
    if kind and len(core(text[kind.end() : whole])) >= 2:
        return kind.end(), True
    return begin, found is not None or begin == 0
