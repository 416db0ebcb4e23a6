"""Everyday words of western Inner Mongolia and northern Shaanxi in standard characters, one for one.

额 is how people there write 我, 咧 how they write 了; 该 with a creditor and what is due is 欠. All that
reads (rules, weights, the language model) knows the standard words, so a message is put into them once
before it is read; the transcript keeps its own.
"""

from __future__ import annotations

import re
from functools import cache

#: 额 behind these is a sum (金额), before those a word or a name of its own (额度, 额尔敦).
_SUMS = "金余数总差全限定面税份名巨大小足等满超保费年原款票发配账授信补罚缺高低货贷付利欠前"
_WORDS = "度外头角定尔济吉敦日仁木登布很勒其吐斯目满上前"
#: 欠额五万: behind these verbs it is a person, unless a verb of being follows (欠额是五万).
_NOUN = "为是共约:：等的超高低"


@cache
def _me() -> re.Pattern[str]:
    verbs = "欠付贷前"
    return re.compile(
        rf"(?<![{_SUMS}])额(?![{_WORDS}])|(?<=[{verbs}])额(?![{_WORDS}{_NOUN}])(?!$|[，,。；;])"
    )


@cache
def _owing() -> re.Pattern[str]:
    """该 before the one who is owed, or 着 and 下, and then what is owed: nobody should do anything here."""
    who = r"(?:[老小大][\u4e00-\u9fff]|人家|别人|银行|信用社|我|俺|咱|你|您|他|她)(?:们|家)?的?"
    about = r"(?:差不多|大概|好几|总共|一共|整整|足足|将近|还|有|是)*"
    number = r"[\d一二两三四五六七八九十百千万几廿半.,]+"
    few = r"[\d一二两三四五六七八九十几廿半.]+"
    goods = r"(?:羊|牛|料|草|货|饭|粮|煤|药|酒|运|木材|饲料|化肥)"
    money = (
        rf"(?:{about}{number}(?<![年月])[多来]?(?:块|元)|{about}{few}[千百万](?!分)"
        rf"|(?:工|{goods})?钱|工资|工钱|账|{goods}款|房租|租金|运费|利息)"
    )
    should = "(?!怎么|咋|由|归|谁|是多少|(?:应该)?(?:出|交|掏|付|给|还)(?:多少|几))"
    return re.compile(rf"(?<![应活本合])(?<!该不)该(?=(?:着|了|下)?{who}{money}{should}|[着下]{money})")


def standard(text: str) -> str:
    """Return the text with 额 as 我, 咧 as 了, 该 as 欠 where they stand for them; every character keeps its
    place.

    Example: 额借给他五万咧，金额写在条子上 -> 我借给他五万了，金额写在条子上; 他该我三万 -> 他欠我三万.
    """
    if not any(word in text for word in "额咧该"):
        return text
    return _owing().sub("欠", re.sub(r"咧(?!嘴|着|开|了)", "了", _me().sub("我", text)))
