"""Who strikes: one of the family, a partner, or an outsider (tables/attackers.yml). Words only, pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.law.rows import table, text, texts

#: To whom it is done: 把我老公, 打了我爸.
_TO = "[把将给对冲朝往照打砍捅踢揍了]"
_DONE_TO = f"(?<!{_TO})(?<!{_TO}我)(?<!{_TO}他)"
_BY = "被让叫遭挨"


@dataclass(frozen=True, slots=True)
class _Who:
    home: re.Pattern[str]
    partner: re.Pattern[str]
    of_outsiders: re.Pattern[str]  #: 老板儿子, 邻居家的男人: an outsider
    refuge: re.Pattern[str]  #: 躲在邻居家
    family_strikes: re.Pattern[str]
    outsider_strikes: re.Pattern[str]


@cache
def _who() -> _Who:
    data = table("attackers")
    home, partner, blood, outsider = (
        f"(?:{'|'.join(texts(data, name))})" for name in ("home", "partner", "blood", "outsider")
    )
    blow, family = f"(?:{text(data, 'blow')})", f"(?:{partner}|{blood})"
    between = f"(?:(?!{outsider})[^，。{_BY}]){{0,10}}"
    return _Who(
        re.compile(home),
        re.compile(partner),
        re.compile(f"({outsider})(?:家|他|她|的)*(?:{family}|男人|女人)+"),
        re.compile(f"{text(data, 'refuge')}[^，。]{{0,3}}{outsider}家?"),
        re.compile(
            f"{_DONE_TO}{family}(?:{between}{blow}|[^，。{_BY}]{{0,4}}[把将给对跟]{outsider}[^，。]{{0,6}}{blow})"
            f"|[{_BY}][^，。]{{0,4}}?{family}"
        ),
        re.compile(f"{outsider}[^，。{_BY}]{{0,12}}{blow}|[{_BY}][^，。]{{0,6}}{outsider}"),
    )


def at_home(said: str) -> bool:
    """Whether somebody of the family or a partner is named as who strikes, and no outsider does.

    `said`: sentences ended by 。, small letters.
    Example: 老公又打我 -> True; 邻居打我老公 -> False; 他打我 -> False, for nobody is named.
    """
    who = _who()
    if who.home.search(said):
        return True
    left = who.refuge.sub("□", who.of_outsiders.sub(r"\1", said))
    if who.family_strikes.search(left):
        return True
    return who.outsider_strikes.search(left) is None and who.partner.search(left) is not None
