"""那要是干了13个月呢: the last question that was worked out, with a new value in the place of the old one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue import calculators
from bot.dialogue import numbers_said as named
from bot.dialogue.court_costs import FEE_ENTRY
from bot.dialogue.numbers_said import Reckoned
from bot.dialogue.queries import FOLLOW_WITHIN
from bot.dialogue.session import Session
from bot.text import amounts, dates, durations, rates
from bot.text.reading import Context, left_over

#: Longer words are a question of their own; a longer question is not kept.
MOST_CHARS, KEPT_CHARS = 30, 300
_MARKED = re.compile(r"^(?:那|要是|如果|假如|假设|换成|改成|万一|倘若|若是)|呢[？?。]*$|的话[？?。呢]*$")
_LEADS = re.compile(
    r"^(?:那么?|要是|如果|假如|假设|换成|改成|万一|倘若|若是|说|我|是|按|他|就)+|(?:的话)?[呢嘛啊吧？?。！!]+$|的话$"
)
#: What a number stands beside says what it is: of two sums the one with the same word is meant.
_LABELS = (
    ("wage", re.compile(r"工资|月薪|一个?月|每月|挣")),
    ("deposit", re.compile(r"[定订]金")),
    ("penalty", re.compile(r"违约金|滞纳金")),
    ("loss", re.compile(r"损失")),
    ("medical", re.compile(r"医[疗药]|看病|住院")),
    ("goods", re.compile(r"车损|修车")),
    ("price", re.compile(r"总价|合同|房款|货款|标的|房子|财产")),
)
_COUNTED = re.compile(rf"(?P<n>{named.NUMBER})\s*个?(?P<unit>小时|钟头|岁|级|成|期|孩子|娃|人养|%责任)")
_DAYS = re.compile(rf"(?P<n>{named.NUMBER})\s*天")
_BARE = re.compile(r"(?<![\d.年月-])\d{2,9}(?![\d.]|\s*[年月日号天个岁级成期小%％万千百分])")
#: Words that are a value themselves: which way, which kind of case, who broke the contract.
_WAYS = re.compile(
    r"简易程序|小额诉讼|调解结案|调解|撤诉|反诉|上诉|离婚|劳动|抚养|名誉|商标|专利|裁定书?|不卖了|不买了|不租了|没提前通知"
    r"|全责|同等责任|周末|国庆|春节|法定节假日"
)
#: What starts a period anew is told beside the day it ran from, not in its place.
_ANEW = re.compile(
    r"催|要过|还过|还了|给过|付过|说过|说[要会肯]|答应|承认|认账|同意还|保证还|写[过了](?:还款|保证|承诺)"
)
_LIMIT = re.compile(r"时效|过期|过了期|还能|还可以|来得及|晚不晚|还[行成]")
#: Answers that only tell the rule: with the figures that follow there is more to say.
WITHOUT_FIGURES = frozenset(
    "severance_months leave_days deposit_rule limitation_ask limitation_appeal_rule lpr_result".split()
)
_SHARE = re.compile(
    rf"\d+(?:\.\d+)?\s*[%％]|[百千万]分之(?:{named.NUMBER}|[一二三四五六七八九十]+)|{named.NUMBER}(?:分|毛|厘)(?!之|期|钱)"
)
_SHORT_YEAR = re.compile(r"\d{1,2}年")
_RATE_TAIL = re.compile(r"(?<=[%％分厘毛\d])(?:一|1)(?:年|个月)的?(?:利息|利率)?$")
_SPANS = ("date", "length")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in a text: `kind` rate | date | length | sum | days or a unit, `label` what a sum is."""

    kind: str
    start: int
    end: int
    label: str = ""


def merged(session: Session, at: datetime, text: str, context: Context) -> str:
    """The last question with what `text` changes in it; "" where `text` does not go on from it."""
    old = session.reckoned
    fresh = session.heard_at and at - datetime.fromisoformat(session.heard_at) <= FOLLOW_WITHIN
    if not old or not fresh or len(text) > MOST_CHARS:
        return ""
    there = _values(old, context)
    new = _values(text, context, years=any(one.kind == "date" for one in there))
    if not new and not _WAYS.search(text):
        return ""
    if not _MARKED.search(text) and not (
        session.form is None and (_bare(text, new) or _invited(old, context))
    ):
        return ""
    return _joined(old, text, new, context)


def again(session: Session, at: datetime, text: str, context: Context) -> Reckoned | None:
    """The last question worked out anew with what `text` changes; None where nothing changes by it."""
    question = merged(session, at, text, context)
    found = calculators.calculate(question, context) if question else None
    if found is None or (
        found.topic != FEE_ENTRY and found == calculators.calculate(session.reckoned, context)
    ):
        return None  # a fee asked again for the same sum is said again: 廿五万的呢, after 那要是廿五万呢
    return replace(found, asked=question)


def _invited(old: str, context: Context) -> bool:
    """Whether the last answer told the rule only and asked for the figures."""
    found = calculators.calculate(old, context)
    return found is not None and found.key in WITHOUT_FIGURES


def _bare(text: str, new: Sequence[_Value]) -> bool:
    """13个月, 工资8000: a value and what it is, nothing else."""
    spans = [(one.start, one.end) for one in new]
    spans += [found.span() for _, words in _LABELS for found in words.finditer(text)]
    return bool(new) and not left_over(text, spans)


def kept(question: str) -> str:
    """What of a question is remembered for the next one."""
    return question if len(question) <= KEPT_CHARS else ""


def _joined(old: str, text: str, new: Sequence[_Value], context: Context) -> str:
    """`old` with every new value put where one of its kind stood, or added with its words at the end."""
    ways = [way for way in _WAYS.findall(text) if way not in old]
    add = not new
    if any(one.kind == "date" for one in new) and _ANEW.search(text) and _LIMIT.search(old):
        return f"{old}，{_LEADS.sub('', text)}"
    for value in new:
        there = _shares(old) if value.kind == "share" else _values(old, context)
        same = _place(value, there)
        if same is not None and value.kind == same.kind:
            old = old[: same.start] + text[value.start : value.end] + old[same.end :]
        elif same is None and value.kind == "sum" and any(one.kind == "sum" for one in there):
            return ""  # one of several sums, and it is not said which
        else:
            add = True
            gone = [one for one in there if value.kind in _SPANS and one.kind in _SPANS]
            for one in sorted(gone, key=lambda one: -one.start):
                old = old[: one.start] + old[one.end :]
    return "，".join([old, *([_LEADS.sub("", text)] if add else ways)])


def _shares(text: str) -> list[_Value]:
    """The bare rates of a text, without 月息 before them."""
    return [_Value("share", *found.span()) for found in _SHARE.finditer(text)]


def _place(value: _Value, there: Sequence[_Value]) -> _Value | None:
    """The value of `there` that is replaced: the only one of its kind, of several the one so labelled."""
    same = [one for one in there if one.kind == value.kind]
    if value.kind == "sum" and value.label:
        same = [one for one in same if one.label == value.label] or [one for one in same if not one.label]
    elif value.kind == "sum" and len(same) > 1:
        same = [one for one in same if not one.label]
    elif value.kind == "date" and value.label:
        same = [one for one in same if one.label == value.label] or same
    return same[0] if len(same) == 1 else None


def _values(text: str, context: Context, *, years: bool = True) -> list[_Value]:
    """Every value in a text, in its order; `years` false where 12年 can only be a length."""
    found: list[_Value] = []

    def take(kind: str, start: int, end: int, label: str = "") -> None:
        if all(end <= one.start or start >= one.end for one in found):
            found.append(_Value(kind, start, end, label))

    for one in rates.find(text, context):
        tail = _RATE_TAIL.search(text[one.start : one.end]) if re.match(r"[年月日]", one.shown) else None
        take("rate", one.start, one.start + tail.start() if tail else one.end)
    for one in dates.find(text, context):
        if years or not _SHORT_YEAR.fullmatch(text[one.start : one.end]):
            _take_days(take, text, one.start, one.end)
    for counted in _COUNTED.finditer(text):
        take(counted["unit"], *counted.span("n"))
    for pay in named.monthly(text):
        take("sum", *pay.span(1), "wage")
    for one in amounts.find(text, context):
        take("sum", one.start, one.end, _label(text, one.start, one.end))
    for days in _DAYS.finditer(text):
        take("days", *days.span("n"))
    for one in durations.find(named.without_pay(text), context):
        if one.exact:
            take("length", one.start, one.end)
    for share in _SHARE.finditer(text):
        take("share", *share.span())
    for bare in _BARE.finditer(text):
        take("sum", *bare.span(), _label(text, *bare.span()))
    return sorted(found, key=lambda one: one.start)


def _take_days(take: Callable[[str, int, int, str], None], text: str, start: int, end: int) -> None:
    """One day, or the two of 2025年3月1日到2026年3月1日."""
    between = re.search(r"\s*[到至]\s*(?=\d)", text[start:end])
    if between is None:
        take("date", start, end, _end_of(text, start, end))
        return
    take("date", start, start + between.start(), "begin")
    take("date", start + between.end(), end, "end")


def _label(text: str, start: int, end: int) -> str:
    """What the words right before a sum, or right behind it, say it is."""
    before = re.split(r"[，,。；;、\d]", text[:start])[-1]
    behind = re.match(r"[块元钱的]*([^，,。\d]{2,3})", text[end:])
    found = next((name for name, words in _LABELS if words.search(before)), "")
    if found or behind is None:
        return found
    return next((name for name, words in _LABELS if words.match(behind[1])), "")


def _end_of(text: str, start: int, end: int) -> str:
    """Whether a day is where something begins or ends."""
    if re.search(r"到$|至$|拖到$|欠到$", text[:start]) or re.match(r"(?:到期|还|离职|走|为止)", text[end:]):
        return "end"
    if re.search(r"从$|自$", text[:start]) or re.match(r"(?:借|入职|开始|起|进厂|上班|来)", text[end:]):
        return "begin"
    return ""
