"""Questions about a time limit with a day in them: debts, injuries, wages, dismissal, appeals, work injuries.

Whoever owes or is sued is never told of a limit (时效规定2, 民法典193); who owes and asks hears where he may
ask (`own_debt`). Others hear the day reckoned from what they said, and what starts it anew; nothing is
judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.dialogue import numbers_said as named
from bot.dialogue import run_out
from bot.dialogue.debt_limits import HURT, LABOUR, OWN_DEBT, WAGE, debt
from bot.dialogue.limit_days import Told, ago, both_ends, old_rule, the_day, told_days
from bot.dialogue.numbers_said import Reckoned
from bot.dialogue.own_debt import own_debt
from bot.law.answers import Span
from bot.law.calendar import chinese
from bot.law.limitation import Limitation, limitation, terms
from bot.law.money import UNCONFIRMED
from bot.text.reading import Context

#: The same where the matter is no debt: 还能 alone asks for many things.
_STILL = re.compile(
    r"时效|过期|过了期|过没过期|来得及|来不及|晚不晚|晚了[吗没么]|还[行成](?:不[行成]|[吗不没么嘛])|(?:还|现在)(?:能|可以|能不能)(?:再)?[^，。,]{0,4}"
    r"(?:告|起诉|打官司|立案|申请|认定|仲裁|索赔|追究|要[^，。,]{0,4}[吗不])|(?:哪天|什么时候|多久)(?:之前|以前|前|内)|到(?:哪天|什么时候|几号)|最晚|截止|期限"
)
#: A longer message tells a story, unless it asks for the limit by name.
MOST_CHARS = 60
#: A question for nothing but the day: 时效到哪天.
BARE_CHARS = 14
_BY_NAME = re.compile(r"时效|过期|来得及|晚不晚")
#: Who did the harm, or employs: they are not told either.
_OWN_FAULT = re.compile(
    r"我(?:开车|骑车|喝酒)?[^，。,被让叫给]{0,12}(?:撞|打|咬|伤)(?:了|伤|到|死)?(?:人|他|她|别人|邻居|对方)|我家?的?[狗犬羊牛猫][^，。,]{0,10}(?:咬|顶|吃)"
    r"|我[^，。,被让叫]{0,12}(?:把|将)[^，。,我]{0,4}(?:撞|打|咬|砸|弄)|我[^，。,被让]{0,6}欠[^，。,我]{0,6}(?:工人|民工|人家|[他她]|别人|工资|工钱)"
    r"|(?:告|起诉|找)我(?!们?的)|要我赔|让我赔|员工|(?:我|我们|本)(?:的)?(?:公司|单位|厂)(?:是|辞|开除|欠|拖)|替公司"
)
_CERT = re.compile(r"工伤")
_GOODS = re.compile(r"买[^，。,]{0,10}(?:坏|质量|假|毛病|有问题)|假货|漏水|押金")
_APPEAL = re.compile(
    r"上诉期|(?:几天|多久|多少天|多长时间)[^，。,]{0,6}上诉|上诉[^，。,费]{0,6}(?:几天|多久|多少天|期|哪[天日]|什么时候|几号|最晚|截止|来得及|晚)"
    r"|(?:最晚|哪[天日]|什么时候|还能|几号)[^，。,费]{0,6}上诉"
    r"|(?:判决|裁定)[^。仲]{0,12}(?:15|十五|10|十)[天日][^。]{0,8}(?:哪|算|什么时候|几号|怎么|到)"
)
_NOT_APPEAL = re.compile(r"不上诉|生效|材料|怎么办|咋办|过了|多久[^，。,]{0,4}(?:开庭|判|审)|退回")
_AWARD = re.compile(r"裁决")
_REFUSED = re.compile(
    r"(?:没有?|不|未)(?:准|予|给|让)?判?(?:许|我们?)?离(?!谱)|判不离|离婚[^，。,]{0,8}(?:撤诉|撤了|撤回|没判|驳回|不准)|(?:撤诉|撤了)[^，。,]{0,6}离婚"
)
_AGAIN = re.compile(
    r"(?:什么时候|哪[天日]|几月|几号|多久|多长时间|最早|现在|还|能不能|可不可以|可以|能)[^，。,]{0,8}(?:再次?|第?二次|又|重新)?[^，。,]{0,3}(?:起诉|告|提|离婚)|来得及|晚不晚"
)
_ENFORCE = re.compile(r"(?:申请|强制)[^，。,]{0,4}执行")
_LEFT = re.compile(r"离职|辞职|辞工|不干|走的|离开|干到|做到|散工|结束|辞退|开除")


def _asks(text: str) -> bool:
    short = len(text) <= MOST_CHARS or _BY_NAME.search(text) is not None
    return short and _STILL.search(text) is not None and _OWN_FAULT.search(text) is None


# ---- the calculators ----------------------------------------------------------------------------------


def appeal(text: str, context: Context) -> Reckoned | None:
    """11月10日收到判决书，上诉到哪天. Source: 民诉法第171条、第85条."""
    if not _APPEAL.search(text) or _AWARD.search(text) or _NOT_APPEAL.search(text):
        return None
    told = [one for one in told_days(text, context) if one.span.exact and one.span.end <= context.today]
    length = named.span(text, context) if re.search(r"[天日](?:了|前)", text) and not told else None
    if length:
        on = context.today - length
        told = [Told(Span(on, on), chinese(on), "", "")]
    if len(told) != 1:
        cited = ("民诉法171", "民诉法85")
        return Reckoned("limitation_appeal_rule", {}, "收到的第二天起算15天或者10天", cited)
    return _of("appeal_ruling" if "裁定" in text else "appeal", told[0], context, "appeal")


def award(text: str, context: Context) -> Reckoned | None:
    """收到仲裁裁决书是11月12号，哪天之前要起诉. Source: 劳动仲裁法第48条、第50条."""
    if not (_AWARD.search(text) and re.search(r"起诉|法院|不服", text) and _STILL.search(text)):
        return None
    told = [one for one in told_days(text, context) if one.span.exact]
    return _of("award_suit", told[0], context) if len(told) == 1 else None


def certification(text: str, context: Context) -> Reckoned | None:
    """2026年11月1日受的工伤，多久之内申请认定. Source: 工伤保险条例第17条."""
    if not _CERT.search(text) or not re.search(r"认定|申报|申请|上报|还能|时效|期限", text):
        return None
    if not (_STILL.search(text) or named.HOW_MUCH.search(text) or re.search(r"多久|几天|多长", text)):
        return None
    told = the_day(told_days(text, context), "happened") or ago(text, context)
    return certified(told.span, told.shown, context.today) if told else None


def certified(since: Span, shown: str, today: date) -> Reckoned | None:
    """Both limits of 工伤认定 from the day of the accident. Source: 工伤保险条例第17条."""
    employer = limitation("injury_employer", since.start, today)
    worker = limitation("injury_worker", since.start, today)
    latest = limitation("injury_worker", since.end, today)
    if since.end > today or employer.deadline is None or worker.deadline is None:
        return None
    key = "limitation_cert_open" if employer.deadline >= today else "limitation_cert_worker"
    if worker.deadline < today:
        late = run_out.over([latest.deadline], today)
        key = "limitation_cert_passed" if late else "limitation_cert_near"
    values = {
        "since": shown,
        "employer": chinese(employer.deadline),
        "worker": chinese(worker.deadline),
    }
    note = UNCONFIRMED if employer.provisional or worker.provisional else ""
    formula = "出事那天的第二天起算，单位30天，个人1年"
    return Reckoned(
        "limitation_cert", values, formula, ("工伤条例17",), "", "work_injury", note, {"passed": key}
    )


def wages(text: str, context: Context) -> Reckoned | None:
    """2026年1月离职，公司欠我工资，还能告吗. Source: 劳动仲裁法第27条、劳动解释一第15条."""
    if not WAGE.search(text) or not _asks(text) or re.search(r"双倍|二倍|两倍", text):
        return None
    told = the_day(told_days(text, context), "left", "due", "happened")
    if told is None or told.span.start > context.today:
        return None
    days = both_ends(told.span, context.today)
    arbitrations = [limitation("wages", on, context.today) for on in days]
    courts = [limitation("general", on, context.today) for on in days]
    arbitration, court = arbitrations[0], courts[0]
    if arbitration.deadline is None or court.deadline is None:
        return None
    last = run_out.last_day(arbitrations)
    late = run_out.passed("arbitration", [one.deadline for one in arbitrations], context.today)
    both = run_out.passed_short("passed_three", [one.deadline for one in courts], context.today)
    key = "limitation_left" if told.role == "left" or _LEFT.search(text) else "limitation_if_left"
    values = {
        "since": told.shown,
        "three": chinese(court.deadline),
        **last.values,
        **late.values,
        **both.values,
    }
    parts = {**last.parts, "left": key, **late.parts, **both.parts}
    cited = ("劳动仲裁法27", "劳动解释一15", "民法典188")
    note = UNCONFIRMED if arbitration.provisional or court.provisional else ""
    formula = "离职那天加一年；没有劳动关系、有欠条的加三年"
    return Reckoned("limitation_wages", values, formula, cited, "", "wage_claim", note, parts)


def labour(text: str, context: Context) -> Reckoned | None:
    """2025年3月被辞退的，现在仲裁还来得及吗. Source: 劳动仲裁法第27条."""
    if not LABOUR.search(text) or not _asks(text) or _AWARD.search(text):
        return None
    told = the_day(told_days(text, context), "left", "happened") or ago(text, context)
    return _of("labour", told, context, flow="labor_dispute") if told else None


def injury(text: str, context: Context) -> Reckoned | None:
    """2021年3月摔伤的还能起诉吗. Source: 民法典第188条."""
    if not HURT.search(text) or not _asks(text) or _CERT.search(text):
        return None
    told = the_day(told_days(text, context), "happened") or ago(text, context)
    flow = "traffic_accident" if re.search(r"车|交通事故", text) else "personal_injury"
    return _of("injury", told, context, flow=flow) if told else None


def enforcement(text: str, context: Context) -> Reckoned | None:
    """判决2024年5月1日到期，现在还能申请执行吗. Source: 民诉法第250条."""
    if not _ENFORCE.search(text) or not _asks(text):
        return None
    told = the_day(told_days(text, context), "due")
    return _of("enforcement", told, context) if told else None


def divorce_again(text: str, context: Context) -> Reckoned | None:
    """2026年8月3日判的不离，什么时候能再起诉. Source: 民诉法第127条第七项."""
    if not _REFUSED.search(text) or not _AGAIN.search(text):
        return None
    told = the_day(told_days(text, context))
    return _of("divorce_again", told, context, flow="divorce") if told else None


def other(text: str, context: Context) -> Reckoned | None:
    """2024年6月买的手机坏了还能起诉吗, 房东2022年6月没退押金. Source: 民法典第188条."""
    if not _GOODS.search(text) or not _asks(text) or OWN_DEBT.search(text):
        return None
    told = the_day(told_days(text, context), "happened", "due")
    return _of("lease_end" if "押金" in text else "general", told, context) if told else None


def no_day(text: str, context: Context) -> Reckoned | None:
    """时效到哪天, with nothing to reckon from: what has to be told."""
    del context
    bare = re.sub(r"[？?。！!，,\s]|请问|那|我的?|这(?:个|样|种)?(?:情况|事|案子)?", "", text)
    if len(text) > BARE_CHARS or not re.fullmatch(
        r"(?:诉讼)?(?:时效)?(?:是)?(?:到|算到)(?:哪[天日]|什么时候|几号)(?:为止|了|啊)?|(?:还)?(?:算)?(?:过期|过时效|超时效|超过时效)(?:了)?[吗没么嘛](?:有)?"
        r"|时效(?:过了|到了|过)(?:吗|没有?|没)?",
        bare,
    ):
        return None
    return Reckoned("limitation_ask", {}, "起算的日子加期间", ("民法典188",))


CALCULATORS = (
    appeal,
    award,
    certification,
    wages,
    labour,
    injury,
    enforcement,
    divorce_again,
    own_debt,
    debt,
    other,
    no_day,
)


# ---- putting it together --------------------------------------------------------------------------------


def _of(matter: str, told: Told, context: Context, more: str = "", *, flow: str = "") -> Reckoned | None:
    """A limit of tables/limitation.yml from a day that was told; of a month or a year both ends."""
    if told.span.start > context.today:
        return None
    results = [limitation(matter, on, context.today) for on in both_ends(told.span, context.today)]
    if any(one.deadline is None or old_rule(one) for one in results):
        return None
    return _worded(results, told.shown, more, flow)


def _worded(results: Sequence[Limitation], since: str, more: str, flow: str) -> Reckoned:
    words = terms(results[0].matter)
    last, end = run_out.last_day(results), run_out.ending(results, more)
    values = {
        "title": words.title,
        "length": words.length,
        "starts": words.starts,
        "since": since,
        **last.values,
        **end.values,
    }
    cited = [*results[0].citations, *end.citations]
    cited += ["民法典195", "民法典193"] if words.kind == "limitation" else []
    note = UNCONFIRMED if any(one.provisional for one in results) else ""
    formula = f"起算日加{words.length}"
    parts = {**last.parts, **end.parts}
    return Reckoned("limitation_of", values, formula, tuple(dict.fromkeys(cited)), "", flow, note, parts)


def is_defence(found: Reckoned) -> bool:
    """Whether an answer tells of a limit that whoever owes could plead; an appeal is for all."""
    if not found.key.startswith("limitation_") or found.key in {"limitation_cert", "limitation_appeal_rule"}:
        return False
    return found.parts.get("more") not in run_out.NO_DEFENCE
