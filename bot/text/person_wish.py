"""The wish for a person beside a story or a question: 借给老王三万他不还，帮我转人工. Pure."""

from __future__ import annotations

import re
from functools import cache

from bot.text import matters
from bot.text.reading import is_question

#: What is left beside the wish tells something from so many characters on: 三万.
REST_CHARS = 2


@cache
def _wish() -> re.Pattern[str]:
    lead = r"(?:请|麻烦|快|赶紧|赶快|帮忙|帮|给|我|俺|想|要|能不能|可以|直接|先|还是|就|你们|您|那|得)*"
    who = r"(?:人工|真人|客服|调解员|工作人员)(?:服务|客服)?"
    tail = r"(?:说|谈谈?|问问?|处理|帮忙|帮我|看看|吧|啊|呀|谢谢|一下|可以吗|行吗|好吗|呢)*"
    wish = rf"{lead}(?<![不别没])(?:转接?|找|接|叫|换)(?:一?下|一?个|到|给)?{who}{tail}"
    apart = rf"(?:^|(?<=[，,。；;！!？?\s]))(?:{wish}|{who})(?=$|[，,。；;！!？?\s])"
    # 村里让我找调解员 at the end of a story tells what others said
    last = rf"(?:请|麻烦|快|帮我|给我|我要|我想|想|要)*(?<![不别没用让叫])转接?(?:一?下|到)?{who}{tail}"
    return re.compile(rf"{apart}|{last}[。！!]?$")


@cache
def _substance() -> re.Pattern[str]:
    return re.compile(
        r"\d|[一二两三四五六七八九十百几]+(?:万|千|百|块|元)|欠|借|赔|几[点号天]|多久|工资|工钱|房租|押金|离婚|彩礼|抚养|合同|传票|开庭|立案|判决|诉讼"
    )


def without(text: str) -> str:
    """What is told or asked beside the wish for a person; "" where there is no wish, or nothing beside it."""
    wish = _wish().search(text)
    if wish is None:
        return ""
    rest = (text[: wish.start()] + text[wish.end() :]).strip(" ，,。；;！!\n")
    if len(rest) < REST_CHARS:
        return ""
    return rest if is_question(rest) or matters.told(rest) or _substance().search(rest) else ""
