"""Stretches of time (期限): value `{"low_days", "high_days", "iso"}`; a month counts 30 days, a year 365."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
    said: int  #: where the words about it begin: 快|三年


@cache
def _start() -> re.Pattern[str]:
    return re.compile(rf"[{FIRST}整个大小]|(?<![\d一二两三四五六七八九十几今去前明后每当同多])年把(?!握)")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?P<half1>个半)?(?:个?(?P<more1>[多来]))?(?:个?整(?=[年月天]))?(?:(?P<y>周年|年)(?!级|纪|轮|龄|货|底|初|"
        r"前后|末|\d{1,2}月|的?春节)"
        r"|个?(?P<q>季度)|个?(?P<m>月)(?!饼|嫂|子|(?<!个月)\d|底|初|末)|个?(?:整)?(?P<w>星期|"
        r"礼拜)(?![一二三四五六日天末])|(?P<w2>周)(?![一二三四五六日末岁])"
        r"|个?(?P<d>工作日|天|日|昼夜)(?!\d|晚|气|花))(?P<half2>半)?(?P<more2>多|来)?"
    )


@cache
def _special() -> re.Pattern[str]:
    return re.compile(
        r"(?P<halfmonth>[大小]?半(?:拉子?|个)多?月|[大小]?半月)|(?P<halfyear>[大小]?半年多?)"
        r"|(?P<two>(?:[两俩]仨|[俩仨])个?(?P<t>月(?!饼|嫂)|年(?![轻纪龄级])|星期|礼拜))"
        r"|(?P<handful>个把(?P<hm>月|星期|礼拜|年)|年把)|(?P<halfday>半天)"
        r"|(?P<how>[好大小]?)[几数]个?(?P<few>年|月|天|日|周|星期|礼拜)(?!前|以前|之前|后)"
    )


#: said of stretches without counting them: least and most days
_IDIOMS = {
    "十天半个月": (10, 15), "十天半月": (10, 15), "十天八天": (8, 10), "三天五天": (3, 5),
    "十年八年": (2920, 3650),
    "三年五载": (1095, 1825), "三年五年": (1095, 1825), "一年半载": (180, 365), "三月五月": (90, 150),
    "百八十天": (80, 100), "百儿八十天": (80, 100), "百十天": (100, 120), "百十来天": (100, 120),
    "三两天": (2, 3), "三两个月": (60, 90), "三两年": (730, 1095),
    "三两个星期": (14, 21), "三两个礼拜": (14, 21),
}  # fmt: skip


@cache
def _idiom() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_IDIOMS, key=len, reverse=True)))


def _in_days(days: int) -> tuple[Decimal, Decimal, Decimal]:
    """Return years, months and days of a number of days that is said in whole ones of them."""
    if days % 365 == 0:
        return Decimal(days // 365), Decimal(0), Decimal(0)
    if days % 30 == 0:
        return Decimal(0), Decimal(days // 30), Decimal(0)
    return Decimal(0), Decimal(0), Decimal(days)


def _between(ends: tuple[int, int], start: int, end: int, *, exact: bool = False) -> _Stretch:
    low, high = ends
    shown = _shown(*_in_days(low))
    if low != high:
        alike = _in_days(low)[2] == 0 or _in_days(high)[2] > 0
        shown += f"到{_shown(*_in_days(high)) if alike else f'{high}天'}"
    return _Stretch(low, high, _iso(*_in_days(low)), shown, exact, start, end, start)


@cache
def _rest() -> re.Pattern[str]:
    return re.compile(
        r"\s?[零又,]?\s?(?P<n>\d{1,3}|[零一二两三四五六七八九十]+|半)\s?(?:个?(?P<mh>半)?(?P<m>月)|(?P<d>天|"
        r"日)|个?(?P<w>星期|礼拜))(?!\d|底|初|末)"
    )


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?:左右|上下|差不多|来的?时间|不到|出头|有余|以上|不止|往上|打底)(?![一二两三四五六七八九十\d])"
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        r"(?:大概|大约|约摸|约|差不多|可能|估计|不到|不足|将近|接近|(?<![最附])近|(?<![尽赶很])快|(?<![大从老幼])小"
        r"|至少|起码|最少|超过|不止|顶多|最多|撑死|不超过)(?:也|得|要|有|是|在|能|都|就|了|欠|干|借|\s)*$"
    )


def _coloured(text: str, found: _Stretch) -> _Stretch:
    """Mark what words before or behind a stretch leave open: 快三年, 不到半年, 两年出头."""
    behind, before = (
        _behind().match(text, found.end),
        _before().search(text, max(0, found.start - 8), found.start),
    )
    if not behind and not before:
        return found
    end = behind.end() if behind else found.end
    return replace(found, exact=False, end=end, said=before.start() if before else found.start)


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


#: days of the parts a stretch without a number is said in
_UNIT_DAYS = {"年": 365, "月": 30, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}


def _special_stretch(text: str, at: int) -> _Stretch | None:
    if match := _idiom().match(text, at):
        return _between(_IDIOMS[match[0]], at, match.end())
    match = _special().match(text, at)
    if match is None:
        return None
    end = match.end()
    if match["halfmonth"] or match["halfyear"]:
        return _half(text, match)
    if match["two"]:
        unit = _UNIT_DAYS[match["t"]]
        if match["two"][1] == "仨":
            return _between((2 * unit, 3 * unit), at, end)
        days = unit * (2 if match["two"][0] == "俩" else 3)
        return _between((days, days), at, end, exact=True)
    if match["handful"]:
        low, high = {"月": (25, 40), "年": (300, 450)}.get(match["hm"] or "年", (6, 10))
        unit = _UNIT_DAYS[match["hm"] or "年"]
        one = _between((unit, unit), at, end)
        return replace(one, low_days=low, high_days=high)
    if match["few"]:
        unit = _UNIT_DAYS[match["few"]]
        low, high = {"大": (5, 9), "小": (2, 5)}.get(match["how"], (3, 9))
        shown = f"{low}到{high}{'个' if unit in (30, 7) else ''}{match['few']}"
        return _Stretch(low * unit, high * unit, f"P{low * unit}D", shown, False, at, end, at)
    return None


def _half(text: str, match: re.Match[str]) -> _Stretch | None:
    """Read 半年, 大半年, 小半个月, 半拉月; not the half of a calendar year (上半年)."""
    at, end, said = match.start(), match.end(), match[0]
    more, less = "大" in said or "多" in said, said.startswith("小")
    if match["halfmonth"]:
        ends = (15, 25) if more else (10, 15) if less else (15, 15)
        one = _Stretch(*ends, "P15D", "半个月", "半拉" not in said and not more and not less, at, end, at)
        return one if not less else replace(one, iso="P10D", shown="10天到半个月")
    if text[end : end + 2] in ("的工", "级") or text[at - 1 : at] in ("上", "下"):
        return None
    if less:
        return _Stretch(120, 180, "P4M", "4个月到半年", False, at, end, at)
    return _Stretch(180, 270 if more else 180, "P6M", "半年", not more, at, end, at)


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
        high = high + 1 if (match["more1"] or match["more2"]) == "多" else high
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
            extra_months = count + (Decimal("0.5") if rest["mh"] else 0) if rest["m"] else Decimal(0)
            extra_days = count * (7 if rest["w"] else 1) if not rest["m"] else Decimal(0)
    return _built((low, high, exact), match, (extra_months, extra_days), (at, end))


def _small(word: str) -> Decimal | None:
    number = scan(word, 0)
    return number.low if number and number.end == len(word) and number.exact else None


def _built(
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

    first, last = parts(low), parts(high)
    shown = _shown(*first) if low == high else f"{_shown(*first)}到{_shown(*last)}"
    if match["d"] == "工作日":
        shown += "（工作日）"
    return _Stretch(_days(*first), _days(*last), _iso(*first), shown or "0天", exact, *span, span[0])


def _stretches(text: str) -> list[_Stretch]:
    out: list[_Stretch] = []
    at = 0
    while match := _start().search(text, at):
        begin = match.start()
        if text[begin] in "0123456789" and begin and text[begin - 1].isascii() and text[begin - 1].isalnum():
            at = begin + 1
            continue
        found = _special_stretch(text, begin) or (
            _counted(text, begin) if text[begin] not in "整个大小年" else None
        )
        if found is None:
            number = scan(text, begin)
            at = max(begin + 1, number.end if number else 0)
            continue
        found = _coloured(text, found)
        out.append(found)
        at = found.end
    return out


def _reading(normal: Normal, found: _Stretch) -> Reading:
    start, end = normal.span(found.start, found.end)
    said = normal.said(found.said, found.end).strip()
    shown = found.shown if found.exact else f"约{found.shown}"
    confirm = (
        "" if found.exact else f"您说的“{said}”就按{found.shown}记，对吗？记得准数请直接写，例如：3个月。"
    )
    sure = 1.0 if found.exact or found.low_days == found.high_days else 0.8
    value: dict[str, Json] = {"low_days": found.low_days, "high_days": found.high_days, "iso": found.iso}
    return Reading("duration", value, shown, start, end, found.exact, confirm, sure)


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
    """Read the answer to "how long": 三个月, 一年零三个月, 两年半, 半拉月; 快三年, 十天半个月 are asked back.

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
