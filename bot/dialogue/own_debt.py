"""我欠的钱过了好几年还用还吗: limitation told to the one who owes and asks for it himself.

The rule from his side, and the day where he told one, without a word on whether he should plead it.
Whoever is sued, or sits in an intake as the other side, hears nothing (`form_limits.silent`, 时效规定2).
Of a month or a year the last day counts: nobody is told too early that a claim ran out.
Source: 民法典第188条、第192条、第193条、第195条，时效规定第3条、第4条.
"""

from __future__ import annotations

import re

from bot.dialogue import debt_limits as limits
from bot.dialogue.limit_days import Told, both_ends, old_rule, told_days
from bot.dialogue.numbers_said import Reckoned
from bot.law.calendar import chinese
from bot.law.limitation import limitation
from bot.law.money import UNCONFIRMED
from bot.text.reading import Context

#: A longer message tells a story.
MOST_CHARS = 60
_ME = "(?:我|俺|咱)们?"
_MINE = re.compile(
    rf"{_ME}[^，。,被]{{0,16}}(?:欠|借)了?(?:人家|别人|他|她|朋友|亲戚|同学|同事|邻居|老板|房东|钱|款|债|账|的(?!给))"
    rf"|{_ME}[^，。,被]{{0,16}}(?:向|跟|和|从|问|管|找)[^，。,我]{{1,8}}借|{_ME}是借款人|{_ME}[^，。,被]{{0,4}}(?:是|打|写)的?欠条"
    rf"|{_ME}[^，。,被]{{0,10}}欠[^，。,我]{{1,6}}(?:的|钱|款|账|块|万)"
    r"|^(?:以前|过去|当年|早年|早先)?欠了?(?:人家|别人|朋友|亲戚|同学|同事|邻居|外头|外面)|^(?:自己|本人)[^，。,]{0,6}(?:欠|借)"
)
#: 没人找我要, 他一直没催我, 对方没来要过: said by the one who owes.
_NOT_ASKED = re.compile(
    rf"(?:没有?|不|也没|从没|从来没)(?:人|谁|再)?[^，。,我俺]{{0,4}}(?:找|问|跟|向|管|催){_ME}(?:要|讨|还|催)?"
    r"|(?:没有?人|(?:人家|对方|债主|[他她])[^，。,我]{0,4}(?:没有?|不|从没|从来没))(?:再|来|找)*(?:要|催|讨|提)"
)
_MUST_PAY = re.compile(
    r"还(?:用|得|要|需要?|该|必须)(?:不(?:用|得|要|需要?|该))?(?:再|继续|给(?:人家|他|她))?(?:还|给|付)(?!款日|我|俺)"
    r"|(?:用不用|要不要|该不该|需不需要|应不应该|有没有必要|有必要)(?:再|继续)?(?:还|给|付)(?!我|俺)"
    r"|(?:可以|能|是不是|就|能不能|可不可以)(?:就|可以|能)?(?:不用|不必|不再|不)(?:再)?(?:还|给|付)(?!我|俺)"
    r"|(?:必须|非得|一定要?|应该)(?:还|给)(?!我|俺)"
)
_LONG_AGO = re.compile(
    r"(?:\d|[一二两三四五六七八九十几多好半来])个?年|年头|多年|这么久|那么久|很久|好久|时间长|老账|陈账|旧账|前年|去年"
)
_TIMELY = re.compile(r"时效|过(?:了)?期|作废|失效")
#: Words of the one who is owed, and matters of other kinds.
_OWED = re.compile(
    rf"欠(?:了)?{_ME}(?!的(?:利息|本金)?都还)|借(?:给(?!我)|出|{_ME})|(?:还|给){_ME}|{_ME}(?:还)?(?:能|可以)(?:去)?(?:告|起诉|要|追|讨)"
    rf"|要(?:得|不|的)?回|{_ME}[^，。,]{{0,4}}(?:催|要|讨)过|债权人|(?<!没人)(?<!没有人)找他要"
)
_SUED = re.compile(
    rf"(?:告|起诉)了?{_ME}|{_ME}被[^，。,]{{0,6}}(?:告|起诉)|传票|应诉|答辩|被告|开庭|判决|调解书|裁决|执行|仲裁|(?:去|到)法院(?:告|起诉)"
)
_ELSEWHERE = re.compile(
    r"银行|信用社|信用卡|网贷|小贷|花呗|借呗|平台|房贷|车贷|助学|担保|保证人|抚养|赡养|彩礼|物业|税|罚款|社保|公积金|保险|赔|股"
    r"|老公|老婆|丈夫|妻子|媳妇|儿子|女儿|我爸|我妈|父亲|母亲|家人|替[^，。,]{1,6}(?:问|还)|离婚|死|去世"
)
_CITED = ("民法典188", "民法典192", "民法典193", "民法典195", "时效规定3")


def own_debt(text: str, context: Context) -> Reckoned | None:
    """都五年了没人找我要，还得还不; 我2020年借朋友的钱过时效了吗."""
    if not _asks(text) or len(text) > MOST_CHARS:
        return None
    told = [one for one in told_days(text, context) if one.span.start <= context.today or one.role == "due"]
    again, due = limits.renewed(told), limits.due_day(told)
    if again and again.span.start <= context.today:
        return _told(again, "limitation_own_again", context)
    if due:
        return _told(due, "limitation_own_due", context)
    if len(told) == 1:
        return _told(told[0], "limitation_own_if", context)
    cited = (*_CITED, "时效规定4")
    parts = {"reckoned": "limitation_own_ask"}
    return Reckoned("limitation_own_rule", {"rule": "一般是三年"}, "该还那天加三年", cited, parts=parts)


def _asks(text: str) -> bool:
    """Whether who owes asks, before anybody sued, if a debt between people must be paid after so long."""
    if any(no.search(text) for no in (_OWED, _SUED, _ELSEWHERE, limits.WAGE, limits.LABOUR, limits.HURT)):
        return False
    mine, silence = _MINE.search(text), _NOT_ASKED.search(text)
    if _MUST_PAY.search(text):
        return bool(
            (mine or silence) and (silence or _LONG_AGO.search(text) or _TIMELY.search(text) or _dated(text))
        )
    return bool(mine and _TIMELY.search(text))


def _dated(text: str) -> bool:
    return re.search(r"(?:19|20)?\d\d年", text) is not None


def _told(told: Told, key: str, context: Context) -> Reckoned:
    results = [
        limitation("general", on, context.today)
        for on in both_ends(told.span, max(context.today, told.span.end))
    ]
    last = results[-1]
    deadline = last.deadline
    if deadline is None:
        raise AssertionError("a general limit always ends")
    old = old_rule(last)
    values = {
        "rule": "现在一般是三年，2017年10月以前的旧规定是两年" if old else "一般是三年",
        "since": told.shown,
        "until": chinese(deadline),
    }
    parts = {"reckoned": key}
    if len(results) > 1:
        first = results[0].deadline
        values |= {"first": chinese(first) if first else "", "last": values.pop("until")}
        parts = {"until": "limitation_between_wait", **parts}
    formula = "该还那天加两年（旧规定，请工作人员核对）" if old else "该还那天加三年"
    note = UNCONFIRMED if last.provisional and not old else ""
    cited = (*_CITED, "时效规定4")
    return Reckoned("limitation_own", values, formula, cited, note=note, parts=parts)
