"""Telephone numbers: the value is 13812340018 or 0477-4212345."""

from __future__ import annotations

import re
from functools import cache

from bot.text.mask import mask_phone
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading, Refusal, is_correction, is_substance

_HOW = "手机号是11位，1开头，例如：13812340018；座机请带区号，例如：0477-4212345。"


@cache
def _mobile() -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9A-Za-z])(?:(?:\+|00)86[ \-]?)?(1[3-9]\d(?:[ \-]?\d){8})(?![0-9A-Za-z]|[ \-]\d{4}(?!\d))"
    )


@cache
def _fixed() -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9A-Za-z\-])\(?(0(?:10|2\d|[3-9]\d{2}))\)?[ \-]?([2-8]\d{6,"
        r"7})(?:[\-转](\d{1,6}))?(?![0-9A-Za-z])"
    )


@cache
def _machine() -> re.Pattern[str]:
    """Numbers of machines (物联网, 上网卡), at which nobody answers."""
    return re.compile(r"1(?:4[0146-8]\d{8,10})$")


def _squeezed(text: str) -> str:
    return re.sub(r"\D", "", text)


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every telephone number of a normalised text."""
    out: list[Reading] = []
    for match in _mobile().finditer(normal.text):
        number = _squeezed(match[1])
        start, end = normal.span(match.start(), match.end())
        out.append(Reading("phone", number, mask_phone(number), start, end, True))
    for match in _fixed().finditer(normal.text):
        number = f"{match[1]}-{match[2]}" + (f"-{match[3]}" if match[3] else "")
        start, end = normal.span(match.start(), match.end())
        out.append(Reading("phone", number, mask_phone(number), start, end, True))
    return sorted(out, key=lambda reading: reading.start)


def find(text: str, context: Context) -> list[Reading]:
    """Return every telephone number in `text`, spans into `text`."""
    return find_in(normalise(text), context)


@cache
def _attempt() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9A-Za-z])\+?\d[\d \-]{5,}\d(?![0-9A-Za-z])")


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a telephone number: mobile, or fixed line with area code (鄂尔多斯 0477)."""
    normal = normalise(text)
    found = find_in(normal, context)
    spans = [match.span() for match in _attempt().finditer(normal.text)]
    if not spans or not is_substance(normal.text, spans):
        return None
    if len(found) > 1 and is_correction(normal.text):
        found = found[-1:]
    if len({reading.shown for reading in found}) > 1 or len({str(reading.value) for reading in found}) > 1:
        return Refusal("您写了不止一个号码，这里请只写一个最常用的。")
    if found:
        number = str(found[0].value)
        if _machine().match(number):
            return Refusal(f"这个号码是上网卡或设备用的，接不到电话。{_HOW}")
        return found[0]
    return _wrong(_squeezed(normal.text[spans[0][0] : spans[0][1]]))


def _wrong(digits: str) -> Refusal:
    if len(digits) == 13 and _machine().match(digits):
        return Refusal(f"这个号码是上网卡或设备用的，接不到电话。{_HOW}")
    if 7 <= len(digits) <= 8 and digits[0] != "1":
        return Refusal("座机请带区号，例如：0477-4212345；有手机的话写手机号更好。")
    if digits.startswith("1") and len(digits) == 11:
        return Refusal(f"没有“{digits[:3]}”开头的手机号，请核对一下。{_HOW}")
    return Refusal(f"您写的是{len(digits)}位。{_HOW}")
