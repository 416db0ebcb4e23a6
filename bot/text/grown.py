"""Children who are grown, or none at all: 没有，都大了; 俩都成家了. Whole answers only.

Source: 民法典第17条 (grown from eighteen on).
"""

from __future__ import annotations

import re
from functools import cache

from bot.text.normalise import normalise

_WHO = (
    r"(?:我们?|俺们?|咱们?|两口子|现在|目前|家里?|的|孩子们?|娃娃?们?|小孩|子女|儿女|儿子|女儿|闺女|姑娘|小子|老大|老[二三四五]|大的|小的"
    r"|俩|仨|\d个|[一二两三四五六]个|他们|她们|其他|都|全|也|早就?|已经?|就|还|是|今年|呢|啊)*"
)
_NONE = (
    r"(?:没有?|无)(?:生|要|养|得)?(?:过|有|成)?"
    r"(?:(?:(?:未成年|没成年|不?满?(?:十八|18)岁?|小)的?)?(?:孩子|娃娃?|小孩|子女|儿女|未成年人))?"
    r"(?:了|的|过|呢|啊|要抚养的)*"
)
_UP = (
    r"(?:长?大|成年|成人|成家|成家立业|结婚|工作|上班|参加工作|嫁(?:人|出去)?|出嫁|娶(?:了)?(?:媳妇|亲)|独立|当[爸妈爷奶爹娘])(?:了|啦|过了)+"
    r"|娶了?媳妇|成年(?:的|人)?|不用(?:人|我们?)?(?:管|养|抚养)了?"
    r"|(?:[2-6]\d|[二三四五六]十[一二三四五六七八九几]?)(?:多|来|几|好几)?(?:岁|周岁)?(?:了|多|的|人)*"
    r"|(?:过了?|满了?|超过|够)(?:18|十八)(?:岁|周岁)?了?|(?:18|十八)(?:岁|周岁)?(?:多|过|以上|出头)了?"
)


@cache
def _clause() -> re.Pattern[str]:
    return re.compile(rf"{_WHO}(?:{_NONE}|(?:{_UP})(?:{_WHO}(?:{_UP}))*){_WHO}")


def no_minor(text: str) -> bool:
    """Tell whether a whole answer says that there is no child under eighteen."""
    clauses = [one for one in re.split(r"[,，。.;；!！、\s]+", normalise(text).text) if one]
    return bool(clauses) and all(_clause().fullmatch(one) for one in clauses)
