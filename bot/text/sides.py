"""Who owes whom, where the words leave no doubt: 张三借我5万 and 我借给他5万 lend, 我跟他借了5万 borrows."""

from __future__ import annotations

import re
from functools import cache

from bot.text.fact import Fact

_SURE = 0.9


@cache
def _lends() -> re.Pattern[str]:
    return re.compile(
        r"借给(?!我|俺)|借了?我(?!的?姐|哥|妈|爸)|(?:跟|向|找|管|问|从)(?:我|俺)(?:这里?|手里|们|家)?借|欠(?:着|了)?(?:我|俺)"
        r"|(?:不|没|赖着不|拖着不)还(?:我|俺|给我)|(?:该|拿)了?我.{0,4}(?:钱|万)|还我(?:的)?钱"
    )


@cache
def _borrows() -> re.Pattern[str]:
    return re.compile(
        r"(?:我|俺)(?:跟|向|找|管|问|从).{1,12}?借|(?:我|俺)(?:还)?欠(?:着|了)?(?!条)(?!我)|(?:我|俺).{0,6}还不(?:上|起|了)"
        r"|借给(?:我|俺)|(?:我|俺)借(?:了)?(?:他|她|人家|别人|朋友|亲戚|老板)的|(?:催|逼)(?:我|俺)还"
    )


def find_side(text: str) -> list[Fact]:
    """At most one fact of type `side`, role lender or borrower; none where both or neither can be read."""
    found = {name: m for name, p in (("lender", _lends()), ("borrower", _borrows())) if (m := p.search(text))}
    if len(found) != 1:
        return []
    role, match = next(iter(found.items()))
    return [Fact("side", role, role, match.group(), match.start(), match.end(), _SURE, match.group())]
