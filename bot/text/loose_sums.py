"""Words that leave a sum of money open: 大概, 不到, 至少, 出头, 大几万, 千儿八百, 上百万."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from bot.text.numbers import FIRST, Number
from bot.text.reading import Refusal, is_substance
from bot.text.tally import last_step

#: what the words behind a sum may say of it, in order of weight
KINDS = ("more", "about", "under", "about2")
#: so far before a number its words are looked for
_REACH = 8
_SIZES = frozenset("百千万亿")


@cache
def _before() -> re.Pattern[str]:
    bound = (
        "不止|不只|不仅|至少|起码|最少|最低|超过|多于|高于|不低于|不少于|不下"
        "|顶多|最多|至多|撑死|最高|不超过|不多于|不高于"
    )
    return re.compile(
        r"(?P<about>大概|大约|约|约摸|差不多|可能|估计|左右|好像)$"
        r"|(?P<under>不到|不足|将近|接近|近|快|(?<![发大从老幼])小)$"
        rf"|(?P<bound>{bound})(?:也|得|要|有|是|在|能|都|就|了|\s)*$"
        r"|(?P<sign>[¥$]|人民币|RMB|rmb)[:\s]*$"
        r"|(?P<large>(?<!老)大)$"
    )


def before(text: str, at: int) -> re.Match[str] | None:
    """Match the words right before the number at `at` that say how it is meant; `lastgroup` says how."""
    found = _before().search(text, max(0, at - _REACH), at)
    if found and found.lastgroup == "large" and not text.startswith("几", at):
        return None
    return found


@cache
def after() -> re.Pattern[str]:
    """What may stand behind a sum and its 元: 多, 出头, 左右, 不到, 以上, 整."""
    under = rf"不到(?!\s?[{FIRST}])"
    return re.compile(
        r"\s*(?:(?P<more>(?:多|余|有余|出头|挂零|冒头|开外|以上)(?:一?点儿?)?|(?<=[多来])一?点儿?(?!\d))|(?P<about>左右|上下|来往|差不多)|"
        rf"(?P<under>{under}|以下|以内)"
        rf"|(?P<whole>[整正](?!好|常)))?(?:块钱|元|块|钱)?(?P<about2>左右|上下|{under})?"
    )


@cache
def bound_behind() -> re.Pattern[str]:
    """What says behind a sum that it is the least or the most."""
    return re.compile(r"\s*(?:往上|朝上|打底|起步|不止|封顶)")


@cache
def but_under() -> re.Pattern[str]:
    """What joins 三万多 and the 四万 it stays below."""
    return re.compile(rf"\s*[,，]?\s*[但又可还]?(?:是)?(?:不到|没到|不够|不足)\s?(?=[{FIRST}])")


def coloured(kind: str, ends: tuple[int, int, bool], number: Number) -> tuple[int, int, bool]:
    """Return low, high and whether exact of a sum in fen after the words about it."""
    low, high, exact = ends
    step = number.step if number.units else last_step(number.high)
    if kind == "more" and low == high:
        return low, high + int(step * 100), False
    if kind == "under" and low == high:
        step = step / 10 if step >= number.high else step
        return max(0, low - int(step * 100)), high, False
    if kind == "large" or (kind == "under" and number.low * 3 == number.high):
        return (low * 5 // 3, high, False) if kind == "large" else (low * 2 // 3, high * 5 // 9, False)
    return low, high, exact and kind not in (*KINDS, "bound")


@cache
def _idiom() -> re.Pattern[str]:
    ends = rf"(?![{FIRST}个多来人天日年月斤里亩平吨户次回])"
    return re.compile(
        rf"(?P<w>百儿八十|千儿八百|万儿八千|(?:百八十|千八百|万八千){ends}|(?:百十来?|千百)(?=块|元|来块|钱))"
    )


def idiom(text: str, at: int) -> Number | None:
    """Read 千八百 (800 to 1000) and its like, which no arithmetic gives."""
    if at and text[at - 1] in FIRST:
        return None
    match = _idiom().match(text, at)
    if match is None:
        return None
    top = {"百": 100, "千": 1000, "万": 10_000}[match["w"][0]]
    low, high = (top, top * 2) if match["w"] in ("百十", "百十来", "千百") else (top * 8 // 10, top)
    return Number(
        Decimal(low), Decimal(high), False, at, match.end(), Decimal(top), units=True, big=True, plain=False
    )


@cache
def _word() -> re.Pattern[str]:
    return re.compile(
        "(?<![一二三四五六七八九十几两数\\d])万一(?![千百元块万])|百般|千般|百姓|万分(?!之)|百货|千克|千瓦|千米"
    )


def is_open(text: str, at: int) -> bool:
    """Tell whether the number at `at` is only the unit of 上万, 上百万, or 万一, 百般: none is a sum."""
    if _word().match(text, at):
        return True
    return at > 0 and text[at - 1] == "上" and text[at] in _SIZES and text[at - 2 : at - 1] != "以"


def goes_on(text: str, end: int) -> bool:
    """Tell whether 上百, 上万 follow a number and leave it open too: 几十|上百万."""
    return text.startswith("上", end) and text[end + 1 : end + 2] in _SIZES


@cache
def _too_open() -> re.Pattern[str]:
    return re.compile(
        r"(?:成千上万|数以万计|(?:好?几[十百千])?上[百千万亿][百千万亿]?|(?<![一二三四五六七八九十几两数\d点])[百千][万亿])"
        r"(?:多|来|余)?(?:块钱|元钱|元|块|钱)?(?=$|[,，。;；!！\s吧了呢啊呀的没欠])"
    )


def too_open(text: str) -> Refusal | None:
    """Refuse an answer such as 上百万, that says only how large a sum is."""
    found = _too_open().search(text)
    if found is None or not is_substance(text, [found.span()]):
        return None
    return Refusal(f"“{found[0]}”看不出是多少，请写一个大概的数，例如：35000元。")
