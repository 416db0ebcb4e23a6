"""Stretches of time (期限): value `{"low_days", "high_days", "iso"}`; a month counts 30 days, a year 365."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.text.normalise import Normal, normalise
from bot.text.numbers import FIRST, Number, scan
from bot.text.reading import Context, Json, Reading, Refusal, is_correction, is_question, is_substance


@dataclass(frozen=True, slots=True)
class _Stretch:
    low_days: int
    high_days: int
    iso: str
    shown: str
    exact: bool
    start: int
    end: int


@cache
def _start() -> re.Pattern[str]:
    return re.compile(rf"[{FIRST}俩仨整个大]")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?P<half1>个半)?(?:个?(?P<more1>[多来]))?(?:(?P<y>周年|年)(?!级|纪|轮|龄|货|底|初|"
        r"前后|末|\d{1,2}月|的?春节)"
        r"|个?(?P<q>季度)|个?(?P<m>月)(?!饼|嫂|子|(?<!个月)\d|底|初|末)|个?(?:整)?(?P<w>星期|"
        r"礼拜)(?![一二三四五六日天末])|(?P<w2>周)(?![一二三四五六日末岁])"
        r"|个?(?P<d>工作日|天|日|昼夜)(?!\d|晚|气|花))(?P<half2>半)?(?P<more2>多|来)?"
    )


@cache
def _special() -> re.Pattern[str]:
    return re.compile(
        r"(?P<halfmonth>半拉月|半个多?月|半月)|(?P<halfyear>大?半年(?:多)?)|(?P<moon>[俩仨]月)|"
        r"(?P<handful>个把(?P<hm>月|星期|礼拜))|(?P<halfday>半天)|(?:好?几|数)个?(?P<few>年|月|天|"
        r"日|周|星期|礼拜)(?!前|以前|之前|后)"
    )


@cache
def _rest() -> re.Pattern[str]:
    return re.compile(
        r"\s?[零又,]?\s?(?P<n>\d{1,3}|[零一二两三四五六七八九十]+|半)\s?(?:个?(?P<m>月)|(?P<d>天|"
        r"日)|个?(?P<w>星期|礼拜))(?!\d|底|初|末)"
    )


@cache
def _around() -> re.Pattern[str]:
    return re.compile(r"\s?(?:左右|上下|差不多|来的?时间)")


def _days(years: Decimal, months: Decimal, days: Decimal) -> int:
    return int(years * 365 + months * 30 + days)


def _iso(years: Decimal, months: Decimal, days: Decimal) -> str:
    total = years * 12 + months
    whole = int(total)
    days += (total - whole) * 30
    out = "".join(f"{n}{u}" for n, u in ((whole // 12, "Y"), (whole % 12, "M"), (int(days), "D")) if n)
    return f"P{out or '0D'}"


def _shown(years: Decimal, months: Decimal, days: Decimal) -> str:
    total = years * 12 + months
    whole = int(total)
    days += (total - whole) * 30
    parts = ((whole // 12, "年"), (whole % 12, "个月"), (int(days), "天"))
    return (
        "零".join(f"{n}{u}" for n, u in parts if n)
        if whole // 12 and whole % 12
        else "".join(f"{n}{u}" for n, u in parts if n)
    )


def _special_stretch(text: str, at: int) -> _Stretch | None:
    match = _special().match(text, at)
    if match is None:
        return None
    end = match.end()
    if match["halfmonth"]:
        more = "多" in match[0]
        return _Stretch(15, 25 if more else 15, "P15D", "半个月", match[0] != "半拉月" and not more, at, end)
    if match["halfyear"]:
        if text[end : end + 2] in ("的工", "级") or text[at - 1 : at] in ("上", "下"):
            return None
        exact = match[0] == "半年"
        return _Stretch(180, 180 if exact else 270, "P6M", "半年", exact, at, end)
    if match["moon"]:
        months = {"俩": 2, "仨": 3}[match["moon"][0]]
        return _Stretch(30 * months, 30 * months, f"P{months}M", f"{months}个月", True, at, end)
    if match["handful"]:
        low, high = (25, 40) if match["hm"] == "月" else (6, 10)
        return _Stretch(
            low,
            high,
            "P1M" if match["hm"] == "月" else "P7D",
            "1个月" if match["hm"] == "月" else "7天",
            False,
            at,
            end,
        )
    if match["few"]:
        unit = {"年": 365, "月": 30, "天": 1, "日": 1}.get(match["few"], 7)
        shown = f"3到9{'个' if unit in (30, 7) else ''}{match['few']}"
        return _Stretch(3 * unit, 9 * unit, f"P{3 * unit}D", shown, False, at, end)
    return None


def _is_calendar(text: str, number: Number, match: re.Match[str]) -> bool:
    """2023年, 23年5月, 5月, 10日 name days on the calendar; 3年 and 三个月 count time."""
    digits = text[number.start : number.end]
    before = text[number.start - 1] if number.start else ""
    if before in ("第", "/", "-", ".") or (before.isascii() and before.isalnum()):
        return True
    if match["y"]:
        in_digits = len(digits) >= 2 and all(c in "零〇一二三四五六七八九" for c in digits)
        some = not number.exact and digits[:1] in (
            "三",
            "四",
            "五",
            "六",
        )  # 三五年 is no year of the thirties
        return (
            number.low >= 100
            or (digits.isdigit() and digits.startswith("0"))
            or (in_digits and not (some and len(digits) == 2))
        )
    if match["q"]:
        return "个" not in match[0]  # 三季度 is July to September
    if match["m"]:
        return "个" not in match[0] and digits not in ("两", "俩", "仨")
    return bool(match["d"] == "日" and before in ("月", "个"))


def _counted(text: str, at: int) -> _Stretch | None:
    number = scan(text, at)
    if number is None or number.high > 20_000:
        return None
    match = _unit().match(text, number.end)
    if match is None or _is_calendar(text, number, match):
        return None
    low, high, exact = number.low, number.high, number.exact
    if match["half1"] or match["half2"]:
        low, high = low + Decimal("0.5"), high + Decimal("0.5")
    if match["more1"] or match["more2"]:
        exact = False
        high = high + 1 if (match["more1"] or match["more2"]) == "多" else high + high / 10
    end, extra_months, extra_days = match.end(), Decimal(0), Decimal(0)
    if (
        not match["half2"]
        and not match["more2"]
        and (match["y"] or match["m"] or match["w"] or match["w2"])
        and (rest := _rest().match(text, end))
    ):
        count = Decimal("0.5") if rest["n"] == "半" else _small(rest["n"])
        if count is not None and not (rest["m"] and not match["y"]):
            end = rest.end()
            extra_months = count if rest["m"] else Decimal(0)
            extra_days = count * (7 if rest["w"] else 1) if not rest["m"] else Decimal(0)
    return _built(text, (low, high, exact), match, (extra_months, extra_days), (at, end))


def _small(word: str) -> Decimal | None:
    number = scan(word, 0)
    return number.low if number and number.end == len(word) and number.exact else None


def _built(
    text: str,
    count: tuple[Decimal, Decimal, bool],
    match: re.Match[str],
    extra: tuple[Decimal, Decimal],
    span: tuple[int, int],
) -> _Stretch:
    low, high, exact = count
    zero = Decimal(0)

    def parts(value: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        if match["q"]:
            return zero, 3 * value, zero
        if match["y"]:
            return Decimal(int(value)), (value - int(value)) * 12 + extra[0], extra[1]
        if match["m"]:
            return zero, value + extra[0], extra[1]
        return zero, zero, value * (7 if match["w"] or match["w2"] else 1) + extra[1]

    end = span[1]
    if around := _around().match(text, end):
        end, exact = around.end(), False
    first, last = parts(low), parts(high)
    shown = _shown(*first) if low == high else f"{_shown(*first)}到{_shown(*last)}"
    if match["d"] == "工作日":
        shown += "（工作日）"
    return _Stretch(_days(*first), _days(*last), _iso(*first), shown or "0天", exact, span[0], end)


def _stretches(text: str) -> list[_Stretch]:
    out: list[_Stretch] = []
    at = 0
    while match := _start().search(text, at):
        begin = match.start()
        if text[begin] in "0123456789" and begin and text[begin - 1].isascii() and text[begin - 1].isalnum():
            at = begin + 1
            continue
        found = _special_stretch(text, begin) or (
            _counted(text, begin) if text[begin] not in "整个大" else None
        )
        if found is None:
            number = scan(text, begin)
            at = max(begin + 1, number.end if number else 0)
            continue
        out.append(found)
        at = found.end
    return out


def _reading(normal: Normal, found: _Stretch) -> Reading:
    start, end = normal.span(found.start, found.end)
    said = normal.original[start:end].strip()
    shown = found.shown if found.exact else f"约{found.shown}"
    confirm = (
        "" if found.exact else f"您说的“{said}”就按{found.shown}记，对吗？记得准数请直接写，例如：3个月。"
    )
    value: dict[str, Json] = {"low_days": found.low_days, "high_days": found.high_days, "iso": found.iso}
    return Reading("duration", value, shown, start, end, found.exact, confirm, 1.0 if found.exact else 0.8)


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every stretch of time in a normalised text."""
    return [_reading(normal, found) for found in _stretches(normal.text)]


def find(text: str, context: Context) -> list[Reading]:
    """Return every stretch of time in `text`, spans into `text`, in order, none overlapping."""
    return find_in(normalise(text), context)


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(r"^\D{0,3}\d{1,4}$")


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read the answer to "how long": 三个月, 一年零三个月, 两年半, 半拉月.

    A bare number is refused with a sentence asking for the unit.
    """
    normal = normalise(text)
    if is_question(normal.text):
        return None
    found = _stretches(normal.text)
    if not found:
        if _bare().match(normal.text.strip()):
            return Refusal("请写明是天、月还是年，例如：3个月、一年半。")
        return None
    if not is_substance(normal.text, [(one.start, one.end) for one in found]):
        return None
    if len(found) > 1 and is_correction(normal.text):
        found = found[-1:]
    if len({one.iso for one in found}) > 1:
        return Refusal(f"您写了{'和'.join(one.shown for one in found[:3])}，这里请只写一个，例如：3个月。")
    return _reading(normal, found[0])
