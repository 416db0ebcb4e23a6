"""Numbers as people write them: 三万五, 1.2w, 十来, 八九千, 一个亿, 壹拾万零柒仟, 二〇二三."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.text.tally import DIGITS, MOST, Tally, last_step

#: characters a number may begin with
FIRST = "0123456789零〇一二两三四五六七八九十百千万廿卅俩仨几半数好壹贰叁肆伍陆柒捌玖拾佰仟"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: `low == high` unless the words leave it open."""

    low: Decimal
    high: Decimal
    exact: bool
    start: int
    end: int
    step: Decimal  #: the smallest unit that was said; "多" and "不到" move by it
    units: bool  #: 十 百 千 万 亿 k w were said
    big: bool  #: 百 千 万 亿 k w were said
    plain: bool  #: written with 0-9 only


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"(?P<arabic>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
        r"|(?P<digit>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]|参(?=[拾佰仟万])"
        # 借我俩万, but 我俩万一出事
        r"|[俩仨](?=仨?(?:[百千](?!般)|亿|万(?!一(?![百千元块万])))))"
        r"|(?P<tens>[廿卅])"
        r"|(?P<zero>[零〇]+)"
        r"|(?P<unit>[十拾百佰千仟万亿]|[wWkK](?![A-Za-z])|[kK](?=[wW](?:$|[\s元块钱,，。;；!！了没吧整还])))"
        r"|(?P<half>半)"
        r"|(?P<few>[好大小]几|几|数(?=[十百千万]))"
        r"|(?P<more>[多余来])"
        r"|(?P<handful>把)"
        r"|(?P<measure>个)(?=半?亿|[wW](?![A-Za-z]))"
    )


@cache
def _sequence() -> re.Pattern[str]:
    return re.compile(r"[零〇一二三四五六七八九]{3,16}(?![十百千万亿两])")


@cache
def _spoken_decimal() -> re.Pattern[str]:
    return re.compile(
        r"([零一二三四五六七八九十]+|\d+)点([零一二三四五六七八九]+|\d+)(?=[万亿千百元块%wk个])"
    )


@cache
def _bound_digit() -> re.Pattern[str]:
    """What makes a last digit belong to the next word: 借三万|五月还, 欠三万|三年了; not 三万五|月息一分."""
    return re.compile(
        r"年(?!底|末|初|息|化|利(?!息)|利息[是为]?(?:\d|百分))|个月|月(?!息|利(?!息)|利率)|天|日|号|周|个|点|分(?!钱)|次|人|倍|厘|岁|%|星期|礼拜|季度|[.:/-]\d"
        r"|(?<=一)[直起共定样般旦并些再边时]"
    )


@cache
def _stuck_day() -> re.Pattern[str]:
    """A day that stands behind a sum without a comma: 8万|2024年3月1日, 三万|二〇二四年, 5千|12月."""
    return re.compile(
        r"(?:(?:19|20)\d{2}|[一二][零〇九][零〇一二三四五六七八九]{2})(?:年|[-./]\d{1,2}[-./]\d)"
        r"|\d{2}(?:年(?!利|息)|个?月|[日号])|十[一二]?月"
    )


@cache
def _stuck_year() -> re.Pattern[str]:
    """A year written onto a sum: 8000|2024年."""
    return re.compile(r"\d{3,7}?(?=(?:19|20)\d{2}年)")


def digits_of(text: str) -> int | None:
    """Return 2023 for 二〇二三 or 2023, None where a character is not a digit."""
    value = 0
    for char in text:
        digit = int(char) if char in "0123456789" else DIGITS.get(char)
        if digit is None:
            return None
        value = value * 10 + digit
    return value if text else None


@cache
def small(text: str) -> int | None:
    """Return the whole number of a short word such as 12, 十二, 廿三, 初五, 两; None where it is none."""
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十").replace("念", "二十")
    if not text:
        return None
    if "百" in text:
        number = scan(text, 0)
        return int(number.low) if number and number.end == len(text) and number.exact else None
    tens, ten, ones = text.partition("十")
    if not ten:
        return digits_of(text)
    left, right = (digits_of(tens) if tens else 1), (digits_of(ones) if ones else 0)
    if left is None or right is None or left > 9 or right > 9:
        return None
    return left * 10 + right


def _fit(tally: Tally, kind: str, word: str, at: int) -> bool:
    match kind:
        case "arabic":
            return tally.take_arabic(word, at)
        case "digit":
            return tally.take_digit(word, at)
        case "zero":
            return tally.take_zero(at)
        case "unit":
            return tally.take_unit(word)
        case "half":
            return tally.take_half(at)
        case "few":
            return tally.take_few(word, at)
        case "tens":
            return tally.take_tens(word, at)
        case "more":
            return tally.take_more(word)
        case "handful":
            return tally.take_handful()
        case _:
            return tally.digit is not None


def _whole(value: Decimal, start: int, end: int) -> Number:
    return Number(value, value, True, start, end, last_step(value), units=False, big=False, plain=False)


#: No number anybody means is written with more characters; 五万五万五万… would take seconds.
LONGEST = 60


@cache
def _endless() -> re.Pattern[str]:
    return re.compile(rf"[\d零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{{{LONGEST + 1}}}")


def scan(text: str, start: int) -> Number | None:
    """Return the longest number that begins at `start`, or None."""
    if sequence := _sequence().match(text, start):
        value = digits_of(sequence[0])
        return _whole(min(Decimal(value or 0), MOST), start, sequence.end())
    if _endless().match(text, start):  # seen at once: stepping to its end from every character is slow
        return None
    tally, at, last_kind = Tally(), start, ""
    if spoken := _spoken_decimal().match(text, start):
        whole, part = small(spoken[1]), digits_of(spoken[2])
        if whole is None or part is None:
            return None
        tally.take_arabic(f"{whole}.{str(part).zfill(len(spoken[2]))}", start)
        at, last_kind = spoken.end(), "arabic"
    token = _token()
    while match := (_stuck_year().match(text, at) or token.match(text, at)):
        if tally.last and _stuck_day().match(text, at):
            break
        kind = match.lastgroup or "arabic"
        if not _fit(tally, kind, match[0], at):
            break
        at, last_kind = match.end(), kind
        if at - start > LONGEST:
            return None
    return _finish(text, tally, start, at, last_kind)


def _finish(text: str, tally: Tally, start: int, at: int, last_kind: str) -> Number | None:
    if (
        tally.digit is not None
        and tally.last >= 10
        and last_kind in ("digit", "arabic", "few", "half", "zero")
    ):
        shifts = tally.last > 10 and tally.single and not tally.zero
        if (shifts or last_kind == "half") and _bound_digit().match(text, at):
            at, tally.digit = tally.digit_at, None
    if last_kind == "measure":
        at -= 1
    if last_kind == "zero" and tally.digit is None:
        while text[at - 1] in "零〇":
            at -= 1
    if not tally.began() or (last_kind in ("few", "half") and not tally.units):
        return None
    units, alone = tally.units, tally.digit is not None and not tally.last
    if not tally.exact and at - start == 1:
        return None  # a lone 百 or 万
    if re.fullmatch(r"[百千万亿]{2,}", text[start:at]) and not text.startswith(("元", "块"), at):
        return None  # 百万医疗险
    low, high = tally.close()
    step = last_step(high) if alone or not tally.last else Decimal(tally.last)
    plain = tally.arabic and not units
    return Number(low, high, tally.exact, start, at, step, units=units, big=tally.big, plain=plain)
