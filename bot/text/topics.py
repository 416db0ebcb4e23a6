"""What kind of dispute a story tells of, as far as it decides what its sums and days mean."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

Topic = Literal["loan", "wage", "lease", "fee", "injury", "sale", "work", "family", "land", "other"]

_WORDS: tuple[tuple[Topic, str, int], ...] = (
    ("loan", r"借给|借走|借了(?!条)|借我|向我借|跟我借|问我借|找我借|管我借|从我.{0,4}借|借条|借据|借款", 2),
    ("loan", r"借条|借据|借款|借钱|借给|借走|借了|跟我借|向我借|问我借|找我借|我借|借我|还钱|还款|本金|利息"
        r"|分利|拿了?我|周转|民间借贷|信用卡|透支|逾期|贷款|银行起诉|催收|担保人", 2),
    ("loan", r"借|月息|欠条|欠款|转账|转了|欠我|欠钱|还不上|还不起|条子|没还|不还|还我|还上|还给我|要账", 1),
    ("wage", r"工资|工钱|薪|人工费|劳务费|课时费|包工头|绑钢筋|血汗钱|劳动报酬|农民工|打工|底薪|入职|离职|"
        r"辞退|开除|劳动合同|试用期|加班|旷工|社保|仲裁|日工|"
        r"[一每]天[\d一二三四五六七八九两]{1,3}[百元块\d]|记工|不用来了", 2),
    ("wage", r"干活|工地|上班|老板|干了|工友|厂里|保姆|班组|考勤", 1),
    ("lease", r"房租|租金|租房|房东|房客|租客|(?<!出)租的|赁给|赁金|"
        r"租给|租了|押金|退租|租期|转租|月租|年租", 2),
    ("fee", r"物业费|取暖费|暖气费|供暖费|供热|停车费|物业|水电费|业主群", 2),
    ("injury", r"车祸|事故|撞|追尾|刮|碾|住院|医药费|医疗费|骨折|受伤|打伤|打了|咬|摔|磕|缝了|伤残|误工|护理|"
        r"门诊|手术|全责|逆行|交警|砸|烫|扑倒|滑倒|掉下来|电动车|拍片|工伤|被打|看病|诊所|看牙|门牙|"
        r"推倒|摔断|砸伤|断了腿", 2),
    ("injury", r"住院|骨折|摔断|砸伤|砸坏|摔坏|车祸|追尾|医药费|医疗费|断了腿|伤残|胳膊断|腿断", 1),
    ("sale", r"货款|充了|卡里|打折", 2),
    ("sale", r"货款|送货|驾校|报名费?|培训|课程|美容|健身|摄影|婚纱|供货|退货|定金|订金|发货|下单|质量|退款"
        r"|套餐|办卡|会员|充值|预付|网购|直播|消费|假货|二手|饲料|赊|拉货|运费|货主|过磅|磅单|拉沙|"
        r"拉砂|拉煤|一车|一吨", 2),
    ("sale", r"买|卖|送菜|拿货|记账|进货|饭店", 1),
    ("work", r"工程|施工|装修|分包|承包人|竣工|验收|决算|结算|包工包料|盖房|盖了|打井|安装|做门窗|监理|"
        r"质保金|水电改造|保温|刷墙|修路|工程款|完工|甲方", 2),
    ("family", r"离婚|结婚|抚养|赡养|彩礼|订婚|继承|遗产|遗嘱|分家|养老|嫁妆|家暴|感情|"
        r"离了婚|娃跟我|探视|孩子归|女方|男方|前妻|"
        r"前夫|离的婚|"
        r"领的证|分居|两个孩子|孩子跟我|娶|酒席|领证|三金|媳妇娘家", 3),
    ("land", r"草场|草原|耕地|承包地|流转|水地|旱地|亩|嘎查|征地|宅基地|补偿款|拆迁|地界", 2),
)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[Topic, re.Pattern[str], int], ...]:
    return tuple((name, re.compile(words), weight) for name, words, weight in _WORDS)


def topic(text: str) -> Topic:
    """Return the kind whose words weigh most, `other` where none are said."""
    score: dict[Topic, int] = {}
    for name, pattern, weight in _patterns():
        found = {match[0] for match in pattern.finditer(text)}
        score[name] = score.get(name, 0) + weight * len(found)
    best = max(score, key=lambda name: score[name])
    return best if score[best] else "other"


#: parts that values play in each kind of dispute; what else is told (房贷, 租别人的车) is beside the matter
_PARTS = {
    "loan": "principal interest repaid claim penalty"
    " | lent due demanded signed owed_from owed_to | owed term",
    "wage": "wage_owed wage_monthly wage_daily repaid claim compensation deposit medical price"
    " | started left owed_from owed_to signed demanded due happened | owed worked term",
    "lease": "rent deposit fee_owed claim compensation repaid price penalty interest"
    " | started left due demanded signed owed_from owed_to happened | owed term",
    "fee": "fee_owed claim compensation repaid penalty"
    " | started demanded happened owed_from owed_to signed due | owed term",
    "injury": "medical compensation claim repaid wage_daily wage_monthly"
    " | started happened demanded left due signed | worked owed",
    "sale": "principal price deposit repaid fee_owed claim compensation penalty interest"
    " | signed due demanded happened owed_from owed_to left | owed term",
    "work": "price deposit repaid fee_owed wage_owed wage_daily claim compensation penalty interest"
    " | signed started left due demanded happened owed_from owed_to | owed term worked",
    "family": "principal claim fee_owed price repaid compensation"
    " | married happened left demanded owed_from owed_to due | owed term",
    "land": "rent fee_owed claim compensation repaid price"
    " | started signed happened owed_from owed_to due demanded | owed term",
}


@cache
def _parts(kind: str) -> frozenset[str]:
    return frozenset(_PARTS[kind].split())


def fits(kind: Topic, role: str) -> bool:
    """Tell whether values of this part belong to such a dispute."""
    return not role or kind not in _PARTS or role in _parts(kind)
