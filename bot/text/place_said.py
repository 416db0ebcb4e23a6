"""Words of place where a name is asked: 呼和浩特市, 赛罕区, 包头的, 村里. Pure."""

from __future__ import annotations

import re
from functools import cache

from bot.text.name_ends import person_at
from bot.text.names import HAN
from bot.text.places import find
from bot.text.reading import Context

#: Longer words say more than where.
_MOST = 20
_LEAD = re.compile(r"(?:[他她]们?|人家|对方|人|家|就|是|住|[,，\s])*(?:在|住)?")
_TAIL = re.compile(r"(?:那边|这边|附近|一带|来的|的人|的|人|打工|上班|住|[。!！,，\s])*$")
#: A unit, or what a village is called by: 杨家湾.
_UNIT = re.compile(
    rf"[{HAN}]{{1,8}}(?:省|市|区|县|苏木|嘎查|街道|社区|自治[区州旗县])"
    rf"|[{HAN}]{{1,8}}[旗镇乡村]|[{HAN}]家[湾沟梁塔渠营圪坪堡庄峁](?:[堵村梁])?"
)
_HERE = re.compile(
    r"(?:外地|外省|外面|本地|当地|老家|内蒙古?|南方|北方|东北|西北|口里|口外|乡下|农村|牧区|草地|矿区|厂区|开发区|工业园区?"
    r"|(?:本|外|同|隔壁|邻|我们?|他们?)?(?:省|市|区|旗|县|镇|乡|村|队|城|街|店|厂|矿|屋|院|家)[里上内外]"
    r"|工地上?|小区里?|[楼坡山河]上|楼下|隔壁村?|对门|后院|前院)"
)
_BY_UNIT = frozenset("旗镇乡村")


@cache
def _provinces() -> re.Pattern[str]:
    return re.compile(
        "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川"
        "|贵州|云南|陕西|甘肃|青海|台湾|内蒙古?|广西|西藏|宁夏|新疆|香港|澳门|呼市|包头|西安|银川|太原|兰州|榆林|神木|大同|张家口"
    )


def only(text: str, context: Context) -> bool:
    """Tell whether the words name a place and nobody; 王红旗 and 李卫国 are people."""
    words = _TAIL.sub("", text.strip())
    lead = _LEAD.match(words)
    rest = words[lead.end() :] if lead else words
    if len(text) > _MOST:
        return False
    if not rest or _HERE.fullmatch(rest) or (lead and lead[0].endswith("在")):
        return bool(text.strip())
    if _UNIT.fullmatch(rest) and not (rest[-1] in _BY_UNIT and _person(rest) and not _known(rest, context)):
        return True
    return _known(rest, context)


def _known(words: str, context: Context) -> bool:
    """Whether the words are made of places of the tables and units of theirs."""
    left = words
    for one in reversed(find(words, context)):
        left = left[: one.start] + left[one.end :]
    left = _provinces().sub("", left)
    return left != words and re.fullmatch(r"[省市区旗县镇乡村的]*", left) is not None


def _person(words: str) -> bool:
    return person_at(words, 0) == len(words) and re.match(rf"[{HAN}]家", words) is None
