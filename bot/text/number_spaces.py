"""Spaces that only tear one number apart: 5 万, 1 0 0 0元, 三 十 万; not those between columns of a table."""

from __future__ import annotations

import re
from functools import cache

_HAN = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_TENS = "十百千拾佰仟"
#: What stands before a number whose words are written apart; a surname there begins a name: 张三 十万.
_FREE = r"(?<![^\s\d,，。.;；:：!！?？、()借欠还给共约是了过我他她差剩付收拿转打计款元到])"
_LATIN = r"[wWkK](?![A-Za-z])"
#: 万 or 千 that begins another word: 3 千克, 1 万军 5000, 张三 千万别借
_WORD = r"(?!分感|一[他她我你]|[\u4e00-\u9fff]{1,2}[ ,]+\d)"


@cache
def _torn() -> re.Pattern[str]:
    """Everything that is one number with spaces in it, each as one match."""
    figures = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
    unit = rf"(?:个? *亿|万{_WORD}|[千百](?![克瓦米卡货姓万])|{_LATIN})"
    more = "(?<=[十百千万好十几多])[几多余来]"
    begun = rf"(?:{figures}|{more}|(?<![老小阿张王李赵刘陈杨孙周吴])[{_HAN}几半多]|[{_TENS}])"
    on = rf"(?:[零〇]? *(?:\d{{1,4}}|[{_HAN}几]) *{unit})"
    last = rf"(?: *[零〇]? *(?:\d{{1,4}}|[{_HAN}])(?= *(?:元|块|钱|\Z))|[零〇]? *[{_HAN}](?= *[,，。;；]))"
    singles = rf"(?<![\d.])(?<!\d )\d(?: \d){{2,}}(?![\d.])(?= *(?:元|块|{unit}))"
    thousands = r"(?<![\d.])(?<!\d )[1-9]\d{0,2}(?: \d{3})* 000(?! ?\d)(?!年)"
    alone = r"\A *[1-9](?: \d)+(?: 0){2} *\Z"
    end = r" *(?:[万亿元块百千钱整]|[,，。;；]|\Z)"
    words = rf"{_FREE}(?=[{_HAN} ]*[{_TENS}万好])[{_HAN}{_TENS}好](?: *[{_TENS}万亿{_HAN}几多余])+(?={end})"
    return re.compile(
        rf"(?:{alone}|{singles}|{thousands})(?: *{unit})?"
        rf"|{words}(?: *[万亿])?"
        rf"|{begun} +{unit}(?: *{on})*(?:{last})?"
    )


@cache
def _apart() -> re.Pattern[str]:
    """Values beside each other, each whole: 五万 三千 may be two columns of a table."""
    after = rf"(?:(?<=[千仟万亿wWkK]) +|(?<=[百佰]) +(?![{_HAN}]?十[{_HAN}]?万))"  # 一百 二十万 is one
    return re.compile(rf"{after}(?=[\d{_HAN[2:]}十][\d.{_HAN}十 ]*[百千佰仟万亿wWkK])")


def inside_numbers(text: str) -> set[int]:
    """Return the places of the spaces that stand inside a number or between it and 万 千 百 亿 w k.

    Where a number has spaces only between whole parts (五万 三千) nothing tells it from two; they stay.
    """
    if " " not in text:
        return set()
    return {
        at
        for found in _torn().finditer(text)
        if " " in _apart().sub("", text[slice(*found.span())] + text[found.end() : found.end() + 1])
        for at in range(*found.span())
        if text[at] == " "
    }
