"""What a reader hands back: a value with its place in the text, or a sentence saying what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from flows.schema import Column

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Direction = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value read from a text; `start:end` is its span in the text as it was written."""

    kind: str  #: amount | date | duration | rate | phone | id | uscc | plate | card | name | …
    value: Json  #: canonical, JSON-able; its shape per kind stands in the reader's module
    shown: str  #: Chinese, for echoing back
    start: int
    end: int
    exact: bool  #: False for "about", ranges of meaning and assumed parts
    confirm: str = ""  #: Chinese question to put before saving; empty when nothing is in doubt
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """The text tries to answer but cannot be taken as it is; `sentence` says what is wrong and how to
    write it.
    """

    sentence: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know besides the text."""

    today: date
    direction: Direction = "past"  #: how a date without a year is meant
    options: Mapping[str, str | Sequence[str]] = field(
        default_factory=dict
    )  #: key -> label or [label, synonym…]
    columns: Mapping[str, Column] = field(default_factory=dict)  #: of the list that is asked for
    anchor: date | None = None  #: the day that 年底, 三个月内, 当天 count from; None = today


Reader = Callable[[str, Context], Reading | Refusal | None]


def flat(value: Json) -> dict[str, Json]:
    """Return a reading's value as a mapping; an empty one where it is a plain string or number."""
    return value if isinstance(value, dict) else {}


@cache
def _question() -> re.Pattern[str]:
    return re.compile(
        r"[?？]|吗|呢|怎么|咋|如何|能不能|可不可以|是不是|会不会|要不要|有没有|行不行|多少|什么|啥|哪|为何|请问|想问"
        r"|为什么|咨询|怎样|是否|能否|可否|可以起诉|能告"
    )


@cache
def _filler() -> re.Pattern[str]:
    words = (
        "我记得|我记着|好像|大概其|大概|大约|差不多|应该|可能|估计|也就|左右|上下|前后|吧|啊|呀|了|的|嗯|哦|是|就|有|那个|那天"
        "|这个|约|共|总共|一共|合计|大致|来着|嘛|哈|哎|呃|额|我|他|她|您|你|好|对|在|于|为|要|给|能|还|都|这|那|也|到|写|叫|号码|整"
    )
    return re.compile(rf"(?:{words}|[\W_])+")


#: how many characters besides the value a direct answer may hold
SPARE = 22


def left_over(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` without the spans and without filler words such as 大概 and 吧."""
    rest, at = [], 0
    for start, end in spans:
        rest.append(text[at:start])
        at = end
    rest.append(text[at:])
    return _filler().sub("", " ".join(rest))


def is_substance(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the spans are what the text says, so that it may count as the answer to a question."""
    rest = left_over(text, spans)
    return not rest or (len(rest) <= SPARE and not _question().search(text))


def is_question(text: str) -> bool:
    """Tell whether the text asks something itself."""
    return _question().search(text) is not None


@cache
def _not_taken_back() -> re.Pattern[str]:
    """我不是说了嘛 complains, 这不是借钱的事吗 asks: neither takes anything back."""
    adverbs = "(?:都|已经|早就?|刚才?|前面|上面)*"
    return re.compile(
        rf"不是{adverbs}(?:跟|和|给|对|向)?(?:你们?|您)?{adverbs}(?:说|讲|写|发|告诉|回答|填|答|提)(?:你们?|您)?(?:过|了|清楚|得很)"
        r"|不是[^,，。.;；!！\s]{1,20}?(?:吗|嘛|么|[?？])|是不是|对不对|是不对"
    )


def is_correction(text: str) -> bool:
    """Tell whether the writer takes something back, so that the last value counts."""
    said = _not_taken_back().sub("", text)
    return any(
        word in said for word in ("不对", "不是", "错了", "说错", "写错", "应该是", "更正", "改成", "改为")
    )
