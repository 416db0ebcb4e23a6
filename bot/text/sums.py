"""Several sums in one answer: which is the total, and what so many at so much each come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.text.numbers import FIRST, Number, scan
from bot.text.reading import Refusal

_MEASURES = (
    "个|只|头|匹|亩|平方米?|平米?|吨|车|袋|件|套|台|辆|棵|箱|瓶|公斤|斤|方|份|张|人|条|块|根|户|间|桌|口"
    "|次|趟|本|桶|捆|车次"
)
_MOST = 100_000
#: sums above 10 000 亿元 are slips of the keyboard
TOO_MUCH_FEN = 10**14

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Times:
    """So many at so much each: 四十只 一只八百; `start` is where the count begins."""

    count: int
    start: int


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(
        r"(?:叫|是)?个(?:什么|啥)(?=[^\s,。?!])|(?:什么|啥)的|叫(?:什么|啥)(?:来着)?(?=贷|平台)"
    )


def without_vague(text: str) -> str:
    """Return the text with 还有个什么贷 no longer looking like a question, every place kept."""
    return _vague().sub(lambda match: "那" * len(match[0]), text)


@cache
def _total() -> re.Pattern[str]:
    return re.compile(
        r"(?:起码|至少|最少|最低|一共|总共|总计|合计|共计|加起来|加一起|总的|全部|就要|只要|赔我们?|赔偿我们?|共)"
        r"(?:要|得|是|有|赔偿?|给|算|我们?|他们?|她|你们?|了|的|就|都|也|大概|大约|约|差不多|借|欠|花|损失|[\s,:])*$"
    )


@cache
def _other_side() -> re.Pattern[str]:
    """Words by which a further sum is no part of the total."""
    return re.compile(
        r"(?:还了|还过|已还|归还|还给|给了|付了|退了|还剩|剩|还差|还欠|尚欠|不是|扣掉|减去?)[^,。\d]{0,3}$"
    )


def total_at(text: str, spans: Sequence[Span]) -> int | None:
    """Return which sum is the total the writer names: 起码赔我一万五 地板8000 柜子5000 -> 0.

    None where no sum or more than one is called the total, or where another is no part of it (还了3000).
    """
    before = [text[max(0, start - 14) : start] for start, _ in spans]
    named = [index for index, words in enumerate(before) if _total().search(words)]
    if len(named) != 1:
        return None
    if any(_other_side().search(words) for index, words in enumerate(before) if index != named[0]):
        return None
    return named[0]


@cache
def _each() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<n>[{FIRST}]+)\s?(?P<a>{_MEASURES})[^\d。;]{{0,6}}?(?:每|一|1)\s?(?P<b>{_MEASURES})"
        r"(?:给|卖|价|要|是|算|按|就|赔|他|我|的|欠|收|大概|[\s:])*$"
    )


def times(text: str, price_at: int) -> Times | None:
    """Return how many stand before a price for one: 四十只 一只八百, 10人每人三千; not days or months."""
    match = _each().search(text[max(0, price_at - 30) : price_at])
    if match is None or match["a"] != match["b"]:
        return None
    shift = max(0, price_at - 30) + match.start("n")
    number = scan(match["n"], 0)
    if number is None or number.end != len(match["n"]) or not number.exact:
        return None
    if number.low != number.low.to_integral_value() or not Decimal(2) <= number.low <= _MOST:
        return None
    return Times(int(number.low), shift)


@cache
def _per() -> re.Pattern[str]:
    return re.compile(
        rf"(?:一|每)(?:天|日|个?月|个?工|小时|年|个?班|晚|{_MEASURES})(?:给我?|工资|要|是|算|按|就|开|挣|的)*\s*$"
    )


def is_rate_of_pay(text: str, start: int) -> bool:
    """Tell whether the words before say that the number is pay or price for one: 一天260."""
    return _per().search(text[max(0, start - 12) : start]) is not None


def may_be_a_sum(text: str, start: int, end: int) -> bool:
    """Tell whether a bare number beside a sure sum may be a further sum: not a year, a phone or a count."""
    digits = text[start:end]
    if not digits.isdigit() or not digits.isascii() or not 3 <= len(digits) <= 7:
        return False
    like_a_year = len(digits) == 4 and 1950 <= int(digits) <= 2099
    return not like_a_year or _one_more().search(text[max(0, start - 8) : start]) is not None


def is_mobile(text: str, start: int, end: int) -> bool:
    """Tell whether a number has the form of a mobile phone's: 15947123456 is no sum."""
    return re.fullmatch(r"1[3-9]\d{9}", text[start:end]) is not None


@cache
def _none_paid() -> re.Pattern[str]:
    return re.compile(
        r"一(?:分|毛|块)钱?(?:也|都)?(?:没|不)|^(?:没有?(?:还|给|付)过?|没还过|没给过|零元|0元)[了的呢吧。!]*$"
    )


@cache
def _minus() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[^\d\w一-鿿]|[了过给还付])-\s*\d|(?<![自担背肩抱胜])负\s?[\d一二两三四五六七八九十]"
    )


def is_nothing_paid(text: str) -> bool:
    """Tell whether the words say that nothing was paid: 一分没还."""
    return _none_paid().search(text) is not None


def is_negative(text: str) -> bool:
    """Tell whether a number stands below zero: -500, 负三千."""
    return _minus().search(text) is not None


def is_below_zero(text: str, start: int, *, bare: bool) -> bool:
    """Tell whether the number at `start` stands below zero; a dash counts where any number may be a sum."""
    before = text[max(0, start - 3) : start]
    if text.startswith("-", start) or re.search(r"(?<![自担背肩抱胜])负\s?$", before):
        return True
    return bare and before.endswith("-")


@cache
def _heaped() -> re.Pattern[str]:
    """Units that no number has after another: 一亿|亿, 三万|万, 五万|w."""
    return re.compile(
        r"亿|[wWkK](?![A-Za-z])|(?<=万)万(?![一分达科事能])|(?<=千)千(?![克瓦米卡])|(?<=百)百(?![分货姓])"
    )


def is_unreadable(text: str, number: Number) -> bool:
    """Tell whether units are heaped behind a number so that nobody knows what is meant: 一亿亿亿."""
    return number.units and _heaped().match(text, number.end) is not None


def unreadable(text: str) -> Refusal | None:
    """Refuse an answer whose number cannot be read or is larger than any sum."""
    at = 0
    while match := re.compile(rf"[{FIRST}]").search(text, at):
        number = scan(text, match.start())
        at = max(match.end(), number.end if number else 0)
        if number and is_unreadable(text, number):
            return Refusal("这个数没看明白，请直接用数字写，例如：35000元。")
        if number and number.units and number.low * 100 > TOO_MUCH_FEN:
            return Refusal("这个数太大了，可能多写了一个字，请再写一次，例如：35000元。")
    return None


def is_not_one_fen(text: str, start: int, end: int) -> bool:
    """Tell whether one coin stands for nothing at all: 一分钱没给 is not one fen."""
    return (
        text.startswith("一", start)
        and re.match(r"\s*(?:利息|工资|租金|货款|本金)?也?都?(?:没|不)", text[end:]) is not None
    )


def too_much(text: str) -> Refusal | None:
    """Refuse a number with more digits than any sum has; None for other words."""
    if re.fullmatch(r"\D{0,4}\d{14,}\D{0,3}", text):
        return Refusal("这个数太大了，可能多按了几个零，请再写一次，例如：35000元。")
    return None


@cache
def _one_more() -> re.Pattern[str]:
    """What before a bare number says that it is a further sum, also where it looks like a year: 又2000."""
    return re.compile(r"(?:又|再|后来|另外?|还)(?:给|拿|垫|付|转|打|交|花|借|还|来|了|过|我|他|补)*\s*$")


@cache
def not_money() -> re.Pattern[str]:
    """What behind a number says that it counts something else than money."""
    return re.compile(
        r"\s*(?:年(?!底|末|尾|利|息)|月(?!利|息)|[个日号天岁人名位口户次回趟头只匹亩平吨车袋件套台辆家条张页层楼栋单室厘成倍期届"
        r"级度股项瓶箱棵方夜晚代码路村组队街巷时秒克里斤"
        r"点份字间座根支把%‰:/~]|周(?!转)|星期|礼拜|小时|分(?!钱)|公|米|㎡|m|M|工(?!资|钱|程款|伤)|季|"
        r"多[年月]|多?[个天人]|来?[个天人]|[-.]\d|户|后(?!来|又|再|头)|号|块[地石])"
    )


@cache
def money_verb() -> re.Pattern[str]:
    """What before a bare number says that it is money."""
    return re.compile(
        r"(?:借|欠|还|剩|差|付|租|给|转|工资|月薪|年薪|金额|本金|利息|共计|总共|一共|合计|总计|"
        r"押金|房租|租金|定金|订金|赔偿?|价款?|货款|尾款|余款|费用?|花|款|钱"
        r"|垫|收|交|拿|打|补偿|彩礼|退|要|挣|赚|损失|扣)"
        r"(?:了|过|我|他|她|你|给|去|来|的|是|为|到|共|其|人家|大家|咱|您|有|:|\s|账|款|总共|一共|"
        r"应该|剩|下|每个?月|每年|每天|一个?月|一年|一天)*$"
    )
