"""Until when a debt may be sued for: from the day it was due, or was last demanded or acknowledged.

Of a month or a year the earliest day counts: who is told a later one may come too late.

Neutral, and never for a debtor (时效规定2, 民法典193).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.dialogue import numbers_said as named
from bot.dialogue import run_out
from bot.dialogue.limit_days import Told, both_ends, old_rule, told_days
from bot.dialogue.numbers_said import Reckoned
from bot.law.answers import Span
from bot.law.calendar import add_years, chinese
from bot.law.limitation import limitation
from bot.law.money import UNCONFIRMED
from bot.text.reading import Context

_LATE = re.compile(
    r"时效|有效|管用|作数|算数|过期|过了期|过没过|作废|还[行成](?:不[行成]|[吗不没么嘛])|(?:还能|能不能|还可以|可不可以|还来得及|晚不晚|来得及).{0,6}"
    r"(?:告|起诉|要|追|打官司|立案|吗)?"
)
#: 民法典第188条第二款, and how long before its end it is spoken of.
LONGEST_YEARS, NEAR_YEARS = 20, 2
_TIMELY = re.compile(r"时效|过了?期|作废|管用|作数|算数|来得及|晚不晚|还能|还可以|有效")
_OWES = re.compile(
    r"借|欠|货款|工程款|装修款|尾款|租金|房租|担保|赔|到期|该(?:付|给|还)|说好[^，。,]{0,12}[还付给]"
)
OWN_DEBT = re.compile(
    r"我[^，。,]{0,16}(?:欠|借)了?(?:人家|别人|他|她|朋友|亲戚|老板|公司|房东|银行|钱|款)"
    r"|我[^，。,被]{0,16}欠的|我[^，。,]{0,16}(?:向|跟|和|从|问|管|找)[^，。,]{1,8}借|我是借款人|我借的(?!给)|债主|债权人"
    r"|(?:老公|老婆|丈夫|妻子|媳妇|儿子|女儿|我爸|我妈|家人)[^，。,]{0,10}(?:欠|借)(?!给)|替[^，。,]{1,6}问"
    r"|(?:告|起诉|找)我|要我还|让我还|我(?:还)?用还|我不还|信用卡|网贷"
)
#: Overtime pay is pay for work (劳动仲裁法27 第四款); double pay for want of a contract is not.
WAGE = re.compile(r"工资|欠薪|工钱|薪水|劳动报酬|加班费")
LABOUR = re.compile(
    r"劳动|辞退|开除|(?<!仲)裁(?![决定判])|解雇|解除合同|社保|双倍工资|经济补偿|没签.{0,4}合同|仲裁"
)
HURT = re.compile(r"摔|撞|车祸|事故|打伤|被[^，。,]{0,4}打|打了我|受伤|砸|烫|咬|伤")
_NO_DUE = re.compile(
    r"(?:没有?|未|不)(?:写|说|约定?|定|讲)[^，。,]{0,8}(?:还|付|期|时间|日)|什么时候还(?:都)?没"
    r"|没(?:有)?(?:还款|付款)(?:日|期|时间)"
)
_DUE_WORDS = re.compile(r"^[底初末]?(?:之?前|以前)?(?:就|应该?|要|该)*(?:还(?![能没不可过了])|到期|付|给|结)")
_AGAIN = re.compile(
    r"^[底初末]?(?:他|对方|又|还|我)*(?:还过|还了|催|要过|给过|付过|答应|承认|认账|同意|保证|说过[^，。,]{0,3}[还给]|说[要会肯][^，。,]{0,2}[还给]|写[过了](?:还款|保证|承诺))"
)


def debt(text: str, context: Context) -> Reckoned | None:
    """2019年借的，说好2020年底还，还能告吗: from the day it was due, never from the day it was lent.

    Neutral, and never for a debtor. Source: 民法典第188条、第195条；时效规定第2条、第4条.
    """
    if not (_LATE.search(text) and _OWES.search(text)) or OWN_DEBT.search(text):
        return None
    if LABOUR.search(text) or WAGE.search(text) or HURT.search(text):
        return None
    told = told_days(text, context)
    # 能不能告 asks for much else where a whole loan is told; a day it was due needs a word about time
    due, again = due_day(told), renewed(told)
    if again and again.span.start <= context.today and not _NO_DUE.search(text):
        return _owed(again.span, again.shown, context, "limitation_restarted")
    if due is None and _NO_DUE.search(text):
        return _no_due(told, context) if told else None
    if due is not None and len(told) > 1 and not _TIMELY.search(text):
        return None
    if due is not None:
        return _owed(due.span, due.shown, context, "limitation_due")
    since = _since(text, told, context)
    return _owed(*since, context, "limitation_result") if since else None


def due_day(told: Sequence[Told]) -> Told | None:
    """The day on which it was to be paid back."""
    return next((one for one in told if one.role == "due" or _DUE_WORDS.search(one.after)), None)


def renewed(told: Sequence[Told]) -> Told | None:
    """The last day of a demand, a payment or a promise."""
    again = [one for one in told if one.role == "demanded" or _AGAIN.search(one.after)]
    return again[-1] if again else None


def _no_due(told: Sequence[Told], context: Context) -> Reckoned:
    demanded = next((one for one in told if one.role == "demanded"), None)
    values = {"since": told[0].shown}
    parts = {"demanded": "limitation_lent"}
    if demanded:
        days = both_ends(demanded.span, context.today)
        reckoned = [limitation("no_due_date", on, context.today) for on in days]
        last = run_out.last_day(reckoned)
        late = run_out.passed("limitation", [one.deadline for one in reckoned], context.today)
        values = {"since": demanded.shown, **last.values, **late.values}
        parts = {**last.parts, **late.parts, "demanded": "limitation_demanded"}
    cited = ("时效规定4", "民法典675", "民法典188", "民法典195")
    formula = "宽限期满或者对方第一次拒绝那天加三年"
    topic, flow = "limitation_keep_alive", "private_lending"
    return Reckoned("limitation_no_due", values, formula, cited, topic, flow, "", parts)


def _owed(span: Span, shown: str, context: Context, key: str) -> Reckoned | None:
    # a day it will be due may lie in the future, one of a demand does not
    days = both_ends(span, max(context.today, span.end) if key == "limitation_due" else context.today)
    results = [limitation("general", on, context.today) for on in days]
    result = results[0]
    if result.deadline is None:
        return None
    old = old_rule(result)  # it ran out under the two years of the law before 2017-10-01
    note = UNCONFIRMED if result.provisional and not old else ""  # days off of that year are not known yet
    last = run_out.last_day(results)
    longest = _longest(days)
    values = {
        "anew": "从那天重新算（当时的旧规定是两年）" if old else "从那天重新算三年",
        "rule": "现在一般是三年，2017年10月以前的旧规定是两年" if old else "一般是三年",
        "since": shown,
        **last.values,
        **longest.values,
    }
    late = run_out.passed("limitation", [one.deadline for one in results], context.today)
    # the longest period is spoken of where it has run out or soon will
    near = context.today >= add_years(span.start, LONGEST_YEARS - NEAR_YEARS)
    cited = ("民法典188", "民法典195", "民法典192")
    formula = "起算日加两年（旧规定，请工作人员核对）" if old else "起算日加三年"
    key = "limitation_longest" if near and key != "limitation_restarted" else key
    topic, flow = "limitation_keep_alive", "private_lending"
    parts = {**last.parts, **late.parts, **longest.parts}
    return Reckoned(key, values | late.values, formula, cited, topic, flow, note, parts)


def _longest(days: Sequence[date]) -> run_out.Ending:
    """The blank `longest`: the end of the twenty years, from the first day and from the last."""
    ends = [chinese(add_years(on, LONGEST_YEARS)) for on in days]
    parts = {"longest": "limitation_longest_between"} if len(ends) > 1 else {}
    return run_out.Ending(parts, {"longest": ends[0], "longest_last": ends[-1]})


def _since(text: str, told: Sequence[Told], context: Context) -> tuple[Span, str] | None:
    """The day in the past that a question names, or the day some twenty years ago (放了二十一年)."""
    if len(told) == 1 and told[0].span.end <= context.today:
        return told[0].span, told[0].shown
    length = named.span(text, context) if not told else None
    if length is None or length.years < LONGEST_YEARS - NEAR_YEARS:
        return None
    since = context.today - length
    return Span(since, since), chinese(since)
