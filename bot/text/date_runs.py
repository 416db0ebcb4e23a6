"""Rows of days that are the ends of one stretch: the months owed, the days worked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.date_roles import owed_range, supplied_range
from bot.text.fact_roles import Around
from bot.text.reading import Reading, flat
from bot.text.topics import Topic


def owed_run(
    text: str, found: Sequence[tuple[Reading, Around]], roles: list[tuple[str, float]]
) -> list[tuple[str, float]]:
    """8月9月10月工资没发: the first and the last of a row of months are the ends of what is owed."""
    out, at = list(roles), 0
    while at < len(found):
        end = at
        while (
            end + 1 < len(found)
            and re.fullmatch(r"[、和,及]?", text[found[end][0].end : found[end + 1][0].start])
            and flat(found[end + 1][0].value)["granularity"] in ("month", "year")
        ):
            end += 1
        if end > at and owed_range(found[end][1]):
            out[at : end + 1] = [("owed_from", 0.8), *[("", 0.6)] * (end - at - 1), ("owed_to", 0.8)]
        at = end + 1
    return out


def from_to(
    text: str, found: Sequence[tuple[Reading, Around]], roles: list[tuple[str, float]], kind: Topic
) -> list[tuple[str, float]]:
    """从6月1号摘到7月25号: two days with a verb and 到 between them are the ends of one stretch."""
    out = list(roles)
    for at in range(len(found) - 1):
        (first, about), (last, behind) = found[at], found[at + 1]
        between = text[first.end : last.start]
        if not re.fullmatch(r"(?:份|开始|起|就|一直)*[\u4e00-\u9fff]{0,2}(?:到|至)(?:了)?", between):
            continue
        if owed_range(about) or owed_range(behind) or supplied_range(behind, kind):
            out[at : at + 2] = [("owed_from", 0.75), ("owed_to", 0.75)]
        elif kind in ("wage", "work", "sale", "other"):
            out[at : at + 2] = [("started", 0.75), ("left", 0.75)]
    return out
