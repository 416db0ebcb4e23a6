"""Everyday words of western Inner Mongolia and northern Shaanxi in standard characters, one for one.

额 is how people there write 我, 咧 how they write 了. All that reads (rules, weights, the language model)
knows the standard words, so a message is put into them once before it is read; the transcript keeps its own.
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


def standard(text: str) -> str:
    """Return the text with 额 as 我 and 咧 as 了 where they stand for them; every character keeps its place.

    Example: 额借给他五万咧，金额写在条子上 -> 我借给他五万了，金额写在条子上.
    """
    if "额" not in text and "咧" not in text:
        return text
    return re.sub(r"咧(?!嘴|着|开|了)", "了", _me().sub("我", text))
