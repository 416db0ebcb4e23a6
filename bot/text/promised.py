"""Money that is only promised or asked for: 以后再还两千, 我想要回三万 are no payments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.text.normalise import normalise
from bot.text.unpaid import SUM

#: When and how it is promised; of a season only what is still to come (年底再还).
_LATER = (
    r"(?:以后|往后|今后|将来|日后|回头|过[两几三五]?[天日阵]|下下?个?月|下个?(?:周|星期|礼拜)|明天|后天|明年|后年"
    r"|(?:年底|年前|年后|月底|过(?:了|完)?年|开春|秋后|秋天)(?=[^，。,；;]{0,6}再)|等(?!着|了)|发了?工资|到时候?|有了?钱"
    r"|剩下?的|余下的?|其余|准备|打算|答应|同意|愿意|承诺|保证|说好|约定|争取|尽快|慢慢|每个?月再"
    r"|(?<![想需只重])[要会能](?!是|不|计)|可以|肯定)"
)
#: Signs that it happened.
_PAST = (
    r"(?:没|未|后来|又|上个?(?:月|周|星期|礼拜)|去年|前年|昨天|前天|刚才|已经?"
    r"|了(?!钱|工资|年|羊|牛|粮)|过(?!年|[两几三五]?[天日阵]|[了完]年))"
)
_PAY = r"(?:还|给|付|转|打|结|补)(?:给|上|清|完)?(?:我们?|他们?|她|人家)?"
#: What is asked for.
_ASKED = (
    r"(?:[要讨追]回|(?:要求?|让|叫|催)(?:他|她|对方)(?:赶紧|马上|一次)*(?:还|给)|(?:想|只|就|得|该|还)要)"
    r"(?:来|我|的)*"
)
_STOP = r"，。,；;！!？?\n、"


@cache
def _promise() -> re.Pattern[str]:
    words = rf"(?:(?!{_PAST})[^{_STOP}])*?"
    until_paid = rf"(?:(?!{_PAST})[^{_STOP}\d])*?{_PAY}"
    return re.compile(
        rf"(?:^|(?<=[{_STOP}])){words}{_LATER}{until_paid}"
        rf"(?:[^{_STOP}\d了过]{{0,3}}?{SUM}|(?![\u4e00-\u9fff]))(?!\s*[了过])"
        rf"|(?:^|(?<=[{_STOP}])){words}{_ASKED}{SUM}(?!\s*[了过]|[\d万千百一二两三四五六七八九十])"
    )


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    for found in _promise().finditer(plain):
        yield found.span()


def without(text: str) -> str:
    """Return the text with commas in place of what is only promised, every other place kept."""
    plain = normalise(text).text
    if len(plain) != len(text):
        return text
    out = list(text)
    for start, end in _spans(plain):
        out[start:end] = ["，"] * (end - start)
    return "".join(out)


def at(text: str, place: int) -> bool:
    """Whether what stands at a place is only promised."""
    plain = normalise(text).text
    return len(plain) == len(text) and any(start <= place < end for start, end in _spans(plain))
