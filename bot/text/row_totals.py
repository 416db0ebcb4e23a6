"""The total people say beside the entries of a list: 3月4000，4月6500，一共10500; or how many they are."""

from __future__ import annotations

import re
from functools import cache

from bot.text import amounts, dates
from bot.text.normalise import normalise
from bot.text.numbers import small
from bot.text.reading import Context, flat


@cache
def _total() -> re.Pattern[str]:
    return re.compile(
        r"(?:一共|总共|共计|合计|总计|加起来|加一起|拢共|总数|我算(?:的|着|下来|起来)*)[^\d一二两三四五六七八九十百千万,;。\n\t]{0,6}[\s:,]*"
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


@cache
def _count() -> re.Pattern[str]:
    return re.compile(
        r"(?:一共|总共|共|前后|分)?(?:还|给|付|转|打|发|交)(?:了|过|我|他)*(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})[次笔回](?!都)"
    )


def counted(text: str) -> int | None:
    """Return how many entries the words say there are: 一共还了三次; None where they do not say."""
    found = _count().search(normalise(text).text)
    return (int(found["n"]) if found["n"].isdigit() else small(found["n"])) if found else None


@cache
def _people() -> re.Pattern[str]:
    return re.compile(
        r"(?:我们|咱们|俺们|一共|总共|总计|合计|共|连我|加上?我|带我|就|有|是|^)(?:一共|总共|共|有|是|就|总|大概|,|\s){0,5}"
        r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:个|名|位)?(?:人|工人|农民工|民工|工友|弟兄)"
        r"(?!均|每|民|家|工费|次)"
    )


def people(text: str) -> int | None:
    """Return how many people the words say there are: 我们5个工人, 一共五个人; None where they do not say."""
    found = _people().search(normalise(text).text)
    count = small(found["n"]) if found else None
    return count if count and count > 1 else None


def alone(text: str, context: Context) -> tuple[int | None, int | None] | None:
    """Return (total in fen, count) of words that name one of them and no entry; None for other words."""
    total, count = stated(text, context), counted(text)
    plain = normalise(text)
    if (total is None and count is None) or dates.find_in(plain, context):
        return None
    sums = {flat(one.value).get("high_fen") for one in amounts.find_in(plain, context)} - {total}
    return None if sums else (total, count)
