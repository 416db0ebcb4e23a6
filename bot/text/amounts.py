"""Sums of money as people write them (金额): value `{"low_fen": int, "high_fen": int}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from bot.text import loose_sums, name_digits
from bot.text.capitals import format_yuan, in_capitals
from bot.text.normalise import Normal, normalise
from bot.text.numbers import FIRST, Number, digits_of, scan
from bot.text.reading import (
    Context,
    Json,
    Reading,
    Refusal,
    flat,
    is_correction,
    is_question,
    is_substance,
    left_over,
)
from bot.text.sums import (
    TOO_MUCH_FEN,
    is_below_zero,
    is_mobile,
    is_negative,
    is_not_one_fen,
    is_nothing_paid,
    is_rate_of_pay,
    is_unreadable,
    may_be_a_sum,
    money_verb,
    not_money,
    times,
    too_much,
    total_at,
    unreadable,
    without_vague,
)

__all__ = ["find", "find_in", "format_yuan", "in_capitals", "read"]


@dataclass(frozen=True, slots=True)
class _Sum:
    low_fen: int
    high_fen: int
    exact: bool
    start: int
    end: int
    money: bool  #: 元, 块, ¥ … stand with it
    big: bool  #: 万, 千, w … stand with it
    plain: bool
    number: Number
    said: tuple[int, int]  #: with the words that bound it: 至少五万, 五万往上


@cache
def _start() -> re.Pattern[str]:
    return re.compile(rf"[{FIRST}]|(?<![A-Za-z])[-]\d")


@cache
def _yuan() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:元钱|元(?!旦|月|宵)|块钱|块(?!儿|地|玻璃|石|砖|木|表|去|干|住|吃|过|板|屏|电|钢|田"
        r"|肉|布|牌|来往)|圆|人民币|RMB|rmb|(?=钱))"
    )


@cache
def _small_money() -> re.Pattern[str]:
    return re.compile(
        r"\s*[零〇]?(?:(?P<jiao>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖\d])(?P<j>[角毛])钱?)?"
        r"(?:[零〇]?(?P<fen>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖\d])(?:分(?!之|利|的?利|期)钱?|"
        r"(?=$|[\s,，。;；、!！]|钱|的)))?"
    )


@cache
def _bare_jiao() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?P<jiao>[一二两三四五六七八九\d])(?P<two>\d)?(?=$|[\s,，。;；、!！)]|钱|的|吧|了|左右)"
    )


def _fen(value: Decimal) -> int:
    return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _coins(text: str, at: int) -> tuple[int, int]:
    """Return the fen after 元/块 and where they end: 五毛, 6毛5, 零五分, or the bare 6 of 三块六."""
    match = _small_money().match(text, at)
    if match and (match["jiao"] or match["fen"]):
        jiao = digits_of(match["jiao"]) if match["jiao"] else 0
        cent = digits_of(match["fen"]) if match["fen"] else 0
        bare = match["fen"] and text[match.end("fen") : match.end("fen") + 1] != "分"
        if not (bare and not match["jiao"]):
            return (jiao or 0) * 10 + (cent or 0), match.end()
    if match := _bare_jiao().match(text, at):
        jiao = digits_of(match["jiao"]) or 0
        return jiao * 10 + (int(match["two"]) if match["two"] else 0), match.end()
    return 0, at


def _coins_only(text: str, number: Number) -> tuple[int, int] | None:
    """Return fen and end of 五毛, 三毛五, 五分钱; None where the number is not coins."""
    if number.units and number.high >= 100:
        return None
    match = re.compile(r"(?:[角毛](?!利|病|衣|巾|坯|驴)钱?|分钱|(?<=[壹贰叁肆伍陆柒捌玖])分)").match(
        text, number.end
    )
    if match is None or number.low != number.high:
        return None
    fen = _fen(number.low) // (10 if match[0][0] in "角毛" else 100)
    end = match.end()
    if match[0][0] in "角毛" and (
        cent := re.compile(r"([一二三四五六七八九壹贰叁肆伍陆柒捌玖\d])(?:分钱?)?(?=$|\W)").match(text, end)
    ):
        return fen + (digits_of(cent[1]) or 0), cent.end()
    return fen, end


def _one(text: str, at: int) -> _Sum | None:
    """Read one sum that begins at `at`, with the words before and after that colour it."""
    number = None if loose_sums.is_open(text, at) else loose_sums.idiom(text, at) or scan(text, at)
    if number is None or loose_sums.goes_on(text, number.end):
        return None
    start, before = number.start, loose_sums.before(text, at)
    coins = _coins_only(text, number)
    if coins:
        return _Sum(coins[0], coins[0], True, start, coins[1], True, False, False, number, (start, coins[1]))
    end, extra, money = number.end, 0, False
    if yuan := _yuan().match(text, end):
        money = True
        extra, end = _coins(text, yuan.end())
    low, high, exact = _fen(number.low) + extra, _fen(number.high) + extra, number.exact
    after = loose_sums.after().match(text, end)
    if after and after[0].strip() and (money or after.lastgroup):
        money = money or after[0].strip().endswith(("元", "块", "钱")) or bool(after["whole"])
        end = after.end()
    kind = next((k for k in loose_sums.KINDS if after and after[k]), "")
    if kind == "about2" and after and after["about2"] == "不到":
        kind = "under"
    if before:
        money = money or before.lastgroup == "sign"
        kind = kind or ("" if before.lastgroup == "sign" else before.lastgroup or "")
        start = start if before.lastgroup == "bound" else before.start()
    behind = loose_sums.bound_behind().match(text, end)
    kind = kind or ("bound" if behind else "")
    low, high, exact = loose_sums.coloured(kind, (low, high, exact), number)
    exact = exact and not name_digits.is_doubtful(text, number.start)
    said = (before.start() if before else start, behind.end() if behind else end)
    return _Sum(low, high, exact, start, end, money, number.big, number.plain, number, said)


@cache
def _between() -> re.Pattern[str]:
    return re.compile(r"\s*(?:到|至|-{1,2}|~|或者?|、)\s*(?=[\d一二两三四五六七八九十百几])")


def _ranged(text: str, first: _Sum) -> _Sum:
    """Join 5到6万, 5000-6000元, 8、9千; the first number may borrow the unit of the second."""
    link = _between().match(text, first.end)
    if link is None or not first.exact:
        return _up_to(text, first)
    second = _one(text, link.end())
    if second is None or not (second.money or second.big) or not second.exact:
        return first
    if "、" in link[0] and (first.money or first.big or first.low_fen >= 1000):
        return first
    low = first.low_fen
    if second.number.big and not first.big and not first.money:
        unit = 10 ** (len(str(int(second.number.high))) - 1)
        unit = next((u for u in (10**8, 10**4, 10**3, 10**2) if u <= unit), 1)
        low = low * unit if low * unit < second.high_fen else low
    if not low < second.high_fen:
        return first
    return _joined(first, second, low)


def _joined(first: _Sum, second: _Sum, low: int) -> _Sum:
    money, said = first.money or second.money, (first.said[0], second.said[1])
    return replace(second, low_fen=low, exact=False, start=first.start, money=money, plain=False, said=said)


def _up_to(text: str, first: _Sum) -> _Sum:
    """Join 三万多不到四万, where the second number only says what the first stays below."""
    link = loose_sums.but_under().match(text, first.end) if first.low_fen < first.high_fen else None
    second = _one(text, link.end()) if link else None
    if second is None or not second.number.exact or not first.low_fen < second.high_fen:
        return first
    return _joined(first, second, first.low_fen)


def _sure(text: str, found: _Sum) -> float:
    """Return how sure it is that a number in running text is money; 0 = it is not."""
    before = text[found.start - 1] if found.start else ""
    if before and before.isascii() and (before.isalnum() or before in "./_@-"):
        return 0.0
    if before == "第" or (
        before and before in "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼" and found.plain
    ):
        return 0.0
    if found.money:
        return 0.0 if text.startswith("一块", found.start) and found.end == found.start + 2 else 1.0
    follows = text[found.end : found.end + 1]
    if not_money().match(text, found.end) or (follows.isascii() and follows.isalpha()):
        return 0.0
    if found.big:
        if found.low_fen == 10_000 and text[found.start : found.end] in ("百", "一百"):
            return 0.0
        return 0.9 if found.number.low >= 100 else 0.0
    digits = text[found.number.start : found.number.end]
    if (
        found.number.low >= 100
        and len(digits) <= 8
        and money_verb().search(text[max(0, found.start - 12) : found.start])
    ):
        return 0.75
    return 0.0


@cache
def _end_of_year() -> re.Pattern[str]:
    """2025年底 is a day; 2000年底还 more often a sum with one."""
    return re.compile(r"(?:19[89]\d|20(?!00)[0-4]\d)年[底末初中]")


def _sums(text: str, *, bare: bool) -> list[tuple[_Sum, float]]:
    out: list[tuple[_Sum, float]] = []
    at = 0
    while match := _start().search(text, at):
        found = None if name_digits.ends_name(text, match.start()) else _one(text, match.start())
        if found is None:
            at = match.start() + 1
            continue
        if is_below_zero(text, match.start(), bare=bare) or is_unreadable(text, found.number):
            at = max(found.number.end, match.end())
            continue
        found = _ranged(text, found)
        sure = _sure(text, found)
        if not sure and bare and not not_money().match(text, found.end):
            sure = 0.75 if is_rate_of_pay(text, found.start) else 0.6
            sure = 0 if _end_of_year().match(text, found.start) else sure
        if (
            sure
            and found.high_fen <= TOO_MUCH_FEN
            and not (not found.money and is_mobile(text, found.start, found.end))
            and not (found.high_fen <= 100 and is_not_one_fen(text, found.start, found.end))
        ):
            out.append((found, sure))
            at = found.end
        else:
            at = max(found.number.end, match.start() + 1)
    return out


def _reading(normal: Normal, found: _Sum, sure: float) -> Reading:
    start, end = normal.span(found.start, found.end)
    said = normal.said(*found.said).strip()
    shown = format_yuan(found.low_fen)
    confirm = ""
    if found.low_fen != found.high_fen:
        shown = f"{format_yuan(found.low_fen)}到{format_yuan(found.high_fen)}"
        confirm = f"您说的“{said}”大概在{shown}之间，能说一个准数吗？"
    elif not found.exact:
        shown = f"约{shown}"
        confirm = f"您说的“{said}”就按{format_yuan(found.low_fen)}记，对吗？"
    value: dict[str, Json] = {"low_fen": found.low_fen, "high_fen": found.high_fen}
    return Reading("amount", value, shown, start, end, not confirm, confirm, sure)


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every sum of money in a normalised text; bare numbers only after words such as 借 and 欠."""
    return [_reading(normal, found, sure) for found, sure in _sums(normal.text, bare=False)]


def find_loose_in(normal: Normal, context: Context) -> list[Reading]:
    """Return sums and every number that may be one; those that nothing marks as money have confidence 0.6."""
    return [_reading(normal, found, sure) for found, sure in _sums(normal.text, bare=True)]


def find(text: str, context: Context) -> list[Reading]:
    """Return every sum of money in `text`, spans into `text`, in order, none overlapping."""
    return find_in(normalise(text), context)


def _claimed(text: str) -> list[tuple[_Sum, float]] | None:
    """Return the sums an answer holds; None where a small bare number stands among other words."""
    sums = _sums(text, bare=True)
    if any(sure >= 0.75 for _, sure in sums):
        return [one for one in sums if one[1] >= 0.75 or may_be_a_sum(text, one[0].start, one[0].end)]
    if any(found.high_fen < 10_000 for found, _ in sums) and (
        len(left_over(text, [(found.start, found.end) for found, _ in sums])) > 1
    ):
        return None  # 一直没给 and 第二次 are no sums
    return sums


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read the answer to "how much": a sum that is the substance of the text.

    Value `{"low_fen", "high_fen"}`. Of several sums the one called the total counts, so many at so much
    each are multiplied; several different sums, negative and enormous ones are refused with a sentence;
    a text that asks something itself is None.
    """
    normal = normalise(text)
    plain = without_vague(normal.text)
    if is_question(plain):
        return None
    if is_negative(normal.text):
        return Refusal("金额不能是负数，请直接写数，例如：35000元。")
    if is_nothing_paid(normal.text):
        start, end = normal.span(0, len(normal.text))
        zero: dict[str, Json] = {"low_fen": 0, "high_fen": 0}
        return Reading(
            "amount",
            zero,
            "0元",
            start,
            end,
            True,
            f"您说的“{text.strip()[:20]}”，就按0元记，对吗？",
            0.8,
        )
    sums = _claimed(normal.text)
    if sums is None:
        return None
    if not sums:
        return too_much(normal.text) or unreadable(normal.text) or loose_sums.too_open(normal.text)
    readings = [_reading(normal, found, sure) for found, sure in sums]
    spans = [(found.start, found.end) for found, _ in sums]
    if not is_substance(plain, spans):
        return None
    if len(readings) > 1 and is_correction(normal.text):
        readings = readings[-1:]
    distinct = {(flat(r.value)["low_fen"], flat(r.value)["high_fen"]) for r in readings}
    if len(distinct) > 1:
        total = total_at(normal.text, spans)
        if total is None:
            said = "、".join(r.shown for r in readings[:3])
            return Refusal(f"您写了{said}，这里请写一个总数：要是都算，就加起来写，例如：35000元。")
        return readings[total]
    first = _multiplied(normal, sums[0][0], readings[0]) if len(sums) == 1 else readings[0]
    if "美元" in normal.text or "港币" in normal.text or "欧元" in normal.text:
        return Refusal("请按当时的人民币数额写，例如：35000元。")
    return first if first.confidence >= 0.75 or not is_question(normal.text) else None


def _multiplied(normal: Normal, price: _Sum, one: Reading) -> Reading:
    """Return 40×800 for 四十只 一只八百, with a question; the sum itself where nothing is counted."""
    many = times(normal.text, price.start) if price.exact else None
    if many is None or price.low_fen * many.count > TOO_MUCH_FEN:
        return one
    fen = price.low_fen * many.count
    shown = format_yuan(fen)
    each = format_yuan(price.low_fen).replace(",", "")
    return replace(
        one,
        value={"low_fen": fen, "high_fen": fen},
        shown=shown,
        start=normal.span(many.start, price.end)[0],
        exact=False,
        confirm=f"{many.count}×{each}＝{shown}，对吗？",
    )
