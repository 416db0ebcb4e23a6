"""So much a year or a month, unpaid for so long: 物业费2800一年欠三年 is 2800×3, 欠三个月工资一个月六千
6000×3; both are asked about first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from bot.text import amounts, durations
from bot.text.capitals import format_yuan
from bot.text.fact import Fact
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading, flat

#: confidence of what is read back before it is kept
_ASKED = 0.5
#: and of the pay a month it is reckoned from
_PAY = 0.8
#: Parts of a sum that is owed, or of one that was paid of it.
_TOLD = frozenset({"fee_owed", "wage_owed", "claim"})
_PAID = "repaid"
#: A price for a unit of time, in months.
_MONTHS = {"年": 12, "季度": 3, "季": 3, "月": 1}
_MOST = 600
#: so far from its price the unpaid stretch may stand
_REACH = 30
_FEES = "物业费?|房租|租金|抚养费|赡养费|生活费|工资|工钱"
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")


@dataclass(frozen=True, slots=True)
class Owed:
    """A price for a year or month, and how many of them are unpaid."""

    each_fen: int
    times: Decimal
    price: tuple[int, int]  #: where the price and its unit stand
    start: int
    end: int
    role: str = "fee_owed"  #: wage_owed where the price is pay

    @property
    def fen(self) -> int:
        """What they come to."""
        return int(self.each_fen * self.times)

    @property
    def formula(self) -> str:
        """2800×3, as it is read back."""
        each = format_yuan(self.each_fen).replace(",", "").removesuffix("元")
        return f"{each}×{format(self.times.normalize(), 'f')}"


@cache
def _price() -> re.Pattern[str]:
    more = "零一二两三四五六七八九十百千万"
    number = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?(?:[千万][\d{more}]{{0,4}})?|[{more}]{{1,8}})(?:元|块)?钱?"
    said = (
        r"(?:的|物业|房租|租金|租费|租|取暖|抚养|赡养|承包|管理|工资|工钱|薪水?|底薪|开|费|交|收|是|要"
        r"|得|给|付|就|按|算|:|\s)*"
    )
    ends = rf"(?!\s?个?[月年]|[\d{more}])"
    return re.compile(
        rf"(?:每|一|1)个?(?P<u1>年|季度?|月){said}(?P<n1>{number}){ends}"
        rf"|(?<![\d.,{more}])(?P<n2>{number})\s?(?:/|每|一|1)个?(?P<u2>年|季度?|月)(?!份|底|初|\d)"
        rf"|(?<![\d{more}个两])(?P<u3>年|月)(?:租金?|薪|工资)(?:是|为|:)?(?P<n3>{number}){ends}"
    )


@cache
def _other() -> re.Pattern[str]:
    """Interest, loans and the pay of many: none of these is multiplied here."""
    many = r"[两二三四五六七八九十百\d]+(?:多|来|几)?(?:个|名|位)?(?:人|工人|工友|民工|农民工|弟兄|老乡|兄弟)"
    return re.compile(
        rf"利息|月息|年息|利率|本金|月供|[房车]贷|借|双倍|[补赔]偿金|加班|每人|人均|一人|{many}"
    )


@cache
def _pay() -> re.Pattern[str]:
    return re.compile(r"工资|工钱|薪")


@cache
def _owing() -> re.Pattern[str]:
    return re.compile(r"欠|拖|(?:没|未|不)(?:有)?(?:交|给|付|缴|发|结|开)")


@cache
def _unpaid_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:欠|拖|(?:没|未|不)(?:有)?(?:交|给|付|缴|发|结|开))(?:了|着|我|我们|他|她|的|已经|有|整整|物业费?|房租|租金|抚养费|赡养费|工资|工钱|费|钱|[,\s])*$"
    )


@cache
def _unpaid_behind() -> re.Pattern[str]:
    return re.compile(
        rf"(?:的|了|都|也|就|一直|{_FEES}|费|钱|他|她|[,\s])*(?:没|未|不)(?:有)?(?:再)?(?:交|给|付|缴|结|发|开)"
        rf"|(?:的|了|都|也|一直)*(?:{_FEES}|费)?(?:欠着|拖欠|拖着)"
    )


def find_in(normal: Normal, context: Context, *, asked: bool = False) -> Owed | None:
    """The only price for a time and the only unpaid stretch in the text; None where either is vague.

    asked: the text answers how much is owed, so 三个月房租 is unpaid without a word that says so.
    """
    text = normal.text
    owing = asked or _owing().search(text) is not None
    prices = [*_price().finditer(text)]
    if len(prices) != 1 or _other().search(text) or _vague(text, prices[0]):
        return None
    price = prices[0]
    sums = amounts.read(price["n1"] or price["n2"] or price["n3"], context)
    each = flat(sums.value).get("low_fen") if isinstance(sums, Reading) and sums.exact else None
    unpaid = [one for one in durations.find_in(normal, context) if _is_unpaid(text, one, price.span(), owing)]
    months = _months(unpaid[0]) if len(unpaid) == 1 and unpaid[0].exact else 0
    unit = _MONTHS[price["u1"] or price["u2"] or price["u3"]]
    times = Decimal(months) / unit
    if not isinstance(each, int) or each < 10_000 or times <= 1 or times * 2 % 1 or months > _MOST:
        return None
    start, end = min(price.start(), unpaid[0].start), max(price.end(), unpaid[0].end)
    role = "wage_owed" if _pay().search(text) else "fee_owed"
    return Owed(each, times, price.span(), start, end, role)


def find(text: str, context: Context) -> Owed | None:
    """The same of a text as it was written.

    Example: 房租1200一月欠了五个月 -> 1200×5; 物业费2800一年 -> None.
    """
    return find_in(normalise(text), context)


def read(text: str, context: Context) -> Reading | None:
    """An answer to "how much is owed" that tells a price and a time: the product, with a question."""
    normal = normalise(text)
    owed = find_in(normal, context, asked=True)
    if owed is None:
        return None
    sums = [
        one
        for one in amounts.find_loose_in(normal, context)
        if int(str(flat(one.value)["low_fen"])) >= 10_000
    ]
    if any(one.start < owed.price[0] or owed.price[1] < one.end for one in sums):
        return None  # a sum of its own is told beside them: the reader of sums takes it
    shown = format_yuan(owed.fen)
    value = {"low_fen": owed.fen, "high_fen": owed.fen}
    confirm = f"{owed.formula}＝{shown}，对吗？"
    return Reading("amount", {**value}, shown, 0, len(text), False, confirm, 0.8)


def with_owed(facts: list[Fact], plain: Normal, context: Context) -> list[Fact]:
    """The facts of a story with the product of price and time, doubtful; the price alone is not owed."""
    owed = find_in(plain, context)
    if owed is None:
        return facts
    kept = [one for one in facts if not (one.type == "amount" and one.role in _TOLD and _in(one, owed))]
    if owed.role == "wage_owed":
        kept = [_pay_of(one, owed) for one in facts]
    if any(one.type == "amount" and one.role in _TOLD | {_PAID} for one in kept):
        return kept  # a sum of its own is told beside them: 一年2800，三年一共8400
    value = {"low_fen": owed.fen, "high_fen": owed.fen}
    product = Fact("amount", {**value}, owed.role, "", owed.start, owed.end, _ASKED, format_yuan(owed.fen))
    return [*kept, product]


def _pay_of(fact: Fact, owed: Owed) -> Fact:
    """The fact; the price of a month is the pay of one, whatever part the words beside it gave it."""
    if fact.type != "amount" or not _in(fact, owed):
        return fact
    return replace(fact, role="wage_monthly", confidence=max(fact.confidence, _PAY))


def _vague(text: str, price: re.Match[str]) -> bool:
    first = min(price.start(name) for name in ("n1", "n2", "n3") if price[name])
    last = max(price.end(name) for name in ("n1", "n2", "n3") if price[name])
    about = re.search(r"(?:约|概|差不多|快|将近|接近|不到)$", text[max(0, first - 4) : first])
    return about is not None or re.match(r"多|来|余|左右|上下|出头|[-~到至]", text[last:]) is not None


def _in(fact: Fact, owed: Owed) -> bool:
    return owed.price[0] <= fact.start and fact.end <= owed.price[1]


def _is_unpaid(text: str, one: Reading, price: tuple[int, int], owing: bool) -> bool:
    if one.start < price[1] and price[0] < one.end:
        return False
    if one.start - price[1] > _REACH or price[0] - one.end > _REACH:
        return False  # 六个月的工资39000 … 房贷每个月1860
    before, behind = text[max(0, one.start - 14) : one.start], text[one.end : one.end + 14]
    named = owing and re.match(rf"(?:的|,|\s)*(?:{_FEES})", behind) is not None
    return named or bool(_unpaid_before().search(before) or _unpaid_behind().match(behind))


def _months(one: Reading) -> int:
    match = _ISO.fullmatch(str(flat(one.value).get("iso", "")))
    return int(match[1] or 0) * 12 + int(match[2] or 0) if match else 0
