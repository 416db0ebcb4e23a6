"""Number plates of vehicles (车牌): the value is 蒙K12345. 蒙K is 鄂尔多斯."""

from __future__ import annotations

import re
from functools import cache

from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading, Refusal, is_substance

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


@cache
def _plate() -> re.Pattern[str]:
    letter, mixed = "[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]"
    return re.compile(
        rf"(?P<p>[{_PROVINCES}])[\s]?(?P<c>{letter})[\s·•.\-]?(?P<n>"
        rf"[DABCEFGHJK]{mixed}\d{{4}}|\d{{5}}[DABCEFGHJK]|{mixed}{{4}}(?:{mixed}|[挂学警港澳领使]))(?![A-Z0-9])",
        re.IGNORECASE,
    )


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every plate of a normalised text."""
    out: list[Reading] = []
    for match in _plate().finditer(normal.text):
        plate = f"{match['p']}{match['c']}{match['n']}".upper()
        if not any(char.isdigit() for char in plate):
            continue
        start, end = normal.span(match.start(), match.end())
        out.append(Reading("plate", plate, plate, start, end, True))
    return out


def find(text: str, context: Context) -> list[Reading]:
    """Return every plate in `text`, spans into `text`."""
    return find_in(normalise(text), context)


@cache
def _attempt() -> re.Pattern[str]:
    return re.compile(
        rf"[{_PROVINCES}]\s?[A-Za-z][\s·•.\-]?[A-Za-z0-9]{{3,8}}[\u4e00-\u9fa5]?|[A-Za-z][\s·•.\-]?[A-Za-z0-9]{{4,6}}"
    )


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a plate: ordinary, trailer, 新能源."""
    normal = normalise(text)
    found = find_in(normal, context)
    match = _attempt().search(normal.text)
    if match is None or not is_substance(normal.text, [match.span()]):
        return None
    if len(found) > 1:
        return Refusal("您写了不止一个车牌，这里请只写一个，例如：蒙K12345。")
    if found:
        return found[0]
    tail = match[0].upper().lstrip(_PROVINCES)
    if match[0][0] not in _PROVINCES:
        return Refusal("车牌前面请带上省份的简称，例如：蒙K12345。")
    if any(char in "IO" for char in tail):
        return Refusal("车牌里没有字母I和O，可能是数字1和0，请再核对一下，例如：蒙K12345。")
    return Refusal("车牌是一个省份简称、一个字母加5位或6位，例如：蒙K12345，请再核对一下。")
