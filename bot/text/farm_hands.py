"""Pay for work on a farm: 给人放羊工钱没给, 摘枸杞没结账. It is labour, not a service that was ordered."""

from __future__ import annotations

import re
from functools import cache

_WORK = (
    r"(?:放(?:羊|牛|马|骆驼|牧)|喂(?:牛|羊|猪|马|鸡|牲口)|饲养|剪(?:羊毛|羊绒|毛)|抓绒|接羔|挤奶|摘|掰|采(?:摘|棉|枸杞|药)"
    r"|收(?:玉米|葵花|庄稼|秋|麦子?|豆子?|白菜|土豆|洋芋|山药|粮|菜|瓜|辣椒)|割(?:草|麦|谷|庄稼)|打草|起(?:土豆|洋芋|山药|猪粪|圈)"
    r"|挖(?:甘草|土豆|洋芋|药材|山药|树坑)|种(?:树|地|菜|草|葱|土豆)|栽(?:树|苗|葱)|锄(?:地|草)|薅草|拔草|浇(?:地|水)|间苗|授粉|套袋"
    r"|打(?:农)?药|看(?:羊|牛|果园|瓜|鱼塘|大棚)|(?:干|做)(?:农活|地里的活|大棚))"
)
_UNPAID = (
    r"(?:钱|工钱|工资|报酬|劳务费|一分)[^，。,]{0,6}(?:没|不|未|欠|拖)"
    r"|(?:没|不|未|只)[^，。,]{0,3}(?:给|开(?!心)|结|付|发|算)|(?:欠|拖欠|差)(?:着|了)?(?:我|俺|咱)"
)
#: With machines, by contract, of what was sold or hired oneself, or somebody hurt: other matters.
_OTHER = (
    r"机器|收割机|拖拉机|农机|铲车|挖机|旋耕|我的车|承包|包(?:地|给)|亩|伤|摔|砸|断|咬|顶(?:了|伤)|卖|买|收购"
    r"|(?:我|俺)(?:们|家)?(?:雇|请|叫|找|喊)(?!不)|法院|仲裁"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    hired = (
        r"(?:给|帮|替|跟着|在)(?!我|俺)[^，。,]{1,8}?"
        + _WORK
        + r"|(?:雇|请|叫|喊|找)(?:我|俺|咱)(?:们)?[^，。,]{0,6}?"
        + _WORK
        + r"|^(?:我|俺|我们)?(?:去年|今年|前年|上个?月|秋天|春天)?"
        + _WORK
        + r"[^，。,]{0,8}(?:工钱|工资)"
    )
    return re.compile(hired), re.compile(_UNPAID), re.compile(_OTHER)


def unpaid(text: str) -> bool:
    """Whether the text tells of farm work for somebody else that was not paid."""
    hired, not_paid, other = _patterns()
    return bool(hired.search(text) and not_paid.search(text)) and not other.search(text)
