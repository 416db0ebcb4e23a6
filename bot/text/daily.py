"""Everyday talk beside a question: weather, health, meals, the phone, visitors (微信没电了, 下雪了)."""

from __future__ import annotations

import re
from functools import cache

#: A longer message tells more than a remark.
LONG = 24
_WEATHER = (
    r"下(?:着|起|了|大|点)*[雪雨雾]|刮(?:着|起|大)*风|风(?:真|太|很|好|挺)?大|打雷|沙尘|零下|降温|冰雹|路(?:太|很|好)?滑"
    r"|天(?:气|儿)?(?:真|太|好|很|挺|有点)?(?:冷|热|阴|晴|黑|亮|不好)|冻(?:死|得|坏)|(?:好|太|真|有点|挺)(?:冷|热|闷)"
)
_HEALTH = (
    r"[头肚牙腿腰胃]子?(?:疼|痛|晕|饿)|感冒|发烧|咳嗽|睡|失眠|(?:有点|很|好|太)?[困累饿渴](?:了|死|得|坏|$)|太[困累饿忙]"
    r"|不舒服|没(?:精神|力气|胃口|心情)|心情|老花|眼花|耳背|血压"
)
_DAY = (
    r"吃(?:饭|了|完|着|早|午|晚)|没吃|做饭|喝(?:水|酒|茶|点)|买菜|菜市场|[接送]孩子|上厕所|开会|堵车|赶车|在开车|喂(?:羊|牛|猪|鸡|孩子)"
    r"|放羊|去(?:城里|镇上|街上|赶集|地里)|下地|赶集|没空|没时间|(?:好|很|太|正|挺)忙|忙着(?!借|要)|不想(?:说|动|弄|填|聊)"
    r"|星期几|几点了|过年好|新年好|烦死|聊(?:天|会儿|呢|着)"
)
_PHONE = (
    r"没(?:电|网|信号|话费|流量)|欠费|打不开|登不[上进]|进不去|(?:不会|没法|不能)用|用不了|卡(?:住|死|得)|死机|关机|闪退|充电|停机|掉线"
    r"|手机(?:坏|慢|卡|旧)|字(?:太|有点)?小|关门|排队|不够用?了?$"
    r"|用(?:微信|手机|电脑|支付宝)(?:在|来)?(?:跟|和|给|对|同)(?:你|您|你们|法院)"
)
_AROUND = (
    r"出去了|出门|哭了?|闹腾|敲门|串门|在(?:我)?(?:旁边|跟前)(?:呢|坐着|看着)|[叫喊](?:我|吃)|来电话|不在家|回来了|放学"
    r"|(?:老[\u4e00-\u9fff]|有人|客人|亲戚|邻居)来了|有人(?:来|找|敲|叫)"
)
_NUMBER = "[一二两三四五六七八九]?十[一二三四五六七八九]?"
_AGE = rf"(?:\d{{1,2}}|{_NUMBER}|[一二两三四五六七八九])多?岁|今年(?:都|已经|也)*(?:\d{{2}}|{_NUMBER})了"
#: A clause with one of these is about the matter, whatever else stands in it.
_MATTER = (
    r"借|欠|钱|(?<!支)付|款|条子|合同|协议|工资|婚|登记|撞|摔|伤|住院|租|搬|签|约定|转|告|判|裁|账|利息|催|赔|漏|拆"
    r"|证|录|还(?:了|过|清|给|不)|发生|出事|上班(?!呢)|干活|辞|去世|过世|没了"
)
_PAUSE = re.compile(r"[^,，。.;；!！~～、\n]+")


#: Remarks, and what a question about the same asks of: there they are answers.
_KINDS = (
    (_WEATHER, "[雪雨水风漏冷热]"),
    (_HEALTH, "[伤病医治疼睡]"),
    (_DAY, "[饭羊牛猪忙]|下地|孩子"),
    (_PHONE, "手机|网络|电器|质量|店|门面"),
    (_AROUND, "孩子|家里|同住|住在"),
    (_AGE, "岁|多大|年龄|孩子|出生"),
)


@cache
def _remark(asked: str) -> re.Pattern[str]:
    return re.compile("|".join(said for said, topic in _KINDS if not re.search(topic, asked)) or "(?!)")


@cache
def _matter() -> re.Pattern[str]:
    return re.compile(_MATTER)


def without(text: str, asked: str = "") -> str:
    """Return the text with its everyday remarks as commas, every other place kept.

    `asked` holds the words of the question and its options: what is asked about is no remark. A longer text
    and one without remarks are returned as they are.
    """
    if len(text) > LONG:
        return text
    chars = list(text)
    for clause in _PAUSE.finditer(text):
        if _remark(asked).search(clause[0]) and not _matter().search(clause[0]):
            chars[clause.start() : clause.end()] = ["，"] * len(clause[0])
    return "".join(chars)


def only(text: str, asked: str = "") -> bool:
    """Tell whether the text is nothing but everyday remarks."""
    rest = without(text, asked)
    return rest != text and re.search(r"\w", rest) is None
