"""Words that name a place and nothing else: 德胜有梁村, 我是暖水乡的. They choose nothing, and say no yes."""

from __future__ import annotations

import re
from functools import cache

from bot.text.names import HAN
from bot.text.places import find
from bot.text.reading import Context

#: Longer words say more.
_MOST = 30
_LEAD = r"(?:我们?|俺们?|咱们?|他们?|她们?|对方|人家|老家|家|人|现在|都|是|住|在|到|就|[,，:：\s])*"
_TAIL = r"(?:的?人|的|那边|这边|那里|住|[吧呢哈啊了。!！,，\s])*"
#: What a name of a place begins with is no yes and no no: 有个村, 没有镇.
_NAME = rf"(?!没有|有[个一]|不[是在]|[这那哪本我你他她外同邻全各每某几])[{HAN}]"


@cache
def _units() -> re.Pattern[str]:
    """Names of banners, towns and villages, the smaller ones behind the larger."""
    village = rf"{_NAME}{{2,8}}(?:村|社区|嘎查)|{_NAME}{{1,6}}(?:[乡镇旗县]|苏木|街道)"
    return re.compile(rf"{_LEAD}(?:(?:{village})[,，\s]*)+(?:[{HAN}\d]{{1,4}}(?:社|组|队))?{_TAIL}")


def alone(text: str, context: Context) -> bool:
    """Tell whether the words are a place: by its name in the tables, or by the unit its name ends in."""
    rest = text
    for one in reversed(find(text, context)):
        rest = rest[: one.start] + rest[one.end :]
    if rest != text and re.fullmatch(_LEAD + _TAIL, rest):
        return True
    return len(text) <= _MOST and _units().fullmatch(text) is not None
