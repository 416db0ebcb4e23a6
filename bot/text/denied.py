"""Values that are only denied: 不是3万, 没有3万那么多, 不是去年. What is not so answers no question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache


@cache
def _denies() -> re.Pattern[str]:
    """What stands right before a value that is denied; 是不是 asks, 不是说了 complains."""
    between = "(?:在|于|从|借了?|欠了?|我们?|他们?|她|给|要|那个?|什么|啥|大概|大约|说|写|的|是|\\s)*"
    return re.compile(rf"(?:(?<!是)不是(?!说了|说过|写了|跟|和)|并非|不可能是?){between}$")


@cache
def _less() -> re.Pattern[str]:
    return re.compile(r"(?:没有?|未到|够不上)(?:到|够)?\s*$")


@cache
def _so_much() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:[这那]么(?:多|些|早|晚|高|低|大|小|长|久|重|贵)|吧|啊|呀|的|呢|[。.!！,，~])*(?=$|[,，。;；])"
    )


def spans(text: str, values: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the values stand that are denied, each with the words that deny it."""
    out, last = [], 0
    for start, end in values:
        before = text[last:start]
        found = _denies().search(before)
        after = _so_much().match(text, end)
        if found is None and after:
            found = _less().search(before)
        if found:
            out.append((last + found.start(), after.end() if after else end))
        last = end
    return out


def without(text: str, denied: Sequence[tuple[int, int]]) -> str:
    """Return the text with commas in place of the spans, every other place kept."""
    chars = list(text)
    for start, end in denied:
        chars[start:end] = ["，"] * (end - start)
    return "".join(chars)
