"""One cell of a table of loans: what a spreadsheet stored, and what it means or why it cannot be taken.

Values: amounts int fen, dates ISO days, rates yearly percent as a decimal string, numbers of people as the
product's readers normalise them. A reader raises `Wrong` with the key of the words in `loan_columns.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from bot.text import amounts, answers, dates, identity, names, phones, rates
from bot.text.loan_columns import Column
from bot.text.mask import mask_address, mask_id, mask_name, mask_phone, mask_text
from bot.text.normalise import clean, normalise
from bot.text.reading import Context, Json, Reading, Refusal, flat

#: Excel's day 0; day 60 never was, which only matters before March 1900.
_EXCEL_ZERO = date(1899, 12, 30)
#: Serial numbers that are taken for dates: 1954 to 2064.
_SERIALS = (20_000, 60_000)
_YEARS = (1950, 2100)
MOST_CHARS = 200
#: More than this many yuan in one loan is a slip of the keyboard.
MOST_FEN = 10**13
_CODE_CHARS = 64
_YEARLY = {"year": 1, "month": 12, "day": 365}
#: A bare rate below this may be meant as a share (0.0435) or as percent.
_SMALL_RATE = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as it was stored. `kind` text | number | date | formula | error | truth; "" text is empty."""

    kind: str = "text"
    text: str = ""  #: as written; a number in plain digits, a date as ISO day
    percent: bool = False  #: the number is shown with a percent sign

    @property
    def empty(self) -> bool:
        """Whether nothing stands there."""
        return self.kind == "text" and not self.text.strip()

    def packed(self) -> list[Json]:
        """Short JSON."""
        return [self.kind, self.text, self.percent] if self.kind != "text" or self.percent else [self.text]

    @classmethod
    def unpacked(cls, row: list[Json]) -> Raw:
        """The reverse of `packed`."""
        return cls("text", str(row[0])) if len(row) == 1 else cls(str(row[0]), str(row[1]), row[2] is True)


class Wrong(ValueError):
    """A cell that cannot be taken; `key` names the words, `blanks` fill them."""

    def __init__(self, key: str, **blanks: str) -> None:
        super().__init__(key)
        self.key = key
        self.blanks = blanks


CellReader = Callable[[Raw, Context, int], Json]


def read(column: Column, raw: Raw, context: Context, factor: int = 1) -> Json:
    """The value of a cell that is not empty; `factor` yuan per unit of the column. Raises Wrong."""
    if raw.kind in {"formula", "error", "truth"}:
        raise Wrong(raw.kind)
    if len(raw.text) > MOST_CHARS:
        raise Wrong("too_long", most=str(MOST_CHARS))
    return _READERS[column.read](raw, context, factor)


def _sentence(refusal: Refusal) -> str:
    """What a reader says is wrong; how to mend it stands in our own words, long numbers are covered."""
    what = re.split(r"。|，(?:这里)?请|，身份证号是18位|，统一社会信用代码是", refusal.sentence)[0]
    return re.sub(r"\d{4,}(?=\d{4})", "****", what)


def _party(raw: Raw, context: Context, _: int) -> Json:
    return _named(names.read_party(raw.text, context), raw.text, "name")


def _name(raw: Raw, context: Context, _: int) -> Json:
    return _named(names.read(raw.text, context), raw.text, "name")


def _org(raw: Raw, context: Context, _: int) -> Json:
    found = names.read_org(raw.text, context)
    if isinstance(found, Reading) and not found.exact and not _org_like().search(found.shown):
        raise Wrong("org")
    return _named(found, raw.text, "org")


def _named(found: Reading | Refusal | None, text: str, key: str) -> str:
    if isinstance(found, Refusal):
        raise Wrong("name_asked", said=_sentence(found))
    if found is None or not isinstance(found.value, str) or len(_bare(text)) > len(_bare(found.value)) + 1:
        raise Wrong(key)
    return found.value


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", normalise(text).text)


def _id_number(raw: Raw, context: Context, _: int) -> Json:
    if raw.kind == "number" and len(raw.text.lstrip("-")) >= 16:
        raise Wrong("id_as_number")
    found = identity.read(raw.text, context)
    if isinstance(found, Reading):
        if len(re.sub(r"\W", "", normalise(raw.text).text)) == 15:
            raise Wrong("id_old")
        holder = identity.person(str(found.value), context.today)
        if holder.age(context.today) > identity.MAX_AGE:
            raise Wrong("id_age", age=str(holder.age(context.today)))
        return found.value
    code = identity.find_uscc(raw.text, context)
    if code:
        return code[0].value
    if isinstance(found, Refusal):
        raise Wrong("id_number", said=_sentence(found))
    raise Wrong("id_unreadable")


def _uscc(raw: Raw, context: Context, _: int) -> Json:
    return _value(identity.read_uscc(raw.text, context), "uscc")


def _phone(raw: Raw, context: Context, _: int) -> Json:
    return _value(phones.read(raw.text, context), "phone")


def _value(found: Reading | Refusal | None, fault: str) -> Json:
    """What a reader read; raises Wrong with its own sentence, or that it made nothing of the cell."""
    if isinstance(found, Reading):
        return found.value
    if isinstance(found, Refusal):
        raise Wrong(fault, said=_sentence(found))
    raise Wrong(f"{fault}_unreadable")


def _address(raw: Raw, context: Context, _: int) -> Json:
    found = answers.read_address(raw.text, context)
    if not isinstance(found, Reading):
        raise Wrong("address")
    return found.value


def _code(raw: Raw, _: Context, __: int) -> Json:
    code = re.sub(r"\s+", "", normalise(clean(raw.text)).text)
    rounded = raw.kind == "number" and "." in raw.text
    if not 3 <= len(code) <= _CODE_CHARS or not re.search(r"\d", code) or rounded:
        raise Wrong("code")
    return code


def _date(raw: Raw, context: Context, _: int) -> Json:
    """An ISO day: a date cell, 2024-03-01 and its like, or the serial number Excel made of one."""
    if raw.kind == "date":
        return _real_year(date.fromisoformat(raw.text))
    digits = raw.text.strip().removesuffix(".0")
    if digits.isascii() and digits.isdigit() and _SERIALS[0] <= int(digits) <= _SERIALS[1]:
        return _real_year(_EXCEL_ZERO + timedelta(int(digits)))
    if re.search(r"\d{4}", digits) is None:
        raise Wrong("date")
    found = dates.read(digits, context)
    if isinstance(found, Refusal):
        raise Wrong("date_wrong", said=_sentence(found))
    if found is None:
        raise Wrong("date")
    value = flat(found.value)
    if value.get("start") != value.get("end"):
        raise Wrong("date_coarse")
    if value.get("granularity") != "day" or value.get("lunar") or not found.exact:
        raise Wrong("date")
    return _real_year(date.fromisoformat(str(value["start"])))


def _real_year(on: date) -> str:
    if not _YEARS[0] <= on.year <= _YEARS[1]:
        raise Wrong("date_far")
    return on.isoformat()


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(r"[¥$]?\s*(?P<minus>-)?\s*(?P<all>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*元?")


def _amount(raw: Raw, context: Context, factor: int) -> Json:
    """Whole fen; negative, vague and half-fen sums are refused, not rounded."""
    said = normalise(raw.text).text.strip()
    if re.fullmatch(r"\([\d,.\s]+\)", said):  # the way accountants write what is below zero
        raise Wrong("amount_negative")
    match = _figures().fullmatch(said)
    if match is None:
        return _in_words(said, context)
    fen = Decimal(match["all"].replace(",", "")) * factor * 100
    # a spreadsheet's 0.1+0.2 is off by far less than a thousandth of a fen
    whole = fen.to_integral_value()
    if abs(fen - whole) > Decimal("0.001"):
        raise Wrong("amount_fraction")
    return _sane(-int(whole) if match["minus"] else int(whole))


def _in_words(said: str, context: Context) -> int:
    """五万元, 3.2万: a unit in the cell counts, whatever the heading says."""
    found = amounts.read(said, context)
    if isinstance(found, Refusal):
        raise Wrong("amount_negative" if "负数" in found.sentence else "amount_wrong", said=_sentence(found))
    if found is None:
        raise Wrong("amount")
    if not found.exact:
        raise Wrong("amount_vague")
    low, high = flat(found.value).get("low_fen"), flat(found.value).get("high_fen")
    if not isinstance(low, int) or low != high:
        raise Wrong("amount_vague")
    return _sane(low)


def _sane(fen: int) -> int:
    if fen < 0:
        raise Wrong("amount_negative")
    if fen > MOST_FEN:
        raise Wrong("amount_huge")
    return fen


def _rate(raw: Raw, context: Context, _: int) -> Json:
    """Yearly percent as a decimal string; where the cell does not say so, the heading means a year."""
    said = normalise(raw.text).text.strip()
    bare = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*(%?)", said)
    if bare:
        return _bare_rate(bare[1], percent=raw.percent, signed=bool(bare[2]))
    found = rates.read(said, context)
    if isinstance(found, Refusal):
        raise Wrong("rate_wrong", said=_sentence(found))
    value = flat(found.value) if found else {}
    if "kind" in value:
        raise Wrong("rate_floating")
    if found is None or str(value.get("per")) not in _YEARLY:
        raise Wrong("rate")
    return _sane_rate(Decimal(str(value["percent"])) * _YEARLY[str(value["per"])])


def _bare_rate(digits: str, *, percent: bool, signed: bool) -> str:
    number = Decimal(digits)
    if percent and not signed:
        return _sane_rate(number * 100)
    if not signed and 0 < number < _SMALL_RATE:
        raise Wrong("rate_small", said=digits, small=f"{_plain(number)}%", large=f"{_plain(number * 100)}%")
    return _sane_rate(number)


def _sane_rate(yearly: Decimal) -> str:
    if yearly < 0:
        raise Wrong("rate_negative")
    if yearly > 100:
        raise Wrong("rate_huge")
    return _plain(yearly)


def _plain(value: Decimal) -> str:
    shown = format(value.quantize(Decimal("0.000001")).normalize(), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _people(raw: Raw, context: Context, _: int) -> Json:
    """Names of guarantors, one or several."""
    found: list[Json] = []
    for part in re.split(r"[、,，;；/\n]+", normalise(raw.text).text):
        if not part.strip() or part.strip() in {"无", "没有", "-", "--"}:
            continue
        reading = names.read_party(part.strip(), context)
        if not isinstance(reading, Reading) or len(_bare(part)) > len(_bare(str(reading.value))) + 1:
            raise Wrong("people", part=mask_name(part.strip()))
        found.append(str(reading.value))
    return found


#: What a cell says about security -> what it is.
_SECURITY = {
    "保证": "guarantor",
    "担保人": "guarantor",
    "联保": "guarantor",
    "抵押": "mortgage",
    "质押": "mortgage",
}


def _security(raw: Raw, _: Context, __: int) -> Json:
    """nothing | mortgage | guarantor | both, the options of the flow."""
    said = _bare(raw.text)
    kinds = {kind for word, kind in _SECURITY.items() if word in said}
    if kinds:
        return "both" if len(kinds) > 1 else kinds.pop()
    if said in {"信用", "无", "没有", "信用贷款", "信用借款", "纯信用", "无担保"} or not said:
        return "nothing"
    raise Wrong("security")


def _lender_kind(raw: Raw, _: Context, __: int) -> Json:
    """The words themselves; `bot.law.lenders` knows what they mean."""
    return _bare(raw.text)


_READERS: Mapping[str, CellReader] = {
    "party": _party,
    "name": _name,
    "org": _org,
    "id_number": _id_number,
    "uscc": _uscc,
    "phone": _phone,
    "address": _address,
    "code": _code,
    "date": _date,
    "amount": _amount,
    "rate": _rate,
    "people": _people,
    "security": _security,
    "lender_kind": _lender_kind,
}


def number(text: str) -> str:
    """A stored number in plain digits without an exponent: 5e4 -> 50000; what is none stays as it is."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def masked(column: Column, raw: Raw) -> str:
    """What a screen may show of a cell: enough to find it, not enough to know the person."""
    said = clean(raw.text)[:MOST_CHARS]
    if not said or raw.kind in {"formula", "error", "truth"}:
        return ""
    match column.read:
        case "id_number" | "uscc":
            flat_id = re.sub(r"\s", "", said)
            return mask_id(flat_id) if len(flat_id) > 10 else "*" * len(flat_id)
        case "phone":
            digits = re.sub(r"\D", "", said)
            return mask_phone(digits) if len(digits) >= 7 else "*" * len(said)
        case "party" | "name" | "people":
            return "、".join(mask_name(part) for part in re.split(r"[、,，;；/\s]+", said) if part)[:40]
        case "address":
            return mask_address(mask_text(said))
        case "code":
            return f"****{said[-4:]}" if len(said) > 6 else f"{'*' * (len(said) - 1)}{said[-1]}"
        case "org":
            return mask_text(said)[:40] if _org_like().search(said) else mask_name(said)[:40]
    if raw.percent:
        return f"{number(str(Decimal(said) * 100))}%"
    return _unnamed(mask_text(said))[:24]


@cache
def _org_like() -> re.Pattern[str]:
    return re.compile(r"公司|银行|信用社|联社|典当|中心|合作社|支行|分行|集团")


@cache
def _plain_words() -> re.Pattern[str]:
    said = (
        "年月日号元万千百十亿角分厘之利率息天第约大概左右多余零一二三四五六七八九两半"
        "信用保证抵押质无没有公司银行小额贷款消费金融其他"
    )
    return re.compile(f"(?![{said}])[\u4e00-\u9fff]")


def _unnamed(said: str) -> str:
    """Money, dates and rates as they stand; other Chinese characters could be somebody's name."""
    return _plain_words().sub("*", said)
