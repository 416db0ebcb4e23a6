"""Whether words answer the open question or tell of something else: 我家今年收成不好 is no due date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.dialogue import clauses, insurer, lists, whose_name
from bot.dialogue.knowledge import plain
from bot.dialogue.talk import DUE, Talk
from bot.text import amounts, daily, dates, denied, durations, grown, interest_sums, promised, rates, unpaid
from bot.text import evidence as naming
from bot.text.date_model import add_months
from bot.text.normalise import normalise
from bot.text.reading import Json, Reading, Refusal, flat, left_over
from flows.schema import Step

EVIDENCE: Final = "evidence"
#: The question for children under eighteen, where there may be none.
CHILDREN: Final = "children"
#: A fact at this confidence is what the words tell.
SURE: Final = 0.6
#: Sums that are asked for because there is one; 0元 of a hospital or paid back is an answer.
_ABOVE_ZERO: Final = frozenset(
    f"amount:{role}"
    for role in ("principal", "claim", "price", "wage_owed", "wage_monthly", "rent", "fee_owed")
)
#: Words beside a day that speak of paying, agreeing or the term.
_OF_PAYING = re.compile(
    r"还|给|付|结|清|交|约|说|定|讲|谈|商量|答应|承诺|保证|期|最[迟晚]|[之以]?[前后内]|为止|截[止至]|打算|准备|一次性|分"
    r"|条|合同|协议|利|限|缴|打款|转|兑现|算"
)
#: Days that a remark of the moment names.
_NOW = re.compile(r"[今明昨后]天|今儿|明儿|昨儿|今[早晚年]|明年|现在|刚才|这会儿|这[几两]天")
#: What people do in the matters asked about, and what ties a day to an event: 那天, 的时候.
_OF_MATTERS = re.compile(
    r"[借欠还给付交收签约定买卖拿打转汇干做停开始结完离辞生死催要知发告判裁租搬退订送装种割施修拆占骂撞摔受伤住出入领登办娶嫁婚吵分立写通丢坏漏塌砸堵挖挡停拒赔扣拖]"
    r"|那天|那会|那阵|时候|前后|当天|去世|没了|上班|进厂|到期"
)
#: Readers of a single value, where a remark beside it is left out.
_VALUES: Final = frozenset({"amount", "date", "duration", "rate", "name", "party", "phone", "count"})
_SENTENCE = re.compile(r"[我你您他她咱俺吗呢吧啊呀太很真]|了")
#: How long a thing that no word list knows may be called: 坏掉的羊圈.
_THING_CHARS: Final = 6
#: What people prove things with, beside the names that the reader of evidence knows.
_PROOF = re.compile(
    r"条|单|据|票|合同|协议|证|记录|照片|相片|图|录|像|视频|监控|截屏|聊天|微信|短信|消息|转账|流水|银行|存折|卡|账|册|表|考勤"
    r"|工牌|工服|签[字名过了的]|印|章|病历|诊断|书|信(?!用)|函|通知|快递|包装|实物|手机|电脑|盘|本|看见|看到|在场|在跟前|听见"
    r"|承认|亲口|亲笔|支付宝|文件|材料|档案|户口|片子|网页|订单|定位|打卡|仪|牌|都知道|能证明|东西"
)
_NOTHING = re.compile(
    r"(?:现在|目前|我们?|手里|手上|这边|真的?|都|也|啥|什么|一样|一点|证据|任何|东西|确实|,|，|\s)*+"
    r"(?:没有?|没啥|没什么|没留下?|没存|拿不出来?)(?:证据|东西|了|的|啊|呀|任何|什么|啥|留|证明)*[。！!]*"
    r"|.{0,4}(?:一张嘴|空口说?白?话?)[。！!]*"
)
_SOME = re.compile(
    r"(?:我|这些|全|都|那|是|当然|肯定)*(?:有|有证据|有的|齐全?|全)(?:呢|啊|的|了|吧)*[。！!]*"
)


def without_remarks(step: Step, text: str) -> str:
    """The words without what is only everyday talk beside the question; "" where that is all: 微信没电了."""
    if not (step.options or step.read in _VALUES):
        return text
    asked = _asked(step)
    return "" if daily.only(text, asked) else daily.without(text, asked)


def _asked(step: Step) -> str:
    options = (word for option in step.options.values() for word in (option.label, *option.words))
    return "".join((step.section, step.label, step.ask, *options))


def nothing_said(step: Step, text: str) -> bool:
    """Whether the words tell of no evidence (就我一张嘴), no child (都大了), nothing paid (我没还)."""
    if step.id == EVIDENCE:
        nothing = _NOTHING.fullmatch(text.strip()) is not None or naming.only_denied(text)
        return len(text) <= unpaid.LONG and nothing
    if step.id == CHILDREN and step.unknown:
        return grown.no_minor(text)
    return bool(step.unknown) and lists.REPAID in step.facts and unpaid.is_nothing(text)


#: Readers whose values may be denied, and what finds them in a text.
_FINDERS: Final = {"amount": amounts.find_loose_in, "date": dates.find_in, "rate": rates.find_in}
#: What is said where a value is denied and no other told.
_DENIED: Final = {"amount": "denied_amount", "date": "denied_date", "rate": "denied_rate"}
#: What was lent; a rate is reckoned on it.
_PRINCIPAL: Final = "amount:principal"


def paid_part(talk: Talk, step: Step, text: str) -> str | Refusal:
    """The words without what is unpaid or promised where payments are asked; a Refusal where that is all."""
    if lists.REPAID not in step.facts:
        return text
    kept = promised.without(text)
    rest = unpaid.without(kept)
    if kept != text and not amounts.find_loose_in(normalise(rest), talk.context(step)):
        return Refusal(talk.words("repaid_promised", said=text[:30], none=step.unknown or "没给过"))
    if rest == text or amounts.find_loose_in(normalise(rest), talk.context(step)):
        return rest
    return Refusal(talk.words("repaid_owed", said=text[:30], none=step.unknown or "没给过"))


def not_denied(talk: Talk, step: Step, text: str) -> str | Refusal:
    """The words without a value that is denied (不是3万，是2万); a Refusal where no other stands."""
    find = _FINDERS.get(step.read)
    if find is None:
        return text
    values = [(one.start, one.end) for one in find(normalise(text), talk.context(step))]
    struck = denied.spans(text, values)
    if not struck:
        return text
    rest = denied.without(text, struck)
    if len(struck) < len(values) or isinstance(talk.k.readers[step.read](rest, talk.context(step)), Reading):
        return rest
    return Refusal(talk.words(_DENIED[step.read]))


def interest_as_rate(
    talk: Talk, step: Step, text: str, reading: Reading | Refusal | None
) -> Reading | Refusal | None:
    """The reading of a rate; where the words tell a sum of interest, what it comes to on what was lent."""
    if step.read != "rate" or isinstance(reading, Reading):
        return reading
    return interest_sums.read(text, talk.context(step), _lent_fen(talk)) or reading


def _lent_fen(talk: Talk) -> int | None:
    """What was lent in fen, where the form knows it to the fen."""
    answers = talk.answers()
    for step in talk.flow.steps:
        value = flat(answers[step.id].value) if _PRINCIPAL in step.facts and step.id in answers else {}
        low = value.get("low_fen")
        if isinstance(low, int) and low == value.get("high_fen"):
            return low
    return None


def settled(talk: Talk, step: Step, text: str, reading: Reading | Refusal | None) -> Reading | Refusal | None:
    """The reading as an answer to this question; None where the words tell of something else.

    What was asked about once before is read back instead of being left out again.
    """
    if _due(step) and reading is None:
        return _term(talk, step, text)
    reading = whose_name.checked(talk, step, text, reading)
    if isinstance(reading, Reading) and _is_zero(step, reading):
        return Refusal(talk.words("sum_zero"))
    if isinstance(reading, Reading) and step.id == EVIDENCE and _SOME.fullmatch(text.strip()):
        return Refusal(talk.words("evidence_which"))
    if not isinstance(reading, Reading) or not strays(talk, step, text):
        return reading
    if not talk.session.misses:
        return None
    question = talk.words("strayed_again", label=step.label, said=reading.shown[:30])
    return replace(reading, confirm=question)


def _is_zero(step: Step, reading: Reading) -> bool:
    """0, 0元 and 0.001 where a sum is asked for; below half a fen nothing is left."""
    asked = step.read == "amount" and bool(_ABOVE_ZERO & step.facts.keys())
    return asked and flat(reading.value).get("high_fen") == 0


def strays(talk: Talk, step: Step, text: str) -> bool:
    """Whether the words tell of something else than is asked, prove nothing, or name an insurer only."""
    if not without_remarks(step, text):
        return True
    if step.id == EVIDENCE:
        return _no_proof(text)
    if step.read == "party":
        return bool(insurer.named(talk, talk.facts(text, step), text))
    if _due(step):
        return _no_due_day(talk, step, text)
    return step.read == "date" and not step.columns and _of_today(talk, step, text)


def _due(step: Step) -> bool:
    return DUE in step.facts and step.read == "date"


def _no_proof(text: str) -> bool:
    if _PROOF.search(text) or naming.find_in(normalise(text)):
        return False
    return len(text) > _THING_CHARS or _SENTENCE.search(text) is not None


def _no_due_day(talk: Talk, step: Step, text: str) -> bool:
    plain = normalise(text)
    found = dates.find_in(plain, talk.context(step))
    rest = left_over(plain.text, [(one.start, one.end) for one in found])
    if len(re.sub(r"\s", "", rest)) <= 1:
        return False
    roles = {f.role for f in talk.facts(text, step) if f.type == "date" and f.confidence >= SURE} - {""}
    other = bool(roles) and not roles & {spec.partition(":")[2] for spec in step.facts}
    return other or _OF_PAYING.search(rest) is None


def _of_today(talk: Talk, step: Step, text: str) -> bool:
    """今天风挺怪的, 我今年才回来: a day of the talk itself, in a sentence about nothing that is asked."""
    plain = normalise(text)
    found = dates.find_in(plain, talk.context(step))
    if not found or not all(_NOW.search(plain.text[one.start : one.end]) for one in found):
        return False
    rest = re.sub(r"\s", "", left_over(plain.text, [(one.start, one.end) for one in found]))
    return len(rest) > 1 and _OF_MATTERS.search(rest) is None


def _term(talk: Talk, step: Step, text: str) -> Reading | None:
    """借期一年, counted from the day of the loan; 欠了一年了 is no term. Source: 民法典第202条."""
    context = talk.context(step)
    lent = context.anchor
    found = durations.read(text, context) if lent and not re.search(r"欠|了[。！!]*$", text) else None
    length = flat(found.value) if isinstance(found, Reading) else {}
    if lent is None or not isinstance(found, Reading) or length["low_days"] != length["high_days"]:
        return None
    told = re.findall(r"(\d+)([YMD])", str(length.get("iso")))
    units = {unit: int(number) for number, unit in told}
    day = add_months(lent, 12 * units.get("Y", 0) + units.get("M", 0)) + timedelta(days=units.get("D", 0))
    value: dict[str, Json] = {
        "start": day.isoformat(),
        "end": day.isoformat(),
        "granularity": "day",
        "lunar": False,
    }
    shown = dates.show_day(day)
    question = talk.words("due_term", lent=dates.show_day(lent), term=found.shown, shown=shown)
    return Reading("date", value, shown, found.start, found.end, False, question)


def answers_another(talk: Talk, step: Step, text: str) -> bool:
    """没有约定, said to 有借条吗: the words for "there is none" of other questions, and not of this one."""
    if len(elsewhere := clauses.said(talk.flow, text, talk.line, ())) == 1 and step.id not in elsewhere:
        return True  # 没讲利息, said to 有借条吗
    words = plain(text).removeprefix("没有").removeprefix("没").rstrip("过的")
    if not words or words in f"{step.ask}{step.label}":
        return False
    nothing = {
        plain(other.unknown).removeprefix("没有").removeprefix("没")
        for other in talk.flow.steps
        if other.unknown
    }
    return plain(text).startswith("没") and words in {one.rstrip("过的") for one in nothing}
