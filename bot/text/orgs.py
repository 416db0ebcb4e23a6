"""Organisations in running text with the side they stand on."""

from __future__ import annotations

from bot.text.normalise import Normal
from bot.text.org_known import find_known
from bot.text.org_roles import role_of
from bot.text.org_shapes import ENDS, by_ending, by_introduction, by_quotes, by_trade
from bot.text.reading import Context, Reading

__all__ = ["ENDS", "find_in"]


def find_in(normal: Normal, context: Context) -> list[tuple[Reading, str]]:
    """Return organisations with their role: respondent | applicant | empty where the words do not tell."""
    shown = _free(by_quotes(normal), [])
    shown += _free(by_introduction(normal), shown)
    rest = _free(by_ending(normal), shown)
    # 德盛水暖安装队 holds no end but a trade; 鑫磊建筑公司 is longer by its end
    rest += _free(by_trade(normal), [*shown, *rest])
    known = [
        (one, role)
        for one, role in find_known(normal)
        if _free([one], [*shown, *rest]) and all(one.shown not in had.shown for had in (*shown, *rest))
    ]
    alone = len({one.shown for one in (*shown, *rest)} | {one.shown for one, _ in known}) == 1
    found = [
        (one, role_of(normal.text, one, introduced=one in shown, alone=alone)) for one in (*shown, *rest)
    ]
    return sorted([*found, *known], key=lambda pair: pair[0].start)


def _free(readings: list[Reading], taken: list[Reading]) -> list[Reading]:
    return [one for one in readings if all(one.end <= had.start or had.end <= one.start for had in taken)]
