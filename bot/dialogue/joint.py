"""Two options named at once: 银行转的两万，剩下是现金 is 几种都有, with what each part came to. Pure.

An option with `joins` stands for several of the others; the step it names keeps the parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.text import amounts
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading
from flows.engine import Answer
from flows.schema import Flow, Step

#: In a story two ways belong together where no more stands between them, and a part is told.
_APART = 20
#: A sum belongs to a way that is this near.
_NEAR = 8
_REST = re.compile(r"剩下?的?|其余的?|余下的?|另外的?|别的")
_PART = re.compile(r"剩|其余|余下|另外|一半|一部分|还有|又|再")
#: 没转账 is no way, and 微信聊天记录 neither.
_DENIED = re.compile(r"(?:没有?|不是|不|未|别)(?:用|给|走)?$")
_PROOF = re.compile(r"(?:上|里|的)?(?:聊天|记录|截图|流水|群|催|说|要|问|联系|拉黑|好友|凭证)")


@dataclass(frozen=True, slots=True)
class _Way:
    key: str
    word: str
    start: int
    end: int


def answers(flow: Flow, text: str, line: int, context: Context) -> dict[str, Answer]:
    """What a story says of steps with a joining option: the option, and the parts for its step."""
    found: dict[str, Answer] = {}
    for step in flow.steps:
        key, parts_step = _joining(step)
        plain = normalise(text)
        ways = _ways(step, plain.text) if key else []
        if len({way.key for way in ways}) < 2 or not _together(plain.text, ways, context):
            continue
        span = (ways[0].start, ways[-1].end)
        found[step.id] = Answer(key, step.options[key].label, line, *span, "told", confirmed=False)
        if parts := _parts(step, plain, ways, context):
            found[parts_step] = Answer(parts, parts, line, *span, "told", confirmed=False)
    return found


def chosen(step: Step, text: str, line: int) -> Answer | None:
    """The joining option where the answer to the open question names two of the others."""
    key, _ = _joining(step)
    ways = _ways(step, normalise(text).text) if key else []
    if len({way.key for way in ways}) < 2:
        return None
    return Answer(key, step.options[key].label, line, 0, len(text))


def _joining(step: Step) -> tuple[str, str]:
    return next(((key, option.joins) for key, option in step.options.items() if option.joins), ("", ""))


@cache
def _pattern(words: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    longest = sorted({word for word, _ in words}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))


def _ways(step: Step, text: str) -> list[_Way]:
    words = tuple(
        (word, key)
        for key, option in step.options.items()
        if not option.joins
        for word in (option.label, *option.words)
    )
    owner = dict(words)
    return [
        _Way(owner[found[0]], found[0], *found.span())
        for found in _pattern(words).finditer(text)
        if not _DENIED.search(text[: found.start()]) and not _PROOF.match(text, found.end())
    ]


def _together(text: str, ways: list[_Way], context: Context) -> bool:
    """Whether two ways are parts of one sum: so near, with a sum or 剩下 beside them."""
    for one, two in pairwise(ways):
        between = text[one.end : two.start]
        around = text[max(0, one.start - _NEAR) : two.end + _NEAR]
        if one.key != two.key and len(between) <= _APART and not re.search(r"[。;；]", between):
            sums = amounts.find_loose_in(Normal(between, between, None), context)
            if _PART.search(between) or (sums and len(_sums(around, context)) > 1):
                return True
    return False


def _sums(text: str, context: Context) -> list[Reading]:
    found = amounts.find_loose_in(Normal(text, text, None), context)
    return [one for one in found if one.confidence >= 0.75]


def _own(sums: list[Reading], way: _Way) -> Reading | None:
    """The sum of a way: the one it stands at (两万五现金), else the next behind it, else the last before."""
    stuck = (one for one in sums if one.end == way.start)
    behind = (one for one in sums if 0 <= one.start - way.end <= _NEAR)
    before = (one for one in reversed(sums) if 0 <= way.start - one.end <= _NEAR)
    return next(stuck, None) or next(behind, None) or next(before, None)


def _parts(step: Step, plain: Normal, ways: list[_Way], context: Context) -> str:
    """银行转账20,000元，其余现金: each way with the sum nearest to it, every sum used once."""
    sums = _sums(plain.text, context)
    out, told = [], set()
    for way in ways:
        if way.key in told:
            continue
        told.add(way.key)
        label = way.word if way.word in {"微信", "支付宝", "现金"} else step.options[way.key].label
        one = _own(sums, way)
        rest = _REST.search(plain.text[max(0, way.start - _NEAR) : way.start])
        if rest and (one is None or one.end <= way.start):
            out.append(f"其余{label}")
        elif one:
            sums = [other for other in sums if other is not one]
            out.append(f"{label}{one.shown}")
        else:
            out.append(label)
    return "，".join(out) if any(char.isdigit() for char in "".join(out)) else ""
