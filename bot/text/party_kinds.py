"""Whether a name is that of a firm, of a self-employed person's shop, or may be a natural person's. Pure.

Source: 民法典54 (个体工商户), 57, 102 (法人, 非法人组织): as a name tells it, the register decides.
"""

from __future__ import annotations

import re
from functools import cache

COMPANY, BUSINESS = "company", "business"


@cache
def _firm() -> re.Pattern[str]:
    return re.compile(
        r"公司|集团|企业|合作社|银行|支行|分行|信用社|医院|卫生院|学校|[\u4e00-\u9fff]{2}[大中小]学$|幼儿园|煤矿|煤业|矿业|铁矿|物业"
        r"|委员会|[村居管嘎]查?委会|政府|人民法院|事务所|项目部|项目经理部|指挥部|研究院|设计院|协会|保险$|财险"
        r"|(?<!修理)厂$|工业园|开发区|(?<!个体)单位$"
    )


@cache
def _shop() -> re.Pattern[str]:
    return re.compile(
        r"(?:店|饭馆|餐馆|餐厅|酒楼|烧烤|火锅|超市|门市部?|经营部|商行|商铺|商贸行|宾馆|旅馆|浴池|洗浴|网吧|茶楼"
        r"|诊所|工作室|美容院|修理厂|汽修|养殖场|农家乐|民宿|理发|小卖部|摊|个体户|个体工商户|馆|坊)(?:[(（].*[)）])?$"
    )


def kind_of(name: str) -> str:
    """Return COMPANY, BUSINESS, or "" where nothing in the name speaks of either."""
    plain = re.sub(r"\s", "", name)
    if _firm().search(plain):
        return COMPANY
    return BUSINESS if len(plain) > 2 and _shop().search(plain) else ""
