"""The total people say beside the entries of a list: 3月4000，4月6500，一共10500."""

from __future__ import annotations

import re
from functools import cache

from bot.text import amounts
from bot.text.normalise import normalise
from bot.text.reading import Context, flat


@cache
def _total() -> re.Pattern[str]:
    return re.compile(
        r"(?:一共|总共|共计|合计|总计|加起来|加一起|拢共|总数)[^\d一二两三四五六七八九十百千万,;。\n\t]{0,6}[\s:,]*"
    )


def stated(text: str, context: Context) -> int | None:
    """Return the total the words name, in fen; None where they name none, or a vague one."""
    plain = normalise(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)).text
    for match in _total().finditer(plain):
        rest = plain[match.end() : match.end() + 16].split("\n")[0]
        found = amounts.find_loose_in(normalise(rest), context)
        if (
            not found
            or rest[: found[0].start].strip()
            or re.match(r"[笔个人次项张辆月年天日]", rest[found[0].end :])
        ):
            continue
        value = flat(found[0].value)
        if isinstance(value.get("high_fen"), int) and value["low_fen"] == value["high_fen"]:
            return int(str(value["high_fen"]))
    return None
