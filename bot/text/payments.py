"""Money that was paid back, as a story tells it (五月一号还了五千，八月十五又给了三千), and promised days.

A day that was agreed for paying (说好年底还清) is no day on which something was paid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text import amounts, dates
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Json, Reading, flat
from bot.text.row_years import with_months, with_years

#: Characters between a day and what was paid on it: 五月一号他才微信还了五千.
_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; `on` is the value of a date, None where no day was told with it."""

    on: Json
    amount: Json
    total: bool = False  #: a sum of several payments: 一共还了一万


@cache
def _paid() -> re.Pattern[str]:
    """What stands before a sum that was paid back."""
    gave = r"(?:还给?|归还|偿还)(?:了|过|给|我|他|她|人家|我们|现金|微信|[\s:])*"
    by = "(?:微信|支付宝|银行|现金|给|转|打|汇|还|我|他|她)*"
    again = rf"(?:又|再|后来|才|先|陆续){by}(?:给|转|打|汇|还)(?:回来?|给)?(?:了|过|我|他|她)*"
    back = r"(?:转|打|汇)(?:回来?|还给?)(?:了|过|我|他|她)*"
    return re.compile(rf"(?:(?P<plain>{gave})|{again}|{back})$")


@cache
def _handed() -> re.Pattern[str]:
    return re.compile(r"(?:微信|支付宝|现金)?(?:转|打|汇|给|拿)(?:了|过|来了?)$")


def _goes_on(before: str) -> re.Match[str] | None:
    """Words of another payment behind the first: 还了一千，前几天微信转了二百; what I gave is none."""
    clause = re.split("[,，。;；]", before)[-1]
    return _handed().search(before) if not re.search("[我俺咱借]", clause) else None


@cache
def _told_on() -> re.Pattern[str]:
    """A payment told without 了 as the story goes on: 后来还八百, 又还三千."""
    return re.compile(r"(?:又|后来|陆续)(?!.*[再要得])")


@cache
def _not_yet() -> re.Pattern[str]:
    """Right before it: 以后又还两千, 要是后来还."""
    return re.compile(r"(?:以后|将来|今后|要是|如果|假如|打算|准备|说|让他|叫他|想)[^,，。;；]{0,4}$")


@cache
def _in_truth() -> re.Pattern[str]:
    """What follows is right, and what he says before it is not."""
    return re.compile(
        r"(?:其实|实际上?|事实上|真正)(?:我|他|她)?(?:就|只|才|是|一共)*[^,，。\d]{0,4}$|(?:其实|实际上?)(?:就|只|才)"
    )


@cache
def _total() -> re.Pattern[str]:
    return re.compile(r"(?:一共|总共|共计|合计|总计|拢共|加起来|加一起|前后|共)[^,，。;；\d]{0,6}$")


@cache
def _agreed() -> re.Pattern[str]:
    """Before a day: it was agreed."""
    return re.compile(
        r"(?:约定|说好|讲好|谈好|商量好|答应|保证|承诺|说是|说的是|定的?|写(?:的|着)?|到期日?|期限|最[晚迟])(?:的?是|了|到|在|我|他|她|于|:|\s)*$"
    )


@cache
def _to_pay() -> re.Pattern[str]:
    """Behind a day: on it something was to be paid."""
    return re.compile(
        r"(?:之?前|以?前)?(?:一次性?|全部?|都|就|给我?|必须|要)*(?:还清|还完|结清|付清|到期|归还|还)"
    )


@cache
def _done() -> re.Pattern[str]:
    return re.compile(r"了|过|的|给?了|\s*\d|\s*[一二两三四五六七八九十几半](?!月)")


def promises(normal: Normal, context: Context) -> list[tuple[int, int]]:
    """Return the places of days on which money was only to be paid, the words around them included."""
    text, out = normal.text, []
    for found in dates.find_in(Normal(text, text, None), context):
        before = _agreed().search(text[max(0, found.start - 10) : found.start])
        after = _to_pay().match(text, found.end)
        done = _done().match(text, after.end()) if after else None
        paid = done is not None and not (before and done[0] == "的")
        stuck = after is not None and after[0].endswith("还") and _next_sum(text, after.end())
        if paid or stuck:
            continue
        sure = after is not None and after[0].endswith(("清", "完", "到期"))
        if (before and (after or not _next_sum(text, found.end))) or sure:
            start = max(0, found.start - 10) + before.start() if before else found.start
            out.append((start, after.end() if after else found.end))
    return out


def promised(text: str, context: Context) -> str:
    """Return the day on which money was only to be paid, as people read it; "" for none or several."""
    normal = Normal(normalise(text).text, normalise(text).text, None)
    spans = promises(normal, context)
    found = dates.find_in(normal, context)
    days = {one.shown for one in found for start, end in spans if start <= one.start and one.end <= end}
    return days.pop() if len(days) == 1 else ""


def _next_sum(text: str, at: int) -> bool:
    """Whether a sum follows at once: 2026年6月底还2万 is an instalment."""
    return (
        re.match(
            r"(?:还|给|付|我|他|\s|:)*(?:\d|[一二两三四五六七八九十百千万]+(?![\d一二三四五六七八九十]*月))",
            text[at:],
        )
        is not None
    )


def without_promises(text: str, context: Context) -> str:
    """Return the text with a comma in place of every day that was only agreed."""
    normal = normalise(text)
    plain, out, at = normal.text, [], 0
    for start, end in promises(normal, context):
        out += [plain[at:start], ","]
        at = end
    return "".join([*out, plain[at:]]) if out else text


def find(text: str, context: Context) -> list[Payment]:
    """Return what was paid back, in the order it was told; a sum nothing calls repaid is left out."""
    plain = with_years(with_months(without_promises(normalise(text).text, context)), context.today)
    normal = Normal(plain, plain, None)
    days = [one for one in dates.find_in(normal, context) if one.value]
    out: list[Payment] = []
    last = 0
    for one in amounts.find_loose_in(normal, context):
        before = plain[last : one.start]
        paid = _paid().search(before) or (_goes_on(before) if out else None)
        if paid and not _unsure(one):
            verb = last + paid.start()
            near = (
                d for d in reversed(days) if last <= d.start and d.end <= verb and _joins(plain[d.end : verb])
            )
            named = _named_behind(plain, one.end, days)
            before_it = None if named else next(near, None)
            day = before_it or named or _behind(plain, one.end, days)
            if _happened(before[: paid.start()], paid[0], day, context):
                if _in_truth().search(before) and out:
                    out.pop()  # 他说还了两万，其实就还了一万
                total = _total().search(plain[last:verb]) is not None
                out.append(Payment(day.value if day else None, one.value, total))
            last = one.end if before_it or day is None else day.end
        elif one.confidence >= 0.75:
            last = one.end
    return out


def says_paid(text: str, start: int) -> bool:
    """Tell whether the sum that begins at `start` is said to have been paid back: 还了三千 is no loan."""
    paid = _paid().search(text[max(0, start - _BETWEEN) : start])
    return paid is not None and re.search("[了过]", paid[0]) is not None


def _behind(text: str, end: int, days: list[Reading]) -> Reading | None:
    """The day told behind a sum: 还了三千是去年五月, 还了三千（2025.5.1）."""
    joined = re.compile(r"(?:块钱?|元)?\s*[,，]?(?:是|时间是|在|\(|（|:)+")
    return next((day for day in days if day.start >= end and joined.fullmatch(text[end : day.start])), None)


def _named_behind(text: str, end: int, days: list[Reading]) -> Reading | None:
    """The day that a sum is said to be of although another stands before it: 还了五千，去年八月还的."""
    for day in days:
        if day.start >= end and re.fullmatch(r"[\s,，、]{0,2}", text[end : day.start]):
            return day if re.match(r"(?:才|又)?(?:还|给|转|打|汇)的", text[day.end :]) else None
    return None


def _happened(before: str, verb: str, day: Reading | None, context: Context) -> bool:
    """还给我两万就行 asks for money, and what is due next year was not paid yet."""
    if day is None:
        on = _told_on().match(verb) and not _not_yet().search(before)
        return bool(on) or re.search("[了过]", verb) is not None
    return str(flat(day.value).get("start")) <= context.today.isoformat()


def _unsure(one: Reading) -> bool:
    """还了三次, 还了两回: a small number that nothing marks as money."""
    high = one.value.get("high_fen") if isinstance(one.value, dict) else 0
    return one.confidence < 0.75 and (not isinstance(high, int) or high < 10_000)


def _joins(between: str) -> bool:
    return len(between) <= _BETWEEN and not re.search(r"[。;；!！\n]", between)
